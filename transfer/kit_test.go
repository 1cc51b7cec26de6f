package transfer_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/transfer"
)

var dates = cmp.Comparer(func(a, b graph.Date) bool { return a == b })

// day is the suite's clock.
func day() time.Time { return time.Date(2025, time.June, 1, 8, 0, 0, 0, time.UTC) }

func nextDay() time.Time { return day().AddDate(0, 0, 1) }

func open(tb testing.TB) *localstore.Store {
	tb.Helper()
	s, err := localstore.Open(tb.Context(), localstore.Options{Dir: tb.TempDir(), Clock: day})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// text is a source in memory.
type text struct{ name, lines string }

func (t text) Name() string                 { return t.name }
func (t text) Open() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(t.lines)), nil }

// lines is a source of these lines.
func lines(list ...string) text { return text{"test.jsonl", strings.Join(list, "\n")} }

func load(tb testing.TB, s transfer.Target, source transfer.Source, change ...func(*transfer.Options)) (*transfer.Report, error) {
	tb.Helper()
	options := transfer.Options{Clock: day, Actor: "tester", Reason: "test"}
	for _, c := range change {
		c(&options)
	}
	return transfer.Load(tb.Context(), s, source, options)
}

// mustLoad loads rows that are all good.
func mustLoad(tb testing.TB, s transfer.Target, source transfer.Source, change ...func(*transfer.Options)) *transfer.Report {
	tb.Helper()
	report, err := load(tb, s, source, change...)
	if err != nil {
		tb.Fatalf("load: %v %+v", err, report)
	}
	return report
}

// small is a network of a university, a firm, a talent and what joins them.
func small() text {
	return lines(
		`{"meta":{"format":"chuangmai-network","revision":1}}`,
		`{"edge":{"id":"e:c","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:univ","properties":{"mode":"joint_rd"}}}`,
		`{"node":{"id":"local:univ","kind":"university","name":"江南大学","sources":[{"title":"名录"}]}}`,
		`{"node":{"id":"local:firm","kind":"enterprise","name":"精工机械"}}`,
		``,
		`{"node":{"id":"local:yang","kind":"talent","name":"杨工","synthetic":true,"visibility":"members"}}`,
		`{"edge":{"relation":"APPOINTED_AT","from":"local:yang","to":"local:univ"}}`,
	)
}

func nodes(tb testing.TB, s transfer.Target) (list []graph.Node) {
	tb.Helper()
	for n, err := range s.Nodes(tb.Context(), graph.NodeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, n)
	}
	return list
}

func edges(tb testing.TB, s transfer.Target) (list []graph.Edge) {
	tb.Helper()
	for e, err := range s.Edges(tb.Context(), graph.EdgeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// ids are those of all nodes, then all edges.
func ids(tb testing.TB, s transfer.Target) string {
	tb.Helper()
	var list []string
	for _, n := range nodes(tb, s) {
		list = append(list, string(n.ID))
	}
	for _, e := range edges(tb, s) {
		list = append(list, string(e.ID))
	}
	return strings.Join(list, " ")
}

// network is what a store holds but for versions and revisions.
type network struct {
	Nodes []graph.Node
	Edges []graph.Edge
}

func content(tb testing.TB, s transfer.Target) network {
	tb.Helper()
	n := network{nodes(tb, s), edges(tb, s)}
	for i := range n.Nodes {
		n.Nodes[i].Version, n.Nodes[i].Revision = 0, 0
	}
	for i := range n.Edges {
		n.Edges[i].Version, n.Edges[i].Revision = 0, 0
	}
	return n
}

func equal(tb testing.TB, what string, have, want any) {
	tb.Helper()
	if diff := cmp.Diff(want, have, dates); diff != "" {
		tb.Errorf("%s (-want +have):\n%s", what, diff)
	}
}

func head(tb testing.TB, s transfer.Target) graph.Revision {
	tb.Helper()
	h, err := s.Head(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

var errBroken = errors.New("broken")

// fragile is a store whose Apply fails from some call on, before or after it has
// written.
type fragile struct {
	graph.Store
	mu      sync.Mutex
	left    int
	written bool // the failing call writes
}

func (f *fragile) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left--; f.left >= 0 {
		return f.Store.Apply(ctx, b)
	}
	if f.left == -1 && f.written {
		if _, err := f.Store.Apply(ctx, b); err != nil {
			return 0, err
		}
	}
	return 0, errBroken
}
