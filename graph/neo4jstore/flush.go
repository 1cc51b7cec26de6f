package neo4jstore

import (
	"context"
	"encoding/hex"
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
	s      *Store
	t      tx
	state  logState // before
	at     time.Time
	token  string
	load   loadState
	live   map[int64]bool   // loads that can still be undone
	known  map[string]bool  // the touched records, at least, of which the load has entries
	keys   priorKeys        // of all the load's entries before the batch
	priors []map[string]any // to be kept
	names  *directory
}

func (f *flush) run(ctx context.Context) error {
	changes := make(chan packedLog, 1)
	go func() { changes <- f.packLog() }() // while the server is at work
	err := f.write(ctx)
	packed := <-changes
	if err == nil {
		err = packed.err
	}
	if err == nil {
		err = f.writeLog(ctx, packed.nodes)
	}
	return err
}

// write writes all but the log.
func (f *flush) write(ctx context.Context) error {
	f.names = f.state.names
	steps := []func(context.Context) error{f.remember, f.enterLoad}
	if len(f.Entries) > 0 {
		f.names = f.names.with(f.Batch.Items)
		steps = append(steps, f.keepPriors, f.removeEdges, f.writeNodes, f.writeEdges, f.removeNodes)
	}
	steps = append(steps, f.saveLoad)
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// publish tells this process what is now stored.
func (f *flush) publish() {
	f.s.names.Store(f.names)
	f.s.writer.learn(f)
}

// remember keeps the key and forgets those that are old enough.
func (f *flush) remember(ctx context.Context) error {
	if f.Batch.Key == "" {
		return nil
	}
	_, err := f.t.exec(ctx, textRemember, map[string]any{
		"key": f.Batch.Key, "hash": hex.EncodeToString(f.Rows.Hash), "revision": int64(f.Last), "at": f.at.UnixNano(),
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
	for _, n := range f.TouchedNodes {
		if !n.Exists {
			continue
		}
		row := storedNode(f.Batch.Items[n.Item].Node, &n.Now, n.Stamp)
		if n.Stored {
			changed = append(changed, row)
		} else {
			made[n.Now.Kind] = append(made[n.Now.Kind], row)
		}
	}
	if len(changed) > 0 {
		if _, err := f.t.exec(ctx, textUpdateNodes, map[string]any{"rows": changed}); err != nil {
			return err
		}
	}
	return made.each(func(kind graph.Kind, rows []map[string]any) error {
		records, err := f.t.run(ctx, textCreateNodes(kind), map[string]any{"rows": rows})
		for _, rec := range records {
			id, _ := value[string](rec, "id")
			f.Nodes[graph.ID(id)].Place = placeOf(rec)
		}
		return err
	})
}

// placeOf returns the number of an end of an edge.
func (f *flush) placeOf(id graph.ID) int64 {
	if n := f.Nodes[id]; n != nil {
		return n.Place.number()
	}
	return f.Ends[id].number()
}

// stays reports whether the stored relationship can be kept: type and ends of one
// cannot be changed.
func stays(e *edgeState) bool {
	return e.Stored && e.Exists && e.Was.Relation == e.Now.Relation && e.Was.From == e.Now.From && e.Was.To == e.Now.To
}

func (f *flush) writeEdges(ctx context.Context) error {
	made, changed := make(groups[graph.Relation]), make(groups[graph.Relation])
	for _, e := range f.TouchedEdges {
		if !e.Exists {
			continue
		}
		row := storedEdge(f.Batch.Items[e.Item].Edge, &e.Now, e.Stamp)
		relation := e.Now.Relation
		if stays(e) {
			changed[relation] = append(changed[relation], row)
		} else {
			made[relation] = append(made[relation], map[string]any{
				"a": f.placeOf(e.Now.From), "from": string(e.Now.From), "b": f.placeOf(e.Now.To), "to": string(e.Now.To), "record": row,
			})
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
	for _, e := range f.TouchedEdges {
		if e.Stored && !stays(e) {
			gone[e.Was.Relation] = append(gone[e.Was.Relation], string(e.ID))
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
	for _, n := range f.TouchedNodes {
		if n.Stored && !n.Exists {
			gone = append(gone, string(n.ID))
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := f.t.exec(ctx, textDeleteNodes, map[string]any{"ids": gone})
	return err
}

// packedLog are the _Change nodes of a batch.
type packedLog struct {
	nodes []map[string]any
	err   error
}

// packLog makes them. It only reads what the plan holds.
func (f *flush) packLog() packedLog {
	var log packedLog
	next := int64(f.state.last) + 1
	for part := range slices.Chunk(f.Entries, changesPerNode) {
		last := next + int64(len(part)) - 1
		node := map[string]any{
			"first": next, "last": last, "batch": f.token, "at": f.at.UnixNano(), "actor": f.Batch.Actor, "reason": f.Batch.Reason,
			"load": f.Batch.Load,
		}
		items, err := itemList(part)
		if err == nil {
			err = pack(node, "items", items)
		}
		if err != nil {
			return packedLog{err: err}
		}
		log.nodes = append(log.nodes, node)
		next = last + 1
	}
	return log
}

// writeLog writes the changes and moves the counter.
func (f *flush) writeLog(ctx context.Context, changes []map[string]any) error {
	if len(changes) == 0 && f.load.number <= f.state.loads {
		return nil
	}
	_, err := f.t.exec(ctx, textPublish, map[string]any{
		"last": int64(f.Last), "loads": max(f.state.loads, f.load.number), "schemes": f.names.list, "changes": changes,
	})
	return err
}
