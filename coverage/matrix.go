package coverage

import (
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/lexicon"
)

// Query asks what a region covers.
type Query struct {
	// Region is what is looked at; By divides it into rows: "" for the next division below.
	Region supply.Place
	By     string
	// Columns are the cells of each row; nil for all fields and stages with their margins.
	Columns []Column
	// FactsOnly leaves made-up records out.
	FactsOnly bool
}

// Matrix is what a region covers, row by row.
type Matrix struct {
	Region  supply.Place
	By      string
	Columns []Column
	// Rows are the parts of the region by code, each with a cell for every column.
	Rows []Row
	// Rest is what lies in the region and in none of its rows, such as records whose county
	// is not known; Total is the whole region.
	Rest, Total Row
	// Overlaps are records in more than one row, which happens with zones only: rows and
	// rest sum to the total and the overlaps.
	Overlaps int
	// Nowhere are supplies of the whole network whose place is not known; no row counts them.
	Nowhere int
}

// Row is one region.
type Row struct {
	// Place is [supply.NoPlace] for the rest.
	Place supply.Place
	// Basis says on what the index rests: one of the Basis constants.
	Basis string
	// Firms are the enterprises recorded in it.
	Firms int
	// Records are its supplies and open needs of all fields: where there are none, nothing is
	// known of it, and nothing can be said to be missing.
	Records int
	Cells   []Cell
	// Quotients are the location quotients by field of [FieldCodes]: the field's part of the
	// row's supplies over its part of the region's; -1 where there is nothing to compare.
	Quotients [supply.Fields]float64
}

// Cell is what is known of one row, field and stage.
type Cell struct {
	Supplies  int
	Kinds     []KindCount // kinds that occur, in the order of [supply.Kinds]
	Synthetic int         // made-up supplies
	Read      int         // supplies whose field was only read from their names and words
	// Suppliers are independent bodies; Ownerless are supplies whose body is not recorded.
	Suppliers, Ownerless int
	// Open, OpenUnknown and Shut divide the supplies by what is recorded of opening.
	Open, OpenUnknown, Shut int
	// Stale and Undated are supplies past the stale age, and without a date.
	Stale, Undated int
	// MedianAge is in days, of the dated supplies; -1 when there are none.
	MedianAge int
	// Needs are open or in talks; NeedsUnknown have no state recorded.
	Needs, NeedsUnknown, NeedsSynthetic int
	// Records are the supplies and needs that the counts rest on.
	Records int
	// Index is the coverage index; IndexRecords are the supplies of the whole network with
	// some worth and a known place that it sums.
	Index        float64
	IndexRecords int
}

// KindCount counts one kind.
type KindCount struct {
	Kind  graph.Kind `json:"kind"`
	Count int        `json:"count"`
}

// Analysis computes what several questions about one inventory share. It is for one
// goroutine.
type Analysis struct {
	inv       *supply.Inventory
	factsOnly bool
	codes     codes
	masses    *masses
	spread    spread
	reach     *reach
	usable    map[supply.Place][]int32
	counts    map[countKey]*counts
}

// countKey tells which rows were counted.
type countKey struct {
	region supply.Place
	by     string
}

// counted counts the rows of a query once.
func (a *Analysis) counted(q Query) *counts {
	k := countKey{q.Region, q.By}
	if a.counts[k] == nil {
		if a.counts == nil {
			a.counts = make(map[countKey]*counts)
		}
		a.counts[k] = count(a.inv, newRows(a.inv.Regions, q.Region, q.By), a.factsOnly)
	}
	return a.counts[k]
}

// New returns an analysis of an inventory.
func New(inv *supply.Inventory, factsOnly bool) *Analysis {
	return &Analysis{
		inv: inv, factsOnly: factsOnly, codes: newCodes(), masses: newMasses(inv, factsOnly), spread: spread{inv, firmsUnder(inv)},
	}
}

// Matrix answers a query.
func (a *Analysis) Matrix(q Query) Matrix {
	q = a.complete(q)
	c := a.counted(q)
	m := Matrix{Region: q.Region, By: q.By, Columns: q.Columns, Overlaps: c.overlaps, Nowhere: c.nowhere}
	for i, p := range c.places {
		m.Rows = append(m.Rows, a.row(c, i, p, q.Columns))
	}
	m.Rest = a.row(c, c.restRow(), supply.NoPlace, q.Columns)
	m.Total = a.row(c, c.totalRow(), q.Region, q.Columns)
	rest := m.Total.Firms
	for _, r := range m.Rows {
		rest -= r.Firms
	}
	m.Rest.Firms = max(0, rest)
	return m
}

// complete fills in what a query leaves open.
func (a *Analysis) complete(q Query) Query {
	if q.By == "" || a.inv.Regions.At(q.Region).Type == lexicon.PlaceZone {
		q.By = Level(a.inv.Regions.At(q.Region).Type)
	}
	if q.Columns == nil {
		for i := range slots {
			q.Columns = append(q.Columns, a.codes.column(i))
		}
	}
	return q
}

func (a *Analysis) row(c *counts, i int, p supply.Place, columns []Column) Row {
	whole := c.cell(i, slot(fieldAll, stageAll))
	r := Row{Place: p, Basis: BasisNone, Records: int(whole.supplies + whole.needs + whole.needsUnknown), Cells: make([]Cell, len(columns))}
	var index [slots]float64
	if p != supply.NoPlace {
		var points []Point
		points, r.Basis = a.spread.points(p)
		index = a.masses.of(points)
		r.Firms = a.firms(p)
	}
	for j, col := range columns {
		if at, known := a.codes.slot(col); known {
			r.Cells[j] = cellOf(c.cell(i, at))
			r.Cells[j].Index, r.Cells[j].IndexRecords = index[at], int(a.masses.records[at])
		}
	}
	r.Quotients = quotients(c, i)
	return r
}

// firms counts the enterprises recorded in a region, also those at a place without a point.
func (a *Analysis) firms(whole supply.Place) (n int) {
	for i, firms := range a.inv.Firms {
		if firms > 0 && a.inv.Regions.Within(supply.Place(i), whole) {
			n += int(firms)
		}
	}
	return n
}

func cellOf(t *tally) Cell {
	c := Cell{
		Supplies: int(t.supplies), Synthetic: int(t.synthetic), Read: int(t.read), Suppliers: int(t.suppliers), Ownerless: int(t.ownerless),
		Open: int(t.open), OpenUnknown: int(t.openUnknown), Shut: int(t.shut), Stale: int(t.stale), Undated: int(t.undated),
		MedianAge: int(t.medianAge), Needs: int(t.needs), NeedsUnknown: int(t.needsUnknown), NeedsSynthetic: int(t.needsMadeUp),
		Records: int(t.supplies + t.needs + t.needsUnknown),
	}
	for i, k := range supply.Kinds() {
		if n := t.kinds[i]; n > 0 {
			c.Kinds = append(c.Kinds, KindCount{k, int(n)})
		}
	}
	return c
}

// quotients are the location quotients of a row against the whole region, over supplies
// counted once in each of their fields.
func quotients(c *counts, i int) (out [supply.Fields]float64) {
	var row, total float64
	for f := range supply.Fields {
		row += float64(c.cell(i, slot(f, stageAll)).supplies)
		total += float64(c.cell(c.totalRow(), slot(f, stageAll)).supplies)
	}
	for f := range supply.Fields {
		all := float64(c.cell(c.totalRow(), slot(f, stageAll)).supplies)
		if out[f] = -1; row > 0 && all > 0 {
			out[f] = float64(c.cell(i, slot(f, stageAll)).supplies) / row / (all / total)
		}
	}
	return out
}

// Fields returns the columns of all fields at one stage, with None and All.
func Fields(stage string) []Column {
	var out []Column
	for _, f := range append(FieldCodes(), None, All) {
		out = append(out, Column{f, stage})
	}
	return out
}

// Chain returns the columns of all stages in one field, with None and All.
func Chain(field string) []Column {
	var out []Column
	for _, s := range append(StageCodes(), None, All) {
		out = append(out, Column{field, s})
	}
	return slices.Clip(out)
}
