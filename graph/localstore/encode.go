package localstore

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"

	"chuangmai/graph"
)

// encoded are the rows a batch puts, by item, and a hash of the batch when it has a
// key.
type encoded struct {
	nodes []nodeRow // as long as the batch when it puts nodes, else empty
	edges []edgeRow
	hash  []byte
}

func encode(b graph.Batch) (encoded, error) {
	var out encoded
	var last lastSources
	for i, it := range b.Items {
		var err error
		switch it.Op { //nolint:exhaustive // deletes put nothing
		case graph.OpPutNode:
			if out.nodes == nil {
				out.nodes = make([]nodeRow, len(b.Items))
			}
			out.nodes[i], err = rowOfNode(it.Node, &last)
		case graph.OpPutEdge:
			if out.edges == nil {
				out.edges = make([]edgeRow, len(b.Items))
			}
			out.edges[i], err = rowOfEdge(it.Edge, &last)
		}
		if err != nil { // the batch has been checked, so this is not the caller's doing
			return out, fmt.Errorf("%w: item %d: %w", graph.ErrUnavailable, i, err)
		}
	}
	if b.Key != "" {
		out.hash = out.fingerprint(b)
	}
	return out, nil
}

// fingerprint tells batches under the same key apart. Every text goes in with its
// length.
func (e encoded) fingerprint(b graph.Batch) []byte {
	h := digest{Hash: sha256.New()}
	h.texts(b.Actor, b.Reason, b.Load)
	for i, it := range b.Items {
		h.texts(string(it.Op))
		if it.Expect != nil {
			h.numbers(1, *it.Expect)
		} else {
			h.numbers(0)
		}
		switch it.Op {
		case graph.OpPutNode:
			r := e.nodes[i]
			h.texts(string(it.Node.ID), r.kind, r.name, r.nameEn, r.aliases, r.region)
			h.facts(r.facts)
		case graph.OpPutEdge:
			r := e.edges[i]
			h.texts(string(it.Edge.ID), r.relation, string(r.src), string(r.dst))
			h.facts(r.facts)
		default:
			h.texts(string(it.ID), string(it.Relation))
			h.numbers(flag(it.WithEdges))
		}
	}
	return h.Sum(nil)
}

type digest struct {
	hash.Hash
	buf []byte
}

func (d *digest) texts(texts ...string) {
	for _, s := range texts {
		d.buf = append(binary.AppendUvarint(d.buf[:0], uint64(len(s))), s...)
		_, _ = d.Write(d.buf) // a hash does not fail
	}
}

func (d *digest) numbers(numbers ...int64) {
	for _, n := range numbers {
		d.buf = binary.AppendVarint(d.buf[:0], n)
		_, _ = d.Write(d.buf) // a hash does not fail
	}
}

func (d *digest) facts(f facts) {
	d.texts(f.from, f.to, f.sources, f.properties)
	d.numbers(f.visibility, flag(f.synthetic))
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
