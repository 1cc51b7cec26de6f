package team

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/need"
	"chuangmai/team/ability"
)

// Question asks for teams.
type Question struct {
	ability.Sources
	Need need.Need
	// Requester is the asking body; Known is false when it is not in the network. It is no
	// member unless it is included.
	Requester snapshot.N
	Known     bool
	// Prefer lifts candidates among those that cover about as well, 0 to 1.
	Prefer map[snapshot.N]float64
	Constraints
}

// Constraints are what every team has to keep. Zero values ask for nothing.
type Constraints struct {
	// Teams is how many teams are wanted, at most [MaxTeams]; 0 means [DefaultTeams].
	Teams int `json:"teams,omitempty"`
	// Size is the greatest number of members, at most [MaxSize]; 0 means [DefaultSize].
	Size int `json:"size,omitempty"`
	// Places are region codes; every member lies within one of them.
	Places []string `json:"places,omitempty"`
	// SMEShare is the least share of small and medium enterprises among the members, 0 to 1.
	SMEShare float64 `json:"sme_share,omitempty"`
	// Actors are kinds of actor of which each has a member: see [Actors].
	Actors []string `json:"actors,omitempty"`
	// Include are members of every team, Exclude are members of none.
	Include []graph.ID `json:"include,omitempty"`
	Exclude []graph.ID `json:"exclude,omitempty"`
	// Ties is [TiesSome] for at least one member that the requester has worked with,
	// [TiesNone] for none, "" for any.
	Ties string `json:"ties,omitempty"`
	// FactsOnly leaves made-up records out.
	FactsOnly bool `json:"facts_only,omitempty"`
}

// Sizes.
const (
	DefaultTeams = 3
	MaxTeams     = 5
	DefaultSize  = 4
	MaxSize      = 12
)

// Past ties between the requester and a team.
const (
	TiesSome = "some"
	TiesNone = "none"
)

// Kinds of actor: government, industry, university, research, user and capital (政产学研用资).
const (
	ActorGovernment = "government"
	ActorIndustry   = "industry"
	ActorUniversity = "university"
	ActorResearch   = "research"
	ActorUser       = "user"
	ActorCapital    = "capital"
)

// Actors returns the kinds of actor in their customary order.
func Actors() []string {
	return []string{ActorGovernment, ActorIndustry, ActorUniversity, ActorResearch, ActorUser, ActorCapital}
}

// ActorOf reads a kind of actor: its code or its Chinese character.
func ActorOf(word string) (string, bool) {
	for i, c := range []string{"政", "产", "学", "研", "用", "资"} {
		if code := Actors()[i]; word == c || word == code {
			return code, true
		}
	}
	return "", false
}
