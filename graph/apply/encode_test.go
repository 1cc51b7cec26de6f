package apply_test

import (
	"encoding/hex"
	"errors"
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

func keyed(edits ...func(*graph.Batch)) graph.Batch {
	b := graph.Batch{Actor: "script", Reason: "keyed", Key: "key-1", Items: []graph.Item{putNode("local:keyed", graph.KindService, "检测")}}
	b.Items[0].Node.Sources = []graph.Source{{Title: "测试"}}
	for _, edit := range edits {
		edit(&b)
	}
	return b
}

func hashOf(t *testing.T, b graph.Batch, visibility func(graph.Visibility) int64) string {
	t.Helper()
	rows, err := apply.Encode(b, visibility)
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(rows.Hash)
}

// TestHashStays: these hashes stand in stores, beside the keys of batches.
func TestHashStays(t *testing.T) {
	numbered := func(v graph.Visibility) int64 {
		if v == graph.VisibilityPublic {
			return 1
		}
		return 0
	}
	if have, want := hashOf(t, keyed(), numbered), "e2c4be15b58251427ddf2a781b14acb77606db1b5affa204d586602bfed3e3ec"; have != want {
		t.Errorf("visibility by number: %s, want %s", have, want)
	}
	if have, want := hashOf(t, keyed(), nil), "c5b40a253f0dc6077ef6302be7dae694a04f686858565f76f2205cdc4e63e891"; have != want {
		t.Errorf("visibility by name: %s, want %s", have, want)
	}
}

// TestHashTellsApart: whatever differs in a batch but its key shows in its hash.
func TestHashTellsApart(t *testing.T) {
	node := func(edit func(*graph.Node)) func(*graph.Batch) {
		return func(b *graph.Batch) { edit(b.Items[0].Node) }
	}
	items := func(list ...graph.Item) func(*graph.Batch) { return func(b *graph.Batch) { b.Items = list } }
	edge := func(edit func(*graph.Edge)) func(*graph.Batch) {
		it := putEdge("OWNS", "e:1", "a", "b")
		edit(it.Edge)
		return items(it)
	}
	variants := []func(*graph.Batch){
		func(*graph.Batch) {},
		func(b *graph.Batch) { b.Actor, b.Reason = "scriptkeyed", "" },
		func(b *graph.Batch) { b.Actor, b.Reason = "", "scriptkeyed" },
		func(b *graph.Batch) { b.Load = "load" },
		func(b *graph.Batch) { b.Items[0] = expecting(0, b.Items[0]) },
		func(b *graph.Batch) { b.Items[0] = expecting(1, b.Items[0]) },
		func(b *graph.Batch) { b.Items = append(b.Items, b.Items[0]) },
		node(func(n *graph.Node) { n.ID = "local:other" }),
		node(func(n *graph.Node) { n.Kind = "team" }),
		node(func(n *graph.Node) { n.Name = "检" }),
		node(func(n *graph.Node) { n.NameEn = "x" }),
		node(func(n *graph.Node) { n.Region = "x" }),
		node(func(n *graph.Node) { n.Aliases = []string{"x"} }),
		node(func(n *graph.Node) { n.ValidFrom = graph.MustDate("2021") }),
		node(func(n *graph.Node) { n.ValidTo = graph.MustDate("2021") }),
		node(func(n *graph.Node) { n.Sources = nil }),
		node(func(n *graph.Node) { n.Visibility = graph.VisibilityMembers }),
		node(func(n *graph.Node) { n.Synthetic = true }),
		node(func(n *graph.Node) { n.Properties = graph.Properties{"a": int64(1)} }),
		node(func(n *graph.Node) { n.Properties = graph.Properties{"a": 1.0} }),
		edge(func(*graph.Edge) {}),
		edge(func(e *graph.Edge) { e.ID = "e:2" }),
		edge(func(e *graph.Edge) { e.Relation = "PART_OF" }),
		edge(func(e *graph.Edge) { e.From, e.To = "b", "a" }),
		edge(func(e *graph.Edge) { e.Synthetic = true }),
		items(deleteNode("a")),
		items(deleteWithEdges("a")),
		items(deleteEdge("OWNS", "a")),
		items(deleteEdge("PART_OF", "a")),
	}
	seen := make(map[string]int)
	for i, variant := range variants {
		b := keyed(variant)
		hash := hashOf(t, b, nil)
		if before, there := seen[hash]; there {
			t.Errorf("batches %d and %d have one hash", before, i)
		}
		seen[hash] = i
		b.Key = "key-2"
		if other := hashOf(t, b, nil); other != hash {
			t.Errorf("batch %d has another hash under another key", i)
		}
		b.Key = ""
		if hash := hashOf(t, b, nil); hash != "" {
			t.Errorf("batch %d without a key has the hash %s", i, hash)
		}
	}
}

func TestEncode(t *testing.T) {
	rows, err := apply.Encode(graph.Batch{Items: []graph.Item{deleteNode("a")}}, nil)
	if err != nil || len(rows.Nodes)+len(rows.Edges) > 0 {
		t.Errorf("a delete has the rows %v, %v", rows, err)
	}
	rows, err = apply.Encode(graph.Batch{Items: []graph.Item{deleteNode("a"), putEdge("OWNS", "e:1", "a", "b")}}, nil)
	if err != nil || len(rows.Nodes) != 0 || len(rows.Edges) != 2 || rows.Edges[1].To != "b" {
		t.Errorf("rows %v, %v", rows, err)
	}
	bad := putNode("a", "team", "甲")
	bad.Node.Properties = graph.Properties{"a": struct{}{}}
	if _, err := apply.Encode(graph.Batch{Items: []graph.Item{bad}}, nil); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("error is %v", err)
	}
}
