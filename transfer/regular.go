package transfer

import (
	"bytes"
	"unicode/utf8"
)

// place is where in a line an object stands, which decides the keys it may have.
type place int

const (
	atTop place = iota
	inNode
	inEdge
	inDelete
	inSource
	free // properties, a header: any key
	nowhere
)

// keys are the keys of each place, with the place of an object under them.
var keys = [...]map[string]place{
	atTop:    {"node": inNode, "edge": inEdge, "delete": inDelete, "meta": free},
	inNode:   {"id": nowhere, "kind": nowhere, "name": nowhere, "name_en": nowhere, "aliases": nowhere, "region": nowhere},
	inEdge:   {"id": nowhere, "relation": nowhere, "from": nowhere, "to": nowhere},
	inDelete: {"node": nowhere, "edges": nowhere, "edge": nowhere, "relation": nowhere},
	inSource: {"title": nowhere, "address": nowhere, "seen": nowhere, "confidence": nowhere, "mirror": nowhere},
}

// commonKeys are those of nodes and edges.
var commonKeys = map[string]place{
	"valid_from": nowhere, "valid_to": nowhere, "sources": inSource, "visibility": nowhere, "synthetic": nowhere, "properties": free,
	"version": nowhere, "revision": nowhere,
}

// under returns the place of an object under a key, and whether the key is known.
func (p place) under(key string) (place, bool) {
	if p == free {
		return free, true
	}
	if p == nowhere {
		return nowhere, false
	}
	if below, known := keys[p][key]; known {
		return below, true
	}
	if p == inNode || p == inEdge {
		below, known := commonKeys[key]
		return below, known
	}
	return nowhere, false
}

// What is nested deeper or has more keys is left to the strict reader.
const (
	maxRegularKeys  = 64
	maxRegularDepth = 8
)

// regular reports whether the keys of a line are all known, written as they are and
// said once, which the JSON package does not look at: it takes "ID" for "id" and the
// last of two. A line that is not JSON may pass; one that is not regular need not be
// wrong.
func regular(text []byte) bool {
	if !utf8.Valid(text) {
		return false
	}
	o := objects{open: make([]object, 0, maxRegularDepth), seen: make([][]byte, 0, maxRegularKeys)}
	for i := 0; i < len(text); i++ {
		ok := true
		switch text[i] {
		case '{':
			ok = o.begin()
		case '}':
			ok = o.end()
		case '"':
			end := closing(text, i+1)
			if end < 0 {
				return false
			}
			if followedByColon(text, end+1) {
				ok = o.key(text[i+1 : end])
			}
			i = end
		}
		if !ok {
			return false
		}
	}
	return true
}

// objects are those a scan is inside of, with the keys it has met in them.
type objects struct {
	open []object
	seen [][]byte
}

type object struct {
	place, below place // below: of an object under the key read last
	first        int   // of its keys among those seen
}

func (o *objects) begin() bool {
	if len(o.open) == maxRegularDepth {
		return false
	}
	inside := atTop
	if len(o.open) > 0 {
		inside = o.open[len(o.open)-1].below
	}
	o.open = append(o.open, object{place: inside, below: nowhere, first: len(o.seen)})
	return true
}

func (o *objects) end() bool {
	if len(o.open) == 0 {
		return false
	}
	o.seen = o.seen[:o.open[len(o.open)-1].first]
	o.open = o.open[:len(o.open)-1]
	return true
}

func (o *objects) key(key []byte) bool {
	if len(o.open) == 0 || len(o.seen) == maxRegularKeys || !isPlainKey(key) {
		return false
	}
	current := &o.open[len(o.open)-1]
	for _, other := range o.seen[current.first:] {
		if bytes.Equal(other, key) {
			return false
		}
	}
	o.seen = append(o.seen, key)
	var known bool
	current.below, known = current.place.under(string(key))
	return known
}

// closing returns the place of the quote that ends the string beginning at i, -1 for
// none.
func closing(text []byte, i int) int {
	for ; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

func followedByColon(text []byte, i int) bool {
	for ; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\r', '\n':
		default:
			return text[i] == ':'
		}
	}
	return false
}

func isPlainKey(key []byte) bool {
	for _, c := range key {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return len(key) > 0
}
