package rules

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/coverage/coveragetest"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/seed"
)

// draw makes centres of any level, class and place among bodies, papers and money, parts of
// it hidden or over.
func draw(t *rapid.T) *net {
	w := &net{}
	var centres []graph.ID
	for i := range rapid.IntRange(1, 4).Draw(t, "centres") {
		id := graph.ID(fmt.Sprintf("c:%d", i))
		n := w.Node(id, graph.KindCenter, string(id))
		n.Region = rapid.SampledFrom([]string{"", "320500", "310000", "330100"}).Draw(t, "region")
		for name, values := range map[string][]any{
			"level": {"national", "provincial", "municipal", "local"}, "class": {"comprehensive", "domain"}, "legal_form": {"company", "social_service"},
			"product_sales": {true, false}, "state": {"building", "operating", "exited"}, "approved": {"2017", "2022-03", "2024", "2030", "x"}, "exception_note": {"一事一议"},
		} {
			if rapid.Bool().Draw(t, name) {
				n.Properties[name] = rapid.SampledFrom(values).Draw(t, name)
			}
		}
		centres = append(centres, id)
	}
	kinds := []graph.Kind{
		graph.KindGovernment, graph.KindEnterprise, graph.KindUniversity, graph.KindInstitute, graph.KindRDUnit, graph.KindTalent, graph.KindBody, graph.KindDocument, graph.KindReport, graph.KindEvaluation,
		graph.KindIncome, graph.KindApplication, graph.KindProgramme, graph.KindAgreement, graph.KindRegion, graph.KindZone, graph.KindIndustry, graph.KindField, graph.KindEquipment, graph.KindService, graph.KindDiscipline, graph.KindProject, graph.KindDemand,
	}
	all := slices.Clone(centres)
	of := map[graph.ID]graph.Kind{}
	for _, c := range centres {
		of[c] = graph.KindCenter
	}
	for i := range rapid.IntRange(0, 30).Draw(t, "others") {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		id := graph.ID(fmt.Sprintf("n:%02d", i))
		n := w.Node(id, kind, fmt.Sprintf("body %d", i%7))
		n.Region = rapid.SampledFrom([]string{"", "320500", "320583", "110000"}).Draw(t, "region")
		for _, def := range graph.BuiltinSchema().NodeProperties(kind) {
			if def.Ranked && rapid.Bool().Draw(t, def.Name) {
				n.Properties[def.Name] = valueOf(t, def)
			}
		}
		if rapid.IntRange(0, 9).Draw(t, "hidden") == 0 {
			n.Visibility = graph.VisibilityMembers
		}
		all, of[id] = append(all, id), kind
	}
	for range rapid.IntRange(0, 80).Draw(t, "edges") {
		from, to := rapid.SampledFrom(all).Draw(t, "from"), rapid.SampledFrom(all).Draw(t, "to")
		var possible []graph.RelationDef
		for _, r := range graph.BuiltinSchema().Relations {
			if graph.BuiltinSchema().Joins(r.Name, of[from], of[to]) {
				possible = append(possible, r)
			}
		}
		r := rapid.SampledFrom(possible).Draw(t, "relation")
		e := w.Edge(r.Name, from, to)
		for i := range r.Properties {
			if rapid.Bool().Draw(t, "has") {
				e.Properties[r.Properties[i].Name] = valueOf(t, r.Properties[i])
			}
		}
		e.ValidFrom = rapid.SampledFrom([]graph.Date{{}, graph.MustDate("2023-05"), graph.MustDate("2028")}).Draw(t, "from")
	}
	return w
}

func valueOf(t *rapid.T, def graph.Property) any {
	switch def.Type {
	case graph.TypeBool:
		return rapid.Bool().Draw(t, def.Name)
	case graph.TypeInt:
		return int64(rapid.SampledFrom([]int{0, 1, 3, 2023, 2024, 2025}).Draw(t, def.Name))
	case graph.TypeFloat:
		return rapid.SampledFrom([]float64{0, 0.5, 0.7, 300, -1}).Draw(t, def.Name)
	case graph.TypeDate:
		return rapid.SampledFrom([]string{"2022-06", "2024", "2025-01-31"}).Draw(t, def.Name)
	case graph.TypeText, graph.TypeTextList, graph.TypeURL:
	}
	text := rapid.SampledFrom([]string{"主任", "合同", "口头约定", "n:03"}).Draw(t, def.Name)
	if terms := graph.BuiltinSchema().Vocabularies[def.Vocabulary].Terms; len(terms) > 0 {
		text = rapid.SampledFrom(terms).Draw(t, def.Name).Code
	}
	if def.Type == graph.TypeTextList {
		return []string{text}
	}
	return text
}

// TestScoping: a centre is judged by its own text only; outcomes are those of the table; not
// met cites a fact that is there; sentences are whole.
func TestScoping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		v := w.View(t)
		for _, r := range Check(v, Query{}) {
			worded(t, r)
			if r.Outcome != NotApplicable && r.Outcome != NotRecorded && !slices.Contains(r.Rule.Outcomes, r.Outcome) {
				t.Fatalf("%s came to %s", r.Rule.ID, r.Outcome)
			}
			if r.Outcome == NotMet {
				provenBy(t, v, r)
			}
			if (r.Outcome == NotRecorded) != (r.Record != nil) {
				t.Fatalf("%s is %s with record %v", r.Rule.ID, r.Outcome, r.Record)
			}
			if r.Rule.Subject != SubjectCentre || r.Outcome != Met && r.Outcome != NotMet {
				continue
			}
			level, region := v.Text(r.Node, "level"), v.Region(r.Node)
			want := map[string]Document{levelNational: National, levelProvincial: Jiangsu}[level]
			if want == "" || want == Jiangsu && region[:2] != jiangsu {
				t.Fatalf("%s judged a centre of level %q in %q", r.Rule.ID, level, region)
			}
			for _, c := range r.Clauses {
				if c.Document != want {
					t.Fatalf("%s judged a centre of level %s by %s%s", r.Rule.ID, level, c.Document, c.Where)
				}
			}
		}
	})
}

// provenBy fails where what is cited is not there.
func provenBy(t interface {
	Helper()
	Fatalf(string, ...any)
}, v snapshot.View, r Result,
) {
	t.Helper()
	if len(r.Cites) == 0 {
		t.Fatalf("%s is not met without a fact", r.Rule.ID)
	}
	for _, c := range r.Cites {
		switch {
		case c.IsEdge:
			if e := v.Edge(c.Edge); !v.Has(e.From) || !v.Has(e.To) {
				t.Fatalf("%s cites an edge that is not there", r.Rule.ID)
			}
		case !v.Has(c.Node):
			t.Fatalf("%s cites a node that is not there", r.Rule.ID)
		case c.Property != "" && c.Property != "region":
			_, number := v.Number(c.Node, c.Property)
			if !number && v.Text(c.Node, c.Property) == "" {
				t.Fatalf("%s cites %s of %s, which is not recorded", r.Rule.ID, c.Property, v.ID(c.Node))
			}
		}
	}
}

// TestSilenceIsNoBreach: a centre of which nothing but level, class and place is recorded
// breaks no rule.
func TestSilenceIsNoBreach(t *testing.T) {
	for _, level := range []string{"", "national", "provincial", "municipal"} {
		for _, class := range []string{"", "comprehensive", "domain"} {
			for _, region := range []string{"", "320500", "310000"} {
				w := &net{}
				w.node("c:1", graph.KindCenter, "level", level, "class", class).at(region).node("z:1", graph.KindZone).at(region)
				for _, r := range Check(w.View(t), Query{}) {
					if r.Outcome == NotMet || r.Outcome == Met {
						t.Errorf("level %q, class %q, place %q: %s is %s", level, class, region, r.Rule.ID, r.Outcome)
					}
				}
			}
		}
	}
}

// TestRealBodiesOfTheSample: no real body of the sample is held to break a rule without a
// record that says so.
func TestRealBodiesOfTheSample(t *testing.T) {
	items, err := seed.Facts(func(string) (graph.ID, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	picture, err := coveragetest.Picture(each(items))
	if err != nil {
		t.Fatal(err)
	}
	v := picture.View(coveragetest.Day(), snapshot.AudienceAll)
	var counts Counts
	for _, r := range Check(v, Query{}) {
		counts.Add(r.Outcome)
		worded(t, r)
		if r.Outcome == NotMet {
			provenBy(t, v, r)
			t.Errorf("%s does not meet %s: %s", v.ID(r.Node), r.Rule.ID, r.Found.Render("en"))
		}
	}
	if counts.Met == 0 || counts.NotRecorded == 0 || counts.NotApplicable == 0 {
		t.Errorf("the sample checks nothing: %+v", counts)
	}
}

func each(items []graph.Item) iter.Seq[graph.Item] { return slices.Values(items) }
