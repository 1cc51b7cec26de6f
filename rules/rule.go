package rules

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"chuangmai/graph"
	"chuangmai/phrase"
)

//go:embed rules.json
var rulesJSON []byte

//go:embed conflicts.json
var conflictsJSON []byte

// Document is one of the founding texts.
type Document string

// The founding texts.
const (
	National Document = "A" // 国科发区〔2020〕70号, for national centres
	Jiangsu  Document = "J" // 苏科机发〔2020〕325号, for provincial centres of Jiangsu
)

// Title returns the name of the text.
func (d Document) Title() phrase.Message {
	return phrase.New("rule.document." + map[Document]string{National: "national", Jiangsu: "jiangsu"}[d])
}

// Severity says what a breach of a rule is worth to a reader.
type Severity string

// The severities, the gravest first.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
	SeverityReport  Severity = "report"
)

// Clause is a passage of a founding text: where it stands, its exact words, and what they
// say in English.
type Clause struct {
	Document Document `json:"document"`
	Where    string   `json:"where"`
	Zh       string   `json:"zh"`
	En       string   `json:"en"`
}

// Subject is what a rule judges.
type Subject string

// The subjects: one centre, one zone, or the network as a whole.
const (
	SubjectCentre          = Subject(graph.KindCenter)
	SubjectZone            = Subject(graph.KindZone)
	SubjectNetwork Subject = "network"
)

// Rule is one row of the table of rules.
type Rule struct {
	ID       string   `json:"id"`
	Subject  Subject  `json:"subject"`
	Class    string   `json:"class,omitempty"` // class of centre the rule is for; "" for both
	Severity Severity `json:"severity"`
	// Outcomes are those that the rule can have where it applies.
	Outcomes []Outcome   `json:"outcomes"`
	Title    phrase.Text `json:"title"`
	Clauses  []Clause    `json:"clauses"`
	// Satisfy says what would meet the rule, Record which record would settle it.
	Satisfy phrase.Text `json:"satisfy"`
	Record  phrase.Text `json:"record"`
	// Ours says which number or reading is not of the texts; nil for none.
	Ours *phrase.Text `json:"ours,omitempty"`
}

// Of returns the clauses of one text.
func (r *Rule) Of(d Document) []Clause {
	var out []Clause
	for _, c := range r.Clauses {
		if c.Document == d {
			out = append(out, c)
		}
	}
	return out
}

// Conflict is a point on which the two texts differ.
type Conflict struct {
	ID         string      `json:"id"`
	Title      phrase.Text `json:"title"`
	National   []Clause    `json:"national"`
	Provincial []Clause    `json:"provincial"`
	// Handling says what the service does about it.
	Handling phrase.Text `json:"handling"`
}

// All returns the rules in their order. The caller must not change them.
func All() []*Rule { return table().rules }

// ByID returns the rule with that id.
func ByID(id string) (*Rule, bool) {
	i := slices.IndexFunc(All(), func(r *Rule) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return All()[i], true
}

// Conflicts returns the points on which the texts differ. The caller must not change them.
func Conflicts() []Conflict { return table().conflicts }

type data struct {
	rules     []*Rule
	conflicts []Conflict
}

var table = sync.OnceValue(func() data {
	var d data
	if err := errors.Join(decode(rulesJSON, &d.rules), decode(conflictsJSON, &d.conflicts)); err != nil {
		panic(err) // the embedded files are part of the program and tested
	}
	return d
})

// decode reads one JSON value that must have no unknown field and nothing behind it.
func decode(text []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("rules: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("rules: more than one value")
	}
	return nil
}
