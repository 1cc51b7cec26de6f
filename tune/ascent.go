package tune

import "math"

const (
	// rounds is how often all weights are gone through at most.
	rounds = 20
	// leastGain is by how much a step must raise the mean: less is chance.
	leastGain = 1e-4
	// leastErrors is how many standard errors of its own paired gain a step must bring, so
	// that single queries do not decide.
	leastErrors = 2
	// decimals of the weights that are found.
	decimals = 1e4
)

// ascend changes one weight after the other as long as the mean nDCG of the tables
// rises. A weight keeps its sign, so that what counts against a candidate never counts
// for it; one that is 0 may become positive. The sum of the weights' sizes stays, as an
// order does not depend on it. The mean is never below that of the start.
func ascend(list []table, start []float64) []float64 {
	weights := append([]float64(nil), start...)
	scores, reached := make([][]float64, len(list)), make([]float64, len(list))
	for i := range list {
		scores[i] = list[i].scores(weights)
		reached[i] = list[i].ndcg(scores[i], 0, 0)
	}
	for range rounds {
		improved := false
		for k := range weights {
			step := bestStep(list, scores, reached, k, steps(weights[k], start[k], start))
			if step == 0 {
				continue
			}
			improved = true
			weights[k] += step
			for i := range list {
				for c, x := range list[i].columns[k] {
					scores[i][c] += step * x
				}
				reached[i] = list[i].ndcg(scores[i], 0, 0)
			}
		}
		if !improved {
			break
		}
	}
	weights = sized(weights, start)
	if mean(list, weights) < mean(list, start) { // rounding may cost what was gained
		return append([]float64(nil), start...)
	}
	return weights
}

// bestStep returns the step of weight k that raises the mean most, 0 when none raises it
// by more than chance.
func bestStep(list []table, scores [][]float64, reached []float64, k int, among []float64) (step float64) {
	best := leastGain
	diffs := make([]float64, len(list))
	for _, s := range among {
		for i := range list {
			diffs[i] = list[i].ndcg(scores[i], k, s) - reached[i]
		}
		if gain, se := meanAndError(diffs); gain > best && gain > leastErrors*se {
			step, best = s, gain
		}
	}
	return step
}

// steps are the changes of a weight that are tried, the smallest first: shares of itself,
// and shares of the greatest weight, for those that are small. First is the weight at the
// start, whose sign stays.
func steps(weight, first float64, start []float64) []float64 {
	greatest := 0.0
	for _, w := range start {
		greatest = max(greatest, math.Abs(w))
	}
	if greatest == 0 {
		greatest = 1
	}
	sign := 1.0
	if first < 0 {
		sign = -1
	}
	size := math.Abs(weight)
	var out []float64
	for _, part := range []float64{0.1, 0.25, 0.5, 1} {
		if size > 0 {
			out = append(out, sign*part*size, -sign*part*size)
		}
	}
	for _, part := range []float64{0.02, 0.05, 0.1, 0.25} {
		out = append(out, sign*part*greatest)
	}
	return out
}

// sized brings weights to the size of the start and rounds them.
func sized(weights, start []float64) []float64 {
	var have, want float64
	for k := range weights {
		have += math.Abs(weights[k])
		want += math.Abs(start[k])
	}
	factor := 1.0
	if have > 0 && want > 0 {
		factor = want / have
	}
	out := make([]float64, len(weights))
	for k, w := range weights {
		out[k] = math.Round(w*factor*decimals)/decimals + 0 // no negative zero
	}
	return out
}
