package plan_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report/plan"
	"chuangmai/team/teamtest"
)

var update = flag.Bool("update", false, "write the golden files")

// shown lends one view of a network.
type shown struct {
	view snapshot.View
	lex  *lexicon.Lexicon
}

// Look implements [planner.Views].
func (s shown) Look(scope advise.Scope) (snapshot.View, *lexicon.Lexicon, advise.Meta, func(), error) {
	v := s.view
	if !scope.AsOf.IsZero() {
		v = v.Picture().View(scope.AsOf.Last(), v.Audience())
	}
	return v, s.lex, advise.Meta{Revision: 7, AsOf: v.Day().Date()}, func() {}, nil
}

// towns is a small network: pilot lines in Suzhou and Wuxi, one of them old and one shut, needs,
// and a made-up instrument.
func towns() *teamtest.Network {
	w := &teamtest.Network{}
	w.Node("field:materials", graph.KindField, "新材料")
	w.Node("stage:pilot_maturation", graph.KindStage, "中试熟化")
	put := func(id graph.ID, kind graph.Kind, name, region, seen string, pairs ...any) *graph.Node {
		n := w.Node(id, kind, name, pairs...)
		n.Region, n.NameEn = region, string(id)
		if seen != "" {
			n.Sources = []graph.Source{{Title: "page", Seen: graph.MustDate(seen)}}
		}
		return n
	}
	works := func(id graph.ID) {
		w.Edge(graph.RelInField, id, "field:materials")
		w.Edge(graph.RelAtStage, id, "stage:pilot_maturation")
	}
	put("u:suzhou", graph.KindUniversity, "苏州某大学", "320500", "2026-05")
	put("u:wuxi", graph.KindInstitute, "无锡某所", "320200", "2025", "level", "national")
	put("f:old", graph.KindFacility, "旧中试线", "320500", "2019", "share_mode", "external", "use_mode", "booking")
	put("f:shut", graph.KindFacility, "内部中试线", "320583", "2026-01", "share_mode", "internal")
	put("f:new", graph.KindFacility, "新中试线", "320200", "2026-03", "share_mode", "external").ValidFrom = graph.MustDate("2022")
	put("q:1", graph.KindEquipment, "示例电镜", "320500", "", "share_mode", "none", "hours_year", 200.0).Synthetic = true
	put("e:1", graph.KindEnterprise, "昆山某企业", "320583", "2026")
	put("e:2", graph.KindEnterprise, "苏州某企业", "320500", "2026")
	put("d:1", graph.KindDemand, "一项需求", "320500", "2026", "state", "open")
	put("d:2", graph.KindDemand, "又一项需求", "320300", "2026", "state", "open")
	for _, id := range []graph.ID{"f:old", "f:shut", "f:new", "q:1", "d:1", "d:2"} {
		works(id)
	}
	w.Edge(graph.RelOwns, "u:suzhou", "f:old")
	w.Edge(graph.RelOwns, "u:suzhou", "f:shut")
	w.Edge(graph.RelOwns, "u:suzhou", "q:1")
	w.Edge(graph.RelOwns, "u:wuxi", "f:new")
	return w
}

// TestCoverageSheets: what people read of coverage, in both languages.
func TestCoverageSheets(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := planner.New(shown{towns().View(t), lex}, planner.Settings{Supply: supply.DefaultSettings()}, func() time.Time { return time.Unix(0, 0) })
	if err != nil {
		t.Fatal(err)
	}
	var scope advise.Scope
	ask := planner.CoverageQuery{Region: "苏锡常", Field: "新材料"}
	one := planner.CoverageQuery{Region: "苏州", Field: "新材料", Stage: "中试熟化"}
	scenario := coverage.Scenario{Name: "甲", Changes: []coverage.Change{{Op: coverage.OpAdd, Kind: graph.KindFacility, Name: "徐州线", Region: "徐州", Field: "materials", Stages: []string{"中试熟化"}}}}
	against := coverage.Scenario{Name: "乙", Changes: []coverage.Change{{Op: coverage.OpClose, ID: "u:wuxi"}}}
	for name, write := range map[string]func(*bytes.Buffer, phrase.Lang) error{
		"matrix": func(b *bytes.Buffer, l phrase.Lang) error {
			a, err := p.Coverage(ask, graph.Date{}, scope)
			return either(err, func() error { return plan.WriteMatrix(b, a, l) })
		},
		"column": func(b *bytes.Buffer, l phrase.Lang) error {
			a, err := p.Coverage(one, graph.MustDate("2020"), scope)
			return either(err, func() error { return plan.WriteMatrix(b, a, l) })
		},
		"explain": func(b *bytes.Buffer, l phrase.Lang) error {
			a, err := p.Explain("苏州/新材料/中试熟化", false, scope)
			return either(err, func() error { return plan.WriteExplanation(b, a, l) })
		},
		"gaps": func(b *bytes.Buffer, l phrase.Lang) error {
			a, err := p.Gaps(planner.GapsQuery{CoverageQuery: planner.CoverageQuery{Region: "江苏", Field: "materials", Stage: "pilot_maturation"}}, scope)
			return either(err, func() error { return plan.WriteGaps(b, a, 20, l) })
		},
		"scenarios": func(b *bytes.Buffer, l phrase.Lang) error {
			a, err := p.Scenarios(planner.ScenariosQuery{CoverageQuery: planner.CoverageQuery{Region: "江苏", Field: "新材料"}, Scenario: scenario, Against: &against}, scope)
			return either(err, func() error { return plan.WriteScenarios(b, a, l) })
		},
	} {
		for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
			t.Run(name+" "+string(lang), func(t *testing.T) {
				var got bytes.Buffer
				if err := write(&got, lang); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join("testdata", "coverage_"+name+"."+string(lang)+".txt")
				if *update {
					if err := os.MkdirAll("testdata", 0o750); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got.String()); diff != "" {
					t.Errorf("%s (-want +got):\n%s", path, diff)
				}
			})
		}
	}
}

func either(err error, do func() error) error {
	if err != nil {
		return err
	}
	return do()
}
