package steward_test

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/steward"
)

var builtin = sync.OnceValues(lexicon.Load)

func words(tb testing.TB) *lexicon.Lexicon {
	tb.Helper()
	lex, err := builtin()
	if err != nil {
		tb.Fatal(err)
	}
	return lex
}

// now is when everything happens.
func now() time.Time { return time.Date(2026, 11, 22, 11, 7, 31, 0, time.UTC) }

func open(tb testing.TB, items ...graph.Item) graph.Store {
	tb.Helper()
	store, err := localstore.Open(tb.Context(), localstore.Options{Dir: tb.TempDir(), Clock: now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := store.Close(); err != nil {
			tb.Error(err)
		}
	})
	apply(tb, store, items...)
	return store
}

func apply(tb testing.TB, store graph.Writer, items ...graph.Item) {
	tb.Helper()
	for _, it := range items {
		if it.Node != nil {
			it.Node.Normalise()
		}
		if it.Edge != nil {
			it.Edge.Normalise()
		}
	}
	if len(items) == 0 {
		return
	}
	if _, err := store.Apply(tb.Context(), graph.Batch{Items: items, Actor: "tester"}); err != nil {
		tb.Fatal(err)
	}
}

type change func(*graph.Node)

func node(id, kind, name string, changes ...change) graph.Item {
	n := &graph.Node{ID: graph.ID(id), Kind: graph.Kind(kind), Name: name}
	n.Sources = []graph.Source{{Title: "名录", Seen: graph.MustDate("2026-01")}}
	n.Properties = graph.Properties{}
	for _, c := range changes {
		c(n)
	}
	return graph.Item{Op: graph.OpPutNode, Node: n}
}

func with(name string, value any) change { return func(n *graph.Node) { n.Properties[name] = value } }

func sources(list ...graph.Source) change { return func(n *graph.Node) { n.Sources = list } }

func visible(v graph.Visibility) change { return func(n *graph.Node) { n.Visibility = v } }

func synthetic(n *graph.Node) { n.Synthetic = true }

func edge(id, relation, from, to string, props ...any) graph.Item {
	e := &graph.Edge{ID: graph.ID(id), Relation: graph.Relation(relation), From: graph.ID(from), To: graph.ID(to)}
	e.Sources = []graph.Source{{Title: "名录"}}
	for i := 0; i+1 < len(props); i += 2 {
		if e.Properties == nil {
			e.Properties = graph.Properties{}
		}
		e.Properties[props[i].(string)] = props[i+1] //nolint:forcetypeassert // the tests write them
	}
	return graph.Item{Op: graph.OpPutEdge, Edge: e}
}

func view(tb testing.TB, store snapshot.Source, audience snapshot.Audience) snapshot.View {
	tb.Helper()
	picture, err := snapshot.Build(tb.Context(), store, graph.BuiltinSchema(), snapshot.NewNumbers(0), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return picture.View(graph.DayOf(now()), audience)
}

func desk(tb testing.TB, store graph.Store) *steward.Desk {
	tb.Helper()
	return steward.NewDesk(steward.DeskOptions{
		Store: store, Base: store, Schema: graph.BuiltinSchema(), Words: func() *lexicon.Lexicon { return words(tb) }, Clock: now,
		StaleDays: 1095, TempDir: tb.TempDir(),
	})
}

// records are all records of a store but for what a write changes: version and revision.
func records(tb testing.TB, store steward.Records) map[graph.ID]any {
	tb.Helper()
	out := make(map[graph.ID]any)
	for n, err := range store.Nodes(tb.Context(), graph.NodeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
		n.Version, n.Revision = 0, 0
		out[n.ID] = n
	}
	for e, err := range store.Edges(tb.Context(), graph.EdgeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
		e.Version, e.Revision = 0, 0
		out[e.ID] = e
	}
	return out
}

func ids(m map[graph.ID]any) []graph.ID { return slices.Sorted(maps.Keys(m)) }

// failing is a store whose streams of nodes end with an error.
type failing struct {
	steward.Store
	err error
}

func (f failing) Nodes(context.Context, graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return func(yield func(graph.Node, error) bool) { yield(graph.Node{}, f.err) }
}
