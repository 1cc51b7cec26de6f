package neo4jstore

import (
	"context"
	"maps"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
)

// state is a record as a batch finds it and as it leaves it.
type state[R comparable] struct {
	id    graph.ID
	place place // of a node that is stored; nowhere when it is not known
	// As stored before the batch.
	stored   bool
	was      R
	wasStamp stamp
	// As the batch leaves it.
	exists  bool
	now     R
	stamp   stamp
	item    int // of the batch that put it
	touched bool
}

type (
	nodeState = state[nodeRow]
	edgeState = state[edgeRow]
)

// found fills the state from the database.
func (st *state[R]) found(r R, s stamp) {
	st.stored, st.was, st.wasStamp = true, r, s
	st.exists, st.now, st.stamp = true, r, s
}

// find reads the records the batch names, and which of its edges' ends exist.
func (p *plan) find(ctx context.Context) error {
	if err := p.readIDs(ctx); err != nil {
		return err
	}
	var nodeIDs, edgeIDs, endIDs []graph.ID
	// What is known to be new need not be asked for, when it is put.
	ask := func(list []graph.ID, id graph.ID) []graph.ID {
		if p.s.writer.all.lacks(id) {
			return list
		}
		return append(list, id)
	}
	for _, it := range p.batch.Items {
		switch it.Op {
		case graph.OpPutNode:
			nodeIDs = ask(nodeIDs, p.node(it.Node.ID).id)
		case graph.OpDeleteNode:
			nodeIDs = append(nodeIDs, p.node(it.ID).id)
		case graph.OpPutEdge:
			edgeIDs = ask(edgeIDs, p.edge(it.Edge.ID).id)
		case graph.OpDeleteEdge:
			edgeIDs = append(edgeIDs, p.edge(it.ID).id)
		}
	}
	for _, it := range p.batch.Items {
		if it.Op == graph.OpPutEdge {
			endIDs = p.addEnd(p.addEnd(endIDs, it.Edge.From), it.Edge.To)
		}
	}
	if err := p.findNodes(ctx, nodeIDs); err != nil {
		return err
	}
	if err := p.findEdges(ctx, edgeIDs); err != nil {
		return err
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
	at, known := p.s.writer.places[id]
	if !known {
		at, list = nowhere, append(list, id)
	}
	p.ends[id] = at
	return list
}

func (p *plan) findNodes(ctx context.Context, ids []graph.ID) error {
	if len(ids) == 0 {
		return nil
	}
	records, err := p.t.run(ctx, textFindNodes, map[string]any{"ids": idTexts(ids)})
	if err != nil {
		return err
	}
	for _, rec := range records {
		n, r, st, _, err := p.read.node(record(rec))
		if err != nil {
			return err
		}
		state := p.node(n.ID)
		state.found(r, st)
		state.place = placeOf(rec)
	}
	return nil
}

func (p *plan) findEdges(ctx context.Context, ids []graph.ID) error {
	for _, group := range byCandidate(p.state.names, ids) {
		records, err := p.t.run(ctx, textFindEdges(group.relation), map[string]any{"ids": idTexts(group.ids)})
		if err != nil {
			return err
		}
		for _, rec := range records {
			from, _ := value[string](rec, "from")
			to, _ := value[string](rec, "to")
			e, r, st, _, err := p.read.edge(group.relation, graph.ID(from), graph.ID(to), record(rec))
			if err != nil {
				return err
			}
			p.edge(e.ID).found(r, st)
		}
	}
	return nil
}

func (p *plan) findEnds(ctx context.Context, ids []graph.ID) error {
	if len(ids) == 0 {
		return nil
	}
	records, err := p.t.run(ctx, textFindEnds, map[string]any{"ids": idTexts(ids)})
	if err != nil {
		return err
	}
	for _, rec := range records {
		id, _ := value[string](rec, "id")
		p.ends[graph.ID(id)] = placeOf(rec)
	}
	return nil
}

// placeOf is the field "place", of a node.
func placeOf(rec *neo4j.Record) place {
	at, found := value[int64](rec, "place")
	if !found {
		return nowhere
	}
	return place(at)
}

// edgesAt brings all edges of a stored node into the plan and returns those the node
// has at this point of the batch, by id.
func (p *plan) edgesAt(ctx context.Context, n *nodeState) ([]*edgeState, error) {
	err := p.eachEdgeAt(ctx, n, func(e graph.Edge, r edgeRow, st stamp) {
		if p.edges[e.ID] == nil {
			p.edge(e.ID).found(r, st)
			p.byEnd[n.id] = append(p.byEnd[n.id], p.edges[e.ID])
		}
	})
	if err != nil {
		return nil, err
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

// eachEdgeAt reads the edges a stored node had before the batch. Relationships that are
// no edges of the network are passed over.
func (p *plan) eachEdgeAt(ctx context.Context, n *nodeState, each func(graph.Edge, edgeRow, stamp)) error {
	if !n.stored {
		return nil
	}
	records, err := p.t.run(ctx, textEdgesAt, map[string]any{"id": string(n.id)})
	if err != nil {
		return err
	}
	for _, rec := range records {
		relation, from, to := address(rec)
		e, r, st, _, err := p.read.edge(relation, from, to, record(rec))
		if err != nil {
			return err
		}
		if st.version > 0 {
			each(e, r, st)
		}
	}
	return nil
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
	if deletedWithEdges {
		return count, nil
	}
	err := p.eachEdgeAt(ctx, n, func(e graph.Edge, _ edgeRow, _ stamp) {
		if p.edges[e.ID] == nil {
			count++
		}
	})
	return count, err
}

// candidateGroup are ids that an edge of the relation may have.
type candidateGroup struct {
	relation graph.Relation
	ids      []graph.ID
}

// byCandidate groups ids by the relations under which they may be found.
func byCandidate(names *directory, ids []graph.ID) []candidateGroup {
	groups := make(map[graph.Relation][]graph.ID)
	for _, id := range ids {
		for _, relation := range names.candidates(id) {
			groups[relation] = append(groups[relation], id)
		}
	}
	list := make([]candidateGroup, 0, len(groups))
	for _, relation := range slices.Sorted(maps.Keys(groups)) {
		list = append(list, candidateGroup{relation, groups[relation]})
	}
	return list
}

func idTexts(ids []graph.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
