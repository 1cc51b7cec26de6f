package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"chuangmai/graph"
)

// The segments' format is forced: version 16 is the last that survives a full disk; 17 has panicked there and in
// merges.
const (
	segmentType        = "zap"
	segmentVersion     = 16
	segmentVersionText = "16"
)

// Names of what the index keeps beside documents, in the same writes.
const (
	formatKey   = "format"
	positionKey = "position"
)

// boltFile is the engine's table of contents inside its folder.
const boltFile = "root.bolt"

// boltTimeout bounds the wait for a folder another process has open.
const boltTimeout = 2 * time.Second

// engine is one open scorch index. Writes are made by one goroutine at a time.
type engine struct {
	dir      string // "" in memory
	scorch   *scorch.Scorch
	queue    *index.AnalysisQueue
	timeout  time.Duration
	position graph.Revision

	// pending is set while a write runs that its caller no longer waits for.
	pending chan error
	// failed is why nothing can be written any more.
	failed error
}

func engineConfig(dir string) map[string]any {
	return map[string]any{
		"path":                dir,
		"forceSegmentType":    segmentType,
		"forceSegmentVersion": segmentVersion,
		"bolt_timeout":        boltTimeout.String(),
	}
}

// openEngine opens the index in dir, or makes an empty one in a new folder or in memory.
func openEngine(ctx context.Context, dir, format string, timeout time.Duration) (e *engine, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recovered("open", &err)
	fresh := dir == ""
	var damaged map[string]error
	if dir != "" {
		if _, statErr := os.Stat(filepath.Join(dir, boltFile)); errors.Is(statErr, os.ErrNotExist) {
			fresh = true
		}
		if damaged, err = damagedSegments(dir); err != nil {
			return nil, broken("read segments", err)
		}
	}
	e = &engine{dir: dir, timeout: timeout, queue: index.NewAnalysisQueue(1)}
	made, err := scorch.NewScorch(scorch.Name, engineConfig(dir), e.queue)
	if err != nil {
		e.queue.Close()
		return nil, broken("engine", err)
	}
	e.scorch = made.(*scorch.Scorch)
	if err := e.scorch.Open(); err != nil {
		e.queue.Close()
		return nil, broken("engine", err)
	}
	if !fresh {
		if err := e.readState(format, damaged); err != nil {
			return nil, errors.Join(err, e.close())
		}
		return e, nil
	}
	if err := e.write(ctx, e.newBatch(format, 0)); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// newBatch returns a write that sets the position.
func (*engine) newBatch(format string, position graph.Revision) *index.Batch {
	b := index.NewBatch()
	for key, value := range state(format, position) {
		b.SetInternal([]byte(key), value)
	}
	return b
}

// state is what the index keeps beside documents.
func state(format string, position graph.Revision) map[string][]byte {
	return map[string][]byte{
		formatKey:   []byte(format),
		positionKey: binary.BigEndian.AppendUint64(nil, uint64(position)), //nolint:gosec // revisions are not negative
	}
}

// readState checks that the index is whole and made in the given format, and reads its position.
func (e *engine) readState(format string, damaged map[string]error) error {
	snapshot, err := e.snapshot()
	if err != nil {
		return err
	}
	defer snapshot.Close() //nolint:errcheck // nothing is written
	for _, s := range snapshot.Segments() {
		if p, ok := s.Segment().(interface{ Path() string }); ok {
			if err := damaged[filepath.Base(p.Path())]; err != nil {
				return broken("open", err)
			}
		}
	}
	kept := snapshot.Internal()[formatKey]
	switch {
	case kept == nil:
		return fmt.Errorf("open: %w: it does not say what it holds", ErrBroken)
	case string(kept) != format:
		return fmt.Errorf("%w: it is of %s, wanted is %s", ErrOutdated, strconv.Quote(string(kept)), strconv.Quote(format))
	}
	e.position, err = positionOf(snapshot)
	return err
}

// positionOf reads the position an engine's state stands at.
func positionOf(s *scorch.IndexSnapshot) (graph.Revision, error) {
	position := s.Internal()[positionKey]
	if len(position) != 8 {
		return 0, fmt.Errorf("%w: it does not say where it stands", ErrBroken)
	}
	return graph.Revision(binary.BigEndian.Uint64(position)), nil //nolint:gosec // written by state
}

// snapshot returns the engine's present state, which the caller closes.
func (e *engine) snapshot() (*scorch.IndexSnapshot, error) {
	reader, err := e.scorch.Reader()
	if err != nil {
		return nil, broken("snapshot", err)
	}
	s, ok := reader.(*scorch.IndexSnapshot)
	if !ok || s == nil {
		return nil, fmt.Errorf("snapshot: %w", ErrClosed)
	}
	return s, nil
}

// write applies a batch durably. It waits at most the engine's timeout: a merger that died lets writes wait for
// ever. After an error nothing more is written; what was acknowledged before stays.
//
// When the context ends first, the write goes on and the next call waits for it; applying it again does no harm.
func (e *engine) write(ctx context.Context, b *index.Batch) error {
	if e.failed != nil {
		return e.failed
	}
	deadline := time.NewTimer(e.timeout)
	defer deadline.Stop()
	if e.pending != nil {
		if err := e.await(ctx, deadline.C); err != nil {
			return err
		}
	}
	done := make(chan error, 1)
	go func() {
		var err error
		defer func() { done <- err }()
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		defer recovered("write", &err)
		err = e.scorch.Batch(b)
	}()
	e.pending = done
	return e.await(ctx, deadline.C)
}

func (e *engine) await(ctx context.Context, deadline <-chan time.Time) error {
	select {
	case err := <-e.pending:
		e.pending = nil
		if err != nil {
			e.failed = broken("write", err)
		}
		return e.failed
	case <-ctx.Done():
		return ctx.Err()
	case <-deadline:
		e.failed = fmt.Errorf("write: %w: no answer within %s", ErrBroken, e.timeout)
		return e.failed
	}
}

// close stops the engine. Snapshots that are held stay readable. An engine that hangs is left behind.
func (e *engine) close() error {
	done, pending := make(chan error, 1), e.pending
	go func() {
		var err error
		defer func() { done <- err }()
		defer recovered("close", &err)
		if pending != nil {
			err = <-pending
		}
		err = errors.Join(err, e.scorch.Close())
		e.queue.Close()
	}()
	deadline := time.NewTimer(e.timeout)
	defer deadline.Stop()
	select {
	case err := <-done:
		if err != nil {
			return broken("close", err)
		}
		return nil
	case <-deadline.C:
		return fmt.Errorf("close: %w: no answer within %s", ErrBroken, e.timeout)
	}
}
