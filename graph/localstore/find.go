package localstore

import (
	"context"
	"encoding/json"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// The place of a record is its row number, 0 until it has one.
type (
	plan               = apply.Plan[int64]
	nodeState          = apply.NodeState[int64]
	state[R apply.Row] = apply.State[R, int64]
)

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

func (s *Store) scanNode(scan func(...any) error) (number int64, id graph.ID, r apply.NodeRow, st apply.Stamp, err error) {
	var kind int64
	err = scan(&number, (*string)(&id), &kind, &r.Name, &r.NameEn, &r.Aliases, &r.Region, &r.ValidFrom, &r.ValidTo, &r.Sources,
		(*visibility)(&r.Visibility), &r.Synthetic, &r.Properties, &st.Version, (*int64)(&st.Revision), &st.Load)
	r.Kind = graph.Kind(s.kinds.name(kind))
	return number, id, r, st, err
}

func (s *Store) scanEdge(scan func(...any) error) (number int64, id graph.ID, r apply.EdgeRow, st apply.Stamp, err error) {
	var relation int64
	err = scan(&number, (*string)(&id), &relation, (*string)(&r.From), (*string)(&r.To), &r.ValidFrom, &r.ValidTo, &r.Sources,
		(*visibility)(&r.Visibility), &r.Synthetic, &r.Properties, &st.Version, (*int64)(&st.Revision), &st.Load)
	r.Relation = graph.Relation(s.relations.name(relation))
	return number, id, r, st, err
}

// lookup finds what a plan asks for, through the connection that writes.
type lookup struct {
	s     *Store
	blind bool // every record is taken for new
}

// Fresh implements [apply.Finder].
func (f lookup) Fresh(graph.ID) bool { return f.blind }

// Nodes implements [apply.Finder].
func (f lookup) Nodes(ctx context.Context, ids []graph.ID, found func(graph.ID, apply.NodeRow, apply.Stamp, int64)) error {
	list, err := idList(ids)
	if err != nil {
		return err
	}
	return f.s.writer.each(ctx, func(scan func(...any) error) error {
		number, id, r, st, err := f.s.scanNode(scan)
		if err == nil {
			found(id, r, st, number)
		}
		return err
	}, selectNodes, list)
}

// Edges implements [apply.Finder].
func (f lookup) Edges(ctx context.Context, ids []graph.ID, found func(graph.ID, apply.EdgeRow, apply.Stamp, int64)) error {
	list, err := idList(ids)
	if err != nil {
		return err
	}
	return f.edges(ctx, found, selectEdges, list)
}

// EdgesAt implements [apply.Finder].
func (f lookup) EdgesAt(ctx context.Context, n *nodeState, found func(graph.ID, apply.EdgeRow, apply.Stamp, int64)) error {
	return f.edges(ctx, found, selectEdgesAt, n.Place)
}

func (f lookup) edges(ctx context.Context, found func(graph.ID, apply.EdgeRow, apply.Stamp, int64), query string, arg any) error {
	return f.s.writer.each(ctx, func(scan func(...any) error) error {
		number, id, r, st, err := f.s.scanEdge(scan)
		if err == nil {
			found(id, r, st, number)
		}
		return err
	}, query, arg)
}

// EdgeIDsAt implements [apply.Finder].
func (f lookup) EdgeIDsAt(ctx context.Context, n *nodeState, found func(graph.ID)) error {
	return f.s.writer.each(ctx, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		if err == nil {
			found(graph.ID(id))
		}
		return err
	}, selectIDsAt, n.Place)
}

// Ends implements [apply.Finder]. The writer remembers most of them.
func (f lookup) Ends(ctx context.Context, ids []graph.ID, found func(graph.ID, int64)) error {
	w := f.s.writer
	asked := ids[:0]
	for _, id := range ids {
		if number := w.ends[id]; number != 0 {
			found(id, number)
		} else {
			asked = append(asked, id)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	list, err := idList(asked)
	if err != nil {
		return err
	}
	return w.each(ctx, func(scan func(...any) error) error {
		var number int64
		var id string
		err := scan(&number, &id)
		if err == nil {
			w.ends[graph.ID(id)] = number
			found(graph.ID(id), number)
		}
		return err
	}, selectEnds, list)
}
