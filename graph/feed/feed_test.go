package feed_test

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"sync"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/feed"
)

// fakeLog is a log of numbered changes that can fail and be trimmed.
type fakeLog struct {
	mu      sync.Mutex
	head    graph.Revision
	trimmed graph.Revision
	err     error
}

func (l *fakeLog) set(change func(*fakeLog)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
}

func (l *fakeLog) Head(context.Context) (graph.Revision, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head, l.err
}

func (l *fakeLog) Changes(_ context.Context, since graph.Revision) iter.Seq2[graph.Change, error] {
	l.mu.Lock()
	head, trimmed, err := l.head, l.trimmed, l.err
	l.mu.Unlock()
	return func(yield func(graph.Change, error) bool) {
		if err == nil && since < trimmed {
			err = graph.ErrLogTrimmed
		}
		if err != nil {
			yield(graph.Change{}, err)
			return
		}
		for seq := since + 1; seq <= head; seq++ {
			if !yield(graph.Change{Seq: seq}, nil) {
				return
			}
		}
	}
}

func (l *fakeLog) Trim(context.Context, graph.Revision, time.Time) (graph.Revision, error) {
	return 0, nil
}

// fakeProjection notes what it is given.
type fakeProjection struct {
	log *fakeLog

	mu       sync.Mutex
	position graph.Revision
	rebuilds int
	biggest  int
	gap      bool
	fail     error // of the next Apply
}

func (p *fakeProjection) Position() graph.Revision {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.position
}

func (p *fakeProjection) Rebuild(ctx context.Context) error {
	head, err := p.log.Head(ctx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.position = head
	p.rebuilds++
	return nil
}

func (p *fakeProjection) Apply(_ context.Context, changes []graph.Change) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.fail; err != nil {
		p.fail = nil
		return err
	}
	for _, c := range changes {
		p.gap = p.gap || c.Seq != p.position+1
		p.position = c.Seq
	}
	p.biggest = max(p.biggest, len(changes))
	return nil
}

// start runs a feed until the test ends.
func start(t *testing.T, log *fakeLog) (*feed.Feed, *fakeProjection) {
	t.Helper()
	p := &fakeProjection{log: log}
	f := feed.New(log, p, feed.Options{Group: 10, Poll: time.Millisecond, MaxPause: 2 * time.Millisecond, Clock: time.Now, Logger: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return f, p
}

func wait(t *testing.T, f *feed.Feed, revision graph.Revision) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := f.Wait(ctx, revision); err != nil {
		t.Fatal(err)
	}
}

func TestFollowsInGroupsWithoutGaps(t *testing.T) {
	log := &fakeLog{head: 7}
	f, p := start(t, log)
	wait(t, f, 7)
	log.set(func(l *fakeLog) { l.head = 95 })
	f.Wake()
	wait(t, f, 95)
	if p.gap || p.biggest > 10 || p.rebuilds != 1 {
		t.Errorf("gap %v, biggest group %d, rebuilds %d", p.gap, p.biggest, p.rebuilds)
	}
	if s := f.Status(); s.State != feed.StateFollowing || s.Position != 95 || s.Err != nil {
		t.Errorf("status %+v", s)
	}
}

func TestSurvivesAStoreThatIsAway(t *testing.T) {
	away := errors.New("away")
	log := &fakeLog{err: away}
	f, p := start(t, log)
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := f.Wait(short, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Wait without a store: %v", err)
	}
	if s := f.Status(); s.State != feed.StateBuilding || !errors.Is(s.Err, away) {
		t.Errorf("status before the first build %+v", s)
	}
	log.set(func(l *fakeLog) { l.err, l.head = nil, 3 })
	wait(t, f, 3)
	log.set(func(l *fakeLog) { l.err = away })
	for f.Status().State != feed.StateStale {
		f.Wake()
	}
	if s := f.Status(); s.Position != 3 || s.Since.IsZero() {
		t.Errorf("stale status %+v", s)
	}
	log.set(func(l *fakeLog) { l.err, l.head = nil, 5 })
	wait(t, f, 5)
	if p.rebuilds != 1 {
		t.Errorf("%d rebuilds: an absent store is no reason for one", p.rebuilds)
	}
}

func TestRebuildsWhenTheLogWasTrimmed(t *testing.T) {
	log := &fakeLog{head: 2}
	f, p := start(t, log)
	wait(t, f, 2)
	log.set(func(l *fakeLog) { l.head, l.trimmed = 50, 40 })
	wait(t, f, 50)
	if p.rebuilds != 2 {
		t.Errorf("%d rebuilds, want 2", p.rebuilds)
	}
}

func TestRebuildsAfterAnErrorOfTheProjection(t *testing.T) {
	log := &fakeLog{head: 2}
	f, p := start(t, log)
	wait(t, f, 2)
	p.mu.Lock()
	p.fail = errors.New("broken")
	p.mu.Unlock()
	log.set(func(l *fakeLog) { l.head = 4 })
	wait(t, f, 4)
	if p.rebuilds != 2 {
		t.Errorf("%d rebuilds, want 2", p.rebuilds)
	}
}
