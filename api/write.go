package api

import (
	"context"
	"errors"
	"strings"
	"time"

	"chuangmai/graph"
)

// write brings a batch into its stored form, checks it, writes it and waits until it can
// be seen.
func (h *handlers) write(ctx context.Context, batch graph.Batch) (Receipt, error) {
	who := callOf(ctx).who
	batch.Actor = who.label
	if batch.Key != "" { // two callers who choose the same key do not meet
		batch.Key = who.label + " " + batch.Key
	}
	for _, it := range batch.Items {
		switch {
		case it.Op == graph.OpPutNode && it.Node != nil:
			it.Node.Normalise()
			it.Node.Sources = sourcesOr(it.Node.Sources, who)
		case it.Op == graph.OpPutEdge && it.Edge != nil:
			it.Edge.Normalise()
			it.Edge.Sources = sourcesOr(it.Edge.Sources, who)
		}
	}
	if err := batch.Check(); err != nil {
		return Receipt{}, err
	}
	kinds, err := h.kindsOf(ctx, batch)
	if err != nil {
		return Receipt{}, err
	}
	if err := h.schema.Conform(batch, func(id graph.ID) graph.Kind { return kinds[id] }); err != nil {
		return Receipt{}, err
	}
	writing, cancel := context.WithTimeout(ctx, writeTime+time.Duration(len(batch.Items))*itemTime)
	defer cancel()
	revision, err := h.store.Apply(writing, batch)
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Revision: revision, Visible: h.waitFor(ctx, revision) == nil}, nil
}

// How long a write may take: a caller is told soon that the store is away, and a long
// batch gets the time it needs.
const (
	writeTime = 2500 * time.Millisecond
	itemTime  = time.Millisecond
)

// sourcesOr gives a record without a source the writer as its source. The day is left
// out: the same write sent again must be the same write.
func sourcesOr(sources []graph.Source, who principal) []graph.Source {
	if len(sources) > 0 {
		return sources
	}
	return []graph.Source{{Title: strings.TrimSpace("API " + who.label)}}
}

// kindsOf looks up the kinds of the nodes that the batch's edges join.
func (h *handlers) kindsOf(ctx context.Context, batch graph.Batch) (map[graph.ID]graph.Kind, error) {
	kinds := make(map[graph.ID]graph.Kind)
	var ids []graph.ID
	for _, it := range batch.Items {
		if it.Op != graph.OpPutEdge {
			continue
		}
		for _, id := range []graph.ID{it.Edge.From, it.Edge.To} {
			if _, asked := kinds[id]; !asked {
				kinds[id] = ""
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return kinds, nil
	}
	for n, err := range h.store.Nodes(ctx, graph.NodeFilter{IDs: ids}) {
		if err != nil {
			return nil, err
		}
		kinds[n.ID] = n.Kind
	}
	return kinds, nil
}

// problemsIn lists the problems of an error, none when it is of another sort.
func problemsIn(err error) []graph.Problem {
	var invalid *graph.InvalidError
	if errors.As(err, &invalid) {
		return invalid.Problems
	}
	return nil
}

// single turns the pointers of a batch of one record into pointers into that record.
// What is wrong with the id in the path is said of the parameter, what is wrong with an
// edge that the store derives from the record, of the record as a whole.
func single(err error) error {
	var conflict *graph.ConflictError
	if errors.As(err, &conflict) {
		header := "If-Match"
		if conflict.Want == 0 {
			header = "If-None-Match"
		}
		return conflictOf(conflict).of(header, codeVersionDiffers)
	}
	list := problemsIn(err)
	if list == nil {
		return err
	}
	f := fail(codeInvalid)
	for _, p := range list {
		part, below, _ := strings.Cut(strings.TrimPrefix(p.Pointer, "/items/0/"), "/")
		it := item{code: p.Code, params: paramsOf(p)}
		at := ""
		switch {
		case part == "node" || part == "edge":
			if below != "" {
				at = "/" + below
			}
			it.pointer = &at
		case strings.HasPrefix(p.Pointer, "/items/") && !strings.HasPrefix(p.Pointer, "/items/0"):
			it.pointer = &at
		case p.Pointer == "/reason":
			it.parameter = "reason"
		case p.Pointer == "/key":
			it.parameter = "Idempotency-Key"
		default:
			it.parameter = "id"
		}
		f.items = append(f.items, it)
	}
	return f
}

// sameID fills in the id of the path, which the body may repeat but not change.
func sameID(body *graph.ID, path string) error {
	if *body == "" {
		*body = graph.ID(path)
	}
	if string(*body) != path {
		return fail(codeInvalid).at("/id", codeMismatch, "want", path)
	}
	return nil
}
