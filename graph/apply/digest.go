package apply

import (
	"encoding/binary"
	"hash"

	"chuangmai/graph"
)

// Digest puts records into a hash. Every text goes in with its length, so that no two
// sequences of texts are the same bytes. Sums are kept in stores: what goes in, and in
// which order, must stay.
type Digest struct {
	hash.Hash
	// Visibility gives the number under which a visibility goes in; nil: its name does.
	Visibility func(graph.Visibility) int64

	buf []byte
}

// Texts puts texts in.
func (d *Digest) Texts(texts ...string) {
	for _, s := range texts {
		d.buf = append(binary.AppendUvarint(d.buf[:0], uint64(len(s))), s...)
		_, _ = d.Write(d.buf) // a hash does not fail
	}
}

// Numbers puts numbers in.
func (d *Digest) Numbers(numbers ...int64) {
	for _, n := range numbers {
		d.buf = binary.AppendVarint(d.buf[:0], n)
		_, _ = d.Write(d.buf) // a hash does not fail
	}
}

// Node puts a node in.
func (d *Digest) Node(id graph.ID, r *NodeRow) {
	d.Texts(string(id), string(r.Kind), r.Name, r.NameEn, r.Aliases, r.Region)
	d.facts(&r.Facts)
}

// Edge puts an edge in.
func (d *Digest) Edge(id graph.ID, r *EdgeRow) {
	d.Texts(string(id), string(r.Relation), string(r.From), string(r.To))
	d.facts(&r.Facts)
}

func (d *Digest) facts(f *Facts) {
	d.Texts(f.ValidFrom, f.ValidTo, f.Sources, f.Properties)
	if d.Visibility != nil {
		d.Numbers(d.Visibility(f.Visibility))
	} else {
		d.Texts(string(f.Visibility))
	}
	d.flag(f.Synthetic)
}

func (d *Digest) flag(set bool) {
	if set {
		d.Numbers(1)
	} else {
		d.Numbers(0)
	}
}
