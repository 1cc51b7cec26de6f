package api

import (
	"iter"
	"slices"
	"strconv"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// page is one node as a caller sees it: what every answer about a node begins with.
type page struct {
	view    snapshot.View
	node    snapshot.N
	meta    advise.Meta
	release func()
}

// open takes the view of a call and finds the node in it. The caller releases the page.
func (h *handlers) open(c *call, id graph.ID) (*page, error) {
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return nil, err
	}
	n, known := view.Lookup(id)
	if !known {
		release()
		return nil, fail(codeNotFound)
	}
	return &page{view: view, node: n, meta: meta, release: release}, nil
}

// degrade notes that a part of the answer could not take part.
func (p *page) degrade(what string) {
	if !slices.Contains(p.meta.Degraded, what) {
		p.meta.Degraded = append(slices.Clip(p.meta.Degraded), what)
	}
}

// Directions of an edge, seen from a node.
const (
	out = "out" // it leaves the node
	in  = "in"  // it reaches the node
)

// edgeKey is a relation in one direction.
type edgeKey struct {
	relation  graph.Relation
	direction string
}

// order lists every relation of the schema in both directions. Relations that only a
// newer program knows are not walked.
func (h *handlers) order() []edgeKey {
	keys := make([]edgeKey, 0, 2*len(h.schema.Relations))
	for i := range h.schema.Relations {
		name := h.schema.Relations[i].Name
		keys = append(keys, edgeKey{name, out}, edgeKey{name, in})
	}
	return keys
}

// edgesAt yields the edges of one relation and direction at a node, and their other
// ends. A self-loop counts as going out.
func edgesAt(v snapshot.View, n snapshot.N, key edgeKey) iter.Seq2[snapshot.E, snapshot.N] {
	rel := v.Rel(key.relation)
	if key.direction == out {
		return v.Out(n, rel)
	}
	return func(yield func(snapshot.E, snapshot.N) bool) {
		for e, other := range v.In(n, rel) {
			if other != n && !yield(e, other) {
				return
			}
		}
	}
}

// edgeBrief is an edge in short.
func edgeBrief(v snapshot.View, e snapshot.E) EdgeBrief {
	info := v.Edge(e)
	b := EdgeBrief{
		ID: v.EdgeID(e), Relation: info.Relation, From: v.ID(info.From), To: v.ID(info.To),
		Qualifier: info.Qualifier, Note: info.Note, Derived: info.Derived, Main: info.Main, Synthetic: info.Synthetic,
		ValidFrom: info.Start.Date(), ValidTo: info.End.Date(),
	}
	if info.HasWeight {
		weight := plainNumber(info.Weight)
		b.Weight = &weight
	}
	return b
}

// plainNumber is the shortest number that the picture keeps as this one: it keeps single
// precision, and 0.729 is not to show as 0.7289999723434448.
func plainNumber(f float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', -1, 32), 64)
	if err != nil {
		return f
	}
	return short
}
