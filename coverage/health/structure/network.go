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
	arcs = counted(counted(arcs, n, func(t *Tie) int32 { return t.B }), n, func(t *Tie) int32 { return t.A })
	w := &Network{start: make([]int32, n+1), to: make([]int32, 0, len(arcs)), weight: make([]float64, 0, len(arcs))}
	for i := 0; i < len(arcs); {
		first, parallel := arcs[i], arcs[i:i+1]
		for i++; i < len(arcs) && arcs[i].A == first.A && arcs[i].B == first.B; i++ {
			parallel = parallel[:len(parallel)+1]
		}
		if len(parallel) > 1 {
			slices.SortFunc(parallel, func(a, b Tie) int { return cmp.Compare(a.Weight, b.Weight) })
		}
		sum := 0.0
		for _, t := range parallel {
			sum += t.Weight
		}
		w.to, w.weight = append(w.to, first.B), append(w.weight, sum)
		w.start[first.A+1]++
	}
	for v := range n {
		w.start[v+1] += w.start[v]
	}
	return w
}

// counted sorts arcs by a number below n and leaves those of one number in their order.
func counted(arcs []Tie, n int, key func(*Tie) int32) []Tie {
	from := make([]int32, n+1)
	for i := range arcs {
		from[key(&arcs[i])+1]++
	}
	for v := range n {
		from[v+1] += from[v]
	}
	out := make([]Tie, len(arcs))
	for i := range arcs {
		k := key(&arcs[i])
		out[from[k]] = arcs[i]
		from[k]++
	}
	return out
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
