package seed

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"chuangmai/graph"
)

// Count says how many records of a sort there are.
type Count struct {
	All       int // all of them
	Synthetic int // made up
	// MirrorOnly are real ones all of whose sources are copies on a domain that is not
	// the publisher's.
	MirrorOnly int
}

// Stats counts records by kind and relation.
type Stats struct {
	Nodes map[graph.Kind]Count
	Edges map[graph.Relation]Count
}

// NewStats counts the records of the items; deletions count for nothing.
func NewStats(items iter.Seq[graph.Item]) Stats {
	s := Stats{Nodes: make(map[graph.Kind]Count), Edges: make(map[graph.Relation]Count)}
	for it := range items {
		switch {
		case it.Node != nil:
			s.Nodes[it.Node.Kind] = s.Nodes[it.Node.Kind].with(it.Node.Common)
		case it.Edge != nil:
			s.Edges[it.Edge.Relation] = s.Edges[it.Edge.Relation].with(it.Edge.Common)
		}
	}
	return s
}

func (c Count) with(record graph.Common) Count {
	c.All++
	switch {
	case record.Synthetic:
		c.Synthetic++
	case len(record.Sources) > 0 && !slices.ContainsFunc(record.Sources, func(s graph.Source) bool { return !s.Mirror }):
		c.MirrorOnly++
	}
	return c
}

// Totals adds up the nodes and the edges.
func (s Stats) Totals() (nodes, edges Count) {
	return total(maps.Values(s.Nodes)), total(maps.Values(s.Edges))
}

func total(counts iter.Seq[Count]) (sum Count) {
	for c := range counts {
		sum.All += c.All
		sum.Synthetic += c.Synthetic
		sum.MirrorOnly += c.MirrorOnly
	}
	return sum
}

// Kinds returns the kinds counted, most frequent first, ties by name.
func (s Stats) Kinds() []graph.Kind { return ranked(s.Nodes) }

// Relations returns the relations counted, most frequent first, ties by name.
func (s Stats) Relations() []graph.Relation { return ranked(s.Edges) }

func ranked[K cmp.Ordered](counts map[K]Count) []K {
	return slices.SortedFunc(maps.Keys(counts), func(a, b K) int {
		return cmp.Or(cmp.Compare(counts[b].All, counts[a].All), cmp.Compare(a, b))
	})
}
