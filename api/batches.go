package api

import (
	"context"

	"chuangmai/graph"
)

// PostBatch writes many records, all or none.
func (h *handlers) PostBatch(ctx context.Context, r PostBatchRequestObject) (PostBatchResponseObject, error) {
	items := make([]graph.Item, len(r.Body.Items))
	for i, it := range r.Body.Items {
		items[i] = it.item()
	}
	receipt, err := h.write(ctx, graph.Batch{Items: items, Reason: r.Body.Reason, Key: r.Params.IdempotencyKey})
	if err != nil {
		return nil, err
	}
	written := make([]BatchWritten, len(items))
	for i, it := range items {
		written[i] = writtenOf(it)
	}
	return PostBatch200JSONResponse{Items: written, Revision: receipt.Revision, Visible: receipt.Visible}, nil
}

// item turns an item of the document's form into one of a batch. One that says neither,
// or more than one thing, gets no operation, which the batch's check reports.
func (b BatchItem) item() graph.Item {
	it := graph.Item{Expect: b.Expect}
	d := b.Delete
	switch {
	case b.Node != nil && b.Edge == nil && d == nil:
		it.Op, it.Node = graph.OpPutNode, b.Node
	case b.Edge != nil && b.Node == nil && d == nil:
		it.Op, it.Edge = graph.OpPutEdge, b.Edge
	case d == nil || b.Node != nil || b.Edge != nil || (d.Node == "") == (d.Edge == ""):
	case d.Node != "":
		it.Op, it.ID, it.WithEdges = graph.OpDeleteNode, d.Node, d.WithEdges
	default:
		it.Op, it.ID, it.Relation = graph.OpDeleteEdge, d.Edge, d.Relation
	}
	return it
}

func writtenOf(it graph.Item) BatchWritten {
	w := BatchWritten{Op: it.Op, ID: it.ID, Relation: it.Relation}
	switch {
	case it.Node != nil:
		w.ID = it.Node.ID
	case it.Edge != nil:
		w.ID, w.Relation = it.Edge.ID, it.Edge.Relation
	}
	return w
}
