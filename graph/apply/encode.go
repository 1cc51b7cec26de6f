package apply

import (
	"crypto/sha256"
	"fmt"

	"chuangmai/graph"
)

// Rows are the rows that a batch puts, by item: as long as the batch when it puts such
// records, else empty.
type Rows struct {
	Nodes []NodeRow
	Edges []EdgeRow
	// Hash tells batches under the same key apart; nil for a batch without one.
	Hash []byte
}

// Encode makes the rows of a batch that has passed [graph.Batch.Check]. A store that has
// always hashed visibilities by number gives the numbers, another nil.
func Encode(b graph.Batch, visibility func(graph.Visibility) int64) (Rows, error) {
	var out Rows
	var last Sources
	for i, it := range b.Items {
		var err error
		switch it.Op { //nolint:exhaustive // deletes put nothing
		case graph.OpPutNode:
			if out.Nodes == nil {
				out.Nodes = make([]NodeRow, len(b.Items))
			}
			out.Nodes[i], err = RowOfNode(it.Node, &last)
		case graph.OpPutEdge:
			if out.Edges == nil {
				out.Edges = make([]EdgeRow, len(b.Items))
			}
			out.Edges[i], err = RowOfEdge(it.Edge, &last)
		}
		if err != nil { // the batch has been checked, so this is not the caller's doing
			return out, fmt.Errorf("%w: item %d: %w", graph.ErrUnavailable, i, err)
		}
	}
	if b.Key != "" {
		out.Hash = out.sum(b, visibility)
	}
	return out, nil
}

// sum is the SHA-256 of all that a batch says but its key.
func (r *Rows) sum(b graph.Batch, visibility func(graph.Visibility) int64) []byte {
	d := Digest{Hash: sha256.New(), Visibility: visibility}
	d.Texts(b.Actor, b.Reason, b.Load)
	for i, it := range b.Items {
		d.Texts(string(it.Op))
		if it.Expect != nil {
			d.Numbers(1, *it.Expect)
		} else {
			d.Numbers(0)
		}
		switch it.Op {
		case graph.OpPutNode:
			d.Node(it.Node.ID, &r.Nodes[i])
		case graph.OpPutEdge:
			d.Edge(it.Edge.ID, &r.Edges[i])
		default:
			d.Texts(string(it.ID), string(it.Relation))
			d.flag(it.WithEdges)
		}
	}
	return d.Sum(nil)
}
