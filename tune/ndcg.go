package tune

import "math"

// resolution of scores: what differs by less ranks by id, as in an answer.
const resolution = 1e-6

// scores are the sums of all signals of each candidate.
func (t *table) scores(weights []float64) []float64 {
	out := make([]float64, len(t.gains))
	for k, w := range weights {
		if w == 0 {
			continue
		}
		for c, x := range t.columns[k] {
			out[c] += w * x
		}
	}
	return out
}

// ndcg is the graded nDCG at 10 when step × column k is added to the scores. Candidates
// stand in the order of their ids, so that of equal ones the first goes first.
func (t *table) ndcg(scores []float64, k int, step float64) float64 {
	var top [depth]int
	var best [depth]float64
	n := 0
	for c, x := range t.columns[k] {
		score := math.Round((scores[c] + step*x) / resolution)
		if n == depth && score <= best[depth-1] {
			continue
		}
		if n < depth {
			n++
		}
		at := n - 1
		for ; at > 0 && best[at-1] < score; at-- {
			best[at], top[at] = best[at-1], top[at-1]
		}
		best[at], top[at] = score, c
	}
	var sum float64
	for place, c := range top[:n] {
		if t.gains[c] != 0 {
			sum += t.gains[c] * discount(place)
		}
	}
	return sum / t.ideal
}

// measure is the graded nDCG at 10 of one query.
func (t *table) measure(weights []float64) float64 { return t.ndcg(t.scores(weights), 0, 0) }

func mean(list []table, weights []float64) (sum float64) {
	for i := range list {
		sum += list[i].measure(weights)
	}
	return sum / float64(len(list))
}
