package match

import (
	"chuangmai/graph"
	"chuangmai/phrase"
)

// Recommendation is one hit with everything that explains it.
type Recommendation struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Region    string     `json:"region,omitempty"`
	Synthetic bool       `json:"synthetic"`
	Group     string     `json:"group"`
	// Score is the sum of the addends' values. Scores compare within one group of one answer.
	Score   float64  `json:"score"`
	Addends []Addend `json:"addends"`
	// Because is the sentence of reasons, made of the strongest addends.
	Because []phrase.Message `json:"because"`
	// Against are the reasons against, Raise what would raise the score.
	Against []phrase.Message `json:"against"`
	Raise   []phrase.Message `json:"raise"`
	// Path leads through the network from whoever asks, or from what is asked for, to the hit.
	Path     []Step    `json:"path"`
	Distance *Distance `json:"distance,omitempty"`
	Openness *Openness `json:"openness,omitempty"`
	// Fresh is the latest date on which a source of the record was seen.
	Fresh graph.Date `json:"fresh,omitzero"`
	Stale bool       `json:"stale"`
	// RestsOnFacts is true when neither the hit nor anything cited for it is made up.
	RestsOnFacts bool `json:"rests_on_facts"`
}

// Addend is what one signal adds to a score: Value = Weight × (Raw / Scale)^Power.
type Addend struct {
	Signal string  `json:"signal"`
	Value  float64 `json:"value"`
	Raw    float64 `json:"raw"`
	// Scale is the greatest raw value among the candidates of the question.
	Scale  float64        `json:"scale"`
	Weight float64        `json:"weight"`
	Power  float64        `json:"power"`
	Reason phrase.Message `json:"reason"`
	// Evidence are the at most five largest contributions; More counts the others.
	Evidence []Evidence `json:"evidence"`
	More     int        `json:"more"`
}

// Evidence is one thing an addend's raw value rests on.
type Evidence struct {
	// Edge and Relation are absent where a node's own words or place speak.
	Edge     graph.ID       `json:"edge,omitempty"`
	Relation graph.Relation `json:"relation,omitempty"`
	// Node is the other end of the edge, or the node whose own words speak.
	Node   graph.ID `json:"node"`
	Name   string   `json:"name"`
	NameEn string   `json:"name_en,omitempty"`
	// Amount is by how much the raw value falls when the edge is not there, Share its part
	// of the raw value.
	Amount float64 `json:"amount"`
	Share  float64 `json:"share"`
	// Words are the words of the need that it answers; Note what the edge itself says.
	Words []string `json:"words,omitempty"`
	Note  string   `json:"note,omitempty"`
	// Derived is true for a link that was read in the record's own words; Part names the part.
	Derived   bool   `json:"derived,omitempty"`
	Part      string `json:"part,omitempty"`
	Synthetic bool   `json:"synthetic,omitempty"`
}

// Step is one edge of a path, walked from the previous node to Node.
type Step struct {
	Node     graph.ID       `json:"node"`
	Kind     graph.Kind     `json:"kind"`
	Name     string         `json:"name"`
	NameEn   string         `json:"name_en,omitempty"`
	Edge     graph.ID       `json:"edge,omitempty"`     // absent on the first step
	Relation graph.Relation `json:"relation,omitempty"` // absent on the first step
	Forward  bool           `json:"forward,omitempty"`  // the edge points along the path
}

// Distance is between the reference points of two places.
type Distance struct {
	Km     float64 `json:"km"`
	From   string  `json:"from"` // region code
	Name   string  `json:"name"`
	NameEn string  `json:"name_en"`
	// Precision is that of the worse of the two reference points.
	Precision string `json:"precision"`
}
