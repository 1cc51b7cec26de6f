package plan

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"chuangmai/coverage"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// WriteMatrix writes a matrix as a person reads it in a terminal.
func WriteMatrix(out io.Writer, a planner.CoverageAnswer, lang phrase.Lang) error {
	m := NewMatrix(a, report.Language{Lang: lang})
	s := &sheet{w: out, lang: lang}
	s.line(s.say("coverage.text.title", "region", m.Region.Label, "by", m.ByLabel, "column", s.asked(m.Columns), "date", m.AsOf.String()))
	s.line("")
	if len(m.Columns) == 1 {
		s.single(m)
	} else {
		s.matrix(m)
	}
	s.kinds(m)
	s.quotients(m)
	if m.Difference != nil {
		s.line("")
		s.line(s.say("coverage.text.since", "date", m.Difference.Date.String()))
		s.difference(*m.Difference)
	}
	s.line("")
	s.notes(m.Notes, m.Meta)
	return s.err
}

// asked names what all columns have in common.
func (s *sheet) asked(columns []MatrixColumn) string {
	if len(columns) == 0 {
		return ""
	}
	field, stage := columns[0].FieldLabel, columns[0].StageLabel
	for _, c := range columns {
		if c.FieldLabel != field {
			field = s.say("coverage.field.all")
		}
		if c.StageLabel != stage {
			stage = s.say("coverage.stage.all")
		}
	}
	return field + " · " + stage
}

// matrix writes several columns: index, supplies, suppliers and needs of each cell.
func (s *sheet) matrix(m Matrix) {
	head := []string{s.say("coverage.text.head.region"), s.say("coverage.text.head.firms")}
	stages := m.Columns[0].Field == m.Columns[len(m.Columns)-1].Field
	for _, c := range m.Columns {
		label := c.FieldLabel
		if stages {
			label = c.StageLabel
		}
		head = append(head, label)
	}
	rows := [][]string{head}
	for _, r := range m.all(s) {
		row := []string{r.Region.Label, strconv.Itoa(r.Firms)}
		for _, c := range r.Cells {
			row = append(row, s.cell(c, r.Basis))
		}
		rows = append(rows, row)
	}
	s.table("", rows)
	s.line("")
	s.line(s.say("coverage.text.cell"))
}

// all lists the rows, the rest and the total.
func (m Matrix) all(s *sheet) []MatrixRow {
	rows := append([]MatrixRow(nil), m.Rows...)
	if m.Rest != nil {
		rows = append(rows, *m.Rest)
	}
	total := m.Total
	total.Region.Label = s.say("coverage.text.total")
	return append(rows, total)
}

// cell writes one cell; what is not known is never a zero.
func (s *sheet) cell(c MatrixCell, basis string) string {
	index := "–"
	if basis != coverage.BasisNone {
		index = fmt.Sprintf("%.2f", c.Index)
	}
	switch c.State {
	case CellNoRecords:
		return index + " / ▨"
	case CellNoSupply:
		return fmt.Sprintf("%s / – / – / %d", index, c.Needs)
	}
	return fmt.Sprintf("%s / %d / %d / %d", index, c.Supplies, c.Suppliers, c.Needs)
}

// single writes one column in full.
func (s *sheet) single(m Matrix) {
	var head []string
	for _, h := range []string{"region", "firms", "index", "supplies", "suppliers", "needs", "stale", "age", "records"} {
		head = append(head, s.say("coverage.text.head."+h))
	}
	rows := [][]string{head}
	for _, r := range m.all(s) {
		c := r.Cells[0]
		row := []string{r.Region.Label, strconv.Itoa(r.Firms)}
		index := "–"
		if r.Basis != coverage.BasisNone {
			index = fmt.Sprintf("%.4f", c.Index)
		}
		row = append(row, index)
		switch c.State {
		case CellNoRecords:
			row = append(row, "▨")
		case CellNoSupply:
			row = append(row, "–", "–", strconv.Itoa(c.Needs))
		default:
			stale, age := "–", "–"
			if c.StaleShare != nil {
				stale, age = fmt.Sprintf("%.0f%%", 100**c.StaleShare), strconv.Itoa(*c.MedianAgeDays)
			}
			row = append(row, strconv.Itoa(c.Supplies), strconv.Itoa(c.Suppliers), strconv.Itoa(c.Needs), stale, age, strconv.Itoa(c.Records))
		}
		rows = append(rows, row)
	}
	s.table("", rows)
	s.line("")
	s.line(s.say("coverage.text.one"))
}

// kinds writes the counts by kind of the whole region, of the last column: all that is asked for.
func (s *sheet) kinds(m Matrix) {
	var parts []string
	last := m.Total.Cells[len(m.Total.Cells)-1]
	for _, k := range last.Kinds {
		parts = append(parts, fmt.Sprintf("%s %d", k.Label, k.Count))
	}
	if len(parts) > 0 {
		s.line(s.say("coverage.text.kinds") + phrase.Join(parts, s.lang))
	}
}

// quotients writes the location quotients of the rows in the fields shown, the greatest first
// in each row.
func (s *sheet) quotients(m Matrix) {
	shown := make(map[string]bool)
	for _, c := range m.Columns {
		shown[c.Field] = true
	}
	var lines []string
	for _, r := range m.Rows {
		var parts []string
		for _, q := range r.Quotients {
			if q.Value != nil && (shown[q.Field] || len(shown) == 1 && shown[coverage.All]) {
				parts = append(parts, fmt.Sprintf("%s %.2f", q.Label, *q.Value))
			}
		}
		if len(parts) > 0 {
			lines = append(lines, r.Region.Label+" "+strings.Join(parts, " "))
		}
	}
	if len(lines) > 0 {
		s.line(s.say("coverage.text.quotients") + strings.Join(lines, "; "))
	}
}

// maxShown is the greatest number of records and cells that a sheet lists.
const maxShown = 20

func (s *sheet) difference(d MatrixDifference) {
	if d.NewTotal+d.EndedTotal+d.MovedTotal+len(d.Cells) == 0 {
		s.line("  " + s.say("coverage.text.nothing_changed"))
		return
	}
	s.changes("new", d.NewTotal, d.New)
	s.changes("ended", d.EndedTotal, d.Ended)
	s.changes("moved", d.MovedTotal, d.Moved)
	s.line("  " + s.say("coverage.text.cells_changed", "n", len(d.Cells)))
	rows := [][]string{{
		s.say("coverage.text.head.region"), "", s.say("coverage.text.head.index"), s.say("coverage.text.head.supplies"),
		s.say("coverage.text.head.suppliers"), s.say("coverage.text.head.needs"),
	}}
	for i, c := range d.Cells {
		if i == maxShown {
			break
		}
		rows = append(rows, []string{
			c.Region.Label, c.Column.FieldLabel + " " + c.Column.StageLabel, fmt.Sprintf("%.3f → %.3f (%+.3f)", c.Before.Index, c.After.Index, c.Index),
			fmt.Sprintf("%d → %d", c.Before.Supplies, c.After.Supplies), fmt.Sprintf("%d → %d", c.Before.Suppliers, c.After.Suppliers),
			fmt.Sprintf("%d → %d", c.Before.Needs, c.After.Needs),
		})
	}
	s.table("    ", rows)
	s.more(len(d.Cells))
}

func (s *sheet) more(n int) {
	if n > maxShown {
		s.line("    " + s.say("coverage.text.more", "n", n-maxShown))
	}
}

func (s *sheet) changes(code string, total int, list []Change) {
	if total == 0 {
		return
	}
	s.line("  " + s.say("coverage.text."+code, "n", total))
	for i, c := range list {
		if i == maxShown {
			break
		}
		where := ""
		for _, r := range []*MatrixRegion{c.From, c.To} {
			if r != nil {
				where = strings.TrimPrefix(where+" → "+r.Label, " → ")
			}
		}
		s.line(fmt.Sprintf("    %s  %s (%s)  %s", c.ID, s.name(c.Name, c.NameEn, c.Synthetic), c.KindLabel, where))
	}
	s.more(total)
}

// WriteExplanation writes each addend of one coverage index, so that it can be recomputed
// by hand.
func WriteExplanation(out io.Writer, a planner.ExplainAnswer, lang phrase.Lang) error {
	w := words{a.Inventory, report.Language{Lang: lang}}
	s := &sheet{w: out, lang: lang}
	e := a.Explanation
	col := w.column(e.Column)
	s.line(s.say("coverage.text.explain", "region", w.region(e.Place).Label, "field", col.FieldLabel, "stage", col.StageLabel, "index", e.Index, "basis", w.say("coverage.basis."+e.Basis)))
	for _, p := range w.points(e.Points) {
		s.line("  " + s.say("coverage.text.point", "name", p.Region.Label, "weight", p.Weight, "firms", p.Firms, "index", p.Index))
	}
	s.line("  " + s.say("coverage.text.addend"))
	for _, add := range e.Addends {
		r := w.addend(add)
		n := r.Addend
		var marks []string
		if n.Read {
			marks = append(marks, s.say("coverage.text.read"))
		}
		line := fmt.Sprintf("    %.6f x %g x %g x e^(-%.3f/%.0f) = %.6f  %s %s (%s) · %s → %s · %s · %s", n.Weight, n.Quality, n.Openness, n.Km, n.ReachKm, n.Value,
			r.ID, s.name(r.Name, r.NameEn, r.Synthetic), r.KindLabel, r.Region.Label, n.Point.Label, n.QualityLabel, n.OpenLabel)
		if len(marks) > 0 {
			line += " · " + strings.Join(marks, " · ")
		}
		s.line(line)
	}
	s.line("  " + s.say("coverage.text.sum", "n", len(e.Addends), "index", e.Index))
	s.notes(nil, a.Meta)
	return s.err
}
