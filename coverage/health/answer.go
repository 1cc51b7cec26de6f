package health

import (
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/phrase"
)

// Answer says how well a network, or the part of it in one region, hangs together. Each list
// is one page of all it has.
type Answer struct {
	// Region is where; nil for everywhere.
	Region *Place `json:"region,omitempty"`
	// Structure are the figures of the whole.
	Structure Structure `json:"structure"`
	// Fragility are fields, stages and cities that rest on few suppliers.
	Fragility Fragility `json:"fragility"`
	// Brokers stand between the most pairs of others, the first first.
	Brokers Page[Broker] `json:"brokers"`
	// Bridges are pairs whose ties are the only connection of two parts, the one that holds
	// the most together first.
	Bridges Page[Bridge] `json:"bridges"`
	// Appointees are people appointed at two bodies or more, those who connect communities
	// first.
	Appointees Page[Appointee] `json:"appointees"`
	// Communities are groups of bodies that are tied among themselves, the greatest first.
	Communities Page[Community] `json:"communities"`
	// Cities are where the bodies lie, those of one community beside each other.
	Cities Page[City] `json:"cities"`
	// Flows are ties between two cities, or within one; Actors between two kinds of actor.
	Flows  Page[Flow] `json:"flows"`
	Actors []Flow     `json:"actors"`
	// Notes say how to read the figures.
	Notes []phrase.Message `json:"-"`
}

// Page is a part of a list.
type Page[T any] struct {
	Total int `json:"total"`
	Items []T `json:"items"`
}

// Place is a city or region.
type Place struct {
	supply.Region
	// Whole is true for a province of which the city is not recorded.
	Whole bool `json:"whole,omitempty"`
}

// Text is the place's name in both languages.
func (p Place) Text() phrase.Text {
	if p.Whole {
		return phrase.Text{Zh: p.Name + "（城市未记录）", En: p.NameEn + " (city not recorded)"}
	}
	return p.Region.Text()
}

// Records are the edges or nodes that a figure rests on: the first by id, and how many there are.
type Records struct {
	Total int        `json:"total"`
	IDs   []graph.ID `json:"ids"`
}

// Structure are figures of the network of bodies and ties.
type Structure struct {
	// Bodies are all that lie in the region; Tied those of them that have a tie with another
	// of them, Untied those of which none is recorded.
	Bodies int `json:"bodies"`
	Tied   int `json:"tied"`
	Untied int `json:"untied"`
	// Pairs are bodies that are tied, Ties the ties between them, several a pair.
	Pairs int `json:"pairs"`
	Ties  int `json:"ties"`
	// ByFamily are the ties by what they are.
	ByFamily []FamilyCount `json:"by_family"`
	// Density is the share of the pairs of all bodies that are tied.
	Density float64 `json:"density"`
	// MeanDegree is with how many others a tied body is tied.
	MeanDegree float64 `json:"mean_degree"`
	// Components are parts that hang together, of two bodies or more; Largest is the size of
	// the greatest, LargestShare its share of the tied bodies.
	Components   int     `json:"components"`
	Largest      int     `json:"largest"`
	LargestShare float64 `json:"largest_share"`
	// CutBodies are those without which a part falls apart.
	CutBodies int `json:"cut_bodies"`
	Bridges   int `json:"bridges"`
	// Communities are groups of two bodies or more; Modularity says how clear they are: 0 as
	// chance would have it, above about 0.3 clear.
	Communities int     `json:"communities"`
	Modularity  float64 `json:"modularity"`
	// Exact is true when betweenness was counted over all pairs, else it is estimated from
	// Pivots starting points and, with 95% probability, no score is off by more than Bound of
	// the greatest possible one; each broker has its own, smaller standard error.
	Exact  bool    `json:"exact"`
	Pivots int     `json:"pivots"`
	Bound  float64 `json:"bound"`
	// Synthetic is the share of made-up bodies.
	Synthetic float64 `json:"synthetic"`
}

// FamilyCount counts ties of one family.
type FamilyCount struct {
	Family Family `json:"family"`
	Ties   int    `json:"ties"`
}

// Broker is a body that stands between others.
type Broker struct {
	supply.Record
	// Score is the share of the pairs of other tied bodies whose shortest path runs through
	// it, Error the standard error of it, 0 when exact.
	Score float64 `json:"score"`
	Error float64 `json:"error"`
	// Degree is with how many others it is tied, Communities how many of theirs there are,
	// Cities how many cities they lie in.
	Degree      int `json:"degree"`
	Communities int `json:"communities"`
	Cities      int `json:"cities"`
	// CutsOff are the bodies that would lose the rest of their part without it.
	CutsOff int `json:"cuts_off"`
	// Records are its ties.
	Records Records          `json:"records"`
	Why     []phrase.Message `json:"-"`
}

// Bridge is a pair whose ties alone connect two parts.
type Bridge struct {
	A supply.Record `json:"a"`
	B supply.Record `json:"b"`
	// SideA and SideB are how many bodies stand behind either.
	SideA   int            `json:"side_a"`
	SideB   int            `json:"side_b"`
	Records Records        `json:"records"`
	Why     phrase.Message `json:"-"`
}

// Appointee is a person appointed at several bodies.
type Appointee struct {
	Person supply.Record   `json:"person"`
	Bodies []supply.Record `json:"bodies"`
	// Communities are those of the bodies; two or more: the person connects them.
	Communities []int `json:"communities"`
	// OnlyLink is true when no two of the bodies are tied but through people.
	OnlyLink bool           `json:"only_link"`
	Records  Records        `json:"records"`
	Why      phrase.Message `json:"-"`
}

// Community is a group of bodies.
type Community struct {
	// Number is how other parts of the answer refer to it, from 1, the greatest first.
	Number int `json:"number"`
	Size   int `json:"size"`
	// Core are the bodies with the most ties in it.
	Core []supply.Record `json:"core"`
	// Inside and Outside count tied pairs within it and with others.
	Inside  int      `json:"inside"`
	Outside int      `json:"outside"`
	Cities  []Share  `json:"cities"`
	Actors  []Counts `json:"actors"`
}

// Share is a city with how many bodies of a group lie there; code "" is "not recorded".
type Share struct {
	Place
	Bodies int `json:"bodies"`
}

// Counts is a kind of actor with how many bodies are of it.
type Counts struct {
	Actor  string `json:"actor"`
	Bodies int    `json:"bodies"`
}

// City is a city and its bodies; code "" stands for bodies whose city is not recorded.
type City struct {
	Place
	Bodies int `json:"bodies"`
	Tied   int `json:"tied"`
	// Within and Across count ties inside the city and with other cities, Cities how many those are.
	Within int `json:"within"`
	Across int `json:"across"`
	Cities int `json:"cities"`
	// Density is the share of the pairs of its bodies that are tied; Reach the share of its
	// ties that lead out of it, 0 when it has none.
	Density float64 `json:"density"`
	Reach   float64 `json:"reach"`
	// Community groups cities by the ties between them.
	Community int `json:"community"`
}

// Flow are the ties between two ends, which are cities or kinds of actor; both ends are the
// same for those within one. The end that comes first in the list of ends is From: ties
// have no direction.
type Flow struct {
	From     string        `json:"from"`
	To       string        `json:"to"`
	Ties     int           `json:"ties"`
	ByFamily []FamilyCount `json:"by_family"`
	Records  Records       `json:"records"`
	// FromText and ToText are the names of cities, empty for other ends.
	FromText phrase.Text `json:"-"`
	ToText   phrase.Text `json:"-"`
}
