package apply

import (
	"context"
	"slices"
	"strconv"

	"chuangmai/graph"
)

// itemProblem is a problem with an item.
type itemProblem struct {
	item    int
	problem graph.Problem
}

// checkEnds reports edges put by the batch whose ends are missing.
func (p *Plan[P]) checkEnds() {
	for i, it := range p.Batch.Items {
		if it.Op != graph.OpPutEdge {
			continue
		}
		e := p.Edges[it.Edge.ID]
		if !e.Exists || e.Item != i || e.Now != p.Rows.Edges[i] {
			continue
		}
		p.checkEnd(i, "from", e.Now.From)
		p.checkEnd(i, "to", e.Now.To)
	}
}

func (p *Plan[P]) checkEnd(item int, name string, id graph.ID) {
	var nowhere P
	exists := p.Ends[id] != nowhere
	if n := p.Nodes[id]; n != nil {
		exists = n.Exists
	}
	if !exists {
		p.problem(item, "/edge/"+name, graph.CodeUnknownNode, "id", string(id))
	}
}

// checkDeleted reports deleted nodes that keep edges.
func (p *Plan[P]) checkDeleted(ctx context.Context) error {
	for i, it := range p.Batch.Items {
		if it.Op != graph.OpDeleteNode {
			continue
		}
		left, err := p.edgesLeft(ctx, p.Nodes[it.ID], it.WithEdges)
		if err != nil {
			return err
		}
		if left > 0 {
			p.problem(i, "/delete/node", graph.CodeHasEdges, "id", string(it.ID), "count", strconv.Itoa(left))
		}
	}
	return nil
}

// problem notes what is wrong with an item; params alternate names and values.
func (p *Plan[P]) problem(item int, pointer, code string, params ...string) {
	problem := graph.Problem{Pointer: "/items/" + strconv.Itoa(item) + pointer, Code: code, Params: make(map[string]string, len(params)/2)}
	for i := 0; i+1 < len(params); i += 2 {
		problem.Params[params[i]] = params[i+1]
	}
	p.problems = append(p.problems, itemProblem{item, problem})
}

// invalid returns the problems by item.
func (p *Plan[P]) invalid() error {
	if len(p.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(p.problems, func(a, b itemProblem) int { return a.item - b.item })
	list := make([]graph.Problem, len(p.problems))
	for i, f := range p.problems {
		list[i] = f.problem
	}
	return &graph.InvalidError{Problems: list}
}
