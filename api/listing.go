package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
)

// ListNodes lists the nodes of some kinds.
func (h *handlers) ListNodes(ctx context.Context, r ListNodesRequestObject) (ListNodesResponseObject, error) {
	c, p := callOf(ctx), r.Params
	var wrong complaints
	kinds := h.askedKinds(p.Kind, &wrong)
	if err := wrong.as(codeBadRequest); err != nil {
		return nil, err
	}
	out, err := list(h, c, p.Cursor, p.Limit, brief, func(v snapshot.View) []snapshot.N {
		return listedNodes(v, kinds, string(p.Openness), p.FactsOnly)
	})
	if err != nil {
		return nil, err
	}
	return ListNodes200JSONResponse{
		Items: out.items, Total: out.total, Next: out.next,
		Revision: out.meta.Revision, AsOf: out.meta.AsOf, Degraded: out.meta.Degraded, TookMs: c.took(),
	}, nil
}

// ListEdges lists the edges of some relations.
func (h *handlers) ListEdges(ctx context.Context, r ListEdgesRequestObject) (ListEdgesResponseObject, error) {
	c, p := callOf(ctx), r.Params
	if err := h.checkRelations(p.Relation); err != nil {
		return nil, err
	}
	out, err := list(h, c, p.Cursor, p.Limit, tie, func(v snapshot.View) []snapshot.E {
		return listedEdges(v, p.Relation, p.FactsOnly)
	})
	if err != nil {
		return nil, err
	}
	return ListEdges200JSONResponse{
		Items: out.items, Total: out.total, Next: out.next,
		Revision: out.meta.Revision, AsOf: out.meta.AsOf, Degraded: out.meta.Degraded, TookMs: c.took(),
	}, nil
}

// listing is one page of a list over the picture.
type listing[I any] struct {
	items []I
	total int
	next  string
	meta  advise.Meta
}

// list cuts the page of a call out of a list over the view, and shows what is on it.
func list[T, I any](h *handlers, c *call, cursor string, limit int, show func(snapshot.View, T) I, all func(snapshot.View) []T) (listing[I], error) {
	var out listing[I]
	offset, err := c.offset(cursor)
	if err != nil {
		return out, err
	}
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return out, err
	}
	defer release()
	whole := all(view)
	shown, next := cutPage(c, whole, offset, limitOr(limit, defaultLimit))
	out = listing[I]{items: make([]I, len(shown)), total: len(whole), next: next, meta: meta}
	for i, one := range shown {
		out.items[i] = show(view, one)
	}
	return out, nil
}

func tie(v snapshot.View, e snapshot.E) Tie {
	info := v.Edge(e)
	return Tie{Edge: edgeBrief(v, e), From: brief(v, info.From), To: brief(v, info.To)}
}

// listedNodes are the nodes of some kinds, of all when none is given, that are at least as
// open as asked: recorded ones before made-up ones, each by name and id.
func listedNodes(v snapshot.View, kinds []graph.Kind, openness string, factsOnly bool) []snapshot.N {
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
func listedEdges(v snapshot.View, relations []string, factsOnly bool) []snapshot.E {
	type row struct {
		edge      snapshot.E
		synthetic bool
		relation  graph.Relation
		id        graph.ID
	}
	var rows []row
	for n := range v.Nodes() {
		for e := range v.Edges(n) {
			info := v.Edge(e)
			switch {
			case info.From != n || factsOnly && info.Synthetic: // the other end yields it too
			case len(relations) == 0 || slices.Contains(relations, string(info.Relation)):
				rows = append(rows, row{e, info.Synthetic, info.Relation, v.EdgeID(e)})
			}
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(last(a.synthetic, b.synthetic), cmp.Compare(a.relation, b.relation), cmp.Compare(a.id, b.id))
	})
	list := make([]snapshot.E, len(rows))
	for i, r := range rows {
		list[i] = r.edge
	}
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
