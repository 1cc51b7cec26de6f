package structure

// Bridge is a tie without which a component falls in two.
type Bridge struct {
	A, B int32 // A below B
	// SideA and SideB are how many members stand on either side, the end included.
	SideA, SideB int
}

// Cut is a member without which its component falls apart.
type Cut struct {
	Member int32
	// Pieces is how many parts are left; Largest is the size of the greatest.
	Pieces, Largest int
	// Cut off are all members of the component that are then not in the greatest part.
	CutOff int
}

// Cuts returns all bridges, by their ends, and all cut members, by number. One walk in depth
// finds both: a part that reaches no earlier member hangs by the tie, or the member, at
// which it was entered (Hopcroft and Tarjan 1973).
func (w *Network) Cuts() ([]Bridge, []Cut) {
	s := newSurvey(w)
	of, sizes := w.Components()
	var bridges []Bridge
	pieces := make([]Cut, w.Len())
	inside := make([]int, w.Len()) // members in parts that hang by one
	for _, v := range s.order {
		p := s.parent[v]
		if p < 0 {
			continue
		}
		whole, part := sizes[of[v]], int(s.size[v])
		if s.low[v] > s.found[p] {
			b := Bridge{A: p, B: v, SideA: whole - part, SideB: part}
			if b.A > b.B {
				b = Bridge{A: v, B: p, SideA: part, SideB: whole - part}
			}
			bridges = append(bridges, b)
		}
		if s.low[v] >= s.found[p] {
			pieces[p].Pieces++
			pieces[p].Largest = max(pieces[p].Largest, part)
			inside[p] += part
		}
	}
	var cuts []Cut
	for v := range pieces {
		c := pieces[v]
		c.Member = int32(v)
		whole := sizes[of[v]]
		if rest := whole - 1 - inside[v]; rest > 0 {
			c.Pieces++
			c.Largest = max(c.Largest, rest)
		}
		if c.Pieces > 1 {
			c.CutOff = whole - 1 - c.Largest
			cuts = append(cuts, c)
		}
	}
	sortBridges(bridges)
	return bridges, cuts
}

// survey is what a walk in depth notes of each member.
type survey struct {
	order  []int32 // as found
	parent []int32 // -1 for a first member
	found  []int32 // when it was found, from 1
	low    []int32 // the earliest member that it or what lies below it touches
	size   []int32 // members below it, itself included
}

func newSurvey(w *Network) *survey {
	n := w.Len()
	s := &survey{
		order: make([]int32, 0, n), parent: make([]int32, n), found: make([]int32, n), low: make([]int32, n), size: make([]int32, n),
	}
	next := make([]int32, n) // neighbours already looked at
	var path []int32
	for root := range n {
		if s.found[root] > 0 {
			continue
		}
		path = append(path, s.enter(int32(root), -1))
		for len(path) > 0 {
			v := path[len(path)-1]
			if near := w.Neighbours(v); int(next[v]) < len(near) {
				u := near[next[v]]
				next[v]++
				switch {
				case s.found[u] == 0:
					path = append(path, s.enter(u, v))
				case u != s.parent[v]:
					s.low[v] = min(s.low[v], s.found[u])
				}
				continue
			}
			path = path[:len(path)-1]
			if p := s.parent[v]; p >= 0 {
				s.low[p] = min(s.low[p], s.low[v])
				s.size[p] += s.size[v]
			}
		}
	}
	return s
}

func (s *survey) enter(v, parent int32) int32 {
	s.order = append(s.order, v)
	s.parent[v], s.size[v] = parent, 1
	s.found[v] = int32(len(s.order)) //nolint:gosec // members are numbered in 32 bits
	s.low[v] = s.found[v]
	return v
}
