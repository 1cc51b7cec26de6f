package api

import (
	"context"

	"chuangmai/graph"
)

// defaultChanges is how many changes are listed when no limit is asked for.
const defaultChanges = 200

// GetChanges reads the change log.
func (h *handlers) GetChanges(ctx context.Context, r GetChangesRequestObject) (GetChangesResponseObject, error) {
	limit := limitOr(r.Params.Limit, defaultChanges)
	page := GetChanges200JSONResponse{Items: []Change{}, After: graph.Revision(r.Params.After)}
	for c, err := range h.store.Changes(ctx, page.After) {
		if err != nil {
			return nil, err
		}
		page.Items = append(page.Items, changeOf(c))
		page.After = c.Seq
		if len(page.Items) == limit {
			break
		}
	}
	head, err := h.store.Head(ctx)
	page.Revision, page.TookMs = head, callOf(ctx).took()
	return page, err
}

func changeOf(c graph.Change) Change {
	return Change{
		Revision: c.Seq, At: c.At, Op: c.Op, ID: c.ID, Relation: c.Relation, Version: c.Version,
		Actor: c.Actor, Reason: c.Reason, Load: c.Load, Node: c.Node, Edge: c.Edge,
	}
}
