package api

import (
	"context"
	"errors"

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
		return nil, refusedHealth(err)
	}
	out := plan.NewHealth(answer, c.language)
	if p.Part != "" {
		out.Next = c.nextOffset(offset, limit, limit, out.Longest(string(p.Part)))
	}
	return GetNetworkHealth200JSONResponse(out), nil
}

// refusedHealth says which parameter is at fault.
func refusedHealth(err error) error {
	var question *health.QuestionError
	if !errors.As(err, &question) {
		return refusedRegion(err)
	}
	f := fail(codeBadRequest)
	f.items = append(f.items, item{parameter: question.Parameter, code: codeConstraint, reason: &question.Reason})
	return f
}
