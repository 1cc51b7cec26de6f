package match

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// without is a history as if one edge did not exist: body a is no member of event p any
// more, or, for a collaboration, p is gone. A nil without takes nothing away.
type without struct {
	h    *history
	a, p int32
	gone bool
}

// skipping returns what taking the edge away changes of the history, nil for nothing.
func (h *history) skipping(v snapshot.View, skip snapshot.E) *without {
	if skip == noEdge {
		return nil
	}
	if p, known := h.ofEdge[skip]; known {
		return &without{h: h, a: -1, p: p, gone: true}
	}
	info := v.Edge(skip)
	p := h.eventOf[info.To]
	if p < 0 || v.Rel(info.Relation) != v.Rel(graph.RelParticipatesIn) {
		return nil
	}
	for e, to := range v.Out(info.From, v.Rel(graph.RelParticipatesIn)) {
		if to == info.To && e != skip { // another edge says the same
			return nil
		}
	}
	return &without{h: h, a: h.body[info.From], p: p}
}

// size is the number of members of an event.
func (w *without) size(h *history, p int32) int {
	n := len(h.of(p))
	switch {
	case w == nil || p != w.p:
		return n
	case w.gone:
		return 0
	}
	return n - 1
}

// has reports whether x is a member of p.
func (w *without) has(h *history, p, x int32) bool {
	if w != nil && p == w.p && (w.gone || x == w.a) {
		return false
	}
	_, found := slices.BinarySearch(h.of(p), x)
	return found
}

// drops reports whether the membership of x in p is gone.
func (w *without) drops(p, x int32) bool {
	return w != nil && p == w.p && (w.gone || x == w.a)
}

// touches reports whether x is, or was, a member of the event that lost one.
func (w *without) touches(x int32) bool {
	if w == nil {
		return false
	}
	_, found := slices.BinarySearch(w.h.of(w.p), x)
	return found
}

func (w *without) weight(h *history, p int32) float64 {
	if w == nil || p != w.p {
		return h.weight[p]
	}
	if closeKnit(w.size(h, p)) {
		return h.events[p].share
	}
	return 0
}

// out is the sum of the weights of the events of x.
func (w *without) out(h *history, x int32) float64 {
	if !w.touches(x) {
		return h.out[x]
	}
	sum := h.out[x] - h.weight[w.p]
	if !w.drops(w.p, x) {
		sum += w.weight(h, w.p)
	}
	return sum
}

// tied is the number of close-knit events of x.
func (w *without) tied(h *history, x int32) int {
	n := int(h.tied[x])
	if !w.touches(x) {
		return n
	}
	if closeKnit(len(h.of(w.p))) {
		n--
	}
	if !w.drops(w.p, x) && closeKnit(w.size(h, w.p)) {
		n++
	}
	return n
}

// near returns A(x, ·): per body that shares close-knit events with x, the sum over them
// of 1/(members - 1).
func (w *without) near(h *history, x int32, only func(p int32) bool) map[int32]float64 {
	out := make(map[int32]float64)
	for _, p := range h.by(x) {
		n := w.size(h, p)
		if w.drops(p, x) || !closeKnit(n) || only != nil && !only(p) {
			continue
		}
		for _, z := range h.of(p) {
			if z != x && !w.drops(p, z) {
				out[z] += 1 / float64(n-1)
			}
		}
	}
	return out
}

// degree is the number of bodies that share a close-knit event with x.
func (w *without) degree(h *history, x int32) int {
	if !w.touches(x) {
		return int(h.degree[x])
	}
	return len(w.near(h, x, nil))
}
