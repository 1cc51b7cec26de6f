package neo4jstore_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/neo4jstore"
	"chuangmai/graph/neo4jstore/neo4jtest"
)

var soakCycles = flag.Int("soak.cycles", 20, "cycles of faults after which nothing may have leaked")

// impatient are options with the waiting times of the service.
func impatient(server neo4jtest.Server) neo4jstore.Options {
	return neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, Clock: graphtest.NewClock().Now}
}

// warm lets the server plan what the tests ask, which takes it long the first time.
func warm(tb testing.TB, server neo4jtest.Server) {
	tb.Helper()
	s := openEmpty(tb, optionsOf(server, graphtest.NewClock().Now))
	for i := range 30 {
		mustApply(tb, s, put(team(i)), link2(i))
		everything(tb, s)
	}
	if err := s.Close(); err != nil {
		tb.Fatal(err)
	}
	if err := neo4jstore.Erase(tb.Context(), optionsOf(server, graphtest.NewClock().Now)); err != nil {
		tb.Fatal(err)
	}
}

func team(i int) graph.Node {
	n := graph.Node{ID: graph.ID(fmt.Sprintf("local:%05d", i)), Kind: graph.KindTeam, Name: "组"}
	n.Normalise()
	return n
}

func put(n graph.Node) graph.Item { return graph.Item{Op: graph.OpPutNode, Node: &n} }

// link2 is an edge of the i-th team with itself.
func link2(i int) graph.Item {
	e := graph.Edge{ID: graph.ID(fmt.Sprintf("part_of:%05d", i)), Relation: graph.RelPartOf, From: team(i).ID, To: team(i).ID}
	e.Normalise()
	return graph.Item{Op: graph.OpPutEdge, Edge: &e}
}

func mustApply(tb testing.TB, s graph.Store, items ...graph.Item) graph.Revision {
	tb.Helper()
	revision, err := s.Apply(tb.Context(), graph.Batch{Items: items})
	if err != nil {
		tb.Fatal(err)
	}
	return revision
}

// everything reads the store by all its streams and checks that the log has no gap.
func everything(tb testing.TB, s graph.Store) (nodes []graph.Node, changes []graph.Change) {
	tb.Helper()
	for n, err := range s.Nodes(tb.Context(), graph.NodeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
		nodes = append(nodes, n)
	}
	for _, err := range s.Edges(tb.Context(), graph.EdgeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	for c, err := range s.Changes(tb.Context(), 0) {
		if err != nil || c.Seq != graph.Revision(len(changes)+1) {
			tb.Fatalf("change %d after %d, error %v", c.Seq, len(changes), err)
		}
		changes = append(changes, c)
	}
	return nodes, changes
}

// unavailable checks that an error says so, and comes from the store rather than from
// the deadline of the test.
func unavailable(ctx context.Context, tb testing.TB, err error) {
	tb.Helper()
	if !errors.Is(err, graph.ErrUnavailable) || ctx.Err() != nil {
		tb.Errorf("error is %v, want ErrUnavailable before the caller's deadline", err)
	}
}

func TestServerAway(t *testing.T) {
	direct := neo4jtest.Get(t)
	warm(t, direct)
	l := neo4jtest.NewLink(t, direct)
	const limit = time.Minute
	l.Down()
	awayAtStart(t, l, limit)
	l.Again()
	s := openOn(t, impatient(l.Server))
	for name, faults := range map[string]struct{ begin, end func() }{
		"refused":    {l.Down, l.Again},
		"black hole": {l.Swallow, l.Drain},
	} {
		t.Run(name, func(t *testing.T) {
			mustApply(t, s, put(team(1)))
			faults.begin()
			asked(t, s, limit)
			faults.end()
			mustApply(t, s, put(team(3)))
			everything(t, s)
		})
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func awayAtStart(t *testing.T, l *neo4jtest.Link, limit time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	_, err := neo4jstore.Open(ctx, impatient(l.Server))
	unavailable(ctx, t, err)
}

// asked checks what a store says whose server is away.
func asked(t *testing.T, s *neo4jstore.Store, limit time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	_, err := s.Node(ctx, "local:00001")
	unavailable(ctx, t, err)
	_, err = s.Apply(ctx, graph.Batch{Items: []graph.Item{put(team(2))}})
	unavailable(ctx, t, err)
	for _, err := range s.Edges(ctx, graph.EdgeFilter{}) {
		unavailable(ctx, t, err)
	}
	unavailable(ctx, t, s.Ping(ctx))
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := s.Head(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want the deadline's", err)
	}
}

func TestLatency(t *testing.T) {
	direct := neo4jtest.Get(t)
	warm(t, direct)
	l := neo4jtest.NewLink(t, direct)
	l.Slow(500 * time.Millisecond)
	s := openOn(t, impatient(l.Server))
	mustApply(t, s, put(team(1)), link2(1))
	if _, err := s.Node(t.Context(), "local:00001"); err != nil {
		t.Error(err)
	}
	if nodes, changes := everything(t, s); len(nodes) != 1 || len(changes) != 2 {
		t.Errorf("%d nodes, %d changes", len(nodes), len(changes))
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestCutAnywhere cuts the connection once at every place of a write's conversation. The
// write succeeds, and is done once: it deletes what the one before has made, which
// fails the second time.
func TestCutAnywhere(t *testing.T) {
	direct := neo4jtest.Get(t)
	warm(t, direct)
	l := neo4jtest.NewLink(t, direct)
	s := openOn(t, optionsOf(l.Server, graphtest.NewClock().Now))
	made := 0
	mustApply(t, s, put(team(0)))
	const step = 13
	for _, answers := range []bool{true, false} {
		for at := 0; ; at += step {
			l.CutAfter(at, answers)
			items := []graph.Item{put(team(made + 1)), {Op: graph.OpDeleteNode, ID: team(made).ID}}
			revision, err := s.Apply(t.Context(), graph.Batch{Items: items})
			made++
			if want := graph.Revision(1 + 2*made); err != nil || revision != want {
				t.Fatalf("cut after %d bytes, of answers %v: revision %d, want %d, error %v", at, answers, revision, want, err)
			}
			if l.Armed(answers) { // beyond the end of the conversation
				break
			}
		}
	}
	if nodes, changes := everything(t, s); len(nodes) != 1 || nodes[0].ID != team(made).ID || len(changes) != 1+2*made {
		t.Errorf("after %d writes: %d nodes, %d changes", made, len(nodes), len(changes))
	}
	t.Logf("%d writes", made)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestWritersUnderResets has eight services write while connections are reset.
func TestWritersUnderResets(t *testing.T) {
	const writers, batches = 8, 25
	direct := neo4jtest.Get(t)
	warm(t, direct)
	l := neo4jtest.NewLink(t, direct)
	var wg sync.WaitGroup
	acknowledged := make([][]graph.Revision, writers)
	hub := team(99_999)
	for w := range writers {
		s := openOn(t, optionsOf(l.Server, graphtest.NewClock().Now))
		wg.Go(func() {
			for b := range batches {
				own := team(w*batches + b)
				items := []graph.Item{put(own), link2(w*batches + b), put(hub)}
				if b%2 == w%2 { // in the other order: what would deadlock without the one lock
					items[0], items[2] = items[2], items[0]
				}
				revision, err := s.Apply(t.Context(), graph.Batch{Items: items, Actor: strconv.Itoa(w), Reason: strconv.Itoa(b)})
				if err != nil {
					t.Errorf("writer %d, batch %d: %v", w, b, err)
				}
				acknowledged[w] = append(acknowledged[w], revision)
				if b == batches/2 && w%4 == 0 {
					l.Reset()
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s := openOn(t, optionsOf(direct, graphtest.NewClock().Now))
	nodes, changes := everything(t, s)
	if want := writers*batches + 1; len(nodes) != want || len(changes) != 2*writers*batches+1 {
		t.Errorf("%d nodes, %d changes", len(nodes), len(changes))
	}
	for w, list := range acknowledged {
		for b, revision := range list {
			if c := changes[revision-1]; c.Actor != strconv.Itoa(w) || c.Reason != strconv.Itoa(b) {
				t.Errorf("writer %d, batch %d: revision %d belongs to %s, %s", w, b, revision, c.Actor, c.Reason)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestWrongPassword(t *testing.T) {
	options := impatient(neo4jtest.Get(t))
	options.Password += "x"
	_, err := neo4jstore.Open(t.Context(), options)
	if !errors.Is(err, neo4jstore.ErrUnauthorised) || !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("error is %v, want ErrUnauthorised", err)
	}
}

func TestNoDatabase(t *testing.T) {
	options := impatient(neo4jtest.Get(t))
	options.Database = "none"
	_, err := neo4jstore.Open(t.Context(), options)
	if !errors.Is(err, neo4jstore.ErrNoDatabase) || !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("error is %v, want ErrNoDatabase", err)
	}
}

// TestNothingLeaks opens, breaks and closes again and again.
func TestNothingLeaks(t *testing.T) {
	direct := neo4jtest.Get(t)
	warm(t, direct)
	l := neo4jtest.NewLink(t, direct)
	before := runtime.NumGoroutine()
	for i := range *soakCycles {
		s := openOn(t, optionsOf(l.Server, graphtest.NewClock().Now))
		mustApply(t, s, put(team(i)))
		for _, err := range s.Nodes(t.Context(), graph.NodeFilter{}) {
			if err != nil {
				t.Error(err)
			}
			break
		}
		ctx, cancel := context.WithCancel(t.Context())
		switch i % 3 {
		case 0:
			l.Reset()
		case 1:
			cancel()
		}
		_, _ = s.Apply(ctx, graph.Batch{Items: []graph.Item{put(team(i)), link2(i)}})
		for _, err := range s.Changes(ctx, 0) {
			_ = err // broken or not
		}
		cancel()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	settled(t, "connections", func() int { return l.Open() }, 0)
	settled(t, "goroutines", runtime.NumGoroutine, before)
}

// settled waits until a number has come down: what ends does so on its own.
func settled(tb testing.TB, what string, have func() int, want int) {
	tb.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for have() > want {
		select {
		case <-tick.C:
		case <-limit:
			tb.Fatalf("%d %s are left, there were %d", have(), what, want)
		}
	}
}
