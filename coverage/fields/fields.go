// Package fields says in which technology fields a record is, whatever its kind: by the
// fields stated of it and those of its capabilities.
package fields

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Reader reads the fields of records of one view. It is immutable.
type Reader struct {
	view      snapshot.View
	inField   snapshot.Rel
	able      snapshot.Rel
	asks      snapshot.Rel
	numbers   map[snapshot.N]int // of field nodes, in the order of [lexicon.Fields]
	capable   map[snapshot.N]int // of capabilities, by their main field
	leastPart float64
}

// New returns a reader. leastPart is the least share of the weight of what speaks for any
// field with which a record counts to one.
func New(view snapshot.View, leastPart float64) *Reader {
	r := &Reader{
		view: view, inField: view.Rel(graph.RelInField), able: view.Rel(graph.RelHasCapability), asks: view.Rel(graph.RelAsksFor),
		numbers: make(map[snapshot.N]int), capable: make(map[snapshot.N]int), leastPart: leastPart,
	}
	for i, f := range lexicon.Fields() {
		if n, there := view.Lookup(graph.ID("field:" + f.Code)); there {
			r.numbers[n] = i
		}
	}
	for n := range view.Nodes(graph.KindField) {
		if f, known := lexicon.FieldByName(view.Name(n)); known {
			r.numbers[n] = numberOf(f.Code)
		}
	}
	for n := range view.Nodes(graph.KindCapability) {
		for e, to := range view.Out(n, r.inField) {
			if i, known := r.numbers[to]; known {
				if _, seen := r.capable[n]; !seen || view.Edge(e).Main {
					r.capable[n] = i
				}
			}
		}
	}
	return r
}

// numberOf is the place of a field in [lexicon.Fields], -1 for none.
func numberOf(code string) int {
	for i, f := range lexicon.Fields() {
		if f.Code == code {
			return i
		}
	}
	return -1
}

// Count is how many fields there are.
const Count = 6

// Shares returns the parts of a record's weight in the fields, all 0 when none is known: a
// stated field weighs 1, a capability its own weight.
func (r *Reader) Shares(n snapshot.N) [Count]float64 {
	var out [Count]float64
	sum := 0.0
	for _, to := range r.view.Out(n, r.inField) {
		if i, known := r.numbers[to]; known {
			out[i]++
			sum++
		}
	}
	for _, rel := range []snapshot.Rel{r.able, r.asks} {
		for e, to := range r.view.Out(n, rel) {
			i, known := r.capable[to]
			if !known {
				continue
			}
			weight := 1.0
			if edge := r.view.Edge(e); edge.HasWeight {
				weight = edge.Weight
			}
			out[i] += weight
			sum += weight
		}
	}
	for i := range out {
		if sum > 0 {
			out[i] /= sum
		}
	}
	return out
}

// In reports whether a record counts to a field, by its place in [lexicon.Fields].
func (r *Reader) In(n snapshot.N, field int) bool {
	share := r.Shares(n)[field]
	return share > 0 && share >= r.leastPart
}

// Of lists the fields a record counts to, by their places in [lexicon.Fields].
func (r *Reader) Of(n snapshot.N) []int {
	var out []int
	for i, share := range r.Shares(n) {
		if share > 0 && share >= r.leastPart {
			out = append(out, i)
		}
	}
	return out
}
