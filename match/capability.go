package match

import (
	"math"

	"chuangmai/graph/snapshot"
)

// capabilitySignal: what the candidate can do against what is asked for.
//
// raw(c) = Σ over asked capabilities a of need(a) · rarity(a,c) · max over c's links to a'
// of weight(c,a') · sim(a,a'); rarity(a,c) = ln(1 + N / (1 + S)), N = the other nodes that
// have any capability, S = the sum of the weights of their links to a. A stated link
// without a weight counts 1.
type capabilitySignal struct {
	*state
	asked []askedCapability
}

// askedCapability is one capability of the need with the nodes of the network that mean
// it or nearly so.
type askedCapability struct {
	index  int // in the need
	need   float64
	node   snapshot.N             // the capability itself, when the network has it
	supply float64                // sum of the weights of all links to it
	nodes  map[snapshot.N]float64 // capability node → similarity
}

func newCapabilitySignal(s *state) *capabilitySignal {
	sig := &capabilitySignal{state: s}
	for i, want := range s.q.Need.Capabilities {
		a := askedCapability{index: i, need: want.Weight, node: -1, nodes: StandIns(s.view, s.lex, want.ID)}
		if n, ok := s.view.Lookup(want.ID); ok {
			a.node = n
			for e := range s.view.In(n, s.rel.hasCapability) {
				a.supply += s.linkWeight(e)
			}
		}
		sig.asked = append(sig.asked, a)
	}
	return sig
}

// rarity is how little others can do what is asked for.
func (sig *capabilitySignal) rarity(a askedCapability, c snapshot.N) float64 {
	others, own := sig.providers(), 0.0
	linked := 0
	for e, node := range sig.view.Out(c, sig.rel.hasCapability) {
		linked = 1
		if node == a.node {
			own += sig.linkWeight(e)
		}
	}
	return math.Log(1 + float64(others-linked)/(1+max(0, a.supply-own)))
}

func (s *state) linkWeight(e snapshot.E) float64 {
	info := s.view.Edge(e)
	if !info.HasWeight {
		return 1
	}
	return info.Weight
}

func (sig *capabilitySignal) name() string { return "capability" }

func (sig *capabilitySignal) spread(add func(snapshot.N, float64)) {
	for _, a := range sig.asked {
		best := make(map[snapshot.N]float64)
		for node, sim := range a.nodes {
			for e, c := range sig.view.In(node, sig.rel.hasCapability) {
				best[c] = max(best[c], sig.linkWeight(e)*sim)
			}
		}
		for _, c := range sortedKeys(best) {
			add(c, a.need*sig.rarity(a, c)*best[c])
		}
	}
}

func (sig *capabilitySignal) value(c snapshot.N, skip snapshot.E) float64 {
	sum := 0.0
	for _, a := range sig.asked {
		best := 0.0
		for e, node := range sig.view.Out(c, sig.rel.hasCapability) {
			if sim := a.nodes[node]; sim > 0 && e != skip {
				best = max(best, sig.linkWeight(e)*sim)
			}
		}
		if best > 0 {
			sum += a.need * sig.rarity(a, c) * best
		}
	}
	return sum
}

func (sig *capabilitySignal) cites(c snapshot.N) []cite {
	var out []cite
	for e, node := range sig.view.Out(c, sig.rel.hasCapability) {
		var about []string
		for _, a := range sig.asked {
			if a.nodes[node] > 0 {
				about = append(about, sig.q.Need.Capabilities[a.index].Words...)
			}
		}
		if about != nil || sig.asksFor(node) {
			out = append(out, cite{edge: e, node: node, about: unique(about)})
		}
	}
	return out
}

func (sig *capabilitySignal) asksFor(node snapshot.N) bool {
	for _, a := range sig.asked {
		if a.nodes[node] > 0 {
			return true
		}
	}
	return false
}
