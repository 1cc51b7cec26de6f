package api

import (
	"context"

	"chuangmai/graph"
)

// PutNode writes a whole node.
func (h *handlers) PutNode(ctx context.Context, r PutNodeRequestObject) (PutNodeResponseObject, error) {
	id := graph.ID(r.ID)
	expect, err := expected(ctx, r.Params.IfMatch, r.Params.IfNoneMatch, h.nodeVersion(id))
	if err != nil {
		return nil, err
	}
	if err := sameID(&r.Body.ID, r.ID); err != nil {
		return nil, err
	}
	receipt, err := h.putNode(ctx, *r.Body, condition(expect, r.Params.IfMatch, r.Params.IdempotencyKey), r.Params.Reason, r.Params.IdempotencyKey)
	if err != nil {
		return nil, err
	}
	tag := etag(receipt.Node.Version)
	if expect == 0 {
		return PutNode201JSONResponse{Body: receipt, Headers: PutNode201ResponseHeaders{ETag: tag}}, nil
	}
	return PutNode200JSONResponse{NodeWrittenJSONResponse{Body: receipt, Headers: NodeWrittenResponseHeaders{ETag: tag}}}, nil
}

// PatchNode changes parts of a node.
func (h *handlers) PatchNode(ctx context.Context, r PatchNodeRequestObject) (PatchNodeResponseObject, error) {
	id := graph.ID(r.ID)
	expect, err := expected(ctx, r.Params.IfMatch, "", h.nodeVersion(id))
	if err != nil {
		return nil, err
	}
	old, err := h.store.Node(ctx, id)
	if err != nil {
		return nil, err
	}
	var node graph.Node
	if err := patched(old, *r.Body, h.document.schema("Node"), h.depth, &node); err != nil {
		return nil, err
	}
	if err := sameID(&node.ID, r.ID); err != nil {
		return nil, err
	}
	receipt, err := h.putNode(ctx, node, &expect, r.Params.Reason, "")
	if err != nil {
		return nil, err
	}
	return PatchNode200JSONResponse{NodeWrittenJSONResponse{Body: receipt, Headers: NodeWrittenResponseHeaders{ETag: etag(receipt.Node.Version)}}}, nil
}

// DeleteNode deletes a node.
func (h *handlers) DeleteNode(ctx context.Context, r DeleteNodeRequestObject) (DeleteNodeResponseObject, error) {
	id := graph.ID(r.ID)
	expect, err := expected(ctx, r.Params.IfMatch, "", h.nodeVersion(id))
	if err != nil {
		return nil, err
	}
	it := graph.Item{Op: graph.OpDeleteNode, ID: id, WithEdges: r.Params.WithEdges, Expect: &expect}
	receipt, err := h.write(ctx, graph.Batch{Items: []graph.Item{it}, Reason: r.Params.Reason})
	if err != nil {
		return nil, single(err)
	}
	return DeleteNode200JSONResponse{WrittenJSONResponse(receipt)}, nil
}

// nodeVersion looks up the version of a node.
func (h *handlers) nodeVersion(id graph.ID) func(context.Context) (int64, error) {
	return func(ctx context.Context) (int64, error) {
		n, err := h.store.Node(ctx, id)
		return n.Version, err
	}
}

// putNode writes one node and returns it as it is stored now.
func (h *handlers) putNode(ctx context.Context, node graph.Node, expect *int64, reason, key string) (NodeReceipt, error) {
	it := graph.Item{Op: graph.OpPutNode, Node: &node, Expect: expect}
	receipt, err := h.write(ctx, graph.Batch{Items: []graph.Item{it}, Reason: reason, Key: key})
	if err != nil {
		return NodeReceipt{}, single(err)
	}
	stored, err := h.store.Node(ctx, node.ID)
	return NodeReceipt{Node: stored, Revision: receipt.Revision, Visible: receipt.Visible}, err
}
