package loading_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/steward"
	"chuangmai/steward/loading"
	"chuangmai/transfer"
)

var builtin = sync.OnceValues(lexicon.Load)

// kit is a manager over a store of its own.
type kit struct {
	*loading.Manager
	store graph.Store
	dir   string
	comes chan struct{} // a batch
}

// gated is a target that says when a batch comes, and lets none through before it is told
// to.
type gated struct {
	transfer.Target
	comes, gate chan struct{} // nil: open
}

func (g *gated) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	if g.gate != nil {
		g.comes <- struct{}{}
		select {
		case <-g.gate:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	return g.Target.Apply(ctx, b)
}

func newKit(tb testing.TB, gate chan struct{}) *kit {
	tb.Helper()
	store, err := localstore.Open(tb.Context(), localstore.Options{Dir: tb.TempDir(), Clock: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	lex, err := builtin()
	if err != nil {
		tb.Fatal(err)
	}
	k := &kit{store: store, dir: tb.TempDir(), comes: make(chan struct{}, 10)}
	k.Manager = k.manager(tb, &gated{store, k.comes, gate}, lex)
	tb.Cleanup(func() {
		k.Close()
		if err := store.Close(); err != nil {
			tb.Error(err)
		}
		if left, err := os.ReadDir(k.dir); err != nil || len(left) > 0 {
			tb.Errorf("files are left: %v, %v", left, err)
		}
	})
	return k
}

func (k *kit) manager(tb testing.TB, target transfer.Target, lex *lexicon.Lexicon) *loading.Manager {
	tb.Helper()
	names := func() *steward.Index {
		picture, err := snapshot.Build(tb.Context(), k.store, graph.BuiltinSchema(), snapshot.NewNumbers(0), nil)
		if err != nil {
			return nil
		}
		return steward.NewIndex(picture.View(graph.DayOf(time.Now()), snapshot.AudienceAll))
	}
	return loading.New(loading.Options{
		Target: target, Store: k.store, Schema: graph.BuiltinSchema(), Repairer: steward.NewRepairer(graph.BuiltinSchema(), lex), Names: names,
		Clock: time.Now, Dir: k.dir,
	})
}

func (k *kit) start(tb testing.TB, file string, r loading.Request) loading.State {
	tb.Helper()
	s, err := k.Start(tb.Context(), strings.NewReader(file), r)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// settled waits for the end of a load.
func (k *kit) settled(tb testing.TB, id string, want loading.Phase) loading.State {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), time.Minute)
	defer cancel()
	s, err := k.Settled(ctx, id)
	if err != nil || s.Phase != want {
		tb.Fatalf("%s is %s, want %s: %+v, %v", id, s.Phase, want, s, err)
	}
	return s
}

func (k *kit) has(tb testing.TB, id graph.ID) bool {
	tb.Helper()
	_, err := k.store.Node(tb.Context(), id)
	if err != nil && !errors.Is(err, graph.ErrNotFound) {
		tb.Fatal(err)
	}
	return err == nil
}

const firms = `{"node":{"id":"local:a","kind":"enterprise","name":"苏州甲精密有限公司"}}
{"node":{"id":"local:b","kind":"enterprise","name":"无锡乙机械有限公司"}}
{"edge":{"relation":"COLLABORATES_WITH","from":"local:a","to":"local:b"}}
`

func TestLoadAndUndo(t *testing.T) {
	k := newKit(t, nil)
	dry := k.settled(t, k.start(t, firms, loading.Request{Name: "firms.jsonl", DryRun: true}).ID, loading.Done)
	if dry.Report.Total().New != 3 || k.has(t, "local:a") {
		t.Errorf("dry run: %+v", dry.Report)
	}
	s := k.start(t, firms, loading.Request{Name: `C:\tables\firms.jsonl`, Actor: "tester", Reason: "名录"})
	if !strings.HasSuffix(s.ID, "Z-firms.jsonl") || s.Name != "firms.jsonl" {
		t.Errorf("%q is called %q", s.ID, s.Name)
	}
	s = k.settled(t, s.ID, loading.Done)
	if s.Report.Written != 3 || s.Records != 3 || s.Ended.Before(s.Started) || s.Done != 3 || s.Of != 3 || !k.has(t, "local:a") {
		t.Errorf("%+v %+v", s, s.Report)
	}
	list, err := k.List(t.Context())
	if err != nil || len(list) != 1 || list[0].ID != s.ID || list[0].Actor != "tester" || list[0].Reason != "名录" {
		t.Errorf("%+v, %v", list, err)
	}
	if err := k.Stop(s.ID); !errors.Is(err, loading.ErrNotRunning) {
		t.Errorf("stopping what is over: %v", err)
	}
	// Another process knows it from the store, and can take it back.
	other := k.manager(t, k.store, nil)
	defer other.Close()
	if got, err := other.State(t.Context(), s.ID); err != nil || got.Phase != loading.Kept || got.Name != "firms.jsonl" || got.Records != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := other.Undo(t.Context(), s.ID, "tester", false); err != nil {
		t.Fatal(err)
	}
	got, err := other.Settled(t.Context(), s.ID)
	if err != nil || got.Phase != loading.Undone || got.Undo == nil || got.Undo.Restored != 3 || k.has(t, "local:a") {
		t.Errorf("%+v, %v", got, err)
	}
	k.settled(t, s.ID, loading.Undone)
	if list, err := k.List(t.Context()); err != nil || len(list) != 1 || list[0].Phase != loading.Undone {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestBadRows(t *testing.T) {
	k := newKit(t, nil)
	bad := firms + `{"node":{"id":"local:c","kind":"enterprisee","name":"丙"}}` + "\nnot JSON\n"
	s := k.settled(t, k.start(t, bad, loading.Request{}).ID, loading.Rejected)
	if s.Report.Rejected != 2 || len(s.Report.Errors) != 2 || s.Problem == nil || s.Problem.Code != "load.rejected" || k.has(t, "local:a") {
		t.Errorf("%+v", s)
	}
	if value, plain := k.Repair(s.Report.Errors[0].Problems[0]); !plain || value != "enterprise" {
		t.Errorf("%q, %v", value, plain)
	}
	if err := k.Undo(t.Context(), s.ID, "tester", false); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("taking back what was not written: %v", err)
	}
	s = k.settled(t, k.start(t, bad, loading.Request{SkipBad: true}).ID, loading.Done)
	if s.Report.Written != 3 || !k.has(t, "local:b") {
		t.Errorf("%+v", s.Report)
	}
}

// TestTwins: new rows that look like a record, or like a row before them, are named; rows
// that change a record are not.
func TestTwins(t *testing.T) {
	k := newKit(t, nil)
	k.settled(t, k.start(t, firms, loading.Request{}).ID, loading.Done)
	s := k.settled(t, k.start(t, `{"node":{"id":"local:a","kind":"enterprise","name":"苏州甲精密有限公司"}}
{"node":{"id":"local:a2","kind":"enterprise","name":"苏州甲精密有限责任公司"}}
{"node":{"id":"local:c","kind":"institute","name":"江南研究院","aliases":["江南研究院"]}}
{"node":{"id":"local:c2","kind":"institute","name":"另一个研究院","aliases":["江南研究院"]}}
{"node":{"id":"local:d","kind":"equipment","name":"扫描电镜","properties":{"identifiers":["local:b"]}}}
{"node":{"id":"local:e","kind":"equipment","name":"扫描电镜"}}
`, loading.Request{DryRun: true}).ID, loading.Done)
	var got []string
	for _, w := range s.Twins {
		got = append(got, fmt.Sprintf("%d %s %s %s", w.Line, w.Record.ID, w.By, w.Like.ID))
	}
	if want := "[2 local:a2 name local:a 4 local:c2 alias local:c 5 local:d identifier local:b]"; fmt.Sprint(got) != want || s.TwinCount != 3 {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestGzip(t *testing.T) {
	k := newKit(t, nil)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, firms); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	k.settled(t, k.start(t, packed.String(), loading.Request{Name: "firms.jsonl.gz"}).ID, loading.Done)
	s := k.settled(t, k.start(t, packed.String()[:packed.Len()/2], loading.Request{}).ID, loading.Failed)
	if s.Problem == nil || s.Problem.Code != "load.failed.unreadable" {
		t.Errorf("%+v", s.Problem)
	}
}

// TestStop: a load that is stopped keeps what it wrote, which can be taken back; others wait
// for their turn, and when too many wait, no more are taken.
func TestStop(t *testing.T) {
	gate := make(chan struct{})
	k := newKit(t, gate)
	var file strings.Builder
	for i := range graph.MaxBatch + 5 {
		fmt.Fprintf(&file, `{"node":{"id":"local:n%05d","kind":"document","name":"%d"}}`+"\n", i, i)
	}
	first := k.start(t, file.String(), loading.Request{})
	<-k.comes
	gate <- struct{}{}
	<-k.comes // the first batch is through, the second waits
	var waiting []string
	for range 7 {
		waiting = append(waiting, k.start(t, firms, loading.Request{}).ID)
	}
	if _, err := k.Start(t.Context(), strings.NewReader(firms), loading.Request{}); !errors.Is(err, loading.ErrBusy) {
		t.Errorf("one more: %v", err)
	}
	if s, err := k.State(t.Context(), waiting[0]); err != nil || s.Phase != loading.Waiting {
		t.Errorf("%+v, %v", s, err)
	}
	if err := k.Undo(t.Context(), first.ID, "tester", false); !errors.Is(err, loading.ErrRunning) {
		t.Errorf("taking back what runs: %v", err)
	}
	for _, id := range append(waiting, first.ID) {
		if err := k.Stop(id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, id := range waiting {
		k.settled(t, id, loading.Stopped)
	}
	s := k.settled(t, first.ID, loading.Stopped)
	if s.Records != graph.MaxBatch || s.Report.Written != graph.MaxBatch || !k.has(t, "local:n00000") || k.has(t, "local:a") {
		t.Errorf("%d records, %+v", s.Records, s.Report)
	}
	close(gate)
	if err := k.Undo(t.Context(), first.ID, "tester", false); err != nil {
		t.Fatal(err)
	}
	k.settled(t, first.ID, loading.Undone)
	if k.has(t, "local:n00000") {
		t.Error("it is still there")
	}
}

// TestUndoConflicts: what others changed is not lost without being asked for.
func TestUndoConflicts(t *testing.T) {
	k := newKit(t, nil)
	id := k.settled(t, k.start(t, firms, loading.Request{}).ID, loading.Done).ID
	k.settled(t, k.start(t, `{"node":{"id":"local:a","kind":"enterprise","name":"改了名的公司"}}`, loading.Request{}).ID, loading.Done)
	if err := k.Undo(t.Context(), id, "tester", false); err != nil {
		t.Fatal(err)
	}
	s := k.settled(t, id, loading.Done)
	if s.Undo == nil || s.Undo.Changed != 1 || s.Undo.Conflicts[0].ID != "local:a" || s.Undo.Restored != 0 || s.Problem == nil || !k.has(t, "local:b") {
		t.Errorf("%+v", s)
	}
	if err := k.Undo(t.Context(), id, "tester", true); err != nil {
		t.Fatal(err)
	}
	k.settled(t, id, loading.Undone)
	if k.has(t, "local:a") || k.has(t, "local:b") {
		t.Error("something is left")
	}
}

// TestClose: what runs is stopped, and nothing new begins.
func TestClose(t *testing.T) {
	k := newKit(t, make(chan struct{}))
	s := k.start(t, firms, loading.Request{})
	k.Close()
	k.settled(t, s.ID, loading.Stopped)
	if _, err := k.Start(t.Context(), strings.NewReader(firms), loading.Request{}); !errors.Is(err, graph.ErrClosed) {
		t.Errorf("%v", err)
	}
	if err := k.Undo(t.Context(), "nothing", "tester", false); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

// TestStoreFails: a load that the store refuses says so.
func TestStoreFails(t *testing.T) {
	for code, cause := range map[string]error{
		"load.failed.full": graph.ErrFull, "load.failed.unavailable": graph.ErrUnavailable, "load.failed.changed": graph.ErrConflict,
	} {
		k := newKit(t, nil)
		m := k.manager(t, refusing{k.store, cause}, nil)
		s, err := m.Start(t.Context(), strings.NewReader(firms), loading.Request{})
		if err != nil {
			t.Fatal(err)
		}
		if s, err = m.Settled(t.Context(), s.ID); err != nil || s.Phase != loading.Failed || s.Problem.Code != code {
			t.Errorf("%v: %+v, %v", cause, s, err)
		}
		m.Close()
	}
}

type refusing struct {
	transfer.Target
	cause error
}

func (r refusing) Apply(context.Context, graph.Batch) (graph.Revision, error) {
	return 0, fmt.Errorf("apply: %w", r.cause)
}
