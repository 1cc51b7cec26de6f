package api

import (
	"context"
	"errors"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/report"
)

// evenNovelty weighs known and new partners alike; the document says so.
const evenNovelty = 0.5

// RecommendComplement finds collaborators that fill what a body lacks.
func (h *handlers) RecommendComplement(ctx context.Context, r RecommendComplementRequestObject) (RecommendComplementResponseObject, error) {
	c, b := callOf(ctx), *r.Body
	if err := h.checkAsked(b.Text, b.Need == nil); err != nil {
		return nil, err
	}
	var wrong complaints
	h.checkKinds(&wrong, "/kinds/", b.Kinds, part{})
	if err := wrong.as(codeInvalid); err != nil {
		return nil, err
	}
	query := advise.ComplementQuery{
		Centre: b.Centre, Text: b.Text, Need: b.Need, Novelty: evenNovelty, Kinds: b.Kinds, Regions: b.Regions,
		FactsOnly: b.FactsOnly, Limit: limitOr(b.Limit, defaultLimit),
	}
	if b.Novelty != nil {
		query.Novelty = *b.Novelty
	}
	answer, err := h.advisor.Complement(ctx, query, c.scope)
	if err != nil {
		return nil, refusedComplement(err, b.Regions)
	}
	return RecommendComplement200JSONResponse(report.NewCollaborators(answer, c.language)), nil
}

// refusedComplement says which part of the question is at fault.
func refusedComplement(err error, regions []string) error {
	var centre *advise.UnknownRequesterError
	if errors.As(err, &centre) {
		return fail(codeInvalid).at("/centre", graph.CodeUnknownNode, "id", string(centre.ID))
	}
	return refusedBody(placeAmong(err, "/regions/", regions))
}
