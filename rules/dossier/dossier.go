package dossier

import (
	"time"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/rules"
)

// Form says which paper is filled in.
type Form string

// The forms: the construction plan, and the report on one year.
const (
	FormPlan   Form = "plan"
	FormReport Form = "report"
)

// Dossier is a paper as far as the network can fill it in.
type Dossier struct {
	Form Form
	// Year is reported on; 0 in a plan.
	Year   int
	Centre rules.NodeFact
	// Text is the founding text that governs the centre, "" where none or nobody knows.
	Text     rules.Document
	Sections []Section
	// Filled and Blanks count the entries.
	Filled, Blanks int
	Lifecycle      Lifecycle
	Notes          []phrase.Message
}

// Section is one head of the outline.
type Section struct {
	Number  int
	Title   phrase.Text
	Entries []Entry
}

// Entry is one thing the paper should tell. Without values it is a blank to be filled in,
// and Hint says by what.
type Entry struct {
	Code   string
	Label  phrase.Text
	Values []Value
	// More counts values left out.
	More int
	Hint phrase.Text
}

// Blank reports whether nothing is recorded for the entry.
func (e Entry) Blank() bool { return len(e.Values) == 0 }

// Value is one recorded thing and the facts it rests on.
type Value struct {
	Text  phrase.Text
	Nodes []rules.NodeFact
	Edges []rules.EdgeFact
}

// New fills in a form for a centre. year is read for a report only; the network of a report
// is that of the year's last day or of the view's day, whichever comes first. Deadlines are
// those of the view's day.
func New(v snapshot.View, centre snapshot.N, form Form, year int) Dossier {
	out := Dossier{Form: form, Centre: rules.NodeOf(v, centre), Lifecycle: lifecycle(v, centre)}
	out.Text, _ = rules.Governing(v, centre)
	w := &writer{v: v, n: centre}
	if form == FormReport {
		out.Year = year
		last := graph.DayOf(time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC))
		w.first, w.last = graph.DayOf(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)), last
		if last < v.Day() {
			w.v = v.Picture().View(last, v.Audience())
		}
		out.Notes = append(out.Notes, phrase.New("dossier.note.report"))
		out.Sections = w.report(year)
	} else {
		out.Sections = w.plan()
		if out.Text != rules.Jiangsu {
			out.Notes = append(out.Notes, phrase.New("dossier.note.outline"))
		}
	}
	for _, s := range out.Sections {
		for _, e := range s.Entries {
			if e.Blank() {
				out.Blanks++
			} else {
				out.Filled++
			}
		}
	}
	return out
}
