package apply

import "chuangmai/graph"

// Entry is one change for the log.
type Entry[P comparable] struct {
	Op       graph.Op
	ID       graph.ID
	Relation graph.Relation // of an edge
	Version  int64          // the version written; of a delete, the version deleted
	Revision graph.Revision

	// Of a put: the record, and what it says after the change.
	node    *NodeState[P]
	nodeRow *NodeRow
	edge    *EdgeState[P]
	edgeRow *EdgeRow
}

// Image returns the record as a put leaves it, nil for a delete. It may be called while
// others write the states of the plan.
func (e *Entry[P]) Image() ([]byte, error) {
	st := Stamp{Version: e.Version, Revision: e.Revision}
	switch {
	case e.nodeRow != nil:
		return e.nodeRow.Image(e.ID, st)
	case e.edgeRow != nil:
		return e.edgeRow.Image(e.ID, st)
	}
	return nil, nil
}

// Stands reports whether the record is at the end of the batch as a put leaves it, and
// the place of such a record.
func (e *Entry[P]) Stands() (at P, stands bool) {
	switch {
	case e.node != nil && e.node.Stamp.Revision == e.Revision:
		return e.node.Place, true
	case e.edge != nil && e.edge.Stamp.Revision == e.Revision:
		return e.edge.Place, true
	}
	return at, false
}

// PutNode makes the record what the batch's item says, and logs that, without asking
// whether it may.
func (p *Plan[P]) PutNode(item int, n *NodeState[P]) {
	r := &p.Rows.Nodes[item]
	touch(&p.TouchedNodes, n)
	p.Last++
	n.put(*r, p.Last, item)
	p.Entries = append(p.Entries, Entry[P]{Op: graph.OpPutNode, ID: n.ID, Version: n.Stamp.Version, Revision: p.Last, node: n, nodeRow: r})
}

// PutEdge is [Plan.PutNode] for an edge.
func (p *Plan[P]) PutEdge(item int, e *EdgeState[P]) {
	r := &p.Rows.Edges[item]
	touch(&p.TouchedEdges, e)
	p.Last++
	e.put(*r, p.Last, item)
	p.Entries = append(p.Entries, Entry[P]{
		Op: graph.OpPutEdge, ID: e.ID, Relation: r.Relation, Version: e.Stamp.Version, Revision: p.Last, edge: e, edgeRow: r,
	})
}

// DeleteNode logs that the version of a node was deleted.
func (p *Plan[P]) DeleteNode(id graph.ID, version int64) {
	p.Last++
	p.Entries = append(p.Entries, Entry[P]{Op: graph.OpDeleteNode, ID: id, Version: version, Revision: p.Last})
}

// DeleteEdge is [Plan.DeleteNode] for an edge.
func (p *Plan[P]) DeleteEdge(relation graph.Relation, id graph.ID, version int64) {
	p.Last++
	p.Entries = append(p.Entries, Entry[P]{Op: graph.OpDeleteEdge, ID: id, Relation: relation, Version: version, Revision: p.Last})
}
