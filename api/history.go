package api

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// The log is read forwards only. Going back in time means reading it window by window,
// the latest first and each larger than the one before, until a page is full or the
// budget of one request is spent. The first window is the record's last change, which is
// all there is of most records.
const (
	historyGrowth = 16
	historyWindow = 16_384 // greatest number of changes in a window
	historyBudget = 50_000 // least number of changes after which a request ends
)

// GetHistory lists the changes of a node.
func (h *handlers) GetHistory(ctx context.Context, r GetHistoryRequestObject) (GetHistoryResponseObject, error) {
	c := callOf(ctx)
	from, err := c.offset(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	p, err := h.open(c, graph.ID(r.ID))
	if err != nil {
		return nil, err
	}
	defer p.release()
	past, err := h.history(ctx, p, graph.Revision(from), limitOr(r.Params.Limit, defaultLimit))
	if err != nil {
		return nil, err
	}
	return GetHistory200JSONResponse{
		Items: past.items(c.who.role >= RoleEditor), Total: past.total, Next: past.next(c), Complete: past.complete, Reaches: int64(past.reached),
		Revision: p.meta.Revision, AsOf: p.meta.AsOf, Degraded: p.meta.Degraded, TookMs: c.took(),
	}, nil
}

// past is what the log holds about one node.
type past struct {
	changes  []graph.Change // newest first
	total    int64
	reached  graph.Revision // everything from here on was looked at
	complete bool           // the record's first version was found
	trimmed  bool           // the log begins at reached
}

// history collects changes of the page's node up to a revision (0: all), so many at most.
func (h *handlers) history(ctx context.Context, p *page, upTo graph.Revision, limit int) (*past, error) {
	record, err := h.store.Node(ctx, p.view.ID(p.node))
	if err != nil {
		return nil, err
	}
	if !p.view.Shows(record.Common) {
		return nil, fail(codeNotFound)
	}
	found := &past{total: record.Version}
	if upTo == 0 || upTo > record.Revision {
		upTo = record.Revision
	}
	found.reached = upTo + 1
	size := graph.Revision(1)
	for looked := size; looked < historyBudget && !found.done(limit); looked += size {
		window, err := h.window(ctx, found.reached-1, size, p, found)
		if err != nil {
			return nil, err
		}
		found.add(window, p.view.Audience(), limit)
		size = min(size*historyGrowth, historyWindow)
	}
	return found, nil
}

// done reports whether there is no more to find, or no more room.
func (f *past) done(limit int) bool {
	return f.complete || f.trimmed || f.reached <= 1 || len(f.changes) >= limit
}

// window reads the changes of the page's node among the last ones up to a revision,
// newest first.
func (h *handlers) window(ctx context.Context, upTo, size graph.Revision, p *page, f *past) ([]graph.Change, error) {
	wanted := max(0, upTo-size)
	since, err := h.begin(ctx, wanted, upTo)
	if err != nil {
		return nil, err
	}
	f.trimmed = since > wanted
	f.reached = since + 1
	id := p.view.ID(p.node)
	var list []graph.Change
	if since < upTo {
		for c, err := range h.store.Changes(ctx, since) {
			if err != nil {
				return nil, err
			}
			if c.Seq > upTo {
				break
			}
			if c.Op == graph.OpPutNode && c.ID == id {
				list = append(list, c)
			}
		}
	}
	slices.Reverse(list)
	return list, nil
}

// begin returns the first revision, from since on and up to upTo, after which the log
// holds every change.
func (h *handlers) begin(ctx context.Context, since, upTo graph.Revision) (graph.Revision, error) {
	held, err := h.held(ctx, since)
	if held || err != nil {
		return since, err
	}
	for upTo-since > 1 { // since is trimmed, upTo is taken to be held
		middle := since + (upTo-since)/2
		if held, err = h.held(ctx, middle); err != nil {
			return 0, err
		}
		if held {
			upTo = middle
		} else {
			since = middle
		}
	}
	return upTo, nil
}

// held reports whether the log still holds the change after since.
func (h *handlers) held(ctx context.Context, since graph.Revision) (bool, error) {
	for _, err := range h.store.Changes(ctx, since) {
		if errors.Is(err, graph.ErrLogTrimmed) {
			return false, nil
		}
		return err == nil, err
	}
	return true, nil
}

// add takes in what a window holds, newest first, and stops at the record's beginning or
// when the page is full. A version that the audience was not to see stays out.
func (f *past) add(window []graph.Change, audience snapshot.Audience, limit int) {
	for _, c := range window {
		if audience.Sees(c.Node.Visibility) {
			if len(f.changes) == limit {
				f.reached, f.trimmed = f.changes[limit-1].Seq, false
				return
			}
			f.changes = append(f.changes, c)
		}
		if c.Version == 1 {
			f.complete, f.reached = true, c.Seq
			return
		}
	}
}

// next returns the cursor of the changes before these, "" when there are none to be had.
func (f *past) next(c *call) string {
	if f.complete || f.trimmed || f.reached <= 1 {
		return ""
	}
	return c.cursor(strconv.FormatInt(int64(f.reached-1), 10))
}

// items puts the changes into the document's form. Who wrote and why is for editors.
func (f *past) items(full bool) []HistoryItem {
	list := make([]HistoryItem, 0, len(f.changes))
	for _, c := range f.changes {
		it := HistoryItem{Revision: c.Seq, At: c.At, Op: c.Op, Version: c.Version, Node: c.Node}
		if full {
			it.Actor, it.Reason = c.Actor, c.Reason
		}
		list = append(list, it)
	}
	return list
}
