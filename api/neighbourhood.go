package api

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Bounds of a neighbourhood; the document says so.
const (
	defaultNodes = 60
	maxEdges     = 2_000
)

// GetNeighbourhood shows what lies around a node.
func (h *handlers) GetNeighbourhood(ctx context.Context, r GetNeighbourhoodRequestObject) (GetNeighbourhoodResponseObject, error) {
	c := callOf(ctx)
	if err := h.checkRelations(r.Params.Relation); err != nil {
		return nil, err
	}
	p, err := h.open(c, graph.ID(r.ID))
	if err != nil {
		return nil, err
	}
	defer p.release()
	w := h.walk(p, r.Params.Relation, max(1, r.Params.Depth), limitOr(r.Params.Limit, defaultNodes))
	return GetNeighbourhood200JSONResponse{
		Nodes: w.nodes(), Edges: w.among(), Truncated: w.truncated,
		Revision: p.meta.Revision, AsOf: p.meta.AsOf, Degraded: p.meta.Degraded, TookMs: c.took(),
	}, nil
}

// walk is a neighbourhood as it grows.
type walk struct {
	view      snapshot.View
	keys      []edgeKey
	limit     int
	depth     map[snapshot.N]int
	order     []snapshot.N
	truncated bool
}

// walk goes from the page's node along the relations, all when none is given, step by
// step, until the limit.
func (h *handlers) walk(p *page, relations []string, depth, limit int) *walk {
	w := &walk{view: p.view, limit: limit, depth: map[snapshot.N]int{p.node: 0}, order: []snapshot.N{p.node}}
	for _, key := range h.order() {
		if len(relations) == 0 || slices.Contains(relations, string(key.relation)) {
			w.keys = append(w.keys, key)
		}
	}
	for step, from := 1, 0; step <= depth; step++ {
		reached := len(w.order)
		w.step(w.order[from:reached], step)
		from = reached
	}
	return w
}

// step adds the neighbours of some nodes. Where not all fit, each relation gives one node
// in turn, the lowest ids first, so that a thousand edges of one kind do not hide the
// three of another.
func (w *walk) step(nodes []snapshot.N, step int) {
	queues := make([][]snapshot.N, len(w.keys))
	for i, key := range w.keys {
		for _, n := range nodes {
			for _, other := range edgesAt(w.view, n, key) {
				if _, known := w.depth[other]; !known {
					queues[i] = append(queues[i], other)
				}
			}
		}
		slices.SortFunc(queues[i], func(a, b snapshot.N) int { return cmp.Compare(w.view.ID(a), w.view.ID(b)) })
		queues[i] = slices.Compact(queues[i])
	}
	for n := range inTurn(queues) {
		if _, known := w.depth[n]; known {
			continue
		}
		if len(w.order) == w.limit {
			w.truncated = true
			return
		}
		w.depth[n] = step
		w.order = append(w.order, n)
	}
}

// inTurn yields the first of each queue, then the second of each, and so on.
func inTurn(queues [][]snapshot.N) iter.Seq[snapshot.N] {
	return func(yield func(snapshot.N) bool) {
		for i, more := 0, true; more; i++ {
			more = false
			for _, q := range queues {
				if i >= len(q) {
					continue
				}
				more = true
				if !yield(q[i]) {
					return
				}
			}
		}
	}
}

// nodes returns the nodes reached, in the order in which they were.
func (w *walk) nodes() []NodeBrief {
	list := make([]NodeBrief, len(w.order))
	for i, n := range w.order {
		list[i] = brief(w.view, n)
		list[i].Depth = w.depth[n]
	}
	return list
}

// among returns the edges among the nodes reached.
func (w *walk) among() []EdgeBrief {
	list := []EdgeBrief{}
	for _, n := range w.order {
		for _, key := range w.keys {
			if key.direction != out {
				continue
			}
			for e, other := range edgesAt(w.view, n, key) {
				if _, reached := w.depth[other]; !reached {
					continue
				}
				if len(list) == maxEdges {
					w.truncated = true
					return list
				}
				list = append(list, edgeBrief(w.view, e))
			}
		}
	}
	return list
}
