package intro

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// arc is the cheapest tie between two nodes, with the others.
type arc struct {
	to   snapshot.N
	edge snapshot.E
	cost money
	also []snapshot.E
}

// finder looks for paths between two ends. It remembers what it has seen of the view.
type finder struct {
	view                   snapshot.View
	from, to               snapshot.N
	bonds                  map[graph.Relation]*bond
	fromReviews, toReviews map[snapshot.N]bool
	arcs                   map[snapshot.N][]arc
	passes                 map[snapshot.N]money
	conflicted             map[snapshot.N][]snapshot.N
	degrees                map[snapshot.N]int
	rest                   map[snapshot.N]money // cost from a node on to the end, as far as it was asked
}

func newFinder(v snapshot.View, from, to snapshot.N) *finder {
	f := &finder{
		view: v, from: from, to: to, bonds: make(map[graph.Relation]*bond), fromReviews: reviews(v, from), toReviews: reviews(v, to),
		arcs: make(map[snapshot.N][]arc), passes: make(map[snapshot.N]money), conflicted: make(map[snapshot.N][]snapshot.N),
		degrees: make(map[snapshot.N]int),
	}
	for _, b := range bonds() {
		f.bonds[b.relation] = &b
	}
	return f
}

// between reports whether a node can stand on a path: people, what they meet in, and
// organisations; the ends can be anything that somebody holds.
func (f *finder) between(n snapshot.N) bool {
	if n == f.from || n == f.to || met(f.view.Kind(n)) {
		return true
	}
	def := f.view.Schema().Kind(f.view.Kind(n))
	return def != nil && def.Organisation
}

// neighbours returns the arcs at a node, by the id of where they lead.
func (f *finder) neighbours(n snapshot.N) []arc {
	if known, done := f.arcs[n]; done {
		return known
	}
	v := f.view
	best := make(map[snapshot.N]int)
	var list []arc
	for e, y := range v.Edges(n) {
		info := v.Edge(e)
		b := f.bonds[info.Relation]
		if b == nil || y == n || !f.between(y) {
			continue
		}
		next := arc{to: y, edge: e, cost: total(f.tieParts(b, info))}
		i, seen := best[y]
		if !seen {
			best[y] = len(list)
			list = append(list, next)
			continue
		}
		old := &list[i]
		if cmp.Or(cmp.Compare(next.cost, old.cost), cmp.Compare(v.EdgeID(e), v.EdgeID(old.edge))) < 0 {
			next.also, next.edge, old.edge = old.also, old.edge, next.edge
			old.cost = next.cost
			old.also = append(next.also, next.edge)
		} else {
			old.also = append(old.also, e)
		}
	}
	for i := range list {
		slices.SortFunc(list[i].also, func(a, b snapshot.E) int { return cmp.Compare(v.EdgeID(a), v.EdgeID(b)) })
	}
	slices.SortFunc(list, func(a, b arc) int { return cmp.Compare(v.ID(a.to), v.ID(b.to)) })
	f.arcs[n] = list
	return list
}

// degree counts whom a node is tied to along the relations that introduce.
func (f *finder) degree(n snapshot.N) int {
	if known, done := f.degrees[n]; done {
		return known
	}
	seen := make(map[snapshot.N]bool)
	for e, y := range f.view.Edges(n) {
		if f.bonds[f.view.Edge(e).Relation] != nil && y != n && f.between(y) {
			seen[y] = true
		}
	}
	f.degrees[n] = len(seen)
	return len(seen)
}

// pass is what it costs to go through a node; the ends cost nothing.
func (f *finder) pass(n snapshot.N) money {
	if n == f.from || n == f.to {
		return 0
	}
	if known, done := f.passes[n]; done {
		return known
	}
	m := total(f.passParts(n))
	f.passes[n] = m
	return m
}
