package apply_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
)

// drawItem draws an item from few ids, so that items meet the same records.
func drawItem(t *rapid.T) graph.Item {
	node := rapid.SampledFrom([]graph.ID{"a", "b", "c", "d"})
	edge := rapid.SampledFrom([]graph.ID{"e:1", "e:2", "e:3", "e:4", "a"})
	relation := rapid.SampledFrom([]graph.Relation{"OWNS", "OWNS", "PART_OF"})
	var it graph.Item
	switch rapid.IntRange(0, 8).Draw(t, "operation") {
	case 0, 1, 2:
		kind := rapid.SampledFrom([]graph.Kind{"team", "team", "team", "enterprise"}).Draw(t, "kind")
		it = putNode(node.Draw(t, "id"), kind, rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "name"))
	case 3, 4, 5:
		it = putEdge(relation.Draw(t, "relation"), edge.Draw(t, "id"), node.Draw(t, "from"), node.Draw(t, "to"))
	case 6:
		it = deleteEdge(relation.Draw(t, "relation"), edge.Draw(t, "id"))
	case 7:
		it = deleteNode(node.Draw(t, "id"))
	default:
		it = deleteWithEdges(node.Draw(t, "id"))
	}
	if rapid.IntRange(0, 7).Draw(t, "expecting") == 0 {
		it = expecting(rapid.Int64Range(0, 2).Draw(t, "version"), it)
	}
	return it
}

// TestOneByOne: a batch does what its items do one after the other, but that ends and
// remaining edges are looked at only when all are done.
func TestOneByOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		whole, single := network(t), network(t)
		whole.knows = rapid.Bool().Draw(rt, "fresh ids known")
		for range rapid.IntRange(1, 4).Draw(rt, "batches") {
			items := rapid.SliceOfN(rapid.Custom(drawItem), 1, 10).Draw(rt, "items")
			p, err := whole.plan(t.Context(), items...)
			wantErr, wantProblems := oneByOne(t, single, items)
			switch {
			case wantErr != "":
				if have := fmt.Sprint(err); have != wantErr {
					rt.Fatalf("error is %s, one by one it is %s", have, wantErr)
				}
			case err != nil && problems(err) == nil:
				rt.Fatal(err)
			default:
				if diff := cmp.Diff(wantProblems, problems(err)); diff != "" {
					rt.Fatalf("problems (-one by one +batch):\n%s", diff)
				}
			}
			if err != nil { // nothing of the batch is written
				return
			}
			if err := whole.commit(p); err != nil {
				rt.Fatal(err)
			}
			if diff := single.difference(whole); diff != "" {
				rt.Fatalf("stored (-one by one +batch):\n%s", diff)
			}
		}
	})
}

// oneByOne applies each item as a batch of its own, as if no edge needed its ends. It
// returns the first error that is no problem of an item, or else the problems.
func oneByOne(t *testing.T, m *memory, items []graph.Item) (firstErr string, list []string) {
	t.Helper()
	last := make(map[graph.ID]int) // put of an edge that was carried out last
	for i, it := range items {
		p, err := m.plan(t.Context(), it)
		var conflict *graph.ConflictError
		switch {
		case errors.As(err, &conflict):
			conflict.Item = i
			return conflict.Error(), nil
		case err != nil && problems(err) == nil:
			return err.Error(), nil
		}
		refused := false
		for _, text := range problems(err) {
			if strings.Contains(text, graph.CodeOtherKind) || strings.Contains(text, graph.CodeOtherRelation) {
				list = append(list, strings.Replace(text, "/items/0/", "/items/"+strconv.Itoa(i)+"/", 1))
				refused = true
			}
		}
		if refused {
			continue
		}
		if it.Op == graph.OpPutEdge {
			last[it.Edge.ID] = i
		}
		if err := m.commit(p); err != nil {
			t.Fatal(err)
		}
	}
	list = append(list, endProblems(m, items, last)...)
	slices.Sort(list)
	return "", list
}

// endProblems are the problems that show when all items are done.
func endProblems(m *memory, items []graph.Item, last map[graph.ID]int) (list []string) {
	for _, id := range slices.Sorted(maps.Keys(last)) {
		e, exists := m.edges[id]
		if !exists {
			continue
		}
		at := "/items/" + strconv.Itoa(last[id]) + "/edge/"
		if _, there := m.nodes[e.row.From]; !there {
			list = append(list, fmt.Sprintf("%sfrom %s id=%s", at, graph.CodeUnknownNode, e.row.From))
		}
		if _, there := m.nodes[e.row.To]; !there {
			list = append(list, fmt.Sprintf("%sto %s id=%s", at, graph.CodeUnknownNode, e.row.To))
		}
	}
	for i, it := range items {
		if it.Op != graph.OpDeleteNode {
			continue
		}
		count := 0
		for _, e := range m.edges {
			if e.row.From == it.ID || e.row.To == it.ID {
				count++
			}
		}
		if count > 0 {
			list = append(list, fmt.Sprintf("/items/%d/delete/node %s id=%s count=%d", i, graph.CodeHasEdges, it.ID, count))
		}
	}
	return list
}
