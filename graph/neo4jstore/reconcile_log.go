package neo4jstore

import (
	"context"
	"maps"
	"slices"

	"chuangmai/graph"
)

// logPage is how many changes reconciling compares with the database at a time.
const logPage = 10_000

// pastReader finds what the log says of records by the revision they carry. It is asked
// in the order of revisions, so that neighbours share one reading.
type pastReader struct {
	r     *reconciling
	group []graph.Change
}

// of returns the change that wrote the record. It is not certain when the log no longer
// holds it, or the record does not say.
func (p *pastReader) of(ctx context.Context, d *draft) (had before, certain bool, err error) {
	st := d.stamp()
	if st.Version <= 0 || st.Revision < p.r.first {
		return before{}, false, nil
	}
	if n := len(p.group); n == 0 || st.Revision < p.group[0].Seq || st.Revision > p.group[n-1].Seq {
		records, err := p.r.s.read(ctx, p.r.s.options.Read, textChangeAt, map[string]any{"revision": int64(st.Revision)})
		if err != nil || len(records) == 0 {
			return before{}, false, err
		}
		if p.group, err = readChangeNode(record(records[0])); err != nil {
			p.group = nil
			return before{}, false, nil //nolint:nilerr // half a commit: the whole log is read later
		}
	}
	i := int(st.Revision - p.group[0].Seq)
	if i < 0 || i >= len(p.group) {
		return before{}, false, nil
	}
	c := &p.group[i]
	if c.ID != d.id() || c.Version != st.Version || d.edge && (c.Edge == nil || c.Relation != d.relation) || !d.edge && c.Node == nil {
		return before{}, false, nil
	}
	return beforeOf(c), true, nil
}

// beforeOf is what a change leaves.
func beforeOf(c *graph.Change) before {
	if c.Op == graph.OpDeleteNode || c.Op == graph.OpDeleteEdge {
		return before{}
	}
	return before{version: c.Version, node: c.Node, edge: c.Edge, relation: c.Relation}
}

// readLog reads the log once: for the records whose past must be asked for, and for
// those that it calls alive and the database does not hold.
func (r *reconciling) readLog(ctx context.Context) error {
	r.through = r.first - 1
	for {
		group := make([]graph.Change, 0, logPage)
		for c, err := range r.s.Changes(ctx, r.through) {
			if err != nil {
				return err
			}
			group = append(group, c)
			if len(group) == logPage {
				if err := r.takeChanges(ctx, group); err != nil {
					return err
				}
				group = group[:0]
			}
		}
		if err := r.takeChanges(ctx, group); err != nil {
			return err
		}
		head, err := r.s.Head(ctx)
		if err != nil || head <= r.through {
			return err
		}
	}
}

// takeChanges takes in what a page of the log says.
func (r *reconciling) takeChanges(ctx context.Context, group []graph.Change) error {
	if len(group) == 0 {
		return nil
	}
	r.through = group[len(group)-1].Seq
	last := make(map[string]*graph.Change, len(group))
	for i := range group {
		c := &group[i]
		last[recordKey(isEdge(c.Op), c.ID)] = c
	}
	alive := make(map[string]*Edit, len(last))
	for key, c := range last {
		if had, asked := r.asked[key]; asked {
			*had = beforeOf(c)
		}
		delete(r.gone, key)
		switch {
		case c.Node != nil:
			alive[key] = &Edit{Op: EditDeleted, ID: c.ID, Kind: c.Node.Kind, Name: c.Node.Name, before: before{version: c.Version}}
		case c.Edge != nil:
			alive[key] = &Edit{
				Op: EditDeleted, ID: c.ID, edge: true, Relation: c.Relation, From: c.Edge.From, To: c.Edge.To, before: before{version: c.Version},
			}
		}
	}
	if err := r.without(ctx, r.reading, alive); err != nil {
		return err
	}
	maps.Copy(r.gone, alive)
	return nil
}

func isEdge(op graph.Op) bool { return op == graph.OpPutEdge || op == graph.OpDeleteEdge }

// finder runs a text that reads.
type finder func(ctx context.Context, text string, params map[string]any) ([]foundID, error)

// foundID is an id, and who has it where that was asked.
type foundID struct {
	id      graph.ID
	element string
}

func (r *reconciling) reading(ctx context.Context, text string, params map[string]any) ([]foundID, error) {
	records, err := r.s.read(ctx, r.s.options.Read, text, params)
	if err != nil {
		return nil, err
	}
	out := make([]foundID, len(records))
	for i, rec := range records {
		id, _ := value[string](rec, "id")
		out[i].id = graph.ID(id)
		out[i].element, _ = value[string](rec, "element")
	}
	return out, nil
}

// without takes from the list what the database holds.
func (r *reconciling) without(ctx context.Context, find finder, list map[string]*Edit) error {
	var nodes []string
	edges := make(map[graph.Relation][]string)
	for _, key := range slices.Sorted(maps.Keys(list)) {
		if e := list[key]; e.edge {
			edges[e.Relation] = append(edges[e.Relation], string(e.ID))
		} else {
			nodes = append(nodes, string(e.ID))
		}
	}
	found, err := find(ctx, textFindEnds, map[string]any{"ids": nodes})
	if err != nil {
		return err
	}
	for _, f := range found {
		delete(list, recordKey(false, f.id))
	}
	for _, relation := range slices.Sorted(maps.Keys(edges)) {
		if !r.indexed[relation] { // nobody has written one, or the constraint was dropped with them
			if err := r.readConstrained(ctx); err != nil {
				return err
			}
		}
		found, err := find(ctx, textEdgeElements(relation, r.indexed[relation]), map[string]any{"ids": edges[relation]})
		if err != nil {
			return err
		}
		for _, f := range found {
			delete(list, recordKey(true, f.id))
		}
	}
	return nil
}
