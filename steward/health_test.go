package steward_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/steward"
)

// ailing is a network in which each record has one issue, but for sound ones.
func ailing() []graph.Item {
	old := sources(graph.Source{Title: "旧名录", Address: "https://old.example/list", Seen: graph.MustDate("2021-03")})
	return []graph.Item{
		node("cap:welding-and-joining", "capability", "焊接与连接"),
		node("local:sound", "enterprise", "苏州安好精密有限公司"),
		node("local:stale", "enterprise", "南京旧时机械有限公司", old),
		node("local:bare", "enterprise", "无锡无源机械有限公司", sources(graph.Source{Title: "来函"})),
		node("local:lone", "document", "孤立的文件"),
		node("local:unmapped", "enterprise", "常州新词机械有限公司", with("products", []string{"焊接机器人", "嘎嘣脆吱吱"})),
		node("local:twin-a", "institute", "江南激光研究院"),
		node("local:twin-b", "rd_unit", "江南 激光研究院"),
		node("local:alias-a", "university", "东海大学", func(n *graph.Node) { n.Aliases, n.Region = []string{"东大本部"}, "320500" }),
		node("local:alias-b", "university", "东岭大学", func(n *graph.Node) { n.Aliases, n.Region = []string{"东大本部"}, "330100" }),
		node("local:same-a", "equipment", "扫描电镜", with("identifiers", []string{"asset:1"})),
		node("local:same-b", "equipment", "扫描电镜二号", with("identifiers", []string{"asset:1"})),
		node("local:made", "enterprise", "虚构有限公司", old, synthetic),
		node("local:secret", "enterprise", "保密有限公司", old, visible(graph.VisibilityParties)),
		edge("e:1", "HAS_CAPABILITY", "local:sound", "cap:welding-and-joining"),
		edge("e:2", "HAS_CAPABILITY", "local:stale", "cap:welding-and-joining"),
		edge("e:3", "HAS_CAPABILITY", "local:bare", "cap:welding-and-joining"),
		edge("e:4", "HAS_CAPABILITY", "local:unmapped", "cap:welding-and-joining"),
		edge("e:5", "HAS_CAPABILITY", "local:made", "cap:welding-and-joining"),
		edge("e:6", "OWNS", "local:sound", "local:same-a"),
	}
}

func TestHealth(t *testing.T) {
	store := open(t, ailing()...)
	d := desk(t, store)
	health, err := d.Health(t.Context(), view(t, store, snapshot.AudiencePublic), 0)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[steward.Issue][]string)
	for issue, list := range health.Findings {
		for _, f := range list {
			line := string(f.ID)
			if f.Twin != "" {
				line = fmt.Sprintf("%s %s %s", f.ID, f.By, f.Twin)
			}
			if line += " " + f.Why.Code; f.Why.Render(phrase.Zh) == f.Why.Code {
				t.Errorf("%s has no sentence", f.Why.Code)
			}
			got[issue] = append(got[issue], line)
		}
	}
	want := map[steward.Issue][]string{
		steward.Stale:     {"local:stale steward.why.stale"},
		steward.Unsourced: {"local:bare steward.why.unsourced"},
		steward.Unlinked: {
			"local:alias-a steward.why.no_edge", "local:alias-b steward.why.no_edge", "local:lone steward.why.no_edge",
			"local:same-a steward.why.no_capability", "local:same-b steward.why.no_edge", "local:twin-a steward.why.no_edge", "local:twin-b steward.why.no_edge",
		},
		steward.Unmapped: {"local:unmapped steward.why.unmapped"},
		steward.Twins: {
			"local:same-a identifier local:same-b steward.why.twin.identifier",
			"local:twin-a name local:twin-b steward.why.twin.name", // aliases of two provinces are two bodies'
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]steward.WordCount{{Word: "嘎嘣脆吱吱", Records: 1}}, health.Words); diff != "" {
		t.Errorf("words:\n%s", diff)
	}
	if health.Of[steward.Stale] != 10 || health.Synthetic[steward.Stale] != 0 || health.Incomplete {
		t.Errorf("%+v", health)
	}
	all, err := d.Health(t.Context(), view(t, store, snapshot.AudienceAll), 0)
	if err != nil || len(all.Findings[steward.Stale]) != 2 {
		t.Errorf("editors see %v, %v", all.Findings[steward.Stale], err)
	}
}

// TestHealthWithoutStore: what the picture knows is said all the same.
func TestHealthWithoutStore(t *testing.T) {
	store := open(t, ailing()...)
	v := view(t, store, snapshot.AudiencePublic)
	d := steward.NewDesk(steward.DeskOptions{Store: failing{store, graph.ErrUnavailable}, Words: func() *lexicon.Lexicon { return words(t) }, Clock: now, StaleDays: 1095})
	health, err := d.Health(t.Context(), v, 0)
	if err != nil || !health.Incomplete || len(health.Findings[steward.Unmapped]) > 0 || len(health.Findings[steward.Stale]) != 1 {
		t.Errorf("%+v, %v", health, err)
	}
}

func TestSurvey(t *testing.T) {
	demand := func(id, text, posted, field string, changes ...change) graph.Item {
		return node(id, "demand", text, append(changes, with("problem", text), with("posted", posted), with("field_words", []string{field}))...)
	}
	store := open(t, append(ailing(),
		demand("local:d1", "铝合金薄壁件焊接后气孔多", "2024-01", "材料"),
		demand("local:d2", "重组蛋白放大之后活性下降", "2025-01", "生物"),
		demand("local:d3", "铝合金压铸件表面有裂纹怎么办", "2023-01", "材料"),
		demand("local:d4", "短", "2025-01", "其他"),
		demand("local:d5", "虚构的需求写在这里给人看", "2026-01", "虚构", synthetic),
		demand("local:d6", "仅成员可见的需求写在这里", "2026-01", "成员", visible(graph.VisibilityMembers)),
	)...)
	s, err := steward.Take(t.Context(), view(t, store, snapshot.AudiencePublic), store, words(t))
	if err != nil {
		t.Fatal(err)
	}
	var examples []graph.ID
	for _, e := range s.Examples {
		examples = append(examples, e.ID)
	}
	if diff := cmp.Diff([]graph.ID{"local:d2", "local:d1", "local:d3"}, examples); diff != "" {
		t.Errorf("examples (-want +got):\n%s", diff)
	}
	if len(s.Sources) != 3 || s.Sources[0].Title != "名录" || s.Sources[0].Newest.String() != "2026-01" || s.Sources[1].Records != 1 {
		t.Errorf("%+v", s.Sources)
	}
	for _, c := range s.Sources {
		if c.Title == "旧名录" && (c.Records != 1 || c.Address != "https://old.example/list") {
			t.Errorf("%+v: the hidden and the made-up record count", c)
		}
	}
}

func TestRepair(t *testing.T) {
	r := steward.NewRepairer(graph.BuiltinSchema(), words(t))
	for _, c := range []struct {
		code, value, nearest, allowed, want string
	}{
		{graph.CodeUnknownKind, "enterprisee", "enterprise", "", "enterprise"},
		{graph.CodeUnknownKind, "企业", "", "", "enterprise"},
		{graph.CodeUnknownKind, "quux", "", "", ""},
		{graph.CodeUnknownRelation, "owns", "OWNS", "", "OWNS"},
		{graph.CodeUnknownTerm, "国家级", "", "national, provincial", "national"},
		{graph.CodeUnknownTerm, "National", "", "national, provincial", "national"},
		{graph.CodeUnknownTerm, "特级", "", "national, provincial", ""},
		{graph.CodeBadDate, "2021/3/5", "", "", "2021-03-05"},
		{graph.CodeBadDate, "2021年3月", "", "", "2021-03"},
		{graph.CodeBadDate, "20210305", "", "", "2021-03-05"},
		{graph.CodeBadDate, "05/03/2021", "", "", ""},
		{graph.CodeBadDate, "2021-02-30", "", "", ""},
		{graph.CodeBadRegion, "苏州市", "", "", "320500"},
		{graph.CodeBadRegion, "鼓楼区", "", "", ""},
		{graph.CodeBadURL, "www.example.com/a", "", "", "https://www.example.com/a"},
		{graph.CodeBadURL, "javascript:alert(1)", "", "", ""},
		{graph.CodeMissing, "", "", "", ""},
	} {
		p := graph.Problem{Code: c.code, Params: map[string]string{"value": c.value, "nearest": c.nearest, "allowed": c.allowed}}
		if got, plain := r.Repair(p); got != c.want || plain != (c.want != "") {
			t.Errorf("%s %q: %q, want %q", c.code, c.value, got, c.want)
		}
	}
}

func FuzzRepair(f *testing.F) {
	for _, text := range []string{"2021/3/5", "苏州市", "www.example.com", "国家级"} {
		f.Add(text)
	}
	r := steward.NewRepairer(graph.BuiltinSchema(), words(f))
	f.Fuzz(func(t *testing.T, text string) {
		if got, plain := r.Repair(graph.Problem{Code: graph.CodeBadDate, Params: map[string]string{"value": text}}); plain {
			if _, err := graph.ParseDate(got); err != nil {
				t.Errorf("%q became %q: %v", text, got, err)
			}
		}
		if got, plain := r.Repair(graph.Problem{Code: graph.CodeBadURL, Params: map[string]string{"value": text}}); plain {
			n := &graph.Node{ID: "local:x", Kind: "enterprise", Name: "x"}
			n.Properties = graph.Properties{"website": got}
			batch := graph.Batch{Items: []graph.Item{{Op: graph.OpPutNode, Node: n}}}
			n.Normalise()
			if err := graph.BuiltinSchema().Conform(batch, nil); err != nil {
				t.Errorf("%q became %q: %v", text, got, err)
			}
		}
	})
}
