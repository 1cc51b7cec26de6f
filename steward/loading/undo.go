package loading

import (
	"context"
	"errors"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/transfer"
)

// Undo begins to take a load back: with force, also what was changed since. One that runs
// is [ErrRunning], one that wrote nothing or is not known [graph.ErrNotFound].
func (m *Manager) Undo(ctx context.Context, id, actor string, force bool) error {
	if j := m.job(id); j != nil && j.running() {
		return ErrRunning
	}
	info, known, err := m.info(ctx, id)
	if err != nil {
		return err
	}
	if !known {
		return graph.ErrNotFound
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return graph.ErrClosed
	}
	j := m.jobs[id]
	if j == nil {
		j = newJob(kept(info))
		m.jobs[id] = j
	}
	before, began := j.undoing()
	if !began {
		return ErrRunning
	}
	m.run(ctx, j, func(run context.Context, j *job) { m.undo(run, j, before, actor, force) })
	return nil
}

// undoing notes that a load is taken back and returns where it stood; false when it runs.
func (j *job) undoing() (before Phase, began bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	before = j.now.Phase
	if before.Running() {
		return before, false
	}
	j.now.Phase, j.now.Problem, j.now.Undo, j.now.Done, j.now.Of = Undoing, nil, nil, 0, 0
	return before, true
}

// undo waits for its turn and takes a load back.
func (m *Manager) undo(ctx context.Context, j *job, before Phase, actor string, force bool) {
	var report *transfer.UndoReport
	var err error
	select {
	case m.turn <- struct{}{}:
		report, err = transfer.Undo(ctx, m.o.Store, j.id, transfer.UndoOptions{
			Actor: actor, Force: force, TempDir: m.o.Dir,
			Progress: func(p transfer.Progress) { j.change(func(s *State) { s.Done, s.Of = p.Done, p.Total }) },
		})
		<-m.turn
	case <-ctx.Done():
		err = ctx.Err()
	}
	undo, problem := undone(report, err)
	if err != nil && undo == nil && !errors.Is(err, context.Canceled) {
		m.o.Log.Error("undo", "load", j.id, "error", err)
	}
	j.change(func(s *State) {
		s.Phase, s.Problem, s.Undo = before, problem, undo
		if err == nil {
			s.Phase = Undone
		}
	})
}

// undone words the end of an undo.
func undone(report *transfer.UndoReport, err error) (*Undo, *phrase.Message) {
	var conflicts *transfer.ConflictsError
	var problem phrase.Message
	switch {
	case err == nil:
		return &Undo{UndoReport: *report}, nil
	case errors.As(err, &conflicts):
		problem = phrase.New("load.changed_since", "n", conflicts.Total)
		return &Undo{UndoReport: *report, Changed: conflicts.Total, Conflicts: conflicts.Conflicts}, &problem
	case errors.Is(err, context.Canceled):
		problem = phrase.New("load.undo_stopped")
	default:
		problem = phrase.New(failure(err))
	}
	return nil, &problem
}
