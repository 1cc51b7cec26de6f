// Package teamtest makes small networks for tests: by hand, or at random, with parts that
// are hidden or over, and in any order.
package teamtest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Day is the day of all views.
var Day = graph.MustDate("2026-11-22").First()

// Network is a network as its records.
type Network struct {
	Nodes []graph.Node
	Edges []graph.Edge
}

// Node adds a node; pairs alternate names and values of properties.
func (w *Network) Node(id graph.ID, kind graph.Kind, name string, pairs ...any) *graph.Node {
	n := graph.Node{ID: id, Kind: kind, Name: name, NameEn: name + " (en)"}
	n.Properties = properties(pairs)
	w.Nodes = append(w.Nodes, n)
	return &w.Nodes[len(w.Nodes)-1]
}

// Edge adds an edge; pairs alternate names and values of properties.
func (w *Network) Edge(relation graph.Relation, from, to graph.ID, pairs ...any) *graph.Edge {
	id := graph.ID(fmt.Sprintf("e:%03d", len(w.Edges)))
	e := graph.Edge{ID: id, Relation: relation, From: from, To: to}
	e.Properties = properties(pairs)
	w.Edges = append(w.Edges, e)
	return &w.Edges[len(w.Edges)-1]
}

func properties(pairs []any) graph.Properties {
	p := graph.Properties{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			p[name] = pairs[i+1]
		}
	}
	return p
}

// Visible is the network without what the public does not see on [Day].
func (w *Network) Visible() *Network {
	out, there := &Network{}, make(map[graph.ID]bool)
	open := func(v graph.Visibility, from, to graph.Date) bool {
		return (v == "" || v == graph.VisibilityPublic) && from.First() <= Day && Day <= to.Last()
	}
	for _, n := range w.Nodes {
		if open(n.Visibility, n.ValidFrom, n.ValidTo) {
			out.Nodes = append(out.Nodes, n)
			there[n.ID] = true
		}
	}
	for _, e := range w.Edges {
		if open(e.Visibility, e.ValidFrom, e.ValidTo) && there[e.From] && there[e.To] {
			out.Edges = append(out.Edges, e)
		}
	}
	return out
}

// Without is the network without one edge.
func (w *Network) Without(id graph.ID) *Network {
	out := &Network{Nodes: w.Nodes}
	for _, e := range w.Edges {
		if e.ID != id {
			out.Edges = append(out.Edges, e)
		}
	}
	return out
}

// Reversed is the network with its records in the opposite order, so that all are numbered
// otherwise.
func (w *Network) Reversed() *Network {
	out := &Network{}
	for i := len(w.Nodes) - 1; i >= 0; i-- {
		out.Nodes = append(out.Nodes, w.Nodes[i])
	}
	for i := len(w.Edges) - 1; i >= 0; i-- {
		out.Edges = append(out.Edges, w.Edges[i])
	}
	return out
}

// View builds a view of the network for the public on [Day].
func (w *Network) View(tb Fataler) snapshot.View {
	var changes []graph.Change
	for _, n := range w.Nodes {
		n.Normalise()
		changes = append(changes, graph.Change{Seq: graph.Revision(len(changes) + 1), Op: graph.OpPutNode, ID: n.ID, Node: &n})
	}
	for _, e := range w.Edges {
		e.Normalise()
		changes = append(changes, graph.Change{Seq: graph.Revision(len(changes) + 1), Op: graph.OpPutEdge, ID: e.ID, Relation: e.Relation, Edge: &e})
	}
	p, err := snapshot.Empty(graph.BuiltinSchema(), snapshot.NewNumbers(0)).Apply(changes)
	if err != nil {
		tb.Fatal(err)
	}
	return p.View(Day, snapshot.AudiencePublic)
}

// Fataler ends a test; [testing.TB] and [rapid.T] are ones.
type Fataler interface{ Fatal(args ...any) }

var (
	_ Fataler = (*testing.T)(nil)
	_ Fataler = (*rapid.T)(nil)
)
