package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chuangmai/match"
	"chuangmai/tune"
)

// ownWeights lays the set of weights in a file over the built-in one of its name; no file,
// no change.
func ownWeights(weights match.Weights, path string) error {
	if path == "" {
		return nil
	}
	data, err := os.ReadFile(path) //nolint:gosec // a file the operator names
	if err != nil {
		return fmt.Errorf("match.weights_file: %w", err)
	}
	set, ws, err := match.ParseWeightSet(data)
	switch {
	case err != nil:
		return fmt.Errorf("match.weights_file: %s: %w", path, err)
	case !slices.Contains(WeightSets(), set):
		return fmt.Errorf("match.weights_file: %s: there is no set %q, only %s", path, set, strings.Join(WeightSets(), ", "))
	case len(ws.Signals) == 0:
		return fmt.Errorf("match.weights_file: %s: no signals", path)
	}
	weights.Sets[set] = ws
	return nil
}

// TunedWeights writes the weights that were fitted for a set as a file which the setting
// match.weights_file takes. Source says what they were fitted to; of a path the last part.
func TunedWeights(set, source string, report TuneReport, day time.Time) ([]byte, error) {
	ws := match.WeightSet{
		FittedOn: fmt.Sprintf("%d judged queries (%s), %d-fold cross-validation: graded nDCG@10 %.4f to %.4f on held-out folds, gain %+.4f se %.4f",
			len(report.PerQuery), filepath.Base(source), report.Folds, report.HeldOutBefore, report.HeldOutAfter, report.Gain, report.StandardError),
		Date: day.Format(time.DateOnly), Signals: make(map[string]match.SignalWeight),
	}
	for _, w := range report.Weights {
		ws.Signals[w.Signal] = match.SignalWeight{Weight: w.After, Power: w.Power}
	}
	return match.FormatWeightSet(set, ws)
}

// TuneReport is what fitting found and what it had to leave out.
type TuneReport struct {
	tune.Result
	// Unjudged counts queries of which nothing is known that suits, or does not.
	Unjudged int
	// SetAside counts marks whose reason says nothing against the order: the hit was known, in
	// conflict or wrongly recorded.
	SetAside int
	// Unknown counts judged or marked documents that are no node; the judged ones stay in the
	// best order there could be, as in evaluation.
	Unknown int
}
