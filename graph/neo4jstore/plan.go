package neo4jstore

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// plan works out what a batch does before anything is written: it carries the items
// out on the records read into it, in order, and makes the log of that.
type plan struct {
	s     *Store
	t     tx
	state logState
	batch graph.Batch
	rows  encoded
	read  reader

	nodes map[graph.ID]*nodeState
	edges map[graph.ID]*edgeState
	ends  map[graph.ID]place // ends that are not in nodes; nowhere: there is no such node
	// byEnd are the edges the batch knows by the ends they have or had; nil when it
	// deletes no node.
	byEnd map[graph.ID][]*edgeState

	touchedNodes []*nodeState // in the order of their first change
	touchedEdges []*edgeState
	entries      []logged
	seq          graph.Revision // of the last entry

	problems []itemProblem
}

// itemProblem is a problem with an item.
type itemProblem struct {
	item    int
	problem graph.Problem
}

func newPlan(s *Store, t tx, state logState, batch graph.Batch, rows encoded) *plan {
	p := &plan{
		s: s, t: t, state: state, batch: batch, rows: rows, seq: state.last,
		nodes: make(map[graph.ID]*nodeState, len(rows.nodes)), edges: make(map[graph.ID]*edgeState, len(rows.edges)),
		ends: make(map[graph.ID]place), entries: make([]logged, 0, len(batch.Items)),
	}
	if slices.ContainsFunc(batch.Items, func(it graph.Item) bool { return it.Op == graph.OpDeleteNode }) {
		p.byEnd = make(map[graph.ID][]*edgeState)
	}
	return p
}

// node returns the state of the node, a missing one at first.
func (p *plan) node(id graph.ID) *nodeState {
	if p.nodes[id] == nil {
		p.nodes[id] = &nodeState{id: id, place: nowhere}
	}
	return p.nodes[id]
}

func (p *plan) edge(id graph.ID) *edgeState {
	if p.edges[id] == nil {
		p.edges[id] = &edgeState{id: id}
	}
	return p.edges[id]
}

// run carries out the items and then checks what only holds at the end.
func (p *plan) run(ctx context.Context) error {
	for _, e := range p.edges {
		if e.stored {
			p.index(e)
		}
	}
	for i, it := range p.batch.Items {
		var err error
		switch it.Op {
		case graph.OpPutNode:
			err = p.putNode(i, it)
		case graph.OpPutEdge:
			err = p.putEdge(i, it)
		case graph.OpDeleteNode:
			err = p.deleteNode(ctx, i, it)
		case graph.OpDeleteEdge:
			err = p.deleteEdge(i, it)
		}
		if err != nil {
			return err
		}
	}
	p.checkEnds()
	if err := p.checkDeleted(ctx); err != nil {
		return err
	}
	return p.invalid()
}

// index makes the edge known under both of its ends.
func (p *plan) index(e *edgeState) {
	if p.byEnd == nil {
		return
	}
	p.byEnd[e.now.src] = append(p.byEnd[e.now.src], e)
	if e.now.dst != e.now.src {
		p.byEnd[e.now.dst] = append(p.byEnd[e.now.dst], e)
	}
}

// expect reports an expected version that does not hold.
func expect(i int, it graph.Item, id graph.ID, have int64) error {
	if it.Expect == nil || *it.Expect == have {
		return nil
	}
	return &graph.ConflictError{Item: i, ID: id, Want: *it.Expect, Have: have}
}

func (p *plan) putNode(i int, it graph.Item) error {
	n, r := p.nodes[it.Node.ID], p.rows.nodes[i]
	if err := expect(i, it, n.id, n.stamp.version); err != nil {
		return err
	}
	if n.exists && n.now.kind != r.kind {
		p.problem(i, "/node/kind", graph.CodeOtherKind, "kind", string(n.now.kind))
		return nil
	}
	if n.exists && n.now == r {
		return nil
	}
	touch(&p.touchedNodes, n)
	p.seq++
	n.put(r, p.seq, i)
	p.entries = append(p.entries, logged{Op: graph.OpPutNode, node: &p.rows.nodes[i], ID: n.id, Version: n.stamp.version, revision: p.seq})
	return nil
}

func (p *plan) putEdge(i int, it graph.Item) error {
	e, r := p.edges[it.Edge.ID], p.rows.edges[i]
	if err := expect(i, it, e.id, versionUnder(e, r.relation)); err != nil {
		return err
	}
	if e.exists && e.now.relation != r.relation {
		p.problem(i, "/edge/relation", graph.CodeOtherRelation, "relation", string(e.now.relation))
		return nil
	}
	if e.exists && e.now == r {
		e.item = i
		return nil
	}
	touch(&p.touchedEdges, e)
	p.seq++
	e.put(r, p.seq, i)
	p.index(e)
	p.entries = append(p.entries, logged{Op: graph.OpPutEdge, edge: &p.rows.edges[i], ID: e.id, Version: e.stamp.version, revision: p.seq})
	return nil
}

// versionUnder is the version of the edge addressed by this relation, 0 when there is
// none.
func versionUnder(e *edgeState, relation graph.Relation) int64 {
	if e.now.relation != relation {
		return 0
	}
	return e.stamp.version
}

func (p *plan) deleteNode(ctx context.Context, i int, it graph.Item) error {
	n := p.nodes[it.ID]
	if err := expect(i, it, n.id, n.stamp.version); err != nil {
		return err
	}
	if !n.exists {
		return fmt.Errorf("node %s: %w", it.ID, graph.ErrNotFound)
	}
	if it.WithEdges {
		edges, err := p.edgesAt(ctx, n)
		if err != nil {
			return err
		}
		for _, e := range edges {
			p.removeEdge(e)
		}
	}
	touch(&p.touchedNodes, n)
	p.seq++
	p.entries = append(p.entries, logged{Op: graph.OpDeleteNode, ID: n.id, Version: n.stamp.version})
	n.drop()
	return nil
}

func (p *plan) deleteEdge(i int, it graph.Item) error {
	e := p.edges[it.ID]
	if err := expect(i, it, e.id, versionUnder(e, it.Relation)); err != nil {
		return err
	}
	if !e.exists || e.now.relation != it.Relation {
		return fmt.Errorf("edge %s %s: %w", it.Relation, it.ID, graph.ErrNotFound)
	}
	p.removeEdge(e)
	return nil
}

func (p *plan) removeEdge(e *edgeState) {
	touch(&p.touchedEdges, e)
	p.seq++
	p.entries = append(p.entries, logged{Op: graph.OpDeleteEdge, ID: e.id, Relation: e.now.relation, Version: e.stamp.version})
	e.drop()
}

// touch notes that the record is about to change.
func touch[R comparable](touched *[]*state[R], st *state[R]) {
	if !st.touched {
		st.touched = true
		*touched = append(*touched, st)
	}
}

func (st *state[R]) put(r R, revision graph.Revision, item int) {
	if !st.exists {
		st.stamp.version = 0
	}
	st.exists, st.now, st.item = true, r, item
	st.stamp.version++
	st.stamp.revision = revision
}

func (st *state[R]) drop() {
	st.exists = false
	st.stamp.version, st.stamp.revision = 0, 0
}

// checkEnds reports edges put by the batch whose ends are missing.
func (p *plan) checkEnds() {
	for i, it := range p.batch.Items {
		if it.Op != graph.OpPutEdge {
			continue
		}
		e := p.edges[it.Edge.ID]
		if !e.exists || e.item != i || e.now != p.rows.edges[i] {
			continue
		}
		for _, end := range []struct {
			name string
			id   graph.ID
		}{{"from", e.now.src}, {"to", e.now.dst}} {
			if !p.exists(end.id) {
				p.problem(i, "/edge/"+end.name, graph.CodeUnknownNode, "id", string(end.id))
			}
		}
	}
}

// exists reports whether there is such a node at the end of the batch.
func (p *plan) exists(id graph.ID) bool {
	if n := p.nodes[id]; n != nil {
		return n.exists
	}
	at, asked := p.ends[id]
	return asked && at != nowhere
}

// checkDeleted reports deleted nodes that keep edges.
func (p *plan) checkDeleted(ctx context.Context) error {
	for i, it := range p.batch.Items {
		if it.Op != graph.OpDeleteNode {
			continue
		}
		left, err := p.edgesLeft(ctx, p.nodes[it.ID], it.WithEdges)
		if err != nil {
			return err
		}
		if left > 0 {
			p.problem(i, "/delete/node", graph.CodeHasEdges, "id", string(it.ID), "count", strconv.Itoa(left))
		}
	}
	return nil
}

// problem notes what is wrong with an item; params alternate names and values.
func (p *plan) problem(item int, pointer, code string, params ...string) {
	problem := graph.Problem{Pointer: "/items/" + strconv.Itoa(item) + pointer, Code: code, Params: make(map[string]string, len(params)/2)}
	for i := 0; i+1 < len(params); i += 2 {
		problem.Params[params[i]] = params[i+1]
	}
	p.problems = append(p.problems, itemProblem{item, problem})
}

// invalid returns the problems by item.
func (p *plan) invalid() error {
	if len(p.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(p.problems, func(a, b itemProblem) int { return a.item - b.item })
	list := make([]graph.Problem, len(p.problems))
	for i, f := range p.problems {
		list[i] = f.problem
	}
	return &graph.InvalidError{Problems: list}
}

func compareIDs(a, b graph.ID) int { return strings.Compare(string(a), string(b)) }
