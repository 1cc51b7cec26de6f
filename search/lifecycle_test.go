package search

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// onDisk are options of an index in a folder.
func onDisk(tb testing.TB, dir string, nodes []graph.Node) Options {
	tb.Helper()
	opts := options(tb, nodes)
	opts.Dir = dir
	return opts
}

// filled makes a folder with an index of the corpus at revision 5, closed.
func filled(tb testing.TB, nodes []graph.Node) string {
	tb.Helper()
	dir := tb.TempDir()
	ix, err := Open(tb.Context(), onDisk(tb, dir, nodes))
	if err != nil {
		tb.Fatal(err)
	}
	defer closed(tb, ix)
	if err := ix.Rebuild(tb.Context(), sequence(nodes), 5, nil); err != nil {
		tb.Fatal(err)
	}
	return dir
}

func TestReopen(t *testing.T) {
	nodes := corpus()
	dir := filled(t, nodes)
	ix := open(t, onDisk(t, dir, nodes))
	if ix.Fault() != nil || ix.Position() != 5 {
		t.Fatalf("position %d, fault %v", ix.Position(), ix.Fault())
	}
	want := everything(t, indexed(t, nodes...), questions, View{})
	if diff := cmp.Diff(want, everything(t, read(t, ix), questions, View{})); diff != "" {
		t.Error(diff)
	}
}

func TestNewFolderIsEmpty(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	ix := open(t, onDisk(t, dir, nil))
	if ix.Fault() != nil || ix.Position() != 0 {
		t.Fatalf("position %d, fault %v", ix.Position(), ix.Fault())
	}
	if err := ix.Rebuild(t.Context(), sequence(nil), 7, nil); err != nil {
		t.Fatal(err)
	}
	if ix.Position() != 7 || read(t, ix).Position() != 7 {
		t.Errorf("position %d", ix.Position())
	}
}

func TestUpdate(t *testing.T) {
	nodes := corpus()
	ix := open(t, onDisk(t, t.TempDir(), nodes))
	update(t, ix, 3, nodes...)
	before := read(t, ix)

	changed := nodes[0]
	changed.Name, changed.Properties = "钛合金研究院", graph.Properties{"summary": "钛合金锻造"}
	if err := ix.Update(t.Context(), []graph.Node{changed}, []graph.ID{nodes[1].ID, "t:never"}, 9); err != nil {
		t.Fatal(err)
	}
	after := read(t, ix)
	if before.Position() != 3 || after.Position() != 9 || ix.Position() != 9 {
		t.Errorf("positions %d, %d, %d", before.Position(), after.Position(), ix.Position())
	}
	for text, want := range map[string][2]string{"碳化硅外延": {"sic", ""}, "焊丝": {"weld", ""}, "钛合金锻造": {"", "sic"}} {
		for i, r := range []*Reader{before, after} {
			if got := strings.Join(found(t, r, text), " "); got != want[i] {
				t.Errorf("%s, reader %d: found %q, want %q", text, i, got, want[i])
			}
		}
	}
	if err := ix.Update(t.Context(), nil, nil, 8); err == nil || ix.Position() != 9 {
		t.Errorf("going back: %v, position %d", err, ix.Position())
	}
	if err := ix.Update(t.Context(), []graph.Node{nodes[1]}, []graph.ID{nodes[1].ID}, 10); err != nil {
		t.Fatal(err)
	}
	if got := found(t, read(t, ix), "焊丝"); len(got) != 1 {
		t.Errorf("a node both put and deleted is not there: %v", got)
	}
}

func TestLargeUpdate(t *testing.T) {
	var nodes []graph.Node
	var all []graph.ID
	for i := range 2*batchDocuments + 7 {
		nodes = append(nodes, node(strconv.Itoa(i), "检测中心", ""))
		all = append(all, nodes[i].ID)
	}
	ix := open(t, onDisk(t, t.TempDir(), nodes))
	update(t, ix, 1, nodes...)
	if total := ask(t, read(t, ix), Query{Text: "检测"}, View{}).Total; total != len(nodes) {
		t.Errorf("%d of %d found", total, len(nodes))
	}
	if err := ix.Update(t.Context(), nil, all, 2); err != nil {
		t.Fatal(err)
	}
	if total := ask(t, read(t, ix), Query{Text: "检测"}, View{}).Total; total != 0 {
		t.Errorf("%d left", total)
	}
}

func TestReadersOutliveRebuildAndClose(t *testing.T) {
	nodes := corpus()
	ix, err := Open(t.Context(), onDisk(t, filled(t, nodes), nodes))
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, ix)
	want := everything(t, r, questions, View{})
	if err := ix.Rebuild(t.Context(), sequence(nodes[:1]), 6, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, everything(t, r, questions, View{})); diff != "" {
		t.Errorf("after a rebuild: %s", diff)
	}
	if got := found(t, read(t, ix), "焊丝"); len(got) != 0 {
		t.Errorf("the rebuilt index finds %v", got)
	}
	closed(t, ix)
	if diff := cmp.Diff(want, everything(t, r, questions, View{})); diff != "" {
		t.Errorf("after closing the index: %s", diff)
	}
	for name, err := range map[string]error{
		"update":  ix.Update(t.Context(), nil, nil, 9),
		"rebuild": ix.Rebuild(t.Context(), sequence(nil), 9, nil),
		"close":   errors.Join(ErrClosed, ix.Close()),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ix.Reader(); !errors.Is(err, ErrClosed) {
		t.Errorf("reader: %v", err)
	}
}

func TestRetain(t *testing.T) {
	ix := open(t, options(t, nil))
	r, err := ix.Reader()
	if err != nil {
		t.Fatal(err)
	}
	if !r.Retain() {
		t.Fatal("an open reader cannot be kept")
	}
	closed(t, r)
	if !r.Retain() {
		t.Fatal("a kept reader cannot be kept once more")
	}
	closed(t, r)
	closed(t, r)
	if r.Retain() {
		t.Error("a closed reader can be kept")
	}
	if err := r.Close(); !errors.Is(err, ErrClosed) {
		t.Errorf("closing once too often: %v", err)
	}
	if _, err := r.Search(t.Context(), Query{Text: "焊"}, View{}); !errors.Is(err, ErrClosed) {
		t.Errorf("asking a closed reader: %v", err)
	}
}

func TestSecondOpenerIsBusy(t *testing.T) {
	dir := filled(t, corpus())
	open(t, onDisk(t, dir, nil))
	if _, err := Open(t.Context(), onDisk(t, dir, nil)); !errors.Is(err, ErrBusy) {
		t.Errorf("second opener: %v", err)
	}
}

func TestOutdated(t *testing.T) {
	nodes := corpus()
	dir := filled(t, nodes)
	other := strings.Replace(string(graph.SchemaJSON()), `"searched": true`, `"searched": false`, 1)
	schema, err := graph.ParseSchema([]byte(other))
	if err != nil {
		t.Fatal(err)
	}
	opts := onDisk(t, dir, nodes)
	opts.Schema = schema
	ix := open(t, opts)
	if !errors.Is(ix.Fault(), ErrOutdated) || ix.Position() != 0 {
		t.Fatalf("position %d, fault %v", ix.Position(), ix.Fault())
	}
	if _, err := ix.Reader(); !errors.Is(err, ErrOutdated) {
		t.Errorf("reader: %v", err)
	}
	if err := ix.Update(t.Context(), nodes, nil, 6); !errors.Is(err, ErrOutdated) {
		t.Errorf("update: %v", err)
	}
	repaired(t, ix, nodes)
}

// repaired rebuilds an index and checks that it answers.
func repaired(t *testing.T, ix *Index, nodes []graph.Node) {
	t.Helper()
	if err := ix.Rebuild(t.Context(), sequence(nodes), 6, nil); err != nil {
		t.Fatal(err)
	}
	if ix.Fault() != nil || ix.Position() != 6 {
		t.Fatalf("position %d, fault %v", ix.Position(), ix.Fault())
	}
	if got := found(t, read(t, ix), "橡胶履带"); len(got) == 0 || got[0] != "track" {
		t.Errorf("found %v", got)
	}
	update(t, ix, 7, node("new", "新来的陶瓷轴承厂", ""))
	entries, err := os.ReadDir(ix.opts.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 { // the lock, the name of the generation, the generation
		t.Errorf("left in the folder: %v", entries)
	}
}

// files returns the files of an index folder that match.
func files(t *testing.T, dir, pattern string) []string {
	t.Helper()
	matches, err := filepath.Glob(filepath.Join(dir, "g*", pattern))
	if err != nil || len(matches) == 0 {
		t.Fatalf("%s: %v %v", pattern, matches, err)
	}
	return matches
}

func rewrite(t *testing.T, path string, edit func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, edit(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// edited returns a kind of damage: one file that matches is rewritten.
func edited(pattern string, edit func([]byte) []byte) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		rewrite(t, files(t, dir, pattern)[0], edit)
	}
}

// removed returns another: the first that matches is gone, the generation itself when the pattern is empty.
func removed(pattern string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		remove(t, files(t, dir, pattern)[0])
	}
}

func TestDamage(t *testing.T) {
	half := func(data []byte) []byte { return data[:len(data)/2] }
	flipped := func(data []byte) []byte {
		for i := range 64 {
			data[len(data)/3+i] ^= 0x55
		}
		return data
	}
	tests := map[string]func(t *testing.T, dir string){
		"segment cut short":    edited("*.zap", half),
		"segment empty":        edited("*.zap", func([]byte) []byte { return nil }),
		"segment bytes turned": edited("*.zap", flipped),
		"segment gone":         removed("*.zap"),
		"contents gone":        removed(boltFile),
		"contents garbage":     edited(boltFile, func(d []byte) []byte { return []byte(strings.Repeat("x", len(d))) }),
		"generation gone":      removed(""),
		"current garbage": func(t *testing.T, dir string) {
			t.Helper()
			rewrite(t, filepath.Join(dir, currentFile), func([]byte) []byte { return []byte("../elsewhere") })
		},
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			nodes := corpus()
			dir := filled(t, nodes)
			damage(t, dir)
			ix := open(t, onDisk(t, dir, nodes))
			if !errors.Is(ix.Fault(), ErrBroken) || ix.Position() != 0 {
				t.Fatalf("position %d, fault %v", ix.Position(), ix.Fault())
			}
			if _, err := ix.Reader(); !errors.Is(err, ErrBroken) {
				t.Errorf("reader: %v", err)
			}
			repaired(t, ix, nodes)
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

// TestHalfContents: the engine can make sense of half its table of contents, or not; either way nothing panics, and an
// index that opens holds what it says.
func TestHalfContents(t *testing.T) {
	nodes := corpus()
	for _, part := range []int{1, 2, 3, 5, 7} {
		dir := filled(t, nodes)
		rewrite(t, files(t, dir, boltFile)[0], func(d []byte) []byte { return d[:len(d)*part/8] })
		ix := open(t, onDisk(t, dir, nodes))
		if err := ix.Fault(); err == nil && ix.Position() != 5 || err != nil && !errors.Is(err, ErrBroken) {
			t.Errorf("%d/8: position %d, fault %v", part, ix.Position(), err)
		}
		repaired(t, ix, nodes)
	}
}

// TestFolderDeletedUnderUs: an open index whose folder went away tells, and a rebuild brings it back.
func TestFolderDeletedUnderUs(t *testing.T) {
	nodes := corpus()
	dir := filled(t, nodes)
	ix := open(t, onDisk(t, dir, nodes))
	r := read(t, ix)
	remove(t, dir)
	if got := found(t, r, "橡胶履带"); len(got) == 0 {
		t.Error("an open reader lost its texts")
	}
	err := ix.Update(t.Context(), nodes[:1], nil, 6)
	if !errors.Is(err, ErrBroken) || !errors.Is(ix.Fault(), ErrBroken) {
		t.Fatalf("update: %v, fault: %v", err, ix.Fault())
	}
	if err := ix.Rebuild(t.Context(), sequence(nodes), 6, nil); err != nil {
		t.Fatal(err)
	}
	if got := found(t, read(t, ix), "橡胶履带"); len(got) == 0 {
		t.Error("nothing found after the rebuild")
	}
}

func TestUnfinishedRebuildIsRemoved(t *testing.T) {
	nodes := corpus()
	dir := filled(t, nodes)
	if err := os.MkdirAll(filepath.Join(dir, "g77", "scorch-offline-build1"), 0o700); err != nil {
		t.Fatal(err)
	}
	ix := open(t, onDisk(t, dir, nodes))
	if _, err := os.Stat(filepath.Join(dir, "g77")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
	if ix.Position() != 5 {
		t.Errorf("position %d", ix.Position())
	}
}

func TestFailedRebuildKeepsTheOld(t *testing.T) {
	nodes := corpus()
	ix := open(t, onDisk(t, filled(t, nodes), nodes))
	failure := errors.New("store away")
	err := ix.Rebuild(t.Context(), func(yield func(graph.Node, error) bool) {
		if yield(nodes[0], nil) {
			yield(graph.Node{}, failure)
		}
	}, 9, nil)
	if !errors.Is(err, failure) {
		t.Errorf("rebuild: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = ix.Rebuild(ctx, func(yield func(graph.Node, error) bool) {
		for i := 0; yield(nodes[i%len(nodes)], nil); i++ {
			cancel()
		}
	}, 9, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled rebuild: %v", err)
	}
	if ix.Position() != 5 || len(found(t, read(t, ix), "橡胶履带")) == 0 {
		t.Errorf("the old index is gone; position %d", ix.Position())
	}
	if left := files(t, ix.opts.Dir, boltFile); len(left) != 1 {
		t.Errorf("left over: %v", left)
	}
}

// TestHangingEngine: a write that never ends is reported in time, and a rebuild leaves the engine behind.
func TestHangingEngine(t *testing.T) {
	nodes := corpus()
	opts := onDisk(t, t.TempDir(), nodes)
	opts.Timeout = 50 * time.Millisecond
	ix := open(t, opts)
	ix.engine.pending = make(chan error) // of a write whose merger died
	r := read(t, ix)
	if err := ix.Update(t.Context(), nodes, nil, 1); !errors.Is(err, ErrBroken) {
		t.Fatalf("update: %v", err)
	}
	if !errors.Is(ix.Fault(), ErrBroken) {
		t.Errorf("fault: %v", ix.Fault())
	}
	if result := ask(t, r, Query{Text: "焊"}, View{}); result.Total != 0 {
		t.Errorf("%+v", result)
	}
	ix.opts.Timeout = 10 * time.Second
	if err := ix.Rebuild(t.Context(), sequence(nodes), 1, nil); err != nil {
		t.Fatal(err)
	}
	if ix.Fault() != nil || ix.Position() != 1 {
		t.Errorf("position %d, fault %v", ix.Position(), ix.Fault())
	}
}

// TestAbandonedWrite: a caller whose time is up leaves a write running, and the next one waits for it.
func TestAbandonedWrite(t *testing.T) {
	nodes := corpus()
	ix := open(t, options(t, nodes))
	running := make(chan error, 1)
	ix.engine.pending = running
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ix.Update(ctx, nodes, nil, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("update: %v", err)
	}
	if ix.Fault() != nil {
		t.Errorf("fault: %v", ix.Fault())
	}
	running <- nil
	update(t, ix, 1, nodes...)
}

func TestCancelledQuestion(t *testing.T) {
	r := indexed(t, corpus()...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Search(ctx, Query{Text: "焊接"}, View{}); !errors.Is(err, context.Canceled) {
		t.Errorf("search: %v", err)
	}
	if _, err := r.Scores(ctx, "焊接", View{}); !errors.Is(err, context.Canceled) {
		t.Errorf("scores: %v", err)
	}
	if _, err := r.Names(ctx, "南京", 1, View{}); !errors.Is(err, context.Canceled) {
		t.Errorf("names: %v", err)
	}
}

// TestLateNumbers: a node that has no number yet is in no answer until it has one.
func TestLateNumbers(t *testing.T) {
	nodes := corpus()
	opts := options(t, nodes)
	late := numbers{}
	opts.Numbering = late
	ix := open(t, opts)
	update(t, ix, 1, nodes...)
	before := read(t, ix)
	if got := found(t, before, "焊丝"); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	late["t:weld"] = 40
	after := read(t, ix)
	if hits := ask(t, after, Query{Text: "焊丝"}, View{}).Hits; len(hits) != 1 || hits[0].N != 40 {
		t.Errorf("found %+v", hits)
	}
	if got := found(t, before, "焊丝"); len(got) != 0 {
		t.Errorf("an older reader finds %v", got)
	}
	if of := after.Lengths(FieldBigrams, View{}).Of; len(of) != 41 || of[40] == 0 {
		t.Errorf("lengths %v", of)
	}
}

func TestOptionsAreRequired(t *testing.T) {
	if _, err := Open(t.Context(), Options{}); err == nil {
		t.Error("an index without a lexicon opens")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), onDisk(t, file, nil)); err == nil {
		t.Error("an index opens in a file")
	}
}
