package policy

import (
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/rules"
)

// States of a criterion.
const (
	StateRecorded = "recorded" // a recorded fact meets it
	StateToCheck  = "to_check" // nothing recorded settles it
)

// Hint says that a node may qualify for a policy.
type Hint struct {
	Policy   *Policy
	Clauses  []rules.Clause
	Criteria []Criterion
	// Note is the sentence that goes with it: may qualify, and whom to ask.
	Note phrase.Message
}

// Criterion is one condition and what is known of it.
type Criterion struct {
	Text  phrase.Message
	State string
	Nodes []rules.NodeFact
	Edges []rules.EdgeFact
}

// Hints returns the policies that a node may qualify for, in the order of the table. A
// policy that a recorded fact rules out is left out; ruledOut counts those that are held out
// to its kind.
func Hints(v snapshot.View, n snapshot.N) (hints []Hint, ruledOut int) {
	hints = []Hint{}
	for i := range All() {
		p := &All()[i]
		held, found := false, false
		for _, o := range p.Offers {
			if !slices.Contains(o.Kinds, v.Kind(n)) {
				continue
			}
			held = true
			if h, ok := o.hint(p, v, n); ok && !found {
				hints, found = append(hints, h), true
			}
		}
		if held && !found {
			ruledOut++
		}
	}
	return hints, ruledOut
}

func (o Offer) hint(p *Policy, v snapshot.View, n snapshot.N) (Hint, bool) {
	h := Hint{Policy: p, Note: phrase.New("policy.may", "policy", p.Title, "authority", p.CheckWith)}
	for _, c := range p.Clauses {
		if slices.Contains(o.Documents, c.Document) {
			h.Clauses = append(h.Clauses, c)
		}
	}
	for _, r := range o.Requires {
		c, possible := r.look(v, n)
		if !possible {
			return Hint{}, false
		}
		h.Criteria = append(h.Criteria, c)
	}
	for _, a := range o.Ask {
		h.Criteria = append(h.Criteria, criterion(phrase.New("policy.ask", "what", a)))
	}
	return h, true
}

func criterion(text phrase.Message) Criterion {
	return Criterion{Text: text, State: StateToCheck, Nodes: []rules.NodeFact{}, Edges: []rules.EdgeFact{}}
}

// look compares a requirement with what is recorded; possible is false where a record
// contradicts it.
func (r Requirement) look(v snapshot.View, n snapshot.N) (c Criterion, possible bool) {
	switch {
	case r.Property != "":
		return r.lookProperty(v, n)
	case r.Region != "":
		c = criterion(phrase.New("policy.region"))
		region := v.Region(n)
		if strings.HasPrefix(region, r.Region) {
			c.settle(v, n, "region")
		}
		return c, region == "" || c.State == StateRecorded
	case r.Country != "":
		c = criterion(phrase.New("policy.country"))
		country := v.Text(n, "country")
		if country == "" && isDivision(v.Region(n)) {
			country = "CN"
		}
		if strings.EqualFold(country, r.Country) {
			c.settle(v, n, "region")
		}
		return c, country == "" || c.State == StateRecorded
	}
	c = criterion(phrase.New("policy.held_by"))
	for e, from := range v.In(n, v.Rel(r.Relation)) {
		if slices.Contains(r.From, v.Kind(from)) {
			c.State = StateRecorded
			c.Edges = append(c.Edges, rules.EdgeOf(v, e))
		}
	}
	slices.SortFunc(c.Edges, func(a, b rules.EdgeFact) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return c, true
}

func (c *Criterion) settle(v snapshot.View, n snapshot.N, property string) {
	c.State = StateRecorded
	f := rules.NodeOf(v, n)
	f.Property = property
	c.Nodes = append(c.Nodes, f)
}

func (r Requirement) lookProperty(v snapshot.View, n snapshot.N) (Criterion, bool) {
	def := v.Schema().NodeProperty(v.Kind(n), r.Property)
	var label graph.Label
	vocabulary := ""
	if def != nil {
		label, vocabulary = def.Label, def.Vocabulary
	}
	var wanted []phrase.Text
	for _, code := range r.Is {
		term := v.Schema().TermLabel(vocabulary, code)
		if code == "true" || code == "false" {
			term = v.Schema().TermLabel("yes_no_unknown", map[string]string{"true": "yes", "false": "no"}[code])
		}
		wanted = append(wanted, phrase.Text{Zh: term.Zh, En: term.En})
	}
	c := criterion(phrase.New("policy.property", "property", phrase.Text{Zh: label.Zh, En: label.En}, "wanted", wanted))
	have := v.Texts(n, r.Property)
	if number, ok := v.Number(n, r.Property); ok && def != nil && def.Type == graph.TypeBool {
		have = []string{strconv.FormatBool(number == 1)}
	}
	have = slices.DeleteFunc(slices.Clone(have), func(s string) bool { return s == "" || s == "unknown" })
	if slices.ContainsFunc(have, func(s string) bool { return slices.Contains(r.Is, s) }) {
		c.settle(v, n, r.Property)
	}
	return c, len(have) == 0 || c.State == StateRecorded
}

// isDivision reports whether a code is one of GB/T 2260.
func isDivision(code string) bool {
	return len(code) == 6 && strings.Trim(code, "0123456789") == ""
}
