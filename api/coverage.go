package api

import (
	"context"
	"errors"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/graph"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

// Coverage answers what regions cover, where the gaps are and what a change would bring. A
// [planner.Planner] is one.
type Coverage interface {
	Coverage(query planner.CoverageQuery, compareWith graph.Date, scope advise.Scope) (planner.CoverageAnswer, error)
	Records(query planner.RecordsQuery, scope advise.Scope) (planner.RecordsAnswer, error)
	Gaps(query planner.GapsQuery, scope advise.Scope) (planner.GapsAnswer, error)
	Scenarios(query planner.ScenariosQuery, scope advise.Scope) (planner.ScenariosAnswer, error)
}

// GetCoverage fills the matrix of a region.
func (h *handlers) GetCoverage(ctx context.Context, r GetCoverageRequestObject) (GetCoverageResponseObject, error) {
	c, p := callOf(ctx), r.Params
	since, err := comparedWith(p.CompareWith)
	if err != nil {
		return nil, err
	}
	query := planner.CoverageQuery{
		Region: p.Region, By: string(p.By), Field: p.Field, Stage: p.Stage, Columns: string(p.Columns), FactsOnly: p.FactsOnly,
	}
	answer, err := h.coverage.Coverage(query, since, c.scope)
	if err != nil {
		return nil, refusedQuery(err)
	}
	return GetCoverage200JSONResponse(plan.NewMatrix(answer, c.language)), nil
}

// comparedWith reads a date to compare with, zero for none.
func comparedWith(text string) (graph.Date, error) {
	date, err := graph.ParseDate(text)
	if err != nil {
		return date, fail(codeBadRequest).of("compare_with", graph.CodeBadDate, "value", text)
	}
	return date, nil
}

// GetCoverageRecords lists the records behind a number.
func (h *handlers) GetCoverageRecords(ctx context.Context, r GetCoverageRecordsRequestObject) (GetCoverageRecordsResponseObject, error) {
	c, p := callOf(ctx), r.Params
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return nil, err
	}
	answer, err := h.coverage.Records(planner.RecordsQuery{
		Region: p.Region, Field: p.Field, Stage: p.Stage, Measure: string(p.Measure), Kind: graph.Kind(p.Kind), RestOf: string(p.RestOf), FactsOnly: p.FactsOnly,
	}, c.scope)
	if err != nil {
		return nil, refusedQuery(err)
	}
	limit := limitOr(p.Limit, defaultLimit)
	out := plan.NewRecords(answer, offset, limit, c.language)
	out.Next = c.nextOffset(offset, len(out.Items), limit, out.Total)
	return GetCoverageRecords200JSONResponse(out), nil
}

// GetCoverageGaps lists the gaps of a region with their causes.
func (h *handlers) GetCoverageGaps(ctx context.Context, r GetCoverageGapsRequestObject) (GetCoverageGapsResponseObject, error) {
	c, p := callOf(ctx), r.Params
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return nil, err
	}
	answer, err := h.coverage.Gaps(planner.GapsQuery{
		CoverageQuery: planner.CoverageQuery{Region: p.Region, By: string(p.By), Field: p.Field, Stage: p.Stage, FactsOnly: p.FactsOnly},
		Cause:         string(p.Cause),
	}, c.scope)
	if err != nil {
		return nil, refusedQuery(err)
	}
	limit := limitOr(p.Limit, defaultLimit)
	out := plan.NewGaps(answer, offset, limit, c.language)
	out.Next = c.nextOffset(offset, len(out.Items), limit, out.Total)
	return GetCoverageGaps200JSONResponse(out), nil
}

// CompareScenarios tells what one or two scenarios would change.
func (h *handlers) CompareScenarios(ctx context.Context, r CompareScenariosRequestObject) (CompareScenariosResponseObject, error) {
	c, b := callOf(ctx), *r.Body
	answer, err := h.coverage.Scenarios(planner.ScenariosQuery{
		CoverageQuery: planner.CoverageQuery{Region: b.Region, By: string(b.By), Field: b.Field, Stage: b.Stage, FactsOnly: b.FactsOnly},
		Scenario:      b.Scenario, Against: b.Against,
	}, c.scope)
	if err != nil {
		return nil, refusedScenarios(err)
	}
	return CompareScenarios200JSONResponse(plan.NewScenarios(answer, c.language)), nil
}

// refusedScenarios says which place of the body is at fault.
func refusedScenarios(err error) error {
	var scenario *coverage.ScenarioError
	if !errors.As(err, &scenario) {
		return refusedBody(err)
	}
	under := "/scenario"
	if second := new(planner.AgainstError); errors.As(err, &second) {
		under = "/against"
	}
	f := fail(codeInvalid)
	for _, p := range scenario.Problems {
		at := under + p.Pointer
		f.items = append(f.items, item{pointer: &at, code: codeConstraint, reason: &p.Reason})
	}
	return f
}
