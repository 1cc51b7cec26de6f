package transfer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"maps"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"

	"chuangmai/graph"
	"chuangmai/internal/ahead"
)

// Tally counts records and sums their digests, in whatever order they come.
type Tally struct {
	Count int
	// Sum is the sum, modulo 2^256, of the SHA-256 of each record's JSON form without
	// version and revision; the least significant word first.
	Sum [4]uint64
}

func (t *Tally) add(text []byte) {
	digest := sha256.Sum256(text)
	var carry uint64
	for i := range t.Sum {
		t.Sum[i], carry = bits.Add64(t.Sum[i], binary.LittleEndian.Uint64(digest[8*i:]), carry)
	}
	t.Count++
}

// String returns the first digits of the sum.
func (t Tally) String() string {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], t.Sum[0])
	return hex.EncodeToString(b[:6])
}

// Contents are what a store holds, by kind and relation.
type Contents struct {
	Nodes map[graph.Kind]Tally
	Edges map[graph.Relation]Tally
}

// Totals counts nodes and edges.
func (c Contents) Totals() (nodes, edges int) {
	for _, t := range c.Nodes {
		nodes += t.Count
	}
	for _, t := range c.Edges {
		edges += t.Count
	}
	return nodes, edges
}

// contentsGroup is how many records are counted between two reports of progress, and read
// ahead.
const contentsGroup = 1_000

// ContentsOf reads a whole store. progress, when not nil, hears the number of records
// read since it last heard, from this goroutine.
func ContentsOf(ctx context.Context, store graph.Reader, progress func(more int)) (Contents, error) {
	c := Contents{Nodes: make(map[graph.Kind]Tally), Edges: make(map[graph.Relation]Tally)}
	pending := 0
	step := func() {
		if pending++; pending == contentsGroup {
			if progress != nil {
				progress(pending)
			}
			pending = 0
		}
	}
	for n, err := range ahead.Of(ctx, contentsGroup, func(ctx context.Context) seqNodes {
		return store.Nodes(ctx, graph.NodeFilter{AnyOrder: true})
	}) {
		if err != nil {
			return c, err
		}
		bare := withoutNodeCounts(n)
		text, err := marshalLine(Line{Node: &bare})
		if err != nil {
			return c, err
		}
		t := c.Nodes[n.Kind]
		t.add(text)
		c.Nodes[n.Kind] = t
		step()
	}
	for e, err := range ahead.Of(ctx, contentsGroup, func(ctx context.Context) seqEdges {
		return store.Edges(ctx, graph.EdgeFilter{AnyOrder: true})
	}) {
		if err != nil {
			return c, err
		}
		bare := withoutEdgeCounts(e)
		text, err := marshalLine(Line{Edge: &bare})
		if err != nil {
			return c, err
		}
		t := c.Edges[e.Relation]
		t.add(text)
		c.Edges[e.Relation] = t
		step()
	}
	return c, nil
}

// Gap says how one record differs between two stores.
type Gap string

// The gaps.
const (
	GapMissing   Gap = "missing"   // only the first store has it
	GapExtra     Gap = "extra"     // only the second store has it
	GapDifferent Gap = "different" // both have it, not alike
)

// RecordGap is a record that differs.
type RecordGap struct {
	ID  graph.ID
	Gap Gap
}

// Difference is a kind or a relation whose records differ between two stores.
type Difference struct {
	Kind     graph.Kind     // of nodes, else
	Relation graph.Relation // of edges
	From, To Tally
	// Records are the first that differ, by id, up to [MaxGaps].
	Records []RecordGap
}

// MaxGaps is how many differing records a [Difference] names.
const MaxGaps = 20

// Comparison is the outcome of comparing two stores.
type Comparison struct {
	From, To    Contents
	Differences []Difference // kinds, then relations, by name
}

// Compare reads both stores, side by side, and compares counts and digests by kind and
// relation; what differs is read again for the records' names. Stores that are written
// meanwhile differ. progress, when not nil, hears the number of records read of both.
func Compare(ctx context.Context, from, to graph.Reader, progress func(records int)) (Comparison, error) {
	if progress == nil {
		progress = func(int) {}
	}
	var c Comparison
	var errs [2]error
	var read atomic.Int64
	var showing sync.Mutex // progress is called by one goroutine at a time
	more := func(n int) {
		showing.Lock()
		defer showing.Unlock()
		progress(int(read.Add(int64(n))))
	}
	var both sync.WaitGroup
	both.Go(func() { c.From, errs[0] = ContentsOf(ctx, from, more) })
	both.Go(func() { c.To, errs[1] = ContentsOf(ctx, to, more) })
	both.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return c, err
	}
	for _, kind := range differing(c.From.Nodes, c.To.Nodes) {
		filter := graph.NodeFilter{Kinds: []graph.Kind{kind}}
		gaps, err := gapsIn(merged(from.Nodes(ctx, filter), to.Nodes(ctx, filter), nodeID), nodeID, equalNodes)
		if err != nil {
			return c, err
		}
		c.Differences = append(c.Differences, Difference{Kind: kind, From: c.From.Nodes[kind], To: c.To.Nodes[kind], Records: gaps})
	}
	for _, relation := range differing(c.From.Edges, c.To.Edges) {
		filter := graph.EdgeFilter{Relations: []graph.Relation{relation}}
		gaps, err := gapsIn(merged(from.Edges(ctx, filter), to.Edges(ctx, filter), edgeID), edgeID, equalEdges)
		if err != nil {
			return c, err
		}
		c.Differences = append(c.Differences, Difference{Relation: relation, From: c.From.Edges[relation], To: c.To.Edges[relation], Records: gaps})
	}
	return c, nil
}

// differing returns the names whose tallies differ, in order.
func differing[K cmp.Ordered](a, b map[K]Tally) []K {
	names := maps.Clone(a)
	maps.Copy(names, b)
	var out []K
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if a[name] != b[name] {
			out = append(out, name)
		}
	}
	return out
}
