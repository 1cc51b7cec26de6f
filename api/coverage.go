package api

import (
	"context"
	"errors"
	"strconv"

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
	since, err := graph.ParseDate(p.CompareWith)
	if err != nil {
		return nil, fail(codeBadRequest).of("compare_with", graph.CodeBadDate, "value", p.CompareWith)
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
	out.Next = c.nextOf(offset, limit, out.Total)
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
	out.Next = c.nextOf(offset, limit, out.Total)
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

// nextOf returns the cursor of the next page of a list, "" after the last one.
func (c *call) nextOf(offset, limit, total int) string {
	if offset+limit >= total {
		return ""
	}
	return c.cursor(strconv.Itoa(offset + limit))
}

// refusedQuery says which parameter is at fault.
func refusedQuery(err error) error {
	var query *planner.QueryError
	if !errors.As(err, &query) {
		return err
	}
	f := fail(codeBadRequest)
	f.items = append(f.items, item{parameter: query.Parameter, code: codeConstraint, reason: &query.Reason})
	return f
}

// refusedScenarios says which place of the body is at fault.
func refusedScenarios(err error) error {
	var query *planner.QueryError
	if errors.As(err, &query) {
		return refusedAt("/"+query.Parameter, query.Reason)
	}
	var scenario *coverage.ScenarioError
	if !errors.As(err, &scenario) {
		return err
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
