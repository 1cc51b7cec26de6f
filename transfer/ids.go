package transfer

import (
	"crypto/sha256"

	"chuangmai/graph"
)

// idTable numbers the nodes a file names, so that an edge of it is remembered in a few
// bytes.
type idTable struct {
	numbers map[graph.ID]int32
	nodes   []fileNode
	kinds   []graph.Kind
	kindNo  map[graph.Kind]int32
}

// fileNode is what a file says of a node.
type fileNode struct {
	id   graph.ID
	kind int32 // index of kinds, 0 when unknown
	line int32 // that puts or deletes it, 0 for none
	put  bool  // by a good row
	drop bool  // by a good row
}

func newIDTable() *idTable {
	return &idTable{numbers: make(map[graph.ID]int32), kinds: []graph.Kind{""}, kindNo: map[graph.Kind]int32{"": 0}}
}

// number returns the number of a node, a new one when it has not been named before.
func (t *idTable) number(id graph.ID) int32 {
	n, known := t.numbers[id]
	if !known {
		n = int32(len(t.nodes)) //nolint:gosec // a file of 2^31 nodes does not fit in memory
		t.numbers[id] = n
		t.nodes = append(t.nodes, fileNode{id: id})
	}
	return n
}

func (t *idTable) node(id graph.ID) *fileNode { return &t.nodes[t.number(id)] }

func (t *idTable) setKind(n *fileNode, k graph.Kind) {
	no, known := t.kindNo[k]
	if !known {
		no = int32(len(t.kinds)) //nolint:gosec // fewer than lines
		t.kindNo[k] = no
		t.kinds = append(t.kinds, k)
	}
	n.kind = no
}

// fileEdge is what a file says of an edge.
type fileEdge struct {
	line     int32
	from, to int32 // numbers of the ends
	relation int32 // number of its relation
	outcome  outcome
	bad      bool
	drop     bool // the row deletes it
}

// outcome is what loading a row does.
type outcome byte

const (
	isNew outcome = iota
	isChanged
	isSame
)

func (c *Counts) add(o outcome) {
	switch o {
	case isNew:
		c.New++
	case isChanged:
		c.Changed++
	default:
		c.Same++
	}
}

// idHash stands for the id of an edge: a million ids themselves would take much memory.
type idHash [16]byte

func hashID(id graph.ID) idHash {
	sum := sha256.Sum256([]byte(id))
	return idHash(sum[:16])
}
