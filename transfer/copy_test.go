package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/transfer"
)

func copyTo(tb testing.TB, from, to graph.Store, change ...func(*transfer.CopyOptions)) (*transfer.CopyReport, error) {
	tb.Helper()
	options := transfer.CopyOptions{Actor: "tester", Reason: "test", Batch: 2, Pause: time.Millisecond}
	for _, c := range change {
		c(&options)
	}
	return transfer.Copy(tb.Context(), from, to, options)
}

func mustCopy(tb testing.TB, from, to graph.Store, change ...func(*transfer.CopyOptions)) *transfer.CopyReport {
	tb.Helper()
	report, err := copyTo(tb, from, to, change...)
	if err != nil {
		tb.Fatalf("copy: %v %+v", err, report)
	}
	return report
}

func mirror(o *transfer.CopyOptions) { o.Mirror = true }

func put(tb testing.TB, s graph.Writer, items ...graph.Item) {
	tb.Helper()
	if _, err := s.Apply(tb.Context(), graph.Batch{Items: items, Actor: "tester"}); err != nil {
		tb.Fatal(err)
	}
}

func firm(id, name string) graph.Item {
	return graph.Item{Op: graph.OpPutNode, Node: &graph.Node{
		ID: graph.ID(id), Kind: graph.KindEnterprise, Name: name,
		Common: graph.Common{Sources: []graph.Source{{Title: "名录"}}, Visibility: graph.VisibilityPublic},
	}}
}

func supplies(id, from, to string) graph.Item {
	return graph.Item{Op: graph.OpPutEdge, Edge: &graph.Edge{
		ID: graph.ID(id), Relation: graph.RelSuppliesTo, From: graph.ID(from), To: graph.ID(to),
		Common: graph.Common{Sources: []graph.Source{{Title: "名录"}}, Visibility: graph.VisibilityPublic},
	}}
}

// chain is n firms, each of which supplies the next.
func chain(n int) []graph.Item {
	var items []graph.Item
	for i := range n {
		items = append(items, firm(fmt.Sprintf("local:f%02d", i), fmt.Sprintf("企业%d", i)))
		if i > 0 {
			items = append(items, supplies(fmt.Sprintf("e:s%02d", i), fmt.Sprintf("local:f%02d", i-1), fmt.Sprintf("local:f%02d", i)))
		}
	}
	return items
}

func differences(tb testing.TB, a, b graph.Reader) []transfer.Difference {
	tb.Helper()
	c, err := transfer.Compare(tb.Context(), a, b, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c.Differences
}

// onceEach checks that no record of the store was written twice.
func onceEach(tb testing.TB, s transfer.Target) {
	tb.Helper()
	list := versions(tb, s)
	if h := head(tb, s); int(h) != len(list) {
		tb.Errorf("%d changes for %d records", h, len(list))
	}
	for id, version := range list {
		if version != 1 {
			tb.Errorf("%s has version %d", id, version)
		}
	}
}

func versions(tb testing.TB, s transfer.Target) map[graph.ID]int64 {
	tb.Helper()
	out := make(map[graph.ID]int64)
	for _, n := range nodes(tb, s) {
		out[n.ID] = n.Version
	}
	for _, e := range edges(tb, s) {
		out[e.ID] = e.Version
	}
	return out
}

// TestCopy: a copy holds the same records, whatever their history; repeating it writes
// nothing, and copying back changes nothing.
func TestCopy(t *testing.T) {
	t.Parallel()
	from, to := open(t), open(t)
	mustLoad(t, from, small())
	put(t, from, firm("local:firm", "精工机械股份")) // version 2
	var last transfer.Progress
	report := mustCopy(t, from, to, func(o *transfer.CopyOptions) {
		o.Total = 5
		o.Progress = func(p transfer.Progress) { last = p }
	})
	equal(t, "content", content(t, to), content(t, from))
	if report.Nodes.Written != 3 || report.Edges.Written != 2 || report.Revision != head(t, from) {
		t.Errorf("report %+v", report)
	}
	if want := (transfer.Progress{Phase: transfer.PhaseCopy, Done: 5, Total: 5}); last != want {
		t.Errorf("progress %+v", last)
	}
	onceEach(t, to)
	before := head(t, to)
	again := mustCopy(t, from, to)
	if again.Nodes.Same != 3 || again.Edges.Same != 2 || again.Batches != 0 || head(t, to) != before {
		t.Errorf("repeated: %+v", again)
	}
	stood := head(t, from)
	if back := mustCopy(t, to, from); back.Batches != 0 || head(t, from) != stood {
		t.Errorf("back: %+v", back)
	}
	if d := differences(t, from, to); len(d) > 0 {
		t.Errorf("differences %+v", d)
	}
	if empty := mustCopy(t, open(t), open(t)); empty.Batches != 0 {
		t.Errorf("empty: %+v", empty)
	}
}

// TestCopyGoesOn: a copy that breaks off, whether or not its last batch was written, goes
// on when it is repeated and writes nothing twice.
func TestCopyGoesOn(t *testing.T) {
	t.Parallel()
	from := open(t)
	put(t, from, chain(9)...)
	for left := range 9 {
		for _, written := range []bool{false, true} {
			to := open(t)
			broken := &fragile{Store: to, left: left, written: written}
			if _, err := copyTo(t, from, broken); !errors.Is(err, errBroken) {
				t.Fatalf("left %d: %v", left, err)
			}
			report := mustCopy(t, from, to)
			there := min(2*left, 9) + 2*max(0, left-5) // five batches of nodes come first
			if written {
				there = min(2*(left+1), 9) + 2*max(0, left+1-5)
			}
			if done := report.Nodes.Same + report.Edges.Same; done != there {
				t.Errorf("left %d, written %v: %d records were there, want %d", left, written, done, there)
			}
			equal(t, "content", content(t, to), content(t, from))
			onceEach(t, to)
		}
	}
}

// faltering does not answer to every second batch, of which it writes every second.
type faltering struct {
	graph.Store
	calls int
	keys  map[string]int
}

func (f *faltering) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	f.calls++
	f.keys[b.Key]++
	if f.calls%2 == 1 {
		if f.calls%4 == 1 {
			if _, err := f.Store.Apply(ctx, b); err != nil {
				return 0, err
			}
		}
		return 0, fmt.Errorf("apply: %w", graph.ErrUnavailable)
	}
	return f.Store.Apply(ctx, b)
}

// TestCopyAgain: a batch that may or may not have been written is given again under its
// key; a target that never answers ends the copy.
func TestCopyAgain(t *testing.T) {
	t.Parallel()
	from, to := open(t), open(t)
	put(t, from, chain(7)...)
	f := &faltering{Store: to, keys: make(map[string]int)}
	mustCopy(t, from, f)
	equal(t, "content", content(t, to), content(t, from))
	onceEach(t, to)
	for key, n := range f.keys {
		if n != 2 || key == "" {
			t.Errorf("key %q came %d times", key, n)
		}
	}
	if _, err := copyTo(t, from, away{open(t)}); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("a target that never answers: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := transfer.Copy(ctx, from, open(t), transfer.CopyOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := transfer.Copy(t.Context(), from, to, transfer.CopyOptions{Batch: graph.MaxBatch + 1}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("too great a batch: %v", err)
	}
}

type away struct{ graph.Store }

func (away) Apply(context.Context, graph.Batch) (graph.Revision, error) {
	return 0, graph.ErrUnavailable
}

// TestCopyMirror: what only the target has is left and counted, or deleted when asked.
func TestCopyMirror(t *testing.T) {
	t.Parallel()
	from, to := open(t), open(t)
	put(t, from, chain(4)...)
	put(t, to, chain(6)...)
	put(t, to, firm("local:f01", "旧名"), supplies("e:own", "local:f00", "local:f03"))
	report := mustCopy(t, from, to)
	if report.Nodes != (transfer.CopyCounts{Written: 1, Same: 3, Extra: 2}) || report.Edges != (transfer.CopyCounts{Same: 3, Extra: 3}) {
		t.Errorf("report %+v", report)
	}
	var gaps []string
	for _, d := range differences(t, from, to) {
		for _, g := range d.Records {
			gaps = append(gaps, fmt.Sprintf("%s%s %s %s", d.Kind, d.Relation, g.ID, g.Gap))
		}
	}
	equal(t, "gaps", gaps, []string{
		"enterprise local:f04 extra", "enterprise local:f05 extra",
		"SUPPLIES_TO e:own extra", "SUPPLIES_TO e:s04 extra", "SUPPLIES_TO e:s05 extra",
	})
	report = mustCopy(t, from, to, mirror)
	if report.Nodes.Deleted != 2 || report.Edges.Deleted != 3 {
		t.Errorf("mirrored %+v", report)
	}
	equal(t, "content", content(t, to), content(t, from))
}

// hurried is a source that is written while it is read.
type hurried struct {
	graph.Store
	midNodes, beforeEdges, midEdges func()
}

func (b *hurried) Nodes(ctx context.Context, f graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return interrupted(b.Store.Nodes(ctx, f), &b.midNodes)
}

func (b *hurried) Edges(ctx context.Context, f graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	once(&b.beforeEdges)
	return interrupted(b.Store.Edges(ctx, f), &b.midEdges)
}

func interrupted[T any](stream iter.Seq2[T, error], do *func()) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for value, err := range stream {
			if n++; n == 3 {
				once(do)
			}
			if !yield(value, err) {
				return
			}
		}
	}
}

func once(do *func()) {
	if f := *do; f != nil {
		*do = nil
		f()
	}
}

// TestCopyOfABusySource: what is made, changed and deleted while a network is copied is in
// the copy, edges to nodes that came after the nodes were read among it.
func TestCopyOfABusySource(t *testing.T) {
	t.Parallel()
	from, to := open(t), open(t)
	put(t, from, chain(8)...)
	b := &hurried{Store: from}
	b.midNodes = func() {
		put(t, from, firm("local:a", "排在已读之前"), firm("local:f00", "改名"), graph.Item{Op: graph.OpDeleteNode, ID: "local:f07", WithEdges: true})
	}
	b.beforeEdges = func() {
		put(t, from, firm("local:late", "后来者"), supplies("e:late", "local:late", "local:f03"))
	}
	b.midEdges = func() {
		put(t, from, graph.Item{Op: graph.OpDeleteEdge, ID: "e:s01", Relation: graph.RelSuppliesTo}, supplies("e:t", "local:a", "local:f01"))
	}
	report := mustCopy(t, b, to)
	equal(t, "content", content(t, to), content(t, from))
	if report.Revision != head(t, from) || len(differences(t, from, to)) > 0 {
		t.Errorf("report %+v", report)
	}
}

// TestCopyUnderALoad: records go under the load that is named for them and can be undone.
func TestCopyUnderALoad(t *testing.T) {
	t.Parallel()
	from, to := open(t), open(t)
	put(t, from, chain(5)...)
	mustCopy(t, from, to, func(o *transfer.CopyOptions) {
		o.LoadOf = func(id graph.ID) string {
			if id == "local:f04" || id == "e:s04" {
				return "sample"
			}
			return ""
		}
	})
	if _, err := transfer.Undo(t.Context(), to, "sample", transfer.UndoOptions{Actor: "tester"}); err != nil {
		t.Fatal(err)
	}
	if have := ids(t, to); strings.Contains(have, "04") || !strings.Contains(have, "e:s03") {
		t.Errorf("left: %s", have)
	}
}

// TestContents: digests do not depend on order and history, and tell every change.
func TestContents(t *testing.T) {
	t.Parallel()
	a, b := open(t), open(t)
	items := chain(6)
	put(t, a, items...)
	for i := range items { // nodes backwards, then edges
		if it := items[len(items)-1-i]; it.Node != nil {
			put(t, b, it)
		}
	}
	for _, it := range items {
		if it.Edge != nil {
			put(t, b, it)
		}
	}
	if d := differences(t, a, b); len(d) > 0 {
		t.Fatalf("differences %+v", d)
	}
	put(t, b, firm("local:f02", "别名"))
	d := differences(t, a, b)
	if len(d) != 1 || d[0].From.Count != d[0].To.Count || d[0].From.String() == d[0].To.String() {
		t.Fatalf("differences %+v", d)
	}
	equal(t, "named", d[0].Records, []transfer.RecordGap{{ID: "local:f02", Gap: transfer.GapDifferent}})
	put(t, b, items[0:5]...)
	if d := differences(t, a, b); len(d) > 0 {
		t.Errorf("back again: %+v", d)
	}
}

// TestMirrorsAnything: whatever two networks hold, mirroring one makes the other equal.
func TestMirrorsAnything(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 4))
	for range 20 {
		from, to := open(t), open(t)
		for _, s := range []graph.Store{from, to} {
			has := make(map[string]bool)
			for range random.IntN(12) {
				id, other := fmt.Sprintf("local:%c", 'a'+random.IntN(8)), fmt.Sprintf("local:%c", 'a'+random.IntN(8))
				switch op := random.IntN(5); {
				case op <= 2:
					put(t, s, firm(id, []string{"甲", "乙"}[random.IntN(2)]))
					has[id] = true
				case op == 3 && has[id] && has[other]:
					put(t, s, supplies(fmt.Sprintf("e:%d", random.IntN(3)), id, other))
				case op == 4 && has[id]:
					put(t, s, graph.Item{Op: graph.OpDeleteNode, ID: graph.ID(id), WithEdges: true})
					delete(has, id)
				}
			}
		}
		mustCopy(t, from, to, mirror)
		equal(t, "content", content(t, to), content(t, from))
		if d := differences(t, from, to); len(d) > 0 {
			t.Errorf("differences %+v", d)
		}
	}
}
