// Package coveragetest makes networks for tests of coverage: small ones by hand, and one
// like that of a large province.
package coveragetest

import (
	"context"
	"iter"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/link"
	"chuangmai/seed"
)

// Day is the day of views in tests.
func Day() graph.Day { return graph.MustDate("2026-11-22").First() }

// Picture enters records into a new picture, nodes before edges.
func Picture(items iter.Seq[graph.Item]) (*snapshot.Picture, error) {
	s := &source{}
	for it := range items {
		switch it.Op {
		case graph.OpPutNode:
			s.nodes = append(s.nodes, *it.Node)
		case graph.OpPutEdge:
			s.edges = append(s.edges, *it.Edge)
		default:
		}
	}
	return snapshot.Build(context.Background(), s, graph.BuiltinSchema(), snapshot.NewNumbers(len(s.nodes)), nil)
}

// source is a network that is read once.
type source struct {
	nodes []graph.Node
	edges []graph.Edge
}

// Head implements [snapshot.Source].
func (s *source) Head(context.Context) (graph.Revision, error) { return 1, nil }

// Nodes implements [snapshot.Source].
func (s *source) Nodes(context.Context, graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return func(yield func(graph.Node, error) bool) {
		for _, n := range s.nodes {
			if !yield(n, nil) {
				return
			}
		}
	}
}

// Edges implements [snapshot.Source].
func (s *source) Edges(context.Context, graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return func(yield func(graph.Edge, error) bool) {
		for _, e := range s.edges {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Generated is a generated network with the lexicon's fields on its capability areas and
// with the links that a load would derive.
func Generated(lex *lexicon.Lexicon, nodes, edges int) (*snapshot.Picture, error) {
	items, err := seed.Generate(nodes, edges, 1)
	if err != nil {
		return nil, err
	}
	linker := link.New(lex, graph.BuiltinSchema())
	var all []graph.Item
	links := make(map[string][]graph.Edge) // bodies of one topic read alike
	for it := range items {
		all = append(all, it)
		if it.Op != graph.OpPutNode {
			continue
		}
		if it.Node.Kind == graph.KindCapability {
			all = append(all, fieldOf(lex, linker, it.Node)...)
		}
		for _, e := range derived(linker, links, it.Node) {
			all = append(all, graph.Item{Op: graph.OpPutEdge, Edge: &e})
		}
	}
	for _, a := range lex.Areas() {
		n := graph.Node{ID: graph.ID(a.ID), Kind: graph.KindCapability, Name: a.Name, NameEn: a.NameEn}
		all = append(all, graph.Item{Op: graph.OpPutNode, Node: &n})
	}
	for _, d := range lex.DisciplineList() {
		n := graph.Node{ID: graph.ID(d.ID), Kind: graph.KindDiscipline, Name: d.Name, NameEn: d.NameEn}
		all = append(all, graph.Item{Op: graph.OpPutNode, Node: &n})
	}
	return Picture(slices.Values(all))
}

// derived links a node like the first of its kind with the same words.
func derived(linker *link.Linker, known map[string][]graph.Edge, n *graph.Node) []graph.Edge {
	if !linker.Derives(n.Kind) {
		return nil
	}
	var words strings.Builder
	words.WriteString(string(n.Kind))
	for _, t := range linker.Texts(n) {
		if t.Part != "name" {
			words.WriteString("|" + t.Text)
		}
	}
	key := words.String()
	edges, done := known[key]
	if !done {
		edges = linker.Edges(n)
		known[key] = edges
	}
	out := slices.Clone(edges)
	for i := range out {
		out[i].From = n.ID
		out[i].Properties = graph.Properties{"derived": true}
		out[i].ID = out[i].GenerateID()
		out[i].Properties = edges[i].Properties
	}
	return out
}

// fieldOf joins a generated capability area with the field that its name speaks of.
func fieldOf(lex *lexicon.Lexicon, linker *link.Linker, n *graph.Node) []graph.Item {
	texts := linker.Texts(n)
	fields := lex.FieldsOf(lex.Link(texts...), texts...)
	if len(fields) == 0 {
		return nil
	}
	e := graph.Edge{Relation: graph.RelInField, From: n.ID, To: graph.ID("field:" + fields[0].Field)}
	e.ID = e.GenerateID()
	return []graph.Item{{Op: graph.OpPutEdge, Edge: &e}}
}
