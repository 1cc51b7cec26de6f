package loading

import (
	"context"
	"errors"
	"sync"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/steward"
	"chuangmai/transfer"
)

// job is a load that the service runs or ran.
type job struct {
	id string

	mu    sync.Mutex
	stop  context.CancelFunc
	ended chan struct{} // closed when what runs is over
	now   State
}

func newJob(s State) *job { return &job{id: s.ID, now: s} }

// begin notes that something runs, and returns what is to be closed when it is over.
func (j *job) begin(stop context.CancelFunc) chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stop, j.ended = stop, make(chan struct{})
	return j.ended
}

func (j *job) state() State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.now
}

func (j *job) running() bool { return j.state().Phase.Running() }

func (j *job) cancel() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stop()
}

func (j *job) over() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.ended
}

func (j *job) change(do func(*State)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	do(&j.now)
}

// load waits for its turn and loads.
func (m *Manager) load(ctx context.Context, j *job, source transfer.Source) {
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		m.finish(j, nil, ctx.Err())
		return
	}
	j.change(func(s *State) { s.Phase = Checking })
	r := j.state().Request
	report, err := transfer.Load(ctx, m.o.Target, source, transfer.Options{
		Schema: m.o.Schema, Clock: m.o.Clock, Load: j.id, Actor: r.Actor, Reason: r.Reason, DryRun: r.DryRun, SkipBad: r.SkipBad,
		Progress: func(p transfer.Progress) {
			j.change(func(s *State) {
				s.Done, s.Of = p.Done, p.Total
				if p.Phase == transfer.PhaseWrite {
					s.Phase = Writing
				}
			})
		},
	})
	if err == nil && r.DryRun {
		err = m.findTwins(ctx, j, source)
	}
	m.finish(j, report, err)
}

// finish says how a load ended. What went wrong with the service is logged.
func (m *Manager) finish(j *job, report *transfer.Report, err error) {
	phase, problem := outcome(report, err)
	if phase == Failed {
		m.o.Log.Error("load", "load", j.id, "error", err)
	}
	j.change(func(s *State) {
		s.Phase, s.Problem, s.Report, s.Ended = phase, problem, report, m.o.Clock()
		if report != nil && phase == Done {
			s.Done, s.Of = report.Rows, report.Rows
		}
	})
}

// outcome words the end of a load.
func outcome(report *transfer.Report, err error) (Phase, *phrase.Message) {
	var rejected *transfer.RejectedError
	var problem phrase.Message
	switch {
	case err == nil:
		return Done, nil
	case errors.As(err, &rejected):
		problem = phrase.New("load.rejected", "n", rejected.Rejected)
		return Rejected, &problem
	case errors.Is(err, context.Canceled):
		written := 0
		if report != nil {
			written = report.Written
		}
		problem = phrase.New("load.stopped", "n", written)
		return Stopped, &problem
	}
	problem = phrase.New(failure(err))
	return Failed, &problem
}

// failure is the code of the sentence for an error.
func failure(err error) string {
	switch {
	case errors.Is(err, graph.ErrFull):
		return "load.failed.full"
	case errors.Is(err, graph.ErrUnavailable), errors.Is(err, graph.ErrClosed), errors.Is(err, context.DeadlineExceeded):
		return "load.failed.unavailable"
	case errors.Is(err, graph.ErrConflict), errors.Is(err, graph.ErrInvalid):
		return "load.failed.changed"
	}
	return "load.failed.unreadable"
}

// maxTwins is how many twins of a dry run are listed.
const maxTwins = 1_000

// findTwins looks for new rows that are called like a record, or like a row before them.
func (m *Manager) findTwins(ctx context.Context, j *job, source transfer.Source) error {
	index := m.o.Names()
	if index == nil {
		return nil
	}
	var twins []Twin
	count := 0
	for row, err := range transfer.Rows(ctx, source) {
		if err != nil {
			return err
		}
		if row.Line.Node == nil {
			continue
		}
		row.Line.Node.Normalise()
		like, by, value, found := index.Admit(row.Line.Node)
		if !found {
			continue
		}
		if count++; len(twins) < maxTwins {
			twins = append(twins, Twin{Line: row.Number, Record: steward.BriefOf(row.Line.Node), Like: like, By: by, Value: value})
		}
	}
	j.change(func(s *State) { s.Twins, s.TwinCount = twins, count })
	return nil
}
