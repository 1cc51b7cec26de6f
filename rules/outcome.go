package rules

import (
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// Outcome is what a check comes to.
type Outcome string

// The outcomes. Not met needs a recorded fact that contradicts the rule; not recorded means
// that nothing known decides it.
const (
	Met           Outcome = "met"
	NotMet        Outcome = "not_met"
	NotRecorded   Outcome = "not_recorded"
	NotApplicable Outcome = "not_applicable"
)

// Outcomes returns all outcomes in the order reports show them.
func Outcomes() []Outcome { return []Outcome{NotMet, NotRecorded, Met, NotApplicable} }

// Cite is a recorded fact: a node, one property of a node, or an edge.
type Cite struct {
	Node     snapshot.N
	Property string // of the node; "" for the node itself
	Edge     snapshot.E
	IsEdge   bool
}

// maxCites is the greatest number of facts one result cites.
const maxCites = 20

// Result is what one rule comes to for one subject.
type Result struct {
	Rule *Rule
	// Node is the centre or zone; HasNode is false for the network as a whole.
	Node    snapshot.N
	HasNode bool
	// Clauses are those the subject is judged by; all of the rule's where none applies.
	Clauses []Clause
	Outcome Outcome
	// Found says in words what was found.
	Found phrase.Message
	// Record says which record would settle a rule that is not recorded.
	Record *phrase.Message
	// Cites are the facts found, in the order they were looked for; More counts those left out.
	Cites []Cite
	More  int
}

// verdict is what a check returns.
type verdict struct {
	outcome Outcome
	found   phrase.Message
	record  *phrase.Message
	cites   []Cite
}

func met(found phrase.Message, cites ...Cite) verdict {
	return verdict{outcome: Met, found: found, cites: cites}
}

// notMet needs the fact that contradicts.
func notMet(found phrase.Message, fact Cite, more ...Cite) verdict {
	return verdict{outcome: NotMet, found: found, cites: append([]Cite{fact}, more...)}
}

func notRecorded(found phrase.Message, cites ...Cite) verdict {
	return verdict{outcome: NotRecorded, found: found, cites: cites}
}

// wanting names the record that would settle it where the rule's own words are too wide.
func (v verdict) wanting(record phrase.Message) verdict {
	v.record = &record
	return v
}

func notApplicable(found phrase.Message, cites ...Cite) verdict {
	return verdict{outcome: NotApplicable, found: found, cites: cites}
}
