package loading

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"chuangmai/graph"
	"chuangmai/steward"
	"chuangmai/transfer"
)

// Options are what a manager needs. All fields but Log are required.
type Options struct {
	// Target is what rows are written to; it derives links.
	Target transfer.Target
	// Store is what loads are taken back from; it writes as it is told.
	Store  transfer.Undoable
	Schema *graph.Schema
	// Repairer proposes values for what is wrong in a row.
	Repairer *steward.Repairer
	// Names is asked for an index of the names that are there, for the dry run; it may be
	// nil when there is none yet.
	Names func() *steward.Index
	Clock func() time.Time
	// Dir is where uploads are kept while they are loaded, "" for the system's folder.
	Dir string
	Log *slog.Logger
}

// Bounds of a manager.
const (
	maxActive   = 8  // loads that run or wait
	maxFinished = 50 // loads whose rows are remembered
)

// Manager runs loads. It is safe for concurrent use.
type Manager struct {
	o    Options
	turn chan struct{} // held by the one that runs
	work sync.WaitGroup

	mu     sync.Mutex
	jobs   map[string]*job
	closed bool
}

// New returns a manager. Close it before its store.
func New(o Options) *Manager {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Manager{o: o, turn: make(chan struct{}, 1), jobs: make(map[string]*job)}
}

// Close stops what runs and waits until it has ended. What was written by then stays.
func (m *Manager) Close() {
	m.mu.Lock()
	m.closed = true
	for _, j := range m.jobs {
		j.cancel()
	}
	m.mu.Unlock()
	m.work.Wait()
}

// Start copies a file and begins to load it. It returns as soon as the copy is made.
func (m *Manager) Start(ctx context.Context, in io.Reader, r Request) (State, error) {
	if m.active() >= maxActive {
		return State{}, ErrBusy
	}
	r.Name = fileName(r.Name)
	source, err := transfer.Spool(in, r.Name, m.o.Dir)
	if err != nil {
		return State{}, err
	}
	j, err := m.add(ctx, r, func(run context.Context, j *job) {
		m.load(run, j, source)
		if err := source.Close(); err != nil {
			m.o.Log.Warn("load: temporary copy", "load", j.id, "error", err)
		}
	})
	if err != nil {
		return State{}, errors.Join(err, source.Close())
	}
	return j.state(), nil
}

// fileName is the last part of what a caller calls its file.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return "upload.jsonl"
	}
	return name
}

// active counts the loads that run or wait.
func (m *Manager) active() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, j := range m.jobs {
		if j.running() {
			n++
		}
	}
	return n
}

// add enters a new job under a name that is free and runs it.
func (m *Manager) add(ctx context.Context, r Request, do func(context.Context, *job)) (*job, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, graph.ErrClosed
	}
	now := m.o.Clock()
	id := transfer.LoadName(now, r.Name)
	for n := 2; m.jobs[id] != nil; n++ {
		id = transfer.LoadName(now, strconv.Itoa(n)+"-"+r.Name)
	}
	j := newJob(State{ID: id, Request: r, Phase: Waiting, Started: now})
	m.jobs[id] = j
	m.forget()
	m.run(ctx, j, do)
	return j, nil
}

// run lets a job do something in the background. It ends with Close at the latest, not
// with the request that asks for it. The caller holds mu.
func (m *Manager) run(ctx context.Context, j *job, do func(context.Context, *job)) {
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := j.begin(cancel)
	m.work.Go(func() {
		defer close(ended)
		defer cancel()
		do(run, j)
	})
}

// forget drops the oldest of the ended jobs when there are too many. The caller holds mu.
func (m *Manager) forget() {
	var ended []*job
	for _, j := range m.jobs {
		if !j.running() {
			ended = append(ended, j)
		}
	}
	slices.SortFunc(ended, func(a, b *job) int {
		return cmp.Or(b.state().Started.Compare(a.state().Started), cmp.Compare(a.id, b.id))
	})
	for len(ended) > maxFinished {
		delete(m.jobs, ended[len(ended)-1].id)
		ended = ended[:len(ended)-1]
	}
}

func (m *Manager) job(id string) *job {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.jobs[id]
}

// State returns where a load stands. One that neither the service nor the store knows is
// [graph.ErrNotFound].
func (m *Manager) State(ctx context.Context, id string) (State, error) {
	if j := m.job(id); j != nil && j.state().DryRun {
		return j.state(), nil
	}
	info, known, err := m.info(ctx, id)
	if err != nil {
		return State{}, err
	}
	j := m.job(id)
	switch {
	case j != nil:
		return withInfo(j.state(), info), nil
	case known:
		return kept(info), nil
	}
	return State{}, graph.ErrNotFound
}

// info asks the store for a load; merges and undos are not loads here.
func (m *Manager) info(ctx context.Context, id string) (graph.LoadInfo, bool, error) {
	loads, err := m.o.Store.Loads(ctx)
	if err != nil {
		return graph.LoadInfo{}, false, err
	}
	i := slices.IndexFunc(loads, func(info graph.LoadInfo) bool { return info.ID == id && isLoad(id) })
	if i < 0 {
		return graph.LoadInfo{}, false, nil
	}
	return loads[i], true, nil
}

func isLoad(id string) bool {
	return !steward.IsMerge(id) && !strings.HasPrefix(id, transfer.UndoName(""))
}

// kept is a load that only the store knows.
func kept(info graph.LoadInfo) State {
	s := State{ID: info.ID, Phase: Kept, Started: info.Started, Request: Request{Name: info.ID, Actor: info.Actor, Reason: info.Reason}}
	if _, name, dated := strings.Cut(info.ID, "Z-"); dated {
		s.Name = name
	}
	return withInfo(s, info)
}

func withInfo(s State, info graph.LoadInfo) State {
	s.Records, s.LastSeen = info.Records, info.LastSeen
	if info.Undone && !s.Phase.Running() {
		s.Phase = Undone
	}
	return s
}

// List returns the loads, the newest first, without dry runs.
func (m *Manager) List(ctx context.Context) ([]State, error) {
	loads, err := m.o.Store.Loads(ctx)
	if err != nil {
		return nil, err
	}
	states := make(map[string]State)
	for _, info := range loads {
		if isLoad(info.ID) {
			states[info.ID] = kept(info)
		}
	}
	m.mu.Lock()
	jobs := slices.Collect(maps.Values(m.jobs))
	m.mu.Unlock()
	for _, j := range jobs {
		s := j.state()
		if old, stored := states[s.ID]; stored {
			s.Records, s.LastSeen = old.Records, old.LastSeen
			if old.Phase == Undone && !s.Phase.Running() {
				s.Phase = Undone
			}
		}
		if !s.DryRun {
			states[s.ID] = s
		}
	}
	out := slices.Collect(maps.Values(states))
	slices.SortFunc(out, func(a, b State) int { return cmp.Or(b.Started.Compare(a.Started), cmp.Compare(b.ID, a.ID)) })
	return out, nil
}

// Settled waits until a load no longer goes on, or the context ends, and returns where it
// stands then.
func (m *Manager) Settled(ctx context.Context, id string) (State, error) {
	if j := m.job(id); j != nil {
		select {
		case <-j.over():
		case <-ctx.Done():
		}
	}
	return m.State(context.WithoutCancel(ctx), id)
}

// Stop ends a load that runs or waits. What it wrote stays and can be taken back.
func (m *Manager) Stop(id string) error {
	j := m.job(id)
	if j == nil || !j.running() {
		return ErrNotRunning
	}
	j.cancel()
	return nil
}

// Repair returns the value that would be right at the place of a problem; false when none
// is plain.
func (m *Manager) Repair(p graph.Problem) (string, bool) { return m.o.Repairer.Repair(p) }
