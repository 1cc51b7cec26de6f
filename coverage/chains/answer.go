package chains

import (
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/phrase"
)

// Answer are the strips of subjects, one page of them, and the plan of their region.
type Answer struct {
	// Of is what the subjects are: [OfCentre], [OfZone] or [OfCity].
	Of string `json:"of"`
	// Region is where they lie; nil for everywhere.
	Region *supply.Region `json:"region,omitempty"`
	// Field is the code of the only field that counts, "" for all.
	Field    string    `json:"field,omitempty"`
	Total    int       `json:"total"`
	Subjects []Subject `json:"subjects"`
	// Plan counts provincial centres against the plan.
	Plan  Plan             `json:"plan"`
	Notes []phrase.Message `json:"-"`
}

// Record is a node as lists show it.
type Record struct {
	supply.Record
	// Type is the term of the kind's own type, or a centre's level; "" when it has none.
	Type string `json:"type,omitempty"`
}

// Subject is a centre, zone or city with its chains.
type Subject struct {
	// ID is a node's id, or the code of a city.
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Region    string     `json:"region,omitempty"`
	Synthetic bool       `json:"synthetic"`
	// Records is how many nodes belong to the subject.
	Records int `json:"records"`
	// Chains are always all six, in their order.
	Chains []Chain `json:"chains"`
	// Industry is the report on one zone, one strategic industry; nil for what is no zone.
	Industry *Industry `json:"industry,omitempty"`
	// Badges are the priority zones that the subject is, lies in, or holds.
	Badges []Badge `json:"badges"`
	// Layout are centres, sibling bases and laboratories by layer; empty for a centre.
	Layout []Layer        `json:"layout"`
	Why    phrase.Message `json:"-"`
}

// Chain is one of the six.
type Chain struct {
	Chain string `json:"chain"`
	// Count is how many records it has, nodes and edges; 0 means that none is recorded.
	Count        int  `json:"count"`
	NoneRecorded bool `json:"none_recorded"`
	// Synthetic is how many of them are made up.
	Synthetic int    `json:"synthetic"`
	Parts     []Part `json:"parts"`
	// Stages count the records of the innovation chain by stage, in the order of the chain; a
	// record with several counts in each. Unstaged have none.
	Stages   []StageCount `json:"stages,omitempty"`
	Unstaged int          `json:"unstaged,omitempty"`
}

// Part is what a chain is made of: nodes of a kind, or edges of a relation.
type Part struct {
	Part string `json:"part"`
	// Relation is true when the records are edges.
	Relation bool       `json:"relation"`
	Count    int        `json:"count"`
	IDs      []graph.ID `json:"ids"` // the first by id
}

// StageCount counts records at a stage.
type StageCount struct {
	Stage string `json:"stage"`
	Count int    `json:"count"`
}

// The outcomes of a check.
const (
	Met           = "met"
	NotMet        = "not_met"
	NotRecorded   = "not_recorded"
	NotApplicable = "not_applicable"
)

// Industry reports on one zone, one strategic industry (J三(一)).
type Industry struct {
	Outcome    string   `json:"outcome"`
	Industries []Record `json:"industries"`
	// IDs are the edges that state them.
	IDs []graph.ID `json:"ids"`
	// Centres are those in the zone, with whether a record shows that they serve its industry.
	Centres []Aligned      `json:"centres"`
	Why     phrase.Message `json:"-"`
}

// Aligned says whether a centre is in line with its zone's industry: met when a record joins
// both, not recorded when none does, not applicable when the zone has none.
type Aligned struct {
	Centre  Record     `json:"centre"`
	Outcome string     `json:"outcome"`
	IDs     []graph.ID `json:"ids"` // the edges that show it
}

// Badge is a zone to which the founding texts give priority. It is a mark, never a filter.
type Badge struct {
	Zone Record `json:"zone"`
	// Types are its terms that have priority.
	Types []string `json:"types"`
	// How says whether the subject is the zone, is in it, or holds it.
	How string `json:"how"`
	// IDs are the edges that show it; none where the subject is the zone.
	IDs    []graph.ID     `json:"ids"`
	Clause string         `json:"clause"`
	Why    phrase.Message `json:"-"`
}

// Layer are the records of one kind of base in a subject.
type Layer struct {
	Layer   string   `json:"layer"`
	Count   int      `json:"count"`
	Records []Record `json:"records"` // the first by id
}

// Plan counts provincial centres of a region that began in the years of the plan. What is
// recorded is never taken for all there is.
type Plan struct {
	Target   int        `json:"target"`
	From     string     `json:"from"`
	To       string     `json:"to"`
	Recorded int        `json:"recorded"`
	Made     int        `json:"synthetic"` // of the recorded, made-up ones
	IDs      []graph.ID `json:"ids"`
	// Undated are provincial centres whose beginning is not recorded, Outside those that
	// began in other years.
	Undated int            `json:"undated"`
	Outside int            `json:"outside"`
	Fields  []FieldCount   `json:"fields"` // all six, and "" for those of no recorded field
	Clause  string         `json:"clause"`
	Why     phrase.Message `json:"-"`
}

// FieldCount counts the centres of a field; one of several fields counts in each.
type FieldCount struct {
	Field string     `json:"field"`
	Count int        `json:"count"`
	IDs   []graph.ID `json:"ids"`
}
