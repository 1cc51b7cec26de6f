package neo4jstore

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

var update = flag.Bool("update", false, "write the golden files")

// texts of every statement, by the name of its golden file.
func statements() map[string]string {
	list := map[string]string{
		"lock": textLock, "state": textState, "applied": textApplied, "node_ids": textNodeIDs, "publish": textPublish,
		"key": textKey, "remember": textRemember,
		"find_nodes": textFindNodes, "find_ends": textFindEnds, "edges_at": textEdgesAt,
		"update_nodes": textUpdateNodes, "delete_nodes": textDeleteNodes,
		"load": textLoad, "loads": textLoads, "save_load": textSaveLoad, "forget": textForget,
		"save_made": textSaveMade, "made": textMade, "alive": textAlive, "has_priors": textHasPriors, "save_priors": textSavePriors,
		"priors": textPriors, "drop_priors": textDropPriors, "drop_made": textDropMade,
		"changes": textChanges, "first_young": textFirstYoung, "trim": textTrim, "erase": textErase,

		"find_edges":     textFindEdges(graph.RelCollaboratesWith),
		"create_nodes":   textCreateNodes(graph.KindRDUnit),
		"create_edges":   textCreateEdges(graph.RelCollaboratesWith),
		"edge_ids":       textEdgeIDs(graph.RelCollaboratesWith),
		"update_edges":   textUpdateEdges(graph.RelCollaboratesWith),
		"delete_edges":   textDeleteEdges(graph.RelCollaboratesWith),
		"nodes_page":     textNodesPage(false),
		"kinds_page":     textNodesPage(true),
		"edges_page":     textEdgesPage(graph.RelCollaboratesWith),
		"relation_index": textRelationIndex(graph.RelCollaboratesWith),
	}
	for name, f := range map[string]graph.EdgeFilter{
		"edges_from":     {From: "local:a"},
		"edges_to":       {To: "local:a", Relations: []graph.Relation{graph.RelOwns, graph.RelPartOf}},
		"edges_from_to":  {From: "local:a", To: "local:b"},
		"edges_touching": {Touching: "local:a"},
		"edges_all_ends": {From: "local:a", To: "local:b", Touching: "local:c"},
	} {
		list[name] = textEdgesAtPage(f)
	}
	return list
}

func TestTexts(t *testing.T) {
	known := statements()
	for name, text := range known {
		path := filepath.Join("testdata", name+".cypher")
		if *update {
			if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), text+"\n"); diff != "" {
			t.Errorf("%s (-golden +have):\n%s", name, diff)
		}
	}
	files, err := filepath.Glob("testdata/*.cypher")
	if err != nil || len(files) != len(known) {
		t.Errorf("%d golden files for %d statements, %v", len(files), len(known), err)
	}
}

func TestLabel(t *testing.T) {
	for kind, want := range map[graph.Kind]string{
		"team": "`Team`", "rd_unit": "`RdUnit`", "chain_segment": "`ChainSegment`", "a__b": "`AB`", "x1": "`X1`",
	} {
		if have := label(kind); have != want {
			t.Errorf("%s: %s, want %s", kind, have, want)
		}
	}
}

func TestSplitStatements(t *testing.T) {
	have := splitStatements("// a; comment\nCREATE A;\n\n// more\nCREATE\n  B;\n")
	if diff := cmp.Diff([]string{"CREATE A", "CREATE\n  B"}, have); diff != "" {
		t.Error(diff)
	}
	list, err := knownMigrations()
	if err != nil || len(list) == 0 || list[0].version != 1 || len(list[0].statements) != 11 {
		t.Errorf("migrations: %v, %v", list, err)
	}
}

func TestDirectory(t *testing.T) {
	edge := func(id graph.ID, relation graph.Relation) graph.Item {
		return graph.Item{Op: graph.OpPutEdge, Edge: &graph.Edge{ID: id, Relation: relation}}
	}
	d := newDirectory(nil)
	d = d.with([]graph.Item{edge("part_of:1", graph.RelPartOf), edge("e:1", graph.RelOwns), edge("e:2", graph.RelPartOf), {Op: graph.OpDeleteNode, ID: "e:9"}})
	if again := d.with([]graph.Item{edge("e:3", graph.RelOwns)}); again != d {
		t.Error("what is known changes the directory")
	}
	for id, want := range map[graph.ID][]graph.Relation{
		"part_of:9": {graph.RelPartOf}, "e:9": {graph.RelOwns, graph.RelPartOf}, "f:9": nil,
	} {
		have := slices.Sorted(slices.Values(d.candidates(id)))
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	var many []graph.Item
	for i := range 3 * maxSchemes {
		many = append(many, edge(graph.ID("s"+string(rune('a'+i%26))+string(rune('a'+i/26))+":1"), graph.RelOwns))
	}
	d = d.with(many)
	if len(d.list) > maxSchemes+3 {
		t.Errorf("%d entries", len(d.list))
	}
	if have := d.candidates("sazzz:1"); !slices.Contains(have, graph.RelOwns) {
		t.Errorf("candidates of an unlisted scheme: %v", have)
	}
	if back := newDirectory(d.list); !back.has(graph.RelPartOf) || back.has("NONE") {
		t.Errorf("relations: %v", back.all)
	}
}
