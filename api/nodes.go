package api

import (
	"context"
	"errors"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
)

// GetNode shows one node.
func (h *handlers) GetNode(ctx context.Context, r GetNodeRequestObject) (GetNodeResponseObject, error) {
	c := callOf(ctx)
	p, err := h.open(c, graph.ID(r.ID))
	if err != nil {
		return nil, h.goneInto(ctx, graph.ID(r.ID), err)
	}
	defer p.release()
	record, err := h.record(ctx, p)
	if err != nil {
		return nil, err
	}
	if unchanged(r.Params.IfNoneMatch, record.Version) {
		return GetNode304Response{}, nil
	}
	return GetNode200JSONResponse{
		Headers: GetNode200ResponseHeaders{ETag: etag(record.Version)},
		Body: NodeAnswer{
			Node: record, KindLabel: h.kindLabel(c, record.Kind), Openness: match.OpennessOf(p.view, p.node), Relations: h.relations(c, p),
			Revision: p.meta.Revision, AsOf: p.meta.AsOf, Degraded: p.meta.Degraded, TookMs: c.took(),
		},
	}, nil
}

// record reads a page's whole node. What the picture knows of it stands in while the
// store is away.
func (h *handlers) record(ctx context.Context, p *page) (graph.Node, error) {
	reading, cancel := context.WithTimeout(ctx, detailTimeout)
	defer cancel()
	node, err := h.store.Node(reading, p.view.ID(p.node))
	switch {
	case err == nil && !p.view.Shows(node.Common):
		return graph.Node{}, fail(codeNotFound) // it was hidden since the picture was made
	case err == nil || errors.Is(err, graph.ErrNotFound) || ctx.Err() != nil:
		return node, err
	}
	p.degrade("detail")
	return fromPicture(p.view, p.node), nil
}

// fromPicture is what the picture knows of a node.
func fromPicture(v snapshot.View, n snapshot.N) graph.Node {
	from, to := v.Validity(n)
	node := graph.Node{
		ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Aliases: v.Aliases(n), Region: v.Region(n),
	}
	node.Synthetic = v.Synthetic(n)
	node.ValidFrom, node.ValidTo = from.Date(), to.Date()
	return node
}

// brief is a node in short.
func brief(v snapshot.View, n snapshot.N) NodeBrief {
	return NodeBrief{
		ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Region: v.Region(n), Synthetic: v.Synthetic(n),
	}
}

// relations counts the edges at a page's node by relation and direction, in the order
// of the schema.
func (h *handlers) relations(c *call, p *page) []RelationCount {
	out := []RelationCount{}
	for _, key := range h.order() {
		count := 0
		for range edgesAt(p.view, p.node, key) {
			count++
		}
		if count > 0 {
			out = append(out, RelationCount{
				Relation: key.relation, Direction: key.direction, Label: h.relationLabel(c, key.relation), Count: count,
			})
		}
	}
	return out
}
