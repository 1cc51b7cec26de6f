package neo4jstore

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// settle says of the records whose past had to be asked for what was done to them.
func (r *reconciling) settle(context.Context) error {
	for _, e := range r.edits {
		if e.pending == nil {
			continue
		}
		var had before
		if known := r.asked[e.key()]; known != nil && (!e.edge || known.relation == e.Relation) {
			had = *known
		}
		st := e.pending.stamp()
		if had.version == 0 && st.Version > 0 && st.Revision > 0 && st.Revision < r.first { // the log has forgotten it
			had.version = st.Version
		}
		op := EditAdded
		if had.version > 0 {
			op = EditChanged
		}
		*e = *newEdit(r.judge.of(*e.pending, op == EditAdded), op, had)
	}
	r.asked = nil
	return nil
}

func (e *Edit) refuse(pointer, code string, params ...string) {
	list := problemList(e.Problems)
	list.add(pointer, code, params...)
	e.Problems = list
}

// checkEdges looks whether the ends of edges that others have added or changed exist and
// may be joined, and whether their ids are their own.
func (r *reconciling) checkEdges(ctx context.Context) error {
	refused := make(map[graph.ID]bool) // added nodes that will not be in the log
	var edges, added []*Edit
	for _, e := range r.edits {
		switch {
		case !e.edge && e.Op == EditAdded && len(e.Problems) > 0:
			refused[e.ID] = true
		case e.edge:
			edges = append(edges, e)
			if e.Op == EditAdded || e.nameless {
				added = append(added, e)
			}
		}
	}
	for part := range slices.Chunk(edges, scanPage) {
		if err := r.checkEnds(ctx, part, refused); err != nil {
			return err
		}
	}
	r.checkRepeated(edges)
	for part := range slices.Chunk(added, scanPage) {
		if err := r.checkIDs(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

func (r *reconciling) checkEnds(ctx context.Context, edges []*Edit, refused map[graph.ID]bool) error {
	var ids []string
	for _, e := range edges {
		ids = append(ids, string(e.From), string(e.To))
	}
	slices.Sort(ids)
	records, err := r.s.read(ctx, r.s.options.Read, textEndKinds, map[string]any{"ids": slices.Compact(ids)})
	if err != nil {
		return err
	}
	kinds := make(map[graph.ID]graph.Kind, len(records))
	for _, rec := range records {
		id, _ := value[string](rec, "id")
		kind, _ := value[string](rec, "kind")
		if kind == "" {
			labels, _ := value[[]any](rec, "labels")
			if known := r.judge.kindsOf(texts(labels)); len(known) == 1 {
				kind = string(known[0])
			}
		}
		kinds[graph.ID(id)] = graph.Kind(kind)
	}
	for _, e := range edges {
		def := r.judge.schema.Relation(e.Relation)
		for i, id := range []graph.ID{e.From, e.To} {
			pointer := []string{"/from", "/to"}[i]
			kind, exists := kinds[id]
			switch {
			case id == "": // said by the record's own check
			case !exists || refused[id]:
				e.refuse(pointer, graph.CodeUnknownNode, "id", string(id))
			case def == nil || r.judge.schema.Kind(kind) == nil: // said elsewhere
			case i == 0 && !r.fits(e.Relation, kind, 0):
				e.refuse(pointer, graph.CodeWrongEnd, "kind", string(kind), "allowed", strings.Join(def.From, ", "))
			case i == 1 && !r.fits(e.Relation, kind, 1):
				e.refuse(pointer, graph.CodeWrongEnd, "kind", string(kind), "allowed", strings.Join(def.To, ", "))
			}
		}
		if !e.tied && len(e.Problems) == 0 { // an end has the id of a node of the network and is none
			e.refuse("/from", CodeNoEntity, "label", entity)
		}
	}
	return nil
}

// fits reports whether the relation may have a node of the kind at this end: 0 from, 1 to.
func (r *reconciling) fits(relation graph.Relation, kind graph.Kind, end int) bool {
	for _, other := range r.judge.list {
		if end == 0 && r.judge.schema.Joins(relation, kind, other) || end == 1 && r.judge.schema.Joins(relation, other, kind) {
			return true
		}
	}
	return false
}

// checkRepeated refuses all but the first of added edges that have the same id. In a type
// that has no constraint yet they stand in its way, so no edge of that type goes in.
func (r *reconciling) checkRepeated(edges []*Edit) {
	seen := make(map[string]bool, len(edges))
	for _, e := range edges {
		if e.Op != EditAdded && !e.nameless {
			seen[e.key()] = true
		}
	}
	blocked := make(map[graph.Relation]graph.ID)
	for _, e := range edges {
		if e.Op != EditAdded && !e.nameless {
			continue
		}
		if seen[e.key()] {
			e.copied()
			if !e.nameless && !r.indexed[e.Relation] {
				blocked[e.Relation] = e.ID
			}
		}
		seen[e.key()] = true
	}
	for _, e := range edges {
		if id, is := blocked[e.Relation]; is {
			e.refuse("/id", CodeSameID, "id", string(id))
		}
	}
}

// copied refuses an edge whose id belongs to another relationship.
func (e *Edit) copied() {
	e.Op, e.Fields, e.before = EditAdded, nil, before{}
	e.refuse("/id", CodeSameID, "id", string(e.ID))
}

// checkIDs refuses added edges whose id belongs to another relationship.
func (r *reconciling) checkIDs(ctx context.Context, added []*Edit) error {
	byID := make(map[graph.ID]*Edit, len(added))
	ids := make(map[graph.Relation][]string)
	names := r.s.names.Load()
	for _, e := range added {
		if len(e.Problems) > 0 {
			continue
		}
		byID[e.ID] = e
		for _, relation := range names.candidates(e.ID) {
			ids[relation] = append(ids[relation], string(e.ID))
		}
	}
	for _, relation := range slices.Sorted(maps.Keys(ids)) {
		found, err := r.reading(ctx, textEdgeElements(relation, r.indexed[relation]), map[string]any{"ids": ids[relation]})
		if err != nil {
			return err
		}
		for _, f := range found {
			if e := byID[f.id]; f.element != e.element {
				e.copied()
			}
		}
	}
	return nil
}

// checkDeleted makes edits of the records that are gone.
func (r *reconciling) checkDeleted(ctx context.Context) error {
	for _, e := range r.edits {
		refused := e.edge && e.Op == EditAdded && len(e.Problems) > 0
		if g := r.gone[e.key()]; g != nil && g.Relation == e.Relation && !refused {
			delete(r.gone, e.key())
		}
	}
	for id := range r.unlabelled {
		delete(r.gone, recordKey(false, id))
	}
	for keys := range slices.Chunk(slices.Sorted(maps.Keys(r.gone)), logPage) { // a commit may have been half visible
		part := make(map[string]*Edit, len(keys))
		for _, key := range keys {
			part[key] = r.gone[key]
		}
		if err := r.without(ctx, r.reading, part); err != nil {
			return err
		}
		for _, key := range keys {
			if part[key] == nil {
				delete(r.gone, key)
			}
		}
	}
	held := make(map[graph.ID]int) // by edges that stay in the log as they were
	for _, e := range r.edits {
		if was := e.before.edge; was != nil && len(e.Problems) > 0 {
			held[was.From]++
			held[was.To]++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.gone)) {
		e := r.gone[key]
		if n := held[e.ID]; n > 0 && !e.edge {
			e.refuse("", graph.CodeHasEdges, "id", string(e.ID), "count", strconv.Itoa(n))
		}
		r.edits = append(r.edits, e)
	}
	r.gone = nil
	return nil
}
