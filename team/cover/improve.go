package cover

import "slices"

// maxSwaps bounds the exchanges; each makes the team better.
const maxSwaps = 60

// improve exchanges one member at a time while the team gets better.
func (s *solver) improve() {
	for range maxSwaps {
		out, in := s.bestSwap()
		if out < 0 {
			return
		}
		members := slices.Clone(s.members)
		members[out] = in
		s.reset(members)
		s.bound()
	}
}

// value is what is to grow: coverage and preferences.
func (s *solver) value(members []int) float64 {
	sum := s.p.Coverage(members)
	for _, m := range members {
		sum += s.p.preference(m)
	}
	return sum
}

// bestSwap returns the place to empty and the candidate to fill it, -1 when no exchange
// makes the team better.
func (s *solver) bestSwap() (out, in int) {
	out, in = -1, -1
	now := append([]int(nil), s.members...)
	top := s.value(now) + 1e-9
	for i, m := range now {
		if slices.Contains(s.p.Must, m) {
			continue
		}
		rest := slices.Delete(slices.Clone(now), i, i+1)
		base := s.value(rest)
		s.reset(rest)
		allowed := make(map[uint32]bool)
		for c := range s.p.Levels {
			if s.in[c] || c == m || s.p.banned(c) {
				continue
			}
			value := base + s.gain(c) + s.p.preference(c)
			if value <= top {
				continue
			}
			ok, asked := allowed[s.room.mask[c]]
			if !asked {
				ok = s.p.Feasible(append(slices.Clone(rest), c))
				allowed[s.room.mask[c]] = ok
			}
			if ok {
				out, in, top = i, c, value+tie
			}
		}
	}
	s.reset(now)
	return out, in
}

// drop lets those go who add less than is worth a member and whom no quota needs.
func (s *solver) drop() {
	for i := len(s.members) - 1; i >= 0; i-- {
		m := s.members[i]
		rest := slices.Delete(slices.Clone(s.members), i, i+1)
		if slices.Contains(s.p.Must, m) || !s.p.Feasible(rest) {
			continue
		}
		if s.p.Coverage(s.members)-s.p.Coverage(rest) <= s.p.Least {
			s.reset(rest)
		}
	}
}
