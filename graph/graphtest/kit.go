package graphtest

import (
	"errors"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// The little network most cases start from:
//
//	local:yang ──APPOINTED_AT──► local:univ ◄──PART_OF── local:unit
//	    │                          ▲   │
//	    │                      e:c1│   │e:c2   (two COLLABORATES_WITH, opposite ways)
//	    └────IN_TEAM──► local:team │   ▼
//	                             local:firm ─┐
//	                                 ▲───────┘ e:self (SUPPLIES_TO itself)
func small() []graph.Item {
	return []graph.Item{
		put(node("local:univ", graph.KindUniversity, "江南大学")),
		put(node("local:firm", graph.KindEnterprise, "精工机械")),
		put(node("local:unit", graph.KindRDUnit, "焊接研究所")),
		put(node("local:yang", graph.KindTalent, "杨工")),
		put(node("local:team", graph.KindTeam, "焊接团队")),
		putEdge(edge(graph.RelAppointedAt, "e:a", "local:yang", "local:univ")),
		putEdge(edge(graph.RelPartOf, "e:p", "local:unit", "local:univ")),
		putEdge(edge(graph.RelCollaboratesWith, "e:c1", "local:firm", "local:univ")),
		putEdge(edge(graph.RelCollaboratesWith, "e:c2", "local:univ", "local:firm")),
		putEdge(edge(graph.RelInTeam, "e:t", "local:yang", "local:team")),
		putEdge(edge(graph.RelSuppliesTo, "e:self", "local:firm", "local:firm")),
	}
}

// node returns a node with one source, changed by the edits.
func node(id graph.ID, kind graph.Kind, name string, edits ...func(*graph.Node)) graph.Node {
	n := graph.Node{ID: id, Kind: kind, Name: name, Common: graph.Common{Sources: []graph.Source{{Title: "测试"}}}}
	for _, edit := range edits {
		edit(&n)
	}
	n.Normalise()
	return n
}

func edge(relation graph.Relation, id, from, to graph.ID, edits ...func(*graph.Edge)) graph.Edge {
	e := graph.Edge{ID: id, Relation: relation, From: from, To: to, Common: graph.Common{Sources: []graph.Source{{Title: "测试"}}}}
	for _, edit := range edits {
		edit(&e)
	}
	e.Normalise()
	return e
}

// with sets properties of a node.
func with(props graph.Properties) func(*graph.Node) {
	return func(n *graph.Node) { n.Properties = props }
}

func put(n graph.Node) graph.Item     { return graph.Item{Op: graph.OpPutNode, Node: &n} }
func putEdge(e graph.Edge) graph.Item { return graph.Item{Op: graph.OpPutEdge, Edge: &e} }
func del(id graph.ID) graph.Item      { return graph.Item{Op: graph.OpDeleteNode, ID: id} }

func delWithEdges(id graph.ID) graph.Item {
	return graph.Item{Op: graph.OpDeleteNode, ID: id, WithEdges: true}
}

func delEdge(relation graph.Relation, id graph.ID) graph.Item {
	return graph.Item{Op: graph.OpDeleteEdge, ID: id, Relation: relation}
}

func expecting(it graph.Item, version int64) graph.Item {
	it.Expect = &version
	return it
}

// try applies the items as one batch.
func (k *kit) try(items ...graph.Item) (graph.Revision, error) {
	k.Helper()
	return k.store.Apply(k.ctx(), graph.Batch{Items: items, Actor: "suite", Reason: "test"})
}

// apply applies the items, which must succeed.
func (k *kit) apply(items ...graph.Item) graph.Revision {
	k.Helper()
	revision, err := k.try(items...)
	if err != nil {
		k.Fatalf("apply: %v", err)
	}
	return revision
}

// batch applies a batch, which must succeed.
func (k *kit) batch(b graph.Batch) graph.Revision {
	k.Helper()
	revision, err := k.store.Apply(k.ctx(), b)
	if err != nil {
		k.Fatalf("apply: %v", err)
	}
	return revision
}

// fails checks that err is want and that the store is as it was before.
func (k *kit) fails(err, want error, before dump) {
	k.Helper()
	if !errors.Is(err, want) {
		k.Errorf("error is %v, want %v", err, want)
	}
	if diff := cmp.Diff(before, k.dump(), compare); diff != "" {
		k.Errorf("a failed batch left something (-before +after):\n%s", diff)
	}
}

// problems checks that err lists exactly these problems, given as "pointer code".
func (k *kit) problems(err error, want ...string) {
	k.Helper()
	var invalid *graph.InvalidError
	if !errors.As(err, &invalid) {
		k.Fatalf("error is %v, want an InvalidError", err)
	}
	var have []string
	for _, p := range invalid.Problems {
		have = append(have, p.Pointer+" "+p.Code)
	}
	slices.Sort(have)
	slices.Sort(want)
	if diff := cmp.Diff(want, have); diff != "" {
		k.Errorf("problems (-want +have):\n%s", diff)
	}
}

// node returns the stored node, which must exist.
func (k *kit) node(id graph.ID) graph.Node {
	k.Helper()
	n, err := k.store.Node(k.ctx(), id)
	if err != nil {
		k.Fatalf("node %s: %v", id, err)
	}
	return n
}

func (k *kit) edge(relation graph.Relation, id graph.ID) graph.Edge {
	k.Helper()
	e, err := k.store.Edge(k.ctx(), relation, id)
	if err != nil {
		k.Fatalf("edge %s %s: %v", relation, id, err)
	}
	return e
}

func (k *kit) nodes(f graph.NodeFilter) []graph.Node {
	k.Helper()
	return collect(k, k.store.Nodes(k.ctx(), f))
}

func (k *kit) edges(f graph.EdgeFilter) []graph.Edge {
	k.Helper()
	return collect(k, k.store.Edges(k.ctx(), f))
}

func (k *kit) changes(since graph.Revision) []graph.Change {
	k.Helper()
	return collect(k, k.store.Changes(k.ctx(), since))
}

func (k *kit) prior(load string) []graph.Prior {
	k.Helper()
	return collect(k, k.store.Prior(k.ctx(), load))
}

func (k *kit) head() graph.Revision {
	k.Helper()
	head, err := k.store.Head(k.ctx())
	if err != nil {
		k.Fatalf("head: %v", err)
	}
	return head
}

// collect reads a stream to its end, which must not be an error.
func collect[T any](k *kit, stream func(func(T, error) bool)) []T {
	k.Helper()
	var list []T
	for v, err := range stream {
		if err != nil {
			k.Fatalf("stream: %v", err)
		}
		list = append(list, v)
	}
	return list
}

// nodeIDs returns the ids in the order given, blank-separated.
func nodeIDs(list []graph.Node) string {
	var ids []string
	for _, n := range list {
		ids = append(ids, string(n.ID))
	}
	return strings.Join(ids, " ")
}

func edgeIDs(list []graph.Edge) string {
	var ids []string
	for _, e := range list {
		ids = append(ids, string(e.ID))
	}
	return strings.Join(ids, " ")
}

// equal compares two values that a test has and wants.
func equal(k *kit, what string, have, want any) {
	k.Helper()
	if diff := cmp.Diff(want, have, compare); diff != "" {
		k.Errorf("%s (-want +have):\n%s", what, diff)
	}
}
