package intro

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
)

// Question asks for introductions.
type Question struct {
	View     snapshot.View
	From, To graph.ID
	// Paths is how many are wanted, at most [MaxPaths]; 0 means [DefaultPaths].
	Paths int
	// Topic is what the talk is to be about, for the opening words; "" for none.
	Topic string
}

// Numbers of paths.
const (
	DefaultPaths = 3
	MaxPaths     = 10
)

// Answer is what a question gets.
type Answer struct {
	From End `json:"from"`
	To   End `json:"to"`
	// Paths differ clearly from each other and come with the lowest cost first.
	Paths []Path           `json:"paths"`
	Notes []phrase.Message `json:"notes"`
}

// End is one of the two who are to meet.
type End struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Synthetic bool       `json:"synthetic"`
}

// Path is one way to be introduced.
type Path struct {
	Steps []Step `json:"steps"`
	// Cost is the sum of the steps' costs; less is warmer.
	Cost float64 `json:"cost"`
	// Introducer is who should be spoken to first; absent when the two ends know each
	// other or meet in something they share.
	Introducer *Introducer      `json:"introducer,omitempty"`
	Opening    phrase.Message   `json:"opening"`
	Because    []phrase.Message `json:"because"`
	Against    []phrase.Message `json:"against"`
	// RestsOnFacts is true when nothing on the path is made up.
	RestsOnFacts bool `json:"rests_on_facts"`
}

// Step is one tie of a path with what it costs.
type Step struct {
	match.Step
	Qualifier string     `json:"qualifier,omitempty"` // mode, role or type of the tie
	Since     graph.Date `json:"since,omitzero"`
	Until     graph.Date `json:"until,omitzero"`
	Synthetic bool       `json:"synthetic"` // the tie or the node it leads to
	// Also are other ties between the same two, by id.
	Also  []graph.ID `json:"also,omitempty"`
	Cost  float64    `json:"cost"`
	Parts []Part     `json:"parts"` // sum to Cost
}

// Part is one reason why a step costs what it costs: tie, age, ending, share, pass, load,
// crowd or conflict.
type Part struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// Introducer is the one who can bring two together.
type Introducer struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Synthetic bool       `json:"synthetic"`
	// Load is the share of a person's time that is given away; absent when not recorded.
	Load *float64 `json:"load,omitempty"`
	// Conflicts are reviews and committees in which the introducer is on both sides.
	Conflicts []graph.ID `json:"conflicts,omitempty"`
}

// check returns a [phrase.QuestionError] of from, to or paths.
func (q *Question) check() (from, to snapshot.N, err error) {
	if q.Paths < 0 || q.Paths > MaxPaths {
		return 0, 0, phrase.Wrong("paths", "intro.error.paths", "n", q.Paths, "max", MaxPaths)
	}
	if from, err = q.end("from", q.From); err != nil {
		return 0, 0, err
	}
	if to, err = q.end("to", q.To); err != nil {
		return 0, 0, err
	}
	if from == to {
		return 0, 0, phrase.Wrong("to", "intro.error.same")
	}
	return from, to, nil
}

func (q *Question) end(parameter string, id graph.ID) (snapshot.N, error) {
	n, known := q.View.Lookup(id)
	if !known {
		return 0, &phrase.QuestionError{Parameter: parameter, Unknown: true, Reason: phrase.New("intro.error.unknown", "id", string(id))}
	}
	if def := q.View.Schema().Kind(q.View.Kind(n)); def == nil || !def.Organisation && !met(q.View.Kind(n)) && !held(q.View.Kind(n)) {
		return 0, phrase.Wrong(parameter, "intro.error.kind", "name", match.Label(q.View, n))
	}
	return n, nil
}
