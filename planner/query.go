package planner

import (
	"cmp"

	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/phrase"
)

// QueryError says which part of a question cannot be meant, under the name of the
// parameter that carries it.
type QueryError struct {
	Parameter string
	Reason    phrase.Message
}

// Error implements error.
func (e *QueryError) Error() string { return e.Parameter + ": " + e.Reason.Render(phrase.En) }

func wrong(parameter, code string, pairs ...any) error {
	return &QueryError{parameter, phrase.New("coverage.query."+code, pairs...)}
}

// CoverageQuery asks what a region covers, in the words of whoever asks.
type CoverageQuery struct {
	// Region is a name or a code; By a level of [coverage.Levels], "" for the next below.
	Region, By string
	// Field and Stage are codes or names, "" for all.
	Field, Stage string
	// Columns is fields, stages, both, or one (the one field and stage asked for); "" for
	// stages when a field is given, else fields.
	Columns string
	// FactsOnly leaves made-up records out.
	FactsOnly bool
}

// Columns of a matrix.
const (
	ColumnsFields = "fields"
	ColumnsStages = "stages"
	ColumnsBoth   = "both"
	ColumnsOne    = "one"
)

// read finds what the words of a query stand for in an inventory.
func (q CoverageQuery) read(inv *supply.Inventory) (coverage.Query, error) {
	out := coverage.Query{By: q.By, FactsOnly: q.FactsOnly}
	var err error
	if out.Region, err = region(inv, "region", q.Region); err != nil {
		return out, err
	}
	if out.By, err = level(inv, out.Region, q.By); err != nil {
		return out, err
	}
	field, stage, err := column(q.Field, q.Stage)
	if err != nil {
		return out, err
	}
	kind := q.Columns
	if kind == "" {
		switch {
		case field != coverage.All && stage != coverage.All:
			kind = ColumnsOne
		case field != coverage.All:
			kind = ColumnsStages
		default:
			kind = ColumnsFields
		}
	}
	switch kind {
	case ColumnsFields:
		out.Columns = coverage.Fields(stage)
	case ColumnsStages:
		out.Columns = coverage.Chain(field)
	case ColumnsOne:
		out.Columns = []coverage.Column{{Field: field, Stage: stage}}
	case ColumnsBoth:
	default:
		return out, wrong("columns", "unknown_value", "value", q.Columns, "allowed", []string{ColumnsFields, ColumnsStages, ColumnsBoth, ColumnsOne})
	}
	return out, nil
}

// region finds a region by name or code.
func region(inv *supply.Inventory, parameter, text string) (supply.Place, error) {
	if text == "" {
		return supply.NoPlace, wrong(parameter, "missing")
	}
	p, known := inv.Regions.Named(text)
	if !known {
		return supply.NoPlace, wrong(parameter, "unknown_region", "value", text)
	}
	return p, nil
}

// level checks a level against the region it divides.
func level(inv *supply.Inventory, p supply.Place, by string) (string, error) {
	if by == "" {
		return coverage.Level(inv.Regions.At(p).Type), nil
	}
	for _, l := range coverage.Levels() {
		if l == by {
			return by, nil
		}
	}
	return "", wrong("by", "unknown_value", "value", by, "allowed", coverage.Levels())
}

// column reads a field and a stage, each [coverage.All] when not given.
func column(field, stage string) (f, s string, err error) {
	f, known := coverage.ReadField(cmp.Or(field, coverage.All))
	if !known {
		return "", "", wrong("field", "unknown_value", "value", field, "allowed", coverage.FieldCodes())
	}
	if s, known = coverage.ReadStage(cmp.Or(stage, coverage.All)); !known {
		return "", "", wrong("stage", "unknown_value", "value", stage, "allowed", coverage.StageCodes())
	}
	return f, s, nil
}
