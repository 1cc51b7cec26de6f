package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"chuangmai/graph"
)

// changesPerNode bounds the changes in one _Change node.
const changesPerNode = 1000

// flush writes what a plan has worked out, within its transaction.
type flush struct {
	*plan
	at     time.Time
	token  string
	load   loadState
	live   map[int64]bool   // loads that can still be undone
	priors []map[string]any // to be kept
	names  *directory
}

func (f *flush) run(ctx context.Context) error {
	f.names = f.state.names
	steps := []func(context.Context) error{f.remember, f.enterLoad}
	if len(f.entries) > 0 {
		f.names = f.names.with(f.batch.Items)
		steps = append(steps, f.keepPriors, f.removeEdges, f.writeNodes, f.writeEdges, f.removeNodes)
	}
	steps = append(steps, f.saveLoad, f.writeLog)
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// publish tells this process what is now stored.
func (f *flush) publish() {
	w := &f.s.writer
	f.s.names.Store(f.names)
	w.at = f.seq
	if w.ends == nil || len(w.ends) > maxEnds {
		w.ends = make(map[graph.ID]struct{})
	}
	for id, exists := range f.ends {
		if exists {
			w.ends[id] = struct{}{}
		}
	}
	for _, n := range f.nodes {
		if n.exists {
			w.ends[n.id] = struct{}{}
		} else {
			delete(w.ends, n.id)
		}
	}
}

// remember keeps the key and forgets those that are old enough.
func (f *flush) remember(ctx context.Context) error {
	if f.batch.Key == "" {
		return nil
	}
	_, err := f.t.exec(ctx, textRemember, map[string]any{
		"key": f.batch.Key, "hash": f.rows.hash, "revision": int64(f.seq), "at": f.at.UnixNano(),
		"before": f.at.Add(-f.s.options.KeepKeys).UnixNano(),
	})
	return err
}

// groups collects rows by kind or relation.
type groups[K ~string] map[K][]map[string]any

// each calls write with every group, in the order of their names.
func (g groups[K]) each(write func(K, []map[string]any) error) error {
	for _, name := range slices.Sorted(maps.Keys(g)) {
		if err := write(name, g[name]); err != nil {
			return err
		}
	}
	return nil
}

func (f *flush) writeNodes(ctx context.Context) error {
	made := make(groups[graph.Kind])
	var changed []map[string]any
	for _, n := range f.touchedNodes {
		if !n.exists {
			continue
		}
		row := storedNode(f.batch.Items[n.item].Node, &n.now, n.stamp)
		if n.stored {
			changed = append(changed, row)
		} else {
			made[n.now.kind] = append(made[n.now.kind], row)
		}
	}
	if len(changed) > 0 {
		if _, err := f.t.exec(ctx, textUpdateNodes, map[string]any{"rows": changed}); err != nil {
			return err
		}
	}
	return made.each(func(kind graph.Kind, rows []map[string]any) error {
		_, err := f.t.exec(ctx, textCreateNodes(kind), map[string]any{"rows": rows})
		return err
	})
}

// stays reports whether the stored relationship can be kept: type and ends of one
// cannot be changed.
func stays(e *edgeState) bool {
	return e.stored && e.exists && e.was.relation == e.now.relation && e.was.src == e.now.src && e.was.dst == e.now.dst
}

func (f *flush) writeEdges(ctx context.Context) error {
	made, changed := make(groups[graph.Relation]), make(groups[graph.Relation])
	for _, e := range f.touchedEdges {
		if !e.exists {
			continue
		}
		row := storedEdge(f.batch.Items[e.item].Edge, &e.now, e.stamp)
		relation := e.now.relation
		if stays(e) {
			changed[relation] = append(changed[relation], row)
		} else {
			made[relation] = append(made[relation], map[string]any{"from": string(e.now.src), "to": string(e.now.dst), "record": row})
		}
	}
	err := changed.each(func(relation graph.Relation, rows []map[string]any) error {
		_, err := f.t.exec(ctx, textUpdateEdges(relation), map[string]any{"rows": rows})
		return err
	})
	if err != nil {
		return err
	}
	return made.each(func(relation graph.Relation, rows []map[string]any) error {
		counters, err := f.t.exec(ctx, textCreateEdges(relation), map[string]any{"rows": rows})
		if err == nil && counters.RelationshipsCreated() != len(rows) { // an end is gone that was remembered
			f.s.writer.forget()
			err = fmt.Errorf("%w: %d of %d edges %s made", errStale, counters.RelationshipsCreated(), len(rows), relation)
		}
		return err
	})
}

func (f *flush) removeEdges(ctx context.Context) error {
	gone := make(map[graph.Relation][]string)
	for _, e := range f.touchedEdges {
		if e.stored && !stays(e) {
			gone[e.was.relation] = append(gone[e.was.relation], string(e.id))
		}
	}
	for _, relation := range slices.Sorted(maps.Keys(gone)) {
		if _, err := f.t.exec(ctx, textDeleteEdges(relation), map[string]any{"ids": gone[relation]}); err != nil {
			return err
		}
	}
	return nil
}

func (f *flush) removeNodes(ctx context.Context) error {
	var gone []string
	for _, n := range f.touchedNodes {
		if n.stored && !n.exists {
			gone = append(gone, string(n.id))
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := f.t.exec(ctx, textDeleteNodes, map[string]any{"ids": gone})
	return err
}

// writeLog writes the changes and moves the counter.
func (f *flush) writeLog(ctx context.Context) error {
	if len(f.entries) == 0 && f.load.number <= f.state.loads {
		return nil
	}
	var nodes []map[string]any
	next := int64(f.state.last) + 1
	for part := range slices.Chunk(f.entries, changesPerNode) {
		items, err := itemList(part)
		if err != nil {
			return err
		}
		last := next + int64(len(part)) - 1
		nodes = append(nodes, map[string]any{
			"first": next, "last": last, "batch": f.token, "at": f.at.UnixNano(), "actor": f.batch.Actor, "reason": f.batch.Reason,
			"load": f.batch.Load, "items": items,
		})
		next = last + 1
	}
	_, err := f.t.exec(ctx, textPublish, map[string]any{
		"last": int64(f.seq), "loads": max(f.state.loads, f.load.number), "schemes": f.names.list, "changes": nodes,
	})
	return err
}
