package neo4jstore

import (
	"context"
	"crypto/rand"
	"maps"
	"reflect"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// apply takes in what can be, in the order that leaves the log sound after each batch.
func (r *reconciling) apply(ctx context.Context) error {
	var parts [4][]*Edit
	for _, e := range r.edits {
		place := 1 // nodes put
		switch {
		case len(e.Problems) > 0:
			continue
		case e.edge && e.Op == EditDeleted:
			place = 0
		case e.edge:
			place = 2
		case e.Op == EditDeleted:
			place = 3
		}
		parts[place] = append(parts[place], e)
	}
	for _, part := range parts {
		for chunk := range slices.Chunk(r.founded(part), changesPerNode) {
			if err := r.applyChunk(ctx, chunk); err != nil {
				return err
			}
		}
	}
	return nil
}

// founded leaves out what rests on an edit that was left out itself: edges at a node that
// is not in the log, and the deletion of a node at which the log still has an edge.
func (r *reconciling) founded(part []*Edit) []*Edit {
	absent, held := make(map[graph.ID]bool), make(map[graph.ID]bool)
	for _, e := range r.edits {
		switch was := e.before.edge; {
		case e.Applied:
		case e.Op == EditAdded && !e.edge:
			absent[e.ID] = true
		case was != nil:
			held[was.From], held[was.To] = true, true
		}
	}
	return slices.DeleteFunc(part, func(e *Edit) bool {
		switch {
		case e.Op == EditDeleted:
			return !e.edge && held[e.ID]
		case e.edge:
			return absent[e.From] || absent[e.To]
		}
		return false
	})
}

func (r *reconciling) applyChunk(ctx context.Context, chunk []*Edit) error {
	if err := r.s.take(ctx); err != nil {
		return err
	}
	defer r.s.release()
	if err := r.s.index(ctx, relationsOf(chunk)); err != nil {
		return err
	}
	token := rand.Text()
	at := r.s.options.Clock().UTC()
	var done *chunkWriter
	err := r.s.transaction(ctx, func(ctx context.Context, t tx, repeated bool) error {
		state, err := r.s.lock(ctx, t, token)
		if err != nil {
			return err
		}
		if repeated && done != nil { // the attempt before may have been committed
			applied, _, err := appliedUnder(ctx, t, token)
			if err != nil || applied {
				return err
			}
		}
		w := &chunkWriter{r: r, t: t, state: state}
		if err := w.prepare(ctx, chunk); err != nil {
			return err
		}
		done = w
		if len(w.edits) == 0 {
			return nil
		}
		return w.write(ctx, flush{at: at, token: token})
	})
	if err != nil {
		r.s.writer.forget()
		return err
	}
	if done != nil {
		done.publish()
	}
	return nil
}

// relationsOf is a batch that names the relations of edges to put, for [Store.index].
func relationsOf(chunk []*Edit) graph.Batch {
	var b graph.Batch
	for _, e := range chunk {
		if e.edge && e.Op != EditDeleted {
			b.Items = append(b.Items, graph.Item{Op: graph.OpPutEdge, Edge: &graph.Edge{Relation: e.Relation}})
		}
	}
	return b
}

// chunkWriter takes edits in within one transaction.
type chunkWriter struct {
	r     *reconciling
	t     tx
	state logState

	edits   []*Edit // that still are as they were seen
	drafts  []*draft
	named   []map[string]any // relationships that get their id
	touched map[string]bool  // by others, up to seen
	seen    graph.Revision   // head before
	flush   *flush
}

// prepare reads the records again, now that nobody else writes, and keeps the edits that
// still are what they were.
func (w *chunkWriter) prepare(ctx context.Context, chunk []*Edit) error {
	w.seen = w.state.last
	var err error
	if w.touched, err = w.since(ctx); err != nil {
		return err
	}
	var left []*Edit
	for _, e := range chunk {
		if !w.touched[e.key()] && !w.r.touched[e.key()] {
			left = append(left, e)
		}
	}
	if len(left) == 0 {
		return nil
	}
	if left[0].Op == EditDeleted {
		return w.prepareDeleted(ctx, left)
	}
	return w.preparePut(ctx, left)
}

// since are the records that were written after the log was read.
func (w *chunkWriter) since(ctx context.Context) (map[string]bool, error) {
	touched := make(map[string]bool)
	for at := w.r.through; at < w.state.last; {
		records, err := w.t.run(ctx, textChanges, map[string]any{"since": int64(at), "limit": int64(nodesPerRead)})
		if err != nil {
			return nil, err
		}
		from := at
		for _, rec := range records {
			list, err := readChangeNode(record(rec))
			if err != nil {
				return nil, err
			}
			for i := range list {
				touched[recordKey(isEdge(list[i].Op), list[i].ID)] = true
				at = list[i].Seq
			}
		}
		if at == from {
			return nil, errStale
		}
	}
	return touched, nil
}

func (w *chunkWriter) prepareDeleted(ctx context.Context, left []*Edit) error {
	gone := make(map[string]*Edit, len(left))
	for _, e := range left {
		gone[e.key()] = e
	}
	find := func(ctx context.Context, text string, params map[string]any) ([]foundID, error) {
		records, err := w.t.run(ctx, text, params)
		out := make([]foundID, len(records))
		for i, rec := range records {
			id, _ := value[string](rec, "id")
			out[i].id = graph.ID(id)
		}
		return out, err
	}
	if err := w.r.without(ctx, find, gone); err != nil {
		return err
	}
	for _, e := range left {
		if gone[e.key()] != nil {
			w.edits = append(w.edits, e)
		}
	}
	return nil
}

func (w *chunkWriter) preparePut(ctx context.Context, left []*Edit) error {
	list := make([]sighting, len(left))
	for i, e := range left {
		list[i] = sighting{element: e.element, edge: e.edge}
	}
	text, elements := elementsOf(list)
	records, err := w.t.run(ctx, text, map[string]any{"elements": elements})
	if err != nil {
		return err
	}
	now := make(map[string]sighting, len(records))
	for _, rec := range records {
		s := sightingOf(rec, left[0].edge)
		now[s.element] = s
	}
	for _, e := range left {
		s, there := now[e.element]
		if !there || w.r.sound(&s) {
			continue
		}
		d := w.r.judge.of(s, e.Op == EditAdded)
		seen := newEdit(d, e.Op, before{})
		if len(d.problems) > 0 || !reflect.DeepEqual([]any{seen.key(), seen.Kind, seen.Relation, seen.From, seen.To, seen.tied}, []any{e.key(), e.Kind, e.Relation, e.From, e.To, e.tied}) {
			continue
		}
		if e.edge && s.id() == "" {
			w.named = append(w.named, map[string]any{"element": e.element, "id": string(e.ID)})
		}
		w.edits, w.drafts = append(w.edits, e), append(w.drafts, d)
	}
	return nil
}

// write makes the batch of what was prepared.
func (w *chunkWriter) write(ctx context.Context, f flush) error {
	batch := graph.Batch{Actor: w.r.options.Actor, Reason: w.r.options.Reason}
	for _, d := range w.drafts {
		batch.Items = append(batch.Items, d.item())
	}
	if len(batch.Items) > 0 {
		if err := batch.Check(); err != nil {
			return err
		}
	}
	rows, err := apply.Encode(batch, nil)
	if err != nil {
		return err
	}
	f.plan, f.s, f.t, f.state = apply.New[place](w.state.last, batch, rows, nil), w.r.s, w.t, w.state
	for i, e := range w.edits {
		switch {
		case e.Op == EditDeleted:
			f.deleted(e)
		case e.edge:
			f.edited(i, e, &w.drafts[i].sighting)
		default:
			f.editedNode(i, e, &w.drafts[i].sighting)
		}
	}
	if len(w.named) > 0 {
		if _, err := w.t.exec(ctx, textName, map[string]any{"rows": w.named}); err != nil {
			return err
		}
	}
	w.flush = &f
	return f.run(ctx)
}

// deleted logs that a record is gone.
func (f *flush) deleted(e *Edit) {
	if e.edge {
		f.DeleteEdge(e.Relation, e.ID, e.before.version)
		return
	}
	f.Node(e.ID) // it does not exist
	f.DeleteNode(e.ID, e.before.version)
}

// editedNode logs a node as it stands in the database.
func (f *flush) editedNode(i int, e *Edit, s *sighting) {
	n := f.Node(e.ID)
	foundEdited(n, f.Rows.Nodes[i], e, s)
	f.PutNode(i, n)
}

func (f *flush) edited(i int, e *Edit, s *sighting) {
	known := f.Edge(e.ID)
	foundEdited(known, f.Rows.Edges[i], e, s)
	f.PutEdge(i, known)
}

// foundEdited fills the state with a record that others have added or changed: it
// exists with the version that the log has for it.
func foundEdited[R apply.Row](st *apply.State[R, place], row R, e *Edit, s *sighting) {
	st.Found(row, apply.Stamp{Version: e.before.version}, nowhere)
	if e.Op == EditAdded {
		st.Exists = false
		return
	}
	st.WasStamp.Load = s.stamp().Load
	st.Stamp.Load = st.WasStamp.Load
}

// publish tells this process and the report what is now stored.
func (w *chunkWriter) publish() {
	w.r.through = max(w.r.through, w.seen)
	maps.Copy(w.r.touched, w.touched)
	if w.flush == nil {
		return
	}
	w.flush.publish()
	w.r.through = w.flush.Last
	for _, e := range w.edits {
		e.Applied = true
	}
}
