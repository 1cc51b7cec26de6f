package ability

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
)

// claim is one ground for a level: an edge at the body.
type claim struct {
	edge  snapshot.E
	other snapshot.N
	level float64
}

// level is the greatest claim of n for what is asked, as if the edge skip did not exist.
func (t *Table) level(n snapshot.N, a int, skip snapshot.E) float64 {
	best := t.own(n, a, skip, nil)
	t.held(n, func(e snapshot.E, x snapshot.N, factor float64) {
		if e != skip && x != n {
			best = max(best, factor*t.own(x, a, skip, nil))
		}
	})
	return round(min(1, best))
}

// own is the greatest claim that rests on n's own links; each is handed to yield.
func (t *Table) own(n snapshot.N, a int, skip snapshot.E, yield func(claim)) float64 {
	best := 0.0
	note := func(c claim) {
		best = max(best, c.level)
		if yield != nil {
			yield(c)
		}
	}
	for e, node := range t.View.Out(n, t.View.Rel(graph.RelHasCapability)) {
		if sim := t.like[a][node]; sim > 0 && e != skip {
			note(claim{e, node, sim * t.weight(e)})
		}
	}
	for e, node := range t.View.Out(n, t.View.Rel(graph.RelHasDiscipline)) {
		if w := t.falls[a][node]; w > 0 && e != skip {
			note(claim{e, node, lendTaught * w * t.worth(e)})
		}
	}
	return best
}

func (t *Table) held(n snapshot.N, yield func(e snapshot.E, x snapshot.N, factor float64)) {
	for _, l := range t.lends {
		seq := t.View.Out(n, l.rel)
		if l.inward {
			seq = t.View.In(n, l.rel)
		}
		for e, x := range seq {
			yield(e, x, l.factor)
		}
	}
}

func (t *Table) weight(e snapshot.E) float64 {
	if info := t.View.Edge(e); info.HasWeight {
		return max(0, min(1, info.Weight))
	}
	return 1
}

// worth grades a link to a discipline.
func (t *Table) worth(e snapshot.E) float64 {
	info := t.View.Edge(e)
	info.Weight = max(0, min(1, info.Weight))
	return match.Worth(t.Quality, info)
}

// maxEvidence is how many grounds of a level are named.
const maxEvidence = 3

// Evidence names what the level of n for the a-th capability rests on, the strongest
// first. Amount is by how much the level falls when the edge is not there.
func (t *Table) Evidence(n snapshot.N, a int) []match.Evidence {
	var claims []claim
	t.own(n, a, noEdge, func(c claim) { claims = append(claims, c) })
	t.held(n, func(e snapshot.E, x snapshot.N, factor float64) {
		if level := factor * t.own(x, a, noEdge, nil); level > 0 && x != n {
			claims = append(claims, claim{e, x, level})
		}
	})
	slices.SortFunc(claims, func(x, y claim) int {
		return cmp.Or(cmp.Compare(y.level, x.level), cmp.Compare(t.View.EdgeID(x.edge), t.View.EdgeID(y.edge)))
	})
	out := []match.Evidence{}
	level := t.level(n, a, noEdge)
	for _, c := range claims[:min(len(claims), maxEvidence)] {
		info := t.View.Edge(c.edge)
		ev := match.Evidence{
			Edge: t.View.EdgeID(c.edge), Relation: info.Relation, Node: t.View.ID(c.other), Name: t.View.Name(c.other), NameEn: t.View.NameEn(c.other),
			Amount: round(level - t.level(n, a, c.edge)), Note: info.Note, Derived: info.Derived, Words: t.asked[a].Words,
			Synthetic: info.Synthetic || t.View.Synthetic(c.other),
		}
		if level > 0 {
			ev.Share = round(ev.Amount / level)
		}
		if info.Derived {
			ev.Part = info.Qualifier
		}
		out = append(out, ev)
	}
	return out
}

// round rounds to six decimals, so that what is reported does not depend on the order in
// which a store numbered its records.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
