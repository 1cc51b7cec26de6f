package api

import (
	"context"

	"chuangmai/graph"
)

// PutEdge writes a whole edge.
func (h *handlers) PutEdge(ctx context.Context, r PutEdgeRequestObject) (PutEdgeResponseObject, error) {
	relation, id := graph.Relation(r.Relation), graph.ID(r.ID)
	expect, err := expected(ctx, r.Params.IfMatch, r.Params.IfNoneMatch, h.edgeVersion(relation, id))
	if err != nil {
		return nil, err
	}
	if err := sameEdge(r.Body, relation, r.ID); err != nil {
		return nil, err
	}
	receipt, err := h.putEdge(ctx, *r.Body, condition(expect, r.Params.IfMatch, r.Params.IdempotencyKey), r.Params.Reason, r.Params.IdempotencyKey)
	if err != nil {
		return nil, err
	}
	tag := etag(receipt.Edge.Version)
	if expect == 0 {
		return PutEdge201JSONResponse{Body: receipt, Headers: PutEdge201ResponseHeaders{ETag: tag}}, nil
	}
	return PutEdge200JSONResponse{EdgeWrittenJSONResponse{Body: receipt, Headers: EdgeWrittenResponseHeaders{ETag: tag}}}, nil
}

// PatchEdge changes parts of an edge.
func (h *handlers) PatchEdge(ctx context.Context, r PatchEdgeRequestObject) (PatchEdgeResponseObject, error) {
	relation, id := graph.Relation(r.Relation), graph.ID(r.ID)
	expect, err := expected(ctx, r.Params.IfMatch, "", h.edgeVersion(relation, id))
	if err != nil {
		return nil, err
	}
	old, err := h.store.Edge(ctx, relation, id)
	if err != nil {
		return nil, err
	}
	var edge graph.Edge
	if err := patched(old, *r.Body, h.document.schema("Edge"), h.depth, &edge); err != nil {
		return nil, err
	}
	if err := sameEdge(&edge, relation, r.ID); err != nil {
		return nil, err
	}
	receipt, err := h.putEdge(ctx, edge, &expect, r.Params.Reason, "")
	if err != nil {
		return nil, err
	}
	return PatchEdge200JSONResponse{EdgeWrittenJSONResponse{Body: receipt, Headers: EdgeWrittenResponseHeaders{ETag: etag(receipt.Edge.Version)}}}, nil
}

// DeleteEdge deletes an edge.
func (h *handlers) DeleteEdge(ctx context.Context, r DeleteEdgeRequestObject) (DeleteEdgeResponseObject, error) {
	relation, id := graph.Relation(r.Relation), graph.ID(r.ID)
	expect, err := expected(ctx, r.Params.IfMatch, "", h.edgeVersion(relation, id))
	if err != nil {
		return nil, err
	}
	it := graph.Item{Op: graph.OpDeleteEdge, Relation: relation, ID: id, Expect: &expect}
	receipt, err := h.write(ctx, graph.Batch{Items: []graph.Item{it}, Reason: r.Params.Reason})
	if err != nil {
		return nil, single(err)
	}
	return DeleteEdge200JSONResponse{WrittenJSONResponse(receipt)}, nil
}

// edgeVersion looks up the version of an edge.
func (h *handlers) edgeVersion(relation graph.Relation, id graph.ID) func(context.Context) (int64, error) {
	return func(ctx context.Context) (int64, error) {
		e, err := h.store.Edge(ctx, relation, id)
		return e.Version, err
	}
}

// sameEdge fills in the id of the path; relation and id of the body may repeat the
// path's but not change them.
func sameEdge(e *graph.Edge, relation graph.Relation, id string) error {
	if e.Relation != relation {
		return fail(codeInvalid).at("/relation", codeMismatch, "want", string(relation))
	}
	return sameID(&e.ID, id)
}

// putEdge writes one edge and returns it as it is stored now.
func (h *handlers) putEdge(ctx context.Context, edge graph.Edge, expect *int64, reason, key string) (EdgeReceipt, error) {
	it := graph.Item{Op: graph.OpPutEdge, Edge: &edge, Expect: expect}
	receipt, err := h.write(ctx, graph.Batch{Items: []graph.Item{it}, Reason: reason, Key: key})
	if err != nil {
		return EdgeReceipt{}, single(err)
	}
	stored, err := h.store.Edge(ctx, edge.Relation, edge.ID)
	return EdgeReceipt{Edge: stored, Revision: receipt.Revision, Visible: receipt.Visible}, err
}
