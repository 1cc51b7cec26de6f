package snapshot

import (
	"maps"
	"slices"

	"chuangmai/graph"
)

// Picture is the network at one revision. It is immutable and safe for concurrent
// use; a [View] reads it.
type Picture struct {
	revision graph.Revision
	settled  graph.Revision // changes up to here may concern what the first reading missed
	schema   *graph.Schema
	numbers  *Numbers
	nodes    chunks[nodeRow]
	edges    chunks[edgeRow]
	kinds    []graph.Kind // by number
	rels     []graph.Relation
	texts    []string
	counts   counts
	writer   *writer
}

// counts are what a whole picture holds, whatever the view.
type counts struct{ nodes, edges int }

// writer is the state that only the maker of the next picture touches.
type writer struct {
	symbols *symbols
	kindOf  map[graph.Kind]uint8
	relOf   map[graph.Relation]Rel
	index   edgeIndex
	free    []E // numbers of deleted edges
}

// Empty returns the picture of an empty store.
func Empty(schema *graph.Schema, numbers *Numbers) *Picture {
	w := &writer{
		symbols: newSymbols(),
		kindOf:  make(map[graph.Kind]uint8),
		relOf:   make(map[graph.Relation]Rel),
		index:   edgeIndex{later: make(map[edgeKey]E)},
	}
	p := &Picture{schema: schema, numbers: numbers, writer: w, texts: w.symbols.texts}
	for _, k := range schema.Kinds {
		p.kindNumber(k.Name)
	}
	for _, r := range schema.Relations {
		p.relNumber(r.Name)
	}
	return p
}

// Revision returns the revision the picture shows.
func (p *Picture) Revision() graph.Revision { return p.revision }

// Schema returns the schema the picture was made with.
func (p *Picture) Schema() *graph.Schema { return p.schema }

// Numbers returns the table that numbers the picture's nodes.
func (p *Picture) Numbers() *Numbers { return p.numbers }

// Size returns the number of nodes and edges, of every date and visibility. It is
// for operators; what a reader may know comes from a [View].
func (p *Picture) Size() (nodes, edges int) { return p.counts.nodes, p.counts.edges }

// kindNumber and relNumber give numbers to kinds and relations as they appear; the
// slices of an older picture stay valid, as they are only appended to.
func (p *Picture) kindNumber(k graph.Kind) uint8 {
	n, ok := p.writer.kindOf[k]
	if !ok {
		n = uint8(len(p.kinds)) //nolint:gosec // a schema has far fewer kinds
		p.kinds = append(p.kinds, k)
		p.writer.kindOf[k] = n
	}
	return n
}

func (p *Picture) relNumber(r graph.Relation) Rel {
	n, ok := p.writer.relOf[r]
	if !ok {
		n = Rel(len(p.rels)) //nolint:gosec // a schema has far fewer relations
		p.rels = append(p.rels, r)
		p.writer.relOf[r] = n
	}
	return n
}

// fork returns a picture equal to p whose further editions do not disturb those of p.
func (p *Picture) fork() *Picture {
	q := *p
	w := *p.writer
	w.symbols = &symbols{byText: maps.Clone(p.writer.symbols.byText), texts: p.texts[:len(p.texts):len(p.texts)]}
	w.kindOf = maps.Clone(w.kindOf)
	w.relOf = maps.Clone(w.relOf)
	w.index = w.index.clone()
	w.free = slices.Clone(w.free)
	q.kinds = q.kinds[:len(q.kinds):len(q.kinds)]
	q.rels = q.rels[:len(q.rels):len(q.rels)]
	q.writer = &w
	return &q
}
