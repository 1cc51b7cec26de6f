package planner

import (
	"slices"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
)

// GapsQuery asks for the gaps of a region.
type GapsQuery struct {
	CoverageQuery
	// Cause keeps the gaps of one cause, "" for all.
	Cause string
}

// GapsAnswer lists the gaps of a region.
type GapsAnswer struct {
	coverage.Gaps
	// Total counts the gaps that the cause left.
	Total     int
	Inventory *supply.Inventory
	advise.Meta
}

// Gaps finds the gaps of a region in every cell of a field and a stage.
func (p *Planner) Gaps(q GapsQuery, scope advise.Scope) (GapsAnswer, error) {
	return within(p, scope, func(s *session) (GapsAnswer, error) { return s.gaps(q) })
}

func (s *session) gaps(q GapsQuery) (GapsAnswer, error) {
	inv := s.inventory()
	query, err := q.read(inv)
	if err != nil {
		return GapsAnswer{}, err
	}
	if q.Cause != "" && !slices.Contains(coverage.Causes(), q.Cause) {
		return GapsAnswer{}, wrong("cause", "unknown_value", "value", q.Cause, "allowed", coverage.Causes())
	}
	if query.Columns, err = q.cells(); err != nil {
		return GapsAnswer{}, err
	}
	answer := GapsAnswer{Inventory: inv, Gaps: coverage.New(inv, q.FactsOnly).Gaps(query)}
	if q.Cause != "" {
		answer.Gaps.Gaps = slices.DeleteFunc(answer.Gaps.Gaps, func(g coverage.Gap) bool {
			return !slices.ContainsFunc(g.Causes, func(c coverage.Cause) bool { return c.Cause == q.Cause })
		})
	}
	answer.Total = len(answer.Gaps.Gaps)
	answer.Meta = s.took()
	return answer, nil
}

// cells are those in which gaps are looked for: of every recorded field and stage, or of
// those asked for.
func (q CoverageQuery) cells() ([]coverage.Column, error) {
	col, err := column(q.Field, q.Stage)
	if err != nil {
		return nil, err
	}
	fields, stages := coverage.FieldCodes(), coverage.StageCodes()
	if col.Field != coverage.All {
		fields = []string{col.Field}
	}
	if col.Stage != coverage.All {
		stages = []string{col.Stage}
	}
	var out []coverage.Column
	for _, f := range fields {
		for _, s := range stages {
			out = append(out, coverage.Column{Field: f, Stage: s})
		}
	}
	return out, nil
}
