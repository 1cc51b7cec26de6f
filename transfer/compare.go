package transfer

import (
	"context"
	"encoding/json"
	"reflect"

	"chuangmai/graph"
)

// compare looks the good rows of the group up in the target and decides what loading
// them does.
func (c *checker) compare(ctx context.Context) error {
	nodes, edges, err := c.stored(ctx)
	if err != nil {
		return err
	}
	for i := range c.group {
		r := &c.group[i]
		if len(r.problems) > 0 {
			continue
		}
		switch r.item.Op {
		case graph.OpPutNode:
			c.compareNode(r, nodes)
		case graph.OpPutEdge:
			c.compareEdge(r, edges)
		case graph.OpDeleteNode:
			c.compareDropNode(r, nodes)
		case graph.OpDeleteEdge:
			c.compareDropEdge(r, edges)
		}
	}
	return nil
}

// fewRevisions is the head up to which a target is read whole before the check: it has no
// more records than that, and asking for each group of rows would take longer.
const fewRevisions = 20_000

// holding is all that a target with few records has.
type holding struct {
	nodes map[graph.ID]graph.Node
	edges map[graph.ID]graph.Edge
}

// hold reads a target with few records.
func (c *checker) hold(ctx context.Context) error {
	if c.head > fewRevisions {
		return nil
	}
	c.held = &holding{make(map[graph.ID]graph.Node), make(map[graph.ID]graph.Edge)}
	if c.head == 0 {
		return nil
	}
	for n, err := range c.target.Nodes(ctx, graph.NodeFilter{AnyOrder: true}) {
		if err != nil {
			return err
		}
		c.held.nodes[n.ID] = n
	}
	for e, err := range c.target.Edges(ctx, graph.EdgeFilter{AnyOrder: true}) {
		if err != nil {
			return err
		}
		c.held.edges[e.ID] = e
	}
	return nil
}

// stored reads the records that the group's rows name.
func (c *checker) stored(ctx context.Context) (map[graph.ID]graph.Node, map[graph.ID]graph.Edge, error) {
	if c.held != nil {
		return c.held.nodes, c.held.edges, nil
	}
	nodes, edges := make(map[graph.ID]graph.Node), make(map[graph.ID]graph.Edge)
	var nodeIDs, edgeIDs []graph.ID
	for _, r := range c.group {
		switch {
		case len(r.problems) > 0:
		case r.item.Node != nil:
			nodeIDs = append(nodeIDs, r.item.Node.ID)
		case r.item.Edge != nil:
			edgeIDs = append(edgeIDs, r.item.Edge.ID)
		case r.item.Op == graph.OpDeleteNode:
			nodeIDs = append(nodeIDs, r.item.ID)
		default:
			edgeIDs = append(edgeIDs, r.item.ID)
		}
	}
	if len(nodeIDs) > 0 {
		for n, err := range c.target.Nodes(ctx, graph.NodeFilter{IDs: nodeIDs, AnyOrder: true}) {
			if err != nil {
				return nil, nil, err
			}
			nodes[n.ID] = n
		}
	}
	if len(edgeIDs) > 0 {
		for e, err := range c.target.Edges(ctx, graph.EdgeFilter{IDs: edgeIDs, AnyOrder: true}) {
			if err != nil {
				return nil, nil, err
			}
			edges[e.ID] = e
		}
	}
	return nodes, edges, nil
}

func (c *checker) compareNode(r *row, stored map[graph.ID]graph.Node) {
	n := *r.item.Node
	old, exists := stored[n.ID]
	what := isNew
	switch {
	case exists && old.Kind != n.Kind:
		r.problems = append(r.problems, graph.Problem{Pointer: "/node/kind", Code: graph.CodeOtherKind, Params: map[string]string{"kind": string(old.Kind)}})
		return
	case exists:
		c.forgiveOrigin(r, &n.Common, old.Common)
		old.Version, old.Revision = 0, 0
		if what = isChanged; sameRecord(n, old) {
			what = isSame
		}
	}
	bump(c.report.Nodes, n.Kind, func(counts *Counts) { counts.add(what) })
	if what != isSame {
		c.plan[r.line] = writeNode
	}
}

func (c *checker) compareEdge(r *row, stored map[graph.ID]graph.Edge) {
	e := *r.item.Edge
	old, exists := stored[e.ID]
	what := isNew
	switch {
	case exists && old.Relation != e.Relation:
		r.problems = append(r.problems, graph.Problem{Pointer: "/edge/relation", Code: graph.CodeOtherRelation, Params: map[string]string{"relation": string(old.Relation)}})
		return
	case exists:
		c.forgiveOrigin(r, &e.Common, old.Common)
		old.Version, old.Revision = 0, 0
		if what = isChanged; sameRecord(e, old) {
			what = isSame
		}
	}
	c.edges[r.edge].outcome = what
	if what != isSame {
		c.plan[r.line] = writeEdge
	}
}

func (c *checker) compareDropNode(r *row, stored map[graph.ID]graph.Node) {
	if old, exists := stored[r.item.ID]; exists {
		c.plan[r.line] = dropNode
		c.ids.setKind(c.ids.node(r.item.ID), old.Kind)
		bump(c.report.Nodes, old.Kind, func(n *Counts) { n.Deleted++ })
		return
	}
	bump(c.report.Nodes, "", func(n *Counts) { n.Same++ }) // gone already
}

func (c *checker) compareDropEdge(r *row, stored map[graph.ID]graph.Edge) {
	old, exists := stored[r.item.ID]
	switch {
	case exists && old.Relation != r.item.Relation:
		r.problems = append(r.problems, graph.Problem{Pointer: "/delete/relation", Code: graph.CodeOtherRelation, Params: map[string]string{"relation": string(old.Relation)}})
	case exists:
		c.edges[r.edge].outcome = isChanged
		c.plan[r.line] = dropEdge
	default:
		c.edges[r.edge].outcome = isSame
	}
}

// forgiveOrigin lets a row that names no source keep the one that an earlier load of
// the file gave it, so that loading a file once more on another day changes nothing.
func (c *checker) forgiveOrigin(r *row, now *graph.Common, old graph.Common) {
	if r.unstated && len(old.Sources) == 1 && old.Sources[0].Title == c.origin.Title {
		now.Sources = old.Sources
	}
}

// sameRecord compares two records in the form they are stored in.
func sameRecord[T graph.Node | graph.Edge](a, b T) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	// Empty lists of different types are one and the same once written.
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
