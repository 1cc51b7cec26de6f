package api

import (
	"context"
	"errors"
	"io"
	"time"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/steward"
	"chuangmai/steward/loading"
	"chuangmai/transfer"
)

// Loads runs loads in the background. A [loading.Manager] does.
type Loads interface {
	Start(ctx context.Context, in io.Reader, request loading.Request) (loading.State, error)
	State(ctx context.Context, id string) (loading.State, error)
	List(ctx context.Context) ([]loading.State, error)
	Settled(ctx context.Context, id string) (loading.State, error)
	Stop(id string) error
	Undo(ctx context.Context, id, actor string, force bool) error
	Repair(p graph.Problem) (value string, plain bool)
}

// settleTime is how long a reply waits for a load that may soon be through.
const settleTime = 2 * time.Second

// StartLoad takes a file in and begins to load it.
func (h *handlers) StartLoad(ctx context.Context, r StartLoadRequestObject) (StartLoadResponseObject, error) {
	c := callOf(ctx)
	if err := checkPlain(r.Params.Name, r.Params.Reason); err != nil {
		return nil, err
	}
	state, err := h.loads.Start(ctx, r.Body, loading.Request{
		Name: r.Params.Name, Actor: c.who.label, Reason: r.Params.Reason, DryRun: r.Params.DryRun, SkipBad: r.Params.SkipBad,
	})
	if err != nil {
		return nil, loadFailure(err)
	}
	state, err = h.settled(ctx, state.ID)
	return StartLoad202JSONResponse(h.load(c, state)), err
}

// settled waits a little for a load.
func (h *handlers) settled(ctx context.Context, id string) (loading.State, error) {
	waiting, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	state, err := h.loads.Settled(waiting, id)
	return state, loadFailure(err)
}

// GetLoads lists the loads.
func (h *handlers) GetLoads(ctx context.Context, r GetLoadsRequestObject) (GetLoadsResponseObject, error) {
	c := callOf(ctx)
	offset, err := c.offset(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := h.loads.List(ctx)
	if err != nil {
		return nil, err
	}
	shown, next := cutPage(c, list, offset, limitOr(r.Params.Limit, defaultLimit))
	out := GetLoads200JSONResponse{Items: []Load{}, Total: len(list), Next: next}
	for _, s := range shown {
		out.Items = append(out.Items, h.load(c, s))
	}
	return out, nil
}

// GetLoad says where a load stands.
func (h *handlers) GetLoad(ctx context.Context, r GetLoadRequestObject) (GetLoadResponseObject, error) {
	state, err := h.loads.State(ctx, r.Load)
	return GetLoad200JSONResponse(h.load(callOf(ctx), state)), loadFailure(err)
}

// StopLoad stops a load.
func (h *handlers) StopLoad(ctx context.Context, r StopLoadRequestObject) (StopLoadResponseObject, error) {
	if _, err := h.loads.State(ctx, r.Load); err != nil {
		return nil, loadFailure(err)
	}
	if err := h.loads.Stop(r.Load); err != nil {
		return nil, loadFailure(err)
	}
	state, err := h.settled(ctx, r.Load)
	return StopLoad200JSONResponse(h.load(callOf(ctx), state)), err
}

// UndoLoad takes a load back.
func (h *handlers) UndoLoad(ctx context.Context, r UndoLoadRequestObject) (UndoLoadResponseObject, error) {
	c := callOf(ctx)
	if err := h.loads.Undo(ctx, r.Load, c.who.label, r.Params.Force); err != nil {
		return nil, loadFailure(err)
	}
	state, err := h.settled(ctx, r.Load)
	switch {
	case err != nil:
		return nil, err
	case state.Phase == loading.Undoing:
		return UndoLoad202JSONResponse(h.load(c, state)), nil
	case state.Undo != nil && state.Undo.Changed > 0:
		return nil, changedSince(state.Undo.Changed, state.Undo.Conflicts)
	case state.Phase != loading.Undone:
		return nil, fail(codeUnavailable)
	}
	if state.Undo != nil {
		_ = h.waitFor(ctx, state.Undo.Revision) // it is taken back, whether or not that can be seen yet
	}
	return UndoLoad200JSONResponse(h.load(c, state)), nil
}

// loadFailure knows the errors of a manager.
func loadFailure(err error) error {
	switch {
	case errors.Is(err, loading.ErrBusy):
		return fail(codeOverloaded)
	case errors.Is(err, loading.ErrRunning):
		return fail(codeLoadRunning)
	case errors.Is(err, loading.ErrNotRunning):
		return fail(codeLoadOver)
	case errors.Is(err, graph.ErrNotFound):
		return fail(codeNotFound).of("load", codeUnknownLoad)
	}
	return err
}

// maxListedConflicts is how many records that were changed since are named.
const maxListedConflicts = 100

// changedSince refuses an undo that would take back what others did.
func changedSince(total int, list []transfer.Conflict) error {
	f := fail(codeChangedSince, "n", total)
	for _, c := range list[:min(len(list), maxListedConflicts)] {
		f = f.of("force", codeChangedRecord, "id", string(c.ID), "relation", string(c.Relation))
	}
	return f
}

// checkPlain refuses what a log cannot hold.
func checkPlain(texts ...string) error {
	for _, text := range texts {
		if badText(text) {
			return fail(codeBadRequest).of("name", graph.CodeBadText)
		}
	}
	return nil
}

// within reads where a load stands, of which a page that a cursor leads to is asked for.
func (h *handlers) within(ctx context.Context, load, cursor string) (c *call, offset int, state loading.State, err error) {
	c = callOf(ctx)
	if offset, err = c.offset(cursor); err != nil {
		return c, 0, state, err
	}
	state, err = h.loads.State(ctx, load)
	return c, offset, state, loadFailure(err)
}

// GetLoadErrors lists the rows with errors.
func (h *handlers) GetLoadErrors(ctx context.Context, r GetLoadErrorsRequestObject) (GetLoadErrorsResponseObject, error) {
	c, offset, state, err := h.within(ctx, r.Load, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	var rows []transfer.RowError
	if state.Report != nil {
		rows = state.Report.Errors
	}
	shown, next := cutPage(c, rows, offset, limitOr(r.Params.Limit, defaultLimit))
	out := GetLoadErrors200JSONResponse{Items: []LoadRow{}, Total: len(rows), Next: next}
	for _, row := range shown {
		out.Items = append(out.Items, h.loadRow(row))
	}
	return out, nil
}

func (h *handlers) loadRow(row transfer.RowError) LoadRow {
	out := LoadRow{Line: row.Line, Problems: []LoadRowProblem{}}
	for _, p := range row.Problems {
		words := item{code: p.Code, params: paramsOf(p)}.sentence().Both()
		problem := LoadRowProblem{Pointer: p.Pointer, Code: p.Code, Text: words}
		if value, plain := h.loads.Repair(p); plain {
			problem.Repair = LoadRepair{Value: value, Text: phrase.New("load.repair", "value", value).Both()}
		}
		out.Problems = append(out.Problems, problem)
	}
	return out
}

// GetLoadTwins lists the new rows that look like a record.
func (h *handlers) GetLoadTwins(ctx context.Context, r GetLoadTwinsRequestObject) (GetLoadTwinsResponseObject, error) {
	c, offset, state, err := h.within(ctx, r.Load, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	shown, next := cutPage(c, state.Twins, offset, limitOr(r.Params.Limit, defaultLimit))
	out := GetLoadTwins200JSONResponse{Items: []LoadTwin{}, Total: len(state.Twins), Next: next}
	for _, t := range shown {
		out.Items = append(out.Items, LoadTwin{Line: t.Line, Record: briefOf(t.Record), Like: briefOf(t.Like), By: string(t.By), Value: t.Value})
	}
	return out, nil
}

func briefOf(b steward.Brief) NodeBrief {
	return NodeBrief{ID: b.ID, Kind: b.Kind, Name: b.Name, NameEn: b.NameEn, Region: b.Region, Synthetic: b.Synthetic}
}
