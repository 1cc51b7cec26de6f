package api

import (
	"context"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/report"
)

// GetPaths finds warm introductions.
func (h *handlers) GetPaths(ctx context.Context, r GetPathsRequestObject) (GetPathsResponseObject, error) {
	c, p := callOf(ctx), r.Params
	answer, err := h.advisor.Introductions(ctx, advise.IntroductionsQuery{
		From: graph.ID(p.From), To: graph.ID(p.To), Paths: p.Paths, Topic: p.Topic,
	}, c.scope)
	if err != nil {
		return nil, refusedQuery(err)
	}
	return GetPaths200JSONResponse(report.NewIntroductions(answer, c.language)), nil
}
