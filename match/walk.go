package match

import (
	"chuangmai/graph/snapshot"
)

// walkSignal: whom the requester knows, directly or through one other body.
//
// A(x,y) = number of collaborations of x and y + Σ over joint projects and consortia of
// 2 to 60 members of 1/(members-1). raw(c) = A(r,c) + Σ over z of A(r,z)·A(z,c)/S(z), S(z)
// = Σ over y of A(z,y).
type walkSignal struct {
	*state
	from  snapshot.N
	known bool
	cache map[snapshot.N]map[snapshot.N]float64 // A(x, ·)
}

// Sizes of a consortium whose members count as partners.
const (
	minMembers = 2
	maxMembers = 60
)

func newWalkSignal(s *state) *walkSignal {
	r := s.q.Requester
	return &walkSignal{
		state: s, from: r.Node, known: r.Known && s.view.Has(r.Node),
		cache: make(map[snapshot.N]map[snapshot.N]float64),
	}
}

func (sig *walkSignal) name() string { return "walk" }

// ties returns A(x, ·) as if the edge skip did not exist.
func (sig *walkSignal) ties(x snapshot.N, skip snapshot.E) map[snapshot.N]float64 {
	if skip == noEdge {
		if known, ok := sig.cache[x]; ok {
			return known
		}
	}
	out := make(map[snapshot.N]float64)
	for e, y := range sig.view.Out(x, sig.rel.collaborates) {
		if e != skip && y != x {
			out[y]++
		}
	}
	for e, y := range sig.view.In(x, sig.rel.collaborates) {
		if e != skip && y != x {
			out[y]++
		}
	}
	seen := make(map[snapshot.N]bool)
	for e, project := range sig.view.Out(x, sig.rel.participates) {
		if e == skip || seen[project] {
			continue
		}
		seen[project] = true
		members := sig.members(project, skip)
		if len(members) < minMembers || len(members) > maxMembers {
			continue
		}
		for _, y := range members {
			if y != x {
				out[y] += 1 / float64(len(members)-1)
			}
		}
	}
	if skip == noEdge {
		sig.cache[x] = out
	}
	return out
}

// members returns the bodies that take part in a project, each once, by number.
func (sig *walkSignal) members(project snapshot.N, skip snapshot.E) []snapshot.N {
	set := make(map[snapshot.N]bool)
	for e, m := range sig.view.In(project, sig.rel.participates) {
		if e != skip {
			set[m] = true
		}
	}
	return sortedKeys(set)
}

func total(ties map[snapshot.N]float64) float64 {
	sum := 0.0
	for _, y := range sortedKeys(ties) {
		sum += ties[y]
	}
	return sum
}

func (sig *walkSignal) spread(add func(snapshot.N, float64)) {
	if !sig.known {
		return
	}
	sums := make(map[snapshot.N]float64)
	mine := sig.ties(sig.from, noEdge)
	for _, z := range sortedKeys(mine) {
		sums[z] += mine[z]
		ties := sig.ties(z, noEdge)
		all := total(ties)
		for y, a := range ties {
			if y != sig.from {
				sums[y] += mine[z] * a / all
			}
		}
	}
	for _, n := range sortedKeys(sums) {
		add(n, sums[n])
	}
}

func (sig *walkSignal) value(c snapshot.N, skip snapshot.E) float64 {
	if !sig.known || c == sig.from {
		return 0
	}
	mine := sig.ties(sig.from, sig.relevant(sig.from, skip))
	sum := mine[c]
	for _, z := range sortedKeys(mine) {
		ties := sig.ties(z, sig.relevant(z, skip))
		if a := ties[c]; a > 0 {
			sum += mine[z] * a / total(ties)
		}
	}
	return sum
}

// relevant returns skip when the ties of x could depend on that edge, else noEdge, so that
// the others come from the cache.
func (sig *walkSignal) relevant(x snapshot.N, skip snapshot.E) snapshot.E {
	if skip == noEdge {
		return noEdge
	}
	info := sig.view.Edge(skip)
	if info.From == x || info.To == x {
		return skip
	}
	for _, y := range sig.members(info.To, noEdge) {
		if y == x {
			return skip
		}
	}
	return noEdge
}

// cites lists the edges at the candidate that lead to the requester or to bodies the
// requester knows.
func (sig *walkSignal) cites(c snapshot.N) []cite {
	if !sig.known {
		return nil
	}
	mine := sig.ties(sig.from, noEdge)
	counts := func(y snapshot.N) bool { return y == sig.from || mine[y] > 0 }
	var out []cite
	for e, y := range sig.view.Out(c, sig.rel.collaborates) {
		if counts(y) {
			out = append(out, cite{edge: e, node: y})
		}
	}
	for e, y := range sig.view.In(c, sig.rel.collaborates) {
		if counts(y) {
			out = append(out, cite{edge: e, node: y})
		}
	}
	for e, project := range sig.view.Out(c, sig.rel.participates) {
		for _, y := range sig.members(project, noEdge) {
			if y != c && counts(y) {
				out = append(out, cite{edge: e, node: project})
				break
			}
		}
	}
	return out
}
