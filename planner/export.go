package planner

import (
	"context"
	"fmt"
	"slices"

	"chuangmai/advise"
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
	Checks   ChecksQuery
}

// ExportAnswer holds the answers of the views that were asked for; the others are nil.
type ExportAnswer struct {
	Query  ExportQuery
	Matrix *CoverageAnswer
	Gaps   *GapsAnswer
	Chains *ChainsAnswer
	Health *HealthAnswer
	Checks *ChecksAnswer
	// Meta is that of the views: all show the same revision unless the network changed
	// faster than it could be read; then it is the oldest.
	advise.Meta
}

// exportTries is how often views are read anew because the network changed between them.
const exportTries = 3

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
	began := p.clock()
	var out ExportAnswer
	for range exportTries {
		var same bool
		var err error
		if out, same, err = p.exportOnce(ctx, q, scope); err != nil {
			return ExportAnswer{}, err
		}
		if same {
			break
		}
	}
	out.TookMs = float64(p.clock().Sub(began).Microseconds()) / 1000
	return out, nil
}

// exportOnce reads each view once; same is false where they show different revisions.
func (p *Planner) exportOnce(ctx context.Context, q ExportQuery, scope advise.Scope) (out ExportAnswer, same bool, err error) {
	out = ExportAnswer{Query: q}
	var metas []advise.Meta
	for _, v := range ExportViews() {
		if !slices.Contains(q.Views, v) {
			continue
		}
		meta, err := p.exportView(ctx, v, q, scope, &out)
		if err != nil {
			return ExportAnswer{}, false, err
		}
		metas = append(metas, meta)
	}
	same, out.Meta = true, metas[0]
	for _, m := range metas[1:] {
		same = same && m.Revision == out.Revision
		if m.Revision < out.Revision {
			out.Meta = m
		}
	}
	return out, same, nil
}

func (p *Planner) exportView(ctx context.Context, view string, q ExportQuery, scope advise.Scope, out *ExportAnswer) (advise.Meta, error) {
	matrix := q.Coverage
	if matrix.Region == "" {
		matrix.Region = everywhere
	}
	switch view {
	case ViewMatrix:
		a, err := p.Coverage(matrix, graph.Date{}, scope)
		out.Matrix = &a
		return a.Meta, err
	case ViewGaps:
		a, err := p.Gaps(GapsQuery{CoverageQuery: matrix}, scope)
		out.Gaps = &a
		return a.Meta, err
	case ViewChains:
		a, err := p.Chains(ctx, ChainsQuery{Region: q.Coverage.Region, Question: chains.Question{Field: q.Coverage.Field, Limit: chains.MaxLimit}}, scope)
		out.Chains = &a
		return a.Meta, err
	case ViewHealth:
		a, err := p.Health(ctx, HealthQuery{Region: q.Coverage.Region, Question: health.Question{Limit: health.MaxLimit}}, scope)
		out.Health = &a
		return a.Meta, err
	default:
		checks := q.Checks
		checks.Region = q.Coverage.Region
		a, err := p.Checks(checks, scope)
		out.Checks = &a
		return a.Meta, err
	}
}
