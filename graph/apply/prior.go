package apply

import (
	"context"

	"chuangmai/graph"
)

// Prior is an entry of a load: a record as it was before the load first changed it.
type Prior struct {
	Load     int64 // its number
	Edge     bool
	ID       graph.ID
	Relation graph.Relation // of an edge as it was, or is when it is new
	Image    []byte         // nil: it did not exist
	Left     int64          // version the load leaves, 0: it deletes the record
}

// Keeper keeps what undoing loads needs, in a store's own form.
type Keeper interface {
	// Live reports whether a load, by its number, can still be undone.
	Live(ctx context.Context, load int64) (bool, error)
	// Kept reports whether the load has an entry of the record.
	Kept(ctx context.Context, load int64, edge bool, id graph.ID) (bool, error)
	// Keep keeps an entry. Where the load has one of the record, that stands but for Left,
	// and while it has no image for Relation.
	Keep(context.Context, Prior) error
	// Made notes under which relation a record is that the batch's load has made.
	Made(edge bool, id graph.ID, relation graph.Relation)
}

// KeepPriors keeps what undoing needs of the records the plan changes, under the number
// of the batch's load, 0 for none. It returns how many records the load touches for
// the first time.
//
// A record that a load makes carries the load's number in its stamp and needs no more;
// it gets an entry as soon as another batch changes it. A record that was there before
// gets one with its image when the load first changes it.
func (p *Plan[P]) KeepPriors(ctx context.Context, load int64, k Keeper) (records int64, err error) {
	count := func(first bool) {
		if first {
			records++
		}
	}
	for _, n := range p.TouchedNodes {
		first, err := keepPrior(ctx, k, n, Prior{Load: load, ID: n.ID}, "")
		if err != nil {
			return 0, err
		}
		count(first)
	}
	for _, e := range p.TouchedEdges {
		relation := e.Now.Relation
		if e.Stored {
			relation = e.Was.Relation
		}
		first, err := keepPrior(ctx, k, e, Prior{Load: load, Edge: true, ID: e.ID, Relation: relation}, e.Now.Relation)
		if err != nil {
			return 0, err
		}
		count(first)
	}
	return records, nil
}

// keepPrior does so for one record; now is the relation of an edge after the batch.
func keepPrior[R Row, P comparable](ctx context.Context, k Keeper, st *State[R, P], entry Prior, now graph.Relation) (first bool, err error) {
	made := int64(0) // the load that made the record and still carries it
	if st.Stored {
		made = st.WasStamp.Load
	}
	st.Stamp.Load = 0
	if st.Exists {
		entry.Left = st.Stamp.Version
	}
	if made != 0 && made != entry.Load {
		if err := keepMade(ctx, k, entry, made, st.WasStamp.Version); err != nil {
			return false, err
		}
		made = 0
	}
	switch {
	case entry.Load == 0:
		return false, nil
	case made != 0 && st.Exists:
		st.Stamp.Load = made
		if now != entry.Relation {
			k.Made(entry.Edge, entry.ID, now)
		}
		return false, nil
	case made != 0:
		return false, k.Keep(ctx, entry)
	}
	kept, err := k.Kept(ctx, entry.Load, entry.Edge, entry.ID)
	if err != nil {
		return false, err
	}
	switch {
	case st.Stored:
		if entry.Image, err = st.WasImage(); err != nil {
			return false, err
		}
	case st.Exists && !kept:
		st.Stamp.Load = entry.Load
		k.Made(entry.Edge, entry.ID, entry.Relation)
		return true, nil
	}
	return !kept, k.Keep(ctx, entry)
}

// keepMade gives a record that another load made an entry of that load, which left the
// version.
func keepMade(ctx context.Context, k Keeper, entry Prior, load, version int64) error {
	live, err := k.Live(ctx, load)
	if err != nil || !live {
		return err
	}
	entry.Load, entry.Left = load, version
	return k.Keep(ctx, entry)
}
