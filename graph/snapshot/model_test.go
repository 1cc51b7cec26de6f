package snapshot_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"chuangmai/graph"
)

// model is a network in plain maps: what a picture must agree with. It is also a source
// to build pictures from.
type model struct {
	nodes map[graph.ID]graph.Node
	edges map[graph.ID]graph.Edge
	log   []graph.Change
}

func newModel() *model {
	return &model{nodes: map[graph.ID]graph.Node{}, edges: map[graph.ID]graph.Edge{}}
}

func (m *model) Head(context.Context) (graph.Revision, error) {
	return graph.Revision(len(m.log)), nil
}

func (m *model) Nodes(context.Context, graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return sorted(m.nodes)
}

func (m *model) Edges(context.Context, graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return sorted(m.edges)
}

func sorted[T any](records map[graph.ID]T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, id := range slices.Sorted(maps.Keys(records)) {
			if !yield(records[id], nil) {
				return
			}
		}
	}
}

// write applies a change that is known to be sound and logs it.
func (m *model) write(c graph.Change) {
	c.Seq = graph.Revision(len(m.log) + 1)
	switch c.Op {
	case graph.OpPutNode:
		m.nodes[c.Node.ID] = *c.Node
		c.ID = c.Node.ID
	case graph.OpPutEdge:
		m.edges[c.Edge.ID] = *c.Edge
		c.ID, c.Relation = c.Edge.ID, c.Edge.Relation
	case graph.OpDeleteNode:
		delete(m.nodes, c.ID)
	case graph.OpDeleteEdge:
		delete(m.edges, c.ID)
	}
	m.log = append(m.log, c)
}

func node(id string, kind graph.Kind, change func(*graph.Node)) *graph.Node {
	n := &graph.Node{ID: graph.ID(id), Kind: kind, Name: "name of " + id}
	if change != nil {
		change(n)
	}
	n.Normalise()
	return n
}

func edge(id string, rel graph.Relation, from, to string, change func(*graph.Edge)) *graph.Edge {
	e := &graph.Edge{ID: graph.ID(id), Relation: rel, From: graph.ID(from), To: graph.ID(to)}
	if change != nil {
		change(e)
	}
	e.Normalise()
	return e
}

func putNode(n *graph.Node) graph.Change { return graph.Change{Op: graph.OpPutNode, Node: n} }
func putEdge(e *graph.Edge) graph.Change { return graph.Change{Op: graph.OpPutEdge, Edge: e} }

// visible and valid say in plain words what a view must show.
func (m *model) shows(c graph.Common, day graph.Day, audience int) bool {
	rank := map[graph.Visibility]int{graph.VisibilityPublic: 0, graph.VisibilityMembers: 1, graph.VisibilityParties: 2}
	return rank[c.Visibility] <= audience && c.ValidFrom.First() <= day && day <= c.ValidTo.Last()
}

// describe writes all that should be seen, one line per record, in order.
func (m *model) describe(day graph.Day, audience int) []string {
	var out []string
	seen := map[graph.ID]bool{}
	for id, n := range m.nodes {
		if m.shows(n.Common, day, audience) {
			seen[id] = true
			level, _ := n.Properties["level"].(string)
			out = append(out, fmt.Sprintf("node %s %s %s %s %v %s", id, n.Kind, n.Name, n.Region, n.Synthetic, level))
		}
	}
	for id, e := range m.edges {
		if m.shows(e.Common, day, audience) && seen[e.From] && seen[e.To] {
			mode, _ := e.Properties["mode"].(string)
			out = append(out, fmt.Sprintf("edge %s %s %s %s %s", id, e.Relation, e.From, e.To, mode))
		}
	}
	slices.Sort(out)
	return out
}
