package sites

import (
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/phrase"
)

// Answer are the best places for new sites, and how sure that is.
type Answer struct {
	Region Place  `json:"region"`
	Field  string `json:"field,omitempty"` // code; "" for all
	Stage  string `json:"stage,omitempty"` // code; "" for all
	Kind   string `json:"kind"`
	N      int    `json:"n"`
	// Coverage is how several supplies count for one place: best, the best one alone, or
	// saturating, each a part of what the others leave.
	Coverage string `json:"coverage"`
	// ReachKm is the distance over which what a new site is worth falls to 1/e. A new site is
	// taken to be of full quality and open.
	ReachKm float64 `json:"reach_km"`
	// Sites are in the order in which each adds most to those before it.
	Sites []Site `json:"sites"`
	// Demand is the weight of all demand, Covered how much of it is covered today and With
	// with the sites, all in the weight of one firm.
	Demand  float64 `json:"demand"`
	Covered float64 `json:"covered"`
	With    float64 `json:"covered_with_sites"`
	// Gain is what the sites add together; no choice of N adds more than Upper. Gap is the
	// share of Upper that the choice may lack, 0 when Exact; taking the best place each time
	// is sure to reach the share Guarantee of the best choice.
	Gain      float64 `json:"gain"`
	Upper     float64 `json:"upper"`
	Gap       float64 `json:"gap"`
	Exact     bool    `json:"exact"`
	Guarantee float64 `json:"guarantee"`
	// Candidates are the places looked at, Points those with demand.
	Candidates int `json:"candidates"`
	Points     int `json:"points"`
	// Existing is the supply that counts today.
	Existing Existing `json:"existing"`
	// Firms and Needs are recorded in the region and field; Unplaced of them have no known
	// place and could not be counted. Stateless needs have no recorded state.
	Firms     int              `json:"firms"`
	Needs     int              `json:"needs"`
	Unplaced  int              `json:"unplaced"`
	Stateless int              `json:"needs_without_state"`
	Synthetic float64          `json:"synthetic"` // share of made-up firms and needs
	Notes     []phrase.Message `json:"-"`
}

// Place is a county or city.
type Place struct {
	supply.Region
	Precision string `json:"precision,omitempty"` // of its reference point
}

// Existing is supply of the kinds that do the same work.
type Existing struct {
	Kinds []graph.Kind `json:"kinds"`
	// Count are those that count; Closed are recorded as shut to others, Unplaced have no
	// known place.
	Count    int        `json:"count"`
	Closed   int        `json:"closed"`
	Unplaced int        `json:"unplaced"`
	IDs      []graph.ID `json:"ids"` // the first by id
}

// Site is a place for a new centre, line or instrument.
type Site struct {
	Place Place `json:"place"`
	City  Place `json:"city"`
	// Gain is the demand that it covers more than those before it, Share the part of all demand.
	Gain  float64 `json:"gain"`
	Share float64 `json:"share"`
	// Firms and Needs are those of places where it raises coverage by a tenth or more.
	Firms int `json:"firms"`
	Needs int `json:"needs"`
	// Reaches are the places that gain most, the first first.
	Reaches []Reached `json:"reaches"`
	// Nearest is the nearest supply of today; nil when none is recorded.
	Nearest *Nearest `json:"nearest,omitempty"`
	// Hosts are bodies of the place, or else of its city, that could carry it.
	Hosts []Host           `json:"hosts"`
	Why   []phrase.Message `json:"-"`
}

// Reached is a place with demand before and after.
type Reached struct {
	Place  Place   `json:"place"`
	Km     float64 `json:"km"`
	Firms  int     `json:"firms"`
	Needs  int     `json:"needs"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	// FirmIDs and NeedIDs are the first by id.
	FirmIDs []graph.ID `json:"firm_ids"`
	NeedIDs []graph.ID `json:"need_ids"`
}

// Nearest is a supply and how far it is.
type Nearest struct {
	supply.Record
	Km float64 `json:"km"`
	// Worth is its quality times its openness.
	Worth float64 `json:"worth"`
}

// Host is a body that could carry a site.
type Host struct {
	supply.Record
	// InPlace is false for one elsewhere in the city.
	InPlace bool `json:"in_place"`
	// Quality is that of the body in the field.
	Quality float64 `json:"quality"`
	// Candidate is true for what the plan names to be cultivated or converted: engineering
	// centres and new-type R&D institutions (A三(二)).
	Candidate bool `json:"candidate"`
}
