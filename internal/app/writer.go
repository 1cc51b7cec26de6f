package app

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"chuangmai/graph"
	"chuangmai/link"
)

// linkingStore is a store that derives links: a node that is written gets the links its
// words imply, and loses those they no longer do. What was stated is never touched.
type linkingStore struct {
	graph.Store
	linker func() *link.Linker
	// written is told of each write that changed something.
	written func(graph.Revision)
}

// Apply implements [graph.Writer]. Derived edges take part in the same batch; those that
// no longer fit into one follow in batches of their own, with keys made from the
// batch's, so that repeating it repeats them too.
func (s *linkingStore) Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error) {
	derived, err := s.derive(ctx, batch.Items)
	if err != nil {
		return 0, err
	}
	key := batch.Key
	room := max(0, graph.MaxBatch-len(batch.Items))
	batch.Items = slices.Concat(batch.Items, derived[:min(room, len(derived))])
	revision, err := s.Store.Apply(ctx, batch)
	for i, rest := 1, derived[min(room, len(derived)):]; err == nil && len(rest) > 0; i++ {
		batch.Items, rest = rest[:min(graph.MaxBatch, len(rest))], rest[min(graph.MaxBatch, len(rest)):]
		if key != "" {
			batch.Key = fmt.Sprintf("%s#%d", key, i)
		}
		revision, err = s.Store.Apply(ctx, batch)
	}
	if err == nil {
		s.written(revision)
	}
	return revision, err
}

// derive returns the changes of derived edges that the nodes among items imply.
func (s *linkingStore) derive(ctx context.Context, items []graph.Item) ([]graph.Item, error) {
	linker := s.linker()
	mentioned := make(map[graph.ID]bool) // edges the batch itself writes or deletes
	var nodes []*graph.Node
	var ids []graph.ID
	for _, it := range items {
		switch {
		case it.Op == graph.OpPutEdge && it.Edge != nil:
			mentioned[it.Edge.ID] = true
		case it.Op == graph.OpDeleteEdge:
			mentioned[it.ID] = true
		case it.Op == graph.OpPutNode && it.Node != nil && linker.Derives(it.Node.Kind):
			nodes = append(nodes, it.Node)
			ids = append(ids, it.Node.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	known, err := s.known(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []graph.Item
	for _, node := range nodes {
		var old map[graph.ID]graph.Edge
		if known[node.ID] {
			if old, err = derivedEdges(ctx, s.Store, node.ID); err != nil {
				return nil, err
			}
		}
		for _, it := range relinked(old, linker.Edges(node)) {
			if !mentioned[target(it)] {
				out = append(out, it)
			}
		}
	}
	return out, nil
}

// known reports which of the nodes exist.
func (s *linkingStore) known(ctx context.Context, ids []graph.ID) (map[graph.ID]bool, error) {
	out := make(map[graph.ID]bool)
	for n, err := range s.Store.Nodes(ctx, graph.NodeFilter{IDs: ids}) {
		if err != nil {
			return nil, err
		}
		out[n.ID] = true
	}
	return out, nil
}

// edgeReader is the part of a store that relinking reads.
type edgeReader interface {
	Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error]
}

// derivedEdges returns the derived edges that leave a node, by id.
func derivedEdges(ctx context.Context, store edgeReader, id graph.ID) (map[graph.ID]graph.Edge, error) {
	out := make(map[graph.ID]graph.Edge)
	for e, err := range store.Edges(ctx, graph.EdgeFilter{From: id, Relations: link.Relations()}) {
		if err != nil {
			return nil, err
		}
		if derived, _ := e.Properties.Bool("derived"); derived {
			out[e.ID] = e
		}
	}
	return out, nil
}

// target is the edge that a change of relinking is about.
func target(it graph.Item) graph.ID {
	if it.Op == graph.OpPutEdge {
		return it.Edge.ID
	}
	return it.ID
}

// relinked returns what turns the old derived edges of a node into the new ones.
func relinked(old map[graph.ID]graph.Edge, edges []graph.Edge) []graph.Item {
	var out []graph.Item
	keep := make(map[graph.ID]bool)
	for i := range edges {
		keep[edges[i].ID] = true
		out = append(out, graph.Item{Op: graph.OpPutEdge, Edge: &edges[i]})
	}
	for _, id := range sortedIDs(old) {
		if !keep[id] {
			out = append(out, graph.Item{Op: graph.OpDeleteEdge, ID: id, Relation: old[id].Relation})
		}
	}
	return out
}
