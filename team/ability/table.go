package ability

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/match"
)

// How far one thing lends its abilities to another.
const (
	lendOwned     = 0.9 // equipment and services that a body owns or offers
	lendPart      = 0.8 // units, laboratories and teams that belong to it
	lendAppointed = 0.6 // people appointed there
	lendTaught    = 0.7 // a discipline
)

const noEdge = snapshot.E(-1)

// Sources are what a table is made from.
type Sources struct {
	View  snapshot.View
	Words *lexicon.Lexicon
	// Quality is the worth of a stated discipline, by grade or kind of evidence.
	Quality map[string]float64
}

// Table holds the levels of all bodies for what is asked. It does not change and is safe
// for concurrent use.
type Table struct {
	Sources
	asked []Asked
	like  []map[snapshot.N]float64 // per asked capability: node that can stand for it → likeness
	falls []map[snapshot.N]float64 // per asked capability: discipline → its weight
	lends []lending
	rows  map[snapshot.N][]float64
}

// lending is a relation by which a holder gets something from what it holds.
type lending struct {
	rel    snapshot.Rel
	factor float64
	inward bool // the edge points at the holder
}

// New makes the table for what is asked.
func New(s Sources, asked []Asked) *Table {
	t := &Table{Sources: s, asked: asked, rows: make(map[snapshot.N][]float64)}
	for _, l := range []struct {
		rel    graph.Relation
		factor float64
		inward bool
	}{
		{graph.RelOwns, lendOwned, false},
		{graph.RelOffers, lendOwned, false},
		{graph.RelHostedBy, lendPart, true},
		{graph.RelPartOf, lendPart, true},
		{graph.RelOperatedBy, lendPart, true},
		{graph.RelAppointedAt, lendAppointed, true},
	} {
		t.lends = append(t.lends, lending{s.View.Rel(l.rel), l.factor, l.inward})
	}
	for i, a := range asked {
		t.like = append(t.like, match.StandIns(s.View, s.Words, a.ID))
		t.falls = append(t.falls, t.disciplines(a.ID))
		t.fill(i)
	}
	return t
}

func (t *Table) disciplines(id graph.ID) map[snapshot.N]float64 {
	out := make(map[snapshot.N]float64)
	if area, known := t.Words.Area(string(id)); known {
		for _, d := range t.Words.AreaDisciplines(area) {
			if n, ok := t.View.Lookup(graph.ID(d.Discipline.ID)); ok {
				out[n] = max(out[n], d.Weight)
			}
		}
	}
	return out
}

// fill visits only those with a link of their own, and those who hold them.
func (t *Table) fill(a int) {
	direct := make(map[snapshot.N]bool)
	for node := range t.like[a] {
		for _, n := range t.View.In(node, t.View.Rel(graph.RelHasCapability)) {
			direct[n] = true
		}
	}
	for node := range t.falls[a] {
		for _, n := range t.View.In(node, t.View.Rel(graph.RelHasDiscipline)) {
			direct[n] = true
		}
	}
	reached := make(map[snapshot.N]bool, len(direct))
	for x := range direct {
		reached[x] = true
		t.holders(x, func(n snapshot.N) { reached[n] = true })
	}
	for n := range reached {
		level := t.level(n, a, noEdge)
		if level <= 0 {
			continue
		}
		if t.rows[n] == nil {
			t.rows[n] = make([]float64, len(t.asked))
		}
		t.rows[n][a] = level
	}
}

func (t *Table) holders(x snapshot.N, yield func(snapshot.N)) {
	for _, l := range t.lends {
		if l.inward {
			for _, n := range t.View.Out(x, l.rel) {
				yield(n)
			}
			continue
		}
		for _, n := range t.View.In(x, l.rel) {
			yield(n)
		}
	}
}

// Asked returns what the table is about; the caller must not change it.
func (t *Table) Asked() []Asked { return t.asked }

// Bodies returns those that can do anything that is asked, in order of their ids.
func (t *Table) Bodies() []snapshot.N {
	out := make([]snapshot.N, 0, len(t.rows))
	for n := range t.rows {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b snapshot.N) int { return compareIDs(t.View, a, b) })
	return out
}

// Levels returns how well a node can do each thing asked; nil for nothing of it. The
// caller must not change it.
func (t *Table) Levels(n snapshot.N) []float64 { return t.rows[n] }

func compareIDs(v snapshot.View, a, b snapshot.N) int {
	switch x, y := v.ID(a), v.ID(b); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
