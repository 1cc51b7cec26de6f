package search

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"chuangmai/graph"
)

// Rebuild makes the index anew from all nodes and moves it to position, whatever state it was in. Each node comes once.
// The new index is made beside the old one, which answers until the new one is whole; readers opened before stay valid.
// progress, when not nil, hears the number of nodes taken in so far, now and then and at the end.
//
// An error of nodes, of the disk or of the context leaves the index as it was.
func (ix *Index) Rebuild(ctx context.Context, nodes iter.Seq2[graph.Node, error], position graph.Revision, progress func(int)) error {
	release, err := ix.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	if _, err := ix.writable(); err != nil && err == ErrClosed { //nolint:errorlint // it is returned bare
		return err
	}
	if progress == nil {
		progress = func(int) {}
	}
	started := ix.opts.Clock()
	var e *engine
	var n int
	if ix.opts.Dir == "" {
		e, n, err = ix.buildInMemory(ctx, nodes, position, progress)
	} else {
		e, n, err = ix.buildOnDisk(ctx, nodes, position, progress)
	}
	if err != nil {
		return err
	}
	ix.mu.Lock()
	old := ix.engine
	ix.mu.Unlock()
	ix.use(e)
	if old != nil {
		ix.closeQuietly(ctx, old)
	}
	if e.dir != "" {
		removeOthers(ctx, ix.opts.Dir, filepath.Base(e.dir), ix.opts.Logger)
	}
	ix.opts.Logger.InfoContext(ctx, "text index rebuilt", "nodes", n, "revision", int64(position), "took", ix.opts.Clock().Sub(started))
	return nil
}

// buildOnDisk makes the next generation and puts it into use.
func (ix *Index) buildOnDisk(ctx context.Context, nodes iter.Seq2[graph.Node, error], position graph.Revision, progress func(int)) (e *engine, n int, err error) {
	name, err := nextGeneration(ix.opts.Dir)
	if os.IsNotExist(err) { // the folder was deleted under us
		if err = os.MkdirAll(ix.opts.Dir, 0o700); err == nil {
			name = generationName(1)
		}
	}
	if err != nil {
		return nil, 0, broken("rebuild", err)
	}
	dir := filepath.Join(ix.opts.Dir, name)
	defer func() {
		if err != nil {
			if removeErr := os.RemoveAll(dir); removeErr != nil {
				ix.opts.Logger.WarnContext(ctx, "removing a failed rebuild", "dir", dir, "error", removeErr)
			}
		}
	}()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, 0, broken("rebuild", err)
	}
	if n, err = ix.fill(ctx, dir, nodes, position, progress); err != nil {
		return nil, n, err
	}
	if e, err = openEngine(ctx, dir, ix.format, ix.opts.Timeout); err != nil {
		return nil, n, err
	}
	if n == 0 {
		err = e.write(ctx, e.newBatch(ix.format, position))
		e.position = position
	}
	if err == nil && e.position != position {
		err = fmt.Errorf("rebuild: %w: it stands at revision %d", ErrBroken, e.position)
	}
	if err == nil {
		err = setCurrentGeneration(ix.opts.Dir, name)
	}
	if err != nil {
		ix.closeQuietly(ctx, e)
		return nil, n, err
	}
	return e, n, nil
}

// Documents per segment while building, and segments merged at a time.
const (
	buildBatch = 2500
	buildMerge = 50
)

// fill writes all nodes into an empty engine folder.
func (ix *Index) fill(ctx context.Context, dir string, nodes iter.Seq2[graph.Node, error], position graph.Revision, progress func(int)) (n int, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recovered("rebuild", &err)
	config := engineConfig(dir)
	config["buildPathPrefix"] = dir
	config["batchSize"] = buildBatch
	config["mergeMax"] = buildMerge
	config["internal"] = state(ix.format, position)
	builder, err := scorch.NewBuilder(config)
	if err != nil {
		return 0, broken("rebuild", err)
	}
	n, err = ix.documents(ctx, nodes, progress, func(d *document) error {
		return broken("rebuild", builder.Index(d.engineDocument()))
	})
	if err != nil || n == 0 {
		return n, err // an empty builder cannot close; opening the folder makes an empty index
	}
	return n, broken("rebuild", builder.Close())
}

// documents cuts all nodes into documents, several at a time, and hands them on one by one, in the order given.
func (ix *Index) documents(ctx context.Context, nodes iter.Seq2[graph.Node, error], progress func(int), take func(*document) error) (n int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type job struct {
		node graph.Node
		done chan *document
	}
	workers := runtime.GOMAXPROCS(0)
	jobs := make(chan job, 4*workers)
	ordered := make(chan job, 64*workers)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	for range workers {
		running.Go(func() {
			for j := range jobs {
				j.done <- ix.analyser.document(&j.node)
			}
		})
	}
	var readErr error
	running.Go(func() {
		defer close(ordered)
		defer close(jobs)
		for node, err := range nodes {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				readErr = err
				return
			}
			j := job{node, make(chan *document, 1)}
			select {
			case ordered <- j:
			case <-ctx.Done():
				readErr = ctx.Err()
				return
			}
			jobs <- j
		}
	})
	for j := range ordered {
		if err := take(<-j.done); err != nil {
			return n, err
		}
		if n++; n%10_000 == 0 {
			progress(n)
		}
	}
	if readErr != nil {
		return n, readErr
	}
	progress(n)
	return n, nil
}

// buildInMemory makes a new engine in memory.
func (ix *Index) buildInMemory(ctx context.Context, nodes iter.Seq2[graph.Node, error], position graph.Revision, progress func(int)) (*engine, int, error) {
	e, err := openEngine(ctx, "", ix.format, ix.opts.Timeout)
	if err != nil {
		return nil, 0, err
	}
	b := index.NewBatch()
	n, err := ix.documents(ctx, nodes, progress, func(d *document) error {
		b.Update(d.engineDocument())
		if len(b.IndexOps) < batchDocuments {
			return nil
		}
		full := b
		b = index.NewBatch()
		return e.write(ctx, full)
	})
	if err == nil {
		for key, value := range state(ix.format, position) {
			b.SetInternal([]byte(key), value)
		}
		err = e.write(ctx, b)
	}
	if err != nil {
		ix.closeQuietly(ctx, e)
		return nil, n, err
	}
	e.position = position
	return e, n, nil
}
