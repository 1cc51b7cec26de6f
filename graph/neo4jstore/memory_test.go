package neo4jstore

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
)

// manyTeams are as many as make the writer read all ids.
func manyTeams(name string) []graph.Item {
	items := make([]graph.Item, manyItems)
	for i := range items {
		items[i] = putTeam(graph.ID(fmt.Sprintf("local:%s%d", name, i)))
	}
	return items
}

func partOf(id, from, to graph.ID) graph.Item {
	e := graph.Edge{ID: id, Relation: graph.RelPartOf, From: from, To: to}
	e.Normalise()
	return graph.Item{Op: graph.OpPutEdge, Edge: &e}
}

func mustPut(tb testing.TB, s *Store, load string, items ...graph.Item) graph.Revision {
	tb.Helper()
	revision, err := s.Apply(tb.Context(), graph.Batch{Items: items, Load: load})
	if err != nil {
		tb.Fatal(err)
	}
	return revision
}

// TestKnownIDs: what is new is not looked up; what another program has put there in the
// meantime is met nevertheless.
func TestKnownIDs(t *testing.T) {
	s, _ := opened(t)
	mustPut(t, s, "", putTeam("local:early"), partOf("e:early", "local:early", "local:early"))
	if s.writer.all.hashes != nil {
		t.Error("a small batch reads all ids")
	}
	mustPut(t, s, "", manyTeams("a")...)
	for id, lacks := range map[graph.ID]bool{"local:early": false, "e:early": false, "local:a7": false, "local:b7": true} {
		if s.writer.all.lacks(id) != lacks {
			t.Errorf("%s: lacking is %v", id, !lacks)
		}
	}
	by(t, s, "CREATE (:Entity:Team {id: 'local:b7', kind: 'team', name: 'put there', visibility: 'public', synthetic: false})")
	head := mustPut(t, s, "", manyTeams("b")...)
	if want := graph.Revision(2*manyItems + 2); head != want {
		t.Errorf("head %d, want %d", head, want)
	}
	if n, err := s.Node(t.Context(), "local:b7"); err != nil || n.Name != "组" {
		t.Errorf("node %v, %v", n, err)
	}
	if s.writer.all.hashes != nil || !s.writer.many {
		t.Error("what did not hold is believed further")
	}
	if again := mustPut(t, s, "", manyTeams("b")...); again != head {
		t.Errorf("the same again moves the head to %d", again)
	}
}

// TestPlaceTaken: an end is not taken for the node that has got its place, nor for one
// that has left the network.
func TestPlaceTaken(t *testing.T) {
	s, _ := opened(t)
	mustPut(t, s, "", putTeam("local:a"), putTeam("local:b"))
	s.writer.places["local:a"] = s.writer.places["local:b"]
	mustPut(t, s, "", partOf("e:1", "local:a", "local:b"))
	if e, err := s.Edge(t.Context(), graph.RelPartOf, "e:1"); err != nil || e.From != "local:a" || e.To != "local:b" {
		t.Errorf("edge %v, %v", e, err)
	}
	by(t, s, "MATCH (n:Team {id: 'local:b'}) REMOVE n:Entity")
	_, err := s.Apply(t.Context(), graph.Batch{Items: []graph.Item{partOf("e:2", "local:a", "local:b")}})
	if err == nil || !strings.Contains(err.Error(), "unknown") {
		t.Errorf("error is %v, want one that calls the end unknown", err)
	}
	by(t, s, "MATCH (n:Team) WHERE NOT n:Entity DETACH DELETE n")
}

// TestLoadRemembered: a load's entries count once, whether they are remembered or read.
func TestLoadRemembered(t *testing.T) {
	s, options := opened(t)
	mustPut(t, s, "", putTeam("local:a"), putTeam("local:b"))
	changed := func(id graph.ID, name string) graph.Item {
		item := putTeam(id)
		item.Node.Name = name
		return item
	}
	mustPut(t, s, "l", changed("local:a", "一"), putTeam("local:c"))
	mustPut(t, s, "l", changed("local:a", "二"), changed("local:b", "一"))
	if len(s.writer.priors.keys) != 2 {
		t.Errorf("%v remembered", s.writer.priors)
	}
	other, err := Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	mustPut(t, other, "l", changed("local:a", "三"), putTeam("local:d"))
	if err := other.Close(); err != nil {
		t.Error(err)
	}
	mustPut(t, s, "l", changed("local:b", "三"))
	infos, err := s.Loads(t.Context())
	if err != nil || len(infos) != 1 || infos[0].Records != 4 {
		t.Errorf("loads %v, %v", infos, err)
	}
	have := make(map[graph.ID]int64)
	for p, err := range s.Prior(t.Context(), "l") {
		if err != nil {
			t.Fatal(err)
		}
		id := p.Restore.ID
		if p.Restore.Node != nil {
			id = p.Restore.Node.ID
		}
		have[id] = p.Left
	}
	want := map[graph.ID]int64{"local:a": 4, "local:b": 3, "local:c": 1, "local:d": 1}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
}

// TestEarlierForms: change log and loads of the first migration are read as they are.
func TestEarlierForms(t *testing.T) {
	changes, err := readChangeNode(map[string]any{
		"first": int64(3), "last": int64(3), "at": int64(0), "actor": "a", "items": `[{"op":"delete_node","id":"local:a","version":2}]`,
	})
	if err != nil || len(changes) != 1 || changes[0].Seq != 3 || changes[0].ID != "local:a" || changes[0].Version != 2 {
		t.Errorf("changes %v, %v", changes, err)
	}
	made, err := madeOf(map[string]any{
		"nodes": []any{"local:a"}, "edges": []any{"e:1", "e:2", "e:3"}, "relations": []any{"OWNS", "PART_OF", "OWNS"},
	})
	want := madeRecords{Nodes: []graph.ID{"local:a"}, Edges: map[graph.Relation][]graph.ID{"OWNS": {"e:1", "e:3"}, "PART_OF": {"e:2"}}}
	if diff := cmp.Diff(want, made); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.String().Draw(t, "text"), rapid.IntRange(1, 500).Draw(t, "times"))
		stored := make(map[string]any)
		if err := pack(stored, "items", []byte(text)); err != nil {
			t.Fatal(err)
		}
		back, err := unpack(stored, "items")
		if err != nil || string(back) != text || len(stored) != 1 {
			t.Fatalf("%d bytes come back as %d, %v", len(text), len(back), err)
		}
		if _, plain := stored["items"]; plain != (len(text) < packFrom) {
			t.Fatalf("%d bytes: plain is %v", len(text), plain)
		}
	})
	if _, err := unpack(map[string]any{"items_packed": []byte("no deflate")}, "items"); err == nil {
		t.Error("what is not packed is unpacked")
	}
}
