package match

import (
	"encoding/json"
	"errors"
)

// FormatWeightSet writes the file of one set of weights, which [ParseWeightSet] reads.
func FormatWeightSet(set string, ws WeightSet) ([]byte, error) {
	if set == "" || len(ws.Signals) == 0 {
		return nil, errors.New("weights: a file needs the name of a set and signals")
	}
	if err := ws.check(set); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(struct {
		Version int    `json:"version"`
		Set     string `json:"set"`
		WeightSet
	}{1, set, ws}, "", "  ")
	return append(data, '\n'), err
}
