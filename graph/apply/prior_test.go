package apply_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// keeper notes what it is told; loads beyond dead are live.
type keeper struct {
	dead int64
	kept []graph.ID // records of which the load has entries
	said []string
	err  error
}

func (k *keeper) Live(_ context.Context, load int64) (bool, error) { return load > k.dead, k.err }

func (k *keeper) Kept(_ context.Context, _ int64, _ bool, id graph.ID) (bool, error) {
	return slices.Contains(k.kept, id), k.err
}

func (k *keeper) Keep(_ context.Context, e apply.Prior) error {
	was := "absent"
	if e.Image != nil {
		was = "as it was"
	}
	k.said = append(k.said, fmt.Sprintf("load %d keeps %s%s %s, leaves %d", e.Load, e.ID, e.Relation, was, e.Left))
	return k.err
}

func (k *keeper) Made(_ bool, id graph.ID, relation graph.Relation) {
	k.said = append(k.said, fmt.Sprintf("made %s%s", id, relation))
}

// TestKeepPriors: load 3 meets records that load 2 made (c, e:bc) and that no load or one
// that was undone carries (a, b, e:ab), and its own (d, e:dd).
func TestKeepPriors(t *testing.T) {
	cases := []struct {
		name    string
		load    int64
		kept    []graph.ID
		items   []graph.Item
		records int64
		said    []string
		carry   []string // touched records that carry a load's number
	}{
		{"made", 3, nil, []graph.Item{putNode("x", "team", "新"), putEdge("OWNS", "e:x", "x", "a")}, 2, []string{"made x", "made e:xOWNS"}, []string{"x 3", "e:x 3"}},
		{"made anew what it had deleted", 3, []graph.ID{"x"}, []graph.Item{putNode("x", "team", "新")}, 0, []string{"load 3 keeps x absent, leaves 1"}, nil},
		{"changed", 3, nil, []graph.Item{putNode("a", "team", "新")}, 1, []string{"load 3 keeps a as it was, leaves 2"}, nil},
		{"changed again", 3, []graph.ID{"a"}, []graph.Item{putNode("a", "team", "新")}, 0, []string{"load 3 keeps a as it was, leaves 2"}, nil},
		{"deleted", 3, nil, []graph.Item{deleteEdge("OWNS", "e:ab")}, 1, []string{"load 3 keeps e:abOWNS as it was, leaves 0"}, nil},
		{"changed its own", 3, nil, []graph.Item{putNode("d", "team", "新")}, 0, nil, []string{"d 3"}},
		{"deleted its own", 3, nil, []graph.Item{deleteEdge("OWNS", "e:dd")}, 0, []string{"load 3 keeps e:ddOWNS absent, leaves 0"}, nil},
		{"its own under another relation", 3, nil, []graph.Item{deleteEdge("OWNS", "e:dd"), putEdge("PART_OF", "e:dd", "d", "d")}, 0, []string{"made e:ddPART_OF"}, []string{"e:dd 3"}},
		{"changed another's", 3, nil, []graph.Item{putNode("c", "team", "新")}, 1, []string{"load 2 keeps c absent, leaves 1", "load 3 keeps c as it was, leaves 2"}, nil},
		{"changed an undone one's", 3, nil, []graph.Item{putNode("b", "team", "新")}, 1, []string{"load 3 keeps b as it was, leaves 2"}, nil},
		{"no load makes", 0, nil, []graph.Item{putNode("x", "team", "新")}, 0, nil, nil},
		{"no load changes", 0, nil, []graph.Item{putNode("a", "team", "新"), putNode("c", "team", "新")}, 0, []string{"load 2 keeps c absent, leaves 1"}, nil},
		{"no load deletes", 0, nil, []graph.Item{deleteEdge("PART_OF", "e:bc")}, 0, []string{"load 2 keeps e:bcPART_OF absent, leaves 1"}, nil},
		{"made and deleted in one batch", 3, nil, []graph.Item{putNode("x", "team", "新"), deleteNode("x")}, 1, []string{"load 3 keeps x absent, leaves 0"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := network(t)
			m.apply(t, putNode("d", "team", "丁"), putEdge("OWNS", "e:dd", "d", "d"))
			carry(m.nodes, map[graph.ID]int64{"b": 1, "c": 2, "d": 3})
			carry(m.edges, map[graph.ID]int64{"e:bc": 2, "e:dd": 3})
			p, err := m.plan(t.Context(), c.items...)
			if err != nil {
				t.Fatal(err)
			}
			k := &keeper{dead: 1, kept: c.kept}
			records, err := p.KeepPriors(t.Context(), c.load, k)
			if err != nil || records != c.records {
				t.Errorf("%d records, %v, want %d", records, err, c.records)
			}
			if diff := cmp.Diff(c.said, k.said); diff != "" {
				t.Errorf("keeper (-want +have):\n%s", diff)
			}
			if diff := cmp.Diff(c.carry, carried(p)); diff != "" {
				t.Errorf("carried (-want +have):\n%s", diff)
			}
			k.err = errors.New("no disk")
			if _, err := p.KeepPriors(t.Context(), 9, k); !errors.Is(err, k.err) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func carry[R apply.Row](records map[graph.ID]record[R], loads map[graph.ID]int64) {
	for id, load := range loads {
		r := records[id]
		r.stamp.Load = load
		records[id] = r
	}
}

func carried(p *apply.Plan[place]) (out []string) {
	for _, n := range p.TouchedNodes {
		if n.Exists && n.Stamp.Load != 0 {
			out = append(out, fmt.Sprint(n.ID, " ", n.Stamp.Load))
		}
	}
	for _, e := range p.TouchedEdges {
		if e.Exists && e.Stamp.Load != 0 {
			out = append(out, fmt.Sprint(e.ID, " ", e.Stamp.Load))
		}
	}
	return out
}

// TestUndo: entries come back as what undoes them, in the order of [graph.Loads.Prior].
func TestUndo(t *testing.T) {
	node, edge := putNode("a", "team", "甲"), putEdge("OWNS", "e:1", "a", "b")
	node.Node.Version, edge.Edge.Version = 4, 5
	entries := []apply.Prior{
		{Edge: true, ID: "e:2", Relation: "OWNS", Left: 1},
		{ID: "b", Left: 2},
		{ID: "a", Image: []byte(`{"id":"a","kind":"team","name":"甲","visibility":"public","version":4}`), Left: 5},
		{Edge: true, ID: "e:1", Relation: "OWNS", Image: []byte(`{"id":"e:1","relation":"OWNS","from":"a","to":"b","visibility":"public","version":5}`)},
	}
	want := []graph.Prior{{Restore: deleteEdge("OWNS", "e:2"), Left: 1}, {Restore: deleteNode("b"), Left: 2}, {Restore: node, Left: 5}, {Restore: edge}}
	for i := range entries {
		if part := entries[i].Part(); part != i {
			t.Errorf("entry %d is of part %d", i, part)
		}
		have, err := entries[i].Undo()
		if diff := cmp.Diff(want[i], have, cmpopts.EquateComparable(graph.Date{})); diff != "" || err != nil {
			t.Errorf("entry %d (-want +have): %v\n%s", i, err, diff)
		}
	}
	damaged := apply.Prior{ID: "a", Image: []byte("{")}
	if p, err := damaged.Undo(); err == nil {
		t.Errorf("damaged: read as %v", p)
	}
}
