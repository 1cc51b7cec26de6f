package app

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

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

// Apply implements [graph.Writer].
func (s *linkingStore) Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error) {
	write, err := s.Prepare(ctx, batch)
	if err != nil {
		return 0, err
	}
	return write(ctx)
}

// Prepare implements [graph.Preparer]. Derived edges take part in the same batch; those
// that no longer fit into one follow in batches of their own, with keys made from the
// batch's, so that repeating it repeats them too.
func (s *linkingStore) Prepare(ctx context.Context, batch graph.Batch) (graph.Prepared, error) {
	derived, err := s.derive(ctx, batch.Items)
	if err != nil {
		return nil, err
	}
	room := min(max(0, graph.MaxBatch-len(batch.Items)), len(derived))
	first := batch
	first.Items = slices.Concat(batch.Items, derived[:room])
	parts := []graph.Batch{first}
	for rest := range slices.Chunk(derived[room:], graph.MaxBatch) {
		part := batch
		part.Items = rest
		if part.Key != "" {
			part.Key = fmt.Sprintf("%s#%d", batch.Key, len(parts))
		}
		parts = append(parts, part)
	}
	writes := make([]graph.Prepared, len(parts))
	for i, part := range parts {
		if writes[i], err = graph.Prepare(ctx, s.Store, part); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) (revision graph.Revision, err error) {
		for _, write := range writes {
			if revision, err = write(ctx); err != nil {
				return revision, err
			}
		}
		s.written(revision)
		return revision, nil
	}, nil
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
	for i, edges := range linked(linker, nodes) {
		node := nodes[i]
		var old map[graph.ID]graph.Edge
		if known[node.ID] {
			if old, err = derivedEdges(ctx, s.Store, node.ID); err != nil {
				return nil, err
			}
		}
		for _, it := range relinked(old, edges) {
			if !mentioned[target(it)] {
				out = append(out, it)
			}
		}
	}
	return out, nil
}

// linked returns the derived edges of each node. Reading words is most of what writing
// nodes costs, so all processors take part.
func linked(linker *link.Linker, nodes []*graph.Node) [][]graph.Edge {
	out := make([][]graph.Edge, len(nodes))
	share := max(minShare, (len(nodes)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var readers sync.WaitGroup
	for from := 0; from < len(nodes); from += share {
		readers.Go(func() {
			for i := from; i < min(from+share, len(nodes)); i++ {
				out[i] = linker.Edges(nodes[i])
			}
		})
	}
	readers.Wait()
	return out
}

// minShare is how many nodes are worth a goroutine of their own.
const minShare = 50

// known reports which of the nodes exist.
func (s *linkingStore) known(ctx context.Context, ids []graph.ID) (map[graph.ID]bool, error) {
	out := make(map[graph.ID]bool)
	for n, err := range s.Nodes(ctx, graph.NodeFilter{IDs: ids}) {
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
