package planner

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/chains"
	"chuangmai/coverage/health"
	"chuangmai/graph"
)

// The views that can be exported.
const (
	ViewMatrix = "matrix"
	ViewGaps   = "gaps"
	ViewChains = "chains"
	ViewHealth = "health"
	ViewChecks = "checks"
)

// ExportViews returns the views that can be exported, in the order a briefing shows them.
func ExportViews() []string {
	return []string{ViewMatrix, ViewGaps, ViewChains, ViewHealth, ViewChecks}
}

// UnknownViewError is a name that no view has.
type UnknownViewError struct{ View string }

// Error implements error.
func (e *UnknownViewError) Error() string {
	return fmt.Sprintf("no view %q: want some of %v", e.View, ExportViews())
}

// everywhere is the region of a matrix where none is asked for.
const everywhere = "中国"

// ExportQuery says what is exported.
type ExportQuery struct {
	// Views are names of [ExportViews]; none for all.
	Views []string
	// Coverage says of which region, field and stage; its region, the code or name of a
	// place or "" for everywhere, holds for every view.
	Coverage CoverageQuery
	// CompareWith is a date with which the matrix is compared, zero for none.
	CompareWith graph.Date
	// Scenario is laid over the network and compared, nil for none; Against is a second one.
	Scenario, Against *coverage.Scenario
	Checks            ChecksQuery
}

// ExportAnswer holds the answers of the views that were asked for; the others are nil.
type ExportAnswer struct {
	Query  ExportQuery
	Matrix *CoverageAnswer
	Gaps   *GapsAnswer
	Chains *ChainsAnswer
	Health *HealthAnswer
	Checks *ChecksAnswer
	// Scenarios is what the scenarios would change, nil without one.
	Scenarios *ScenariosAnswer
	// Meta is that of all views, which are answered from one look at the network.
	advise.Meta
}

// Export answers several views for one document. Its errors are [*UnknownViewError] and
// those of the views.
func (p *Planner) Export(ctx context.Context, q ExportQuery, scope advise.Scope) (ExportAnswer, error) {
	for _, v := range q.Views {
		if !slices.Contains(ExportViews(), v) {
			return ExportAnswer{}, &UnknownViewError{v}
		}
	}
	if len(q.Views) == 0 {
		q.Views = ExportViews()
	}
	return within(p, scope, func(s *session) (ExportAnswer, error) {
		out := ExportAnswer{Query: q}
		for _, v := range ExportViews() {
			if !slices.Contains(q.Views, v) {
				continue
			}
			if err := s.export(ctx, v, &out); err != nil {
				return ExportAnswer{}, err
			}
		}
		if q.Scenario != nil {
			asked := ScenariosQuery{CoverageQuery: matrixOf(q.Coverage), Scenario: *q.Scenario, Against: q.Against}
			var err error
			if out.Scenarios, err = held(s.scenarios(asked)); err != nil {
				return ExportAnswer{}, err
			}
		}
		out.Meta = s.took()
		return out, nil
	})
}

// export adds the answer of one view.
func (s *session) export(ctx context.Context, view string, out *ExportAnswer) (err error) {
	asked := out.Query.Coverage
	matrix := matrixOf(asked)
	switch view {
	case ViewMatrix:
		out.Matrix, err = held(s.coverage(matrix, out.Query.CompareWith))
	case ViewGaps:
		out.Gaps, err = held(s.gaps(GapsQuery{CoverageQuery: matrix}))
	case ViewChains:
		out.Chains, err = held(s.chains(ChainsQuery{Region: asked.Region, Question: chains.Question{Field: asked.Field, Limit: chains.MaxLimit}}))
	case ViewHealth:
		out.Health, err = held(s.health(ctx, HealthQuery{Region: asked.Region, Question: health.Question{Limit: health.MaxLimit}}))
	default:
		checks := out.Query.Checks
		checks.Region = asked.Region
		out.Checks, err = held(s.checks(checks))
	}
	return err
}

// matrixOf is what is asked for, of everywhere where no region is.
func matrixOf(asked CoverageQuery) CoverageQuery {
	asked.Region = cmp.Or(asked.Region, everywhere)
	return asked
}

// held is an answer that an export points to.
func held[T any](answer T, err error) (*T, error) { return &answer, err }
