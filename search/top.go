package search

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
)

// scored is a document with its score.
type scoredDocument struct {
	doc   uint32
	score float64
	id    string // filled in where ties are broken
}

// before orders by score, then id.
func before(a, b scoredDocument) int {
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return strings.Compare(a.id, b.id)
}

// top returns the k best documents with positive scores, best first, equal ones by id, and the number of all.
//
// The engine's numbers differ from one copy of an index to the next, so they decide nothing.
func (q *question) top(scores []float64, k int) (best []scoredDocument, total int, err error) {
	var floor lowest
	for _, s := range scores {
		if s <= 0 {
			continue
		}
		total++
		if len(floor) < k {
			heap.Push(&floor, s)
		} else if s > floor[0] {
			floor[0] = s
			heap.Fix(&floor, 0)
		}
	}
	if len(floor) == 0 {
		return nil, total, nil
	}
	for doc, s := range scores {
		if s < floor[0] {
			continue
		}
		d := scoredDocument{doc: uint32(doc), score: s}
		if d.id, err = q.id(d.doc); err != nil {
			return nil, 0, err
		}
		best = append(best, d)
	}
	slices.SortFunc(best, before)
	return best[:min(k, len(best))], total, nil
}

// lowest is a heap with the lowest number first.
type lowest []float64

func (h lowest) Len() int           { return len(h) }
func (h lowest) Less(i, j int) bool { return h[i] < h[j] }
func (h lowest) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *lowest) Push(x any)        { *h = append(*h, x.(float64)) }

// Pop removes the last number.
func (h *lowest) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
