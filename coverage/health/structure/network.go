package structure

import (
	"cmp"
	"slices"
)

// Tie joins two members. Weight is its strength, above 0.
type Tie struct {
	A, B   int32
	Weight float64
}

// Network is an undirected network without loops or parallel ties. It is immutable and safe
// for concurrent use.
type Network struct {
	start  []int32 // of each member's neighbours in to; one more than members
	to     []int32 // ascending per member
	weight []float64
}

// New returns the network of n members. Parallel ties become one with the sum of their
// weights, taken in the order of the weights; ties of a member with itself are dropped.
func New(n int, ties []Tie) *Network {
	arcs := make([]Tie, 0, 2*len(ties))
	for _, t := range ties {
		if t.A != t.B {
			arcs = append(arcs, t, Tie{t.B, t.A, t.Weight})
		}
	}
	slices.SortFunc(arcs, func(a, b Tie) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Weight, b.Weight))
	})
	w := &Network{start: make([]int32, n+1), to: make([]int32, 0, len(arcs)), weight: make([]float64, 0, len(arcs))}
	for i, a := range arcs {
		if i > 0 && arcs[i-1].A == a.A && arcs[i-1].B == a.B {
			w.weight[len(w.weight)-1] += a.Weight
			continue
		}
		w.to, w.weight = append(w.to, a.B), append(w.weight, a.Weight)
		w.start[a.A+1]++
	}
	for v := range n {
		w.start[v+1] += w.start[v]
	}
	return w
}

// Len returns the number of members.
func (w *Network) Len() int { return len(w.start) - 1 }

// Ties returns the number of pairs that are joined.
func (w *Network) Ties() int { return len(w.to) / 2 }

// Neighbours returns whom a member is joined with, ascending; it must not be changed.
func (w *Network) Neighbours(v int32) []int32 { return w.to[w.start[v]:w.start[v+1]] }

// Degree returns with how many others a member is joined.
func (w *Network) Degree(v int32) int { return int(w.start[v+1] - w.start[v]) }

// Density returns the share of the pairs of members that are joined, 0 for less than two
// members.
func (w *Network) Density() float64 {
	n := float64(w.Len())
	if n < 2 {
		return 0
	}
	return float64(w.Ties()) / (n * (n - 1) / 2)
}

// Components numbers the connected components by their least member, and says how many
// members each has.
func (w *Network) Components() (of []int32, sizes []int) {
	of = make([]int32, w.Len())
	for v := range of {
		of[v] = -1
	}
	var queue []int32
	for s := range of {
		if of[s] >= 0 {
			continue
		}
		c := int32(len(sizes)) //nolint:gosec // no more than members
		of[s] = c
		queue = append(queue[:0], int32(s))
		for i := 0; i < len(queue); i++ {
			for _, u := range w.Neighbours(queue[i]) {
				if of[u] < 0 {
					of[u] = c
					queue = append(queue, u)
				}
			}
		}
		sizes = append(sizes, len(queue))
	}
	return of, sizes
}
