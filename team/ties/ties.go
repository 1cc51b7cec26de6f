// Package ties says who has worked with whom, and how much.
package ties

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Tie is what one body has in common with another.
type Tie struct {
	// Strength is the number of collaborations + Σ over joint projects, laboratories and
	// consortia of 2 to 60 members of 1/(members-1) + half of the number of people
	// appointed at both.
	Strength float64
	// Edges are those at the first body that make the tie, by id.
	Edges []snapshot.E
}

// Sizes of a project whose members count as partners, and what a shared appointee is worth.
const (
	minMembers      = 2
	maxMembers      = 60
	sharedAppointee = 0.5
)

// Of returns the ties of a body in a view, by the other body. What has ended, or is hidden,
// is in no view and makes no tie.
func Of(v snapshot.View, x snapshot.N) map[snapshot.N]Tie { return Without(v, x, -1) }

// Without returns the ties of a body as if one edge did not exist.
func Without(v snapshot.View, x snapshot.N, skip snapshot.E) map[snapshot.N]Tie {
	w := weaver{v: v, x: x, skip: skip, ties: make(map[snapshot.N]Tie)}
	for e, y := range v.Out(x, v.Rel(graph.RelCollaboratesWith)) {
		w.put(y, e, 1)
	}
	for e, y := range v.In(x, v.Rel(graph.RelCollaboratesWith)) {
		w.put(y, e, 1)
	}
	participates, appointed := v.Rel(graph.RelParticipatesIn), v.Rel(graph.RelAppointedAt)
	for project, e := range w.out(participates) {
		members := w.in(project, participates)
		if len(members) < minMembers || len(members) > maxMembers {
			continue
		}
		for y := range members {
			w.put(y, e, 1/float64(len(members)-1))
		}
	}
	for person, e := range w.in(x, appointed) {
		seen := make(map[snapshot.N]bool)
		for other, y := range v.Out(person, appointed) {
			if !seen[y] && other != skip {
				w.put(y, e, sharedAppointee)
			}
			seen[y] = seen[y] || other != skip
		}
	}
	for y, t := range w.ties {
		t.Strength = math.Round(t.Strength*1e6) / 1e6 // a sum in any order is the same
		w.ties[y] = t
		slices.SortFunc(t.Edges, func(a, b snapshot.E) int { return cmp.Compare(v.EdgeID(a), v.EdgeID(b)) })
	}
	return w.ties
}

type weaver struct {
	v    snapshot.View
	x    snapshot.N
	skip snapshot.E
	ties map[snapshot.N]Tie
}

func (w *weaver) put(y snapshot.N, e snapshot.E, strength float64) {
	if y == w.x || e == w.skip {
		return
	}
	t := w.ties[y]
	t.Strength += strength
	t.Edges = append(t.Edges, e)
	w.ties[y] = t
}

// out returns where x leads by a relation, each with its first edge by id.
func (w *weaver) out(rel snapshot.Rel) map[snapshot.N]snapshot.E {
	found := make(map[snapshot.N]snapshot.E)
	for e, y := range w.v.Out(w.x, rel) {
		w.keep(found, y, e)
	}
	return found
}

// in returns who leads to n by a relation, each with its first edge by id.
func (w *weaver) in(n snapshot.N, rel snapshot.Rel) map[snapshot.N]snapshot.E {
	found := make(map[snapshot.N]snapshot.E)
	for e, y := range w.v.In(n, rel) {
		w.keep(found, y, e)
	}
	return found
}

func (w *weaver) keep(found map[snapshot.N]snapshot.E, y snapshot.N, e snapshot.E) {
	if e == w.skip {
		return
	}
	if first, known := found[y]; !known || w.v.EdgeID(e) < w.v.EdgeID(first) {
		found[y] = e
	}
}
