// Package locate chooses places so that demand is covered as well as can be: the maximal
// covering location problem (Church and ReVelle 1974) with coverage that fades with distance
// and supply that is there already. What a set of places adds grows ever more slowly with
// the set (it is monotone and submodular), so that taking the best place each time is within
// 1-(1-1/n)^n, at least 63%, of the best choice of n (Nemhauser, Wolsey and Fisher 1978).
package locate

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"
)

// Problem asks for the best n of some candidates.
type Problem struct {
	// Weight is what covering each point of demand is worth, not below 0.
	Weight []float64
	// Base is how well each point is covered already, in [0, 1].
	Base []float64
	// Reach is how well each candidate covers each point, in [0, 1]: Reach[candidate][point].
	Reach [][]float64
	// Saturating: several places cover a point together, each a part of what the others
	// leave; otherwise the best one alone counts.
	Saturating bool
	// N is how many to choose.
	N int
	// Steps bounds the work of proving the best choice, in places times points looked at; 0
	// means [DefaultSteps].
	Steps int
}

// DefaultSteps is a few tenths of a second's work.
const DefaultSteps = 60_000_000

// Solution is a choice of places.
type Solution struct {
	// Chosen are the candidates in the order in which each adds most to those before it;
	// Gains is what each adds.
	Chosen []int
	Gains  []float64
	// Value is the sum of the gains; no choice has more than Upper. Exact is true when they
	// are proved to be the same.
	Value float64
	Upper float64
	Exact bool
	// Greedy is the value of taking the best place each time, and Ratio the share of the
	// best value that this is sure to reach.
	Greedy float64
	Ratio  float64
}

// Gap is the share of the upper bound that the choice may lack, 0 when exact.
func (s Solution) Gap() float64 {
	if s.Exact || s.Upper <= 0 {
		return 0
	}
	return max(0, (s.Upper-s.Value)/s.Upper)
}

// state is how well each point is covered by the base and some chosen places.
type state []float64

func (p *Problem) gain(at state, candidate int) (sum float64) {
	reach := p.Reach[candidate]
	weight, at := p.Weight[:len(reach)], at[:len(reach)]
	if p.Saturating {
		for i, r := range reach {
			sum += weight[i] * (p.joined(at[i], r) - at[i])
		}
		return sum
	}
	for i, r := range reach { // the best alone counts: where that is there already nothing is gained
		if r > at[i] {
			sum += weight[i] * (r - at[i])
		}
	}
	return sum
}

func (p *Problem) joined(covered, reach float64) float64 {
	if p.Saturating {
		return 1 - (1-covered)*(1-reach)
	}
	return max(covered, reach)
}

func (p *Problem) with(at state, candidate int) state {
	out := make(state, len(at))
	for i, r := range p.Reach[candidate] {
		out[i] = p.joined(at[i], r)
	}
	return out
}

// Solve chooses. Of several equally good choices it takes candidates of lower number. It
// ends with the context, with what it has by then.
func (p *Problem) Solve(ctx context.Context) Solution {
	n := min(p.N, len(p.Reach))
	s := p.greedy(n)
	s.Greedy, s.Ratio = s.Value, 1.0
	if n > 0 {
		s.Ratio = 1 - math.Pow(1-1/float64(n), float64(n))
		s.Upper = min(s.Upper, s.Greedy/s.Ratio)
	}
	if s.Value >= s.Upper*(1-1e-12) {
		s.Exact, s.Upper = true, s.Value
		return s
	}
	b := &bounding{p: p, n: n, best: slices.Clone(s.Chosen), value: s.Value, steps: p.Steps}
	if b.steps == 0 {
		b.steps = DefaultSteps
	}
	all := make([]int, len(p.Reach))
	for i := range all {
		all[i] = i
	}
	b.branch(ctx, slices.Clone(p.Base), 0, nil, all)
	if b.value > s.Value {
		s.Chosen, s.Gains, s.Value = p.inOrder(b.best)
	}
	if s.Exact = b.steps > 0 && ctx.Err() == nil; s.Exact {
		s.Upper = s.Value
	}
	s.Upper = max(s.Upper, s.Value)
	return s
}

// waiting is a candidate with the gain it had when last looked at.
type waiting struct {
	candidate int
	gain      float64
	round     int
}

type queue []waiting

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[j].gain, q[i].gain), cmp.Compare(q[i].candidate, q[j].candidate)) < 0
}
func (q *queue) Push(x any) { *q = append(*q, x.(waiting)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// greedy takes the candidate that adds most, n times. A gain never grows, so that only
// candidates at the head need looking at again (Minoux 1978). The old gains of the others
// are upper bounds too: what is there plus the n greatest gains is never exceeded
// (Leskovec and others 2007).
func (p *Problem) greedy(n int) Solution {
	at := state(slices.Clone(p.Base))
	q := make(queue, len(p.Reach))
	for c := range p.Reach {
		q[c] = waiting{c, p.gain(at, c), 0}
	}
	heap.Init(&q)
	s := Solution{Chosen: []int{}, Gains: []float64{}, Upper: math.Inf(1)}
	for round := range n {
		s.Upper = min(s.Upper, s.Value+greatest(q, n))
		for q[0].round < round {
			q[0].gain, q[0].round = p.gain(at, q[0].candidate), round
			heap.Fix(&q, 0)
		}
		next, _ := heap.Pop(&q).(waiting)
		at = p.with(at, next.candidate)
		s.Chosen, s.Gains = append(s.Chosen, next.candidate), append(s.Gains, next.gain)
		s.Value += next.gain
	}
	for i := range q { // the last set gives the tightest bound only with gains as they are now
		q[i].gain = p.gain(at, q[i].candidate)
	}
	s.Upper = min(s.Upper, s.Value+greatest(q, n))
	return s
}

// greatest is the sum of the n greatest gains.
func greatest(q queue, n int) (sum float64) {
	gains := make([]float64, len(q))
	for i, w := range q {
		gains[i] = w.gain
	}
	slices.SortFunc(gains, func(a, b float64) int { return cmp.Compare(b, a) })
	for _, g := range gains[:min(n, len(gains))] {
		sum += g
	}
	return sum
}

// inOrder puts a choice in the order in which each adds most.
func (p *Problem) inOrder(chosen []int) (order []int, gains []float64, value float64) {
	at, left := state(slices.Clone(p.Base)), slices.Clone(chosen)
	slices.Sort(left)
	for len(left) > 0 {
		best, most := 0, -1.0
		for i, c := range left {
			if g := p.gain(at, c); g > most {
				best, most = i, g
			}
		}
		at = p.with(at, left[best])
		order, gains, value = append(order, left[best]), append(gains, most), value+most
		left = slices.Delete(left, best, best+1)
	}
	return order, gains, value
}

// bounding proves the best choice by branch and bound.
type bounding struct {
	p     *Problem
	n     int
	best  []int
	value float64
	steps int
}

// branch looks for a better choice that has the chosen and n-len(chosen) of the rest. The
// gains of the rest cannot grow, so that the greatest of them bound what they can add.
func (b *bounding) branch(ctx context.Context, at state, value float64, chosen, rest []int) {
	if b.steps -= len(rest) * len(at); b.steps <= 0 || ctx.Err() != nil {
		b.steps = 0
		return
	}
	open := make(queue, len(rest))
	for i, c := range rest {
		open[i] = waiting{candidate: c, gain: b.p.gain(at, c)}
	}
	slices.SortFunc(open, func(x, y waiting) int {
		return cmp.Or(cmp.Compare(y.gain, x.gain), cmp.Compare(x.candidate, y.candidate))
	})
	left := b.n - len(chosen)
	if left == 1 {
		if len(open) > 0 && value+open[0].gain > b.value*(1+1e-12) {
			b.value, b.best = value+open[0].gain, append(slices.Clone(chosen), open[0].candidate)
		}
		return
	}
	after := make([]int, len(open))
	for i, w := range open {
		after[i] = w.candidate
	}
	for i := range open {
		bound := value
		for _, w := range open[i:min(i+left, len(open))] {
			bound += w.gain
		}
		if bound <= b.value*(1+1e-12) || len(open)-i < left {
			return
		}
		b.branch(ctx, b.p.with(at, open[i].candidate), value+open[i].gain, append(slices.Clone(chosen), open[i].candidate), after[i+1:])
	}
}
