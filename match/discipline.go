package match

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph/snapshot"
)

// disciplineSignal: the disciplines a need falls into against those a candidate has.
//
// raw(c) = Σ over the need's disciplines, best match first, of t_i · 0.4^i, where t =
// need(x) · worth(c,x), and worth is the grade's quality for a stated discipline, its
// weight times the quality of "derived" for one read from the record.
type disciplineSignal struct {
	*state
	asked map[snapshot.N]float64 // discipline node → need weight
	order []snapshot.N
}

// disciplineDecay damps the second, third … discipline in which a candidate is strong.
const disciplineDecay = 0.4

func newDisciplineSignal(s *state) *disciplineSignal {
	sig := &disciplineSignal{state: s, asked: make(map[snapshot.N]float64)}
	for _, d := range s.q.Need.Disciplines {
		if n, ok := s.view.Lookup(d.ID); ok {
			sig.asked[n] = max(sig.asked[n], d.Weight)
		}
	}
	sig.order = sortedKeys(sig.asked)
	return sig
}

func (sig *disciplineSignal) name() string { return "discipline" }

// worth grades one edge to a discipline.
func (sig *disciplineSignal) worth(e snapshot.E) float64 {
	return Worth(sig.weights.Quality, sig.view.Edge(e))
}

func (sig *disciplineSignal) spread(add func(snapshot.N, float64)) {
	best := make(map[snapshot.N]map[snapshot.N]float64)
	for _, d := range sig.order {
		for e, c := range sig.view.In(d, sig.rel.hasDiscipline) {
			if best[c] == nil {
				best[c] = make(map[snapshot.N]float64)
			}
			best[c][d] = max(best[c][d], sig.asked[d]*sig.worth(e))
		}
	}
	for _, c := range sortedKeys(best) {
		add(c, decayed(best[c]))
	}
}

func decayed(worth map[snapshot.N]float64) float64 {
	list := make([]float64, 0, len(worth))
	for _, d := range sortedKeys(worth) {
		list = append(list, worth[d])
	}
	slices.SortFunc(list, func(a, b float64) int { return cmp.Compare(b, a) })
	sum := 0.0
	for i, t := range list {
		sum += t * math.Pow(disciplineDecay, float64(i))
	}
	return sum
}

func (sig *disciplineSignal) value(c snapshot.N, skip snapshot.E) float64 {
	best := make(map[snapshot.N]float64)
	for e, d := range sig.view.Out(c, sig.rel.hasDiscipline) {
		if w := sig.asked[d]; w > 0 && e != skip {
			best[d] = max(best[d], w*sig.worth(e))
		}
	}
	return decayed(best)
}

func (sig *disciplineSignal) cites(c snapshot.N) []cite {
	var out []cite
	for e, d := range sig.view.Out(c, sig.rel.hasDiscipline) {
		if sig.asked[d] > 0 {
			out = append(out, cite{edge: e, node: d})
		}
	}
	return out
}
