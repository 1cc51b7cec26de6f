package cover

import (
	"math/rand/v2"
	"testing"
)

// TestGreedyKeepsItsPromise: without quotas the greedy choice alone, before any exchange
// or search, reaches 1 - 1/e of the best, and what it proves about the best is true: 500
// fixed random problems against all sets of members.
func TestGreedyKeepsItsPromise(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	worst, sum := 1.0, 0.0
	for range 500 {
		n, elements := 5+rng.IntN(8), 2+rng.IntN(6)
		p := &Problem{Size: 1 + rng.IntN(5)}
		for range elements {
			p.Weights = append(p.Weights, rng.Float64())
		}
		for range n {
			row := make([]float64, elements)
			for e := range row {
				if rng.IntN(2) == 0 {
					row[e] = rng.Float64()
				}
			}
			p.Levels = append(p.Levels, row)
		}
		s := solver{p: p, room: newRoom(p), best: make([]float64, elements), in: make([]bool, n)}
		s.upper = s.ceiling()
		s.greedy()
		best := 0.0
		for set := range 1 << n {
			var members []int
			for c := range n {
				if set&(1<<c) != 0 {
					members = append(members, c)
				}
			}
			if len(members) <= p.Size {
				best = max(best, p.Coverage(members))
			}
		}
		got := p.Coverage(s.members)
		if best == 0 {
			continue
		}
		if got < Promise*best-1e-9 || s.upper < best-1e-9 {
			t.Fatalf("greedy %v, said to be at most %v, best %v", got, s.upper, best)
		}
		worst, sum = min(worst, got/best), sum+got/best
	}
	t.Logf("greedy alone: worst %.4f of the best, mean %.4f", worst, sum/500)
}
