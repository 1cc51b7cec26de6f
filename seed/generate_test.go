package seed

import (
	"runtime"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/graph"
)

func TestGenerateConforms(t *testing.T) {
	items, err := Generate(6_000, 24_000, 3)
	if err != nil {
		t.Fatal(err)
	}
	checkItems(t, items)
	stats := NewStats(items)
	nodes, edges := stats.Totals()
	if nodes.All != 6_000 || edges.All != 24_000 || nodes.Synthetic != nodes.All || edges.Synthetic != edges.All {
		t.Errorf("nodes %+v, edges %+v", nodes, edges)
	}
	for _, s := range generatedKinds {
		if stats.Nodes[s.kind].All == 0 {
			t.Errorf("no node of kind %s", s.kind)
		}
	}
	for _, b := range looseBonds {
		if stats.Edges[b.relation].All == 0 {
			t.Errorf("no edge %s", b.relation)
		}
	}
}

// Any size gives exactly the numbers asked for, and the same records again.
func TestGenerateSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(MinGenerated, 800).Draw(t, "nodes")
		edges := rapid.IntRange(0, 1_200).Draw(t, "edges")
		seed := rapid.Uint64().Draw(t, "seed")
		var ids [2][]graph.ID
		for run := range ids {
			items, err := Generate(nodes, edges, seed)
			if err != nil {
				t.Fatal(err)
			}
			known := make(map[graph.ID]bool)
			for it := range items {
				if it.Node != nil {
					known[it.Node.ID] = true
					ids[run] = append(ids[run], it.Node.ID)
					continue
				}
				if !known[it.Edge.From] || !known[it.Edge.To] {
					t.Fatalf("%s dangles: %s to %s", it.Edge.ID, it.Edge.From, it.Edge.To)
				}
				ids[run] = append(ids[run], it.Edge.ID)
			}
			if len(known) != nodes || len(ids[run]) != nodes+edges {
				t.Fatalf("%d nodes and %d edges, want %d and %d", len(known), len(ids[run])-len(known), nodes, edges)
			}
		}
		for i := range ids[0] {
			if ids[0][i] != ids[1][i] {
				t.Fatalf("record %d is %s, then %s", i, ids[0][i], ids[1][i])
			}
		}
	})
}

func TestGenerateIsDeterministic(t *testing.T) {
	digests := make([]string, 3)
	for i, seed := range []uint64{1, 1, 2} {
		items, err := Generate(1_000, 3_000, seed)
		if err != nil {
			t.Fatal(err)
		}
		digests[i] = digest(t, items)
	}
	if digests[0] != digests[1] || digests[0] == digests[2] {
		t.Errorf("digests %v", digests)
	}
}

func TestGenerateStopsWhenAsked(t *testing.T) {
	for _, stop := range []int{1, 150, 600, 1_500} { // among fixed nodes, free nodes, locations, other edges
		items, err := Generate(1_000, 3_000, 1)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range items {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("%d records, want %d", n, stop)
		}
	}
}

func TestGenerateRefusesBadSizes(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {MinGenerated - 1, 10}, {MinGenerated, -1}} {
		if _, err := Generate(size[0], size[1], 1); err == nil {
			t.Errorf("%d nodes and %d edges are accepted", size[0], size[1])
		}
	}
}

// The stream keeps nothing: what it holds does not grow with the number of records.
func TestGenerateKeepsNothing(t *testing.T) {
	items, err := Generate(20_000, 60_000, 1)
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for range items {
		n++
		if n == 75_000 {
			runtime.GC()
			runtime.ReadMemStats(&after)
		}
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 2<<20 {
		t.Errorf("%d bytes are held after 75,000 records", grown)
	}
}

func BenchmarkGenerate(b *testing.B) {
	n := 0
	for b.Loop() {
		items, err := Generate(250_000, 1_000_000, 1)
		if err != nil {
			b.Fatal(err)
		}
		for range items {
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkFacts(b *testing.B) {
	for b.Loop() {
		if _, err := Facts(nil); err != nil {
			b.Fatal(err)
		}
	}
}
