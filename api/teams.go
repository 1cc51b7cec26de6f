package api

import (
	"context"
	"strings"

	"chuangmai/advise"
	"chuangmai/report"
	"chuangmai/team"
)

// RecommendTeams forms teams that together meet a need.
func (h *handlers) RecommendTeams(ctx context.Context, r RecommendTeamsRequestObject) (RecommendTeamsResponseObject, error) {
	c, b := callOf(ctx), *r.Body
	if err := h.checkAsked(b.Text, b.Need == nil); err != nil {
		return nil, err
	}
	query := advise.TeamsQuery{
		Query: advise.Query{
			Text: b.Text, Need: b.Need, Field: b.Field, Requester: b.Requester,
			Profile: advise.Profile{City: b.Profile.City, Industry: b.Profile.Industry, Size: b.Profile.Size, SME: b.Profile.Sme},
		},
		Constraints: team.Constraints{
			Teams: b.Teams, Size: b.Size, Places: b.Places, SMEShare: b.SmeShare, Actors: b.Actors,
			Include: b.Include, Exclude: b.Exclude, Ties: b.Ties, FactsOnly: b.FactsOnly,
		},
	}
	answer, err := h.advisor.Teams(ctx, query, c.scope)
	if err != nil {
		return nil, refusedBody(placeAmong(err, "/places/", b.Places))
	}
	return RecommendTeams200JSONResponse(report.NewTeams(answer, c.language)), nil
}

// checkAsked refuses a question without text and need.
func (h *handlers) checkAsked(text string, noNeed bool) error {
	if strings.TrimSpace(text) == "" && noNeed {
		return fail(codeInvalid).at("", codeNothingAsked)
	}
	return nil
}
