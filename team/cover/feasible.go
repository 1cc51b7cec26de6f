package cover

// room answers whether a partial choice can still become a feasible team. Candidates
// matter to it only by the quotas they count for, so they are counted by those.
type room struct {
	p     *Problem
	mask  []uint32 // candidate → quotas it counts for
	masks []uint32 // distinct ones, in order of first candidate
	free  map[uint32]int
}

func newRoom(p *Problem) *room {
	r := &room{p: p, mask: make([]uint32, len(p.Levels)), free: make(map[uint32]int)}
	for c := range p.Levels {
		for i, q := range p.Quotas {
			if q.Has[c] {
				r.mask[c] |= 1 << i
			}
		}
		if p.banned(c) {
			continue
		}
		if r.free[r.mask[c]] == 0 {
			r.masks = append(r.masks, r.mask[c])
		}
		r.free[r.mask[c]]++
	}
	return r
}

// extends reports whether members can be completed to a feasible team.
func (r *room) extends(members []int) bool {
	left := make(map[uint32]int, len(r.free))
	total := 0
	for m, n := range r.free {
		left[m] = n
		total += n
	}
	for _, c := range members {
		left[r.mask[c]]--
		total--
	}
	for size := max(1, len(members)); size <= r.p.Size; size++ {
		open := size - len(members)
		if open <= total && r.fill(left, r.deficits(members, size), open) {
			return true
		}
	}
	return false
}

// deficits is what each quota still lacks in a team of size.
func (r *room) deficits(members []int, size int) []int {
	out := make([]int, len(r.p.Quotas))
	for i, q := range r.p.Quotas {
		out[i] = q.needs(size)
		for _, c := range members {
			if q.Has[c] {
				out[i]--
			}
		}
	}
	return out
}

// fill reports whether open picks out of left can meet the deficits.
func (r *room) fill(left map[uint32]int, deficits []int, open int) bool {
	first := -1
	for i, d := range deficits {
		if d > open {
			return false
		}
		if d > 0 && first < 0 {
			first = i
		}
	}
	if first < 0 {
		return true
	}
	for _, m := range r.masks {
		if m&(1<<first) == 0 || left[m] == 0 {
			continue
		}
		left[m]--
		add(deficits, m, -1)
		done := r.fill(left, deficits, open-1)
		add(deficits, m, 1)
		left[m]++
		if done {
			return true
		}
	}
	return false
}

func add(deficits []int, mask uint32, by int) {
	for i := range deficits {
		if mask&(1<<i) != 0 {
			deficits[i] += by
		}
	}
}
