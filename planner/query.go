package planner

import (
	"cmp"
	"slices"

	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/phrase"
)

// wrong refuses a parameter of a question about coverage.
func wrong(parameter, code string, pairs ...any) error {
	return phrase.Wrong(parameter, "coverage.query."+code, pairs...)
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
	col, err := column(q.Field, q.Stage)
	if err != nil {
		return out, err
	}
	kind := q.Columns
	if kind == "" {
		switch {
		case col.Field != coverage.All && col.Stage != coverage.All:
			kind = ColumnsOne
		case col.Field != coverage.All:
			kind = ColumnsStages
		default:
			kind = ColumnsFields
		}
	}
	switch kind {
	case ColumnsFields:
		out.Columns = coverage.Fields(col.Stage)
	case ColumnsStages:
		out.Columns = coverage.Chain(col.Field)
	case ColumnsOne:
		out.Columns = []coverage.Column{col}
	case ColumnsBoth:
	default:
		return out, wrong("columns", "unknown_value", "value", q.Columns, "allowed", []string{ColumnsFields, ColumnsStages, ColumnsBoth, ColumnsOne})
	}
	return out, nil
}

// region reads the place that a parameter must name.
func region(inv *supply.Inventory, parameter, text string) (supply.Place, error) {
	p, err := place(inv.Regions, text)
	switch {
	case err != nil:
		return p, wrong(parameter, "unknown_region", "value", text)
	case p == supply.NoPlace:
		return p, wrong(parameter, "missing")
	}
	return p, nil
}

// level checks a level against the region it divides.
func level(inv *supply.Inventory, p supply.Place, by string) (string, error) {
	if by == "" {
		return coverage.Level(inv.Regions.At(p).Type), nil
	}
	if !slices.Contains(coverage.Levels(), by) {
		return "", wrong("by", "unknown_value", "value", by, "allowed", coverage.Levels())
	}
	return by, nil
}

// column reads a field and a stage, each [coverage.All] when not given.
func column(field, stage string) (out coverage.Column, err error) {
	var known bool
	if out.Field, known = coverage.ReadField(cmp.Or(field, coverage.All)); !known {
		return coverage.Column{}, wrong("field", "unknown_value", "value", field, "allowed", coverage.FieldCodes())
	}
	if out.Stage, known = coverage.ReadStage(cmp.Or(stage, coverage.All)); !known {
		return coverage.Column{}, wrong("stage", "unknown_value", "value", stage, "allowed", coverage.StageCodes())
	}
	return out, nil
}
