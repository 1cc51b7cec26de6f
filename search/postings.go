package search

import (
	"context"
	"errors"
	"fmt"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// scratch is the memory one question works in.
type scratch struct {
	scores []float64
	docs   []uint32
	freqs  []packed
}

// list is the visible part of a term's postings: documents in ascending order of the reader's own numbers, and how
// often each holds the term.
type list struct {
	docs  []uint32
	freqs []packed
}

// count returns the number of documents that hold the term in a field.
func (l list) count(f Field) int {
	if f == FieldEnglish {
		return len(l.docs)
	}
	n := 0
	mask := packings[f].limit << packings[f].shift
	for _, p := range l.freqs {
		if p&mask != 0 {
			n++
		}
	}
	return n
}

// question is the work on one question: a reader seen through a view. It is used by one goroutine.
type question struct {
	*Reader
	ctx     context.Context //nolint:containedctx // lives no longer than the call it belongs to
	view    *view
	scratch *scratch
	dicts   map[string][]segment.TermDictionary

	scorings []scoring
	rarities map[string]float64          // of the question's words
	extra    map[part]map[uint32]float64 // what documents gain beside their terms

	postings segment.PostingsList
	iterator segment.PostingsIterator
}

// ask prepares a question, which holds the reader until it is done. The error is [ErrClosed].
func (r *Reader) ask(ctx context.Context, v View) (*question, error) {
	if !r.Retain() {
		return nil, ErrClosed
	}
	s := r.index.scratch.Get().(*scratch)
	s.docs, s.freqs = s.docs[:0], s.freqs[:0]
	return &question{
		Reader: r, ctx: ctx, view: r.view(v), scratch: s,
		dicts:    make(map[string][]segment.TermDictionary),
		rarities: make(map[string]float64),
		extra:    make(map[part]map[uint32]float64),
	}, nil
}

// done gives reader and memory back, and adds what goes wrong to err; no list read for the question may be used
// afterwards.
func (q *question) done(err *error) {
	if cap(q.scratch.docs) <= keptPostings {
		q.index.scratch.Put(q.scratch)
	}
	if closing := q.Close(); closing != nil {
		*err = errors.Join(*err, closing)
	}
}

// keptPostings bounds the memory kept for later questions.
const keptPostings = 4 << 20

// dictionaries returns the term dictionaries of a field, one per segment.
func (q *question) dictionaries(field string) ([]segment.TermDictionary, error) {
	if d, ok := q.dicts[field]; ok {
		return d, nil
	}
	d := make([]segment.TermDictionary, len(q.segments))
	for i, s := range q.segments {
		var err error
		if d[i], err = s.scorch.Segment().Dictionary(field); err != nil {
			return nil, err
		}
	}
	q.dicts[field] = d
	return d, nil
}

// read returns the visible postings of a term. The list is valid until the question is done.
func (q *question) read(field, term string) (list, error) {
	dicts, err := q.dictionaries(field)
	if err != nil {
		return list{}, err
	}
	start := len(q.scratch.docs)
	for i, dict := range dicts {
		if err := q.ctx.Err(); err != nil {
			return list{}, err
		}
		if err := q.readSegment(i, dict, term); err != nil {
			return list{}, fmt.Errorf("postings: %w", err)
		}
	}
	return q.listFrom(start), nil
}

// listFrom returns the postings read since the memory held so many.
func (q *question) listFrom(start int) list {
	end := len(q.scratch.docs)
	return list{docs: q.scratch.docs[start:end:end], freqs: q.scratch.freqs[start:end:end]}
}

func (q *question) readSegment(i int, dict segment.TermDictionary, term string) error {
	// Deleted documents are left in: the view has blotted them out, and the engine is faster without.
	found, err := dict.PostingsList([]byte(term), nil, q.postings)
	if err != nil {
		return err
	}
	q.postings = found
	if found.Count() == 0 {
		return nil // the engine cannot walk an empty list whose memory was used before
	}
	q.iterator = found.Iterator(true, false, false, q.iterator)
	numbers, first := q.view.numbers[i], q.segments[i].first
	docs, freqs := q.scratch.docs, q.scratch.freqs
	for {
		p, err := q.iterator.Next()
		if err != nil {
			return err
		}
		if p == nil {
			break
		}
		local := p.Number()
		if local >= uint64(len(numbers)) {
			return fmt.Errorf("document %d of %d", local, len(numbers))
		}
		if numbers[local] == unknown {
			continue
		}
		docs = append(docs, first+uint32(local)) //nolint:gosec // below the segment's count
		freqs = append(freqs, packed(min(p.Frequency(), 1<<16-1)))
	}
	q.scratch.docs, q.scratch.freqs = docs, freqs
	return nil
}
