package planner

import (
	"strings"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// CoverageAnswer is the matrix of a region.
type CoverageAnswer struct {
	Matrix coverage.Matrix
	// Inventory is what the matrix was counted from.
	Inventory *supply.Inventory
	// Difference is what the matrix has against the date it is compared with; Before is the
	// inventory of that date. Both are nil without one.
	Difference *coverage.Difference
	Before     *supply.Inventory
	advise.Meta
}

// Coverage fills the matrix of a region; with a date to compare with (zero for none) it
// also tells what is new, ended and moved since.
func (p *Planner) Coverage(q CoverageQuery, compareWith graph.Date, scope advise.Scope) (CoverageAnswer, error) {
	s, err := p.begin(scope)
	if err != nil {
		return CoverageAnswer{}, err
	}
	defer s.done()
	query, err := q.read(s.inv)
	if err != nil {
		return CoverageAnswer{}, err
	}
	analysis := coverage.New(s.inv, q.FactsOnly)
	answer := CoverageAnswer{Inventory: s.inv, Matrix: analysis.Matrix(query)}
	if !compareWith.IsZero() {
		answer.Before = p.inventory(s, compareWith.Last())
		d := coverage.Compare(coverage.New(answer.Before, q.FactsOnly), analysis, query)
		answer.Difference = &d
	}
	answer.Meta = p.took(s)
	return answer, nil
}

// inventory is that of another day for the same audience.
func (p *Planner) inventory(s *session, day graph.Day) *supply.Inventory {
	v := s.inv.View
	return p.inventories.of(v.Picture().View(day, v.Audience()), s.words, p.settings.Supply)
}

// ExplainAnswer lists the addends of one coverage index.
type ExplainAnswer struct {
	Explanation coverage.Explanation
	Inventory   *supply.Inventory
	advise.Meta
}

// Explain lists what one index sums. The cell is written region/field/stage in names or
// codes; a part that is left out stands for all.
func (p *Planner) Explain(cell string, factsOnly bool, scope advise.Scope) (ExplainAnswer, error) {
	s, err := p.begin(scope)
	if err != nil {
		return ExplainAnswer{}, err
	}
	defer s.done()
	parts := strings.Split(cell, "/")
	if len(parts) > 3 {
		return ExplainAnswer{}, wrong("cell", "bad_cell", "value", cell)
	}
	parts = append(parts, "", "")
	at, err := region(s.inv, "cell", parts[0])
	if err != nil {
		return ExplainAnswer{}, err
	}
	field, stage, err := column(parts[1], parts[2])
	if err != nil {
		return ExplainAnswer{}, err
	}
	answer := ExplainAnswer{Inventory: s.inv}
	answer.Explanation = coverage.New(s.inv, factsOnly).Explain(at, coverage.Column{Field: field, Stage: stage})
	answer.Meta = p.took(s)
	return answer, nil
}

// RecordsQuery asks which records stand behind a number of the matrix.
type RecordsQuery struct {
	Region, Field, Stage string
	// Measure is one of [coverage.RecordMeasures], "" for supplies, or index for the addends
	// of the coverage index.
	Measure string
	Kind    graph.Kind
	// RestOf, when set to a level, asks for the row "not recorded" of the region at that level.
	RestOf    string
	FactsOnly bool
}

// MeasureIndex asks for the addends of the index.
const MeasureIndex = "index"

// RecordsAnswer lists the records behind a number.
type RecordsAnswer struct {
	Region  supply.Place
	Column  coverage.Column
	Measure string
	// IDs are the records in ascending order; for the index, Explanation holds the addends.
	IDs         []graph.ID
	Explanation *coverage.Explanation
	Inventory   *supply.Inventory
	advise.Meta
}

// Records lists the records behind a number.
func (p *Planner) Records(q RecordsQuery, scope advise.Scope) (RecordsAnswer, error) {
	s, err := p.begin(scope)
	if err != nil {
		return RecordsAnswer{}, err
	}
	defer s.done()
	answer := RecordsAnswer{Inventory: s.inv, Measure: q.Measure}
	if q.Measure == "" {
		answer.Measure = coverage.RecordsSupplies
	}
	if answer.Region, err = region(s.inv, "region", q.Region); err != nil {
		return RecordsAnswer{}, err
	}
	if answer.Column.Field, answer.Column.Stage, err = column(q.Field, q.Stage); err != nil {
		return RecordsAnswer{}, err
	}
	if q.RestOf != "" {
		if _, err := level(s.inv, answer.Region, q.RestOf); err != nil || q.RestOf == coverage.BySelf {
			return RecordsAnswer{}, wrong("rest_of", "unknown_value", "value", q.RestOf, "allowed", coverage.Levels()[:4])
		}
	}
	analysis := coverage.New(s.inv, q.FactsOnly)
	if answer.Measure == MeasureIndex {
		e := analysis.Explain(answer.Region, answer.Column)
		answer.Explanation = &e
	} else {
		if !isMeasure(answer.Measure) {
			return RecordsAnswer{}, wrong("measure", "unknown_value", "value", q.Measure, "allowed", append(coverage.RecordMeasures(), MeasureIndex))
		}
		answer.IDs = analysis.Records(coverage.RecordQuery{Region: answer.Region, Column: answer.Column, Measure: answer.Measure, Kind: q.Kind, Rest: q.RestOf})
	}
	answer.Meta = p.took(s)
	return answer, nil
}

func isMeasure(m string) bool {
	for _, known := range coverage.RecordMeasures() {
		if m == known {
			return true
		}
	}
	return false
}

// overlay reads the inventory of a scenario laid over a session's view.
func (p *Planner) overlay(s *session, scenario coverage.Scenario) (*supply.Inventory, error) {
	return scenario.Overlay(s.inv, func(view snapshot.View) *supply.Inventory { return p.read(view, s) })
}

// read reads an inventory that is not kept.
func (p *Planner) read(view snapshot.View, s *session) *supply.Inventory {
	return supply.Build(view, s.words, p.inventories.tree(s.words), p.settings.Supply)
}
