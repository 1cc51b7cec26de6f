package transfer

import (
	"iter"

	"chuangmai/graph"
)

type (
	seqNodes = iter.Seq2[graph.Node, error]
	seqEdges = iter.Seq2[graph.Edge, error]
)

// gapsIn names the first records that are not alike.
func gapsIn[T any](pairs iter.Seq2[pair[T], error], id func(*T) graph.ID, equal func(a, b *T) bool) ([]RecordGap, error) {
	var out []RecordGap
	for p, err := range pairs {
		if err != nil {
			return out, err
		}
		switch {
		case p.b == nil:
			out = append(out, RecordGap{id(p.a), GapMissing})
		case p.a == nil:
			out = append(out, RecordGap{id(p.b), GapExtra})
		case !equal(p.a, p.b):
			out = append(out, RecordGap{id(p.a), GapDifferent})
		}
		if len(out) == MaxGaps {
			break
		}
	}
	return out, nil
}
