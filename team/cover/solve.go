package cover

import (
	"math"
	"slices"
)

// Promise is the share of the best coverage that a solution is to reach, 1 - 1/e.
const Promise = 1 - 1/math.E

// tie is the difference below which two gains are the same.
const tie = 1e-12

// Solve chooses members. It returns [ErrInfeasible] when the quotas cannot be met. The
// same problem always gets the same solution: of equal candidates the first counts.
func Solve(p Problem) (Solution, error) {
	if err := p.check(); err != nil {
		return Solution{}, err
	}
	s := solver{p: &p, room: newRoom(&p), best: make([]float64, len(p.Weights)), in: make([]bool, len(p.Levels))}
	if slices.ContainsFunc(p.Must, p.banned) || !s.room.extends(p.Must) {
		return Solution{}, ErrInfeasible
	}
	s.upper = s.ceiling()
	for _, m := range p.Must {
		s.take(m)
	}
	s.greedy()
	s.improve()
	s.search(quickWork, s.p.Prefer != nil)
	s.drop()
	if s.p.Coverage(s.members) < Promise*s.upper {
		s.search(fullWork, false)
	}
	sol := Solution{Members: s.members, Coverage: p.Coverage(s.members), Upper: s.upper}
	sol.Exact = sol.Coverage >= sol.Upper-1e-9
	sol.Upper = max(sol.Upper, sol.Coverage)
	return sol, nil
}

type solver struct {
	p       *Problem
	room    *room
	members []int
	in      []bool
	best    []float64 // level of each element among the members
	upper   float64
}

func (s *solver) take(c int) {
	s.members = append(s.members, c)
	s.in[c] = true
	for e, l := range s.p.Levels[c] {
		s.best[e] = max(s.best[e], l)
	}
}

func (s *solver) reset(members []int) {
	s.members = s.members[:0]
	clear(s.in)
	clear(s.best)
	for _, m := range members {
		s.take(m)
	}
}

func (s *solver) gain(c int) float64 {
	sum := 0.0
	for e, l := range s.p.Levels[c] {
		if l > s.best[e] {
			sum += s.p.Weights[e] * (l - s.best[e])
		}
	}
	return sum
}

// ceiling is what all candidates together cover.
func (s *solver) ceiling() float64 {
	sum := 0.0
	for e, w := range s.p.Weights {
		best := 0.0
		for c := range s.p.Levels {
			if !s.p.banned(c) {
				best = max(best, s.p.Levels[c][e])
			}
		}
		sum += w * best
	}
	return sum
}

// bound lowers the upper bound by what the present members tell: the best team adds to
// them at most the greatest gains, one for each place that is not given away.
func (s *solver) bound() {
	places := s.p.Size - len(s.p.Must)
	top := make([]float64, 0, places+1)
	for c := range s.p.Levels {
		if s.in[c] || s.p.banned(c) {
			continue
		}
		g := s.gain(c)
		at, _ := slices.BinarySearchFunc(top, g, func(a, g float64) int {
			if a > g {
				return -1
			}
			return 1
		})
		if at < places {
			top = slices.Insert(top, at, g)
			top = top[:min(len(top), places)]
		}
	}
	sum := s.p.Coverage(s.members)
	for _, g := range top {
		sum += g
	}
	s.upper = min(s.upper, sum)
}

// greedy adds the candidate with the greatest gain that leaves the quotas within reach,
// until nobody is worth asking or the team is full.
func (s *solver) greedy() {
	for {
		s.bound()
		if len(s.members) == s.p.Size {
			return
		}
		c, gain := s.pick()
		if c < 0 || s.p.Feasible(s.members) && gain <= s.p.Least {
			return
		}
		s.take(c)
	}
}

// pick returns the best next member, -1 when there is none.
func (s *solver) pick() (best int, bestGain float64) {
	best = -1
	score := 0.0
	allowed := make(map[uint32]bool)
	for c := range s.p.Levels {
		if s.in[c] || s.p.banned(c) {
			continue
		}
		gain := s.gain(c)
		value := gain + s.p.preference(c)
		if best >= 0 && value <= score+tie {
			continue
		}
		ok, asked := allowed[s.room.mask[c]]
		if !asked {
			ok = s.room.extends(append(slices.Clone(s.members), c))
			allowed[s.room.mask[c]] = ok
		}
		if ok {
			best, bestGain, score = c, gain, value
		}
	}
	return best, bestGain
}
