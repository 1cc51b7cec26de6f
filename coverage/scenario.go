package coverage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/phrase"
)

// Operations of a scenario's changes.
const (
	OpAdd   = "add"   // a new supply or need
	OpMove  = "move"  // a body or resource goes to another region
	OpClose = "close" // a body or resource goes, with what belongs to it
	OpOpen  = "open"  // a resource opens or shuts
)

// Scenario is a list of changes that one would like to see the effect of. It is laid over
// a view and never written to the network.
type Scenario struct {
	Name    string   `json:"name"`
	Changes []Change `json:"changes"`
}

// Change is one change. Which fields are needed depends on Op; others must be absent.
type Change struct {
	Op string `json:"op"`
	// ID names what is moved, closed or opened.
	ID graph.ID `json:"id,omitempty"`
	// Kind, Name, Field, Stages, Level, Body and Capabilities describe what is added: Kind is
	// one of the kinds that count as supply, or demand; Body is whom it belongs to.
	Kind         graph.Kind `json:"kind,omitempty"`
	Name         string     `json:"name,omitempty"`
	Field        string     `json:"field,omitempty"`
	Stages       []string   `json:"stages,omitempty"`
	Level        string     `json:"level,omitempty"`
	Body         graph.ID   `json:"body,omitempty"`
	Capabilities []graph.ID `json:"capabilities,omitempty"`
	// Region is where something is added or moved to: a code or a name.
	Region string `json:"region,omitempty"`
	// Openness is usable, accessible, inside or closed, for equipment, facilities, platforms
	// and services; what is added without it is accessible.
	Openness string `json:"openness,omitempty"`
	// KeepResources leaves in being what belongs to a body that is closed.
	KeepResources bool `json:"keep_resources,omitempty"`
}

// Limits of a scenario.
const (
	MaxChanges   = 200
	MaxScenario  = 1 << 18 // bytes
	maxNameRunes = 200
	maxListed    = 50
)

// ScenarioError says what is wrong with a scenario, problem by problem.
type ScenarioError struct{ Problems []Problem }

// Problem is one thing that is wrong: a JSON pointer and a sentence.
type Problem struct {
	Pointer string
	Reason  phrase.Message
}

// Error implements error.
func (e *ScenarioError) Error() string {
	words := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		words[i] = p.Pointer + ": " + p.Reason.Render(phrase.En)
	}
	return "scenario: " + strings.Join(words, "; ")
}

// problems gathers what is wrong.
type problems struct{ list []Problem }

func (p *problems) at(pointer, code string, pairs ...any) {
	p.list = append(p.list, Problem{pointer, phrase.New("coverage.scenario."+code, pairs...)})
}

func (p *problems) err() error {
	if len(p.list) == 0 {
		return nil
	}
	return &ScenarioError{p.list}
}

// ParseScenario reads a scenario from JSON: one object, no unknown and no repeated keys,
// nothing after it. The error is a [*ScenarioError].
func ParseScenario(data []byte) (Scenario, error) {
	var wrong problems
	switch {
	case len(data) > MaxScenario:
		wrong.at("", "too_large", "max", MaxScenario)
	case !utf8.Valid(data):
		wrong.at("", "bad_json", "detail", "UTF-8")
	default:
		if err := noRepeats(data); err != nil {
			wrong.at("", "bad_json", "detail", err.Error())
		}
	}
	if err := wrong.err(); err != nil {
		return Scenario{}, err
	}
	var s Scenario
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		wrong.at("", "bad_json", "detail", err.Error())
		return Scenario{}, wrong.err()
	}
	return s, s.Check()
}

// noRepeats reports a key that an object has twice, a value that is null, or text after
// the first value.
func noRepeats(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := walk(dec, 0); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after the end")
	}
	return nil
}

const maxDepth = 6

func walk(dec *json.Decoder, depth int) error {
	if depth > maxDepth {
		return errors.New("nested too deeply")
	}
	t, err := dec.Token()
	if err != nil {
		return err
	}
	if t == nil {
		return errors.New("null")
	}
	delim, opens := t.(json.Delim)
	if !opens {
		return nil
	}
	keys := make(map[string]bool)
	for dec.More() {
		if delim == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			folded := strings.ToLower(name)
			if keys[folded] {
				return fmt.Errorf("key %q twice", name)
			}
			keys[folded] = true
		}
		if err := walk(dec, depth+1); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// Check reports what is wrong with a scenario whatever the network. The error is a
// [*ScenarioError].
func (s Scenario) Check() error {
	var wrong problems
	if n := utf8.RuneCountInString(s.Name); n > maxNameRunes {
		wrong.at("/name", "too_long", "max", maxNameRunes)
	}
	if len(s.Changes) > MaxChanges {
		wrong.at("/changes", "too_many", "max", MaxChanges)
		return wrong.err()
	}
	for i := range s.Changes {
		s.Changes[i].check("/changes/"+strconv.Itoa(i), &wrong)
	}
	return wrong.err()
}

func (c *Change) check(at string, wrong *problems) {
	given := map[string]bool{
		"id": c.ID != "", "kind": c.Kind != "", "name": c.Name != "", "field": c.Field != "", "stages": len(c.Stages) > 0, "level": c.Level != "",
		"body": c.Body != "", "capabilities": len(c.Capabilities) > 0, "region": c.Region != "", "openness": c.Openness != "",
		"keep_resources": c.KeepResources,
	}
	var need, may []string
	switch c.Op {
	case OpAdd:
		need, may = []string{"kind", "region"}, []string{"name", "field", "stages", "level", "body", "capabilities", "openness"}
		if c.Field == "" && len(c.Capabilities) == 0 {
			wrong.at(at+"/field", "missing", "name", "field")
		}
	case OpMove:
		need = []string{"id", "region"}
	case OpClose:
		need, may = []string{"id"}, []string{"keep_resources"}
	case OpOpen:
		need = []string{"id", "openness"}
	default:
		wrong.at(at+"/op", "unknown_op", "value", clip(c.Op), "allowed", []string{OpAdd, OpMove, OpClose, OpOpen})
		return
	}
	for _, name := range []string{"id", "kind", "name", "field", "stages", "level", "body", "capabilities", "region", "openness", "keep_resources"} {
		switch {
		case !given[name] && slices.Contains(need, name):
			wrong.at(at+"/"+name, "missing", "name", name)
		case given[name] && !slices.Contains(need, name) && !slices.Contains(may, name):
			wrong.at(at+"/"+name, "not_for_op", "name", name, "op", c.Op)
		}
	}
	c.checkValues(at, wrong)
}

func (c *Change) checkValues(at string, wrong *problems) {
	if c.Kind != "" && c.Kind != graph.KindDemand && !slices.Contains(supply.Kinds(), c.Kind) {
		wrong.at(at+"/kind", "unknown_kind", "value", clip(string(c.Kind)))
	}
	if f, known := ReadField(c.Field); c.Field != "" && (!known || f == All || f == None) {
		wrong.at(at+"/field", "unknown_field", "value", clip(c.Field))
	}
	for i, text := range c.Stages {
		if st, known := ReadStage(text); !known || st == All || st == None {
			wrong.at(at+"/stages/"+strconv.Itoa(i), "unknown_stage", "value", clip(text))
		}
	}
	if c.Level != "" && !slices.Contains([]string{"national", "ministry", "provincial", "municipal", "local"}, c.Level) {
		wrong.at(at+"/level", "unknown_level", "value", clip(c.Level))
	}
	if c.Openness != "" && !slices.Contains([]string{"usable", "accessible", "inside", "closed"}, c.Openness) {
		wrong.at(at+"/openness", "unknown_openness", "value", clip(c.Openness))
	}
	if c.Op == OpAdd && c.Openness != "" && !sharable(c.Kind) {
		wrong.at(at+"/openness", "not_sharable", "kind", clip(string(c.Kind)))
	}
	if c.Kind == graph.KindDemand && c.Level != "" {
		wrong.at(at+"/level", "not_for_op", "name", "level", "op", string(c.Kind))
	}
	if utf8.RuneCountInString(c.Name) > maxNameRunes {
		wrong.at(at+"/name", "too_long", "max", maxNameRunes)
	}
	if len(c.Stages) > supply.Stages || len(c.Capabilities) > maxListed {
		wrong.at(at, "too_many", "max", maxListed)
	}
}

// sharable kinds state how open they are.
func sharable(k graph.Kind) bool {
	switch k {
	case graph.KindEquipment, graph.KindFacility, graph.KindPlatform, graph.KindService:
		return true
	default:
		return false
	}
}

// clip keeps a message short whatever was sent.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
