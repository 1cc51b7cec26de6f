package app

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/steward"
	"chuangmai/steward/loading"
)

// all are the records of a store but for what writing changes of them.
func all(tb testing.TB, store graph.Store) map[graph.ID]any {
	tb.Helper()
	out := make(map[graph.ID]any)
	for n, err := range store.Nodes(tb.Context(), graph.NodeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
		n.Version, n.Revision = 0, 0
		out[n.ID] = n
	}
	for e, err := range store.Edges(tb.Context(), graph.EdgeFilter{}) {
		if err != nil {
			tb.Fatal(err)
		}
		e.Version, e.Revision = 0, 0
		out[e.ID] = e
	}
	return out
}

// TestStewardOnBothStores loads, merges, parts and undoes on each store: what is left is what
// was there, links that are derived on the way included, and both stores say the same.
func TestStewardOnBothStores(t *testing.T) {
	server := emptyServer(t)
	var outcomes []map[graph.ID]any
	for name, settings := range map[string]configs.Settings{"local": in(t, t.TempDir()), "neo4j": onServer(t, server)} {
		t.Run(name, func(t *testing.T) {
			s := startedOn(t, settings)
			defer stop(t, s)
			empty := all(t, s.Store)
			file := `{"node":{"id":"local:lab","kind":"institute","name":"滨湖激光焊接技术研究所"}}
{"node":{"id":"local:lab2","kind":"institute","name":"滨湖焊接所","properties":{"field_words":["无损检测"],"website":"https://lab.example/"}}}
{"node":{"id":"local:firm","kind":"enterprise","name":"城东铝件厂"}}
{"edge":{"id":"collaborates_with:1","relation":"COLLABORATES_WITH","from":"local:lab2","to":"local:firm"}}
{"edge":{"id":"collaborates_with:2","relation":"COLLABORATES_WITH","from":"local:lab","to":"local:lab2"}}
`
			state, err := s.Loads.Start(t.Context(), strings.NewReader(file), loading.Request{Name: "labs.jsonl"})
			if err != nil {
				t.Fatal(err)
			}
			if state, err = s.Loads.Settled(patient(t), state.ID); err != nil || state.Phase != loading.Done {
				t.Fatalf("%+v, %v", state, err)
			}
			loaded := all(t, s.Store)
			receipt, err := s.Desk.Merge(t.Context(), steward.MergeOrder{Keep: "local:lab", Drop: "local:lab2", Actor: "tester"})
			if err != nil {
				t.Fatal(err)
			}
			merged := all(t, s.Store)
			e, moved := merged["collaborates_with:1"].(graph.Edge)
			if _, there := merged["local:lab2"]; there || !moved || e.From != "local:lab" || merged["collaborates_with:2"] != nil {
				t.Errorf("%+v", merged)
			}
			if err := s.Wait(patient(t), receipt.Revision); err != nil {
				t.Error(err)
			}
			outcomes = append(outcomes, merged)
			if _, err := s.Desk.Part(t.Context(), receipt.ID, "tester", false); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(loaded, all(t, s.Store)); diff != "" {
				t.Errorf("parting left a trace (-before +after):\n%s", diff)
			}
			if err := s.Loads.Undo(t.Context(), state.ID, "tester", false); err != nil {
				t.Fatal(err)
			}
			// Parting has written the two records again: they count as changed since.
			if state, err = s.Loads.Settled(patient(t), state.ID); err != nil || state.Undo == nil || state.Undo.Changed == 0 {
				t.Fatalf("%+v, %v", state, err)
			}
			if err := s.Loads.Undo(t.Context(), state.ID, "tester", true); err != nil {
				t.Fatal(err)
			}
			if state, err = s.Loads.Settled(patient(t), state.ID); err != nil || state.Phase != loading.Undone {
				t.Fatalf("%+v, %v", state, err)
			}
			if diff := cmp.Diff(empty, all(t, s.Store)); diff != "" {
				t.Errorf("the undo left a trace (-before +after):\n%s", diff)
			}
		})
	}
	if len(outcomes) == 2 {
		if diff := cmp.Diff(outcomes[0], outcomes[1]); diff != "" {
			t.Errorf("the stores differ:\n%s", diff)
		}
	}
}

// TestCloseWhileLoading: a service that is closed waits for its load, which can be taken
// back afterwards.
func TestCloseWhileLoading(t *testing.T) {
	dir := t.TempDir()
	s := started(t, dir)
	var file strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&file, `{"node":{"id":"local:d%d","kind":"document","name":"文件"}}`+"\n", i)
	}
	state, err := s.Loads.Start(t.Context(), strings.NewReader(file.String()), loading.Request{})
	if err != nil {
		t.Fatal(err)
	}
	stop(t, s)
	again := started(t, dir)
	defer stop(t, again)
	list, err := again.Loads.List(t.Context())
	if err != nil || len(list) > 1 || len(list) == 1 && list[0].ID != state.ID {
		t.Errorf("%+v, %v", list, err)
	}
}
