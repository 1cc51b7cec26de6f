package apply_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// place is where the tests' store has a record: a number of its own, from 1.
type place int

type record[R apply.Row] struct {
	row   R
	stamp apply.Stamp
	at    place
}

// memory is a store made of maps.
type memory struct {
	head  graph.Revision
	nodes map[graph.ID]record[apply.NodeRow]
	edges map[graph.ID]record[apply.EdgeRow]
	last  place
	knows bool // which ids are fresh
	log   []line
}

// line is an entry of the log with its image.
type line struct {
	Op       graph.Op
	ID       graph.ID
	Relation graph.Relation
	Version  int64
	Revision graph.Revision
	Image    string
}

func newMemory() *memory {
	return &memory{nodes: make(map[graph.ID]record[apply.NodeRow]), edges: make(map[graph.ID]record[apply.EdgeRow])}
}

func (m *memory) Fresh(id graph.ID) bool {
	_, node := m.nodes[id]
	_, edge := m.edges[id]
	return m.knows && !node && !edge
}

func (m *memory) Nodes(_ context.Context, ids []graph.ID, found func(graph.ID, apply.NodeRow, apply.Stamp, place)) error {
	for _, id := range ids {
		if n, there := m.nodes[id]; there {
			found(id, n.row, n.stamp, n.at)
		}
	}
	return nil
}

func (m *memory) Edges(_ context.Context, ids []graph.ID, found func(graph.ID, apply.EdgeRow, apply.Stamp, place)) error {
	for _, id := range ids {
		if e, there := m.edges[id]; there {
			found(id, e.row, e.stamp, e.at)
		}
	}
	return nil
}

func (m *memory) Ends(_ context.Context, ids []graph.ID, found func(graph.ID, place)) error {
	for _, id := range ids {
		if n, there := m.nodes[id]; there {
			found(id, n.at)
		}
	}
	return nil
}

func (m *memory) EdgesAt(_ context.Context, n *apply.NodeState[place], found func(graph.ID, apply.EdgeRow, apply.Stamp, place)) error {
	for id, e := range m.edges {
		if e.row.From == n.ID || e.row.To == n.ID {
			found(id, e.row, e.stamp, e.at)
		}
	}
	return nil
}

func (m *memory) EdgeIDsAt(ctx context.Context, n *apply.NodeState[place], found func(graph.ID)) error {
	return m.EdgesAt(ctx, n, func(id graph.ID, _ apply.EdgeRow, _ apply.Stamp, _ place) { found(id) })
}

// plan works a batch out.
func (m *memory) plan(ctx context.Context, items ...graph.Item) (*apply.Plan[place], error) {
	batch := graph.Batch{Items: items}
	rows, err := apply.Encode(batch, nil)
	if err != nil {
		return nil, err
	}
	p := apply.New(m.head, batch, rows, apply.Finder[place](m))
	return p, p.Run(ctx)
}

// commit stores what a plan has worked out.
func (m *memory) commit(p *apply.Plan[place]) error {
	m.head = p.Last
	for _, n := range p.TouchedNodes {
		write(m, m.nodes, n)
	}
	for _, e := range p.TouchedEdges {
		write(m, m.edges, e)
	}
	for i := range p.Entries {
		e := &p.Entries[i]
		image, err := e.Image()
		if err != nil {
			return err
		}
		m.log = append(m.log, line{e.Op, e.ID, e.Relation, e.Version, e.Revision, string(image)})
	}
	return nil
}

func write[R apply.Row](m *memory, records map[graph.ID]record[R], st *apply.State[R, place]) {
	if !st.Exists {
		delete(records, st.ID)
		return
	}
	if st.Place == 0 {
		m.last++
		st.Place = m.last
	}
	records[st.ID] = record[R]{st.Now, st.Stamp, st.Place}
}

// apply applies a batch, which must succeed.
func (m *memory) apply(t *testing.T, items ...graph.Item) {
	t.Helper()
	p, err := m.plan(t.Context(), items...)
	if err == nil {
		err = m.commit(p)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// contents are the records without their places, of which stores say nothing.
func (m *memory) contents() (nodes map[graph.ID]record[apply.NodeRow], edges map[graph.ID]record[apply.EdgeRow]) {
	nodes, edges = make(map[graph.ID]record[apply.NodeRow]), make(map[graph.ID]record[apply.EdgeRow])
	for id, n := range m.nodes {
		nodes[id] = record[apply.NodeRow]{n.row, n.stamp, 0}
	}
	for id, e := range m.edges {
		edges[id] = record[apply.EdgeRow]{e.row, e.stamp, 0}
	}
	return nodes, edges
}

// difference compares what two stores hold and logged.
func (m *memory) difference(other *memory) string {
	nodes, edges := m.contents()
	otherNodes, otherEdges := other.contents()
	unexported := cmp.AllowUnexported(record[apply.NodeRow]{}, record[apply.EdgeRow]{})
	return cmp.Diff(nodes, otherNodes, unexported) + cmp.Diff(edges, otherEdges, unexported) + cmp.Diff(m.log, other.log) + cmp.Diff(m.head, other.head)
}

// problems are those of an error in words, nil for another error.
func problems(err error) []string {
	var invalid *graph.InvalidError
	if !errors.As(err, &invalid) {
		return nil
	}
	var out []string
	for _, p := range invalid.Problems {
		words := []string{p.Pointer, p.Code}
		for _, name := range []string{"kind", "relation", "id", "count"} {
			if v := p.Params[name]; v != "" {
				words = append(words, name+"="+v)
			}
		}
		out = append(out, strings.Join(words, " "))
	}
	slices.Sort(out)
	return out
}

func putNode(id graph.ID, kind graph.Kind, name string) graph.Item {
	n := graph.Node{ID: id, Kind: kind, Name: name}
	n.Normalise()
	return graph.Item{Op: graph.OpPutNode, Node: &n}
}

func putEdge(relation graph.Relation, id, from, to graph.ID) graph.Item {
	e := graph.Edge{ID: id, Relation: relation, From: from, To: to}
	e.Normalise()
	return graph.Item{Op: graph.OpPutEdge, Edge: &e}
}

func deleteNode(id graph.ID) graph.Item { return graph.Item{Op: graph.OpDeleteNode, ID: id} }

func deleteWithEdges(id graph.ID) graph.Item {
	return graph.Item{Op: graph.OpDeleteNode, ID: id, WithEdges: true}
}

func deleteEdge(relation graph.Relation, id graph.ID) graph.Item {
	return graph.Item{Op: graph.OpDeleteEdge, ID: id, Relation: relation}
}

func expecting(version int64, it graph.Item) graph.Item {
	it.Expect = &version
	return it
}
