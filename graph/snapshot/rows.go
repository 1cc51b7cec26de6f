package snapshot

import (
	"math"

	"chuangmai/graph"
)

// E numbers an edge within one picture and those made from it.
type E int32

// Rel is the number of a relation in a picture.
type Rel uint8

// NoRel is the number of a relation that no edge of the picture has.
const NoRel Rel = 255

const (
	flagAlive     uint8 = 1 << iota // the row is a node or edge of this picture
	flagSynthetic                   // made up
	flagDerived                     // read by the linker, not stated
	flagMain                        // the main one of its relation
	flagMirror                      // every source is a mirror
	flagWeight                      // a weight is recorded
)

// nodeRow is what the picture keeps of a node.
type nodeRow struct {
	id       graph.ID
	name     string
	nameEn   string
	aliases  []string
	props    []prop
	out, in  []E // by relation, then number
	region   int32
	from, to graph.Day
	fresh    graph.Day // latest day a source was seen; DayMin when none is stated
	kind     uint8
	vis      uint8
	flags    uint8
}

// prop is one ranked value; a list is several.
type prop struct {
	name int32 // symbol
	text int32 // symbol, when the value is a text
	num  float32
}

// edgeRow is what the picture keeps of an edge.
type edgeRow struct {
	from, to   N
	ref        edgeRef
	start, end graph.Day
	qualifier  int32 // symbol
	note       int32 // symbol
	weight     float32
	rel        Rel
	vis        uint8
	flags      uint8
}

func visibilityRank(v graph.Visibility) uint8 {
	switch v {
	case graph.VisibilityMembers:
		return 1
	case graph.VisibilityParties:
		return 2
	case graph.VisibilityPublic:
		return 0
	}
	return math.MaxUint8 // a value of a newer program: shown to nobody
}

func sourceFacts(sources []graph.Source) (fresh graph.Day, mirrorOnly bool) {
	fresh, mirrorOnly = graph.DayMin, len(sources) > 0
	for _, s := range sources {
		if !s.Seen.IsZero() {
			fresh = max(fresh, s.Seen.Last())
		}
		mirrorOnly = mirrorOnly && s.Mirror
	}
	return fresh, mirrorOnly
}
