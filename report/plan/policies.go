package plan

import (
	"io"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/rules/policy"
)

// Policies is [planner.PoliciesAnswer] worded. No list of it is absent.
type Policies struct {
	Node     Fact              `json:"node"`
	Items    []PolicyHint      `json:"items"`
	Total    int               `json:"total"`
	RuledOut int               `json:"ruled_out"`
	Notes    []report.Sentence `json:"notes"`
	advise.Meta
}

// PolicyHint is [policy.Hint] worded.
type PolicyHint struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Area      report.Labelled   `json:"area"`
	Note      report.Sentence   `json:"note"`
	CheckWith string            `json:"check_with"`
	Clauses   []Clause          `json:"clauses"`
	Criteria  []PolicyCriterion `json:"criteria"`
}

// PolicyCriterion is one condition and what is known of it.
type PolicyCriterion struct {
	Text  report.Sentence `json:"text"`
	State report.Labelled `json:"state"`
	Nodes []Fact          `json:"nodes"`
	Edges []Tie           `json:"edges"`
}

// NewPolicies words the policies a node may qualify for.
func NewPolicies(a planner.PoliciesAnswer, l report.Language) Policies {
	out := Policies{Node: factOf(a.Node, l.Lang), Items: make([]PolicyHint, len(a.Hints)), Total: len(a.Hints), RuledOut: a.RuledOut, Notes: []report.Sentence{}, Meta: a.Meta}
	for i, h := range a.Hints {
		area := graph.BuiltinSchema().TermLabel("policy_area", h.Policy.Area).In(string(l.Lang))
		hint := PolicyHint{
			ID: h.Policy.ID, Title: h.Policy.Title.In(l.Lang), Area: report.Labelled{Code: h.Policy.Area, Label: area}, Note: l.Sentence(h.Note),
			CheckWith: h.Policy.CheckWith.In(l.Lang), Clauses: clausesOf(h.Clauses, l.Lang), Criteria: make([]PolicyCriterion, len(h.Criteria)),
		}
		for j, c := range h.Criteria {
			hint.Criteria[j] = PolicyCriterion{l.Sentence(c.Text), label("policy.state", c.State, l.Lang), factsOf(c.Nodes, l.Lang), tiesOf(c.Edges, l.Lang)}
		}
		out.Items[i] = hint
	}
	for _, n := range policyNotes(a) {
		out.Notes = append(out.Notes, l.Sentence(n))
	}
	return out
}

func policyNotes(a planner.PoliciesAnswer) []phrase.Message {
	first := phrase.New("policy.no_promise")
	if len(a.Hints) == 0 && a.RuledOut == 0 {
		first = phrase.New("policy.none")
	}
	notes := []phrase.Message{first}
	if a.RuledOut > 0 {
		notes = append(notes, phrase.New("policy.ruled_out", "n", a.RuledOut))
	}
	return notes
}

// WritePolicies writes the policies a node may qualify for as a person reads them in a
// terminal.
func WritePolicies(w io.Writer, a planner.PoliciesAnswer, lang phrase.Lang) error {
	p := &paper{w: w, lang: lang}
	p.line("%s", nameOf(a.Node, lang))
	for _, h := range a.Hints {
		p.line("")
		p.line("── %s", h.Note.Render(lang))
		for _, c := range h.Criteria {
			sign := map[string]string{policy.StateRecorded: "✓", policy.StateToCheck: "▨"}[c.State]
			p.line("    %s %s", sign, c.Text.Render(lang))
		}
		for _, c := range h.Clauses {
			p.line("    %s%s %s", c.Document, c.Where, quoted(c, p.lang))
		}
	}
	p.line("")
	for _, n := range policyNotes(a) {
		p.line("%s", n.Render(lang))
	}
	return p.err
}
