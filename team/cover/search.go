package cover

import (
	"cmp"
	"slices"
)

// Bounds of a search, in levels looked at: some milliseconds to polish, a fifth of a
// second where the promise is not proved yet.
const (
	quickWork = 600_000
	fullWork  = 40_000_000
)

// search looks for a better team by branch and bound until it is done or has worked
// enough. With prefer the preferences count too; else what a finished search finds is
// the upper bound.
func (s *solver) search(work int, prefer bool) {
	b := brancher{solver: s, found: slices.Clone(s.members), work: work, prefer: prefer}
	b.value = b.worth(b.found)
	s.reset(s.p.Must)
	for c := range s.p.Levels {
		if !s.p.banned(c) && !s.in[c] {
			b.order = append(b.order, c)
		}
	}
	worth := make(map[int]float64, len(b.order)) // who does most comes first: bounds cut sooner
	for _, c := range b.order {
		worth[c] = s.gain(c) + s.p.preference(c)
	}
	slices.SortStableFunc(b.order, func(x, y int) int { return cmp.Compare(worth[y], worth[x]) })
	b.branch(0)
	s.reset(b.found)
	if b.work > 0 && !prefer {
		s.upper = min(s.upper, b.value)
	}
}

type brancher struct {
	*solver
	order  []int // candidates that may be added
	found  []int // the best team so far
	value  float64
	work   int
	prefer bool
}

func (b *brancher) worth(members []int) float64 {
	if b.prefer {
		return b.solver.value(members)
	}
	return b.p.Coverage(members)
}

// option is a candidate, by its place in the order, with what it adds.
type option struct {
	place int
	gain  float64
}

// branch tries all completions of the present members with candidates from the place at on.
func (b *brancher) branch(at int) {
	base := b.worth(b.members)
	if base > b.value+tie && b.p.Feasible(b.members) {
		b.found, b.value = slices.Clone(b.members), base
	}
	open := b.p.Size - len(b.members)
	if open == 0 || at == len(b.order) || b.work <= 0 {
		return
	}
	options := b.options(at)
	rest := reach(options, open)
	before := slices.Clone(b.members)
	for i, o := range options {
		if b.work <= 0 || base+rest[i] <= b.value+tie {
			return
		}
		b.take(b.order[o.place])
		if b.room.extends(b.members) {
			b.branch(o.place + 1)
		}
		b.reset(before)
	}
}

func (b *brancher) options(at int) []option {
	out := make([]option, 0, len(b.order)-at)
	for i := at; i < len(b.order); i++ {
		o := option{i, b.gain(b.order[i])}
		if b.prefer {
			o.gain += b.p.preference(b.order[i])
		}
		out = append(out, o)
	}
	b.work -= len(out) * len(b.p.Weights)
	return out
}

// reach is, from each option on, the sum of the greatest gains, one for each open place.
func reach(options []option, open int) []float64 {
	out := make([]float64, len(options))
	top := make([]float64, 0, open+1)
	sum := 0.0
	for i := len(options) - 1; i >= 0; i-- {
		gain := options[i].gain
		if len(top) < open || gain > top[open-1] {
			at, _ := slices.BinarySearchFunc(top, gain, func(a, g float64) int { return -cmp.Compare(a, g) })
			top = slices.Insert(top, at, gain)
			sum += gain
			if len(top) > open {
				sum -= top[open]
				top = top[:open]
			}
		}
		out[i] = sum
	}
	return out
}
