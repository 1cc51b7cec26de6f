package match

import "chuangmai/graph/snapshot"

// textSignal: scores that text search gave to a node's own words. raw(c) is the score.
type textSignal struct {
	*state
	called string
	scores map[snapshot.N]float64
}

func newTextSignal(s *state, called string, scored []Scored) *textSignal {
	sig := &textSignal{state: s, called: called, scores: make(map[snapshot.N]float64, len(scored))}
	for _, x := range scored {
		if x.Score > 0 && s.view.Has(x.N) {
			sig.scores[x.N] = x.Score
		}
	}
	return sig
}

func (sig *textSignal) name() string { return sig.called }

func (sig *textSignal) spread(add func(snapshot.N, float64)) {
	for n, score := range sig.scores { // one value per node: the order changes nothing
		add(n, score)
	}
}

func (sig *textSignal) value(c snapshot.N, _ snapshot.E) float64 { return sig.scores[c] }

func (sig *textSignal) cites(c snapshot.N) []cite {
	if sig.scores[c] == 0 {
		return nil
	}
	return []cite{{edge: noEdge, node: c}}
}
