package match

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// inquiry is what the signals of one question over a history share.
type inquiry struct {
	*state
	h     *history
	from  int32 // the requester's number, -1 when it took part in nothing or is not known
	among []bool
	texts *projectTexts // nil without words
}

// networkSignal is a signal over the history: its raw values by body, and what one of them
// would be with an edge gone.
type networkSignal struct {
	*inquiry
	called string
	at     []float64
	// lacking is the raw value of body c without the edge.
	lacking func(c int32, w *without) float64
	// brings is how much an event of c has a part in its raw value, in any unit: what is
	// cited are the events that bring most.
	brings func(c, p int32) float64
}

func (sig *networkSignal) name() string { return sig.called }

func (sig *networkSignal) spread(add func(snapshot.N, float64)) {
	for b, raw := range sig.at {
		add(sig.h.bodies[b], raw)
	}
}

func (sig *networkSignal) value(c snapshot.N, skip snapshot.E) float64 {
	b, known := sig.h.lookup(c)
	if !known || sig.at == nil || b == sig.from {
		return 0
	}
	w := sig.h.skipping(sig.view, skip)
	if w == nil {
		return sig.at[b]
	}
	raw := max(0, sig.lacking(b, w))
	if math.Abs(raw-sig.at[b]) <= 1e-12*sig.at[b] { // added up in another order
		return sig.at[b]
	}
	return raw
}

// maxCited is how many events a raw value is said to rest on; a hub has thousands.
const maxCited = 12

func (sig *networkSignal) cites(c snapshot.N) []cite {
	b, known := sig.h.lookup(c)
	if !known || sig.at == nil || sig.at[b] == 0 {
		return nil
	}
	type part struct {
		p      int32
		amount float64
	}
	var parts []part
	for _, p := range sig.h.by(b) {
		if amount := significant6(sig.brings(b, p)); amount > 0 {
			parts = append(parts, part{p, amount})
		}
	}
	slices.SortFunc(parts, func(x, y part) int {
		if by := cmp.Compare(y.amount, x.amount); by != 0 {
			return by
		}
		return cmp.Compare(sig.id(x.p), sig.id(y.p))
	})
	out := make([]cite, min(len(parts), maxCited))
	for i := range out {
		out[i] = sig.membership(b, parts[i].p)
	}
	return out
}

// id is that of the project or collaboration that an event is.
func (net *inquiry) id(p int32) graph.ID {
	if ev := net.h.events[p]; ev.node >= 0 {
		return net.view.ID(ev.node)
	}
	return net.view.EdgeID(net.h.events[p].edge)
}

// membership is the edge by which a body belongs to an event, the smallest id of several,
// with its other end.
func (sig *networkSignal) membership(b, p int32) cite {
	ev := sig.h.events[p]
	if ev.edge != noEdge {
		info := sig.view.Edge(ev.edge)
		other := info.From
		if other == sig.h.bodies[b] {
			other = info.To
		}
		return cite{edge: ev.edge, node: other}
	}
	found := cite{edge: noEdge, node: ev.node}
	for e, to := range sig.view.Out(sig.h.bodies[b], sig.rel.participates) {
		if to == ev.node && (found.edge == noEdge || sig.view.EdgeID(e) < sig.view.EdgeID(found.edge)) {
			found.edge = e
		}
	}
	return found
}

// column returns a raw value of 0 for every body.
func (net *inquiry) column() []float64 { return make([]float64, len(net.h.bodies)) }

// Names of the signals over a history.
const (
	signalPPR     = "ppr"
	signalW2      = "w2"
	signalAA      = "aa"
	signalOrgDoc  = "orgdoc"
	signalKNN     = "knn"
	signalKNNW    = "knnw"
	signalMax     = "max"
	signalTPPR    = "tppr"
	signalDirX    = "dirx"
	signalCountry = "country"
	signalNUTS    = "nuts"
	signalRenown  = "renown"
)

func networkSignalNames() []string {
	return []string{
		signalPPR, signalW2, signalAA, signalOrgDoc, signalKNN, signalKNNW, signalMax, signalTPPR, signalDirX,
		signalCountry, signalNUTS, signalRenown,
	}
}

// signal makes one of the signals; nil for a name that is none of these.
func (net *inquiry) signal(name string) signal {
	switch name {
	case signalPPR:
		return net.pageRank()
	case signalW2:
		return net.twoStep()
	case signalAA:
		return net.adamicAdar()
	case signalDirX:
		return net.earlierTies()
	case signalOrgDoc:
		return net.ownDocument()
	case signalKNN:
		return net.neighbours(signalKNN, 200, 4, false)
	case signalKNNW:
		return net.neighbours(signalKNNW, 800, 3, true)
	case signalMax:
		return net.bestProject()
	case signalTPPR:
		return net.textWalk()
	case signalCountry:
		return &countrySignal{state: net.state, from: net.requesterCountry()}
	case signalNUTS:
		return &subregionSignal{state: net.state, from: subregion(net.requesterRegion())}
	case signalRenown:
		return &renownSignal{net}
	}
	return nil
}
