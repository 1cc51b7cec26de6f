package graphtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"chuangmai/graph"
)

// model does what a store does, with plain maps. It is the suite's reading of the
// contract in the shortest form.
type model struct {
	now   func() time.Time
	nodes map[graph.ID]graph.Node
	edges map[graph.ID]graph.Edge
	log   []graph.Change
	head  graph.Revision
	keys  map[string]keyed
	loads map[string]*modelLoad
}

type keyed struct {
	batch    string
	revision graph.Revision
}

type modelLoad struct {
	info  graph.LoadInfo
	prior map[string]graph.Prior // by "n" or "e" and id
}

func newModel(now func() time.Time) *model {
	return &model{
		now: now, nodes: make(map[graph.ID]graph.Node), edges: make(map[graph.ID]graph.Edge),
		keys: make(map[string]keyed), loads: make(map[string]*modelLoad),
	}
}

// clone copies what a failing batch must not touch.
func (m *model) clone() *model {
	c := *m
	c.nodes, c.edges, c.keys = maps.Clone(m.nodes), maps.Clone(m.edges), maps.Clone(m.keys)
	c.log = slices.Clone(m.log)
	c.loads = make(map[string]*modelLoad, len(m.loads))
	for id, l := range m.loads {
		c.loads[id] = &modelLoad{l.info, maps.Clone(l.prior)}
	}
	return &c
}

func (m *model) apply(b graph.Batch) (graph.Revision, error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	next := m.clone()
	revision, err := next.write(b)
	if err == nil {
		*m = *next
	}
	return revision, err
}

func (m *model) write(b graph.Batch) (graph.Revision, error) {
	if known, again := m.keys[b.Key]; again && b.Key != "" {
		if known.batch != canonical(b) {
			return 0, graph.ErrKeyReused
		}
		return known.revision, nil
	}
	from := m.head
	var problems []graph.Problem
	refused := make(map[int]bool)
	for i, it := range b.Items {
		problem, err := m.item(i, it, b)
		if err != nil {
			return 0, err
		}
		if problem != nil {
			refused[i] = true
			problems = append(problems, *problem)
		}
	}
	problems = append(problems, m.atTheEnd(b, refused)...)
	if len(problems) > 0 {
		return 0, &graph.InvalidError{Problems: problems}
	}
	if b.Load != "" {
		l := m.load(b)
		if m.head > from {
			l.info.LastSeen = m.head
		}
	}
	if b.Key != "" {
		m.keys[b.Key] = keyed{canonical(b), m.head}
	}
	return m.head, nil
}

// item carries out one item; the problem is one that lets the others go on.
func (m *model) item(i int, it graph.Item, b graph.Batch) (*graph.Problem, error) {
	at := "/items/" + strconv.Itoa(i)
	switch it.Op {
	case graph.OpPutNode:
		old, exists := m.nodes[it.Node.ID]
		if err := expected(i, it, it.Node.ID, old.Version); err != nil {
			return nil, err
		}
		if exists && old.Kind != it.Node.Kind {
			return &graph.Problem{Pointer: at + "/node/kind", Code: graph.CodeOtherKind, Params: map[string]string{"kind": string(old.Kind)}}, nil
		}
		if exists && sameRecord(old, *it.Node) {
			return nil, nil //nolint:nilnil // nothing to do
		}
		m.putNode(*it.Node, old.Version+1, b)
	case graph.OpPutEdge:
		old, exists := m.edges[it.Edge.ID]
		if err := expected(i, it, it.Edge.ID, versionUnder(old, it.Edge.Relation)); err != nil {
			return nil, err
		}
		if exists && old.Relation != it.Edge.Relation {
			return &graph.Problem{Pointer: at + "/edge/relation", Code: graph.CodeOtherRelation, Params: map[string]string{"relation": string(old.Relation)}}, nil
		}
		if exists && sameRecord(old, *it.Edge) {
			return nil, nil //nolint:nilnil // nothing to do
		}
		m.putEdge(*it.Edge, old.Version+1, b)
	case graph.OpDeleteNode:
		old, exists := m.nodes[it.ID]
		if err := expected(i, it, it.ID, old.Version); err != nil {
			return nil, err
		}
		if !exists {
			return nil, graph.ErrNotFound
		}
		if it.WithEdges {
			for _, e := range m.edgesAt(it.ID) {
				m.deleteEdge(e, b)
			}
		}
		m.deleteNode(old, b)
	case graph.OpDeleteEdge:
		old, exists := m.edges[it.ID]
		if err := expected(i, it, it.ID, versionUnder(old, it.Relation)); err != nil {
			return nil, err
		}
		if !exists || old.Relation != it.Relation {
			return nil, graph.ErrNotFound
		}
		m.deleteEdge(old, b)
	}
	return nil, nil //nolint:nilnil // no problem
}

func expected(i int, it graph.Item, id graph.ID, have int64) error {
	if it.Expect == nil || *it.Expect == have {
		return nil
	}
	return &graph.ConflictError{Item: i, ID: id, Want: *it.Expect, Have: have}
}

func versionUnder(e graph.Edge, relation graph.Relation) int64 {
	if e.Relation != relation {
		return 0
	}
	return e.Version
}

// atTheEnd finds edges without ends and deleted nodes with edges.
func (m *model) atTheEnd(b graph.Batch, refused map[int]bool) (problems []graph.Problem) {
	for i, it := range b.Items {
		at := "/items/" + strconv.Itoa(i)
		switch {
		case it.Op == graph.OpPutEdge && !refused[i]:
			e, exists := m.edges[it.Edge.ID]
			if !exists {
				continue // deleted with a node since
			}
			for _, end := range []struct {
				name string
				id   graph.ID
			}{{"from", e.From}, {"to", e.To}} {
				if _, found := m.nodes[end.id]; !found {
					problems = append(problems, graph.Problem{
						Pointer: at + "/edge/" + end.name, Code: graph.CodeUnknownNode, Params: map[string]string{"id": string(end.id)},
					})
				}
			}
		case it.Op == graph.OpDeleteNode:
			if n := len(m.edgesAt(it.ID)); n > 0 {
				problems = append(problems, graph.Problem{
					Pointer: at + "/delete/node", Code: graph.CodeHasEdges, Params: map[string]string{"id": string(it.ID), "count": strconv.Itoa(n)},
				})
			}
		}
	}
	return problems
}

// edgesAt returns the edges of a node by id.
func (m *model) edgesAt(id graph.ID) (list []graph.Edge) {
	for _, key := range slices.Sorted(maps.Keys(m.edges)) {
		if e := m.edges[key]; e.From == id || e.To == id {
			list = append(list, e)
		}
	}
	return list
}

func (m *model) putNode(n graph.Node, version int64, b graph.Batch) {
	old, exists := m.nodes[n.ID]
	n = copyOf(n)
	c := m.change(b, graph.OpPutNode, n.ID, "", version)
	n.Version, n.Revision = version, c.Seq
	after := copyOf(n)
	c.Node = &after
	m.nodes[n.ID] = n
	restore := graph.Item{Op: graph.OpDeleteNode, ID: n.ID}
	if exists {
		restore = graph.Item{Op: graph.OpPutNode, Node: &old}
	}
	m.touch(b, "n"+string(n.ID), restore, version)
}

func (m *model) putEdge(e graph.Edge, version int64, b graph.Batch) {
	old, exists := m.edges[e.ID]
	e = copyOf(e)
	c := m.change(b, graph.OpPutEdge, e.ID, e.Relation, version)
	e.Version, e.Revision = version, c.Seq
	after := copyOf(e)
	c.Edge = &after
	m.edges[e.ID] = e
	restore := graph.Item{Op: graph.OpDeleteEdge, ID: e.ID, Relation: e.Relation}
	if exists {
		restore = graph.Item{Op: graph.OpPutEdge, Edge: &old}
	}
	m.touch(b, "e"+string(e.ID), restore, version)
}

func (m *model) deleteNode(n graph.Node, b graph.Batch) {
	delete(m.nodes, n.ID)
	m.change(b, graph.OpDeleteNode, n.ID, "", n.Version)
	m.touch(b, "n"+string(n.ID), graph.Item{Op: graph.OpPutNode, Node: &n}, 0)
}

func (m *model) deleteEdge(e graph.Edge, b graph.Batch) {
	delete(m.edges, e.ID)
	m.change(b, graph.OpDeleteEdge, e.ID, e.Relation, e.Version)
	m.touch(b, "e"+string(e.ID), graph.Item{Op: graph.OpPutEdge, Edge: &e}, 0)
}

func (m *model) change(b graph.Batch, op graph.Op, id graph.ID, relation graph.Relation, version int64) *graph.Change {
	m.head++
	m.log = append(m.log, graph.Change{
		Seq: m.head, At: m.now(), Actor: b.Actor, Reason: b.Reason, Load: b.Load, Op: op, ID: id, Relation: relation, Version: version,
	})
	return &m.log[len(m.log)-1]
}

// load returns the load of the batch, made anew after it was undone.
func (m *model) load(b graph.Batch) *modelLoad {
	l := m.loads[b.Load]
	if l == nil || l.info.Undone {
		l = &modelLoad{graph.LoadInfo{ID: b.Load, Actor: b.Actor, Reason: b.Reason, Started: m.now()}, make(map[string]graph.Prior)}
		m.loads[b.Load] = l
	}
	return l
}

// touch notes that a load has changed a record.
func (m *model) touch(b graph.Batch, key string, restore graph.Item, left int64) {
	if b.Load == "" {
		return
	}
	l := m.load(b)
	p, known := l.prior[key]
	if !known {
		l.info.Records++
		p.Restore = restore
	} else if p.Restore.Op == graph.OpDeleteEdge && left > 0 {
		p.Restore.Relation = restore.Relation
		if restore.Edge != nil {
			p.Restore.Relation = restore.Edge.Relation
		}
	}
	p.Left = left
	l.prior[key] = p
}

// trim forgets the beginning of the log and returns the first revision held.
func (m *model) trim(through graph.Revision, before time.Time) graph.Revision {
	for len(m.log) > 0 && m.log[0].Seq <= through && m.log[0].At.Before(before) {
		m.log = m.log[1:]
	}
	return m.first()
}

func (m *model) first() graph.Revision { return m.head - graph.Revision(len(m.log)) + 1 }

func (m *model) forget(load string) error {
	l := m.loads[load]
	if l == nil {
		return graph.ErrNotFound
	}
	l.info.Undone, l.prior = true, nil
	return nil
}

// dump is everything the model holds, in the order a store gives it.
func (m *model) dump() dump {
	d := dump{Head: m.head, Changes: append([]graph.Change(nil), m.log...), Priors: make(map[string][]graph.Prior)}
	for _, id := range slices.Sorted(maps.Keys(m.nodes)) {
		d.Nodes = append(d.Nodes, m.nodes[id])
	}
	for _, id := range slices.Sorted(maps.Keys(m.edges)) {
		d.Edges = append(d.Edges, m.edges[id])
	}
	for _, id := range slices.Sorted(maps.Keys(m.loads)) {
		l := m.loads[id]
		d.Loads = append(d.Loads, l.info)
		var list []graph.Prior
		for _, op := range []graph.Op{graph.OpDeleteEdge, graph.OpDeleteNode, graph.OpPutNode, graph.OpPutEdge} {
			for _, key := range slices.Sorted(maps.Keys(l.prior)) {
				if l.prior[key].Restore.Op == op {
					list = append(list, l.prior[key])
				}
			}
		}
		d.Priors[id] = list
	}
	slices.SortStableFunc(d.Loads, func(a, b graph.LoadInfo) int { return b.Started.Compare(a.Started) })
	return d
}

// sameRecord compares two records but for what a store sets.
func sameRecord[T graph.Node | graph.Edge](a, b T) bool {
	return canonical(withoutStamp(a)) == canonical(withoutStamp(b))
}

func withoutStamp[T graph.Node | graph.Edge](record T) T {
	switch r := any(&record).(type) {
	case *graph.Node:
		r.Version, r.Revision = 0, 0
	case *graph.Edge:
		r.Version, r.Revision = 0, 0
	}
	return record
}

// copyOf is the record as a store gives it back.
func copyOf[T graph.Node | graph.Edge](record T) T {
	var out T
	if err := json.Unmarshal([]byte(canonical(record)), &out); err != nil {
		panic(fmt.Sprintf("a checked record cannot be read: %v", err))
	}
	return out
}

func canonical(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("a checked record cannot be written: %v", err))
	}
	return string(text)
}
