package search

import (
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"chuangmai/graph"
)

// Reader is the index at one moment. It is safe for concurrent use. Whoever has it may keep it with [Reader.Retain];
// each holder closes it once. Questions to a reader that nobody holds any more are answered with [ErrClosed].
type Reader struct {
	index    *Index
	snapshot *scorch.IndexSnapshot
	segments []readerSegment
	count    uint32 // documents, deleted ones too
	position graph.Revision
	holders  atomic.Int64

	mu    sync.Mutex // guards what follows
	views []*view    // the latest asked for, newest last
}

// Reader returns the index as it is now. The error is [ErrClosed] or the index's fault.
func (ix *Index) Reader() (r *Reader, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recovered("reader", &err)
	ix.mu.Lock()
	defer ix.mu.Unlock()
	switch {
	case ix.closed:
		return nil, ErrClosed
	case ix.fault != nil:
		return nil, ix.fault
	}
	snapshot, err := ix.engine.snapshot()
	if err != nil {
		return nil, err
	}
	r = &Reader{index: ix, snapshot: snapshot}
	r.holders.Store(1)
	if r.position, err = positionOf(snapshot); err != nil {
		return nil, errors.Join(err, snapshot.Close())
	}
	if err := r.load(); err != nil {
		return nil, errors.Join(broken("reader", err), snapshot.Close())
	}
	return r, nil
}

// load reads the segments that no reader before has read.
func (r *Reader) load() error {
	known, kept := r.index.segments, make(map[uint64]*segmentData)
	numbering := r.index.opts.Numbering
	first := uint64(0)
	for _, s := range r.snapshot.Segments() {
		d := known[s.Id()]
		var err error
		switch {
		case d == nil:
			d, err = readSegment(s.Segment(), numbering)
		case len(d.without) > 0: // another reader may use the old one
			again := *d
			again.numbers = append([]int32(nil), d.numbers...)
			again.without = append([]uint32(nil), d.without...)
			d = &again
			err = d.number(s.Segment(), numbering)
		}
		if err != nil {
			return err
		}
		kept[s.Id()] = d
		r.segments = append(r.segments, readerSegment{d, s, uint32(first)})
		first += s.Segment().Count()
		if first > math.MaxInt32 {
			return fmt.Errorf("%d documents are too many", first)
		}
	}
	r.count = uint32(first)
	r.index.segments = kept
	return nil
}

// Position returns the revision the reader stands at.
func (r *Reader) Position() graph.Revision { return r.position }

// Retain adds a holder and reports whether that was possible: not any more once the last holder closed it.
func (r *Reader) Retain() bool {
	for {
		n := r.holders.Load()
		if n <= 0 {
			return false
		}
		if r.holders.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// Close ends one holder's use. The last one frees what the reader keeps.
func (r *Reader) Close() error {
	switch n := r.holders.Add(-1); {
	case n > 0:
		return nil
	case n < 0:
		return ErrClosed
	}
	return broken("close", r.snapshot.Close())
}

// place finds the segment and local number of a document.
func (r *Reader) place(doc uint32) (*readerSegment, uint32) {
	lo, hi := 0, len(r.segments)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; r.segments[mid].first <= doc {
			lo = mid
		} else {
			hi = mid
		}
	}
	return &r.segments[lo], doc - r.segments[lo].first
}

// id returns the id of a document.
func (r *Reader) id(doc uint32) (string, error) {
	s, local := r.place(doc)
	id, err := s.scorch.DocID(uint64(local))
	return string(id), err
}

// stored returns the folded texts of a document: its names, and everything else.
func (r *Reader) stored(doc uint32) (names, rest string, err error) {
	s, local := r.place(doc)
	err = s.scorch.VisitDocument(uint64(local), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field != textField {
			return true
		}
		names, rest = splitStored(string(value))
		return false
	})
	return names, rest, err
}
