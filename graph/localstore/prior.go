package localstore

import (
	"context"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// keepFirst lets the first entry of a record stand, but for what the load leaves.
const keepFirst = ` ON CONFLICT (l, edge, id) DO UPDATE SET leaves = excluded.leaves,
relation = iif(prior.image IS NULL, excluded.relation, prior.relation)`

// keepPriors keeps what undoing needs.
func (f *flush) keepPriors(ctx context.Context) error {
	f.live = make(map[int64]bool)
	f.priors = f.w.bulk("prior", "l, edge, id, relation, image, leaves", keepFirst)
	var err error
	if f.records, err = f.KeepPriors(ctx, f.load, f); err != nil {
		return err
	}
	return f.priors.flush(ctx)
}

// Live implements [apply.Keeper].
func (f *flush) Live(ctx context.Context, load int64) (bool, error) {
	live, asked := f.live[load]
	if !asked {
		var err error
		if live, err = f.w.one(ctx, []any{new(int64)}, "SELECT 1 FROM load WHERE l = ? AND undone = 0", load); err != nil {
			return false, err
		}
		f.live[load] = live
	}
	return live, nil
}

// Kept implements [apply.Keeper]. A load that mostly makes records has few entries, which
// are then known without asking for each.
func (f *flush) Kept(ctx context.Context, load int64, edge bool, id graph.ID) (bool, error) {
	if f.few {
		return f.priorIDs[prior{flag(edge), id}], nil
	}
	return f.w.one(ctx, []any{new(int64)}, "SELECT 1 FROM prior WHERE l = ? AND edge = ? AND id = ?", load, flag(edge), string(id))
}

// Keep implements [apply.Keeper].
func (f *flush) Keep(ctx context.Context, entry apply.Prior) error {
	var image any
	if entry.Image != nil {
		image = string(entry.Image)
	}
	return f.priors.add(ctx, entry.Load, flag(entry.Edge), string(entry.ID), string(entry.Relation), image, entry.Left)
}

// Made implements [apply.Keeper]. What a load has made is found by row numbers.
func (f *flush) Made(bool, graph.ID, graph.Relation) {}

// prior addresses an entry of a load.
type prior struct {
	edge int64 // 1: of an edge
	id   graph.ID
}

// maxPriorIDs is how many entries of a load are looked at before each is asked for by
// itself.
const maxPriorIDs = 2_000

// readPriors reads which entries the load has, if they are few.
func (f *flush) readPriors(ctx context.Context) error {
	f.few, f.priorIDs = true, make(map[prior]bool)
	return f.w.each(ctx, func(scan func(...any) error) error {
		var p prior
		err := scan(&p.edge, (*string)(&p.id))
		f.priorIDs[p] = true
		f.few = len(f.priorIDs) <= maxPriorIDs
		return err
	}, "SELECT edge, id FROM prior WHERE l = ? LIMIT ?", f.load, maxPriorIDs+1)
}

// noteMade keeps where the rows are that the load has made, and how many records it
// has touched.
func (f *flush) noteMade(ctx context.Context) error {
	if f.load == 0 {
		return nil
	}
	for edge, numbers := range [...][2]int64{{f.oldNode + 1, f.w.lastNode}, {f.oldEdge + 1, f.w.lastEdge}} {
		if numbers[0] > numbers[1] {
			continue
		}
		if err := f.w.exec(ctx, "INSERT INTO made (l, edge, first, last) VALUES (?, ?, ?, ?)", f.load, edge, numbers[0], numbers[1]); err != nil {
			return err
		}
	}
	return f.w.exec(ctx, "UPDATE load SET records = records + ? WHERE l = ?", f.records, f.load)
}
