package api

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"chuangmai/advise"
	"chuangmai/phrase"
	"chuangmai/report"
	"chuangmai/team"
)

// codeConstraint is a constraint that cannot be meant or met; its sentence comes with it.
const codeConstraint = "constraint"

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
		return nil, refusedTeams(err, b.Places)
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

// refusedTeams says which constraint is at fault.
func refusedTeams(err error, places []string) error {
	if f := unknownAmong(err, "/places/", places); f != nil {
		return f
	}
	var constraint *team.ConstraintError
	if !errors.As(err, &constraint) {
		return err
	}
	pointer := "/" + constraint.Constraint
	if constraint.Constraint == "together" {
		pointer = ""
	}
	return refusedAt(pointer, constraint.Reason)
}

// refusedAt is a body that is refused for a reason that an engine words.
func refusedAt(pointer string, reason phrase.Message) *failure {
	f := fail(codeInvalid)
	f.items = append(f.items, item{pointer: &pointer, code: codeConstraint, reason: &reason})
	return f
}

// unknownAmong says which of a list of places nobody knows, nil when it is none of them.
func unknownAmong(err error, under string, places []string) error {
	var place *advise.UnknownPlaceError
	if !errors.As(err, &place) {
		return nil
	}
	i := slices.Index(places, place.Name)
	if i < 0 {
		return nil
	}
	return fail(codeInvalid).at(under+strconv.Itoa(i), codeUnknownPlace, "value", place.Name)
}
