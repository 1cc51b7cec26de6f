package api

import (
	"context"

	"chuangmai/advise"
	"chuangmai/coverage/sites"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

// Surveyor answers questions about places and about how a network hangs together. A
// [planner.Planner] is one.
type Surveyor interface {
	Sites(ctx context.Context, query planner.SitesQuery, scope advise.Scope) (planner.SitesAnswer, error)
	Chains(ctx context.Context, query planner.ChainsQuery, scope advise.Scope) (planner.ChainsAnswer, error)
	Health(ctx context.Context, query planner.HealthQuery, scope advise.Scope) (planner.HealthAnswer, error)
}

// FindSites finds the best places for new centres, pilot lines or instruments.
func (h *handlers) FindSites(ctx context.Context, r FindSitesRequestObject) (FindSitesResponseObject, error) {
	c, b := callOf(ctx), *r.Body
	answer, err := h.surveyor.Sites(ctx, planner.SitesQuery{
		Region:   b.Region,
		Question: sites.Question{Field: b.Field, Stage: b.Stage, Kind: b.Kind, N: b.N, Coverage: b.Coverage, Evidence: b.Evidence},
	}, c.scope)
	if err != nil {
		return nil, refusedBody(placeAt(err, "/region"))
	}
	return FindSites200JSONResponse(plan.NewSites(answer, c.language)), nil
}
