package api

import (
	"context"
	"errors"
	"maps"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/steward"
	"chuangmai/transfer"
)

// Steward looks after the data. A [steward.Desk] does.
type Steward interface {
	Survey(ctx context.Context, v snapshot.View, atLeast graph.Revision) (*steward.Survey, error)
	Health(ctx context.Context, v snapshot.View, atLeast graph.Revision) (*steward.Health, error)
	Merge(ctx context.Context, order steward.MergeOrder) (steward.MergeReceipt, error)
	Part(ctx context.Context, id, actor string, force bool) (*transfer.UndoReport, error)
	Merges(ctx context.Context, offset, limit int) (list []steward.Joined, total int, err error)
	Merged(ctx context.Context, id graph.ID) (into graph.ID, merged bool)
	Place(code string) phrase.Text
}

// The states of a merge.
const (
	mergePreview = "preview"
	mergeMade    = "merged"
	mergeParted  = "parted"
)

// PostMerge makes one record of two.
func (h *handlers) PostMerge(ctx context.Context, r PostMergeRequestObject) (PostMergeResponseObject, error) {
	order := steward.MergeOrder{Keep: r.Body.Keep, Drop: r.Body.Drop, Actor: callOf(ctx).who.label, Reason: r.Body.Reason, DryRun: r.Params.DryRun}
	receipt, err := h.desk.Merge(ctx, order)
	if err != nil {
		return nil, mergeFailure(err)
	}
	out := mergeOf(receipt)
	if order.DryRun && !receipt.Already {
		out.State = mergePreview
		return PostMerge200JSONResponse(out), nil
	}
	out.ID, out.Revision, out.Visible = receipt.ID, receipt.Revision, h.waitFor(ctx, receipt.Revision) == nil
	if receipt.Already {
		return PostMerge200JSONResponse(out), nil
	}
	return PostMerge201JSONResponse(out), nil
}

func mergeOf(r steward.MergeReceipt) Merge {
	p := r.Plan
	return Merge{
		Keep: briefOf(steward.BriefOf(&p.Keep)), Drop: briefOf(steward.BriefOf(&p.Drop)), Reason: r.Reason, Actor: r.Actor, At: r.At, State: mergeMade,
		EdgesMoved: p.Moved, SelfLoopsDropped: p.Loops, DerivedDropped: p.Derived, Sources: p.Sources, Preview: p.Merged,
		Aliases: orEmpty(p.Aliases), Properties: orEmpty(p.Properties), Identifiers: orEmpty(p.Identifiers),
	}
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// mergeFailure says which part of the request stands against a merge.
func mergeFailure(err error) error {
	var refused *steward.RefusedError
	var invalid *graph.InvalidError
	var conflict *graph.ConflictError
	switch {
	case errors.As(err, &refused):
		var pairs []string
		for _, name := range slices.Sorted(maps.Keys(refused.Params)) {
			pairs = append(pairs, name, refused.Params[name])
		}
		return fail(codeInvalid).at("/"+refused.At, refused.Code, pairs...)
	case errors.As(err, &conflict):
		return conflictOf(conflict).at("/drop", codeVersionDiffers)
	case errors.As(err, &invalid):
		f := fail(codeInvalid)
		for _, p := range invalid.Problems { // what is wrong with the joined record or an edge of the dropped one
			at := "/drop"
			if p.Pointer == "/reason" {
				at = p.Pointer
			}
			f.items = append(f.items, item{pointer: &at, code: p.Code, params: paramsOf(p)})
		}
		f.items = f.items[:min(len(f.items), maxItems)]
		return f
	}
	return err
}

// GetMerges lists the merges.
func (h *handlers) GetMerges(ctx context.Context, r GetMergesRequestObject) (GetMergesResponseObject, error) {
	c := callOf(ctx)
	offset, err := c.offset(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOr(r.Params.Limit, defaultLimit)
	list, total, err := h.desk.Merges(ctx, offset, limit)
	if err != nil {
		return nil, err
	}
	out := GetMerges200JSONResponse{Items: []MergeBrief{}, Total: total, Next: c.nextOffset(offset, len(list), limit, total)}
	for _, j := range list {
		state := mergeMade
		if j.Parted {
			state = mergeParted
		}
		out.Items = append(out.Items, MergeBrief{
			ID: j.ID, Keep: j.Keep, KeepName: j.KeepName.Zh, KeepNameEn: j.KeepName.En, Drop: j.Drop, DropName: j.DropName.Zh, DropNameEn: j.DropName.En,
			Reason: j.Reason, Actor: j.Actor, At: j.At, State: state,
		})
	}
	return out, nil
}

// UndoMerge parts two records again.
func (h *handlers) UndoMerge(ctx context.Context, r UndoMergeRequestObject) (UndoMergeResponseObject, error) {
	c := callOf(ctx)
	report, err := h.desk.Part(ctx, r.Load, c.who.label, r.Params.Force)
	var conflicts *transfer.ConflictsError
	if errors.As(err, &conflicts) {
		return nil, changedSince(conflicts.Total, conflicts.Conflicts)
	}
	if err != nil {
		return nil, loadFailure(err)
	}
	out := c.undone(report, 0, nil)
	out.Visible = h.waitFor(ctx, report.Revision) == nil
	return UndoMerge200JSONResponse(out), nil
}

// goneInto is what is said of a node that is not there: when it was merged into one that
// the caller sees, which one that is.
func (h *handlers) goneInto(ctx context.Context, id graph.ID, err error) error {
	var f *failure
	if !errors.As(err, &f) || f.code != codeNotFound {
		return err
	}
	into, merged := h.desk.Merged(ctx, id)
	if !merged {
		return err
	}
	p, missing := h.open(callOf(ctx), into)
	if missing != nil {
		return err
	}
	p.release()
	return f.of("id", codeMergedInto, "id", string(into))
}
