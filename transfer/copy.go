package transfer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"time"

	"chuangmai/graph"
	"chuangmai/internal/ahead"
)

// CopyOptions say how a network is copied; zero values do.
type CopyOptions struct {
	// Actor and Reason go into the target's log.
	Actor, Reason string
	// Batch is the number of records written at a time, up to [graph.MaxBatch]; 0: 5,000.
	Batch int
	// Mirror deletes from the target what the source does not have.
	Mirror bool
	// LoadOf names the load under which a record is written, so that it can be undone in
	// the target; nil: none.
	LoadOf func(graph.ID) string
	// Total is the number of records of the source, for progress; 0: not known.
	Total int
	// Pause is how long the first repetition of a batch waits that the target could not
	// take in time, and the next twice as long; 0: a second.
	Pause    time.Duration
	Progress func(Progress)
}

// CopyCounts are records of the source, or of the target, by what became of them.
type CopyCounts struct {
	Written int // new or changed in the target
	Same    int // were in the target already
	Deleted int // from the target
	Extra   int // left in the target though the source does not have them
}

// CopyReport is the outcome of a copy.
type CopyReport struct {
	Nodes, Edges CopyCounts
	Batches      int
	// Revision is the source's revision that the target then shows.
	Revision graph.Revision
}

// Copy makes the target hold the records of the source, whatever stores they are: nodes,
// then edges, both by id. What the target holds already is left alone, so a copy that was
// broken off goes on where it ended when it is repeated, and repeating a finished one
// writes nothing. Changes made to the source meanwhile are taken in at the end, from its
// log. Versions, the log and what undoes loads stay behind: they are each store's own.
//
// The report is good also when there is an error.
func Copy(ctx context.Context, from, to graph.Store, options CopyOptions) (*CopyReport, error) {
	if options.Batch < 0 || options.Batch > graph.MaxBatch {
		return nil, fmt.Errorf("%w: a batch has at most %d records", graph.ErrInvalid, graph.MaxBatch)
	}
	if options.Batch == 0 {
		options.Batch = defaultBatch
	}
	if options.LoadOf == nil {
		options.LoadOf = func(graph.ID) string { return "" }
	}
	if options.Pause == 0 {
		options.Pause = time.Second
	}
	if options.Progress == nil {
		options.Progress = func(Progress) {}
	}
	if err := checkTexts(options.Actor, options.Reason, ""); err != nil {
		return nil, err
	}
	c := &copier{from: from, to: to, options: options, report: new(CopyReport)}
	return c.report, c.run(ctx)
}

// copier is a copy under way.
type copier struct {
	from, to graph.Store
	options  CopyOptions
	report   *CopyReport
	begun    graph.Revision // the target's head when the copy began
	done     int
	// Records of the target that the source does not have.
	extraNodes []graph.ID
	extraEdges []edgeName
}

type edgeName struct {
	id       graph.ID
	relation graph.Relation
}

func (c *copier) run(ctx context.Context) error {
	revision, err := c.from.Head(ctx)
	if err != nil {
		return err
	}
	if c.begun, err = c.to.Head(ctx); err != nil {
		return err
	}
	if err := c.each(ctx, c.nodeChunks, &c.report.Nodes); err != nil {
		return fmt.Errorf("copy nodes: %w", err)
	}
	if err := c.each(ctx, c.edgeChunks, &c.report.Edges); err != nil {
		return fmt.Errorf("copy edges: %w", err)
	}
	if err := c.extras(ctx); err != nil {
		return fmt.Errorf("delete what the source does not have: %w", err)
	}
	if c.report.Revision, err = c.catchUp(ctx, revision); err != nil {
		return fmt.Errorf("take in what was changed meanwhile: %w", err)
	}
	return nil
}

// chunk is a batch to be, with what was read of the source for it.
type chunk struct {
	batch      graph.Batch
	write      graph.Prepared
	refusal    error // of preparing it
	read, same int
	extraNodes []graph.ID
	extraEdges []edgeName
}

// readAhead is how many records a stream is read ahead of the comparison.
const readAhead = 500

// each writes the chunks while the next ones are read.
func (c *copier) each(ctx context.Context, chunks func(context.Context) iter.Seq2[*chunk, error], counts *CopyCounts) error {
	for ch, err := range ahead.Of(ctx, 1, chunks) {
		if err != nil {
			return err
		}
		if err := c.write(ctx, ch); err != nil {
			return err
		}
		counts.Written += len(ch.batch.Items)
		counts.Same += ch.same
		c.extraNodes = append(c.extraNodes, ch.extraNodes...)
		c.extraEdges = append(c.extraEdges, ch.extraEdges...)
		c.done += ch.read
		c.options.Progress(Progress{PhaseCopy, c.done, c.options.Total})
	}
	return nil
}

func (c *copier) nodeChunks(ctx context.Context) iter.Seq2[*chunk, error] {
	all := func(r graph.Reader) iter.Seq2[graph.Node, error] {
		return ahead.Of(ctx, readAhead, func(ctx context.Context) iter.Seq2[graph.Node, error] { return r.Nodes(ctx, graph.NodeFilter{}) })
	}
	return chunked(ctx, c, merged(all(c.from), all(c.to), nodeID), func(ch *chunk, p pair[graph.Node]) *graph.Item {
		switch {
		case p.a == nil:
			ch.extraNodes = append(ch.extraNodes, p.b.ID)
			return nil
		case p.b != nil && equalNodes(p.a, p.b):
			return nil
		}
		return &graph.Item{Op: graph.OpPutNode, Node: p.a}
	})
}

func (c *copier) edgeChunks(ctx context.Context) iter.Seq2[*chunk, error] {
	all := func(r graph.Reader) iter.Seq2[graph.Edge, error] {
		return ahead.Of(ctx, readAhead, func(ctx context.Context) iter.Seq2[graph.Edge, error] { return r.Edges(ctx, graph.EdgeFilter{}) })
	}
	return chunked(ctx, c, merged(all(c.from), all(c.to), edgeID), func(ch *chunk, p pair[graph.Edge]) *graph.Item {
		switch {
		case p.a == nil:
			ch.extraEdges = append(ch.extraEdges, edgeName{p.b.ID, p.b.Relation})
			return nil
		case p.b != nil && equalEdges(p.a, p.b):
			return nil
		}
		return &graph.Item{Op: graph.OpPutEdge, Edge: p.a}
	})
}

// chunksRead bounds how many batches' worth of equal records stand in one chunk, so that
// progress shows also where there is nothing to write.
const chunksRead = 4

// chunked groups what the pairs call for into batches, one load's records in each.
func chunked[T any](ctx context.Context, c *copier, pairs iter.Seq2[pair[T], error], plan func(*chunk, pair[T]) *graph.Item) iter.Seq2[*chunk, error] {
	return func(yield func(*chunk, error) bool) {
		open := make(map[string]*chunk) // by load
		var loads []string
		rest := new(chunk) // what calls for no writing
		for p, err := range pairs {
			if err != nil {
				yield(nil, err)
				return
			}
			it := plan(rest, p)
			if p.a != nil {
				rest.read++
			}
			if it == nil {
				if p.a != nil {
					rest.same++
				}
				if rest.read < chunksRead*c.options.Batch {
					continue
				}
				if !yield(rest, nil) {
					return
				}
				rest = new(chunk)
				continue
			}
			load := c.options.LoadOf(itemID(it))
			ch := open[load]
			if ch == nil {
				ch = &chunk{batch: graph.Batch{Load: load}}
				open[load] = ch
				loads = append(loads, load)
			}
			ch.batch.Items = append(ch.batch.Items, *it)
			if len(ch.batch.Items) < c.options.Batch {
				continue
			}
			delete(open, load)
			ch.read, rest.read = rest.read, 0
			c.prepare(ctx, ch)
			if !yield(ch, nil) {
				return
			}
		}
		for _, load := range loads {
			if ch := open[load]; ch != nil {
				delete(open, load)
				c.prepare(ctx, ch)
				if !yield(ch, nil) {
					return
				}
			}
		}
		if rest.read+rest.same+len(rest.extraNodes)+len(rest.extraEdges) > 0 {
			yield(rest, nil)
		}
	}
}

// prepare names the batch by what is in it and lets the target prepare it.
func (c *copier) prepare(ctx context.Context, ch *chunk) {
	hash := sha256.New()
	for i := range ch.batch.Items {
		it := &ch.batch.Items[i]
		text, err := marshalLine(Line{Node: it.Node, Edge: it.Edge})
		if err != nil {
			ch.refusal = err
			return
		}
		_, _ = hash.Write(text) // a hash does not fail
		_, _ = hash.Write([]byte(it.ID))
	}
	ch.batch.Actor, ch.batch.Reason = c.options.Actor, c.options.Reason
	ch.batch.Key = batchKey("copy", c.begun, hash.Sum(nil))
	ch.write, ch.refusal = graph.Prepare(ctx, c.to, ch.batch)
}

// copyTries is how often a batch is given to a target that does not answer.
const copyTries = 4

// write gives a chunk to the target. One that may or may not have been written is given
// again under its key.
func (c *copier) write(ctx context.Context, ch *chunk) error {
	if len(ch.batch.Items) == 0 {
		return nil
	}
	ended := 0 // how often ends were looked up
	for try := 1; ; {
		err := ch.refusal
		if err == nil {
			_, err = ch.write(ctx)
		}
		switch {
		case err == nil:
			c.report.Batches++
			return nil
		case errors.Is(err, graph.ErrUnavailable) && try < copyTries:
			if err := sleep(ctx, c.options.Pause<<(try-1)); err != nil {
				return err
			}
			try++
		case ended == 0 && missingEnds(err) != nil:
			if err := c.addEnds(ctx, ch, missingEnds(err)); err != nil {
				return err
			}
			ended++
			if len(ch.batch.Items) == 0 {
				return nil
			}
		default:
			return err
		}
		c.prepare(ctx, ch)
	}
}

func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// missingEnds returns the ends of edges that the target does not have, when that is what
// it complains of: such a node came to the source after its nodes were read.
func missingEnds(err error) map[graph.ID]bool {
	var invalid *graph.InvalidError
	if !errors.As(err, &invalid) {
		return nil
	}
	out := make(map[graph.ID]bool)
	for _, p := range invalid.Problems {
		if p.Code != graph.CodeUnknownNode {
			return nil
		}
		out[graph.ID(p.Params["id"])] = true
	}
	return out
}

// addEnds puts the nodes into the batch. Edges of a node that is gone from the source
// again are left out; the source's log says what became of them.
func (c *copier) addEnds(ctx context.Context, ch *chunk, missing map[graph.ID]bool) error {
	ids := make([]graph.ID, 0, len(missing))
	for id := range missing {
		ids = append(ids, id)
	}
	var items []graph.Item
	for n, err := range c.from.Nodes(ctx, graph.NodeFilter{IDs: ids}) {
		if err != nil {
			return err
		}
		delete(missing, n.ID)
		bare := withoutNodeCounts(n)
		items = append(items, graph.Item{Op: graph.OpPutNode, Node: &bare})
	}
	for _, it := range ch.batch.Items {
		if it.Edge == nil || !missing[it.Edge.From] && !missing[it.Edge.To] {
			items = append(items, it)
		}
	}
	for len(items) > graph.MaxBatch {
		first := &chunk{batch: graph.Batch{Load: ch.batch.Load, Items: items[:c.options.Batch]}}
		items = items[c.options.Batch:]
		c.prepare(ctx, first)
		if err := c.write(ctx, first); err != nil {
			return err
		}
	}
	ch.batch.Items = items
	return nil
}
