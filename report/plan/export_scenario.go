package plan

import (
	"strings"

	"chuangmai/briefing"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// scenarioSections show what each scenario would bring: its figures before and after, then
// the records and the cells that change.
func scenarioSections(a planner.ScenariosAnswer, lang phrase.Lang) []briefing.Section {
	say := func(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(lang) }
	sc := NewScenarios(a, report.Language{Lang: lang})
	var out []briefing.Section
	for i, r := range sc.Results {
		title := strings.TrimSpace(say("briefing.scenario.title", "n", i+1, "name", r.Name))
		figures := briefing.Section{
			Title: title, Text: []string{sc.Region.Label, say("briefing.scenario.changes", "n", r.Changes)},
			Columns: columnsOf(lang, "figure", "before", "after", "difference"),
		}
		for j := range figures.Columns[1:] {
			figures.Columns[1+j].Digits = indexDigits
		}
		for _, f := range r.Table {
			figures.Rows = append(figures.Rows, []briefing.Cell{briefing.Text(f.Label), knownNumber(f.Before), knownNumber(f.After), knownNumber(f.Change)})
		}
		out = append(out, figures)
		out = append(out, differenceSections(title, r.Difference, lang)...)
	}
	if sc.Between != nil {
		out = append(out, differenceSections(say("coverage.text.between"), *sc.Between, lang)...)
	}
	return out
}

// knownNumber is a figure, or a blank where it is not known.
func knownNumber(x *float64) briefing.Cell {
	if x == nil {
		return briefing.Unknown("")
	}
	return briefing.Number(*x)
}

// differenceSections list the records and the cells in which two looks at the network
// differ.
func differenceSections(title string, d MatrixDifference, lang phrase.Lang) []briefing.Section {
	say := func(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(lang) }
	if d.NewTotal+d.EndedTotal+d.MovedTotal+len(d.Cells) == 0 {
		return []briefing.Section{{Title: title, Text: []string{say("coverage.text.nothing_changed")}}}
	}
	records := briefing.Section{Title: say("briefing.difference.records", "title", title), Columns: columnsOf(lang, "change", "name", "id", "kind", "from", "to")}
	for _, list := range []struct {
		code    string
		total   int
		changes []Change
	}{{"new", d.NewTotal, d.New}, {"ended", d.EndedTotal, d.Ended}, {"moved", d.MovedTotal, d.Moved}} {
		records.Text = append(records.Text, say("coverage.text."+list.code, "n", list.total))
		for _, c := range list.changes {
			records.Rows = append(records.Rows, []briefing.Cell{
				briefing.Text(say("briefing.change." + list.code)), briefing.Text(named(c.Name, c.NameEn, c.Synthetic, lang)), briefing.Text(string(c.ID)),
				briefing.Text(c.KindLabel), place(c.From), place(c.To),
			})
		}
		if shown := len(list.changes); shown < list.total {
			records.Notes = append(records.Notes, say("plan.checks.shown", "shown", shown, "total", list.total))
		}
	}
	cells := briefing.Section{
		Title:   say("briefing.difference.cells", "title", title),
		Columns: columnsOf(lang, "region", "code", "field", "stage", "index_before", "index_after", "supplies_before", "supplies_after", "suppliers_before", "suppliers_after", "needs_before", "needs_after"),
	}
	cells.Columns[4].Digits, cells.Columns[5].Digits = indexDigits, indexDigits
	for _, c := range d.Cells {
		cells.Rows = append(cells.Rows, []briefing.Cell{
			briefing.Text(c.Region.Label), briefing.Text(c.Region.Code), briefing.Text(c.Column.FieldLabel), briefing.Text(c.Column.StageLabel),
			briefing.Number(c.Before.Index), briefing.Number(c.After.Index), briefing.Count(c.Before.Supplies), briefing.Count(c.After.Supplies),
			briefing.Count(c.Before.Suppliers), briefing.Count(c.After.Suppliers), briefing.Count(c.Before.Needs), briefing.Count(c.After.Needs),
		})
	}
	return []briefing.Section{records, cells}
}

func place(r *MatrixRegion) briefing.Cell {
	if r == nil {
		return briefing.Text("")
	}
	return briefing.Text(r.Label)
}
