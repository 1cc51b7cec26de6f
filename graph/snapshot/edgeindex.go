package snapshot

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// edgeRef finds an edge's id again: the 60-bit hash of a generated id, or, with the top
// bit set, the symbol of any other id.
type edgeRef uint64

const otherID edgeRef = 1 << 63

// refOf returns the reference of an id; the table of texts takes ids that are not generated.
func refOf(rel graph.Relation, id graph.ID, texts *symbols) edgeRef {
	if hash, ok := generatedHash(rel, id); ok {
		return edgeRef(hash)
	}
	return otherID | edgeRef(texts.intern(string(id))) //nolint:gosec // a symbol is not negative
}

func generatedHash(rel graph.Relation, id graph.ID) (uint64, bool) {
	digits, found := strings.CutPrefix(string(id), strings.ToLower(string(rel))+":")
	if !found || len(digits) != hashDigits || strings.ToLower(digits) != digits {
		return 0, false
	}
	hash, err := strconv.ParseUint(digits, 16, 60)
	return hash, err == nil
}

// hashDigits is the length of the hash in an id of [graph.Edge.GenerateID].
const hashDigits = 15

// id is the inverse of refOf.
func (r edgeRef) id(rel graph.Relation, texts []string) graph.ID {
	if r&otherID != 0 {
		return graph.ID(texts[uint32(r)]) //nolint:gosec // below the top bit stands a symbol
	}
	digits := strconv.FormatUint(uint64(r), 16)
	return graph.ID(strings.ToLower(string(rel)) + ":" + strings.Repeat("0", hashDigits-len(digits)) + digits)
}

// edgeKey identifies an edge: ids are unique, but two relations may hash alike.
type edgeKey struct {
	rel Rel
	ref edgeRef
}

func (k edgeKey) compare(other edgeKey) int {
	return cmp.Or(cmp.Compare(k.rel, other.rel), cmp.Compare(k.ref, other.ref))
}

func (p *Picture) edgeKey(rel graph.Relation, id graph.ID) edgeKey {
	return edgeKey{p.relNumber(rel), refOf(rel, id, p.writer.symbols)}
}

// edgeIndex finds edges by key: those of the first reading by binary search over their
// rows, which cost four bytes each, later ones in a map. Rows below first never
// change their key, dead or alive.
type edgeIndex struct {
	sorted []E
	later  map[edgeKey]E
}

func (x *edgeIndex) clone() edgeIndex { return edgeIndex{x.sorted, maps.Clone(x.later)} }

func (x *edgeIndex) add(key edgeKey, e E) { x.later[key] = e }

// build moves all that is known into the sorted part.
func (x *edgeIndex) build(rows *chunks[edgeRow]) {
	x.sorted = make([]E, rows.n)
	for i := range x.sorted {
		x.sorted[i] = E(i)
	}
	slices.SortFunc(x.sorted, func(a, b E) int { return keyOf(rows, a).compare(keyOf(rows, b)) })
	x.later = make(map[edgeKey]E)
}

func keyOf(rows *chunks[edgeRow], e E) edgeKey {
	row := rows.at(int32(e))
	return edgeKey{row.rel, row.ref}
}

func (x *edgeIndex) find(key edgeKey, rows *chunks[edgeRow]) (E, bool) {
	if e, ok := x.later[key]; ok {
		return e, true
	}
	at, ok := slices.BinarySearchFunc(x.sorted, key, func(e E, key edgeKey) int { return keyOf(rows, e).compare(key) })
	if !ok {
		return 0, false
	}
	return x.sorted[at], true
}

// remove forgets a later edge and reports whether its number may be used again.
func (x *edgeIndex) remove(key edgeKey, e E) bool {
	if known, ok := x.later[key]; !ok || known != e {
		return false
	}
	delete(x.later, key)
	return true
}
