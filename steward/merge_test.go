package steward_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/steward"
	"chuangmai/transfer"
)

// twice is a firm that is there twice, with edges of every sort.
func twice() []graph.Item {
	return []graph.Item{
		node("local:a", "enterprise", "苏州甲精密有限公司", with("products", []string{"铝件"}), with("identifiers", []string{"uscc:1"})),
		node("local:b", "enterprise", "甲精密", func(n *graph.Node) { n.NameEn, n.Aliases, n.Region = "Jia Precision", []string{"甲厂"}, "320500" },
			with("website", "https://jia.example/"), with("products", []string{"钢件"}), with("identifiers", []string{"uscc:1", "tax:2"}),
			sources(graph.Source{Title: "官网", Seen: graph.MustDate("2026-05")})),
		node("local:uni", "university", "大学"),
		node("local:ct", "equipment", "工业CT"),
		node("cap:welding-and-joining", "capability", "焊接与连接"),
		edge("collaborates_with:1", "COLLABORATES_WITH", "local:a", "local:uni"),
		edge("collaborates_with:2", "COLLABORATES_WITH", "local:b", "local:uni"),
		edge("collaborates_with:3", "COLLABORATES_WITH", "local:uni", "local:b"),
		edge("collaborates_with:4", "COLLABORATES_WITH", "local:a", "local:b"),
		edge("owns:1", "OWNS", "local:b", "local:ct"),
		edge("has_capability:1", "HAS_CAPABILITY", "local:b", "cap:welding-and-joining", "derived", true),
		edge("has_capability:2", "HAS_CAPABILITY", "local:b", "cap:welding-and-joining"),
	}
}

func TestMergeAndPart(t *testing.T) {
	store := open(t, twice()...)
	d := desk(t, store)
	before := records(t, store)
	order := steward.MergeOrder{Keep: "local:a", Drop: "local:b", Actor: "tester", Reason: "同一家"}

	order.DryRun = true
	if r, err := d.Merge(t.Context(), order); err != nil || r.ID != "" || r.Plan.Moved != 4 {
		t.Fatalf("dry run: %+v, %v", r, err)
	}
	if diff := cmp.Diff(before, records(t, store)); diff != "" {
		t.Fatalf("a dry run changed:\n%s", diff)
	}

	order.DryRun = false
	r, err := d.Merge(t.Context(), order)
	if err != nil {
		t.Fatal(err)
	}
	if r.Plan.Moved != 4 || r.Plan.Loops != 1 || r.Plan.Derived != 1 || r.Plan.Sources != 1 || r.Already {
		t.Errorf("%+v", r.Plan)
	}
	after := records(t, store)
	if diff := cmp.Diff([]graph.ID{
		"cap:welding-and-joining", "collaborates_with:1", "collaborates_with:2", "collaborates_with:3", "has_capability:2",
		"local:a", "local:ct", "local:uni", "owns:1",
	}, ids(after)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	kept := after["local:a"].(graph.Node) //nolint:forcetypeassert // a node
	want := graph.Node{ID: "local:a", Kind: "enterprise", Name: "苏州甲精密有限公司", NameEn: "Jia Precision", Aliases: []string{"甲精密", "甲厂"}, Region: "320500"}
	want.Visibility = graph.VisibilityPublic
	want.Sources = []graph.Source{{Title: "名录", Seen: graph.MustDate("2026-01")}, {Title: "官网", Seen: graph.MustDate("2026-05")}}
	want.Properties = graph.Properties{"products": []string{"铝件"}, "website": "https://jia.example/", "identifiers": []string{"uscc:1", "tax:2", "local:b"}}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}

	if again, err := d.Merge(t.Context(), order); err != nil || !again.Already || again.ID != r.ID {
		t.Errorf("again: %+v, %v", again, err)
	}
	if into, merged := d.Merged(t.Context(), "local:b"); !merged || into != "local:a" {
		t.Errorf("local:b is part of %q, %v", into, merged)
	}
	list, total, err := d.Merges(t.Context(), 0, 10)
	if err != nil || total != 1 || len(list) != 1 || list[0].Keep != "local:a" || list[0].Drop != "local:b" || list[0].Reason != "同一家" || list[0].Parted {
		t.Errorf("%+v, %v", list, err)
	}

	report, err := d.Part(t.Context(), r.ID, "tester", false)
	if err != nil || report.Restored == 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	if diff := cmp.Diff(before, records(t, store)); diff != "" {
		t.Errorf("parting left a trace (-before +after):\n%s", diff)
	}
	if _, merged := d.Merged(t.Context(), "local:b"); merged {
		t.Error("it is said to be merged still")
	}
	parted, _, err := d.Merges(t.Context(), 0, 10)
	if err != nil || len(parted) != 1 || !parted[0].Parted {
		t.Fatalf("%+v, %v", parted, err)
	}
	name := func(id graph.ID) phrase.Text {
		n := before[id].(graph.Node) //nolint:forcetypeassert // a node
		return phrase.Text{Zh: n.Name, En: n.NameEn}
	}
	for _, j := range []steward.Joined{list[0], parted[0]} {
		if j.KeepName != name("local:a") || j.DropName != name("local:b") || j.DropName.Zh == "" {
			t.Errorf("names: %+v", j)
		}
	}
	if beyond, total, err := d.Merges(t.Context(), 1, 10); err != nil || total != 1 || len(beyond) != 0 {
		t.Errorf("beyond the end: %+v, %d, %v", beyond, total, err)
	}
}

// TestPartConflicts: what was changed since is not lost without being asked for.
func TestPartConflicts(t *testing.T) {
	store := open(t, twice()...)
	d := desk(t, store)
	r, err := d.Merge(t.Context(), steward.MergeOrder{Keep: "local:a", Drop: "local:b"})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, store, node("local:a", "enterprise", "改了名的公司"))
	merged := records(t, store)
	var conflicts *transfer.ConflictsError
	if _, err := d.Part(t.Context(), r.ID, "tester", false); !errors.As(err, &conflicts) || conflicts.Total != 1 || conflicts.Conflicts[0].ID != "local:a" {
		t.Fatalf("%v", err)
	}
	if diff := cmp.Diff(merged, records(t, store)); diff != "" {
		t.Errorf("something was changed:\n%s", diff)
	}
	if _, err := d.Part(t.Context(), r.ID, "tester", true); err != nil {
		t.Fatal(err)
	}
	if n, err := store.Node(t.Context(), "local:a"); err != nil || n.Name != "苏州甲精密有限公司" {
		t.Errorf("%+v, %v", n, err)
	}
	for _, id := range []string{"merge:nothing", "other", ""} {
		if _, err := d.Part(t.Context(), id, "tester", false); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestMergeRefused(t *testing.T) {
	store := open(t, append(twice(),
		node("local:made", "enterprise", "虚构公司", synthetic),
		node("local:members", "enterprise", "成员可见的公司", visible(graph.VisibilityMembers)),
		node("local:inst", "institute", "研究院"), node("local:lab", "platform", "平台"), node("local:fund", "fund", "基金"),
		edge("subfund_of:1", "SUBFUND_OF", "local:fund", "local:fund2"), node("local:fund2", "fund", "母基金"),
	)...)
	d := desk(t, store)
	before := records(t, store)
	for _, c := range []struct{ keep, drop, at, code string }{
		{"local:nobody", "local:b", "keep", graph.CodeUnknownNode},
		{"local:a", "local:nobody", "drop", graph.CodeUnknownNode},
		{"local:a", "local:a", "drop", steward.CodeSameRecord},
		{"local:a", "local:made", "drop", steward.CodeMadeUpAndReal},
		{"local:a", "local:members", "drop", steward.CodeNarrower},
		{"local:a", "local:ct", "drop", steward.CodeOtherSort},
	} {
		_, err := d.Merge(t.Context(), steward.MergeOrder{Keep: graph.ID(c.keep), Drop: graph.ID(c.drop)})
		var refused *steward.RefusedError
		if !errors.As(err, &refused) || refused.At != c.at || refused.Code != c.code || !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s, %s: %v, want %s %s", c.keep, c.drop, err, c.at, c.code)
		}
	}
	// A sub-fund is nothing that an institute can be.
	if _, err := d.Merge(t.Context(), steward.MergeOrder{Keep: "local:inst", Drop: "local:fund"}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(before, records(t, store)); diff != "" {
		t.Errorf("something was changed:\n%s", diff)
	}
	// An institute and a platform may be one body, and a public record may go into one that fewer see.
	if _, err := d.Merge(t.Context(), steward.MergeOrder{Keep: "local:inst", Drop: "local:lab"}); err != nil {
		t.Error(err)
	}
	if _, err := d.Merge(t.Context(), steward.MergeOrder{Keep: "local:members", Drop: "local:a"}); err != nil {
		t.Error(err)
	}
}

// TestMergeChain: what was merged into a record that is merged itself is found.
func TestMergeChain(t *testing.T) {
	store := open(t, node("local:1", "enterprise", "一"), node("local:2", "enterprise", "二"), node("local:3", "enterprise", "三"))
	d := desk(t, store)
	for _, o := range []steward.MergeOrder{{Keep: "local:2", Drop: "local:1"}, {Keep: "local:3", Drop: "local:2"}} {
		if _, err := d.Merge(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	if into, merged := d.Merged(t.Context(), "local:1"); !merged || into != "local:3" {
		t.Errorf("%q, %v", into, merged)
	}
	if _, merged := d.Merged(t.Context(), "local:3"); merged {
		t.Error("local:3 is there")
	}
}

// racing changes what a merge is about while it is planned.
type racing struct {
	graph.Store
	meanwhile func()
}

func (r *racing) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	if do := r.meanwhile; do != nil {
		r.meanwhile = nil
		do()
	}
	return r.Store.Apply(ctx, b)
}

// TestMergeRaces: an edge that is hung on the dropped record, and a change of the kept one,
// while the merge is under way go with it.
func TestMergeRaces(t *testing.T) {
	for name, meanwhile := range map[string]graph.Item{
		"edge":   edge("collaborates_with:late", "COLLABORATES_WITH", "local:b", "local:uni"),
		"change": node("local:a", "enterprise", "改了名的公司"),
	} {
		t.Run(name, func(t *testing.T) {
			store := open(t, twice()...)
			raced := &racing{Store: store, meanwhile: func() { apply(t, store, meanwhile) }}
			if _, err := desk(t, raced).Merge(t.Context(), steward.MergeOrder{Keep: "local:a", Drop: "local:b"}); err != nil {
				t.Fatal(err)
			}
			after := records(t, store)
			if name == "change" && after["local:a"].(graph.Node).Name != "改了名的公司" { //nolint:forcetypeassert // a node
				t.Error("the change is lost")
			}
			if e, there := after["collaborates_with:late"].(graph.Edge); name == "edge" && (!there || e.From != "local:a") {
				t.Errorf("the edge is %+v", e)
			}
		})
	}
}

// TestPartingIsExact: whatever two records and their edges are, merging and parting leaves
// everything as it was, and no edge leads to the dropped record in between.
func TestPartingIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store := open(t)
		var items []graph.Item
		names := []string{"local:0", "local:1", "local:2", "local:3"}
		for _, id := range names {
			props := rapid.MapOf(rapid.SampledFrom([]string{"website", "summary", "note"}), rapid.SampledFrom([]string{"https://x.example/", "https://y.example/"})).Draw(rt, "properties")
			items = append(items, node(id, "enterprise", "公司"+rapid.StringMatching("[甲乙丙丁]{1,3}").Draw(rt, "name"), func(n *graph.Node) {
				n.Aliases = rapid.SliceOfN(rapid.StringMatching("[子丑寅卯]{2}"), 0, 3).Draw(rt, "aliases")
				for name, value := range props {
					n.Properties[name] = value
				}
			}))
		}
		for i := range rapid.IntRange(0, 12).Draw(rt, "edges") {
			items = append(items, edge(fmt.Sprint("collaborates_with:", i), "COLLABORATES_WITH", rapid.SampledFrom(names).Draw(rt, "from"), rapid.SampledFrom(names).Draw(rt, "to")))
		}
		apply(t, store, items...)
		before := records(t, store)
		d := desk(t, store)
		r, err := d.Merge(t.Context(), steward.MergeOrder{Keep: "local:0", Drop: "local:1"})
		if err != nil {
			rt.Fatal(err)
		}
		for e, err := range store.Edges(t.Context(), graph.EdgeFilter{}) {
			if err != nil || e.From == "local:1" || e.To == "local:1" || e.From == e.To && e.From == "local:0" && before[e.ID].(graph.Edge).From != before[e.ID].(graph.Edge).To { //nolint:forcetypeassert // an edge
				rt.Fatalf("%+v, %v", e, err)
			}
		}
		if _, err := d.Part(t.Context(), r.ID, "tester", false); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(before, records(t, store)); diff != "" {
			rt.Fatalf("parting left a trace:\n%s", diff)
		}
	})
}
