package api

import (
	"context"

	"chuangmai/coverage/health"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

// surveyItems is how many items of each list are given when no limit is asked for.
const surveyItems = 20

// GetNetworkHealth tells how well the network hangs together.
func (h *handlers) GetNetworkHealth(ctx context.Context, r GetNetworkHealthRequestObject) (GetNetworkHealthResponseObject, error) {
	c, p := callOf(ctx), r.Params
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOr(p.Limit, surveyItems)
	answer, err := h.surveyor.Health(ctx, planner.HealthQuery{
		Region:   p.Region,
		Question: health.Question{Part: string(p.Part), Limit: limit, Offset: offset, Evidence: p.Evidence},
	}, c.scope)
	if err != nil {
		return nil, refusedQuery(err)
	}
	out := plan.NewHealth(answer, c.language)
	if p.Part != "" {
		out.Next = c.nextOffset(offset, limit, limit, out.Longest(string(p.Part)))
	}
	return GetNetworkHealth200JSONResponse(out), nil
}
