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
	// span is how many times greater or smaller than at the start a power may become.
	span = 4
)

// ascend changes one weight or power after the other as long as the mean nDCG of the
// tables rises. A weight keeps its sign, so that what counts against a candidate never
// counts for it; one that is 0 may become positive. The sum of the weights' sizes stays, as
// an order does not depend on it. The mean is never below that of the start.
func ascend(list []table, start point, shape []bool) point {
	a := &ascent{list: list, start: start, at: start.clone()}
	a.begin()
	for range rounds {
		improved := false
		for k := range a.at.weights {
			improved = a.stepWeight(k) || improved
			if shape[k] && a.at.weights[k] != 0 {
				improved = a.stepPower(k) || improved
			}
		}
		if !improved {
			break
		}
	}
	found := point{sized(a.at.weights, start.weights), a.at.powers}
	if mean(list, found) < mean(list, start) { // rounding may cost what was gained
		return start.clone()
	}
	return found
}

// ascent is one ascent on its way.
type ascent struct {
	list      []table
	start, at point
	columns   [][][]float64 // by table, signal, candidate: shares to the present powers
	scores    [][]float64   // by table, candidate
	reached   []float64     // by table
}

func (a *ascent) begin() {
	a.columns, a.scores, a.reached = make([][][]float64, len(a.list)), make([][]float64, len(a.list)), make([]float64, len(a.list))
	for i := range a.list {
		t := &a.list[i]
		a.columns[i] = make([][]float64, len(t.shares))
		for k := range t.shares {
			a.columns[i][k] = t.column(k, a.at.powers[k])
		}
		a.scores[i] = t.scores(a.at)
		a.reached[i] = t.ndcg(a.scores[i], nil, 0)
	}
}

// stepWeight takes the step of weight k that raises the mean most; false when none
// raises it by more than chance.
func (a *ascent) stepWeight(k int) bool {
	best, step := leastGain, 0.0
	diffs := make([]float64, len(a.list))
	for _, s := range steps(a.at.weights[k], a.start.weights[k], a.start.weights) {
		for i := range a.list {
			diffs[i] = a.list[i].ndcg(a.scores[i], a.columns[i][k], s) - a.reached[i]
		}
		if gain, se := meanAndError(diffs); gain > best && gain > leastErrors*se {
			best, step = gain, s
		}
	}
	if step == 0 {
		return false
	}
	a.at.weights[k] += step
	for i := range a.list {
		a.add(i, a.columns[i][k], step)
	}
	return true
}

// stepPower is stepWeight for the power of signal k.
func (a *ascent) stepPower(k int) bool {
	best, power := leastGain, 0.0
	var columns [][]float64 // of the best power
	diffs := make([]float64, len(a.list))
	for _, factor := range []float64{0.7, 1 / 0.7, 0.5, 2} {
		p := math.Round(a.at.powers[k]*factor*100) / 100
		if p <= 0 || p > span*a.start.powers[k] || p < a.start.powers[k]/span {
			continue
		}
		tried := make([][]float64, len(a.list))
		for i := range a.list {
			tried[i] = a.list[i].column(k, p)
			diffs[i] = a.list[i].ndcg(a.scores[i], less(tried[i], a.columns[i][k]), a.at.weights[k]) - a.reached[i]
		}
		if gain, se := meanAndError(diffs); gain > best && gain > leastErrors*se {
			best, power, columns = gain, p, tried
		}
	}
	if power == 0 {
		return false
	}
	a.at.powers[k] = power
	for i := range a.list {
		a.add(i, less(columns[i], a.columns[i][k]), a.at.weights[k])
		a.columns[i][k] = columns[i]
	}
	return true
}

// add moves the scores of one table.
func (a *ascent) add(i int, column []float64, step float64) {
	for c, x := range column {
		a.scores[i][c] += step * x
	}
	a.reached[i] = a.list[i].ndcg(a.scores[i], nil, 0)
}

func less(from, column []float64) []float64 {
	out := make([]float64, len(from))
	for c, x := range from {
		out[c] = x - column[c]
	}
	return out
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
