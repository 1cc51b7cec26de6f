package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/transfer"
)

func named(name string) func(*transfer.Options) {
	return func(o *transfer.Options) { o.Load = name }
}

func undo(tb testing.TB, s transfer.Undoable, load string, change ...func(*transfer.UndoOptions)) (*transfer.UndoReport, error) {
	tb.Helper()
	dir := tb.TempDir()
	options := transfer.UndoOptions{TempDir: dir}
	for _, c := range change {
		c(&options)
	}
	report, err := transfer.Undo(tb.Context(), s, load, options)
	if left, leftErr := os.ReadDir(dir); leftErr != nil || len(left) > 0 {
		tb.Errorf("left behind: %v, %v", left, leftErr)
	}
	return report, err
}

func mustUndo(tb testing.TB, s transfer.Undoable, load string, change ...func(*transfer.UndoOptions)) *transfer.UndoReport {
	tb.Helper()
	report, err := undo(tb, s, load, change...)
	if err != nil {
		tb.Fatalf("undo %s: %v", load, err)
	}
	return report
}

func force(o *transfer.UndoOptions) { o.Force = true }

// second changes, makes, moves and deletes records of the small network.
func second() text {
	return lines(
		`{"node":{"id":"local:firm","kind":"enterprise","name":"改名","sources":[{"title":"名录"}]}}`,
		`{"node":{"id":"local:new","kind":"institute","name":"新所"}}`,
		`{"edge":{"id":"e:c","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:new"}}`,
		`{"edge":{"id":"e:n","relation":"COLLABORATES_WITH","from":"local:new","to":"local:univ"}}`,
		`{"delete":{"node":"local:yang","edges":true}}`,
	)
}

func TestUndo(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	before := content(t, s)
	mustLoad(t, s, second(), named("second"))
	after := content(t, s)
	report := mustUndo(t, s, "second")
	equal(t, "report", *report, transfer.UndoReport{Load: "second", Name: "undo:second", Restored: 6, Revision: head(t, s)})
	equal(t, "content", content(t, s), before)
	at := head(t, s)
	equal(t, "undoing it again", *mustUndo(t, s, "second"), transfer.UndoReport{Load: "second", Name: "undo:second"})
	equal(t, "head", head(t, s), at)
	mustUndo(t, s, "undo:second")
	equal(t, "undoing the undo", content(t, s), after)
	if _, err := undo(t, s, "none"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("unknown load: %v", err)
	}
}

func TestUndoEverything(t *testing.T) {
	s := open(t)
	var list []string
	for i := range 3000 { // enough for the one pass over all edges
		list = append(list, fmt.Sprintf(`{"node":{"id":"local:%d","kind":"enterprise","name":"企业"}}`, i),
			fmt.Sprintf(`{"edge":{"id":"e:%d","relation":"SUPPLIES_TO","from":"local:%d","to":"local:%d"}}`, i, i, i/2))
	}
	mustLoad(t, s, lines(list...), named("all"))
	var last transfer.Progress
	report := mustUndo(t, s, "all", func(o *transfer.UndoOptions) {
		o.Batch = 500
		o.Progress = func(p transfer.Progress) { last = p }
	})
	equal(t, "restored", report.Restored, 6000)
	equal(t, "progress", last, transfer.Progress{Phase: transfer.PhaseWrite, Done: 6000, Total: 6000})
	equal(t, "left", ids(t, s), "")
	mustLoad(t, s, lines(list...), named("all"))
	equal(t, "loaded again", len(nodes(t, s)), 3000)
	mustLoad(t, s, lines(`{"edge":{"id":"x:1","relation":"SUPPLIES_TO","from":"local:5","to":"local:5"}}`))
	_, err := undo(t, s, "all")
	var conflicts *transfer.ConflictsError
	if !errors.As(err, &conflicts) {
		t.Fatalf("error is %v", err)
	}
	equal(t, "conflicts", conflicts.Conflicts, []transfer.Conflict{{ID: "local:5", Reason: transfer.ReasonEdges, Edges: 1}})
}

func TestUndoConflicts(t *testing.T) {
	for name, c := range map[string]struct {
		others []string // rows loaded by others after the second load
		want   transfer.Conflict
		forced string // ids after a forced undo
	}{
		"changed": {
			[]string{`{"node":{"id":"local:firm","kind":"enterprise","name":"再改"}}`},
			transfer.Conflict{ID: "local:firm", Reason: transfer.ReasonChanged, Have: 3, Left: 2},
			"local:firm local:univ local:yang appointed e:c",
		},
		"changed what the load made": {
			[]string{`{"node":{"id":"local:new","kind":"institute","name":"改所"}}`},
			transfer.Conflict{ID: "local:new", Reason: transfer.ReasonChanged, Have: 2, Left: 1},
			"local:firm local:univ local:yang appointed e:c",
		},
		"made what the load deleted": {
			[]string{`{"node":{"id":"local:yang","kind":"talent","name":"另一人"}}`},
			transfer.Conflict{ID: "local:yang", Reason: transfer.ReasonChanged, Have: 1},
			"local:firm local:univ local:yang appointed e:c",
		},
		"deleted what the load changed": {
			[]string{`{"delete":{"edge":"e:c","relation":"COLLABORATES_WITH"}}`},
			transfer.Conflict{ID: "e:c", Relation: graph.RelCollaboratesWith, Reason: transfer.ReasonChanged, Left: 2},
			"local:firm local:univ local:yang appointed e:c",
		},
		"deleted and made anew": {
			[]string{`{"delete":{"edge":"e:n","relation":"COLLABORATES_WITH"}}`, `{"edge":{"id":"e:n","relation":"COLLABORATES_WITH","from":"local:new","to":"local:univ","properties":{"mode":"service"}}}`},
			transfer.Conflict{ID: "e:n", Relation: graph.RelCollaboratesWith, Reason: transfer.ReasonChanged, Have: 1, Left: 1},
			"local:firm local:univ local:yang appointed e:c",
		},
		"edges of others": {
			[]string{`{"edge":{"id":"x:1","relation":"COLLABORATES_WITH","from":"local:new","to":"local:new"}}`},
			transfer.Conflict{ID: "local:new", Reason: transfer.ReasonEdges, Edges: 1},
			"local:firm local:univ local:yang appointed e:c",
		},
		"end is gone": {
			[]string{`{"delete":{"node":"local:univ","edges":true}}`},
			transfer.Conflict{ID: "e:c", Relation: graph.RelCollaboratesWith, Reason: transfer.ReasonEnds, Have: 2, Left: 2},
			"local:firm local:yang",
		},
	} {
		s := open(t)
		mustLoad(t, s, small())
		mustLoad(t, s, second(), named("second"))
		for _, row := range c.others {
			mustLoad(t, s, lines(row))
		}
		before := content(t, s)
		_, err := undo(t, s, "second")
		var conflicts *transfer.ConflictsError
		if !errors.As(err, &conflicts) || !errors.Is(err, graph.ErrConflict) || conflicts.Total < 1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found := false
		for _, have := range conflicts.Conflicts {
			found = found || have == c.want
		}
		if !found {
			t.Errorf("%s: conflicts are %+v, want %+v", name, conflicts.Conflicts, c.want)
		}
		equal(t, name+": content", content(t, s), before)
		mustUndo(t, s, "second", force)
		have := strings.NewReplacer(appointed(t), "appointed").Replace(ids(t, s))
		equal(t, name+": forced", have, c.forced)
	}
}

// appointed is the generated id of the small network's appointment.
func appointed(t *testing.T) string {
	t.Helper()
	s := open(t)
	mustLoad(t, s, small())
	return string(edges(t, s)[0].ID)
}

// An undo that breaks off at any batch goes on when it is repeated.
func TestBrokenUndo(t *testing.T) {
	var list []string
	for i := range 30 {
		list = append(list, fmt.Sprintf(`{"node":{"id":"local:%d","kind":"enterprise","name":"企业"}}`, i),
			fmt.Sprintf(`{"edge":{"id":"e:%d","relation":"SUPPLIES_TO","from":"local:%d","to":"local:univ"}}`, i, i),
			fmt.Sprintf(`{"edge":{"id":"e:m%d","relation":"SUPPLIES_TO","from":"local:m%d","to":"local:%d"}}`, i, i, i))
	}
	base := []string{`{"node":{"id":"local:univ","kind":"enterprise","name":"总公司"}}`}
	for i := range 30 {
		base = append(base, fmt.Sprintf(`{"node":{"id":"local:m%d","kind":"enterprise","name":"老企业"}}`, i),
			fmt.Sprintf(`{"edge":{"id":"e:m%d","relation":"SUPPLIES_TO","from":"local:m%d","to":"local:univ"}}`, i, i))
	}
	for at := range 9 {
		for _, written := range []bool{false, true} {
			s := open(t)
			mustLoad(t, s, lines(base...))
			before := content(t, s)
			mustLoad(t, s, lines(list...), named("load"))
			in10 := func(o *transfer.UndoOptions) { o.Batch = 10 }
			if _, err := undo(t, &fragile{Store: s, left: at, written: written}, "load", in10); !errors.Is(err, errBroken) {
				t.Fatalf("broken at %d: %v", at, err)
			}
			report := mustUndo(t, s, "load", in10)
			equal(t, "all records", report.Restored+report.Already, 90)
			equal(t, "content", content(t, s), before)
		}
	}
}

func TestUndoCancelled(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small(), named("load"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := transfer.Undo(ctx, s, "load", transfer.UndoOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if _, err := transfer.Undo(t.Context(), s, "load", transfer.UndoOptions{Batch: -1}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("error is %v", err)
	}
}

// meddling is a store in which somebody changes a record between examining and
// writing.
type meddling struct {
	graph.Store
	change func()
}

func (m *meddling) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	if m.change != nil {
		m.change()
		m.change = nil
	}
	return m.Store.Apply(ctx, b)
}

func TestUndoChangedMeanwhile(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	mustLoad(t, s, lines(`{"node":{"id":"local:firm","kind":"enterprise","name":"二"}}`), named("load"))
	_, err := undo(t, &meddling{s, func() { mustLoad(t, s, lines(`{"node":{"id":"local:firm","kind":"enterprise","name":"三"}}`)) }}, "load")
	if !errors.Is(err, graph.ErrConflict) {
		t.Errorf("error is %v", err)
	}
	if n, err := s.Node(t.Context(), "local:firm"); err != nil || n.Name != "三" {
		t.Errorf("node is %v, %v", n, err)
	}
}

// Whatever a load does, undoing it brings the network back.
func TestUndoBringsBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t)
		if items := randomNetwork(rt); len(items) > 0 {
			if _, err := s.Apply(t.Context(), graph.Batch{Items: items}); err != nil {
				rt.Fatal(err)
			}
		}
		before := content(t, s)
		for range rapid.IntRange(1, 4).Draw(rt, "batches") {
			items := randomNetwork(rt)
			for range rapid.IntRange(0, 3).Draw(rt, "deletes") {
				items = append(items, graph.Item{Op: graph.OpDeleteNode, ID: graph.ID(fmt.Sprintf("local:%d", rapid.IntRange(0, 8).Draw(rt, "delete"))), WithEdges: true})
			}
			if len(items) == 0 {
				continue
			}
			_, err := s.Apply(t.Context(), graph.Batch{Items: items, Load: "load"})
			if err != nil && !errors.Is(err, graph.ErrInvalid) && !errors.Is(err, graph.ErrNotFound) {
				rt.Fatal(err)
			}
		}
		if _, err := undo(t, s, "load"); err != nil && !errors.Is(err, graph.ErrNotFound) {
			rt.Fatal(err)
		}
		equal(t, "content", content(t, s), before)
		if t.Failed() {
			rt.Fatal("not brought back")
		}
	})
}
