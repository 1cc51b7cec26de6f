package graphtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
)

// Random says how many random operations to do.
type Random struct {
	// Ops is the number of operations; an operation is mostly a batch of a few items.
	Ops int
	// Seed picks the operations; equal seeds give equal ones.
	Seed int
	// Every is the number of operations between two comparisons of everything that the
	// stores hold; 0: a hundred. Results of operations are always compared.
	Every int
}

// RunRandom does the same random operations on every store and on a model, and fails
// at the first difference. The stores are empty at first and take their time from
// clock, which RunRandom moves.
func RunRandom(t *testing.T, random Random, clock *Clock, stores map[string]graph.Store) {
	t.Helper()
	if random.Every == 0 {
		random.Every = 100
	}
	m := newModel(clock.Now)
	for i := range random.Ops {
		op := operations.Example(random.Seed*1_000_003 + i)
		clock.Advance(op.wait)
		want := op.onModel(m)
		for _, name := range slices.Sorted(maps.Keys(stores)) {
			if have := op.onStore(t.Context(), stores[name], clock.Now()); have != want {
				t.Fatalf("operation %d of seed %d on %s:\n%s\nhave %s\nwant %s", i, random.Seed, name, op, have, want)
			}
		}
		if i%random.Every != random.Every-1 && i != random.Ops-1 {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(stores)) {
			if diff := difference(t.Context(), m, stores[name]); diff != "" {
				t.Fatalf("after operation %d of seed %d %s differs:\n%s\nlast: %s", i, random.Seed, name, diff, op)
			}
		}
	}
}

// runShrinking looks for a short list of operations after which a store differs.
func runShrinking(t *testing.T, open Open) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		clock := NewClock()
		store := open(t, clock.Now)
		defer store.Close() //nolint:errcheck // another case closes with care
		m := newModel(clock.Now)
		for i, op := range rapid.SliceOfN(operations, 1, 25).Draw(rt, "operations") {
			clock.Advance(op.wait)
			want := op.onModel(m)
			if have := op.onStore(t.Context(), store, clock.Now()); have != want {
				rt.Fatalf("operation %d: %s\nhave %s\nwant %s", i, op, have, want)
			}
			if diff := difference(t.Context(), m, store); diff != "" {
				rt.Fatalf("after operation %d: %s\n%s", i, op, diff)
			}
		}
	})
}

// difference compares everything a store holds with the model.
func difference(ctx context.Context, m *model, s graph.Store) string {
	have, err := read(ctx, s, m.first()-1)
	if err != nil {
		return err.Error()
	}
	return cmp.Diff(m.dump(), have, compare)
}

// operation is a batch, or forgetting a load, or trimming the log.
type operation struct {
	batch  graph.Batch
	forget string
	trim   bool
	keep   graph.Revision // changes that stay whatever their age
	age    time.Duration
	wait   time.Duration // before the operation
}

// String writes the operation for a failure's report.
func (op operation) String() string {
	switch {
	case op.forget != "":
		return "forget " + op.forget
	case op.trim:
		return fmt.Sprintf("trim all but %d, older than %s", op.keep, op.age)
	}
	lines := []string{fmt.Sprintf("batch key=%q load=%q", op.batch.Key, op.batch.Load)}
	for _, it := range op.batch.Items {
		line := string(it.Op)
		switch {
		case it.Node != nil:
			line += " " + canonical(it.Node)
		case it.Edge != nil:
			line += " " + canonical(it.Edge)
		default:
			line += fmt.Sprintf(" %s %s with edges: %v", it.Relation, it.ID, it.WithEdges)
		}
		if it.Expect != nil {
			line += fmt.Sprintf(" expecting %d", *it.Expect)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n  ")
}

func (op operation) onModel(m *model) string {
	switch {
	case op.forget != "":
		return describe(m.forget(op.forget))
	case op.trim:
		return fmt.Sprint("first held ", m.trim(m.head-op.keep, m.now().Add(-op.age)))
	}
	revision, err := m.apply(op.batch)
	return fmt.Sprint(revision, " ", describe(err))
}

func (op operation) onStore(ctx context.Context, s graph.Store, now time.Time) string {
	switch {
	case op.forget != "":
		return describe(s.Forget(ctx, op.forget))
	case op.trim:
		head, err := s.Head(ctx)
		if err != nil {
			return describe(err)
		}
		first, err := s.Trim(ctx, head-op.keep, now.Add(-op.age))
		if err != nil {
			return describe(err)
		}
		return fmt.Sprint("first held ", first)
	}
	revision, err := s.Apply(ctx, op.batch)
	return fmt.Sprint(revision, " ", describe(err))
}
