package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
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
	list := listed(view, kinds, string(p.Openness), p.FactsOnly)
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

// ListEdges lists the edges of some relations.
func (h *handlers) ListEdges(ctx context.Context, r ListEdgesRequestObject) (ListEdgesResponseObject, error) {
	c, p := callOf(ctx), r.Params
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return nil, err
	}
	if err := h.checkRelations(p.Relation); err != nil {
		return nil, err
	}
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return nil, err
	}
	defer release()
	list := h.listedEdges(view, p.Relation, p.FactsOnly)
	shown, next := cutPage(c, list, offset, limitOr(p.Limit, defaultLimit))
	return ListEdges200JSONResponse{
		Items: ties(view, shown), Total: len(list), Next: next,
		Revision: meta.Revision, AsOf: meta.AsOf, Degraded: meta.Degraded, TookMs: c.took(),
	}, nil
}

func ties(v snapshot.View, edges []snapshot.E) []Tie {
	out := make([]Tie, len(edges))
	for i, e := range edges {
		info := v.Edge(e)
		out[i] = Tie{Edge: edgeBrief(v, e), From: brief(v, info.From), To: brief(v, info.To)}
	}
	return out
}

// listed are the nodes of some kinds, of all when none is given, that are at least as open
// as asked: recorded ones before made-up ones, each by name and id.
func listed(v snapshot.View, kinds []graph.Kind, openness string, factsOnly bool) []snapshot.N {
	var list []snapshot.N
	for n := range v.Nodes(kinds...) {
		if factsOnly && v.Synthetic(n) {
			continue
		}
		if openness != "" {
			if o := match.OpennessOf(v, n); o == nil || !o.AtLeast(openness) {
				continue
			}
		}
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b snapshot.N) int {
		return cmp.Or(last(v.Synthetic(a), v.Synthetic(b)), strings.Compare(v.Name(a), v.Name(b)), cmp.Compare(v.ID(a), v.ID(b)))
	})
	return list
}

// listedEdges are the edges of some relations, of all when none is given: recorded ones
// before made-up ones, each by relation and id.
func (h *handlers) listedEdges(v snapshot.View, relations []string, factsOnly bool) []snapshot.E {
	wanted := make(map[graph.Relation]bool, len(relations))
	for _, name := range relations {
		wanted[graph.Relation(name)] = true
	}
	var list []snapshot.E
	for _, def := range h.schema.Relations {
		if len(wanted) > 0 && !wanted[def.Name] {
			continue
		}
		for n := range v.Nodes() {
			for e := range v.Out(n, v.Rel(def.Name)) {
				if !factsOnly || !v.Edge(e).Synthetic {
					list = append(list, e)
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b snapshot.E) int {
		x, y := v.Edge(a), v.Edge(b)
		return cmp.Or(last(x.Synthetic, y.Synthetic), cmp.Compare(x.Relation, y.Relation), cmp.Compare(v.EdgeID(a), v.EdgeID(b)))
	})
	return list
}

// last orders what holds behind what does not.
func last(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
