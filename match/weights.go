package match

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
)

// One file per kind of question; weights.json holds the two of the Chinese network and
// weights_history.json what all questions over a history share.
//
//go:embed weights.json weights_*.json
var builtinWeights embed.FS

// The sets of weights that recommendations use by group.
const (
	SetPartners  = "partners"
	SetResources = "resources"
)

// Weights say how much each signal counts, per kind of question.
type Weights struct {
	Version int                  `json:"version"`
	Sets    map[string]WeightSet `json:"sets"`
	// Quality grades stated strengths: by grade (A+ … C-), else by kind of evidence.
	Quality map[string]float64 `json:"quality"`
	// Earlier holds earlier frameworks, by the text by which projects name theirs, with the
	// weight of their projects beside 1 for others. Such projects are known by who took part
	// alone; their texts are not read.
	Earlier map[string]float64 `json:"earlier,omitempty"`
}

// WeightSet is the weights of one kind of question.
type WeightSet struct {
	FittedOn string                  `json:"fitted_on"`
	Date     string                  `json:"date"`
	Signals  map[string]SignalWeight `json:"signals"`
}

// SignalWeight is how one signal enters the sum: weight × (raw / scale)^power.
type SignalWeight struct {
	Weight float64 `json:"weight"`
	Power  float64 `json:"power"`
}

// BuiltinWeights returns the weights the program was built with.
func BuiltinWeights() (Weights, error) {
	data, err := builtinWeights.ReadFile("weights.json")
	if err != nil {
		return Weights{}, err
	}
	w, err := ParseWeights(data)
	if err != nil {
		return w, err
	}
	if data, err = builtinWeights.ReadFile("weights_history.json"); err != nil {
		return w, err
	}
	shared, err := ParseWeights(data)
	if err != nil {
		return w, err
	}
	w.Earlier = shared.Earlier
	for _, name := range NetworkSets() {
		if data, err = builtinWeights.ReadFile("weights_" + name + ".json"); err != nil {
			return w, err
		}
		set, ws, err := ParseWeightSet(data)
		if err != nil {
			return w, err
		}
		w.Sets[set] = ws
	}
	return w, nil
}

// ParseWeightSet reads the file of one set of weights, which names the set. It is as strict
// as [ParseWeights].
func ParseWeightSet(data []byte) (set string, ws WeightSet, err error) {
	var file struct {
		Version int    `json:"version"`
		Set     string `json:"set"`
		WeightSet
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return "", WeightSet{}, fmt.Errorf("weights: %w", err)
	}
	return file.Set, file.WeightSet, file.check(file.Set)
}

// ParseWeights reads a weights file. Unknown keys and signals, and powers that are not
// above 0, are errors.
func ParseWeights(data []byte) (Weights, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var w Weights
	if err := dec.Decode(&w); err != nil {
		return Weights{}, fmt.Errorf("weights: %w", err)
	}
	for _, set := range sortedKeys(w.Sets) {
		if err := w.Sets[set].check(set); err != nil {
			return Weights{}, err
		}
	}
	return w, nil
}

func (ws WeightSet) check(set string) error {
	names := slices.Concat(signalNames(), networkSignalNames())
	for _, name := range sortedKeys(ws.Signals) {
		if !slices.Contains(names, name) {
			return fmt.Errorf("weights: set %s: no signal %q", set, name)
		}
		if ws.Signals[name].Power <= 0 {
			return fmt.Errorf("weights: set %s: power of %s must be above 0", set, name)
		}
	}
	return nil
}

// signalNames are the signals in the order in which addends are listed when equal.
func signalNames() []string {
	return []string{
		"capability", "discipline", "words", "similar", "holdings", "asked",
		"place", "near", "walk", "openness", "popularity", "made_up",
	}
}
