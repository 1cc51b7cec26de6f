package cover

import (
	"errors"
	"fmt"
	"math"
)

// Problem is what is to be covered, by whom, and under which quotas.
type Problem struct {
	// Weights are those of the elements; they should sum to 1.
	Weights []float64
	// Levels says, per candidate and element, how well the one covers the other, 0 to 1.
	Levels [][]float64
	// Prefer lifts candidates (0 to 1) among those that cover about as well; nil for none.
	// PreferWeight is what a preference of 1 is worth beside coverage.
	Prefer       []float64
	PreferWeight float64
	// Size is the greatest number of members.
	Size int
	// Must are members in any case; Banned candidates never are. Banned may be nil.
	Must   []int
	Banned []bool
	Quotas []Quota
	// Least is the gain in coverage that makes another member worth asking.
	Least float64
}

// Quota asks for members that have something in common.
type Quota struct {
	// Has says which candidates count.
	Has []bool
	// AtLeast is how many of them there must be, Share the least share of the team.
	AtLeast int
	Share   float64
}

// needs is how many members of a team of size the quota asks for.
func (q Quota) needs(size int) int {
	return max(q.AtLeast, int(math.Ceil(q.Share*float64(size)-1e-9)))
}

// Solution is a choice of candidates.
type Solution struct {
	// Members are the chosen candidates, in the order in which they were chosen.
	Members  []int
	Coverage float64
	// Upper is proved: no team under the quotas covers more.
	Upper float64
	// Exact is true when a complete search found nothing better.
	Exact bool
}

// Limits of a problem.
const (
	MaxSize   = 12
	MaxQuotas = 16
)

// ErrInfeasible says that no set of candidates meets the quotas within the size.
var ErrInfeasible = errors.New("no choice of candidates meets the quotas")

// check refuses what no caller may ask.
func (p *Problem) check() error {
	switch {
	case p.Size < 1 || p.Size > MaxSize:
		return fmt.Errorf("size %d is not in 1..%d", p.Size, MaxSize)
	case len(p.Quotas) > MaxQuotas:
		return fmt.Errorf("%d quotas, at most %d", len(p.Quotas), MaxQuotas)
	case len(p.Must) > p.Size:
		return fmt.Errorf("%d members are given, the size is %d: %w", len(p.Must), p.Size, ErrInfeasible)
	}
	for _, levels := range p.Levels {
		if len(levels) != len(p.Weights) {
			return fmt.Errorf("%d levels for %d elements", len(levels), len(p.Weights))
		}
	}
	return nil
}

// Coverage is what a set of candidates covers.
func (p *Problem) Coverage(members []int) float64 {
	sum := 0.0
	for e, w := range p.Weights {
		best := 0.0
		for _, m := range members {
			best = max(best, p.Levels[m][e])
		}
		sum += w * best
	}
	return sum
}

// Feasible reports whether a set of candidates keeps size and quotas, with all that must
// be in and nobody who must not.
func (p *Problem) Feasible(members []int) bool {
	if len(members) == 0 || len(members) > p.Size {
		return false
	}
	in := make(map[int]bool, len(members))
	for _, m := range members {
		if in[m] || p.banned(m) {
			return false
		}
		in[m] = true
	}
	for _, m := range p.Must {
		if !in[m] {
			return false
		}
	}
	for _, q := range p.Quotas {
		have := 0
		for _, m := range members {
			if q.Has[m] {
				have++
			}
		}
		if have < q.needs(len(members)) {
			return false
		}
	}
	return true
}

func (p *Problem) banned(c int) bool { return p.Banned != nil && p.Banned[c] }

func (p *Problem) preference(c int) float64 {
	if p.Prefer == nil {
		return 0
	}
	return p.PreferWeight * p.Prefer[c]
}
