package complement

import (
	"errors"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/team/ability"
)

// Question asks for collaborators.
type Question struct {
	ability.Sources
	// Centre is who looks for them, an organisation of the view.
	Centre snapshot.N
	Need   need.Need
	// Novelty moves from known partners (0) to new ones (1).
	Novelty float64
	// Kinds are the only kinds of body wanted; nil for every organisation that provides.
	Kinds []graph.Kind
	// Regions are codes of places; what lies in one of them counts. Nil for anywhere.
	Regions []string
	// FactsOnly leaves made-up records out.
	FactsOnly bool
	// Limit is the greatest number of partners, Offset how many are passed over.
	Limit, Offset int
}

// Answer is what a question gets.
type Answer struct {
	Centre  match.Step `json:"centre"`
	Novelty float64    `json:"novelty"`
	// Asked are the capabilities asked for, with what the centre has of each.
	Asked []Asked `json:"asked"`
	// Missing is the part of what is asked for that the centre lacks, 0 to 1.
	Missing  float64          `json:"missing"`
	Partners []Partner        `json:"partners"`
	Total    int              `json:"total"` // partners before the page was cut
	Notes    []phrase.Message `json:"notes"`
}

// Asked is a capability with what a centre has of it.
type Asked struct {
	ability.Asked
	// Own is the centre's level, 0 to 1; Missing is true when that does not count as having it.
	Own      float64          `json:"own"`
	Missing  bool             `json:"missing"`
	Evidence []match.Evidence `json:"evidence"`
}

// Partner is a body with everything that explains its place.
type Partner struct {
	ID        graph.ID         `json:"id"`
	Kind      graph.Kind       `json:"kind"`
	Name      string           `json:"name"`
	NameEn    string           `json:"name_en,omitempty"`
	Region    string           `json:"region,omitempty"`
	Actor     string           `json:"actor,omitempty"`
	Synthetic bool             `json:"synthetic"`
	Score     float64          `json:"score"` // the sum of the addends' values
	Addends   []match.Addend   `json:"addends"`
	Because   []phrase.Message `json:"because"`
	Against   []phrase.Message `json:"against"`
	// Fills are the capabilities of which the body has more than the centre.
	Fills []Fill `json:"fills"`
	// Tie is the strength of what the two have done together, 0 for nothing.
	Tie          float64         `json:"tie"`
	Distance     *match.Distance `json:"distance,omitempty"`
	RestsOnFacts bool            `json:"rests_on_facts"`
}

// Fill is a capability that a partner adds to.
type Fill struct {
	Capability graph.ID         `json:"capability"`
	Name       string           `json:"name"`
	NameEn     string           `json:"name_en,omitempty"`
	Level      float64          `json:"level"`
	Own        float64          `json:"own"`
	Evidence   []match.Evidence `json:"evidence"`
}

// ErrNothingAsked says that the topic asks for no capability.
var ErrNothingAsked = errors.New("collaborators: the topic asks for no capability")

// check returns a [phrase.QuestionError] of centre or novelty.
func (q *Question) check() error {
	def := q.View.Schema().Kind(q.View.Kind(q.Centre))
	if def == nil || !def.Organisation {
		return phrase.Wrong("centre", "complement.error.centre", "name", match.Label(q.View, q.Centre))
	}
	if !(q.Novelty >= 0 && q.Novelty <= 1) {
		return phrase.Wrong("novelty", "complement.error.novelty", "value", q.Novelty)
	}
	return nil
}
