package apply

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chuangmai/graph"
)

// Plan is what a batch does, before anything of it is written. [New] makes one, and
// [Plan.Run] works it out. P says where a store has a record, see [State].
type Plan[P comparable] struct {
	Batch graph.Batch
	Rows  Rows // of the batch
	// Nodes and Edges are the records that the batch names, and the edges it deletes with
	// their nodes.
	Nodes map[graph.ID]*NodeState[P]
	Edges map[graph.ID]*EdgeState[P]
	// Ends are the places of nodes at which edges of the batch end and that are not among
	// Nodes; zero: there is no such node.
	Ends map[graph.ID]P
	// TouchedNodes and TouchedEdges are the records the batch changes, in the order of
	// their first change.
	TouchedNodes []*NodeState[P]
	TouchedEdges []*EdgeState[P]
	// Entries are the changes for the log, and Last the revision of the last of them: the
	// head when there are none.
	Entries []Entry[P]
	Last    graph.Revision

	finder Finder[P]
	// byEnd are the edges the batch knows by the ends they have or had; nil when it
	// deletes no node.
	byEnd    map[graph.ID][]*EdgeState[P]
	problems []itemProblem
}

// New returns the plan of a batch for a store whose last change is head. Without a
// finder it cannot run; changes can be put into it by [Plan.PutNode] and its like.
func New[P comparable](head graph.Revision, batch graph.Batch, rows Rows, finder Finder[P]) *Plan[P] {
	p := &Plan[P]{
		Batch: batch, Rows: rows, Last: head, finder: finder,
		Nodes: make(map[graph.ID]*NodeState[P], len(rows.Nodes)), Edges: make(map[graph.ID]*EdgeState[P], len(rows.Edges)),
		Ends: make(map[graph.ID]P), Entries: make([]Entry[P], 0, len(batch.Items)),
	}
	if slices.ContainsFunc(batch.Items, func(it graph.Item) bool { return it.Op == graph.OpDeleteNode }) {
		p.byEnd = make(map[graph.ID][]*EdgeState[P])
	}
	return p
}

// Node returns the state of the node, a missing one at first.
func (p *Plan[P]) Node(id graph.ID) *NodeState[P] {
	n := p.Nodes[id]
	if n == nil {
		n = &NodeState[P]{ID: id}
		p.Nodes[id] = n
	}
	return n
}

// Edge is [Plan.Node] for an edge.
func (p *Plan[P]) Edge(id graph.ID) *EdgeState[P] {
	e := p.Edges[id]
	if e == nil {
		e = &EdgeState[P]{ID: id}
		p.Edges[id] = e
	}
	return e
}

// Run looks up what stands, carries the items out on it, and checks what only holds at
// the end. Errors are those of [graph.Writer] and of the finder.
func (p *Plan[P]) Run(ctx context.Context) error {
	if err := p.find(ctx); err != nil {
		return err
	}
	for _, e := range p.Edges {
		if e.Stored {
			p.index(e)
		}
	}
	for i, it := range p.Batch.Items {
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
func (p *Plan[P]) index(e *EdgeState[P]) {
	if p.byEnd == nil {
		return
	}
	p.byEnd[e.Now.From] = append(p.byEnd[e.Now.From], e)
	if e.Now.To != e.Now.From {
		p.byEnd[e.Now.To] = append(p.byEnd[e.Now.To], e)
	}
}

// known returns the edges the node has, of those the plan knows at this point, by id.
func (p *Plan[P]) known(id graph.ID) []*EdgeState[P] {
	var out []*EdgeState[P]
	for _, e := range p.byEnd[id] {
		if e.Exists && (e.Now.From == id || e.Now.To == id) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b *EdgeState[P]) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return slices.Compact(out)
}

// expect reports an expected version that does not hold.
func expect(i int, it graph.Item, id graph.ID, have int64) error {
	if it.Expect == nil || *it.Expect == have {
		return nil
	}
	return &graph.ConflictError{Item: i, ID: id, Want: *it.Expect, Have: have}
}

func (p *Plan[P]) putNode(i int, it graph.Item) error {
	n, r := p.Nodes[it.Node.ID], &p.Rows.Nodes[i]
	if err := expect(i, it, n.ID, n.Stamp.Version); err != nil {
		return err
	}
	switch {
	case n.Exists && n.Now.Kind != r.Kind:
		p.problem(i, "/node/kind", graph.CodeOtherKind, "kind", string(n.Now.Kind))
	case n.Exists && n.Now == *r: // it stands already
	default:
		p.PutNode(i, n)
	}
	return nil
}

func (p *Plan[P]) putEdge(i int, it graph.Item) error {
	e, r := p.Edges[it.Edge.ID], &p.Rows.Edges[i]
	if err := expect(i, it, e.ID, versionUnder(e, r.Relation)); err != nil {
		return err
	}
	switch {
	case e.Exists && e.Now.Relation != r.Relation:
		p.problem(i, "/edge/relation", graph.CodeOtherRelation, "relation", string(e.Now.Relation))
	case e.Exists && e.Now == *r:
		e.Item = i
	default:
		p.PutEdge(i, e)
		p.index(e)
	}
	return nil
}

// versionUnder is the version of the edge addressed by this relation, 0 when there is
// none.
func versionUnder[P comparable](e *EdgeState[P], relation graph.Relation) int64 {
	if e.Now.Relation != relation {
		return 0
	}
	return e.Stamp.Version
}

func (p *Plan[P]) deleteNode(ctx context.Context, i int, it graph.Item) error {
	n := p.Nodes[it.ID]
	if err := expect(i, it, n.ID, n.Stamp.Version); err != nil {
		return err
	}
	if !n.Exists {
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
	touch(&p.TouchedNodes, n)
	p.DeleteNode(n.ID, n.Stamp.Version)
	n.drop()
	return nil
}

func (p *Plan[P]) deleteEdge(i int, it graph.Item) error {
	e := p.Edges[it.ID]
	if err := expect(i, it, e.ID, versionUnder(e, it.Relation)); err != nil {
		return err
	}
	if !e.Exists || e.Now.Relation != it.Relation {
		return fmt.Errorf("edge %s %s: %w", it.Relation, it.ID, graph.ErrNotFound)
	}
	p.removeEdge(e)
	return nil
}

func (p *Plan[P]) removeEdge(e *EdgeState[P]) {
	touch(&p.TouchedEdges, e)
	p.DeleteEdge(e.Now.Relation, e.ID, e.Stamp.Version)
	e.drop()
}

// touch notes that the record is about to change.
func touch[R Row, P comparable](touched *[]*State[R, P], st *State[R, P]) {
	if !st.touched {
		st.touched = true
		*touched = append(*touched, st)
	}
}
