package transfer

import (
	"encoding/json"
	"time"

	"chuangmai/graph"
)

// Line is what one line says: exactly one of its fields is set.
type Line struct {
	Node   *graph.Node `json:"node,omitempty"`
	Edge   *graph.Edge `json:"edge,omitempty"`
	Delete *Delete     `json:"delete,omitempty"`
	Meta   *Meta       `json:"meta,omitempty"`
}

// Delete names what a line deletes: a node, or an edge by relation and id.
type Delete struct {
	Node graph.ID `json:"node,omitempty"`
	// Edges lets the node's edges be deleted with it.
	Edges    bool           `json:"edges,omitempty"`
	Edge     graph.ID       `json:"edge,omitempty"`
	Relation graph.Relation `json:"relation,omitempty"`
}

// Meta is the header of an export. A reader needs nothing of it.
type Meta struct {
	Format   string         `json:"format"`
	Revision graph.Revision `json:"revision"`
	Schema   int            `json:"schema"` // version of the schema
	At       time.Time      `json:"at"`
	Nodes    int            `json:"nodes"`
	Edges    int            `json:"edges"`
}

// Format is the name of the format in [Meta].
const Format = "chuangmai-network"

// item turns a line into the step of a batch; nil for a header.
func (l Line) item() *graph.Item {
	switch {
	case l.Node != nil:
		return &graph.Item{Op: graph.OpPutNode, Node: l.Node}
	case l.Edge != nil:
		return &graph.Item{Op: graph.OpPutEdge, Edge: l.Edge}
	case l.Delete != nil && l.Delete.Edge == "":
		return &graph.Item{Op: graph.OpDeleteNode, ID: l.Delete.Node, WithEdges: l.Delete.Edges}
	case l.Delete != nil:
		return &graph.Item{Op: graph.OpDeleteEdge, ID: l.Delete.Edge, Relation: l.Delete.Relation}
	}
	return nil
}

// ParseLine reads one line. It is strict: a key the format does not have, a key said
// twice and a value of another type are errors. The values of fields other than
// properties may be null, which is the same as leaving them out; version and revision
// are read and mean nothing. The error is an [*graph.InvalidError] with pointers into the
// line. Whether the record makes sense is for [graph.Batch.Check] to say.
func ParseLine(text []byte) (Line, error) {
	if regular(text) {
		var line Line
		if err := json.Unmarshal(text, &line); err == nil && line.complete() {
			return line, nil
		}
	}
	return parseStrictly(text)
}

// complete reports whether the line says exactly one thing.
func (l Line) complete() bool {
	said := 0
	for _, is := range []bool{l.Node != nil, l.Edge != nil, l.Delete != nil, l.Meta != nil} {
		if is {
			said++
		}
	}
	return said == 1 && (l.Delete == nil || l.Delete.sound())
}

// sound reports whether the deletion names one thing with what belongs to it.
func (d *Delete) sound() bool {
	return d.Node != "" && d.Edge == "" && d.Relation == "" || d.Node == "" && !d.Edges && d.Edge != "" && d.Relation != ""
}
