package structure_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"pgregory.net/rapid"

	"chuangmai/coverage/health/structure"
)

// drawn is a random network in our form and in that of gonum.
type drawn struct {
	n    int
	ties []structure.Tie
	ours *structure.Network
	ref  *simple.WeightedUndirectedGraph
}

func draw(t *rapid.T, most int) drawn {
	d := drawn{n: rapid.IntRange(1, most).Draw(t, "members")}
	pair := rapid.Custom(func(t *rapid.T) structure.Tie {
		return structure.Tie{
			A: rapid.Int32Range(0, int32(d.n-1)).Draw(t, "a"), B: rapid.Int32Range(0, int32(d.n-1)).Draw(t, "b"),
			Weight: float64(rapid.IntRange(1, 4).Draw(t, "weight")) / 2,
		}
	})
	d.ties = rapid.SliceOfN(pair, 0, 3*d.n).Draw(t, "ties")
	d.ours, d.ref = structure.New(d.n, d.ties), reference(d.n, d.ties)
	return d
}

func reference(n int, ties []structure.Tie) *simple.WeightedUndirectedGraph {
	g := simple.NewWeightedUndirectedGraph(0, 0)
	for v := range n {
		g.AddNode(simple.Node(v))
	}
	for _, t := range ties {
		if t.A == t.B {
			continue
		}
		weight := t.Weight
		if e := g.WeightedEdge(int64(t.A), int64(t.B)); e != nil {
			weight += e.Weight()
		}
		g.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(t.A), T: simple.Node(t.B), W: weight})
	}
	return g
}

// TestComponents: the same sets of members as gonum's.
func TestComponents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 30)
		of, sizes := d.ours.Components()
		parts := topo.ConnectedComponents(d.ref)
		if len(parts) != len(sizes) {
			t.Fatalf("%d components, want %d", len(sizes), len(parts))
		}
		for _, part := range parts {
			c := of[part[0].ID()]
			if sizes[c] != len(part) {
				t.Fatalf("component %d has %d members, want %d", c, sizes[c], len(part))
			}
			for _, m := range part {
				if of[m.ID()] != c {
					t.Fatalf("member %d stands apart from %d", m.ID(), part[0].ID())
				}
			}
		}
		if d.ours.Ties() != d.ref.Edges().Len() {
			t.Fatalf("%d ties, want %d", d.ours.Ties(), d.ref.Edges().Len())
		}
	})
}

// TestCuts: exactly those ties and members split a component without which gonum counts
// more components, and into parts of the sizes that it finds.
func TestCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 14)
		bridges, cuts := d.ours.Cuts()
		before := len(topo.ConnectedComponents(d.ref))
		var wantBridges []structure.Bridge
		for a := range int32(d.n) {
			for b := a + 1; b < int32(d.n); b++ {
				e := d.ref.WeightedEdge(int64(a), int64(b))
				if e == nil {
					continue
				}
				d.ref.RemoveEdge(int64(a), int64(b))
				if parts := topo.ConnectedComponents(d.ref); len(parts) > before {
					wantBridges = append(wantBridges, structure.Bridge{A: a, B: b, SideA: sizeWith(parts, a), SideB: sizeWith(parts, b)})
				}
				d.ref.SetWeightedEdge(e)
			}
		}
		if diff := cmp.Diff(wantBridges, bridges); diff != "" {
			t.Fatalf("bridges (-want +got):\n%s", diff)
		}
		var wantCuts []structure.Cut
		for v := range int32(d.n) {
			near := d.ours.Neighbours(v)
			without := slices.DeleteFunc(slices.Clone(d.ties), func(x structure.Tie) bool { return x.A == v || x.B == v })
			parts := topo.ConnectedComponents(reference(d.n, without))
			roots, sizes := map[int64]bool{}, []int{}
			for _, u := range near {
				for _, part := range parts {
					if slices.ContainsFunc(part, func(m graph.Node) bool { return m.ID() == int64(u) }) && !roots[part[0].ID()] {
						roots[part[0].ID()] = true
						sizes = append(sizes, len(part))
					}
				}
			}
			if len(sizes) > 1 {
				slices.Sort(sizes)
				c := structure.Cut{Member: v, Pieces: len(sizes), Largest: sizes[len(sizes)-1]}
				for _, s := range sizes[:len(sizes)-1] {
					c.CutOff += s
				}
				wantCuts = append(wantCuts, c)
			}
		}
		if diff := cmp.Diff(wantCuts, cuts); diff != "" {
			t.Fatalf("cut members (-want +got):\n%s", diff)
		}
	})
}

func sizeWith(parts [][]graph.Node, v int32) int {
	for _, part := range parts {
		if slices.ContainsFunc(part, func(m graph.Node) bool { return m.ID() == int64(v) }) {
			return len(part)
		}
	}
	return 0
}

// TestBetweenness: exact scores are gonum's, which counts each pair from both ends.
func TestBetweenness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 30)
		got, err := d.ours.Betweenness(t.Context(), d.n, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := network.Betweenness(d.ref)
		for v, score := range got.Score {
			if math.Abs(2*score-want[int64(v)]) > 1e-9 {
				t.Fatalf("member %d: %g, want %g", v, score, want[int64(v)]/2)
			}
		}
		if got.Error != nil || got.Bound != 0 {
			t.Fatalf("exact scores with an error: %+v", got)
		}
	})
}

// TestSampledBetweenness: over many samples the mean is the exact score, and the stated
// standard error is about the spread; no score leaves the stated bound more often than said.
func TestSampledBetweenness(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const members, samples, pivots = 120, 400, 30
	var ties []structure.Tie
	for range 260 {
		ties = append(ties, structure.Tie{A: int32(rng.IntN(members)), B: int32(rng.IntN(members)), Weight: 1})
	}
	w := structure.New(members, ties)
	exact, err := w.Betweenness(t.Context(), members, nil)
	if err != nil {
		t.Fatal(err)
	}
	most := float64(members-1) * float64(members-2) / 2
	sums, squares, stated, beyond := make([]float64, members), make([]float64, members), make([]float64, members), 0
	for i := range samples {
		b, err := w.Betweenness(t.Context(), pivots, rand.New(rand.NewPCG(uint64(i), 7)))
		if err != nil {
			t.Fatal(err)
		}
		off := false
		for v, x := range b.Score {
			sums[v] += x
			squares[v] += (x - exact.Score[v]) * (x - exact.Score[v])
			stated[v] += b.Error[v] * b.Error[v]
			off = off || math.Abs(x-exact.Score[v])/most > b.Bound
		}
		if off {
			beyond++
		}
	}
	if float64(beyond) > 0.05*samples {
		t.Errorf("%d of %d samples leave the bound", beyond, samples)
	}
	for v := range members {
		spread := math.Sqrt(squares[v] / samples)
		if mean := sums[v] / samples; math.Abs(mean-exact.Score[v]) > 4*spread/math.Sqrt(samples)+1e-9 {
			t.Errorf("member %d: mean %g, exact %g", v, mean, exact.Score[v])
		}
		if said := math.Sqrt(stated[v] / samples); exact.Score[v] > 100 && (said < 0.7*spread || said > 1.3*spread) {
			t.Errorf("member %d: stated error %g, spread %g", v, said, spread)
		}
	}
}

// TestCommunities: the modularity is gonum's of the same grouping, the grouping is no worse
// than gonum's of the same method by more than the noise of visiting order, and no single
// member would gain by moving.
func TestCommunities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 24)
		got := d.ours.Communities()
		if d.ours.Ties() == 0 {
			if got.Modularity != 0 || len(got.Sizes) != d.n {
				t.Fatalf("without ties: %+v", got)
			}
			return
		}
		groups := make([][]graph.Node, len(got.Sizes))
		for v, c := range got.Of {
			groups[c] = append(groups[c], simple.Node(v))
		}
		if want := community.Q(d.ref, groups, 1); math.Abs(want-got.Modularity) > 1e-9 {
			t.Fatalf("modularity %g, want %g", got.Modularity, want)
		}
		for c, g := range groups {
			if len(g) != got.Sizes[c] || len(g) == 0 {
				t.Fatalf("group %d: size %d, members %d", c, got.Sizes[c], len(g))
			}
		}
		best := 0.0
		for seed := range uint64(3) {
			reduced := community.Modularize(d.ref, 1, rand.NewPCG(seed, 1))
			best = max(best, community.Q(d.ref, reduced.Communities(), 1))
		}
		if got.Modularity < best-0.12 {
			t.Fatalf("modularity %g, gonum finds %g", got.Modularity, best)
		}
	})
}

// TestOrderDoesNotMatter: ties in another order, or told from the other end, are the same
// network.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 20)
		other := rapid.Permutation(d.ties).Draw(t, "order")
		for i := range other {
			other[i].A, other[i].B = other[i].B, other[i].A
		}
		w := structure.New(d.n, other)
		if diff := cmp.Diff(d.ours.Communities(), w.Communities()); diff != "" {
			t.Fatalf("communities (-want +got):\n%s", diff)
		}
		a, errA := d.ours.Betweenness(t.Context(), 5, rand.New(rand.NewPCG(1, 1)))
		b, errB := w.Betweenness(t.Context(), 5, rand.New(rand.NewPCG(1, 1)))
		if diff := cmp.Diff(a, b); diff != "" || errA != nil || errB != nil {
			t.Fatalf("betweenness (-want +got):\n%s %v %v", diff, errA, errB)
		}
	})
}
