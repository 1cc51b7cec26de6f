package team

import (
	"chuangmai/graph"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/team/ability"
)

// Answer is what a question gets.
type Answer struct {
	Asked []ability.Asked `json:"asked"`
	Teams []Team          `json:"teams"`
	// Candidates counts the bodies that could be members under the constraints.
	Candidates int `json:"candidates"`
	// Notes say what the reader should know of the answer as a whole.
	Notes []phrase.Message `json:"notes"`
}

// Team is one choice of members.
type Team struct {
	Members []Member `json:"members"`
	// Coverage is Σ over what is asked of share · the greatest level among the members.
	Coverage float64 `json:"coverage"`
	// Upper is proved: no team under the constraints covers more; Exact is true when this
	// one reaches it.
	Upper float64 `json:"upper"`
	Exact bool    `json:"exact"`
	// Covered and Uncovered part what is asked; each says who comes nearest.
	Covered   []Cover `json:"covered"`
	Uncovered []Cover `json:"uncovered"`
	// Actors are the kinds of actor among the members, in customary order.
	Actors []string `json:"actors"`
	// Disciplines are those that what is asked falls into and that a member has; Regions
	// are the members' cities.
	Disciplines []Named `json:"disciplines"`
	Regions     []Named `json:"regions"`
	SMEShare    float64 `json:"sme_share"`
	// Ties are those among the members and with the requester.
	Ties []Tie `json:"ties"`
	// RestsOnFacts is true when no member and nothing cited is made up.
	RestsOnFacts bool             `json:"rests_on_facts"`
	Because      []phrase.Message `json:"because"`
	Against      []phrase.Message `json:"against"`
}

// Member is a body in a team.
type Member struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Region    string     `json:"region,omitempty"`
	Actors    []string   `json:"actors"`
	SME       string     `json:"sme,omitempty"`
	Synthetic bool       `json:"synthetic"`
	// Fills are the capabilities that this member is best at in the team.
	Fills []Fill `json:"fills"`
	// Brings is by how much the coverage falls when the member leaves.
	Brings float64 `json:"brings"`
	// Why says why the member is in, Leaving what breaks when it leaves.
	Why     []phrase.Message `json:"why"`
	Leaving []phrase.Message `json:"leaving"`
	// Substitute is who could best take the member's place; absent when nobody can.
	Substitute *Substitute `json:"substitute,omitempty"`
}

// Fill is a capability with what a member's level rests on.
type Fill struct {
	Capability graph.ID         `json:"capability"`
	Name       string           `json:"name"`
	NameEn     string           `json:"name_en,omitempty"`
	Level      float64          `json:"level"`
	Evidence   []match.Evidence `json:"evidence"`
}

// Cover says how well a team covers one capability, and through whom.
type Cover struct {
	Capability graph.ID `json:"capability"`
	Name       string   `json:"name"`
	NameEn     string   `json:"name_en,omitempty"`
	Share      float64  `json:"share"`
	Level      float64  `json:"level"`
	By         graph.ID `json:"by,omitempty"` // absent when nobody can do any of it
	// Only is true when nobody else in the team reaches the level of what counts as covered.
	Only bool `json:"only,omitempty"`
}

// Named is a place or discipline.
type Named struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

// Tie is what two bodies have done together.
type Tie struct {
	From     graph.ID   `json:"from"`
	To       graph.ID   `json:"to"`
	Strength float64    `json:"strength"`
	Edges    []graph.ID `json:"edges"`
}

// Substitute is a body outside the team that could replace a member, with the coverage
// of the team it would make.
type Substitute struct {
	ID       graph.ID `json:"id"`
	Name     string   `json:"name"`
	NameEn   string   `json:"name_en,omitempty"`
	Coverage float64  `json:"coverage"`
}
