package tune

import "math"

// resolution of scores: what differs by less ranks by id, as in an answer.
const resolution = 1e-6

// point is a choice of weights and powers, by signal.
type point struct{ weights, powers []float64 }

func (p point) clone() point {
	return point{append([]float64(nil), p.weights...), append([]float64(nil), p.powers...)}
}

// column is the shares of signal k to a power.
func (t *table) column(k int, power float64) []float64 {
	out := make([]float64, len(t.gains))
	for c, share := range t.shares[k] {
		switch {
		case share == 0:
		case power == 1:
			out[c] = share
		default:
			out[c] = math.Pow(share, power)
		}
	}
	return out
}

// scores are the sums of all signals of each candidate.
func (t *table) scores(at point) []float64 {
	out := make([]float64, len(t.gains))
	for k, w := range at.weights {
		if w == 0 {
			continue
		}
		for c, x := range t.column(k, at.powers[k]) {
			out[c] += w * x
		}
	}
	return out
}

// ndcg is the graded nDCG at 10 when step × add is added to the scores. Candidates
// stand in the order of their ids, so that of equal ones the first goes first.
func (t *table) ndcg(scores, add []float64, step float64) float64 {
	var top [depth]int
	var best [depth]float64
	n := 0
	for c, score := range scores {
		if step != 0 {
			score += step * add[c]
		}
		score = math.Round(score / resolution)
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
func (t *table) measure(at point) float64 { return t.ndcg(t.scores(at), nil, 0) }

func mean(list []table, at point) (sum float64) {
	for i := range list {
		sum += list[i].measure(at)
	}
	return sum / float64(len(list))
}
