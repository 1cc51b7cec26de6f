package localstore

import (
	"context"
	"encoding/json"
	"slices"

	"chuangmai/graph"
)

// row is what both kinds of records can do.
type row interface {
	comparable
	image(id graph.ID, version int64, revision graph.Revision) (string, error)
}

// stamp is what the store adds to a record.
type stamp struct {
	version  int64
	revision graph.Revision
	load     int64
}

// state is a record as a batch finds it and as it leaves it.
type state[R row] struct {
	id     graph.ID
	number int64 // row number, 0 until it has one
	// As stored before the batch.
	stored   bool
	was      R
	wasStamp stamp
	wasImage string // once the batch has changed it
	// As the batch leaves it.
	exists  bool
	now     R
	stamp   stamp
	entry   int // 1 + index of the log entry that wrote now, 0 when an earlier batch did
	item    int // of the batch that put it
	touched bool
}

type (
	nodeState = state[nodeRow]
	edgeState = state[edgeRow]
)

// found fills the state from the database.
func (st *state[R]) found(number int64, r R, s stamp) {
	st.number, st.stored, st.was, st.wasStamp = number, true, r, s
	st.exists, st.now, st.stamp = true, r, s
}

const (
	nodeColumns = `n.n, n.id, n.kind, n.name, n.name_en, n.aliases, n.region, n.valid_from, n.valid_to, coalesce(s.body, ''),
n.visibility, n.synthetic, n.properties, n.version, n.revision, n.load`
	edgeColumns = `e.e, e.id, e.relation, a.id, b.id, e.valid_from, e.valid_to, coalesce(s.body, ''),
e.visibility, e.synthetic, e.properties, e.version, e.revision, e.load`

	nodeJoins = " LEFT JOIN source s ON s.s = n.sources"
	edgeJoins = " JOIN node a ON a.n = e.src JOIN node b ON b.n = e.dst LEFT JOIN source s ON s.s = e.sources"

	selectNodes   = "SELECT " + nodeColumns + " FROM json_each(?) j CROSS JOIN node n ON n.id = j.value" + nodeJoins
	selectEdges   = "SELECT " + edgeColumns + " FROM json_each(?) j CROSS JOIN edge e ON e.id = j.value" + edgeJoins
	selectEdgesAt = "SELECT " + edgeColumns + " FROM edge e" + edgeJoins +
		" WHERE e.e IN (SELECT e FROM edge WHERE src = ?1 UNION SELECT e FROM edge WHERE dst = ?1)"
	selectIDsAt = "SELECT id FROM edge WHERE src = ?1 UNION SELECT id FROM edge WHERE dst = ?1"
	selectEnds  = "SELECT n.n, n.id FROM json_each(?) j CROSS JOIN node n ON n.id = j.value"
)

// idList writes ids as a JSON list in ascending order, which keeps look-ups close
// together in the index.
func idList(ids []graph.ID) (string, error) {
	slices.Sort(ids)
	text, err := json.Marshal(ids)
	return string(text), err
}

func (s *Store) scanNode(scan func(...any) error) (number int64, id graph.ID, r nodeRow, st stamp, err error) {
	var kind int64
	err = scan(&number, (*string)(&id), &kind, &r.name, &r.nameEn, &r.aliases, &r.region, &r.from, &r.to, &r.sources,
		&r.visibility, &r.synthetic, &r.properties, &st.version, (*int64)(&st.revision), &st.load)
	r.kind = s.kinds.name(kind)
	return number, id, r, st, err
}

func (s *Store) scanEdge(scan func(...any) error) (number int64, id graph.ID, r edgeRow, st stamp, err error) {
	var relation int64
	err = scan(&number, (*string)(&id), &relation, (*string)(&r.src), (*string)(&r.dst), &r.from, &r.to, &r.sources,
		&r.visibility, &r.synthetic, &r.properties, &st.version, (*int64)(&st.revision), &st.load)
	r.relation = s.relations.name(relation)
	return number, id, r, st, err
}

// find reads the records the batch names, unless it is blind, and where its edges end.
func (p *plan) find(ctx context.Context, blind bool) error {
	var nodeIDs, edgeIDs, endIDs []graph.ID
	for _, it := range p.batch.Items {
		switch it.Op {
		case graph.OpPutNode:
			nodeIDs = append(nodeIDs, p.node(it.Node.ID).id)
		case graph.OpDeleteNode:
			nodeIDs = append(nodeIDs, p.node(it.ID).id)
		case graph.OpPutEdge:
			edgeIDs = append(edgeIDs, p.edge(it.Edge.ID).id)
		case graph.OpDeleteEdge:
			edgeIDs = append(edgeIDs, p.edge(it.ID).id)
		}
	}
	for _, it := range p.batch.Items {
		if it.Op == graph.OpPutEdge {
			endIDs = p.addEnd(p.addEnd(endIDs, it.Edge.From), it.Edge.To)
		}
	}
	if !blind {
		if err := p.findNodes(ctx, nodeIDs); err != nil {
			return err
		}
		if err := p.findEdges(ctx, edgeIDs); err != nil {
			return err
		}
	}
	return p.findEnds(ctx, endIDs)
}

// addEnd notes the end of an edge that must be looked up; known ones need not.
func (p *plan) addEnd(list []graph.ID, id graph.ID) []graph.ID {
	if p.nodes[id] != nil {
		return list
	}
	if _, asked := p.ends[id]; asked {
		return list
	}
	p.ends[id] = p.w.ends[id]
	if p.ends[id] == 0 {
		list = append(list, id)
	}
	return list
}

func (p *plan) findNodes(ctx context.Context, ids []graph.ID) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := idList(ids)
	if err != nil {
		return err
	}
	return p.w.each(ctx, func(scan func(...any) error) error {
		number, id, r, st, err := p.s.scanNode(scan)
		if err == nil {
			p.node(id).found(number, r, st)
		}
		return err
	}, selectNodes, list)
}

func (p *plan) findEdges(ctx context.Context, ids []graph.ID) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := idList(ids)
	if err != nil {
		return err
	}
	return p.w.each(ctx, func(scan func(...any) error) error {
		number, id, r, st, err := p.s.scanEdge(scan)
		if err == nil {
			p.edge(id).found(number, r, st)
		}
		return err
	}, selectEdges, list)
}

func (p *plan) findEnds(ctx context.Context, ids []graph.ID) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := idList(ids)
	if err != nil {
		return err
	}
	return p.w.each(ctx, func(scan func(...any) error) error {
		var number int64
		var id string
		if err := scan(&number, &id); err != nil {
			return err
		}
		p.ends[graph.ID(id)] = number
		p.w.ends[graph.ID(id)] = number
		return nil
	}, selectEnds, list)
}

// edgesAt brings all edges of a stored node into the plan and returns those the node
// has at this point of the batch, by id.
func (p *plan) edgesAt(ctx context.Context, n *nodeState) ([]*edgeState, error) {
	if n.stored {
		err := p.w.each(ctx, func(scan func(...any) error) error {
			number, id, r, st, err := p.s.scanEdge(scan)
			if err == nil && p.edges[id] == nil {
				p.edge(id).found(number, r, st)
				p.byEnd[n.id] = append(p.byEnd[n.id], p.edges[id])
			}
			return err
		}, selectEdgesAt, n.number)
		if err != nil {
			return nil, err
		}
	}
	var out []*edgeState
	for _, e := range p.byEnd[n.id] {
		if e.exists && (e.now.src == n.id || e.now.dst == n.id) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b *edgeState) int { return compareIDs(a.id, b.id) })
	return slices.Compact(out), nil
}

// edgesLeft counts the edges a deleted node keeps at the end of the batch.
func (p *plan) edgesLeft(ctx context.Context, n *nodeState, deletedWithEdges bool) (int, error) {
	count := 0
	seen := make(map[graph.ID]bool)
	for _, e := range p.byEnd[n.id] {
		if e.exists && (e.now.src == n.id || e.now.dst == n.id) && !seen[e.id] {
			seen[e.id] = true
			count++
		}
	}
	if deletedWithEdges || !n.stored {
		return count, nil
	}
	err := p.w.each(ctx, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		if err == nil && p.edges[graph.ID(id)] == nil {
			count++
		}
		return err
	}, selectIDsAt, n.number)
	return count, err
}
