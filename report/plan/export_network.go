package plan

import (
	"chuangmai/briefing"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// chainsSection shows the six chains of each subject; a chain without records says so.
func chainsSection(a planner.ChainsAnswer, lang phrase.Lang) briefing.Section {
	c := NewChains(a, report.Language{Lang: lang})
	say := func(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(lang) }
	s := briefing.Section{Title: say("briefing.chains.title"), Columns: columnsOf(lang, "subject", "id", "records"), Text: []string{c.Plan.Why.Text}}
	for _, x := range c.Subjects {
		if len(s.Columns) == 3 {
			for _, chain := range x.Chains {
				s.Columns = append(s.Columns, briefing.Column{Title: phrase.Capital(chain.Label)})
			}
		}
		row := []briefing.Cell{briefing.Text(named(x.Name, x.NameEn, x.Synthetic, lang)), briefing.Text(string(x.ID)), briefing.Count(x.Records)}
		for _, chain := range x.Chains {
			cell := briefing.Count(chain.Count)
			if chain.NoneRecorded {
				cell = briefing.Unknown(say("briefing.none_recorded"))
			}
			row = append(row, cell)
		}
		s.Rows = append(s.Rows, row)
	}
	for _, n := range c.Notes {
		s.Notes = append(s.Notes, n.Text)
	}
	if len(c.Subjects) < c.Total {
		s.Notes = append(s.Notes, say("plan.checks.shown", "shown", len(c.Subjects), "total", c.Total))
	}
	return s
}

// named is a name in a language, with a mark where it is made up.
func named(zh, en string, synthetic bool, lang phrase.Lang) string {
	name := zh
	if lang == phrase.En && en != "" {
		name = en
	}
	if synthetic {
		name += " 〔" + phrase.New("report.synthetic").Render(lang) + "〕"
	}
	return name
}

// healthSections show how the network hangs together, what rests on one supplier, and who
// stands between others.
func healthSections(a planner.HealthAnswer, lang phrase.Lang) []briefing.Section {
	h := NewHealth(a, report.Language{Lang: lang})
	say := func(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(lang) }
	whole := briefing.Section{Title: say("briefing.health.title"), Columns: columnsOf(lang, "measure", "value")}
	whole.Columns[1].Digits = indexDigits
	for _, f := range []struct {
		code  string
		value float64
	}{
		{"bodies", float64(h.Structure.Bodies)},
		{"tied", float64(h.Structure.Tied)},
		{"untied", float64(h.Structure.Untied)},
		{"pairs", float64(h.Structure.Pairs)},
		{"density", h.Structure.Density},
		{"mean_degree", h.Structure.MeanDegree},
		{"components", float64(h.Structure.Components)},
		{"largest", float64(h.Structure.Largest)},
		{"cut_bodies", float64(h.Structure.CutBodies)},
	} {
		whole.Rows = append(whole.Rows, []briefing.Cell{briefing.Text(say("briefing.measure." + f.code)), briefing.Number(f.value)})
	}
	for _, n := range h.Notes {
		whole.Notes = append(whole.Notes, n.Text)
	}
	single := briefing.Section{Title: say("briefing.health.single"), Columns: columnsOf(lang, "region", "field", "stage", "supplier", "id", "needs")}
	for _, c := range h.Fragility.Single.Items {
		single.Rows = append(single.Rows, []briefing.Cell{
			briefing.Text(c.City.Text().In(lang)), briefing.Text(c.FieldLabel), briefing.Text(c.StageLabel), briefing.Text(c.By.Text().In(lang)),
			briefing.Text(string(c.By.ID)), briefing.Count(c.Needs),
		})
	}
	brokers := briefing.Section{Title: say("briefing.health.brokers"), Columns: columnsOf(lang, "subject", "id", "score", "partners", "cities")}
	brokers.Columns[2].Digits = 4
	for _, b := range h.Brokers.Items {
		brokers.Rows = append(brokers.Rows, []briefing.Cell{
			briefing.Text(b.Text().In(lang)), briefing.Text(string(b.ID)), briefing.Number(b.Score), briefing.Count(b.Degree), briefing.Count(b.Cities),
		})
	}
	for _, cut := range []struct {
		s     *briefing.Section
		total int
	}{{&single, h.Fragility.Single.Total}, {&brokers, h.Brokers.Total}} {
		if len(cut.s.Rows) < cut.total {
			cut.s.Notes = append(cut.s.Notes, say("plan.checks.shown", "shown", len(cut.s.Rows), "total", cut.total))
		}
	}
	return []briefing.Section{whole, single, brokers}
}
