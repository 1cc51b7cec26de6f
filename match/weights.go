package match

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

//go:embed weights.json
var builtinWeights []byte

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
func BuiltinWeights() (Weights, error) { return ParseWeights(builtinWeights) }

// ParseWeights reads a weights file. Unknown keys and signals, and powers that are not
// above 0, are errors.
func ParseWeights(data []byte) (Weights, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var w Weights
	if err := dec.Decode(&w); err != nil {
		return Weights{}, fmt.Errorf("weights: %w", err)
	}
	for set, ws := range w.Sets {
		for name, s := range ws.Signals {
			if !slices.Contains(signalNames(), name) {
				return Weights{}, fmt.Errorf("weights: set %s: no signal %q", set, name)
			}
			if s.Power <= 0 {
				return Weights{}, fmt.Errorf("weights: set %s: power of %s must be above 0", set, name)
			}
		}
	}
	return w, nil
}

// signalNames are the signals in the order in which addends are listed when equal.
func signalNames() []string {
	return []string{
		"capability", "discipline", "words", "similar", "holdings", "asked",
		"place", "near", "walk", "openness", "popularity", "made_up",
	}
}

// quality is the worth of a stated discipline, by its grade or the kind of evidence.
func (w Weights) quality(grade, evidence string) float64 {
	if q, ok := w.Quality[grade]; ok && grade != "" {
		return q
	}
	if q, ok := w.Quality[evidence]; ok {
		return q
	}
	return w.Quality[""]
}
