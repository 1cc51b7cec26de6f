package apply

import (
	"context"

	"chuangmai/graph"
)

// Finder looks up what stands in a store, within the transaction that will write. Each
// method that takes a found calls it once or more for every record there is, in any
// order; ids may repeat.
type Finder[P comparable] interface {
	// Fresh reports whether no record is known to have the id, so that one that is put
	// need not be looked up. If it errs, the store must notice when it writes.
	Fresh(graph.ID) bool
	// Nodes looks up nodes by id, Edges edges whatever their relation.
	Nodes(ctx context.Context, ids []graph.ID, found func(graph.ID, NodeRow, Stamp, P)) error
	Edges(ctx context.Context, ids []graph.ID, found func(graph.ID, EdgeRow, Stamp, P)) error
	// Ends looks up where nodes are at which edges end. No place found is zero.
	Ends(ctx context.Context, ids []graph.ID, found func(graph.ID, P)) error
	// EdgesAt looks up the edges at both sides of a stored node, EdgeIDsAt their ids, each
	// once.
	EdgesAt(ctx context.Context, n *NodeState[P], found func(graph.ID, EdgeRow, Stamp, P)) error
	EdgeIDsAt(ctx context.Context, n *NodeState[P], found func(graph.ID)) error
}

// find reads the records the batch names, and where its edges end.
func (p *Plan[P]) find(ctx context.Context) error {
	var nodes, edges, ends []graph.ID
	for _, it := range p.Batch.Items {
		switch it.Op {
		case graph.OpPutNode:
			if id := p.Node(it.Node.ID).ID; !p.finder.Fresh(id) {
				nodes = append(nodes, id)
			}
		case graph.OpDeleteNode:
			nodes = append(nodes, p.Node(it.ID).ID)
		case graph.OpPutEdge:
			if id := p.Edge(it.Edge.ID).ID; !p.finder.Fresh(id) {
				edges = append(edges, id)
			}
		case graph.OpDeleteEdge:
			edges = append(edges, p.Edge(it.ID).ID)
		}
	}
	for _, it := range p.Batch.Items {
		if it.Op == graph.OpPutEdge {
			ends = p.addEnd(p.addEnd(ends, it.Edge.From), it.Edge.To)
		}
	}
	if len(nodes) > 0 {
		if err := p.finder.Nodes(ctx, nodes, p.foundNode); err != nil {
			return err
		}
	}
	if len(edges) > 0 {
		if err := p.finder.Edges(ctx, edges, p.foundEdge); err != nil {
			return err
		}
	}
	if len(ends) == 0 {
		return nil
	}
	return p.finder.Ends(ctx, ends, func(id graph.ID, at P) { p.Ends[id] = at })
}

// addEnd notes the end of an edge that must be looked up; nodes of the batch need not.
func (p *Plan[P]) addEnd(list []graph.ID, id graph.ID) []graph.ID {
	if p.Nodes[id] != nil {
		return list
	}
	if _, asked := p.Ends[id]; asked {
		return list
	}
	var nowhere P
	p.Ends[id] = nowhere
	return append(list, id)
}

func (p *Plan[P]) foundNode(id graph.ID, r NodeRow, st Stamp, at P) { p.Node(id).Found(r, st, at) }

func (p *Plan[P]) foundEdge(id graph.ID, r EdgeRow, st Stamp, at P) { p.Edge(id).Found(r, st, at) }

// edgesAt brings all edges of a stored node into the plan and returns those the node
// has at this point of the batch, by id.
func (p *Plan[P]) edgesAt(ctx context.Context, n *NodeState[P]) ([]*EdgeState[P], error) {
	if n.Stored {
		err := p.finder.EdgesAt(ctx, n, func(id graph.ID, r EdgeRow, st Stamp, at P) {
			if p.Edges[id] == nil {
				p.foundEdge(id, r, st, at)
				p.byEnd[n.ID] = append(p.byEnd[n.ID], p.Edges[id])
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return p.known(n.ID), nil
}

// edgesLeft counts the edges a deleted node keeps at the end of the batch.
func (p *Plan[P]) edgesLeft(ctx context.Context, n *NodeState[P], deletedWithEdges bool) (int, error) {
	count := len(p.known(n.ID))
	if deletedWithEdges || !n.Stored {
		return count, nil
	}
	err := p.finder.EdgeIDsAt(ctx, n, func(id graph.ID) {
		if p.Edges[id] == nil {
			count++
		}
	})
	return count, err
}
