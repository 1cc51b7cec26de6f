package planner

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
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
	return within(p, scope, func(s *session) (CoverageAnswer, error) { return s.coverage(q, compareWith) })
}

func (s *session) coverage(q CoverageQuery, compareWith graph.Date) (CoverageAnswer, error) {
	inv := s.inventory()
	query, err := q.read(inv)
	if err != nil {
		return CoverageAnswer{}, err
	}
	analysis := coverage.New(inv, q.FactsOnly)
	answer := CoverageAnswer{Inventory: inv, Matrix: analysis.Matrix(query)}
	if !compareWith.IsZero() {
		answer.Before = s.on(compareWith.Last())
		d := coverage.Compare(coverage.New(answer.Before, q.FactsOnly), analysis, query)
		answer.Difference = &d
	}
	answer.Meta = s.took()
	return answer, nil
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
	return within(p, scope, func(s *session) (ExplainAnswer, error) {
		answer := ExplainAnswer{Inventory: s.inventory()}
		at, col, err := readCell(answer.Inventory, cell)
		if err != nil {
			return ExplainAnswer{}, err
		}
		answer.Explanation = coverage.New(answer.Inventory, factsOnly).Explain(at, col)
		answer.Meta = s.took()
		return answer, nil
	})
}

func readCell(inv *supply.Inventory, cell string) (supply.Place, coverage.Column, error) {
	parts := strings.Split(cell, "/")
	if len(parts) > 3 {
		return supply.NoPlace, coverage.Column{}, wrong("cell", "bad_cell", "value", cell)
	}
	parts = append(parts, "", "")
	at, err := region(inv, "cell", parts[0])
	if err != nil {
		return supply.NoPlace, coverage.Column{}, err
	}
	col, err := column(parts[1], parts[2])
	return at, col, err
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
	return within(p, scope, func(s *session) (RecordsAnswer, error) { return s.records(q) })
}

func (s *session) records(q RecordsQuery) (RecordsAnswer, error) {
	inv := s.inventory()
	answer := RecordsAnswer{Inventory: inv, Measure: cmp.Or(q.Measure, coverage.RecordsSupplies)}
	var err error
	if answer.Region, err = region(inv, "region", q.Region); err != nil {
		return RecordsAnswer{}, err
	}
	if answer.Column, err = column(q.Field, q.Stage); err != nil {
		return RecordsAnswer{}, err
	}
	if divisions := coverage.Levels()[:4]; q.RestOf != "" && !slices.Contains(divisions, q.RestOf) {
		return RecordsAnswer{}, wrong("rest_of", "unknown_value", "value", q.RestOf, "allowed", divisions)
	}
	analysis := coverage.New(inv, q.FactsOnly)
	switch measures := append(coverage.RecordMeasures(), MeasureIndex); {
	case answer.Measure == MeasureIndex:
		e := analysis.Explain(answer.Region, answer.Column)
		answer.Explanation = &e
	case slices.Contains(measures, answer.Measure):
		answer.IDs = analysis.Records(coverage.RecordQuery{Region: answer.Region, Column: answer.Column, Measure: answer.Measure, Kind: q.Kind, Rest: q.RestOf})
	default:
		return RecordsAnswer{}, wrong("measure", "unknown_value", "value", q.Measure, "allowed", measures)
	}
	answer.Meta = s.took()
	return answer, nil
}
