package api

import (
	"context"

	"chuangmai/coverage/chains"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

// GetChains tells what is recorded of the six chains.
func (h *handlers) GetChains(ctx context.Context, r GetChainsRequestObject) (GetChainsResponseObject, error) {
	c, p := callOf(ctx), r.Params
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOr(p.Limit, surveyItems)
	answer, err := h.surveyor.Chains(ctx, planner.ChainsQuery{
		Region:   p.Region,
		Question: chains.Question{Of: string(p.Of), ID: p.ID, Field: p.Field, Limit: limit, Offset: offset, Evidence: p.Evidence},
	}, c.scope)
	if err != nil {
		return nil, refusedQuery(err)
	}
	out := plan.NewChains(answer, c.language)
	out.Next = c.nextOffset(offset, len(out.Subjects), limit, out.Total)
	return GetChains200JSONResponse(out), nil
}
