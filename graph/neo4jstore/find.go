package neo4jstore

import (
	"context"
	"maps"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

type (
	plan      = apply.Plan[place]
	nodeState = apply.NodeState[place]
	edgeState = apply.EdgeState[place]
)

// lookup finds what a plan asks for, in the transaction that will write.
type lookup struct {
	s     *Store
	t     tx
	names *directory
	read  *reader
}

// Fresh implements [apply.Finder].
func (f lookup) Fresh(id graph.ID) bool { return f.s.writer.all.lacks(id) }

// Nodes implements [apply.Finder].
func (f lookup) Nodes(ctx context.Context, ids []graph.ID, found func(graph.ID, apply.NodeRow, apply.Stamp, place)) error {
	records, err := f.t.run(ctx, textFindNodes, map[string]any{"ids": idTexts(ids)})
	if err != nil {
		return err
	}
	for _, rec := range records {
		n, r, st, _, err := f.read.node(record(rec))
		if err != nil {
			return err
		}
		found(n.ID, r, st, placeOf(rec))
	}
	return nil
}

// Edges implements [apply.Finder]. An edge has no place: it is found by relation and id.
func (f lookup) Edges(ctx context.Context, ids []graph.ID, found func(graph.ID, apply.EdgeRow, apply.Stamp, place)) error {
	for _, group := range byCandidate(f.names, ids) {
		records, err := f.t.run(ctx, textFindEdges(group.relation), map[string]any{"ids": idTexts(group.ids)})
		if err != nil {
			return err
		}
		for _, rec := range records {
			_, from, to := address(rec)
			e, r, st, _, err := f.read.edge(group.relation, from, to, record(rec))
			if err != nil {
				return err
			}
			found(e.ID, r, st, nowhere)
		}
	}
	return nil
}

// Ends implements [apply.Finder]. The writer remembers most of them.
func (f lookup) Ends(ctx context.Context, ids []graph.ID, found func(graph.ID, place)) error {
	asked := ids[:0]
	for _, id := range ids {
		if at, known := f.s.writer.places[id]; known {
			found(id, at)
		} else {
			asked = append(asked, id)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	records, err := f.t.run(ctx, textFindEnds, map[string]any{"ids": idTexts(asked)})
	if err != nil {
		return err
	}
	for _, rec := range records {
		id, _ := value[string](rec, "id")
		found(graph.ID(id), placeOf(rec))
	}
	return nil
}

// EdgesAt implements [apply.Finder]. Relationships that are no edges of the network are
// passed over.
func (f lookup) EdgesAt(ctx context.Context, n *nodeState, found func(graph.ID, apply.EdgeRow, apply.Stamp, place)) error {
	records, err := f.t.run(ctx, textEdgesAt, map[string]any{"id": string(n.ID)})
	if err != nil {
		return err
	}
	for _, rec := range records {
		relation, from, to := address(rec)
		e, r, st, _, err := f.read.edge(relation, from, to, record(rec))
		if err != nil {
			return err
		}
		if st.Version > 0 {
			found(e.ID, r, st, nowhere)
		}
	}
	return nil
}

// EdgeIDsAt implements [apply.Finder].
func (f lookup) EdgeIDsAt(ctx context.Context, n *nodeState, found func(graph.ID)) error {
	return f.EdgesAt(ctx, n, func(id graph.ID, _ apply.EdgeRow, _ apply.Stamp, _ place) { found(id) })
}

// placeOf is the field "place", of a node.
func placeOf(rec *neo4j.Record) place {
	number, found := value[int64](rec, "place")
	if !found {
		return nowhere
	}
	return place(number + 1)
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
