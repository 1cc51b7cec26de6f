package graphtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"chuangmai/graph"
)

func compareIDs(a, b graph.ID) int { return strings.Compare(string(a), string(b)) }

// many puts n nodes and as many edges between neighbours.
func many(k *kit, n int) {
	k.Helper()
	items := make([]graph.Item, 0, 2*n)
	for i := range n {
		items = append(items, put(node(manyID(i), graph.KindTeam, "组")),
			putEdge(edge(graph.RelPartOf, graph.ID(fmt.Sprintf("e:%05d", i)), manyID(i), manyID((i+1)%n))))
	}
	k.apply(items...)
}

func manyID(i int) graph.ID { return graph.ID(fmt.Sprintf("local:%05d", i)) }

// streams are all streams of a store, with their elements left out.
func streams(ctx context.Context, s graph.Store) map[string]iter.Seq[error] {
	return map[string]iter.Seq[error]{
		"nodes":               errorsOf(s.Nodes(ctx, graph.NodeFilter{})),
		"nodes in any order":  errorsOf(s.Nodes(ctx, graph.NodeFilter{AnyOrder: true})),
		"edges":               errorsOf(s.Edges(ctx, graph.EdgeFilter{})),
		"edges in any order":  errorsOf(s.Edges(ctx, graph.EdgeFilter{AnyOrder: true})),
		"edges of a relation": errorsOf(s.Edges(ctx, graph.EdgeFilter{Relations: []graph.Relation{graph.RelPartOf}})),
		"changes":             errorsOf(s.Changes(ctx, 0)),
		"prior":               errorsOf(s.Prior(ctx, "load")),
	}
}

func errorsOf[T any](stream iter.Seq2[T, error]) iter.Seq[error] {
	return func(yield func(error) bool) {
		for _, err := range stream {
			if !yield(err) {
				return
			}
		}
	}
}

var streamCases = []scenario{
	{"CancelInMidRead", func(k *kit) {
		k.batch(graph.Batch{Items: small(), Load: "load"})
		many(k, 2000)
		for name := range streams(k.ctx(), k.store) {
			ctx, cancel := context.WithCancel(k.ctx())
			count := 0
			var last error
			for err := range streams(ctx, k.store)[name] {
				if last != nil {
					k.Errorf("%s: an element after the error", name)
				}
				if last = err; err == nil {
					count++
				}
				if count == 3 {
					cancel()
				}
			}
			cancel()
			if !errors.Is(last, context.Canceled) {
				k.Errorf("%s: ended with %v after %d elements, want the context's error", name, last, count)
			}
		}
		equal(k, "the store goes on", len(k.nodes(graph.NodeFilter{})), 2005)
	}},
	{"CancelledBefore", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		ctx, cancel := context.WithCancel(k.ctx())
		cancel()
		_, err := k.store.Node(ctx, "local:univ")
		k.fails(err, context.Canceled, before)
		_, err = k.store.Edge(ctx, graph.RelPartOf, "e:p")
		k.fails(err, context.Canceled, before)
		_, err = k.store.Apply(ctx, graph.Batch{Items: []graph.Item{put(node("local:new", graph.KindTeam, "新"))}})
		k.fails(err, context.Canceled, before)
		_, err = k.store.Head(ctx)
		k.fails(err, context.Canceled, before)
		_, err = k.store.Loads(ctx)
		k.fails(err, context.Canceled, before)
		k.fails(k.store.Forget(ctx, "load"), context.Canceled, before)
		_, err = k.store.Trim(ctx, 1, k.clock.Now())
		k.fails(err, context.Canceled, before)
		k.fails(k.store.Ping(ctx), context.Canceled, before)
		for name, stream := range streams(ctx, k.store) {
			for err := range stream {
				if !errors.Is(err, context.Canceled) {
					k.Errorf("%s: %v", name, err)
				}
			}
		}
		ctx, cancel = context.WithDeadline(k.ctx(), time.Unix(0, 0))
		defer cancel()
		_, err = k.store.Node(ctx, "local:univ")
		k.fails(err, context.DeadlineExceeded, before)
	}},
	{"BreakingOff", func(k *kit) {
		k.batch(graph.Batch{Items: small(), Load: "load"})
		for range 100 {
			for name, stream := range streams(k.ctx(), k.store) {
				for err := range stream {
					if err != nil {
						k.Fatalf("%s: %v", name, err)
					}
					break
				}
			}
		}
		k.apply(delWithEdges("local:univ")) // nothing was left open that could block it
	}},
	{"Twice", func(k *kit) {
		k.apply(small()...)
		stream := k.store.Nodes(k.ctx(), graph.NodeFilter{})
		equal(k, "first time", len(collect(k, stream)), 5)
		k.apply(put(node("local:new", graph.KindTeam, "新")))
		equal(k, "second time reads anew", len(collect(k, stream)), 6)
	}},
	{"Nested", func(k *kit) {
		many(k, 30)
		seen := 0
		for n, err := range k.store.Nodes(k.ctx(), graph.NodeFilter{}) {
			if err != nil {
				k.Fatal(err)
			}
			for e, err := range k.store.Edges(k.ctx(), graph.EdgeFilter{From: n.ID}) {
				if err != nil {
					k.Fatal(err)
				}
				for _, err := range k.store.Edges(k.ctx(), graph.EdgeFilter{Touching: e.To}) {
					if err != nil {
						k.Fatal(err)
					}
					if k.node(e.To).ID != e.To {
						k.Fatal("another node than asked for")
					}
					seen++
				}
			}
		}
		equal(k, "edges two steps away", seen, 60)
	}},
	{"WhileWriting", func(k *kit) {
		const n = 300
		many(k, n)
		for _, anyOrder := range []bool{false, true} {
			seen := make(map[graph.ID]int)
			i := 0
			for have, err := range k.store.Nodes(k.ctx(), graph.NodeFilter{AnyOrder: anyOrder}) {
				if err != nil {
					k.Fatal(err)
				}
				seen[have.ID]++
				if have.Name != "组" && have.Properties.Text("of") != have.Name {
					k.Fatalf("half a record: %v", have)
				}
				if i < 50 {
					name := fmt.Sprint("写", i)
					k.apply(put(node(manyID(n-1-i), graph.KindTeam, name, with(graph.Properties{"of": name}))),
						put(node(graph.ID(fmt.Sprintf("local:new%v%d", anyOrder, i)), graph.KindTeam, "组")))
				}
				i++
			}
			for i := range n {
				if seen[manyID(i)] != 1 {
					k.Errorf("any order %v: %s came %d times", anyOrder, manyID(i), seen[manyID(i)])
				}
			}
			edges := 0
			for _, err := range k.store.Edges(k.ctx(), graph.EdgeFilter{AnyOrder: anyOrder, Touching: ""}) {
				if err != nil {
					k.Fatal(err)
				}
				if edges++; edges <= 20 {
					k.apply(putEdge(edge(graph.RelPartOf, graph.ID(fmt.Sprintf("x:%v%d", anyOrder, edges)), manyID(edges), manyID(edges))))
				}
			}
			if edges < n {
				k.Errorf("any order %v: %d of %d edges", anyOrder, edges, n)
			}
		}
	}},
}
