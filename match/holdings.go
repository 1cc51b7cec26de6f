package match

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph/snapshot"
)

// holdingsSignal: what belongs to a candidate speaks for it: equipment and services it
// owns or offers, laboratories it hosts, units that are part of it, projects it takes
// part in, people appointed there.
//
// raw(c) = Σ over its holdings x, best first, of fit(x) · 0.5^i, fit = capability(x)
// scaled to its greatest + words(x) scaled to its greatest.
type holdingsSignal struct {
	*state
	fit map[snapshot.N]float64
}

const holdingsDecay = 0.5

func newHoldingsSignal(s *state, parts ...signal) *holdingsSignal {
	sig := &holdingsSignal{state: s, fit: make(map[snapshot.N]float64)}
	for _, part := range parts {
		column := make(map[snapshot.N]float64)
		top := 0.0
		part.spread(func(n snapshot.N, raw float64) {
			column[n] += raw
			top = max(top, column[n])
		})
		for n, raw := range column {
			sig.fit[n] += raw / top
		}
	}
	return sig
}

func (sig *holdingsSignal) name() string { return "holdings" }

// owners yields the edges by which others hold x, and those others.
func (sig *holdingsSignal) owners(x snapshot.N, yield func(snapshot.E, snapshot.N)) {
	for _, rel := range sig.rel.holds {
		for e, c := range sig.view.In(x, rel) {
			yield(e, c)
		}
	}
	for _, rel := range sig.rel.heldBy {
		for e, c := range sig.view.Out(x, rel) {
			yield(e, c)
		}
	}
}

// held yields the edges by which c holds others, and those others.
func (sig *holdingsSignal) held(c snapshot.N, yield func(snapshot.E, snapshot.N)) {
	for _, rel := range sig.rel.holds {
		for e, x := range sig.view.Out(c, rel) {
			yield(e, x)
		}
	}
	for _, rel := range sig.rel.heldBy {
		for e, x := range sig.view.In(c, rel) {
			yield(e, x)
		}
	}
}

func (sig *holdingsSignal) spread(add func(snapshot.N, float64)) {
	owners := make(map[snapshot.N]bool)
	for x := range sig.fit {
		sig.owners(x, func(_ snapshot.E, c snapshot.N) { owners[c] = true })
	}
	for _, c := range sortedKeys(owners) {
		add(c, sig.value(c, noEdge))
	}
}

func (sig *holdingsSignal) value(c snapshot.N, skip snapshot.E) float64 {
	fits := make(map[snapshot.N]float64) // a thing held in two ways counts once
	sig.held(c, func(e snapshot.E, x snapshot.N) {
		if f := sig.fit[x]; f > 0 && e != skip && x != c {
			fits[x] = f
		}
	})
	list := make([]float64, 0, len(fits))
	for _, f := range fits {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b float64) int { return cmp.Compare(b, a) })
	sum := 0.0
	for i, f := range list[:min(len(list), 10)] {
		sum += f * math.Pow(holdingsDecay, float64(i))
	}
	return sum
}

func (sig *holdingsSignal) cites(c snapshot.N) []cite {
	var out []cite
	sig.held(c, func(e snapshot.E, x snapshot.N) {
		if sig.fit[x] > 0 && x != c {
			out = append(out, cite{edge: e, node: x})
		}
	})
	return out
}
