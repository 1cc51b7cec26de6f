package neo4jstore

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// scanPage is how many records reconciling looks at at a time.
const scanPage = 2000

// scanNodes looks for nodes that the store did not write as they are.
func (r *reconciling) scanNodes(ctx context.Context) error {
	if err := r.pages(ctx, textSeenNodes, false, func(s *sighting) string { return string(s.id()) }, r.suspects); err != nil {
		return err
	}
	if err := r.pages(ctx, textNamelessNodes, false, byElement, r.suspects); err != nil {
		return err
	}
	return r.pages(ctx, textUnlabelled(r.judge.list), false, byElement, func(_ context.Context, page []sighting) error {
		for i := range page {
			r.unlabelled[page[i].id()] = true
			d := r.judge.of(page[i], true)
			r.note(d, EditAdded, before{})
		}
		return nil
	})
}

// scanEdges does the same for relationships that touch the network.
func (r *reconciling) scanEdges(ctx context.Context) error {
	if err := r.readConstrained(ctx); err != nil {
		return err
	}
	records, err := r.s.read(ctx, r.s.options.Read, textTypes, nil)
	if err != nil {
		return err
	}
	var written, foreign []graph.Relation
	for _, rec := range records {
		name, _ := value[string](rec, "relation")
		if relation := graph.Relation(name); r.indexed[relation] {
			written = append(written, relation)
		} else {
			foreign = append(foreign, relation)
		}
	}
	for _, relation := range written {
		if err := r.pages(ctx, textSeenEdges(relation), true, func(s *sighting) string { return string(s.id()) }, r.suspects); err != nil {
			return err
		}
	}
	if len(written) > 0 {
		if err := r.pages(ctx, textNamelessEdges(written), true, byElement, r.suspects); err != nil {
			return err
		}
	}
	if len(foreign) == 0 {
		return nil
	}
	return r.pages(ctx, textForeignEdges(foreign), true, byElement, r.suspects)
}

// readConstrained looks which types have the constraint that the store gives them.
func (r *reconciling) readConstrained(ctx context.Context) error {
	records, err := r.s.read(ctx, r.s.options.Read, textConstrained, nil)
	for _, rec := range records {
		name, _ := value[string](rec, "relation")
		r.indexed[graph.Relation(name)] = true
	}
	return err
}

func byElement(s *sighting) string { return s.element }

// pages hands what a text finds to each, a page at a time; after is what the next page
// begins behind.
func (r *reconciling) pages(ctx context.Context, text string, edge bool, after func(*sighting) string, each func(context.Context, []sighting) error) error {
	for last := ""; ; {
		page, err := r.sight(ctx, text, edge, map[string]any{"after": last, "limit": int64(scanPage)})
		if err != nil {
			return err
		}
		if len(page) > 0 {
			last = after(&page[len(page)-1])
			if err := each(ctx, page); err != nil {
				return err
			}
			r.options.Progress(len(page))
		}
		if len(page) < scanPage {
			return nil
		}
	}
}

func (r *reconciling) sight(ctx context.Context, text string, edge bool, params map[string]any) ([]sighting, error) {
	records, err := r.s.read(ctx, r.s.options.Read, text, params)
	if err != nil {
		return nil, err
	}
	out := make([]sighting, len(records))
	for i, rec := range records {
		out[i] = sightingOf(rec, edge)
	}
	return out, nil
}

// sound reports whether the record is as the store wrote it.
func (r *reconciling) sound(s *sighting) bool {
	if s.stored[keySum] == nil {
		return false
	}
	if s.edge {
		_, _, _, whole, err := r.read.edge(s.relation, s.from, s.to, s.stored)
		return err == nil && whole
	}
	n, _, _, whole, err := r.read.node(s.stored)
	return err == nil && whole && !r.judge.mislabelled(n.Kind, s.labels)
}

// suspects notes the records of a page that the store did not write as they are.
func (r *reconciling) suspects(ctx context.Context, page []sighting) error {
	var list []sighting
	for i := range page {
		if !r.sound(&page[i]) {
			list = append(list, page[i])
		}
	}
	list, err := r.steady(ctx, list)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b sighting) int { return int(a.stamp().Revision - b.stamp().Revision) })
	past := pastReader{r: r}
	for i := range list {
		s := &list[i]
		d := r.judge.of(*s, false)
		had, certain, err := past.of(ctx, d)
		if err != nil {
			return err
		}
		if certain {
			r.note(d, EditChanged, had)
			continue
		}
		e := r.note(d, EditAdded, before{})
		e.pending = s
		if e.ID != "" {
			r.asked[e.key()] = &before{}
		}
	}
	return nil
}

// steady reads records again until they read the same twice: one met while the store
// was writing it is none that others have edited.
func (r *reconciling) steady(ctx context.Context, list []sighting) ([]sighting, error) {
	var out []sighting
	pause := firstPause / 4
	for range rereads {
		if len(list) == 0 {
			return out, nil
		}
		if !rest(ctx, pause) {
			return nil, ctx.Err()
		}
		pause *= 2
		again, err := r.again(ctx, list)
		if err != nil {
			return nil, err
		}
		var moving []sighting
		for i := range list {
			now, there := again[list[i].element]
			switch {
			case !there || r.sound(&now):
			case reflect.DeepEqual(now.stored, list[i].stored):
				out = append(out, now)
			default:
				moving = append(moving, now)
			}
		}
		list = moving
	}
	return append(out, list...), nil
}

// again reads records anew, by element.
func (r *reconciling) again(ctx context.Context, list []sighting) (map[string]sighting, error) {
	text, elements := elementsOf(list)
	found, err := r.sight(ctx, text, list[0].edge, map[string]any{"elements": elements})
	if err != nil {
		return nil, err
	}
	out := make(map[string]sighting, len(found))
	for _, s := range found {
		out[s.element] = s
	}
	return out, nil
}

// elementsOf returns the text that reads these records, all nodes or all edges, again.
func elementsOf(list []sighting) (text string, elements []string) {
	for i := range list {
		elements = append(elements, list[i].element)
	}
	if list[0].edge {
		return textEdgesAgain, elements
	}
	return textNodesAgain, elements
}

// note keeps an edit.
func (r *reconciling) note(d *draft, op EditOp, had before) *Edit {
	e := newEdit(d, op, had)
	r.edits = append(r.edits, e)
	return e
}

func newEdit(d *draft, op EditOp, had before) *Edit {
	e := &Edit{Op: op, element: d.element, edge: d.edge, before: had, Problems: d.problems, tied: d.tied, nameless: d.id() == ""}
	if d.edge {
		e.ID, e.Relation, e.From, e.To = d.relative.ID, d.relative.Relation, d.relative.From, d.relative.To
	} else {
		e.ID, e.Kind, e.Name = d.node.ID, d.node.Kind, d.node.Name
	}
	if op == EditChanged {
		e.Fields = d.fields(had)
		if had.node != nil && had.node.Kind != e.Kind && len(e.Problems) == 0 {
			e.Problems = []graph.Problem{{Pointer: "/kind", Code: graph.CodeOtherKind, Params: map[string]string{"kind": string(had.node.Kind)}}}
		}
	}
	e.before.node = nil // only an edge's ends are asked for later
	if had.edge != nil {
		e.before.edge = &graph.Edge{From: had.edge.From, To: had.edge.To}
	}
	return e
}

// fields are the properties that differ from what was there before.
func (r *draft) fields(had before) []string {
	var was, now map[string]any
	var out []string
	var last apply.Sources
	if r.edge {
		if had.edge == nil {
			return nil
		}
		a, errA := apply.RowOfEdge(had.edge, &last)
		b, errB := apply.RowOfEdge(r.relative, &last)
		if errA != nil || errB != nil { // a value of no known kind, which the problems name
			return nil
		}
		was, now = storedEdge(had.edge, &a, apply.Stamp{}), storedEdge(r.relative, &b, apply.Stamp{})
		for _, end := range []struct {
			name     string
			was, now graph.ID
		}{{"from", had.edge.From, r.relative.From}, {"to", had.edge.To, r.relative.To}} {
			if end.was != end.now {
				out = append(out, end.name)
			}
		}
	} else {
		if had.node == nil {
			return nil
		}
		a, errA := apply.RowOfNode(had.node, &last)
		b, errB := apply.RowOfNode(r.node, &last)
		if errA != nil || errB != nil {
			return nil
		}
		was, now = storedNode(had.node, &a, apply.Stamp{}), storedNode(r.node, &b, apply.Stamp{})
	}
	out = append(out, differing(was, now)...)
	if st := r.stamp(); st.Version != had.version {
		out = append(out, keyVersion)
	}
	for _, p := range r.problems { // what could not be read differs, too
		name := pointed(p.Pointer)
		if _, there := r.stored[name]; there {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		out = append(out, keySum)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func differing(was, now map[string]any) []string {
	delete(was, keySum)
	delete(now, keySum)
	var out []string
	for name, v := range was {
		if w, there := now[name]; !there || !reflect.DeepEqual(v, w) {
			out = append(out, name)
		}
	}
	for name := range now {
		if _, there := was[name]; !there {
			out = append(out, name)
		}
	}
	return slices.DeleteFunc(out, func(name string) bool { return name == keyVersion || name == keyRevision })
}

// pointed is the property that a pointer into a record means.
func pointed(pointer string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(pointer, "/properties"), "/")
	name, _, _ = strings.Cut(name, "/")
	return name
}
