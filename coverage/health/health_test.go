package health_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/coverage/health"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/team/teamtest"
)

// lexiconOnce reads the lexicon once for all tests.
var lexiconOnce = sync.OnceValues(lexicon.Load)

func words(tb testing.TB) *lexicon.Lexicon {
	tb.Helper()
	l, err := lexiconOnce()
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func look(tb testing.TB, f teamtest.Fataler, l *lexicon.Lexicon, w *teamtest.Network, region string) *health.Survey {
	tb.Helper()
	inv := supply.Build(w.View(f), l, supply.NewRegions(l), supply.DefaultSettings())
	place := supply.NoPlace
	if region != "" {
		var known bool
		if place, known = inv.Regions.Named(region); !known {
			f.Fatal("no region " + region)
		}
	}
	s, err := health.Look(tb.Context(), inv, place)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

func tell(tb teamtest.Fataler, s *health.Survey, q health.Question) health.Answer {
	a, err := s.Tell(q)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// town is a network of two groups:
//
//	Suzhou: uni — firm1 — lab, uni — lab      Nanjing: inst — firm2 — fund, inst — fund
//	one person works at uni and inst, nothing else joins the groups; alone has no tie
func town() *teamtest.Network {
	w := &teamtest.Network{}
	add := func(id graph.ID, kind graph.Kind, region string) {
		w.Node(id, kind, string(id)).Region = region
	}
	add("b:uni", graph.KindUniversity, "320500")
	add("b:firm1", graph.KindEnterprise, "320583")
	add("b:lab", graph.KindJointLab, "320500")
	add("b:inst", graph.KindInstitute, "320100")
	add("b:firm2", graph.KindEnterprise, "320100")
	add("b:fund", graph.KindFund, "320100")
	add("b:alone", graph.KindInstitute, "")
	w.Node("p:bridge", graph.KindTalent, "bridge").Synthetic = true
	w.Node("d:need", graph.KindDemand, "need")
	w.Edge(graph.RelCollaboratesWith, "b:uni", "b:firm1", "mode", "joint_rd")
	w.Edge(graph.RelParticipatesIn, "b:firm1", "b:lab")
	w.Edge(graph.RelParticipatesIn, "b:uni", "b:lab")
	w.Edge(graph.RelCollaboratesWith, "b:inst", "b:firm2", "mode", "service")
	w.Edge(graph.RelInvestsIn, "b:fund", "b:firm2")
	w.Edge(graph.RelFunds, "b:fund", "b:inst")
	w.Edge(graph.RelAppointedAt, "p:bridge", "b:uni", "type", "primary")
	w.Edge(graph.RelAppointedAt, "p:bridge", "b:inst", "type", "dual")
	w.Edge(graph.RelPoses, "b:firm2", "d:need")
	w.Edge(graph.RelCollaboratesWith, "b:alone", "b:uni").ValidTo = graph.MustDate("2020") // over
	return w
}

// TestTown: every part of the answer on a network that can be reckoned by hand.
func TestTown(t *testing.T) {
	l := words(t)
	a := tell(t, look(t, t, l, town(), ""), health.Question{})
	s := a.Structure
	if s.Bodies != 7 || s.Tied != 6 || s.Untied != 1 || s.Pairs != 7 || s.Ties != 7 || s.Components != 1 || s.Largest != 6 || s.Bridges != 1 || s.CutBodies != 2 || s.Communities != 2 || !s.Exact {
		t.Errorf("structure: %+v", s)
	}
	if len(a.Bridges.Items) != 1 || a.Bridges.Items[0].A.ID != "b:inst" || a.Bridges.Items[0].B.ID != "b:uni" || a.Bridges.Items[0].SideA != 3 || a.Bridges.Items[0].Records.Total != 2 {
		t.Errorf("bridges: %+v", a.Bridges)
	}
	// inst and uni each stand between 2 and 3 bodies: 6 of the 10 pairs of others
	for i, id := range []graph.ID{"b:inst", "b:uni"} {
		b := a.Brokers.Items[i]
		if b.ID != id || b.Score != 0.6 || b.Error != 0 || b.Degree != 3 || b.Communities != 2 || b.Cities != 2 || b.CutsOff != 2 {
			t.Errorf("broker %d: %+v", i, b)
		}
	}
	p := a.Appointees.Items[0]
	if p.Person.ID != "p:bridge" || !p.Person.Synthetic || !p.OnlyLink || !cmp.Equal(p.Communities, []int{1, 2}) || p.Records.Total != 2 || p.Why.Code != "health.appointee_connects_only" {
		t.Errorf("appointee: %+v", p)
	}
	for _, c := range a.Communities.Items {
		if c.Size != 3 || c.Inside != 3 || c.Outside != 1 || len(c.Cities) != 1 || len(c.Core) != 3 {
			t.Errorf("community: %+v", c)
		}
	}
	flows := make(map[string]int)
	for _, f := range a.Flows.Items {
		flows[f.From+"-"+f.To] = f.Ties
		if f.Records.Total < f.Ties || len(f.Records.IDs) == 0 {
			t.Errorf("flow without records: %+v", f)
		}
	}
	if diff := cmp.Diff(map[string]int{"320100-320100": 3, "320500-320500": 3, "320100-320500": 1}, flows); diff != "" {
		t.Errorf("flows (-want +got):\n%s", diff)
	}
	actors := make(map[string]int)
	for _, f := range a.Actors {
		actors[f.From+"-"+f.To] = f.Ties
	}
	want := map[string]int{
		"industry-university": 1, "industry-research": 2, "university-research": 2, "research-user": 1, "user-capital": 1, "industry-capital": 1, "research-capital": 1,
	}
	if diff := cmp.Diff(want, actors); diff != "" {
		t.Errorf("kinds of actor (-want +got):\n%s", diff)
	}
	var none *health.City
	for i, c := range a.Cities.Items {
		if c.Code == "" {
			none = &a.Cities.Items[i]
		} else if c.Within != 3 || c.Across != 1 || c.Cities != 1 || c.Density != 1 || c.Reach != 0.25 {
			t.Errorf("city: %+v", c)
		}
	}
	if none == nil || none.Bodies != 1 || none.Tied != 0 {
		t.Errorf("city that is not recorded: %+v", none)
	}
}

// TestRegion: a region holds its own bodies and ties; others are elsewhere.
func TestRegion(t *testing.T) {
	a := tell(t, look(t, t, words(t), town(), "苏州"), health.Question{})
	if a.Region == nil || a.Region.Code != "320500" || a.Structure.Bodies != 3 || a.Structure.Pairs != 3 || a.Structure.Bridges != 0 {
		t.Errorf("structure: %+v %+v", a.Region, a.Structure)
	}
	flows := make(map[string]int)
	for _, f := range a.Flows.Items {
		flows[f.From+"-"+f.To] = f.Ties
	}
	if diff := cmp.Diff(map[string]int{"320500-320500": 3, "320500-elsewhere": 1}, flows); diff != "" {
		t.Errorf("flows (-want +got):\n%s", diff)
	}
}

// TestFragility: a field and stage falls with its only supplier, with its only instrument,
// and not while a second body stands beside it; what is shut does not count.
func TestFragility(t *testing.T) {
	l := words(t)
	fragile := func(change func(*teamtest.Network)) health.Fragility {
		w := &teamtest.Network{}
		w.Node("field:materials", graph.KindField, "新材料")
		w.Node("stage:pilot_maturation", graph.KindStage, "中试熟化")
		put := func(id graph.ID, kind graph.Kind, pairs ...any) {
			w.Node(id, kind, string(id), pairs...).Region = "320500"
		}
		put("b:owner", graph.KindInstitute)
		put("b:other", graph.KindInstitute)
		put("x:line", graph.KindFacility, "type", "pilot_line")
		put("d:need", graph.KindDemand, "state", "open")
		w.Edge(graph.RelOwns, "b:owner", "x:line")
		for _, id := range []graph.ID{"x:line", "d:need"} {
			w.Edge(graph.RelInField, id, "field:materials")
			w.Edge(graph.RelAtStage, id, "stage:pilot_maturation")
		}
		if change != nil {
			change(w)
		}
		return tell(t, look(t, t, l, w, "江苏"), health.Question{}).Fragility
	}
	second := func(owner graph.ID, pairs ...any) func(*teamtest.Network) {
		return func(w *teamtest.Network) {
			w.Node("x:second", graph.KindFacility, "second", pairs...).Region = "320583"
			w.Edge(graph.RelOwns, owner, "x:second")
			w.Edge(graph.RelInField, "x:second", "field:materials")
			w.Edge(graph.RelAtStage, "x:second", "stage:pilot_maturation")
		}
	}
	f := fragile(nil)
	if f.Cells != 1 || f.Single.Total != 1 || f.Bodies.Total != 1 || f.Records.Total != 1 {
		t.Fatalf("one line: %+v", f)
	}
	c := f.Single.Items[0]
	if c.City.Code != "320500" || c.Field != "materials" || c.Stage != "pilot_maturation" || c.By.ID != "b:owner" || c.Needs != 1 || !cmp.Equal(c.Records.IDs, []graph.ID{"x:line"}) {
		t.Errorf("cell: %+v", c)
	}
	if h := f.Records.Items[0]; h.ID != "x:line" || h.Cells != 1 || h.Needs != 1 {
		t.Errorf("instrument: %+v", h)
	}
	if f := fragile(second("b:owner")); f.Single.Total != 1 || f.Records.Total != 0 || f.Bodies.Items[0].Records.Total != 2 {
		t.Errorf("two lines of one body: %+v", f)
	}
	if f := fragile(second("b:other")); f.Single.Total != 0 || f.KCoverage[1].Cells != 1 || f.KCoverage[2].Cells != 0 {
		t.Errorf("two bodies: %+v", f)
	}
	if f := fragile(second("b:other", "share_mode", "none")); f.Single.Total != 1 {
		t.Errorf("a second that is shut: %+v", f)
	}
}

// TestNumberingDoesNotMatter: a network that was loaded in the opposite order gets the same
// answer, and one without what nobody may see too.
func TestNumberingDoesNotMatter(t *testing.T) {
	l := words(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := teamtest.Draw(rt, 8)
		want := tell(rt, look(t, rt, l, w, ""), health.Question{Limit: 200, Evidence: 200})
		for name, other := range map[string]*teamtest.Network{"reversed": w.Reversed(), "visible": w.Visible()} {
			got := tell(rt, look(t, rt, l, other, ""), health.Question{Limit: 200, Evidence: 200})
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

// TestQuestions: pages follow each other without gap or overlap; what cannot be meant is
// refused.
func TestQuestions(t *testing.T) {
	s := look(t, t, words(t), town(), "")
	all := tell(t, s, health.Question{Part: health.PartBrokers}).Brokers
	var paged []health.Broker
	for offset := range all.Total {
		paged = append(paged, tell(t, s, health.Question{Part: health.PartBrokers, Limit: 1, Offset: offset}).Brokers.Items...)
	}
	if diff := cmp.Diff(all.Items, paged); diff != "" || all.Total == 0 {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if a := tell(t, s, health.Question{Part: health.PartFlows}); len(a.Brokers.Items) != 0 || a.Brokers.Total == 0 || len(a.Flows.Items) == 0 || len(a.Actors) != 0 {
		t.Errorf("one part: %+v", a)
	}
	for _, c := range []struct {
		q         health.Question
		parameter string
	}{
		{health.Question{Part: "x"}, "part"},
		{health.Question{Limit: -1}, "limit"},
		{health.Question{Limit: 201}, "limit"},
		{health.Question{Evidence: 201}, "evidence"},
		{health.Question{Offset: -1, Part: health.PartFlows}, "offset"},
		{health.Question{Offset: 1}, "offset"},
	} {
		var wrong *phrase.QuestionError
		if _, err := s.Tell(c.q); !errors.As(err, &wrong) || wrong.Parameter != c.parameter || wrong.Error() == "" {
			t.Errorf("%+v: %v", c.q, err)
		}
	}
}

// TestEmpty: a network without bodies is told of without figures.
func TestEmpty(t *testing.T) {
	a := tell(t, look(t, t, words(t), &teamtest.Network{}, ""), health.Question{})
	if a.Structure.Bodies != 0 || a.Structure.Modularity != 0 || a.Brokers.Items == nil || a.Flows.Items == nil || a.Fragility.KCoverage[0].Share != 0 {
		t.Errorf("%+v", a)
	}
}
