package plan

import (
	"fmt"
	"strings"

	"chuangmai/briefing"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/rules"
	"chuangmai/rules/dossier"
)

// DossierDocument lays a paper out for printing.
func DossierDocument(a planner.DossierAnswer, lang phrase.Lang) briefing.Document {
	say := func(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(lang) }
	d := briefing.Document{
		Lang: lang, Title: nameOf(a.Centre, lang) + " · " + dossierTitle(a).Render(lang),
		Facts: append(metaFacts(a.Meta, lang), fact("node", string(a.Centre.ID), lang), fact("entries", say("dossier.count", "filled", a.Filled, "blanks", a.Blanks), lang)),
	}
	for _, s := range a.Sections {
		d.Sections = append(d.Sections, dossierSection(s, lang))
	}
	if a.Lifecycle.Applies {
		d.Sections = append(d.Sections, lifeSection(a.Lifecycle, lang))
	}
	for _, n := range dossierNotes(a) {
		d.Method = append(d.Method, n.Render(lang))
	}
	d.Method = append(d.Method, say("briefing.method.dossier"), say("briefing.method.synthetic"))
	return d
}

func dossierSection(s dossier.Section, lang phrase.Lang) briefing.Section {
	out := briefing.Section{Title: fmt.Sprintf("%d  %s", s.Number, s.Title.In(lang)), Columns: dossierColumns(lang, "item", "recorded", "evidence")}
	for _, e := range s.Entries {
		if e.Blank() {
			out.Rows = append(out.Rows, []briefing.Cell{briefing.Text(e.Label.In(lang)), briefing.Unknown("____ " + e.Hint.In(lang)), briefing.Text("")})
			continue
		}
		for i, v := range e.Values {
			title := ""
			if i == 0 {
				title = e.Label.In(lang)
			}
			out.Rows = append(out.Rows, []briefing.Cell{briefing.Text(title), briefing.Text(v.Text.In(lang)), briefing.Text(evidence(v))})
		}
		if e.More > 0 {
			out.Rows = append(out.Rows, []briefing.Cell{briefing.Text(""), briefing.Text(phrase.New("dossier.more", "n", e.More).Render(lang)), briefing.Text("")})
		}
	}
	return out
}

func dossierColumns(lang phrase.Lang, codes ...string) []briefing.Column {
	out := make([]briefing.Column, len(codes))
	for i, c := range codes {
		out[i] = briefing.Column{Title: phrase.New("dossier.column." + c).Render(lang)}
	}
	return out
}

func lifeSection(c dossier.Lifecycle, lang phrase.Lang) briefing.Section {
	say := func(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(lang) }
	out := briefing.Section{Title: say("dossier.heading.lifecycle"), Columns: dossierColumns(lang, "step", "state", "date", "evidence")}
	state := func(under, code string, recorded bool) briefing.Cell {
		if recorded {
			return briefing.Text(say(under + "." + code))
		}
		return briefing.Unknown(say(under + "." + code))
	}
	for _, s := range c.Steps {
		title := say("dossier.step." + s.Code)
		if s.Note != nil {
			title += " (" + s.Note.Render(lang) + ")"
		}
		out.Rows = append(out.Rows, []briefing.Cell{
			briefing.Text(title), state("dossier.stepstate", s.State, s.State == dossier.StepDone), briefing.Text(s.Date.String()), briefing.Text(idsOf(s.Nodes)),
		})
	}
	for _, d := range c.Deadlines {
		out.Rows = append(out.Rows, []briefing.Cell{
			briefing.Text(deadlineLabel(d).Render(lang)), state("dossier.deadlinestate", d.State, d.State != rules.DeadlineOverdue),
			briefing.Text(d.Due.String()), briefing.Text(idsOf(d.Nodes)),
		})
	}
	if c.Overdue > 0 {
		out.Notes = append(out.Notes, say("dossier.overdue", "n", c.Overdue))
	}
	out.Notes = append(out.Notes, say("dossier.note.dates"))
	return out
}

func idsOf(nodes []rules.NodeFact) string {
	ids := make([]string, len(nodes))
	for i, n := range nodes {
		ids[i] = string(n.ID)
	}
	return strings.Join(ids, ", ")
}
