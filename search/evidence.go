package search

import (
	"cmp"
	"context"
	"runtime/debug"
	"slices"
)

// Scored is a node with the score of a question's text.
type Scored struct {
	N     int32
	Score float64
}

// Scores returns the score of every visible node that has any word of the text, in ascending order of number; the
// scores are those of [Reader.Search].
func (r *Reader) Scores(ctx context.Context, text string, v View) (all []Scored, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recovered("scores", &err)
	ctx, cancel := context.WithTimeout(ctx, r.index.opts.Timeout)
	defer cancel()
	q, err := r.ask(ctx, v)
	if err != nil {
		return nil, err
	}
	defer q.done(&err)
	best, _, err := q.find(Query{Text: text})
	if err != nil {
		return nil, err
	}
	for _, d := range best {
		q.scratch.scores[d.doc] = d.score
	}
	for i := range q.segments {
		first := q.segments[i].first
		for local, n := range q.view.numbers[i] {
			if s := q.scratch.scores[int(first)+local]; n != unknown && s > 0 {
				all = append(all, Scored{n, s})
			}
		}
	}
	slices.SortFunc(all, func(a, b Scored) int { return cmp.Compare(a.N, b.N) })
	return all, nil
}

// Term is a term of a field, and how often it stands in the text it was read from.
type Term struct {
	Field Field
	Text  string
	Times int
}

// Terms cuts a text of any length into the terms of the given fields, by field in the order given and then in the order
// of the text, each once.
func (r *Reader) Terms(text string, fields ...Field) []Term {
	t := r.index.analyser.cut(foldQuery(text))
	var terms []Term
	for _, f := range fields {
		at := make(map[string]int)
		t.terms(f, func(term string, _, _ int) {
			i, seen := at[term]
			if !seen {
				i = len(terms)
				at[term] = i
				terms = append(terms, Term{Field: f, Text: term})
			}
			terms[i].Times++
		})
	}
	return terms
}

// Posting says that a node holds a term, and how often.
type Posting struct {
	N         int32
	Frequency int
}

// Postings calls yield with the visible postings of each term, in the order given; the slice is valid during the call
// only and its order is that of the index. The number of postings is the term's document frequency in the view. An
// error of yield ends it and is returned.
func (r *Reader) Postings(ctx context.Context, terms []Term, v View, yield func(Term, []Posting) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recovered("postings", &err)
	ctx, cancel := context.WithTimeout(ctx, r.index.opts.Timeout)
	defer cancel()
	q, err := r.ask(ctx, v)
	if err != nil {
		return err
	}
	defer q.done(&err)
	var postings []Posting
	for _, t := range terms {
		if int(t.Field) >= scoredFields {
			continue
		}
		l, err := q.read(t.Field.engineField(), t.Text)
		if err != nil {
			return broken("postings", err)
		}
		postings = postings[:0]
		q.eachSegment(l, func(s *readerSegment, docs []uint32, freqs []packed) {
			for i, doc := range docs {
				if n := t.Field.frequency(freqs[i]); n > 0 {
					postings = append(postings, Posting{s.numbers[doc-s.first], n})
				}
			}
		})
		q.scratch.docs, q.scratch.freqs = q.scratch.docs[:0], q.scratch.freqs[:0]
		if err := yield(t, postings); err != nil {
			return err
		}
	}
	return nil
}

// Lengths are the lengths of documents in one field.
type Lengths struct {
	// Of holds the length of each node's document by number, 0 for nodes without one, hidden ones included; nodes
	// with higher numbers have none.
	Of []int32
	// Documents counts those that have any, and Total sums their lengths.
	Documents int
	Total     int64
}

// Average returns the mean length, 1 when there are no documents.
func (l Lengths) Average() float64 { return totals{l.Documents, l.Total}.average() }

// Lengths returns the lengths of the visible documents in a field. The caller must not change Of.
func (r *Reader) Lengths(f Field, v View) Lengths {
	if int(f) >= scoredFields {
		return Lengths{}
	}
	w := r.view(v)
	t := w.fields[f]
	return Lengths{Of: w.lengthsByNumber(r, f), Documents: t.documents, Total: t.length}
}
