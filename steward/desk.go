package steward

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/transfer"
)

// DeskOptions are what a desk needs; all fields are required.
type DeskOptions struct {
	// Store is read, and written when records are joined; it derives links.
	Store Store
	// Base writes as it is told; records are parted with it.
	Base   transfer.Undoable
	Schema *graph.Schema
	// Words returns the lexicon that is in use.
	Words func() *lexicon.Lexicon
	Clock func() time.Time
	// StaleDays is the age in days from which a record is stale; 0: never.
	StaleDays int
	// TempDir is where prior records are kept while records are parted, "" for the system's.
	TempDir string
}

// Desk is where the data of a running network is looked after. It is safe for concurrent
// use.
type Desk struct {
	o       DeskOptions
	surveys Kept[*Survey]
	healths Kept[*Health]

	mu     sync.Mutex // guards what is remembered of the merges
	head   graph.Revision
	merges []Joined
}

// NewDesk returns a desk.
func NewDesk(o DeskOptions) *Desk { return &Desk{o: o} }

// surveyTime bounds a walk over all records.
const surveyTime = 8 * time.Second

// Survey surveys a view, or returns a survey that is not older than a revision.
func (d *Desk) Survey(ctx context.Context, v snapshot.View, atLeast graph.Revision) (*Survey, error) {
	return d.surveys.Of(v, atLeast, d.o.Clock, func() (*Survey, error) {
		walking, cancel := context.WithTimeout(ctx, surveyTime)
		defer cancel()
		return Take(walking, v, d.o.Store, d.o.Words())
	})
}

// Health examines a view. When whole records cannot be read, what needs them is missing.
func (d *Desk) Health(ctx context.Context, v snapshot.View, atLeast graph.Revision) (*Health, error) {
	survey, err := d.Survey(ctx, v, atLeast)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return Examine(v, nil, d.o.StaleDays), nil
	}
	return d.healths.Of(v, atLeast, d.o.Clock, func() (*Health, error) { return Examine(v, survey, d.o.StaleDays), nil })
}

// Place returns the name of a place of the gazetteer, the code where it has none.
func (d *Desk) Place(code string) phrase.Text {
	if p, known := d.o.Words().Place(code); known {
		return phrase.Text{Zh: p.Name, En: p.NameEn}
	}
	return phrase.Text{Zh: code, En: code}
}

// MergeOrder asks for two records to become one.
type MergeOrder struct {
	Keep, Drop    graph.ID
	Actor, Reason string
	// DryRun works out what would change and changes nothing.
	DryRun bool
}

// MergeReceipt is the outcome.
type MergeReceipt struct {
	Plan *Merge
	Joined
	// Already: the two were one before.
	Already  bool
	Revision graph.Revision
}

// mergeTries is how often a merge is planned anew when others changed what it is about.
const mergeTries = 3

// Merge makes one record of two. Asking again changes nothing.
func (d *Desk) Merge(ctx context.Context, o MergeOrder) (MergeReceipt, error) {
	for try := 1; ; try++ {
		r, err := d.merge(ctx, o)
		if err == nil || try == mergeTries || !retry(err) {
			return r, err
		}
	}
}

// retry reports whether others were in the way.
func retry(err error) bool {
	var invalid *graph.InvalidError
	if errors.As(err, &invalid) {
		return strings.HasPrefix(invalid.Problems[0].Pointer, "/items/") && invalid.Problems[0].Code == graph.CodeHasEdges
	}
	return errors.Is(err, graph.ErrConflict)
}

func (d *Desk) merge(ctx context.Context, o MergeOrder) (MergeReceipt, error) {
	m, err := PlanMerge(ctx, d.o.Store, d.o.Schema, o.Keep, o.Drop)
	if err != nil {
		if r, is := d.before(ctx, o, err); is {
			return r, nil
		}
		return MergeReceipt{}, err
	}
	batch := MergeBatch(m, o.Actor, strings.TrimSpace(o.Reason), d.o.Clock())
	r := MergeReceipt{Plan: m, Joined: Joined{Keep: o.Keep, Drop: o.Drop, Reason: strings.TrimSpace(o.Reason), Actor: o.Actor, At: d.o.Clock().UTC()}}
	if o.DryRun {
		return r, batch.Check()
	}
	r.ID = batch.Load
	r.Revision, err = d.o.Store.Apply(ctx, batch)
	return r, err
}

// before finds the merge that was asked for among those that were made.
func (d *Desk) before(ctx context.Context, o MergeOrder, why error) (MergeReceipt, bool) {
	var refused *RefusedError
	if !errors.As(why, &refused) || refused.At != "drop" || refused.Code != graph.CodeUnknownNode {
		return MergeReceipt{}, false
	}
	merges, err := d.joined(ctx)
	if err != nil {
		return MergeReceipt{}, false
	}
	for _, j := range merges {
		if j.Keep != o.Keep || j.Drop != o.Drop || j.Parted {
			continue
		}
		keep, err := d.o.Store.Node(ctx, o.Keep)
		if err != nil {
			return MergeReceipt{}, false
		}
		return MergeReceipt{Plan: &Merge{Keep: keep, Drop: graph.Node{ID: o.Drop, Kind: keep.Kind}, Merged: keep}, Joined: j, Already: true, Revision: keep.Revision}, true
	}
	return MergeReceipt{}, false
}

// Part undoes a merge: both records are as they were before. What was changed since is a
// [*transfer.ConflictsError], unless it is forced. An unknown merge is [graph.ErrNotFound].
func (d *Desk) Part(ctx context.Context, id, actor string, force bool) (*transfer.UndoReport, error) {
	if !IsMerge(id) {
		return nil, graph.ErrNotFound
	}
	return transfer.Undo(ctx, d.o.Base, id, transfer.UndoOptions{Actor: actor, Force: force, TempDir: d.o.TempDir})
}

// Merges lists limit merges from the offset-th on, the newest first, with the names of the
// records, and says how many there are in all.
func (d *Desk) Merges(ctx context.Context, offset, limit int) (list []Joined, total int, err error) {
	all, err := d.joined(ctx)
	if err != nil {
		return nil, 0, err
	}
	from := min(max(0, offset), len(all))
	list = slices.Clone(all[from:min(len(all), from+max(0, limit))])
	for i := range list {
		if err := d.name(ctx, &list[i]); err != nil {
			return nil, 0, err
		}
	}
	return list, len(all), nil
}

func (d *Desk) joined(ctx context.Context) ([]Joined, error) {
	loads, err := d.o.Store.Loads(ctx)
	return Merges(loads), err
}

// name says what the two records of a merge were called: before it, or, when that is
// forgotten since it was undone, now.
func (d *Desk) name(ctx context.Context, j *Joined) error {
	take := func(n *graph.Node) {
		text := phrase.Text{Zh: n.Name, En: n.NameEn}
		switch n.ID {
		case j.Keep:
			j.KeepName = text
		case j.Drop:
			j.DropName = text
		}
	}
	for prior, err := range d.o.Store.Prior(ctx, j.ID) {
		if err != nil && !errors.Is(err, graph.ErrNotFound) {
			return err
		}
		if err == nil && prior.Restore.Node != nil {
			take(prior.Restore.Node)
		}
		if j.KeepName.Zh != "" && j.DropName.Zh != "" {
			return nil
		}
	}
	for n, err := range d.o.Store.Nodes(ctx, graph.NodeFilter{IDs: []graph.ID{j.Keep, j.Drop}}) {
		if err != nil {
			return err
		}
		take(&n)
	}
	return nil
}

// Merged returns the record that a dropped one became part of; false for one that was not
// dropped, or when the store does not answer.
func (d *Desk) Merged(ctx context.Context, id graph.ID) (graph.ID, bool) {
	head, err := d.o.Store.Head(ctx)
	if err != nil {
		return "", false
	}
	d.mu.Lock()
	merges, current := d.merges, d.head == head && head > 0
	d.mu.Unlock()
	if !current {
		if merges, err = d.joined(ctx); err != nil {
			return "", false
		}
		d.mu.Lock()
		d.head, d.merges = head, merges
		d.mu.Unlock()
	}
	return MergedInto(merges, id)
}
