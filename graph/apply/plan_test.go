package apply_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// network is what most cases find: a owns b and itself, b is part of c.
func network(t *testing.T) *memory {
	t.Helper()
	m := newMemory()
	m.apply(t,
		putNode("a", "team", "甲"), putNode("b", "team", "乙"), putNode("c", "team", "丙"),
		putEdge("OWNS", "e:ab", "a", "b"), putEdge("OWNS", "e:aa", "a", "a"), putEdge("PART_OF", "e:bc", "b", "c"),
	)
	return m
}

func TestPlan(t *testing.T) {
	cases := []struct {
		name  string
		items []graph.Item
		log   []string // operation, id, version of each entry
	}{
		{"a new record", []graph.Item{putNode("d", "team", "丁")}, []string{"put_node d 1"}},
		{"an equal one is not logged", []graph.Item{putNode("a", "team", "甲"), putEdge("OWNS", "e:ab", "a", "b")}, nil},
		{"a changed one", []graph.Item{putNode("a", "team", "甲甲")}, []string{"put_node a 2"}},
		{"changed twice", []graph.Item{putNode("a", "team", "子"), putNode("a", "team", "丑")}, []string{"put_node a 2", "put_node a 3"}},
		{"changed and changed back", []graph.Item{putNode("a", "team", "子"), putNode("a", "team", "甲")}, []string{"put_node a 2", "put_node a 3"}},
		{"an edge before its nodes", []graph.Item{putEdge("OWNS", "e:de", "d", "e"), putNode("d", "team", "丁"), putNode("e", "team", "戊")}, []string{"put_edge e:de 1", "put_node d 1", "put_node e 1"}},
		{"an edge moved", []graph.Item{putEdge("OWNS", "e:ab", "c", "b")}, []string{"put_edge e:ab 2"}},
		{"an edge deleted", []graph.Item{deleteEdge("OWNS", "e:ab")}, []string{"delete_edge e:ab 1"}},
		{"made anew", []graph.Item{deleteEdge("OWNS", "e:ab"), putEdge("PART_OF", "e:ab", "a", "b")}, []string{"delete_edge e:ab 1", "put_edge e:ab 1"}},
		{"deleted with edges, those first, by id", []graph.Item{deleteWithEdges("a")}, []string{"delete_edge e:aa 1", "delete_edge e:ab 1", "delete_node a 1"}},
		{"an edge of the batch goes with its node", []graph.Item{putEdge("OWNS", "e:ca", "c", "a"), deleteWithEdges("a")}, []string{"put_edge e:ca 1", "delete_edge e:aa 1", "delete_edge e:ab 1", "delete_edge e:ca 1", "delete_node a 1"}},
		{"an edge moved away stays", []graph.Item{putEdge("OWNS", "e:ab", "c", "b"), deleteWithEdges("a")}, []string{"put_edge e:ab 2", "delete_edge e:aa 1", "delete_node a 1"}},
		{"edges may go after their node", []graph.Item{deleteNode("c"), deleteEdge("PART_OF", "e:bc")}, []string{"delete_node c 1", "delete_edge e:bc 1"}},
		{"the node comes back", []graph.Item{deleteWithEdges("a"), putNode("a", "enterprise", "新")}, []string{"delete_edge e:aa 1", "delete_edge e:ab 1", "delete_node a 1", "put_node a 1"}},
		{"expected versions", []graph.Item{expecting(1, putNode("a", "team", "子")), expecting(2, putNode("a", "team", "丑")), expecting(0, putNode("d", "team", "丁"))}, []string{"put_node a 2", "put_node a 3", "put_node d 1"}},
		{"an edge under another relation has version 0", []graph.Item{deleteEdge("OWNS", "e:ab"), expecting(0, putEdge("PART_OF", "e:ab", "a", "b"))}, []string{"delete_edge e:ab 1", "put_edge e:ab 1"}},
	}
	for _, c := range cases {
		for _, knows := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, fresh ids known %v", c.name, knows), func(t *testing.T) {
				m := network(t)
				m.knows = knows
				p, err := m.plan(t.Context(), c.items...)
				if err != nil {
					t.Fatal(err)
				}
				var log []string
				for i, e := range p.Entries {
					log = append(log, fmt.Sprint(e.Op, " ", e.ID, " ", e.Version))
					if want := m.head + graph.Revision(i) + 1; e.Revision != want {
						t.Errorf("entry %d has revision %d, want %d", i, e.Revision, want)
					}
				}
				if diff := cmp.Diff(c.log, log); diff != "" {
					t.Errorf("log (-want +have):\n%s", diff)
				}
				if want := m.head + graph.Revision(len(c.log)); p.Last != want {
					t.Errorf("last revision %d, want %d", p.Last, want)
				}
			})
		}
	}
}

func TestRefused(t *testing.T) {
	cases := []struct {
		name     string
		items    []graph.Item
		problems []string // or
		err      error
	}{
		{name: "other kind", items: []graph.Item{putNode("a", "enterprise", "甲")}, problems: []string{"/items/0/node/kind other_kind kind=team"}},
		{name: "other relation", items: []graph.Item{putEdge("PART_OF", "e:ab", "a", "b")}, problems: []string{"/items/0/edge/relation other_relation relation=OWNS"}},
		{name: "missing ends", items: []graph.Item{putEdge("OWNS", "e:1", "x", "y")}, problems: []string{"/items/0/edge/from unknown_node id=x", "/items/0/edge/to unknown_node id=y"}},
		{name: "an end deleted later", items: []graph.Item{putEdge("OWNS", "e:1", "b", "c"), deleteEdge("PART_OF", "e:bc"), deleteNode("c")}, problems: []string{"/items/0/edge/to unknown_node id=c", "/items/2/delete/node has_edges id=c count=1"}},
		{name: "edges left", items: []graph.Item{deleteNode("a")}, problems: []string{"/items/0/delete/node has_edges id=a count=2"}},
		{name: "edges left but one", items: []graph.Item{deleteEdge("OWNS", "e:aa"), deleteNode("a")}, problems: []string{"/items/1/delete/node has_edges id=a count=1"}},
		{name: "an edge put after its node went", items: []graph.Item{deleteWithEdges("a"), putEdge("OWNS", "e:ca", "c", "a")}, problems: []string{"/items/0/delete/node has_edges id=a count=1", "/items/1/edge/to unknown_node id=a"}},
		{name: "all problems together", items: []graph.Item{putNode("a", "x", "甲"), putEdge("OWNS", "e:1", "a", "y"), deleteNode("c")}, problems: []string{"/items/0/node/kind other_kind kind=team", "/items/1/edge/to unknown_node id=y", "/items/2/delete/node has_edges id=c count=1"}},
		{name: "no such node", items: []graph.Item{deleteNode("x")}, err: graph.ErrNotFound},
		{name: "deleted twice", items: []graph.Item{deleteWithEdges("a"), deleteNode("a")}, err: graph.ErrNotFound},
		{name: "no such edge", items: []graph.Item{deleteEdge("OWNS", "e:x")}, err: graph.ErrNotFound},
		{name: "an edge of another relation", items: []graph.Item{deleteEdge("PART_OF", "e:ab")}, err: graph.ErrNotFound},
		{name: "another version", items: []graph.Item{expecting(2, putNode("a", "team", "甲"))}, err: graph.ErrConflict},
		{name: "it must not exist", items: []graph.Item{expecting(0, putNode("a", "team", "甲"))}, err: graph.ErrConflict},
		{name: "a version under another relation", items: []graph.Item{expecting(1, putEdge("PART_OF", "e:ab", "a", "b"))}, err: graph.ErrConflict},
		{name: "a conflict goes before problems", items: []graph.Item{putNode("a", "x", "甲"), expecting(7, deleteNode("b"))}, err: graph.ErrConflict},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := network(t).plan(t.Context(), c.items...)
			if c.err != nil && !errors.Is(err, c.err) {
				t.Errorf("error is %v, want %v", err, c.err)
			}
			if diff := cmp.Diff(c.problems, problems(err)); diff != "" {
				t.Errorf("problems (-want +have):\n%s", diff)
			}
		})
	}
}

// TestStands: an entry stands when its record is in the end as the entry leaves it.
func TestStands(t *testing.T) {
	m := network(t)
	p, err := m.plan(t.Context(),
		putNode("a", "team", "子"), putNode("a", "team", "丑"), putNode("d", "team", "丁"), deleteNode("d"), putEdge("OWNS", "e:ab", "b", "a"), deleteEdge("PART_OF", "e:bc"))
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for i := range p.Entries {
		at, stands := p.Entries[i].Stands()
		have = append(have, fmt.Sprint(p.Entries[i].ID, " ", stands, " ", at != 0))
	}
	want := []string{"a false false", "a true true", "d false false", "d false false", "e:ab true true", "e:bc false false"}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("entries (-want +have):\n%s", diff)
	}
	image, err := p.Entries[0].Image()
	if want := `{"id":"a","kind":"team","name":"子","visibility":"public","version":2,"revision":7}`; err != nil || string(image) != want {
		t.Errorf("image %s, %v, want %s", image, err, want)
	}
	if image, err := p.Entries[3].Image(); image != nil || err != nil {
		t.Errorf("a delete has the image %s, %v", image, err)
	}
	was, err := p.Nodes["a"].WasImage()
	if want := `{"id":"a","kind":"team","name":"甲","visibility":"public","version":1,"revision":1}`; err != nil || string(was) != want {
		t.Errorf("image before %s, %v, want %s", was, err, want)
	}
}
