package match

import (
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// minSimilarity is how like two areas must be for one to stand in for the other.
const minSimilarity = 0.3

// StandIns returns the capability nodes that can stand for id, itself and areas like it,
// with their likeness, 0.3 to 1.
func StandIns(v snapshot.View, lex *lexicon.Lexicon, id graph.ID) map[snapshot.N]float64 {
	out := make(map[snapshot.N]float64)
	if n, ok := v.Lookup(id); ok {
		out[n] = 1
	}
	area, known := lex.Area(string(id))
	if !known {
		return out
	}
	for _, other := range lex.Areas() {
		sim := lex.AreaSimilarity(area, other)
		if sim < minSimilarity {
			continue
		}
		if n, ok := v.Lookup(graph.ID(other.ID)); ok {
			out[n] = max(out[n], sim)
		}
	}
	return out
}

// Worth grades an edge to a discipline: the quality of the grade for a stated one, or else
// that of the kind of evidence; its weight times the quality of "derived" for one that was
// read from a record. Quality is that of [Weights].
func Worth(quality map[string]float64, e snapshot.Edge) float64 {
	if e.Derived {
		return e.Weight * quality["derived"]
	}
	for _, key := range []string{e.Qualifier, e.Note} {
		if q, known := quality[key]; known && key != "" {
			return q
		}
	}
	return quality[""]
}

// Offers reports whether an enterprise offers something to others; other bodies need not
// say so.
func Offers(v snapshot.View, n snapshot.N) bool {
	if services, _ := v.Number(n, "offers_services"); services > 0 {
		return true
	}
	for _, rel := range []graph.Relation{graph.RelOffers, graph.RelOwns} {
		for range v.Out(n, v.Rel(rel)) {
			return true
		}
	}
	return false
}

// Label is a name in both languages; a node without an English name shows its own one,
// with its kind in English when that is Chinese.
func Label(v snapshot.View, n snapshot.N) phrase.Text {
	t := phrase.Text{Zh: v.Name(n), En: v.NameEn(n)}
	if t.En != "" {
		return t
	}
	t.En = v.Name(n)
	if !strings.ContainsFunc(t.En, lexicon.IsHan) {
		return t
	}
	if def := v.Schema().Kind(v.Kind(n)); def != nil {
		t.En += " (" + def.En + ")"
	}
	return t
}
