package plan_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/coverage/chains"
	"chuangmai/coverage/health"
	"chuangmai/coverage/sites"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/report/plan"
	"chuangmai/team/teamtest"
)

var updateSheets = flag.Bool("update-sheets", false, "rewrite the golden sheets of sites, chains and health")

var lexiconForSheets = sync.OnceValues(lexicon.Load)

// delta is a small network of two cities: firms and needs of new materials, a line, a
// centre in a zone, made-up people and ties.
func delta() *teamtest.Network {
	w := &teamtest.Network{}
	add := func(id graph.ID, kind graph.Kind, zh, en, region string, pairs ...any) *graph.Node {
		n := w.Node(id, kind, zh, pairs...)
		n.NameEn, n.Region = en, region
		return n
	}
	add("field:materials", graph.KindField, "新材料", "new materials", "")
	add("stage:pilot_maturation", graph.KindStage, "中试熟化", "pilot-scale maturation", "")
	add("z:park", graph.KindZone, "昆山高新区", "Kunshan High-tech Zone", "320583", "type", []string{"national_high_tech"})
	add("i:one", graph.KindIndustry, "碳纤维", "carbon fibre", "")
	add("i:two", graph.KindIndustry, "机器人", "robots", "")
	add("c:centre", graph.KindCenter, "碳纤维技术创新中心", "Centre for Carbon Fibre", "320583", "level", "provincial").ValidFrom = graph.MustDate("2022")
	add("b:uni", graph.KindUniversity, "示例大学", "Sample University", "320500").Synthetic = true
	add("b:inst", graph.KindInstitute, "材料研究院", "Materials Institute", "320300")
	add("x:line", graph.KindFacility, "碳纤维中试线", "Carbon-fibre pilot line", "320583", "type", "pilot_line")
	add("p:expert", graph.KindTalent, "示例专家", "Sample Expert", "").Synthetic = true
	for i, region := range []string{"320583", "320583", "320312", "320312", "320302"} {
		id := graph.ID("b:firm" + string(rune('1'+i)))
		add(id, graph.KindEnterprise, "材料企业"+string(rune('1'+i)), "Materials Firm "+string(rune('1'+i)), region)
		w.Edge(graph.RelInField, id, "field:materials")
		w.Edge(graph.RelCollaboratesWith, id, map[bool]graph.ID{true: "b:uni", false: "b:inst"}[i < 2])
	}
	add("d:need", graph.KindDemand, "需要中试", "pilot runs wanted", "320312", "state", "open")
	for _, id := range []graph.ID{"x:line", "d:need", "c:centre", "b:inst", "b:uni"} {
		w.Edge(graph.RelInField, id, "field:materials")
		w.Edge(graph.RelAtStage, id, "stage:pilot_maturation")
	}
	w.Edge(graph.RelPoses, "b:firm3", "d:need")
	w.Edge(graph.RelOwns, "c:centre", "x:line")
	w.Edge(graph.RelLocatedIn, "c:centre", "z:park")
	w.Edge(graph.RelStrategicIndustry, "z:park", "i:one")
	w.Edge(graph.RelStrategicIndustry, "z:park", "i:two")
	w.Edge(graph.RelServes, "c:centre", "i:one")
	w.Edge(graph.RelAppointedAt, "p:expert", "b:uni", "type", "primary")
	w.Edge(graph.RelAppointedAt, "p:expert", "b:inst", "type", "dual")
	return w
}

// answers are the three answers about the delta.
func answers(t *testing.T) (planner.SitesAnswer, []planner.ChainsAnswer, planner.HealthAnswer) {
	t.Helper()
	words, err := lexiconForSheets()
	if err != nil {
		t.Fatal(err)
	}
	view := delta().View(t)
	inv := supply.Build(view, words, supply.NewRegions(words), supply.DefaultSettings())
	meta := advise.Meta{Revision: view.Revision(), AsOf: view.Day().Date()}
	jiangsu, _ := inv.Regions.Named("江苏")
	found, err := sites.Find(t.Context(), inv, jiangsu, sites.Question{Field: "新材料", Stage: "中试熟化", Kind: sites.KindFacility, N: 2})
	if err != nil {
		t.Fatal(err)
	}
	var told []planner.ChainsAnswer
	for _, q := range []chains.Question{{}, {ID: "z:park"}, {Of: chains.OfCentre}} {
		a, err := chains.Tell(inv, jiangsu, q)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, planner.ChainsAnswer{Answer: a, Meta: meta})
	}
	survey, err := health.Look(t.Context(), inv, jiangsu)
	if err != nil {
		t.Fatal(err)
	}
	well, err := survey.Tell(health.Question{})
	if err != nil {
		t.Fatal(err)
	}
	return planner.SitesAnswer{Answer: found, Meta: meta}, told, planner.HealthAnswer{Answer: well, Meta: meta}
}

// TestSheets: what people read in a terminal, in both languages.
func TestSheets(t *testing.T) {
	found, told, well := answers(t)
	for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
		for name, write := range map[string]func(*strings.Builder) error{
			"sites":         func(b *strings.Builder) error { return plan.WriteSites(b, found, lang) },
			"chains-cities": func(b *strings.Builder) error { return plan.WriteChains(b, told[0], lang) },
			"chains-zone":   func(b *strings.Builder) error { return plan.WriteChains(b, told[1], lang) },
			"chains-centre": func(b *strings.Builder) error { return plan.WriteChains(b, told[2], lang) },
			"health":        func(b *strings.Builder) error { return plan.WriteHealth(b, well, "", lang) },
		} {
			var b strings.Builder
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", name+"."+string(lang)+".txt"), b.String())
		}
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *updateSheets {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// TestNoAbsentLists: readers of JSON find a list wherever there can be one, and sentences in
// both languages when they ask for both; an English page holds no Chinese but names.
func TestNoAbsentLists(t *testing.T) {
	found, told, well := answers(t)
	l := report.Language{Lang: phrase.En, Both: true}
	for name, v := range map[string]any{
		"sites": plan.NewSites(found, l), "chains": plan.NewChains(told[0], l), "zone": plan.NewChains(told[1], l), "centre": plan.NewChains(told[2], l),
		"health": plan.NewHealth(well, l), "no sites": plan.NewSites(planner.SitesAnswer{}, l),
	} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if name != "no sites" && strings.Contains(string(data), "null") {
			t.Errorf("%s: %s", name, data)
		}
	}
	s := plan.NewSites(found, l)
	if len(s.Sites) == 0 || s.Sites[0].Why[0].Text != s.Sites[0].Why[0].En || !strings.Contains(s.Sites[0].Why[0].Zh, "惠及") || s.FieldLabel != "new materials" {
		t.Errorf("%+v", s)
	}
	if h := plan.NewHealth(well, l); h.Longest(health.PartBrokers) != well.Brokers.Total || h.Longest(health.PartStructure) != 0 {
		t.Errorf("longest list: %d", h.Longest(health.PartBrokers))
	}
}
