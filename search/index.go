package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum/levenshtein"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// Numbering gives nodes the numbers under which a [Reader] speaks of them.
type Numbering interface {
	// Number returns the number of a node, not negative and the same for as long as the index is open, and whether
	// it has one. A node without a number is in no answer.
	Number(id graph.ID) (int32, bool)
}

// Options are what an [Index] needs; Lexicon, Schema and Numbering are required.
type Options struct {
	// Dir is the folder of the index, made when missing; "" keeps it in memory.
	Dir       string
	Lexicon   *lexicon.Lexicon
	Schema    *graph.Schema
	Numbering Numbering
	// Logger hears of repairs and rebuilds; nil for none.
	Logger *slog.Logger
	// Clock times what is logged; nil for none.
	Clock func() time.Time
	// Timeout bounds each step of writing and each question; 0 means 30 s.
	Timeout time.Duration
}

// Index is a text index with one writer, its owner. Its methods may be called by any goroutine.
type Index struct {
	opts     Options
	analyser *analyser
	format   string
	lock     *os.File
	writer   chan struct{} // holds one token: whoever has it may write
	scratch  *sync.Pool
	tuning   tuning

	// What follows is made when first needed.
	homophones func() *homophones
	automata   [2]func() (*levenshtein.LevenshteinAutomatonBuilder, error) // by distance, from 1

	mu       sync.Mutex // guards what follows
	engine   *engine    // nil when fault is set or the index is closed
	fault    error
	position graph.Revision
	segments map[uint64]*segmentData // of the engine, by its segment number
	closed   bool
}

// Open opens the index in the folder, or makes an empty one at revision 0.
//
// A folder another process has open is [ErrBusy]; a folder that cannot be made or written is reported as it is. Files
// that are damaged, or made by another version, are no error of Open: [Index.Fault] says so, Position is 0 then, and
// Rebuild repairs it.
func Open(ctx context.Context, opts Options) (*Index, error) {
	if opts.Lexicon == nil || opts.Schema == nil || opts.Numbering == nil {
		return nil, errors.New("search: Lexicon, Schema and Numbering are required")
	}
	if opts.Timeout == 0 {
		opts.Timeout = 30 * time.Second
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Clock == nil {
		opts.Clock = func() time.Time { return time.Time{} }
	}
	ix := &Index{
		opts:     opts,
		analyser: &analyser{lexicon: opts.Lexicon, schema: opts.Schema},
		writer:   make(chan struct{}, 1),
		tuning:   defaultTuning(),
		scratch:  &sync.Pool{New: func() any { return new(scratch) }},
	}
	ix.format = ix.analyser.format()
	ix.homophones = sync.OnceValue(func() *homophones { return newHomophones(ix.analyser.spellings) })
	for i := range ix.automata {
		ix.automata[i] = sync.OnceValues(newAutomata(uint8(i + 1)))
	}
	if opts.Dir == "" {
		e, err := openEngine(ctx, "", ix.format, opts.Timeout)
		if err != nil {
			return nil, err
		}
		ix.use(e)
		return ix, nil
	}
	if err := os.MkdirAll(opts.Dir, 0o700); err != nil {
		return nil, broken("open", err)
	}
	var err error
	if ix.lock, err = lockFolder(opts.Dir); err != nil {
		return nil, err
	}
	ix.openCurrent(ctx)
	return ix, nil
}

// openCurrent opens the generation in use, or the first one in a new folder, and notes what is wrong with it.
func (ix *Index) openCurrent(ctx context.Context) {
	name, err := currentGeneration(ix.opts.Dir)
	if err != nil {
		ix.fail(broken("open", err))
		return
	}
	removeOthers(ctx, ix.opts.Dir, name, ix.opts.Logger)
	if name != "" {
		if _, err := os.Stat(filepath.Join(ix.opts.Dir, name, boltFile)); err != nil {
			ix.fail(broken("open", err))
			return
		}
	} else {
		name = generationName(1)
	}
	e, err := openEngine(ctx, filepath.Join(ix.opts.Dir, name), ix.format, ix.opts.Timeout)
	if err == nil {
		err = setCurrentGeneration(ix.opts.Dir, name)
	}
	if err != nil {
		ix.fail(err)
		return
	}
	ix.use(e)
}

// use makes e the engine of the index.
func (ix *Index) use(e *engine) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.engine, ix.fault, ix.position, ix.segments = e, nil, e.position, nil
}

// fail notes why the index cannot be used.
func (ix *Index) fail(err error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.engine, ix.fault, ix.position, ix.segments = nil, err, 0, nil
}

// Fault returns why the index cannot be used until it is rebuilt, an [ErrBroken] or [ErrOutdated]; nil when it can.
func (ix *Index) Fault() error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.fault
}

// Position returns the revision the index stands at: everything up to it has been taken in durably. It is 0 while
// [Index.Fault] is set.
func (ix *Index) Position() graph.Revision {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.position
}

// hold takes the right to write, which the returned function gives back.
func (ix *Index) hold(ctx context.Context) (release func(), err error) {
	select {
	case ix.writer <- struct{}{}:
		return func() { <-ix.writer }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// writable returns the engine, or why there is none.
func (ix *Index) writable() (*engine, error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	switch {
	case ix.closed:
		return nil, ErrClosed
	case ix.fault != nil:
		return nil, ix.fault
	}
	return ix.engine, nil
}

// The greatest number of documents, and bytes of their texts, in one write to the engine.
const (
	batchDocuments = 500
	batchBytes     = 4 << 20
)

// Update replaces the documents of the nodes in put, removes those of deleted, and moves the index to position, all
// durably. An id in both stays, as put; a deleted node that is not there is passed over.
//
// Large updates are written in several steps of which the last sets the position, so an update that failed leaves the
// index at its old position and is repeated from there. A full disk is [graph.ErrFull]: what was there before stays
// readable and a later Update may succeed. Any other failure is [ErrBroken], sets [Index.Fault] and calls for Rebuild.
func (ix *Index) Update(ctx context.Context, put []graph.Node, deleted []graph.ID, position graph.Revision) error {
	release, err := ix.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	e, err := ix.writable()
	if err != nil {
		return err
	}
	if position < e.position {
		return fmt.Errorf("search: the index stands at revision %d and cannot go back to %d", e.position, position)
	}
	if err := ix.writeAll(ctx, e, put, deleted, position); err != nil {
		ix.afterFailure(ctx, e, err)
		return err
	}
	e.position = position
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.position = position
	return nil
}

// writeAll writes an update in steps of bounded size.
func (ix *Index) writeAll(ctx context.Context, e *engine, put []graph.Node, deleted []graph.ID, position graph.Revision) error {
	b, size := index.NewBatch(), 0
	flush := func() error {
		full := b
		b, size = index.NewBatch(), 0
		return e.write(ctx, full)
	}
	for _, id := range deleted {
		b.Delete(string(id))
		if len(b.IndexOps) >= batchDocuments {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	for i := range put {
		d := ix.analyser.document(&put[i])
		b.Update(d.engineDocument())
		if size += len(d.stored); size >= batchBytes || len(b.IndexOps) >= batchDocuments {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	for key, value := range state(ix.format, position) {
		b.SetInternal([]byte(key), value)
	}
	return e.write(ctx, b)
}

// afterFailure stops an engine that cannot write: it would try again without a pause. After a full disk the folder is
// opened anew, as it was before.
func (ix *Index) afterFailure(ctx context.Context, e *engine, cause error) {
	if e.failed == nil {
		return // only the caller stopped waiting
	}
	ix.closeQuietly(ctx, e)
	if !errors.Is(cause, graph.ErrFull) || e.dir == "" {
		ix.fail(e.failed)
		return
	}
	again, err := openEngine(ctx, e.dir, ix.format, ix.opts.Timeout)
	if err != nil {
		ix.fail(err)
		return
	}
	ix.use(again)
}

func (ix *Index) closeQuietly(ctx context.Context, e *engine) {
	if err := e.close(); err != nil {
		ix.opts.Logger.WarnContext(ctx, "closing the text index", "dir", e.dir, "error", err)
	}
}

// Close stops the index. Readers that are still open stay usable.
func (ix *Index) Close() error {
	ix.writer <- struct{}{}
	defer func() { <-ix.writer }()
	ix.mu.Lock()
	e, already := ix.engine, ix.closed
	ix.engine, ix.closed, ix.segments = nil, true, nil
	ix.mu.Unlock()
	if already {
		return nil
	}
	var err error
	if e != nil {
		err = e.close()
	}
	if ix.lock != nil {
		err = errors.Join(err, ix.lock.Close())
	}
	return err
}
