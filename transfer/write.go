package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"

	"chuangmai/graph"
	"chuangmai/internal/ahead"
)

// errChanged: a line that could be read at first no longer can.
var errChanged = errors.New("the file was changed while it was loaded")

// work is a batch to be, with the line of each item.
type work struct {
	items []graph.Item
	lines []int
	hash  [sha256.Size]byte // of the lines
	// write is the prepared batch, unless preparing it failed with refusal.
	write   graph.Prepared
	refusal error
}

// write applies what the check has planned.
func (l *loader) write(ctx context.Context) error {
	total := 0
	present := make(map[step]bool)
	for _, s := range l.plan {
		if s != pass {
			total++
			present[s] = true
		}
	}
	l.progress(PhaseWrite, 0, total)
	for _, s := range []step{writeNode, writeEdge, dropEdge, dropNode} {
		if !present[s] {
			continue
		}
		for w, err := range ahead.Of(ctx, 1, func(ctx context.Context) iter.Seq2[work, error] { return l.work(ctx, s) }) {
			if err == nil {
				err = l.apply(ctx, w)
			}
			if err != nil {
				return err
			}
			l.progress(PhaseWrite, l.report.Written, total)
		}
	}
	return nil
}

// work reads the rows of one step again, as batches.
func (l *loader) work(ctx context.Context, wanted step) iter.Seq2[work, error] {
	return func(yield func(work, error) bool) {
		var w work
		hash := sha256.New()
		finish := func() error {
			hash.Sum(w.hash[:0])
			hash.Reset()
			err := l.finish(w.items)
			if err == nil {
				l.prepare(ctx, &w)
			}
			return err
		}
		for line, err := range eachLine(ctx, l.source) {
			if errors.Is(err, errLongLine) {
				continue
			}
			if err != nil {
				yield(work{}, err)
				return
			}
			if line.number >= len(l.plan) || l.plan[line.number] != wanted {
				continue
			}
			parsed, err := ParseLine(line.text)
			item := parsed.item()
			if err != nil || item == nil {
				yield(work{}, fmt.Errorf("line %d: %w", line.number, errChanged))
				return
			}
			_, _ = hash.Write(line.text) // a hash does not fail
			_, _ = hash.Write([]byte{'\n'})
			w.items, w.lines = append(w.items, *item), append(w.lines, line.number)
			if len(w.items) < l.options.Batch {
				continue
			}
			err = finish()
			if !yield(w, err) {
				return
			}
			w = work{}
		}
		if len(w.items) > 0 {
			err := finish()
			yield(w, err)
		}
	}
}

// apply writes a batch. When bad rows are skipped and the target, which others may
// have changed since the check, refuses some, the rest is written.
func (l *loader) apply(ctx context.Context, w work) error {
	for len(w.items) > 0 {
		var revision graph.Revision
		err := w.refusal
		if err == nil {
			revision, err = w.write(ctx)
		}
		if err == nil {
			l.report.Revision = revision
			l.report.Batches++
			l.report.Written += len(w.items)
			return nil
		}
		if refused := l.refused(w, err); !refused || !l.options.SkipBad {
			return fmt.Errorf("lines %d to %d: %w", w.lines[0], w.lines[len(w.lines)-1], err)
		}
		w = l.without(w)
		l.prepare(ctx, &w)
	}
	return nil
}

// prepare lets the target prepare the batch.
func (l *loader) prepare(ctx context.Context, w *work) {
	w.write, w.refusal = graph.Prepare(ctx, l.target, graph.Batch{
		Items: w.items, Actor: l.options.Actor, Reason: l.options.Reason, Load: l.options.Load,
		// The same rows written once more by another run of the load are another batch: what
		// the target holds by then decides anew.
		Key: batchKey(l.options.Load, l.head, w.hash[:]),
	})
}

// batchKey makes the idempotency key of a batch from the name of its load, the
// revision the load began at and what is in the batch.
func batchKey(load string, head graph.Revision, content []byte) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%x", load, head, content))
	return "load:" + hex.EncodeToString(sum[:20])
}

// refused notes the rows that the target has refused; false when the error is not
// about rows.
func (l *loader) refused(w work, err error) bool {
	var invalid *graph.InvalidError
	if !errors.As(err, &invalid) {
		return false
	}
	byItem := make(map[int][]graph.Problem)
	var order []int
	for _, p := range invalid.Problems {
		i, rest, ok := splitPointer(p.Pointer)
		if !ok || i >= len(w.lines) {
			return false
		}
		if byItem[i] == nil {
			order = append(order, i)
		}
		p.Pointer = rest
		byItem[i] = append(byItem[i], p)
	}
	slices.Sort(order)
	for _, i := range order {
		l.refuse(w.lines[i], byItem[i])
	}
	return len(order) > 0
}

// without leaves out the rows that have been refused.
func (l *loader) without(w work) work {
	left := work{hash: sha256.Sum256(w.hash[:])}
	for i, line := range w.lines {
		if l.plan[line] != pass {
			left.items, left.lines = append(left.items, w.items[i]), append(left.lines, line)
		}
	}
	return left
}
