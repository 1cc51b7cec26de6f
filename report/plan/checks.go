package plan

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/advise"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/rules"
)

// Checks is [planner.ChecksAnswer] with its sentences worded. No list of it is absent.
type Checks struct {
	Items []Check `json:"items"`
	Total int     `json:"total"`
	// Next leads to the next page, "" for none or where nobody pages.
	Next      string            `json:"next,omitempty"`
	Counts    rules.Counts      `json:"counts"`
	Rules     []RuleSummary     `json:"rules"`
	Conflicts []Conflict        `json:"conflicts"`
	Place     *Place            `json:"place,omitempty"`
	Notes     []report.Sentence `json:"notes"`
	advise.Meta
}

// Place is a place that was asked for.
type Place struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

// Check is [planner.Finding] worded. Subject is null for the network as a whole; Severity is
// there only where a rule is not met, Record only where it is not recorded.
type Check struct {
	Rule      string           `json:"rule"`
	Title     string           `json:"title"`
	Subject   *Fact            `json:"subject"`
	Outcome   report.Labelled  `json:"outcome"`
	Severity  *report.Labelled `json:"severity,omitempty"`
	Clauses   []Clause         `json:"clauses"`
	Found     report.Sentence  `json:"found"`
	Satisfy   string           `json:"satisfy"`
	Record    *report.Sentence `json:"record,omitempty"`
	Ours      string           `json:"ours,omitempty"`
	Nodes     []Fact           `json:"nodes"`
	Edges     []Tie            `json:"edges"`
	More      int              `json:"more"`
	Synthetic bool             `json:"synthetic"`
}

// RuleSummary counts the outcomes of one rule.
type RuleSummary struct {
	Rule     string          `json:"rule"`
	Title    string          `json:"title"`
	Subject  string          `json:"subject"`
	Severity report.Labelled `json:"severity"`
	rules.Counts
}

// Conflict is [rules.Conflict] worded.
type Conflict struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	National   []Clause `json:"national"`
	Provincial []Clause `json:"provincial"`
	Handling   string   `json:"handling"`
}

// NewChecks words a report on the rules.
func NewChecks(a planner.ChecksAnswer, l report.Language) Checks {
	out := Checks{
		Items: make([]Check, len(a.Findings)), Total: a.Total, Counts: a.Counts, Rules: make([]RuleSummary, len(a.ByRule)),
		Conflicts: conflicts(l.Lang), Notes: []report.Sentence{l.Sentence(phrase.New("plan.checks.note"))}, Meta: a.Meta,
	}
	for i, f := range a.Findings {
		out.Items[i] = newCheck(f, l)
	}
	for i, r := range a.ByRule {
		out.Rules[i] = RuleSummary{r.Rule.ID, phrase.Capital(r.Rule.Title.In(l.Lang)), string(r.Rule.Subject), label("rule.severity", string(r.Rule.Severity), l.Lang), r.Counts}
	}
	if p := a.Place; p != nil {
		out.Place = &Place{p.Code, p.Name, p.NameEn}
	}
	return out
}

func newCheck(f planner.Finding, l report.Language) Check {
	c := Check{
		Rule: f.Rule.ID, Title: phrase.Capital(f.Rule.Title.In(l.Lang)), Outcome: label("rule.outcome", string(f.Outcome), l.Lang), Clauses: clausesOf(f.Clauses, l.Lang),
		Found: l.Sentence(f.Found), Satisfy: f.Rule.Satisfy.In(l.Lang), Nodes: factsOf(f.Nodes, l.Lang), Edges: tiesOf(f.Edges, l.Lang), More: f.More,
	}
	if f.Subject != nil {
		subject := factOf(*f.Subject, l.Lang)
		c.Subject, c.Synthetic = &subject, subject.Synthetic
	}
	if f.Outcome == rules.NotMet {
		severity := label("rule.severity", string(f.Rule.Severity), l.Lang)
		c.Severity = &severity
	}
	if f.Record != nil {
		record := l.Sentence(*f.Record)
		c.Record = &record
	}
	if f.Rule.Ours != nil {
		c.Ours = f.Rule.Ours.In(l.Lang)
	}
	return c
}

func conflicts(lang phrase.Lang) []Conflict {
	all := rules.Conflicts()
	out := make([]Conflict, len(all))
	for i, c := range all {
		out[i] = Conflict{c.ID, c.Title.In(lang), clausesOf(c.National, lang), clausesOf(c.Provincial, lang), c.Handling.In(lang)}
	}
	return out
}

// paper writes lines and keeps the first error.
type paper struct {
	w    io.Writer
	lang phrase.Lang
	err  error
}

func (p *paper) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

func (p *paper) say(code string, pairs ...any) string {
	return phrase.New(code, pairs...).Render(p.lang)
}

// marks stand before outcomes in a terminal, beside the word.
func mark(o rules.Outcome) string {
	return map[rules.Outcome]string{rules.Met: "✓", rules.NotMet: "✕", rules.NotRecorded: "▨", rules.NotApplicable: "–"}[o]
}

// WriteChecks writes a report on the rules as a person reads it in a terminal.
func WriteChecks(w io.Writer, a planner.ChecksAnswer, lang phrase.Lang) error {
	p := &paper{w: w, lang: lang}
	p.line("%s", p.tally(a.Counts))
	var subject string
	for _, f := range a.Findings {
		name := p.say("rule.network")
		if f.Subject != nil {
			name = nameOf(*f.Subject, lang) + "  " + string(f.Subject.ID)
		}
		if name != subject {
			p.line("")
			p.line("── %s", name)
			subject = name
		}
		p.finding(f)
	}
	if shown := len(a.Findings); shown < a.Total {
		p.line("")
		p.line("%s", p.say("plan.checks.shown", "shown", shown, "total", a.Total))
	}
	p.line("")
	p.line("%s", p.say("plan.checks.note"))
	return p.err
}

// tally writes the counts of the outcomes.
func (p *paper) tally(c rules.Counts) string {
	return p.say("plan.checks.counts", "met", c.Met, "not_met", c.NotMet, "not_recorded", c.NotRecorded, "not_applicable", c.NotApplicable)
}

func (p *paper) finding(f planner.Finding) {
	head := fmt.Sprintf("%s %s  %s  %s", mark(f.Outcome), f.Rule.ID, p.say("rule.outcome."+string(f.Outcome)), phrase.Capital(f.Rule.Title.In(p.lang)))
	if f.Outcome == rules.NotMet {
		head += " [" + p.say("rule.severity."+string(f.Rule.Severity)) + "]"
	}
	p.line("%s", head)
	p.line("    %s", f.Found.Render(p.lang))
	if f.Outcome == rules.NotApplicable {
		return
	}
	if f.Record != nil {
		p.line("    %s", f.Record.Render(p.lang))
	}
	if f.Outcome == rules.NotMet {
		p.line("    %s", p.say("plan.checks.satisfy", "what", f.Rule.Satisfy))
	}
	for _, c := range f.Clauses {
		p.line("    %s%s %s", c.Document, c.Where, quoted(c, p.lang))
	}
	if ids := citedIDs(f); len(ids) > 0 {
		p.line("    %s", p.say("plan.checks.evidence", "ids", ids))
	}
}

// maxCited is how many ids a terminal shows of one finding.
const maxCited = 4

// citedIDs are the first few facts of a finding: edges as relation and id.
func citedIDs(f planner.Finding) []string {
	var out []string
	for _, e := range f.Edges {
		out = append(out, string(e.Relation)+" "+string(e.ID))
	}
	for _, n := range f.Nodes {
		id := string(n.ID)
		if n.Property != "" {
			id += "." + n.Property
		}
		out = append(out, id)
	}
	if len(out) > maxCited {
		rest := len(out) - maxCited + f.More
		out = append(out[:maxCited:maxCited], fmt.Sprintf("+%d", rest))
	}
	return out
}
