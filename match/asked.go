package match

import (
	"math"

	"chuangmai/graph/snapshot"
)

// askedSignal: kinds of helper that the need names. raw(c) = the reading's confidence when
// c is of a named kind and type.
type askedSignal struct{ *state }

func (sig *askedSignal) name() string { return "asked" }

func (sig *askedSignal) spread(add func(snapshot.N, float64)) {
	if len(sig.q.Need.Kinds) == 0 {
		return
	}
	for n := range sig.view.Nodes() {
		if raw := sig.value(n, noEdge); raw > 0 {
			add(n, raw)
		}
	}
}

func (sig *askedSignal) value(c snapshot.N, _ snapshot.E) float64 {
	best := 0.0
	for _, k := range sig.q.Need.Kinds {
		if sig.view.Kind(c) == k.Kind && (k.Type == "" || sig.view.Text(c, "type") == k.Type) {
			best = max(best, k.Confidence)
		}
	}
	return best
}

func (sig *askedSignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }

// opennessSignal: how far a resource stands on the ladder visible, accessible, usable.
// raw(c) = (1 + accessible + usable) / 3, unknown counting a half of yes, and for a small
// or medium enterprise (1 + accessible + 2·usable) / 4; 0 for what is not open, which is of
// no use however well it fits.
type opennessSignal struct{ *state }

func (sig *opennessSignal) name() string { return "openness" }

func (sig *opennessSignal) spread(add func(snapshot.N, float64)) {
	for n := range sig.view.Nodes() {
		if raw := sig.value(n, noEdge); raw > 0 {
			add(n, raw)
		}
	}
}

func (sig *opennessSignal) value(c snapshot.N, _ snapshot.E) float64 {
	if !sharable(sig.view.Kind(c)) {
		return 0
	}
	o := opennessOf(sig.view, c)
	if o.Accessible == No {
		return 0
	}
	return sig.rung(o)
}

func (sig *opennessSignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }

// popularitySignal: how many ties are recorded for a body. It is subtracted, so that the
// best known do not take every place. raw(c) = ln(1 + ties).
type popularitySignal struct{ *state }

func (sig *popularitySignal) name() string { return "popularity" }

func (sig *popularitySignal) spread(add func(snapshot.N, float64)) {
	for n := range sig.view.Nodes() {
		if raw := sig.value(n, noEdge); raw > 0 {
			add(n, raw)
		}
	}
}

func (sig *popularitySignal) value(c snapshot.N, skip snapshot.E) float64 {
	ties := 0.0
	for _, rel := range []snapshot.Rel{sig.rel.collaborates, sig.rel.participates} {
		for e := range sig.view.Out(c, rel) {
			if e != skip {
				ties++
			}
		}
	}
	for e := range sig.view.In(c, sig.rel.collaborates) {
		if e != skip {
			ties++
		}
	}
	return math.Log1p(ties)
}

func (sig *popularitySignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }

// madeUpSignal marks made-up records of the sample. It is subtracted, so that recorded
// facts come first. raw(c) = 1 for a made-up record.
type madeUpSignal struct{ *state }

func (sig *madeUpSignal) name() string { return "made_up" }

func (sig *madeUpSignal) spread(add func(snapshot.N, float64)) {
	for n := range sig.view.Nodes() {
		if sig.view.Synthetic(n) {
			add(n, 1)
		}
	}
}

func (sig *madeUpSignal) value(c snapshot.N, _ snapshot.E) float64 {
	if sig.view.Synthetic(c) {
		return 1
	}
	return 0
}

func (sig *madeUpSignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }
