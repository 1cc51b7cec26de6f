// Package need says what somebody looks for, and reads it out of a sentence.
//
// A [Need] is a value: the reader fills one from a text, a person corrects it, and
// matching takes it as it is. Each part says from which characters it was read and how
// sure the reading is, so that the understanding can be shown and changed.
package need

import "chuangmai/graph"

// Span is a part of the need's text, counted in characters (Unicode code points),
// Start included and End not.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Reading says where a part of a need comes from. A part that a person stated has no
// spans and confidence 1.
type Reading struct {
	Spans      []Span  `json:"spans,omitempty"`
	Confidence float64 `json:"confidence"` // 0 to 1
}

// Need is what somebody looks for. Lists are ordered by weight, highest first, then
// by id; an empty list means nothing is known, not that nothing is wanted.
type Need struct {
	// Text is what was written, unchanged; "" for a need that was stated part by part.
	Text string `json:"text,omitempty"`
	// Lang is the language of the text: zh or en.
	Lang         string       `json:"lang,omitempty"`
	Capabilities []Capability `json:"capabilities,omitempty"`
	Disciplines  []Discipline `json:"disciplines,omitempty"`
	Fields       []Field      `json:"fields,omitempty"`
	Terms        []Term       `json:"terms,omitempty"`
	Groups       []Group      `json:"groups,omitempty"`
	Kinds        []Kind       `json:"kinds,omitempty"`
	Modes        []Mode       `json:"modes,omitempty"`
	Stages       []Stage      `json:"stages,omitempty"`
	Places       []Place      `json:"places,omitempty"`
	Figures      []Figure     `json:"figures,omitempty"`
	Budget       *Budget      `json:"budget,omitempty"`
	NeededBy     *Deadline    `json:"needed_by,omitempty"`
	// Unread is the rest of the text that nothing was read from, filler words apart.
	Unread []Span `json:"unread,omitempty"`
}

// Capability is an ability asked for: an area of the lexicon or a node of the network.
type Capability struct {
	ID     graph.ID `json:"id"`
	Name   string   `json:"name,omitempty"`
	NameEn string   `json:"name_en,omitempty"`
	Weight float64  `json:"weight"` // share of the need, 0 to 1
	Words  []string `json:"words,omitempty"`
	Reading
}

// Discipline is a first-level discipline of the degree catalogue that the need falls into.
type Discipline struct {
	ID     graph.ID `json:"id"`
	Name   string   `json:"name,omitempty"`
	NameEn string   `json:"name_en,omitempty"`
	Weight float64  `json:"weight"`
	Reading
}

// Field is one of the six technology fields.
type Field struct {
	Code   string  `json:"code"`
	Name   string  `json:"name,omitempty"`
	NameEn string  `json:"name_en,omitempty"`
	Weight float64 `json:"weight"`
	Reading
}

// Term is a word of the vocabulary that the text holds: a material, product, process,
// test, defect and so on.
type Term struct {
	Text string `json:"text"`
	// TextEn is its English name, "" where none is known.
	TextEn string `json:"text_en,omitempty"`
	// Sort is the term's kind in the lexicon (material, part, process, machine, test, defect …), or equipment.
	Sort string `json:"sort,omitempty"`
	Reading
}

// Group is a part of the answer that is wanted: do, use, ask or join.
type Group struct {
	Code string `json:"code"`
	Reading
}

// Kind is a kind of node that is asked for by name ("高校", "检测机构").
type Kind struct {
	Kind graph.Kind `json:"kind"`
	// Type narrows the kind to one value of its property type; "" for any.
	Type string `json:"type,omitempty"`
	Reading
}

// Mode is a way of working together, a term of vocabulary collaboration_mode.
type Mode struct {
	Code string `json:"code"`
	Reading
}

// Stage is a stage of the innovation chain, a term of vocabulary stage.
type Stage struct {
	Code string `json:"code"`
	Reading
}

// Place is where the help should be.
type Place struct {
	// Code is a GB/T 2260 code or the code of a strategic region of the gazetteer.
	Code   string `json:"code"`
	Name   string `json:"name,omitempty"`
	NameEn string `json:"name_en,omitempty"`
	// RadiusKm reaches beyond the place itself; 0 means within it.
	RadiusKm float64 `json:"radius_km"`
	// Required is true when nothing else will do ("只要", "must be"); else nearer is better.
	Required bool `json:"required,omitempty"`
	// Own is true when it says where the asking firm is, not where the help should be.
	Own bool `json:"own,omitempty"`
	Reading
}

// Figure is a number with a unit that the text states.
type Figure struct {
	// Quantity is the word before the number, "" when none stands there.
	Quantity string `json:"quantity,omitempty"`
	// Op is one of = < <= > >= ~ or range; a tolerance is a range (±0.02: from -0.02 to 0.02, 20±0.5: from 19.5 to 20.5).
	Op    string  `json:"op"`
	Value float64 `json:"value"`
	Max   float64 `json:"max,omitempty"` // upper end of a range, or of a rough number (几百: ~ 200 to 900)
	Unit  string  `json:"unit,omitempty"`
	// SI, SIMax and SIUnit give the value in the SI unit of its quantity; "" when not convertible.
	SI     float64 `json:"si,omitempty"`
	SIMax  float64 `json:"si_max,omitempty"`
	SIUnit string  `json:"si_unit,omitempty"`
	Reading
}

// Budget is money the need states, in units of 10,000 CNY.
type Budget struct {
	MinWan float64 `json:"min_wan"` // 0 when only an upper bound is stated
	MaxWan float64 `json:"max_wan"` // 0 when only a lower bound is stated
	Reading
}

// Deadline is by when the need is to be met.
type Deadline struct {
	Date graph.Date `json:"date"`
	Reading
}

// Empty reports whether nothing was understood or stated that could guide matching: no
// capability, discipline, field or term.
func (n Need) Empty() bool {
	return len(n.Capabilities) == 0 && len(n.Disciplines) == 0 && len(n.Fields) == 0 && len(n.Terms) == 0
}
