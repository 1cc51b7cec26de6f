package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// ListNodes lists the nodes of some kinds.
func (h *handlers) ListNodes(ctx context.Context, r ListNodesRequestObject) (ListNodesResponseObject, error) {
	c, p := callOf(ctx), r.Params
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return nil, err
	}
	var wrong complaints
	kinds := h.askedKinds(p.Kind, &wrong)
	if err := wrong.as(codeBadRequest); err != nil {
		return nil, err
	}
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return nil, err
	}
	defer release()
	list := listed(view, kinds, p.FactsOnly)
	shown, next := cutPage(c, list, offset, limitOr(p.Limit, defaultLimit))
	return ListNodes200JSONResponse{
		Items: briefs(view, shown), Total: len(list), Next: next,
		Revision: meta.Revision, AsOf: meta.AsOf, Degraded: meta.Degraded, TookMs: c.took(),
	}, nil
}

func briefs(v snapshot.View, nodes []snapshot.N) []NodeBrief {
	out := make([]NodeBrief, len(nodes))
	for i, n := range nodes {
		out[i] = brief(v, n)
	}
	return out
}

// listed are the nodes of some kinds, of all when none is given: recorded ones before
// made-up ones, each by name and id.
func listed(v snapshot.View, kinds []graph.Kind, factsOnly bool) []snapshot.N {
	var recorded, made []snapshot.N
	for n := range v.Nodes(kinds...) {
		if v.Synthetic(n) {
			made = append(made, n)
		} else {
			recorded = append(recorded, n)
		}
	}
	if factsOnly {
		made = nil
	}
	byName := func(a, b snapshot.N) int {
		return cmp.Or(strings.Compare(v.Name(a), v.Name(b)), cmp.Compare(v.ID(a), v.ID(b)))
	}
	slices.SortFunc(recorded, byName)
	slices.SortFunc(made, byName)
	return append(recorded, made...)
}
