package coverage_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/phrase"
)

func TestParseScenario(t *testing.T) {
	for text, want := range map[string]string{ // pointer and code of the first problem
		`{"name":"x","changes":[{"op":"add","kind":"facility","region":"徐州","field":"新材料","stages":["中试熟化"]}]}`: "",
		`{"changes":[]}`:                         "",
		``:                                       " bad_json",
		`[]`:                                     " bad_json",
		`null`:                                   " bad_json",
		`{"changes":[]} {}`:                      " bad_json",
		`{"changes":[],"changes":[]}`:            " bad_json",
		`{"changes":[],"Changes":[]}`:            " bad_json",
		`{"chang":[]}`:                           " bad_json",
		`{"changes":[{"op":"add","size":3}]}`:    " bad_json",
		`{"changes":[{"op":"sell","id":"a:1"}]}`: "/changes/0/op unknown_op",
		`{"changes":[{"op":"move","id":"a:1"}]}`: "/changes/0/region missing",
		`{"changes":[{"op":"close"}]}`:           "/changes/0/id missing",
		`{"changes":[{"op":"close","id":"a:1","region":"320500"}]}`:                                        "/changes/0/region not_for_op",
		`{"changes":[{"op":"add","kind":"facility","region":"320500"}]}`:                                   "/changes/0/field missing",
		`{"changes":[{"op":"add","kind":"castle","region":"320500","field":"materials"}]}`:                 "/changes/0/kind unknown_kind",
		`{"changes":[{"op":"add","kind":"facility","region":"320500","field":"alchemy"}]}`:                 "/changes/0/field unknown_field",
		`{"changes":[{"op":"add","kind":"facility","region":"1","field":"materials","stages":["x"]}]}`:     "/changes/0/stages/0 unknown_stage",
		`{"changes":[{"op":"add","kind":"talent","region":"1","field":"materials","openness":"usable"}]}`:  "/changes/0/openness not_sharable",
		`{"changes":[{"op":"open","id":"a:1","openness":"ajar"}]}`:                                         "/changes/0/openness unknown_openness",
		`{"name":"` + strings.Repeat("名", 201) + `","changes":[]}`:                                         "/name too_long",
		`{"changes":[` + strings.Repeat(`{"op":"close","id":"a:1"},`, 200) + `{"op":"close","id":"a:1"}]}`: "/changes too_many",
	} {
		_, err := coverage.ParseScenario([]byte(text))
		if got := first(err); got != want {
			t.Errorf("%.90s: %q, want %q", text, got, want)
		}
	}
}

// first names the first problem of a scenario.
func first(err error) string {
	var wrong *coverage.ScenarioError
	if !errors.As(err, &wrong) {
		return ""
	}
	return wrong.Problems[0].Pointer + " " + strings.TrimPrefix(wrong.Problems[0].Reason.Code, "coverage.scenario.")
}

func FuzzParseScenario(f *testing.F) {
	f.Add(`{"name":"x","changes":[{"op":"add","kind":"facility","region":"徐州","field":"新材料"}]}`)
	f.Add(`{"changes":[{"op":"move","id":"a:1","region":"320500"},{"op":"close","id":"a:2","keep_resources":true}]}`)
	f.Add(`{"changes":[{"op":"open","id":"a:1","openness":"usable"}]}`)
	f.Add(`{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := coverage.ParseScenario([]byte(text))
		if err != nil {
			var wrong *coverage.ScenarioError
			if !errors.As(err, &wrong) || len(wrong.Problems) == 0 {
				t.Fatalf("%T", err)
			}
			for _, p := range wrong.Problems {
				if strings.Contains(p.Reason.Render(phrase.En), "{") && !strings.Contains(text, "{") {
					t.Fatal(p.Reason.Render(phrase.En))
				}
			}
			return
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		same, err := coverage.ParseScenario(again)
		if err != nil {
			t.Fatalf("%s: %v", again, err)
		}
		if diff := cmp.Diff(s.Name, same.Name); diff != "" || len(s.Changes) != len(same.Changes) {
			t.Fatal(diff)
		}
	})
}

// TestScenarioChanges follows each operation into what it changes.
func TestScenarioChanges(t *testing.T) {
	inv := inventory(t, planted())
	q := coverage.Query{Region: place(t, inv, "江苏"), By: coverage.ByCity, Columns: []coverage.Column{pilot}}
	type figures struct{ supplies, suppliers, open, single, served int }
	for name, c := range map[string]struct {
		changes []coverage.Change
		want    figures
	}{
		"nothing":           {nil, figures{2, 2, 2, 0, 1}},
		"one more":          {[]coverage.Change{{Op: "add", Kind: graph.KindFacility, Region: "苏州", Field: "新材料", Stages: []string{"中试熟化"}}}, figures{3, 2, 3, 0, 1}},
		"one more of a":     {[]coverage.Change{{Op: "add", Kind: graph.KindEquipment, Region: "苏州", Field: "materials", Stages: []string{"pilot_maturation"}, Body: "u:a", Openness: "closed"}}, figures{3, 2, 2, 0, 1}},
		"one moves away":    {[]coverage.Change{{Op: "move", ID: "f:b", Region: "徐州"}}, figures{1, 1, 1, 2, 1}},
		"one line closes":   {[]coverage.Change{{Op: "close", ID: "f:b"}}, figures{1, 1, 1, 1, 1}},
		"a body closes":     {[]coverage.Change{{Op: "close", ID: "u:b"}}, figures{1, 1, 1, 1, 1}},
		"a body, not lines": {[]coverage.Change{{Op: "close", ID: "u:b", KeepResources: true}}, figures{2, 1, 2, 0, 1}},
		"all close":         {[]coverage.Change{{Op: "close", ID: "u:a"}, {Op: "close", ID: "u:b"}}, figures{0, 0, 0, 0, 0}},
		"one shuts":         {[]coverage.Change{{Op: "open", ID: "f:a", Openness: "inside"}}, figures{2, 2, 1, 0, 1}},
		"moves and shuts":   {[]coverage.Change{{Op: "move", ID: "f:a", Region: "320505"}, {Op: "open", ID: "f:a", Openness: "closed"}}, figures{2, 2, 1, 0, 1}},
		"a need more":       {[]coverage.Change{{Op: "add", Kind: graph.KindDemand, Region: "宿迁", Field: "materials", Stages: []string{"pilot_maturation"}}}, figures{2, 2, 2, 0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			view, err := coverage.Scenario{Changes: c.changes}.Apply(inv)
			if err != nil {
				t.Fatal(err)
			}
			a := coverage.New(supply.Build(view, words(), regions(), supply.DefaultSettings()), false)
			var cell coverage.Cell
			for _, r := range a.Matrix(q).Rows {
				if r.Place == place(t, inv, "苏州") {
					cell = r.Cells[0]
				}
			}
			m := a.Measure(q)
			if got := (figures{cell.Supplies, cell.Suppliers, cell.Open, m.Single, m.Served}); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestScenarioRefusesWhatIsNotThere(t *testing.T) {
	inv := inventory(t, planted())
	for want, c := range map[string][]coverage.Change{
		"/changes/0/id unknown_id":             {{Op: "close", ID: "u:none"}},
		"/changes/1/id unknown_id":             {{Op: "close", ID: "f:a"}, {Op: "move", ID: "f:a", Region: "徐州"}},
		"/changes/0/region unknown_region":     {{Op: "move", ID: "f:a", Region: "火星"}},
		"/changes/0/region wide_region":        {{Op: "move", ID: "f:a", Region: "江苏"}},
		"/changes/0/id not_sharable":           {{Op: "open", ID: "u:a", Openness: "usable"}},
		"/changes/0/capabilities/0 unknown_id": {{Op: "add", Kind: graph.KindTeam, Region: "徐州", Capabilities: []graph.ID{"cap:none"}}},
		"/changes/0/body unknown_id":           {{Op: "add", Kind: graph.KindTeam, Region: "徐州", Field: "materials", Body: "u:none"}},
	} {
		if _, err := (coverage.Scenario{Changes: c}).Apply(inv); first(err) != want {
			t.Errorf("%q, want %q", first(err), want)
		}
	}
}

// TestTwoDates: what is new, ended and moved between two days.
func TestTwoDates(t *testing.T) {
	w := planted()
	find(w, "f:b").ValidFrom = graph.MustDate("2023")
	line(w, "f:old", "320500", "u:a")
	find(w, "f:old").ValidTo = graph.MustDate("2024")
	w.Node("region:wuxi", graph.KindRegion, "无锡").Region = "320200"
	w.Edge(graph.RelLocatedIn, "f:a", "region:wuxi").ValidTo = graph.MustDate("2021")
	now := w.View(t)
	build := func(day string) *coverage.Analysis {
		v := now.Picture().View(graph.MustDate(day).Last(), now.Audience())
		return coverage.New(supply.Build(v, words(), regions(), supply.DefaultSettings()), false)
	}
	inv := inventory(t, w)
	d := coverage.Compare(build("2020"), build("2026"), coverage.Query{Region: place(t, inv, "江苏"), By: coverage.ByCity, Columns: []coverage.Column{pilot}})
	ids := func(list []coverage.Changed) (out []graph.ID) {
		for _, c := range list {
			out = append(out, c.ID)
		}
		return out
	}
	if diff := cmp.Diff([][]graph.ID{{"f:b"}, {"f:old"}, {"f:a"}}, [][]graph.ID{ids(d.New), ids(d.Ended), ids(d.Moved)}); diff != "" {
		t.Error(diff)
	}
	if len(d.Moved) == 1 && (d.Moved[0].From != place(t, inv, "无锡") || d.Moved[0].To != place(t, inv, "苏州")) {
		t.Errorf("%+v", d.Moved)
	}
	if len(d.Cells) == 0 {
		t.Error("no cell changed")
	}
}
