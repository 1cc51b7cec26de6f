package search

import (
	"slices"
	"sync"
)

// View says who is visible to the asker. What it hides does not exist in any answer, nor in what scores are computed
// from.
type View struct {
	// Key names the set of visible nodes: two views with the same key given to one [Reader] must show the same. What
	// is computed from a view is kept under its key; "" keeps nothing.
	Key string
	// Visible reports whether the node with the number is visible; nil shows all.
	Visible func(n int32) bool
}

// keptViews is how many views a reader remembers.
const keptViews = 8

// view is a View worked out for one reader.
type view struct {
	key  string
	once sync.Once
	// numbers are the visible documents' node numbers, by segment and local document; unknown for others.
	numbers [][]int32
	fields  [scoredFields]totals

	mu       sync.Mutex
	byNumber [scoredFields][]int32 // made when asked for
}

// totals describe one field over the visible documents that have it.
type totals struct {
	documents int
	length    int64
}

// average is the average length, at least 1.
func (t totals) average() float64 {
	if t.documents == 0 {
		return 1
	}
	return float64(t.length) / float64(t.documents)
}

func (t *totals) add(length int32) {
	if length > 0 {
		t.documents++
		t.length += int64(length)
	}
}

// view works v out, or remembers it.
func (r *Reader) view(v View) *view {
	if v.Key == "" {
		w := new(view)
		w.compute(r, v.Visible)
		return w
	}
	r.mu.Lock()
	i := slices.IndexFunc(r.views, func(w *view) bool { return w.key == v.Key })
	var w *view
	if i >= 0 {
		w = r.views[i]
		r.views = append(slices.Delete(r.views, i, i+1), w)
	} else {
		w = &view{key: v.Key}
		if len(r.views) == keptViews {
			r.views = slices.Delete(r.views, 0, 1)
		}
		r.views = append(r.views, w)
	}
	r.mu.Unlock()
	w.once.Do(func() { w.compute(r, v.Visible) })
	return w
}

func (w *view) compute(r *Reader, visible func(int32) bool) {
	w.numbers = make([][]int32, len(r.segments))
	for i := range r.segments {
		s := &r.segments[i]
		w.numbers[i] = s.visible(visible)
		for f := range Field(scoredFields) {
			for local, length := range s.lengths[f] {
				if w.numbers[i][local] != unknown {
					w.fields[f].add(length)
				}
			}
		}
	}
}

// lengthsByNumber returns the lengths of the visible documents in a field by their nodes' numbers.
func (w *view) lengthsByNumber(r *Reader, f Field) []int32 {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byNumber[f] != nil {
		return w.byNumber[f]
	}
	highest := int32(unknown)
	for _, numbers := range w.numbers {
		for _, n := range numbers {
			highest = max(highest, n)
		}
	}
	lengths := make([]int32, highest+1)
	for i, numbers := range w.numbers {
		s := &r.segments[i]
		for local, n := range numbers {
			if n != unknown {
				lengths[n] = s.length(f, uint32(local))
			}
		}
	}
	w.byNumber[f] = lengths
	return lengths
}

// length is a document's length in a field.
func (s *readerSegment) length(f Field, local uint32) int32 {
	if s.lengths[f] == nil {
		return 0
	}
	return s.lengths[f][local]
}

// visible returns the numbers of the segment's documents with hidden and deleted ones blotted out; the segment's own
// slice when there are none.
func (s *readerSegment) visible(visible func(int32) bool) []int32 {
	numbers, own := s.numbers, true
	hide := func(i int) {
		if own {
			numbers, own = slices.Clone(numbers), false
		}
		numbers[i] = unknown
	}
	if deleted := s.scorch.Deleted(); deleted != nil {
		for it := deleted.Iterator(); it.HasNext(); {
			if i := int(it.Next()); i < len(numbers) {
				hide(i)
			}
		}
	}
	if visible != nil {
		for i, n := range numbers {
			if n != unknown && !visible(n) {
				hide(i)
			}
		}
	}
	return numbers
}
