package localstore_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/localstore"
)

// sound checks the whole file.
func sound(tb testing.TB, s *localstore.Store) {
	tb.Helper()
	findings, err := s.Verify(tb.Context())
	if err != nil || len(findings) > 0 {
		tb.Errorf("verify: %v, %v", findings, err)
	}
}

func putNode(id graph.ID, name string) graph.Item {
	n := graph.Node{ID: id, Kind: graph.KindTeam, Name: name, Common: graph.Common{Sources: []graph.Source{{Title: "测试"}}}}
	n.Normalise()
	return graph.Item{Op: graph.OpPutNode, Node: &n}
}

func putEdge(id, from, to graph.ID) graph.Item {
	e := graph.Edge{ID: id, Relation: graph.RelPartOf, From: from, To: to}
	e.Normalise()
	return graph.Item{Op: graph.OpPutEdge, Edge: &e}
}

func apply(tb testing.TB, s graph.Store, items ...graph.Item) graph.Revision {
	tb.Helper()
	revision, err := s.Apply(tb.Context(), graph.Batch{Items: items})
	if err != nil {
		tb.Fatal(err)
	}
	return revision
}

func TestStats(t *testing.T) {
	s := openIn(t, t.TempDir(), graphtest.NewClock().Now)
	apply(t, s, putNode("local:a", "甲"), putNode("local:b", "乙"), putEdge("e:1", "local:a", "local:b"))
	apply(t, s, putNode("local:a", "丙"))
	have, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if have.LogBytes == 0 || have.FileBytes == 0 {
		t.Errorf("sizes are missing: %+v", have)
	}
	have.FileBytes, have.LogBytes = 0, 0
	if want := (localstore.Stats{Nodes: 2, Edges: 1, Changes: 4}); have != want {
		t.Errorf("stats are %+v, want %+v", have, want)
	}
	if err := s.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if have, err = s.Stats(t.Context()); err != nil || have.LogBytes != 0 {
		t.Errorf("after a checkpoint: %+v, %v", have, err)
	}
	sound(t, s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestBackup(t *testing.T) {
	clock := graphtest.NewClock()
	s := openIn(t, t.TempDir(), clock.Now)
	apply(t, s, putNode("local:a", "甲"), putNode("local:b", "乙"), putEdge("e:1", "local:a", "local:b"))
	dir := t.TempDir()
	copied := filepath.Join(dir, "network.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), copied); !errors.Is(err, fs.ErrExist) {
		t.Errorf("backing up onto a file: %v, want fs.ErrExist", err)
	}
	apply(t, s, putNode("local:a", "丙"))
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	restored := openIn(t, dir, clock.Now)
	sound(t, restored)
	n, err := restored.Node(t.Context(), "local:a")
	if err != nil || n.Name != "甲" {
		t.Errorf("node is %v, %v", n, err)
	}
	if head, err := restored.Head(t.Context()); err != nil || head != 3 {
		t.Errorf("head is %d, %v", head, err)
	}
	if err := restored.Close(); err != nil {
		t.Error(err)
	}
}

// A node that a scan did not know at its beginning, and one that it no longer finds.
func TestScanMeetsNewAndDeletedNodes(t *testing.T) {
	s := openIn(t, t.TempDir(), graphtest.NewClock().Now)
	var items []graph.Item
	for i := range 3000 {
		id := graph.ID("local:" + string(rune('一'+i)))
		items = append(items, putNode(id, "组"), putEdge("e:"+graph.ID(string(rune('一'+i))), id, id))
	}
	apply(t, s, items...)
	seen := make(map[graph.ID]graph.Edge)
	for e, err := range s.Edges(t.Context(), graph.EdgeFilter{AnyOrder: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(seen) == 0 {
			apply(t, s, putNode("local:new", "新"), putEdge("e:new", "local:new", "local:new"))
		}
		seen[e.ID] = e
	}
	for e, err := range s.Edges(t.Context(), graph.EdgeFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if have, found := seen[e.ID]; found {
			if diff := cmp.Diff(e, have, cmp.Comparer(func(a, b graph.Date) bool { return a == b })); diff != "" {
				t.Errorf("a scan and a stream differ (-stream +scan):\n%s", diff)
			}
		} else if e.ID != "e:new" {
			t.Errorf("%s is missing from the scan", e.ID)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
