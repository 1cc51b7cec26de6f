package plan

import (
	"io"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/rules"
	"chuangmai/rules/dossier"
)

// Dossier is [planner.DossierAnswer] worded. No list of it is absent.
type Dossier struct {
	Form  string `json:"form"`
	Title string `json:"title"`
	Year  int    `json:"year,omitempty"`
	// Text is "A" or "J", the founding text that governs the centre, "" for none.
	Text      string            `json:"text"`
	Centre    Fact              `json:"centre"`
	Sections  []DossierSection  `json:"sections"`
	Filled    int               `json:"filled"`
	Blanks    int               `json:"blanks"`
	Lifecycle Lifecycle         `json:"lifecycle"`
	Notes     []report.Sentence `json:"notes"`
	advise.Meta
}

// DossierSection is one head of the outline.
type DossierSection struct {
	Number  int            `json:"number"`
	Title   string         `json:"title"`
	TitleZh string         `json:"title_zh"`
	Entries []DossierEntry `json:"entries"`
}

// DossierEntry is one thing the paper should tell; a blank one has no values and says by what
// it is filled.
type DossierEntry struct {
	Code   string         `json:"code"`
	Label  string         `json:"label"`
	Blank  bool           `json:"blank"`
	Hint   string         `json:"hint,omitempty"`
	Values []DossierValue `json:"values"`
	More   int            `json:"more"`
}

// DossierValue is one recorded thing and the facts it rests on.
type DossierValue struct {
	Text  string `json:"text"`
	Nodes []Fact `json:"nodes"`
	Edges []Tie  `json:"edges"`
}

// Lifecycle is [dossier.Lifecycle] worded.
type Lifecycle struct {
	Applies   bool             `json:"applies"`
	State     *report.Labelled `json:"state,omitempty"`
	Steps     []LifeStep       `json:"steps"`
	Deadlines []LifeDeadline   `json:"deadlines"`
	Overdue   int              `json:"overdue"`
}

// LifeStep is one step of a centre's life.
type LifeStep struct {
	Code  string           `json:"code"`
	Label string           `json:"label"`
	State report.Labelled  `json:"state"`
	Date  graph.Date       `json:"date,omitzero"`
	Note  *report.Sentence `json:"note,omitempty"`
	Nodes []Fact           `json:"nodes"`
}

// LifeDeadline is something the centre owes by a day.
type LifeDeadline struct {
	What  string          `json:"what"`
	Label string          `json:"label"`
	Party string          `json:"party,omitempty"`
	Year  int             `json:"year,omitempty"`
	Due   graph.Date      `json:"due"`
	State report.Labelled `json:"state"`
	Nodes []Fact          `json:"nodes"`
}

// NewDossier words a paper.
func NewDossier(a planner.DossierAnswer, l report.Language) Dossier {
	out := Dossier{
		Form: string(a.Form), Title: dossierTitle(a).Render(l.Lang), Year: a.Year, Text: string(a.Text), Centre: factOf(a.Centre, l.Lang),
		Sections: make([]DossierSection, len(a.Sections)), Filled: a.Filled, Blanks: a.Blanks, Lifecycle: newLifecycle(a.Lifecycle, l),
		Notes: []report.Sentence{}, Meta: a.Meta,
	}
	for i, s := range a.Sections {
		section := DossierSection{Number: s.Number, Title: s.Title.In(l.Lang), TitleZh: s.Title.Zh, Entries: make([]DossierEntry, len(s.Entries))}
		for j, e := range s.Entries {
			section.Entries[j] = newEntry(e, l.Lang)
		}
		out.Sections[i] = section
	}
	for _, n := range dossierNotes(a) {
		out.Notes = append(out.Notes, l.Sentence(n))
	}
	return out
}

func dossierTitle(a planner.DossierAnswer) phrase.Message {
	return phrase.New("dossier.title."+string(a.Form), "year", a.Year)
}

func dossierNotes(a planner.DossierAnswer) []phrase.Message {
	notes := a.Notes
	if !a.Lifecycle.Applies {
		notes = append(notes[:len(notes):len(notes)], phrase.New("dossier.note.lifecycle"))
	}
	return notes
}

func newEntry(e dossier.Entry, lang phrase.Lang) DossierEntry {
	out := DossierEntry{Code: e.Code, Label: e.Label.In(lang), Blank: e.Blank(), Values: make([]DossierValue, len(e.Values)), More: e.More}
	if out.Blank {
		out.Hint = e.Hint.In(lang)
	}
	for i, v := range e.Values {
		out.Values[i] = DossierValue{v.Text.In(lang), factsOf(v.Nodes, lang), tiesOf(v.Edges, lang)}
	}
	return out
}

func newLifecycle(c dossier.Lifecycle, l report.Language) Lifecycle {
	out := Lifecycle{Applies: c.Applies, Steps: make([]LifeStep, len(c.Steps)), Deadlines: make([]LifeDeadline, len(c.Deadlines)), Overdue: c.Overdue}
	if c.State != "" {
		out.State = &report.Labelled{Code: c.State, Label: graph.BuiltinSchema().TermLabel("lifecycle_state", c.State).In(string(l.Lang))}
	}
	for i, s := range c.Steps {
		step := LifeStep{
			Code: s.Code, Label: phrase.New("dossier.step." + s.Code).Render(l.Lang), State: label("dossier.stepstate", s.State, l.Lang),
			Date: s.Date, Nodes: factsOf(s.Nodes, l.Lang),
		}
		if s.Note != nil {
			note := l.Sentence(*s.Note)
			step.Note = &note
		}
		out.Steps[i] = step
	}
	for i, d := range c.Deadlines {
		out.Deadlines[i] = LifeDeadline{
			What: d.What, Label: deadlineLabel(d).Render(l.Lang), Party: d.Party, Year: d.Year, Due: d.Due,
			State: label("dossier.deadlinestate", d.State, l.Lang), Nodes: factsOf(d.Nodes, l.Lang),
		}
	}
	return out
}

func deadlineLabel(d dossier.Deadline) phrase.Message {
	party := graph.BuiltinSchema().TermLabel("report_party", d.Party)
	return phrase.New("dossier.deadline."+d.What, "year", d.Year, "party", phrase.Text{Zh: party.Zh, En: party.En})
}

// WriteDossier writes a paper as a person reads it in a terminal.
func WriteDossier(w io.Writer, a planner.DossierAnswer, lang phrase.Lang) error {
	p := &paper{w: w, lang: lang}
	p.line("%s", nameOf(a.Centre, lang))
	p.line("%s · %s", dossierTitle(a).Render(lang), p.say("dossier.count", "filled", a.Filled, "blanks", a.Blanks))
	for _, s := range a.Sections {
		p.line("")
		p.line("%d  %s", s.Number, s.Title.In(lang))
		for _, e := range s.Entries {
			p.entry(e)
		}
	}
	p.life(a.Lifecycle)
	if notes := dossierNotes(a); len(notes) > 0 {
		p.line("")
		for _, n := range notes {
			p.line("%s", n.Render(lang))
		}
	}
	return p.err
}

func (p *paper) entry(e dossier.Entry) {
	if e.Blank() {
		p.line("    ▨ %s: ____ (%s)", e.Label.In(p.lang), e.Hint.In(p.lang))
		return
	}
	p.line("    %s:", e.Label.In(p.lang))
	for _, v := range e.Values {
		p.line("      %s  [%s]", v.Text.In(p.lang), evidence(v))
	}
	if e.More > 0 {
		p.line("      %s", p.say("dossier.more", "n", e.More))
	}
}

// evidence names the first facts a value rests on.
func evidence(v dossier.Value) string {
	f := planner.Finding{Nodes: v.Nodes, Edges: v.Edges}
	ids := citedIDs(f)
	return phrase.Join(ids, phrase.En)
}

func (p *paper) life(c dossier.Lifecycle) {
	if !c.Applies {
		return
	}
	p.line("")
	p.line("%s", p.say("dossier.heading.lifecycle"))
	for _, s := range c.Steps {
		text := p.say("dossier.step."+s.Code) + "  " + p.say("dossier.stepstate."+s.State)
		if !s.Date.IsZero() {
			text += "  " + s.Date.String()
		}
		if s.Note != nil {
			text += "  " + s.Note.Render(p.lang)
		}
		p.line("    %s", text)
	}
	for _, d := range c.Deadlines {
		sign := map[string]string{rules.DeadlineDone: "✓", rules.DeadlineOverdue: "▨", rules.DeadlineDue: "·"}[d.State]
		p.line("    %s %s  %s  %s", sign, d.Due, deadlineLabel(d).Render(p.lang), p.say("dossier.deadlinestate."+d.State))
	}
	if c.Overdue > 0 {
		p.line("    %s", p.say("dossier.overdue", "n", c.Overdue))
	}
}
