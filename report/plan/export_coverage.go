package plan

import (
	"strings"

	"chuangmai/briefing"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// matrixSections lay a matrix out twice: as it is seen, and cell by cell for those who go on
// working with it.
func matrixSections(a planner.CoverageAnswer, lang phrase.Lang) []briefing.Section {
	m := NewMatrix(a, report.Language{Lang: lang})
	say := func(code string) string { return phrase.New(code).Render(lang) }
	seen := briefing.Section{
		Title: say("briefing.matrix.title"), Columns: columnsOf(lang, "region"), Figure: &briefing.Bars{Title: say("briefing.matrix.figure")},
		Text: []string{m.Region.Label},
	}
	cells := briefing.Section{
		Title:   say("briefing.matrix.cells"),
		Columns: columnsOf(lang, "region", "code", "field", "stage", "state", "supplies", "suppliers", "open", "open_unknown", "shut", "stale", "needs", "records", "index"),
	}
	cells.Columns[len(cells.Columns)-1].Digits = indexDigits
	for _, c := range m.Columns {
		name := phrase.Capital(columnName(c)) + " · "
		seen.Columns = append(seen.Columns, briefing.Column{Title: name + say("briefing.column.index"), Digits: indexDigits}, briefing.Column{Title: name + say("briefing.column.records")})
	}
	rows := append([]MatrixRow{}, m.Rows...)
	if m.Rest != nil {
		rows = append(rows, *m.Rest)
	}
	for _, r := range append(rows, m.Total) {
		line := []briefing.Cell{briefing.Text(r.Region.Label)}
		for i, c := range r.Cells {
			line = append(line, indexCell(c, lang), recordsCell(c, lang))
			cells.Rows = append(cells.Rows, cellRow(r, m.Columns[i], c, lang))
		}
		seen.Rows = append(seen.Rows, line)
	}
	for _, r := range rows {
		seen.Figure.Items = append(seen.Figure.Items, briefing.Bar{Label: r.Region.Label, Parts: []briefing.Part{{Value: float64(r.Records), Words: say("briefing.column.records")}}})
	}
	for _, n := range m.Notes {
		seen.Notes = append(seen.Notes, n.Text)
	}
	out := []briefing.Section{seen, cells}
	if m.Difference != nil {
		since := phrase.New("coverage.text.since", "date", m.Difference.Date.String()).Render(lang)
		out = append(out, differenceSections(since, *m.Difference, lang)...)
	}
	return out
}

// indexDigits is how many digits after the point an index is shown with.
const indexDigits = 3

func columnName(c MatrixColumn) string {
	var parts []string
	for _, label := range []string{c.FieldLabel, c.StageLabel} {
		if label != "" {
			parts = append(parts, label)
		}
	}
	return strings.Join(parts, " · ")
}

func indexCell(c MatrixCell, lang phrase.Lang) briefing.Cell {
	if c.State == CellNoRecords {
		return briefing.Unknown(phrase.New("briefing.no_records").Render(lang))
	}
	return briefing.Number(c.Index)
}

func recordsCell(c MatrixCell, lang phrase.Lang) briefing.Cell {
	if c.State == CellNoRecords {
		return briefing.Unknown(phrase.New("briefing.no_records").Render(lang))
	}
	return briefing.Count(c.Records)
}

func cellRow(r MatrixRow, col MatrixColumn, c MatrixCell, lang phrase.Lang) []briefing.Cell {
	state := briefing.Text(phrase.New("briefing.state." + c.State).Render(lang))
	if c.State == CellNoRecords {
		state = briefing.Unknown(state.Text)
	}
	row := []briefing.Cell{briefing.Text(r.Region.Label), briefing.Text(r.Region.Code), briefing.Text(col.FieldLabel), briefing.Text(col.StageLabel), state}
	for _, n := range []int{c.Supplies, c.Suppliers, c.Open, c.OpenUnknown, c.Shut, c.Stale, c.Needs, c.Records} {
		row = append(row, briefing.Count(n))
	}
	return append(row, briefing.Number(c.Index))
}

func gapsSection(a planner.GapsAnswer, lang phrase.Lang) briefing.Section {
	g := NewGaps(a, 0, a.Total, report.Language{Lang: lang})
	say := func(code string) string { return phrase.New(code).Render(lang) }
	s := briefing.Section{
		Title: say("briefing.gaps.title"), Figure: &briefing.Bars{Title: say("briefing.gaps.figure")},
		Columns: columnsOf(lang, "region", "field", "stage", "verb", "causes", "reasons", "nearest", "km", "candidates", "records", "evidence"),
	}
	for _, c := range g.Counts {
		s.Figure.Items = append(s.Figure.Items, briefing.Bar{Label: c.Label, Parts: []briefing.Part{{Value: float64(c.Count), Shade: 1}}})
	}
	for _, x := range g.Items {
		var causes, reasons, evidence, candidates []string
		for _, c := range x.Causes {
			causes = append(causes, c.Label)
			reasons = append(reasons, c.Sentence.Text)
			for _, e := range c.Evidence[:min(len(c.Evidence), maxCited)] {
				evidence = append(evidence, string(e.ID))
			}
		}
		for _, c := range x.Candidates {
			candidates = append(candidates, c.Name)
		}
		nearest, km := briefing.Unknown(say("briefing.none_recorded")), briefing.Unknown("")
		if x.Nearest != nil {
			nearest, km = briefing.Text(x.Nearest.Name), briefing.Number(x.Nearest.Km)
		}
		s.Rows = append(s.Rows, []briefing.Cell{
			briefing.Text(x.Region.Label), briefing.Text(x.Column.FieldLabel), briefing.Text(x.Column.StageLabel), briefing.Text(x.VerbLabel),
			briefing.Text(phrase.Join(causes, lang)), briefing.Text(strings.Join(reasons, "\n")), nearest, km,
			briefing.Text(phrase.Join(candidates, lang)), briefing.Count(x.Cell.Records), briefing.Text(strings.Join(evidence, "; ")),
		})
	}
	for _, n := range g.Notes {
		s.Notes = append(s.Notes, n.Text)
	}
	return s
}
