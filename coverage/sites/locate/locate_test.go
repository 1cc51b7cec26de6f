package locate_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"chuangmai/coverage/sites/locate"
)

func random(rng *rand.Rand, candidates, points, n int) locate.Problem {
	p := locate.Problem{N: n, Saturating: rng.IntN(2) == 0}
	for range points {
		p.Weight = append(p.Weight, float64(rng.IntN(20)))
		p.Base = append(p.Base, rng.Float64()*float64(rng.IntN(2)))
	}
	for range candidates {
		row := make([]float64, points)
		for i := range row {
			row[i] = math.Exp(-rng.Float64() * 4)
		}
		p.Reach = append(p.Reach, row)
	}
	return p
}

// value is what a choice adds, reckoned anew.
func value(p locate.Problem, chosen []int) (sum float64) {
	for i, w := range p.Weight {
		best, free := p.Base[i], 1-p.Base[i]
		for _, c := range chosen {
			best = max(best, p.Reach[c][i])
			free *= 1 - p.Reach[c][i]
		}
		covered := best
		if p.Saturating {
			covered = 1 - free
		}
		sum += w * (covered - p.Base[i])
	}
	return sum
}

// best tries every choice.
func best(p locate.Problem, from int, chosen []int) float64 {
	if len(chosen) == min(p.N, len(p.Reach)) {
		return value(p, chosen)
	}
	most := 0.0
	for c := from; c < len(p.Reach); c++ {
		most = max(most, best(p, c+1, append(slices.Clone(chosen), c)))
	}
	return most
}

// TestAgainstEnumeration: on 200 random small cases the exact choice is that of trying all,
// taking the best each time is never below its bound, and no bound is below the best.
func TestAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 4))
	beaten := 0
	for i := range 200 {
		p := random(rng, 3+rng.IntN(9), 2+rng.IntN(12), 1+rng.IntN(4))
		want := best(p, 0, nil)
		s := p.Solve(t.Context())
		if !s.Exact || math.Abs(s.Value-want) > 1e-9*(1+want) || s.Upper != s.Value || s.Gap() != 0 {
			t.Fatalf("case %d: %+v, want the value %g, exact", i, s, want)
		}
		if s.Greedy < s.Ratio*want-1e-9 {
			t.Fatalf("case %d: greedy %g is below %g of %g", i, s.Greedy, s.Ratio, want)
		}
		if s.Greedy < want-1e-9 {
			beaten++
		}
		p.Steps = 1 // no time to prove
		g := p.Solve(t.Context())
		if g.Upper < want-1e-9 || g.Value != s.Greedy || g.Value < g.Ratio*want-1e-9 || g.Gap() < 0 || g.Gap() > 1-g.Ratio+1e-9 {
			t.Fatalf("case %d without proof: %+v, the best is %g", i, g, want)
		}
		for _, x := range []locate.Solution{s, g} {
			sum := 0.0
			for k, gain := range x.Gains {
				sum += gain
				if k > 0 && gain > x.Gains[k-1]+1e-9 {
					t.Fatalf("case %d: gains grow: %v", i, x.Gains)
				}
			}
			if len(x.Chosen) != min(p.N, len(p.Reach)) || math.Abs(value(p, x.Chosen)-x.Value) > 1e-9 || math.Abs(sum-x.Value) > 1e-9 {
				t.Fatalf("case %d: %+v is not what it says", i, x)
			}
		}
	}
	t.Logf("greedy was not the best in %d of 200 cases", beaten)
	if beaten == 0 {
		t.Error("no case in which greedy was beaten: the exact choice was not tested")
	}
}

// TestLimits: nothing to choose from, nothing to cover, more wanted than there is, no time.
func TestLimits(t *testing.T) {
	empty := locate.Problem{N: 3}
	if s := empty.Solve(t.Context()); len(s.Chosen) != 0 || s.Value != 0 || !s.Exact {
		t.Errorf("without candidates: %+v", s)
	}
	p := random(rand.New(rand.NewPCG(1, 1)), 4, 5, 9)
	if s := p.Solve(t.Context()); len(s.Chosen) != 4 || !s.Exact {
		t.Errorf("more wanted than there is: %+v", s)
	}
	for i := range p.Weight {
		p.Weight[i] = 0
	}
	if s := p.Solve(t.Context()); s.Value != 0 || !s.Exact || s.Gap() != 0 {
		t.Errorf("nothing to cover: %+v", s)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	q := random(rand.New(rand.NewPCG(2, 1)), 30, 30, 4)
	if s := q.Solve(ended); s.Exact || s.Value <= 0 || s.Upper < s.Value {
		t.Errorf("no time: %+v", s)
	}
}

// BenchmarkProvince: the size of a province: 108 candidates and points, three places.
func BenchmarkProvince(b *testing.B) {
	p := random(rand.New(rand.NewPCG(3, 1)), 108, 120, 3)
	for b.Loop() {
		p.Solve(b.Context())
	}
}
