package localstore

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// plan works out what a batch does before anything is written: it carries the items
// out on the records read into it, in order, and writes the log they make.
type plan struct {
	s     *Store
	w     *writer
	batch graph.Batch
	rows  encoded

	nodes map[graph.ID]*nodeState
	edges map[graph.ID]*edgeState
	ends  map[graph.ID]int64 // row numbers of ends that are not in nodes, 0: missing
	// byEnd are the edges the batch knows by the ends they have or had; nil when it
	// deletes no node.
	byEnd map[graph.ID][]*edgeState

	touchedNodes []*nodeState // in the order of their first change
	touchedEdges []*edgeState
	entries      []entry
	moves        []move
	seq          graph.Revision // of the last entry
	// Row numbers up to which rows were made before.
	oldNode, oldEdge int64

	problems []itemProblem
}

// entry is one change to be logged. Its after-image is the record itself unless the
// batch changes the record once more.
type entry struct {
	op    int
	node  *nodeState
	edge  *edgeState
	image string
}

// The operations by their number in the file.
const (
	opPutNode = iota + 1
	opPutEdge
	opDeleteNode
	opDeleteEdge
)

// move gives an earlier log entry the image of a record that changes now.
type move struct {
	seq   graph.Revision
	image string
}

// itemProblem is a problem with an item.
type itemProblem struct {
	item    int
	problem graph.Problem
}

func newPlan(s *Store, batch graph.Batch, rows encoded) *plan {
	p := &plan{
		s: s, w: s.writer, batch: batch, rows: rows, seq: graph.Revision(s.head.Load()),
		nodes: make(map[graph.ID]*nodeState, len(rows.nodes)), edges: make(map[graph.ID]*edgeState, len(rows.edges)),
		oldNode: s.writer.lastNode, oldEdge: s.writer.lastEdge,
		ends: make(map[graph.ID]int64), entries: make([]entry, 0, len(batch.Items)),
	}
	if slices.ContainsFunc(batch.Items, func(it graph.Item) bool { return it.Op == graph.OpDeleteNode }) {
		p.byEnd = make(map[graph.ID][]*edgeState)
	}
	return p
}

// node returns the state of the node, a missing one at first.
func (p *plan) node(id graph.ID) *nodeState {
	if p.nodes[id] == nil {
		p.nodes[id] = &nodeState{id: id}
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
		p.problem(i, "/node/kind", graph.CodeOtherKind, "kind", n.now.kind)
		return nil
	}
	if n.exists && n.now == r {
		return nil
	}
	if err := change(p, &p.touchedNodes, n); err != nil {
		return err
	}
	n.put(r, p.log(entry{op: opPutNode, node: n}), p.seq, i)
	return nil
}

func (p *plan) putEdge(i int, it graph.Item) error {
	e, r := p.edges[it.Edge.ID], p.rows.edges[i]
	if err := expect(i, it, e.id, versionUnder(e, r.relation)); err != nil {
		return err
	}
	if e.exists && e.now.relation != r.relation {
		p.problem(i, "/edge/relation", graph.CodeOtherRelation, "relation", e.now.relation)
		return nil
	}
	if e.exists && e.now == r {
		e.item = i
		return nil
	}
	if err := change(p, &p.touchedEdges, e); err != nil {
		return err
	}
	e.put(r, p.log(entry{op: opPutEdge, edge: e}), p.seq, i)
	p.index(e)
	return nil
}

// versionUnder is the version of the edge addressed by this relation, 0 when there is
// none.
func versionUnder(e *edgeState, relation string) int64 {
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
			if err := p.removeEdge(e); err != nil {
				return err
			}
		}
	}
	if err := change(p, &p.touchedNodes, n); err != nil {
		return err
	}
	image, err := marshalText(grave{ID: n.id, Version: n.stamp.version})
	p.log(entry{op: opDeleteNode, node: n, image: image})
	n.drop()
	return err
}

func (p *plan) deleteEdge(i int, it graph.Item) error {
	e := p.edges[it.ID]
	if err := expect(i, it, e.id, versionUnder(e, string(it.Relation))); err != nil {
		return err
	}
	if !e.exists || e.now.relation != string(it.Relation) {
		return fmt.Errorf("edge %s %s: %w", it.Relation, it.ID, graph.ErrNotFound)
	}
	return p.removeEdge(e)
}

func (p *plan) removeEdge(e *edgeState) error {
	if err := change(p, &p.touchedEdges, e); err != nil {
		return err
	}
	image, err := marshalText(grave{ID: e.id, Relation: graph.Relation(e.now.relation), Version: e.stamp.version})
	p.log(entry{op: opDeleteEdge, edge: e, image: image})
	e.drop()
	return err
}

// log adds an entry and returns its place, from 1.
func (p *plan) log(e entry) int {
	p.seq++
	p.entries = append(p.entries, e)
	return len(p.entries)
}

// change notes that the record is about to change, and keeps it as it is now for the
// log entry that wrote it.
func change[R row](p *plan, touched *[]*state[R], st *state[R]) error {
	if !st.touched {
		st.touched = true
		*touched = append(*touched, st)
	}
	if !st.exists {
		return nil
	}
	image, err := st.now.image(st.id, st.stamp.version, st.stamp.revision)
	switch {
	case err != nil:
		return err
	case st.entry > 0:
		p.entries[st.entry-1].image = image
	default:
		st.wasImage = image
		if int64(st.stamp.revision) >= p.s.first.Load() {
			p.moves = append(p.moves, move{st.stamp.revision, image})
		}
	}
	return nil
}

func (st *state[R]) put(r R, entry int, revision graph.Revision, item int) {
	if !st.exists {
		st.stamp.version = 0
	}
	st.exists, st.now, st.entry, st.item = true, r, entry, item
	st.stamp.version++
	st.stamp.revision = revision
}

func (st *state[R]) drop() {
	st.exists, st.entry = false, 0
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
			if p.numberOf(end.id) == 0 {
				p.problem(i, "/edge/"+end.name, graph.CodeUnknownNode, "id", string(end.id))
			}
		}
	}
}

// numberOf returns the row number of a node that exists at the end of the batch, 0 of
// one that does not. A new node gets its number here.
func (p *plan) numberOf(id graph.ID) int64 {
	n := p.nodes[id]
	switch {
	case n == nil:
		return p.ends[id]
	case !n.exists:
		return 0
	case n.number == 0:
		p.w.lastNode++
		n.number = p.w.lastNode
	}
	return n.number
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
