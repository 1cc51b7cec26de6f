package neo4jstore

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/fnv"

	"chuangmai/graph"
)

// encoded are the rows a batch puts, by item, and a hash of the batch when it has a
// key.
type encoded struct {
	nodes []nodeRow // as long as the batch when it puts nodes, else empty
	edges []edgeRow
	hash  string
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
func (e encoded) fingerprint(b graph.Batch) string {
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
			h.node(it.Node.ID, &r)
		case graph.OpPutEdge:
			r := e.edges[i]
			h.edge(it.Edge.ID, &r)
		default:
			h.texts(string(it.ID), string(it.Relation))
			h.numbers(bit(it.WithEdges))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
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

func (d *digest) facts(f *facts) {
	d.texts(f.from, f.to, f.sources, f.properties, string(f.visibility))
	d.numbers(bit(f.synthetic))
}

func (d *digest) node(id graph.ID, r *nodeRow) {
	d.texts(string(id), string(r.kind), r.name, r.nameEn, r.aliases, r.region)
	d.facts(&r.facts)
}

func (d *digest) edge(id graph.ID, r *edgeRow) {
	d.texts(string(id), string(r.relation), string(r.src), string(r.dst))
	d.facts(&r.facts)
}

// sum is the checksum a record carries: 64 bits of FNV-1a over everything it says.
func (r *nodeRow) sum(id graph.ID, version int64, revision graph.Revision) int64 {
	h := fnv.New64a()
	d := digest{Hash: h}
	d.node(id, r)
	d.numbers(version, int64(revision))
	return int64(h.Sum64()) //nolint:gosec // any 64 bits will do
}

func (r *edgeRow) sum(id graph.ID, version int64, revision graph.Revision) int64 {
	h := fnv.New64a()
	d := digest{Hash: h}
	d.edge(id, r)
	d.numbers(version, int64(revision))
	return int64(h.Sum64()) //nolint:gosec // any 64 bits will do
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
