package localstore

import (
	"context"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// keepFirst lets the first entry of a record stand, but for what the load leaves.
const keepFirst = ` ON CONFLICT (l, edge, id) DO UPDATE SET leaves = excluded.leaves,
relation = iif(prior.image IS NULL, excluded.relation, prior.relation)`

// keepPriors keeps what undoing needs. A record the load makes carries the load's
// number and needs no more; it gets an entry of its own as soon as another batch
// changes it. A record that was there before gets an entry with its image when the
// load first changes it.
func (f *flush) keepPriors(ctx context.Context) error {
	f.live = make(map[int64]bool)
	f.priors = f.w.bulk("prior", "l, edge, id, relation, image, leaves", keepFirst)
	for _, n := range f.TouchedNodes {
		if err := keepPrior(ctx, f, n, 0, ""); err != nil {
			return err
		}
	}
	for _, e := range f.TouchedEdges {
		relation := e.Now.Relation
		if e.Stored {
			relation = e.Was.Relation
		}
		if err := keepPrior(ctx, f, e, 1, string(relation)); err != nil {
			return err
		}
	}
	return f.priors.flush(ctx)
}

func keepPrior[R apply.Row](ctx context.Context, f *flush, st *state[R], edge int64, relation string) error {
	made := int64(0) // the load that made the record and still carries it
	if st.Stored {
		made = st.WasStamp.Load
	}
	st.Stamp.Load = 0
	leaves := int64(0)
	if st.Exists {
		leaves = st.Stamp.Version
	}
	if made != 0 && made != f.load {
		if err := keepMade(ctx, f, made, edge, st.ID, relation, st.WasStamp.Version); err != nil {
			return err
		}
		made = 0
	}
	switch {
	case f.load == 0:
		return nil
	case made == f.load && st.Exists:
		st.Stamp.Load = made
		return nil
	case made == f.load:
		return f.priors.add(ctx, f.load, edge, string(st.ID), relation, nil, leaves)
	}
	known, err := f.hasPrior(ctx, edge, st.ID)
	if err != nil {
		return err
	}
	if !known {
		f.records++
	}
	switch {
	case st.Stored:
		image, err := st.WasImage()
		if err != nil {
			return err
		}
		return f.priors.add(ctx, f.load, edge, string(st.ID), relation, string(image), leaves)
	case st.Exists && !known:
		st.Stamp.Load = f.load
		return nil
	}
	return f.priors.add(ctx, f.load, edge, string(st.ID), relation, nil, leaves)
}

// keepMade gives a record that another load made an entry of that load.
func keepMade(ctx context.Context, f *flush, load, edge int64, id graph.ID, relation string, version int64) error {
	alive, asked := f.live[load]
	if !asked {
		var err error
		if alive, err = f.w.one(ctx, []any{new(int64)}, "SELECT 1 FROM load WHERE l = ? AND undone = 0", load); err != nil {
			return err
		}
		f.live[load] = alive
	}
	if !alive {
		return nil
	}
	return f.priors.add(ctx, load, edge, string(id), relation, nil, version)
}

// hasPrior reports whether the load has kept an entry of the record. A load that mostly
// makes records has few entries, which are then known without asking for each.
func (f *flush) hasPrior(ctx context.Context, edge int64, id graph.ID) (bool, error) {
	if f.few {
		return f.priorIDs[prior{edge, id}], nil
	}
	return f.w.one(ctx, []any{new(int64)}, "SELECT 1 FROM prior WHERE l = ? AND edge = ? AND id = ?", f.load, edge, string(id))
}

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
