package match

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/need"
)

// Question is one thing to be answered.
type Question struct {
	View snapshot.View
	// Need is what is looked for; it may be empty when Requester says enough.
	Need      need.Need
	Requester Requester
	Text      TextEvidence
	// Use names the set of weights ("partners", "resources"); "" lets the kinds decide,
	// each group with its own set.
	Use string
	// Groups restricts the answer to some of do, use, ask and join; nil for all.
	Groups []string
	// Kinds restricts the candidates; nil for all kinds that have a group.
	Kinds []graph.Kind
	// Among, when not nil, are the only candidates.
	Among []snapshot.N
	// Exclude are never candidates.
	Exclude map[snapshot.N]bool
	// NewOnly leaves out those who share a project of the present framework with the
	// requester; only [Ranker.RankNetwork] looks at it.
	NewOnly bool
	// Depth is the greatest number of hits [Ranker.RankNetwork] returns; 0 for all.
	Depth int
	// StaleDays is the age from which a record counts as stale; 0 means never.
	StaleDays int
}

// Requester says who asks, as far as it is known.
type Requester struct {
	// Node is the asking body when it is in the network.
	Node  snapshot.N
	Known bool
	// Region is the code of where it is; "" when unknown. For a known node without one
	// stated, the node's region counts.
	Region string
	// Country is the code of its country, "" when unknown or when the region tells.
	Country string
	// At is where it is when no region is known; nil when that is not known either.
	At *Point
	// SME is yes, no or unknown (""); for a known node without it, the node's counts.
	SME string
}

// Point is a place on earth, in degrees.
type Point struct{ Latitude, Longitude float64 }

// Scored is a node with the score that somebody else gave it.
type Scored struct {
	N     snapshot.N
	Score float64
}

// TextEvidence is what the words of the need bring, found by text search: one entry per
// node, in any order. Match spreads it along edges to the owners of what was found.
type TextEvidence struct {
	// Words are scores of the need's own words in each node's words.
	Words []Scored
	// Similar are scores of words that mean nearly the same.
	Similar []Scored
	// Projects are the words of the need in the words of projects; only
	// [Ranker.RankNetwork] looks at them. Nil for no words.
	Projects *ProjectText
	// Degraded is true when text search did not answer.
	Degraded bool
	// Names are nodes whose name the text holds.
	Names []snapshot.N
}
