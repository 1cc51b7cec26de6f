package plan

import (
	"strings"

	"chuangmai/briefing"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/rules"
)

// checksSections lay a report on the rules out as tables: results, counts by rule, and the
// points on which the texts differ.
func checksSections(a planner.ChecksAnswer, lang phrase.Lang) []briefing.Section {
	return []briefing.Section{rulesSection(a, lang), resultsSection(a, lang), conflictsSection(lang)}
}

func columnsOf(lang phrase.Lang, codes ...string) []briefing.Column {
	out := make([]briefing.Column, len(codes))
	for i, c := range codes {
		out[i] = briefing.Column{Title: phrase.New("briefing.column." + c).Render(lang)}
	}
	return out
}

func rulesSection(a planner.ChecksAnswer, lang phrase.Lang) briefing.Section {
	say := func(code string) string { return phrase.New(code).Render(lang) }
	s := briefing.Section{
		Title: say("briefing.checks.by_rule"), Columns: columnsOf(lang, "rule", "title", "severity", "not_met", "not_recorded", "met", "not_applicable"),
		Figure: &briefing.Bars{Title: say("briefing.checks.figure")},
		Text:   []string{(&paper{lang: lang}).tally(a.Counts)}, Notes: []string{say("plan.checks.note")},
	}
	for _, r := range a.ByRule {
		s.Rows = append(s.Rows, []briefing.Cell{
			briefing.Text(r.Rule.ID), briefing.Text(phrase.Capital(r.Rule.Title.In(lang))), briefing.Text(say("rule.severity." + string(r.Rule.Severity))),
			briefing.Count(r.NotMet), briefing.Count(r.NotRecorded), briefing.Count(r.Met), briefing.Count(r.NotApplicable),
		})
		s.Figure.Items = append(s.Figure.Items, briefing.Bar{Label: r.Rule.ID + " " + phrase.Capital(r.Rule.Title.In(lang)), Parts: []briefing.Part{
			{Value: float64(r.Met), Shade: 2, Words: say("rule.outcome.met")},
			{Value: float64(r.NotMet), Shade: 1, Words: say("rule.outcome.not_met")},
			{Value: float64(r.NotRecorded), Shade: briefing.Hatched, Words: say("rule.outcome.not_recorded")},
		}})
	}
	return s
}

// resultsSection lists what applies; what does not apply is only counted.
func resultsSection(a planner.ChecksAnswer, lang phrase.Lang) briefing.Section {
	say := func(code string) string { return phrase.New(code).Render(lang) }
	s := briefing.Section{
		Title:   say("briefing.checks.results"),
		Columns: columnsOf(lang, "subject", "id", "rule", "title", "outcome", "severity", "found", "record", "clause", "quote", "evidence"),
	}
	for _, f := range a.Findings {
		if f.Outcome == rules.NotApplicable {
			continue
		}
		name, id := say("rule.network"), ""
		if f.Subject != nil {
			name, id = nameOf(*f.Subject, lang), string(f.Subject.ID)
		}
		outcome, severity, wanted := briefing.Text(say("rule.outcome."+string(f.Outcome))), "", ""
		switch f.Outcome {
		case rules.NotMet:
			severity, wanted = say("rule.severity."+string(f.Rule.Severity)), f.Rule.Satisfy.In(lang)
		case rules.NotRecorded:
			outcome = briefing.Unknown(outcome.Text)
		case rules.Met, rules.NotApplicable:
		}
		if f.Record != nil {
			wanted = f.Record.Render(lang)
		}
		var where, quotes []string
		for _, c := range f.Clauses {
			where = append(where, string(c.Document)+c.Where)
			quotes = append(quotes, quoted(c, lang))
		}
		s.Rows = append(s.Rows, []briefing.Cell{
			briefing.Text(name), briefing.Text(id), briefing.Text(f.Rule.ID), briefing.Text(f.Rule.Title.In(lang)), outcome, briefing.Text(severity),
			briefing.Text(f.Found.Render(lang)), briefing.Text(wanted), briefing.Text(strings.Join(where, "; ")), briefing.Text(strings.Join(quotes, "\n")),
			briefing.Text(strings.Join(citedIDs(f), "; ")),
		})
	}
	return s
}

// quoted is a clause in its own words, which hold quotes of their own, with the English
// rendering for English readers.
func quoted(c rules.Clause, lang phrase.Lang) string {
	if lang == phrase.En {
		return "「" + c.Zh + "」 " + c.En
	}
	return "「" + c.Zh + "」"
}

func conflictsSection(lang phrase.Lang) briefing.Section {
	s := briefing.Section{Title: phrase.New("briefing.checks.conflicts").Render(lang), Columns: columnsOf(lang, "point", "national", "jiangsu", "handling")}
	join := func(list []rules.Clause) briefing.Cell {
		if len(list) == 0 {
			return briefing.Unknown(phrase.New("briefing.checks.silent").Render(lang))
		}
		var out []string
		for _, c := range list {
			out = append(out, string(c.Document)+c.Where+" "+quoted(c, lang))
		}
		return briefing.Text(strings.Join(out, "\n"))
	}
	for _, c := range rules.Conflicts() {
		s.Rows = append(s.Rows, []briefing.Cell{briefing.Text(c.Title.In(lang)), join(c.National), join(c.Provincial), briefing.Text(c.Handling.In(lang))})
	}
	return s
}
