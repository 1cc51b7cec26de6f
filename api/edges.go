package api

import (
	"context"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// GetEdge shows one edge.
func (h *handlers) GetEdge(ctx context.Context, r GetEdgeRequestObject) (GetEdgeResponseObject, error) {
	c := callOf(ctx)
	record, err := h.store.Edge(ctx, graph.Relation(r.Relation), graph.ID(r.ID))
	if err != nil {
		return nil, err
	}
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return nil, err
	}
	defer release()
	from, to, err := ends(view, record)
	if err != nil {
		return nil, err
	}
	if unchanged(r.Params.IfNoneMatch, record.Version) {
		return GetEdge304Response{}, nil
	}
	return GetEdge200JSONResponse{Headers: GetEdge200ResponseHeaders{ETag: etag(record.Version)}, Body: EdgeAnswer{
		Edge: record, RelationLabel: h.relationLabel(c, record.Relation), From: from, To: to,
		Revision: meta.Revision, AsOf: meta.AsOf, Degraded: meta.Degraded, TookMs: c.took(),
	}}, nil
}

// ends returns the two ends of an edge. An edge that the view does not show, or one of
// whose ends it does not show, is not there.
func ends(v snapshot.View, e graph.Edge) (from, to NodeBrief, err error) {
	a, aThere := v.Lookup(e.From)
	b, bThere := v.Lookup(e.To)
	if !v.Shows(e.Common) || !aThere || !bThere {
		return from, to, fail(codeNotFound)
	}
	return brief(v, a), brief(v, b), nil
}
