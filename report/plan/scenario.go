package plan

import (
	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/planner"
	"chuangmai/report"
)

// Scenarios is [planner.ScenariosAnswer] with its words.
type Scenarios struct {
	Region  MatrixRegion `json:"region"`
	By      string       `json:"by"`
	Before  Measures     `json:"before"`
	Results []Outcome    `json:"results"`
	// Between is what the second scenario has against the first.
	Between *MatrixDifference `json:"between,omitempty"`
	advise.Meta
}

// Outcome is what one scenario would bring.
type Outcome struct {
	Name    string   `json:"name"`
	Changes int      `json:"changes"`
	After   Measures `json:"after"`
	// Table sets the figures side by side.
	Table      []OutcomeFigure  `json:"table"`
	Difference MatrixDifference `json:"difference"`
}

// OutcomeFigure is one figure before and after; nil where it is not known.
type OutcomeFigure struct {
	Figure string   `json:"figure"`
	Label  string   `json:"label"`
	Unit   string   `json:"unit"`
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
	Change *float64 `json:"change"`
	// Better says whether the change is one for the better; nil when there is none or it is
	// neither.
	Better *bool `json:"better"`
}

// Measures is [coverage.Measures] for programs; distances are nil when nothing is in reach.
type Measures struct {
	Index       float64  `json:"index"`
	Cells       int      `json:"cells"`
	Covered     int      `json:"covered"`
	Single      int      `json:"single"`
	Needs       int      `json:"needs"`
	Served      int      `json:"served"`
	Unplaced    int      `json:"unplaced"`
	NeedKm      *float64 `json:"need_km"`
	FirmKm      *float64 `json:"firm_km"`
	FirmColumns int      `json:"firm_columns"`
	Columns     int      `json:"columns"`
}

// MatrixDifference is [coverage.Difference] with its words. Lists are cut at maxChanged;
// the totals are whole.
type MatrixDifference struct {
	// Date is the earlier date of a comparison of two dates, absent for scenarios.
	Date       graph.Date   `json:"date,omitzero"`
	NewTotal   int          `json:"new_total"`
	New        []Change     `json:"new"`
	EndedTotal int          `json:"ended_total"`
	Ended      []Change     `json:"ended"`
	MovedTotal int          `json:"moved_total"`
	Moved      []Change     `json:"moved"`
	Cells      []CellChange `json:"cells"`
}

// maxChanged is the greatest number of records a difference lists of each sort.
const maxChanged = 200

// Change is a supply that is new, ended or moved.
type Change struct {
	Named
	From *MatrixRegion `json:"from"`
	To   *MatrixRegion `json:"to"`
}

// CellChange is one cell before and after.
type CellChange struct {
	Region MatrixRegion `json:"region"`
	Column MatrixColumn `json:"column"`
	Before MatrixCell   `json:"before"`
	After  MatrixCell   `json:"after"`
	// Index, Supplies, Suppliers and Needs are after less before.
	Index     float64 `json:"index"`
	Supplies  int     `json:"supplies"`
	Suppliers int     `json:"suppliers"`
	Needs     int     `json:"needs"`
}

// NewScenarios words what scenarios would bring.
func NewScenarios(a planner.ScenariosAnswer, l report.Language) Scenarios {
	out := Scenarios{Before: measures(a.Before), Results: []Outcome{}, Meta: a.Meta}
	for _, o := range a.Outcomes {
		w := words{o.Inventory, l}
		out.Region, out.By = w.region(o.Difference.Region), o.Difference.By
		out.Results = append(out.Results, Outcome{
			Name: o.Scenario.Name, Changes: len(o.Scenario.Changes), After: measures(o.After), Table: w.figures(a.Before, o.After),
			Difference: w.difference(o.Difference, o.Before, o.Difference.By),
		})
	}
	if a.Between != nil {
		w := words{a.Outcomes[1].Inventory, l}
		d := w.difference(*a.Between, a.Outcomes[0].Inventory, a.Between.By)
		out.Between = &d
	}
	return out
}

func measures(m coverage.Measures) Measures {
	return Measures{
		Index: m.Index, Cells: m.Cells, Covered: m.Covered, Single: m.Single, Needs: m.Needs, Served: m.Served, Unplaced: m.Unplaced,
		NeedKm: known(m.NeedKm), FirmKm: known(m.FirmKm), FirmColumns: m.FirmColumns, Columns: m.Columns,
	}
}

// known is nil for a figure that is negative: not known.
func known(x float64) *float64 {
	if x < 0 {
		return nil
	}
	return &x
}

// figures sets two measures side by side; sign tells which way is better.
func (w words) figures(a, b coverage.Measures) []OutcomeFigure {
	var out []OutcomeFigure
	for _, f := range []struct {
		code, unit    string
		before, after float64
		better        float64
	}{
		{"index", "", a.Index, b.Index, 1},
		{"covered", "cells", float64(a.Covered), float64(b.Covered), 1},
		{"single", "cells", float64(a.Single), float64(b.Single), 0},
		{"needs", "needs", float64(a.Needs), float64(b.Needs), 0},
		{"served", "needs", float64(a.Served), float64(b.Served), 1},
		{"need_km", "km", a.NeedKm, b.NeedKm, -1},
		{"firm_km", "km", a.FirmKm, b.FirmKm, -1},
	} {
		figure := OutcomeFigure{Figure: f.code, Label: w.say("coverage.figure." + f.code), Unit: f.unit, Before: known(f.before), After: known(f.after)}
		if figure.Before != nil && figure.After != nil {
			change := f.after - f.before
			figure.Change = &change
			if change*f.better != 0 {
				better := change*f.better > 0
				figure.Better = &better
			}
		}
		out = append(out, figure)
	}
	return out
}

// difference words a difference; before names what the later inventory no longer has.
func (w words) difference(d coverage.Difference, before *supply.Inventory, by string) MatrixDifference {
	earlier := words{before, w.l}
	out := MatrixDifference{
		NewTotal: len(d.New), New: w.changes(d.New), EndedTotal: len(d.Ended), Ended: earlier.changes(d.Ended),
		MovedTotal: len(d.Moved), Moved: w.changes(d.Moved), Cells: []CellChange{},
	}
	for _, c := range d.Cells {
		change := CellChange{
			Region: w.region(c.Place), Column: w.column(c.Column), Before: w.cell(c.Before, 1), After: w.cell(c.After, 1),
			Index: c.After.Index - c.Before.Index, Supplies: c.After.Supplies - c.Before.Supplies,
			Suppliers: c.After.Suppliers - c.Before.Suppliers, Needs: c.After.Needs - c.Before.Needs,
		}
		if c.Place == supply.NoPlace {
			change.Region = w.rest(by)
		}
		out.Cells = append(out.Cells, change)
	}
	return out
}

func (w words) changes(list []coverage.Changed) []Change {
	out := []Change{}
	for _, c := range list[:min(len(list), maxChanged)] {
		change := Change{Named: w.named(c.ID)}
		if c.From != supply.NoPlace {
			from := w.region(c.From)
			change.From = &from
		}
		if c.To != supply.NoPlace {
			to := w.region(c.To)
			change.To = &to
		}
		out = append(out, change)
	}
	return out
}
