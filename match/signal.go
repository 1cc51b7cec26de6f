package match

import (
	"chuangmai/graph/snapshot"
)

// signal is one reason why a candidate may suit.
type signal interface {
	// name is how the weights file and the reasons call it.
	name() string
	// spread gives every node that has some of the signal its raw value, above 0.
	spread(add func(n snapshot.N, raw float64))
	// value is the raw value of one node when the edge skip did not exist ([noEdge]: as it
	// is). It equals what spread adds.
	value(n snapshot.N, skip snapshot.E) float64
	// cites lists what the value of the node rests on, in any order.
	cites(n snapshot.N) []cite
}

// noEdge skips nothing.
const noEdge snapshot.E = -1

// cite is one thing a raw value rests on: an edge, or, when edge is [noEdge], a node's
// own words.
type cite struct {
	edge snapshot.E
	node snapshot.N // the other end, or the node itself
	// about is what the edge is about: the capability asked for, the word looked for.
	about []string
}

// values is a sparse column: one number per node, and the nodes that have one.
type values struct {
	at   []float64
	seen []snapshot.N
}

func (v *values) add(n snapshot.N, x float64) {
	if x <= 0 {
		return
	}
	if v.at[n] == 0 {
		v.seen = append(v.seen, n)
	}
	v.at[n] += x
}

// clear empties the column for the next question, which may have more nodes.
func (v *values) clear(bound int) {
	for _, n := range v.seen {
		v.at[n] = 0
	}
	v.seen = v.seen[:0]
	if len(v.at) < bound {
		v.at = make([]float64, bound+bound/8)
	}
}
