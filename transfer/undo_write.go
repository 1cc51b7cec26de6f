package transfer

import (
	"context"
	"crypto/sha256"
	"iter"
	"maps"
	"slices"
	"strconv"

	"chuangmai/graph"
)

// scanAbove is the number of nodes from which on one pass over all edges is quicker
// than asking for those of each node.
const scanAbove = 2000

// examineHanging finds edges of others on nodes that are to be deleted.
func (u *undo) examineHanging(ctx context.Context) error {
	hanging := make(map[graph.ID]int)
	note := func(e graph.Edge) {
		if u.edgesGone[hashID(e.ID)] {
			return
		}
		if u.nodesDeleted[e.From] {
			hanging[e.From]++
		}
		if u.nodesDeleted[e.To] && e.To != e.From {
			hanging[e.To]++
		}
	}
	if len(u.nodesDeleted) > scanAbove {
		for e, err := range u.store.Edges(ctx, graph.EdgeFilter{AnyOrder: true}) {
			if err != nil {
				return err
			}
			note(e)
		}
	} else if err := u.eachEdgeAt(ctx, note); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(hanging)) {
		u.conflicts.add(Conflict{ID: id, Reason: ReasonEdges, Edges: hanging[id]})
	}
	return nil
}

// eachEdgeAt visits the edges of the nodes that are to be deleted, each once.
func (u *undo) eachEdgeAt(ctx context.Context, visit func(graph.Edge)) error {
	seen := make(map[idHash]bool)
	for id := range u.nodesDeleted {
		for e, err := range u.store.Edges(ctx, graph.EdgeFilter{Touching: id, AnyOrder: true}) {
			if err != nil {
				return err
			}
			if key := hashID(e.ID); !seen[key] {
				seen[key] = true
				visit(e)
			}
		}
	}
	return nil
}

// write carries out what has been spooled.
func (u *undo) write(ctx context.Context) error {
	total := 0
	for _, s := range u.spools {
		total += s.n
	}
	head, err := u.store.Head(ctx)
	if err != nil {
		return err
	}
	u.progress(PhaseWrite, 0, total)
	for _, op := range writeOrder {
		for batch, err := range u.batches(op) {
			if err != nil {
				return err
			}
			batch.Key = batchKey(u.report.Name, head, []byte(batch.Key))
			revision, err := u.store.Apply(ctx, batch)
			if err != nil {
				return err
			}
			u.report.Revision = revision
			u.report.Restored += len(batch.Items)
			u.progress(PhaseWrite, u.report.Restored, total)
		}
	}
	return nil
}

// batches reads a spool as batches whose key is a hash of their content.
func (u *undo) batches(op graph.Op) iter.Seq2[graph.Batch, error] {
	fresh := func() graph.Batch {
		return graph.Batch{Actor: u.options.Actor, Reason: u.options.Reason, Load: u.report.Name}
	}
	return func(yield func(graph.Batch, error) bool) {
		batch, hash := fresh(), sha256.New()
		for entry, err := range u.parts[op].entries(2) {
			var line Line
			if err == nil {
				line, err = ParseLine(entry[1])
			}
			if err != nil {
				yield(batch, err)
				return
			}
			_, _ = hash.Write(entry[1]) // a hash does not fail
			item := *line.item()
			if len(entry[0]) > 0 {
				version, err := strconv.ParseInt(string(entry[0]), 10, 64)
				if err != nil {
					yield(batch, err)
					return
				}
				item.Expect = &version
			}
			batch.Items = append(batch.Items, item)
			if len(batch.Items) < u.options.Batch {
				continue
			}
			batch.Key = string(hash.Sum(nil))
			if !yield(batch, nil) {
				return
			}
			batch = fresh()
			hash.Reset()
		}
		if len(batch.Items) > 0 {
			batch.Key = string(hash.Sum(nil))
			yield(batch, nil)
		}
	}
}
