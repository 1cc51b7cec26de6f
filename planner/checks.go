package planner

import (
	"fmt"
	"slices"

	"chuangmai/advise"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/rules"
)

// ChecksQuery restricts a report on the rules; a zero field does not restrict.
type ChecksQuery struct {
	// Node is a centre or a zone.
	Node graph.ID
	// Rules are ids such as "R4".
	Rules    []string
	Outcomes []rules.Outcome
	// Region is the code, id or name of a place.
	Region string
	// Offset and Limit cut the list; Limit 0 takes all.
	Offset, Limit int
}

// ChecksAnswer reports on the rules.
type ChecksAnswer struct {
	Findings []Finding
	// Total counts the findings before they were cut into pages.
	Total int
	// Counts and ByRule count all outcomes, also those that were not asked for.
	Counts rules.Counts
	ByRule []RuleCounts
	// Place is the place asked for, nil for none.
	Place *lexicon.Place
	advise.Meta
}

// RuleCounts are the outcomes of one rule.
type RuleCounts struct {
	Rule *rules.Rule
	rules.Counts
}

// Finding is what one rule comes to for one subject, told without the picture it was read
// from.
type Finding struct {
	Rule    *rules.Rule
	Clauses []rules.Clause
	// Subject is the centre or zone; nil for the network as a whole.
	Subject *rules.NodeFact
	Outcome rules.Outcome
	Found   phrase.Message
	Record  *phrase.Message
	Nodes   []rules.NodeFact
	Edges   []rules.EdgeFact
	More    int
}

// UnknownNodeError is a node that the network does not have, or not on that day or for that
// audience.
type UnknownNodeError struct{ ID graph.ID }

// Error implements error.
func (e *UnknownNodeError) Error() string { return fmt.Sprintf("no node %s", e.ID) }

// WrongKindError is a node of a kind that cannot be asked about so.
type WrongKindError struct {
	ID   graph.ID
	Kind graph.Kind
	Want []graph.Kind
}

// Error implements error.
func (e *WrongKindError) Error() string {
	return fmt.Sprintf("%s is a %s, want one of %v", e.ID, e.Kind, e.Want)
}

// Reason says of which kinds the node would have to be.
func (e *WrongKindError) Reason() phrase.Message {
	name := func(k graph.Kind) phrase.Text {
		if def := graph.BuiltinSchema().Kind(k); def != nil {
			return phrase.Text{Zh: def.Zh, En: def.En}
		}
		return phrase.Text{Zh: string(k), En: string(k)}
	}
	wanted := make([]phrase.Text, len(e.Want))
	for i, k := range e.Want {
		wanted[i] = name(k)
	}
	return phrase.New("cli.wrong_kind", "id", string(e.ID), "kind", name(e.Kind), "wanted", wanted)
}

// UnknownRuleError is an id that no rule has.
type UnknownRuleError struct{ ID string }

// Error implements error.
func (e *UnknownRuleError) Error() string { return fmt.Sprintf("no rule %q", e.ID) }

// Checks judges centres, zones and the network by the rules. Its errors are
// [*UnknownNodeError], [*WrongKindError], [*UnknownRuleError], [*advise.UnknownPlaceError]
// and those of [Views].
func (p *Planner) Checks(q ChecksQuery, scope advise.Scope) (ChecksAnswer, error) {
	return within(p, scope, func(s *session) (ChecksAnswer, error) { return s.checks(q) })
}

func (s *session) checks(q ChecksQuery) (ChecksAnswer, error) {
	query, at, err := s.ruled(q)
	if err != nil {
		return ChecksAnswer{}, err
	}
	out := ChecksAnswer{Place: at}
	results := rules.Check(s.view, query)
	out.count(results)
	if len(q.Outcomes) > 0 {
		results = slices.DeleteFunc(results, func(r rules.Result) bool { return !slices.Contains(q.Outcomes, r.Outcome) })
	}
	out.Total = len(results)
	results = results[min(max(q.Offset, 0), len(results)):]
	if q.Limit > 0 {
		results = results[:min(q.Limit, len(results))]
	}
	out.Findings = make([]Finding, len(results))
	for i, r := range results {
		out.Findings[i] = findingOf(s.view, r)
	}
	out.Meta = s.took()
	return out, nil
}

// ruled finds what the words of a query stand for, and its place, nil for none.
func (s *session) ruled(q ChecksQuery) (out rules.Query, at *lexicon.Place, err error) {
	if out.Rules, err = rulesNamed(q.Rules); err != nil {
		return out, nil, err
	}
	if q.Node != "" {
		if out.Node, err = nodeOf(s.view, q.Node, graph.KindCenter, graph.KindZone); err != nil {
			return out, nil, err
		}
		out.HasNode = true
	}
	tree := s.planner.inventories.tree(s.words)
	p, err := place(tree, q.Region)
	if err != nil || p == supply.NoPlace {
		return out, nil, err
	}
	at = tree.At(p)
	out.In = inPlace(s.view, s.words, at)
	return out, at, nil
}

func rulesNamed(ids []string) ([]*rules.Rule, error) {
	out := make([]*rules.Rule, len(ids))
	for i, id := range ids {
		r, known := rules.ByID(id)
		if !known {
			return nil, &UnknownRuleError{id}
		}
		out[i] = r
	}
	return out, nil
}

// nodeOf finds a node that is of one of the kinds, or of any where none is given.
func nodeOf(v snapshot.View, id graph.ID, kinds ...graph.Kind) (snapshot.N, error) {
	n, known := v.Lookup(id)
	if !known {
		return 0, &UnknownNodeError{id}
	}
	if len(kinds) > 0 && !slices.Contains(kinds, v.Kind(n)) {
		return 0, &WrongKindError{id, v.Kind(n), kinds}
	}
	return n, nil
}

func (a *ChecksAnswer) count(results []rules.Result) {
	at := make(map[*rules.Rule]int)
	for _, r := range rules.All() {
		at[r] = len(a.ByRule)
		a.ByRule = append(a.ByRule, RuleCounts{Rule: r})
	}
	for _, r := range results {
		a.Counts.Add(r.Outcome)
		a.ByRule[at[r.Rule]].Add(r.Outcome)
	}
	a.ByRule = slices.DeleteFunc(a.ByRule, func(c RuleCounts) bool { return c.Counts == rules.Counts{} })
}

func findingOf(v snapshot.View, r rules.Result) Finding {
	f := Finding{Rule: r.Rule, Clauses: r.Clauses, Outcome: r.Outcome, Found: r.Found, Record: r.Record, More: r.More}
	if r.HasNode {
		subject := rules.NodeOf(v, r.Node)
		f.Subject = &subject
	}
	f.Nodes, f.Edges = rules.Facts(v, r.Cites)
	return f
}
