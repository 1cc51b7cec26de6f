package graphtest

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

//go:embed testdata/script.golden
var recorded string

// RunGolden plays a fixed script on a store and compares what each step returned and
// everything the store holds in the end with the recording. A record folder, which
// only the local store's test gives, is where the recording is written to instead.
func RunGolden(t *testing.T, open Open, record string) {
	t.Helper()
	clock := NewClock()
	store := open(t, clock.Now)
	defer func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	var out bytes.Buffer
	out.WriteString(Play(t.Context(), store, clock))
	d, err := read(t.Context(), store, 0)
	if err != nil {
		t.Fatal(err)
	}
	write(&out, d)
	if record != "" {
		if err := os.WriteFile(filepath.Join(record, "script.golden"), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(recorded, out.String()); diff != "" {
		t.Errorf("the script's outcome (-recorded +have):\n%s", diff)
	}
}

// Play plays the script of [RunGolden] on an empty store, which takes its time from the
// clock, and says in a line what each step returned.
func Play(ctx context.Context, store graph.Store, clock *Clock) string {
	var out strings.Builder
	for i, b := range script() {
		clock.Advance(time.Minute)
		revision, err := store.Apply(ctx, b)
		fmt.Fprintf(&out, "%2d %s: %d %s\n", i+1, b.Reason, revision, describe(err))
	}
	return out.String()
}

// write puts the dump into lines, one record each.
func write(out *bytes.Buffer, d dump) {
	line := func(what string, v any) {
		text, err := json.Marshal(v)
		if err != nil {
			text = []byte(err.Error())
		}
		fmt.Fprintf(out, "%s %s\n", what, text)
	}
	fmt.Fprintf(out, "head %d\n", d.Head)
	for _, n := range d.Nodes {
		line("node", n)
	}
	for _, e := range d.Edges {
		line("edge", e)
	}
	for _, c := range d.Changes {
		line("change", c)
	}
	for _, l := range d.Loads {
		line("load", l)
		for _, p := range d.Priors[l.ID] {
			line("prior", p)
		}
	}
}

// script is a list of batches that together meet most of the contract.
func script() []graph.Batch {
	step := func(reason string, items ...graph.Item) graph.Batch {
		return graph.Batch{Items: items, Actor: "script", Reason: reason}
	}
	load := func(id string, b graph.Batch) graph.Batch { b.Load = id; return b }
	key := func(key string, b graph.Batch) graph.Batch { b.Key = key; return b }
	full := node("local:full", graph.KindEnterprise, "全字段公司", func(n *graph.Node) {
		n.NameEn, n.Region, n.Aliases = "Full Fields <Ltd> & \"Co\"", "320500", []string{"全司", "FF"}
		n.ValidFrom, n.ValidTo = graph.MustDate("2021-03"), graph.MustDate("2030")
		n.Sources = []graph.Source{{Title: "名录", Address: "https://example.org/?a=1&b=2", Seen: graph.MustDate("2025-06-01"), Confidence: graph.ConfidenceMedium, Mirror: true}}
		n.Visibility, n.Synthetic = graph.VisibilityMembers, true
		n.Properties = graph.Properties{
			"int": int64(9007199254740993), "float": 3.0, "small": 1e-9, "bool": true, "text": "行一\n行二\t\"引\"\\", "empty": "", "none": []string{},
			"texts": []string{"乙", "甲"}, "ints": []int64{3, 1}, "floats": []float64{1, 2.5}, "bools": []bool{false, true}, "id": "property", "name": "property",
		}
	})
	return []graph.Batch{
		step("small network", small()...),
		load("load-1", step("all fields", put(full), putEdge(edge(graph.RelOwns, "", "local:full", "local:full", func(e *graph.Edge) { e.Common = full.Common })))),
		step("equal again", small()...),
		load("load-1", step("rename", put(node("local:firm", graph.KindEnterprise, "精工机械改")), putEdge(edge(graph.RelCollaboratesWith, "e:c1", "local:full", "local:univ")))),
		step("conflict", expecting(put(node("local:firm", graph.KindEnterprise, "三")), 1)),
		step("other kind, other relation, missing end, edges left", put(node("local:univ", graph.KindInstitute, "院")),
			putEdge(edge(graph.RelPartOf, "e:c2", "local:univ", "local:firm")), putEdge(edge(graph.RelPartOf, "e:new", "local:none", "local:firm")), del("local:yang")),
		key("key-1", step("keyed", put(node("local:keyed", graph.KindService, "检测")))),
		key("key-1", step("keyed", put(node("local:keyed", graph.KindService, "检测")))),
		key("key-1", step("key of another batch", put(node("local:keyed", graph.KindService, "别的")))),
		load("load-2", step("delete with edges", delWithEdges("local:univ"))),
		load("load-2", step("make anew", put(node("local:univ", graph.KindInstitute, "研究院")), putEdge(edge(graph.RelPartOf, "e:p", "local:unit", "local:univ")))),
		step("changed after its load", put(node("local:full", graph.KindEnterprise, "改名公司"))),
		step("delete what is not there", del("local:none")),
		step("bad records", put(graph.Node{ID: "bad id", Kind: "Bad", Region: "x"}), put(node("local:firm", "", ""))),
		step("edge back and forth", delWithEdges("local:team"), putEdge(edge(graph.RelOwns, "e:t", "local:yang", "local:unit")), delWithEdges("local:unit")),
		step("case and form", put(node("local:AB", graph.KindTeam, "大写")), put(node("local:ab", graph.KindTeam, "小写")), put(node("local:１", graph.KindTeam, "全角")), put(node("local:1", graph.KindTeam, "半角"))),
	}
}
