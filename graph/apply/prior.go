package apply

import (
	"context"
	"encoding/json"
	"fmt"

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

// Part is the entry's part in the order of [graph.Loads.Prior], from 0.
func (e *Prior) Part() int {
	switch {
	case e.Image == nil && e.Edge:
		return 0
	case e.Image == nil:
		return 1
	case !e.Edge:
		return 2
	}
	return 3
}

// Undo is the entry as [graph.Loads.Prior] streams it.
func (e *Prior) Undo() (graph.Prior, error) {
	p := graph.Prior{Left: e.Left}
	var err error
	switch {
	case e.Image == nil && e.Edge:
		p.Restore = graph.Item{Op: graph.OpDeleteEdge, ID: e.ID, Relation: e.Relation}
	case e.Image == nil:
		p.Restore = graph.Item{Op: graph.OpDeleteNode, ID: e.ID}
	case e.Edge:
		p.Restore = graph.Item{Op: graph.OpPutEdge, Edge: new(graph.Edge)}
		err = json.Unmarshal(e.Image, p.Restore.Edge)
	default:
		p.Restore = graph.Item{Op: graph.OpPutNode, Node: new(graph.Node)}
		err = json.Unmarshal(e.Image, p.Restore.Node)
	}
	if err != nil {
		return p, fmt.Errorf("prior record %s: %w", e.ID, err)
	}
	return p, nil
}
