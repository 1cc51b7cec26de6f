package policy

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/rules"
)

//go:embed policies.json
var policiesJSON []byte

// Policy is one row of the table of policies.
type Policy struct {
	ID string `json:"id"`
	// Area is a term of the schema's vocabulary policy_area.
	Area      string         `json:"area"`
	Title     phrase.Text    `json:"title"`
	CheckWith phrase.Text    `json:"check_with"`
	Clauses   []rules.Clause `json:"clauses"`
	Offers    []Offer        `json:"offers"`
}

// Offer says to whom a policy is held out and on what conditions.
type Offer struct {
	Kinds     []graph.Kind     `json:"kinds"`
	Documents []rules.Document `json:"documents"`
	Requires  []Requirement    `json:"requires"`
	// Ask are conditions that no record settles.
	Ask []phrase.Text `json:"ask"`
}

// Requirement is a condition that a record can settle: the value of a property, the place,
// the country, or a relation to the node.
type Requirement struct {
	Property string   `json:"property,omitempty"`
	Is       []string `json:"is,omitempty"` // allowed values; "true" and "false" for yes and no
	// Region begins the division code of the places that qualify.
	Region string `json:"region,omitempty"`
	// Country is the only one that qualifies; a division code of the gazetteer lies in CN.
	Country string `json:"country,omitempty"`
	// Relation leads to the node from one of the kinds.
	Relation graph.Relation `json:"relation,omitempty"`
	From     []graph.Kind   `json:"from,omitempty"`
}

// All returns the policies in their order. The caller must not change them.
func All() []Policy { return table() }

var table = sync.OnceValue(func() []Policy {
	out, err := parse(policiesJSON)
	if err != nil {
		panic(err) // the embedded file is part of the program and tested
	}
	return out
})

// parse reads a table of policies and checks that each requirement asks for one thing.
func parse(text []byte) ([]Policy, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var out []Policy
	if err := dec.Decode(&out); err != nil {
		return nil, fmt.Errorf("policies: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("policies: more than one value")
	}
	for _, p := range out {
		for _, o := range p.Offers {
			if i := slices.IndexFunc(o.Requires, func(r Requirement) bool { return r.asks() != 1 }); i >= 0 {
				return nil, fmt.Errorf("policies: %s: requirement %d must ask for one thing", p.ID, i)
			}
		}
	}
	return out, nil
}

func (r Requirement) asks() (n int) {
	for _, asked := range []bool{r.Property != "" && len(r.Is) > 0, r.Region != "", r.Country != "", r.Relation != ""} {
		if asked {
			n++
		}
	}
	return n
}
