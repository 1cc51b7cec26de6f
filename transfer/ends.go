package transfer

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// checkEnds looks whether the ends of each edge exist, in the file or in the target,
// and are of a kind that its relation joins.
func (c *checker) checkEnds(ctx context.Context) error {
	if err := c.findEnds(ctx); err != nil {
		return err
	}
	for i := range c.edges {
		e := &c.edges[i]
		if e.bad || e.drop {
			continue
		}
		from, to := c.endKind(e.from), c.endKind(e.to)
		if from != "" && to != "" && c.options.Schema.Joins(c.relations[e.relation], from, to) {
			continue
		}
		if problems := c.endProblems(e); len(problems) > 0 {
			e.bad = true
			c.refuse(int(e.line), problems)
		}
	}
	return nil
}

// findEnds reads the kinds of ends that the file does not put.
func (c *checker) findEnds(ctx context.Context) error {
	if c.held != nil {
		for id, n := range c.held.nodes {
			if number, named := c.ids.numbers[id]; named && !c.ids.nodes[number].put && !c.ids.nodes[number].drop {
				c.ids.setKind(&c.ids.nodes[number], n.Kind)
			}
		}
		return nil
	}
	var missing []graph.ID
	asked := make(map[int32]bool)
	for _, e := range c.edges {
		if e.bad || e.drop {
			continue
		}
		for _, n := range []int32{e.from, e.to} {
			if node := &c.ids.nodes[n]; !node.put && !node.drop && !asked[n] {
				asked[n] = true
				missing = append(missing, node.id)
			}
		}
	}
	for ids := range slices.Chunk(missing, groupSize) {
		for n, err := range c.target.Nodes(ctx, graph.NodeFilter{IDs: ids, AnyOrder: true}) {
			if err != nil {
				return err
			}
			c.ids.setKind(c.ids.node(n.ID), n.Kind)
		}
	}
	return nil
}

// endKind returns the kind of a node as it will be after the load, "" when there will
// be none.
func (c *checker) endKind(number int32) graph.Kind {
	n := &c.ids.nodes[number]
	if n.drop {
		return ""
	}
	return c.ids.kinds[n.kind]
}

// endProblems lets the schema say what is wrong with the ends.
func (c *checker) endProblems(e *fileEdge) (problems []graph.Problem) {
	from, to := c.ids.nodes[e.from].id, c.ids.nodes[e.to].id
	bare := graph.Edge{Relation: c.relations[e.relation], From: from, To: to}
	err := c.options.Schema.Conform(graph.Batch{Items: []graph.Item{{Op: graph.OpPutEdge, Edge: &bare}}}, func(id graph.ID) graph.Kind {
		return c.endKind(c.ids.number(id))
	})
	var invalid *graph.InvalidError
	if !errors.As(err, &invalid) {
		return nil
	}
	for _, p := range invalid.Problems {
		if _, rest, ok := splitPointer(p.Pointer); ok && !strings.HasPrefix(rest, "/edge/properties") {
			p.Pointer = rest
			problems = append(problems, p)
		}
	}
	return problems
}

// checkDropped looks whether nodes that are deleted without their edges keep some.
func (c *checker) checkDropped(ctx context.Context) error {
	for _, n := range c.ids.nodes {
		if !n.drop || c.plan[n.line] != dropNode || c.withEdges[n.line] {
			continue
		}
		left := 0
		for e, err := range c.target.Edges(ctx, graph.EdgeFilter{Touching: n.id, AnyOrder: true}) {
			if err != nil {
				return err
			}
			if !c.leaves(e.ID, n.id) {
				left++
			}
		}
		if left > 0 {
			bump(c.report.Nodes, c.ids.kinds[n.kind], func(counts *Counts) { counts.Deleted--; counts.Rejected++ })
			c.refuse(int(n.line), []graph.Problem{{
				Pointer: "/delete/node", Code: graph.CodeHasEdges, Params: map[string]string{"id": string(n.id), "count": strconv.Itoa(left)},
			}})
		}
	}
	return nil
}

// leaves reports whether the file takes the edge away from the node.
func (c *checker) leaves(edge, node graph.ID) bool {
	no, known := c.edgeNo[hashID(edge)]
	if !known || c.edges[no].bad {
		return false
	}
	e := &c.edges[no]
	return e.drop || c.ids.nodes[e.from].id != node && c.ids.nodes[e.to].id != node
}
