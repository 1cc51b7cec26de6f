package plan

import (
	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// Matrix is [planner.CoverageAnswer] with its words.
type Matrix struct {
	Region  MatrixRegion   `json:"region"`
	By      string         `json:"by"`
	ByLabel string         `json:"by_label"`
	Columns []MatrixColumn `json:"columns"`
	Rows    []MatrixRow    `json:"rows"`
	// Rest is what lies in the region and in no row ("county not recorded"); nil when the
	// region is not divided. Total is the whole region.
	Rest     *MatrixRow `json:"rest"`
	Total    MatrixRow  `json:"total"`
	Overlaps int        `json:"overlaps"`
	Nowhere  int        `json:"nowhere"`
	// GreatestIndex and GreatestRecords are those of the rows' cells, for shades.
	GreatestIndex   float64           `json:"greatest_index"`
	GreatestRecords int               `json:"greatest_records"`
	Notes           []report.Sentence `json:"notes"`
	// Difference is there when a date to compare with was given.
	Difference *MatrixDifference `json:"difference,omitempty"`
	advise.Meta
}

// MatrixRegion is a region with its names. Code is "" for the row of what is not recorded.
type MatrixRegion struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	Label  string `json:"label"`
	Type   string `json:"type"`
}

// MatrixColumn is a field and a stage with their labels.
type MatrixColumn struct {
	coverage.Column
	FieldLabel string `json:"field_label"`
	StageLabel string `json:"stage_label"`
}

// MatrixRow is one region's cells, in the order of the columns.
type MatrixRow struct {
	Region     MatrixRegion     `json:"region"`
	Basis      string           `json:"basis"`
	BasisLabel string           `json:"basis_label"`
	Firms      int              `json:"firms"`
	Records    int              `json:"records"`
	Cells      []MatrixCell     `json:"cells"`
	Quotients  []MatrixQuotient `json:"quotients"`
}

// MatrixQuotient is a location quotient; Value is nil when there is nothing to compare.
type MatrixQuotient struct {
	Field string   `json:"field"`
	Label string   `json:"label"`
	Value *float64 `json:"value"`
}

// States of a cell.
const (
	// CellRecorded: supply is recorded.
	CellRecorded = "recorded"
	// CellNoSupply: other supply of the region is recorded, none of this cell.
	CellNoSupply = "no_supply"
	// CellNoRecords: nothing at all is recorded of the region: the cell says nothing.
	CellNoRecords = "no_records"
)

// MatrixCell is [coverage.Cell] for programs.
type MatrixCell struct {
	State          string           `json:"state"`
	Supplies       int              `json:"supplies"`
	Kinds          []MatrixKindPart `json:"kinds"`
	Synthetic      int              `json:"synthetic"`
	Read           int              `json:"read"`
	Suppliers      int              `json:"suppliers"`
	Ownerless      int              `json:"ownerless"`
	Open           int              `json:"open"`
	OpenUnknown    int              `json:"open_unknown"`
	Shut           int              `json:"shut"`
	Stale          int              `json:"stale"`
	Undated        int              `json:"undated"`
	StaleShare     *float64         `json:"stale_share"`
	MedianAgeDays  *int             `json:"median_age_days"`
	Needs          int              `json:"needs"`
	NeedsUnknown   int              `json:"needs_unknown"`
	NeedsSynthetic int              `json:"needs_synthetic"`
	Records        int              `json:"records"`
	Index          float64          `json:"index"`
	IndexRecords   int              `json:"index_records"`
}

// MatrixKindPart counts one kind.
type MatrixKindPart struct {
	Kind  graph.Kind `json:"kind"`
	Label string     `json:"label"`
	Count int        `json:"count"`
}

// NewMatrix words a matrix. No list of it is absent.
func NewMatrix(a planner.CoverageAnswer, l report.Language) Matrix {
	w := words{a.Inventory, l}
	m := Matrix{
		Region: w.region(a.Matrix.Region), By: a.Matrix.By, ByLabel: w.say("coverage.by." + a.Matrix.By), Columns: []MatrixColumn{},
		Rows: []MatrixRow{}, Total: w.row(a.Matrix.Total), Overlaps: a.Matrix.Overlaps, Nowhere: a.Matrix.Nowhere, Meta: a.Meta,
	}
	for _, c := range a.Matrix.Columns {
		m.Columns = append(m.Columns, w.column(c))
	}
	for _, r := range a.Matrix.Rows {
		m.Rows = append(m.Rows, w.row(r))
		for _, c := range r.Cells {
			m.GreatestIndex = max(m.GreatestIndex, c.Index)
			m.GreatestRecords = max(m.GreatestRecords, c.Records)
		}
	}
	if len(m.Rows) > 0 {
		rest := w.row(a.Matrix.Rest)
		rest.Region = w.rest(a.Matrix.By)
		m.Rest = &rest
	}
	m.Notes = w.matrixNotes(a.Matrix)
	if a.Difference != nil {
		d := w.difference(*a.Difference, a.Before, a.Matrix.By)
		d.Date = a.Before.View.Day().Date()
		m.Difference = &d
	}
	return m
}

// matrixNotes say what bears on every number of a matrix.
func (w words) matrixNotes(m coverage.Matrix) []report.Sentence {
	out := []report.Sentence{w.l.Sentence(phrase.New("coverage.note.index"))}
	if m.Nowhere > 0 {
		out = append(out, w.l.Sentence(phrase.New("coverage.note.nowhere", "n", m.Nowhere)))
	}
	if m.Overlaps > 0 {
		out = append(out, w.l.Sentence(phrase.New("coverage.note.overlaps", "n", m.Overlaps)))
	}
	whole := wholeOf(m.Columns, m.Total)
	if whole.Synthetic > 0 {
		out = append(out, w.l.Sentence(phrase.New("coverage.note.synthetic", "n", whole.Synthetic, "all", whole.Supplies)))
	}
	if whole.Read > 0 {
		out = append(out, w.l.Sentence(phrase.New("coverage.note.read", "n", whole.Read, "all", whole.Supplies)))
	}
	return out
}

// wholeOf is the cell with the most supplies: that of all fields and stages where it is
// shown.
func wholeOf(columns []coverage.Column, r coverage.Row) (out coverage.Cell) {
	for i := range columns {
		if r.Cells[i].Supplies >= out.Supplies {
			out = r.Cells[i]
		}
	}
	return out
}

func (w words) row(r coverage.Row) MatrixRow {
	out := MatrixRow{
		Region: w.region(r.Place), Basis: r.Basis, BasisLabel: w.say("coverage.basis." + r.Basis), Firms: r.Firms, Records: r.Records,
		Cells: make([]MatrixCell, len(r.Cells)), Quotients: []MatrixQuotient{},
	}
	for i, c := range r.Cells {
		out.Cells[i] = w.cell(c, r.Records)
	}
	for i, code := range coverage.FieldCodes() {
		q := MatrixQuotient{Field: code, Label: w.field(code)}
		if v := r.Quotients[i]; v >= 0 {
			q.Value = &v
		}
		out.Quotients = append(out.Quotients, q)
	}
	return out
}

// cell words one cell of a row with so many records.
func (w words) cell(c coverage.Cell, records int) MatrixCell {
	out := MatrixCell{
		State: CellRecorded, Supplies: c.Supplies, Kinds: []MatrixKindPart{}, Synthetic: c.Synthetic, Read: c.Read, Suppliers: c.Suppliers,
		Ownerless: c.Ownerless, Open: c.Open, OpenUnknown: c.OpenUnknown, Shut: c.Shut, Stale: c.Stale, Undated: c.Undated,
		Needs: c.Needs, NeedsUnknown: c.NeedsUnknown, NeedsSynthetic: c.NeedsSynthetic, Records: c.Records, Index: c.Index, IndexRecords: c.IndexRecords,
	}
	switch {
	case c.Supplies > 0:
	case records > 0:
		out.State = CellNoSupply
	default:
		out.State = CellNoRecords
	}
	for _, k := range c.Kinds {
		out.Kinds = append(out.Kinds, MatrixKindPart{k.Kind, kindName(k.Kind, w.l.Lang), k.Count})
	}
	if dated := c.Supplies - c.Undated; dated > 0 {
		share := float64(c.Stale) / float64(dated)
		out.StaleShare, out.MedianAgeDays = &share, &c.MedianAge
	}
	return out
}

// words names what an inventory holds in the asked language.
type words struct {
	inv *supply.Inventory
	l   report.Language
}

func (w words) say(code string) string { return phrase.New(code).Render(w.l.Lang) }

func (w words) region(p supply.Place) MatrixRegion {
	if p == supply.NoPlace {
		return MatrixRegion{Name: phrase.New("coverage.place_unknown").Render(phrase.Zh), NameEn: phrase.New("coverage.place_unknown").Render(phrase.En), Label: w.say("coverage.place_unknown")}
	}
	at := w.inv.Regions.At(p)
	return MatrixRegion{Code: at.Code, Name: at.Name, NameEn: at.NameEn, Label: phrase.Text{Zh: at.Name, En: at.NameEn}.In(w.l.Lang), Type: at.Type}
}

// rest names the row of what is in no row.
func (w words) rest(by string) MatrixRegion {
	m := phrase.New("coverage.rest." + by)
	return MatrixRegion{Name: m.Render(phrase.Zh), NameEn: m.Render(phrase.En), Label: m.Render(w.l.Lang), Type: "rest"}
}

func (w words) column(c coverage.Column) MatrixColumn {
	return MatrixColumn{c, w.field(c.Field), w.stage(c.Stage)}
}

func (w words) field(code string) string {
	switch code {
	case coverage.All:
		return w.say("coverage.field.all")
	case coverage.None:
		return w.say("coverage.field.none")
	}
	return fieldLabel(code, w.l.Lang)
}

func (w words) stage(code string) string {
	switch code {
	case coverage.All:
		return w.say("coverage.stage.all")
	case coverage.None:
		return w.say("coverage.stage.none")
	}
	return stageLabel(code, w.l.Lang)
}
