package chains_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/coverage/chains"
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

// tell answers a question about a network; region "" is everywhere.
func tell(t *testing.T, l *lexicon.Lexicon, w *teamtest.Network, region string, q chains.Question) (chains.Answer, error) {
	t.Helper()
	inv := supply.Build(w.View(t), l, supply.NewRegions(l), supply.DefaultSettings())
	place := supply.NoPlace
	if region != "" {
		var known bool
		if place, known = inv.Regions.Named(region); !known {
			t.Fatalf("no region %s", region)
		}
	}
	return chains.Tell(inv, place, q)
}

// park is a zone in Kunshan with a centre, a firm, a laboratory with an instrument, and
// what the six chains consist of.
func park() *teamtest.Network {
	w := &teamtest.Network{}
	add := func(id graph.ID, kind graph.Kind, region string, pairs ...any) *graph.Node {
		n := w.Node(id, kind, string(id), pairs...)
		n.Region = region
		return n
	}
	add("field:materials", graph.KindField, "").Name = "新材料"
	add("stage:pilot_maturation", graph.KindStage, "")
	add("stage:transfer", graph.KindStage, "")
	add("cap:welding", graph.KindCapability, "")
	add("region:320583", graph.KindRegion, "320583")
	add("z:park", graph.KindZone, "320583", "type", []string{"national_high_tech", "park"})
	add("z:whole", graph.KindZone, "", "type", []string{"self_innovation"})
	add("z:plain", graph.KindZone, "320506", "type", []string{"park"})
	centre := add("c:centre", graph.KindCenter, "320583", "level", "provincial")
	centre.ValidFrom = graph.MustDate("2022-03")
	add("b:firm", graph.KindEnterprise, "320583")
	add("b:buyer", graph.KindEnterprise, "320500")
	add("b:lab", graph.KindPlatform, "320583", "type", "state_key_laboratory")
	add("x:meter", graph.KindEquipment, "320583").Synthetic = true
	add("x:service", graph.KindService, "320583")
	add("p:person", graph.KindTalent, "")
	add("f:fund", graph.KindFund, "320100")
	add("i:industry", graph.KindIndustry, "")
	add("i:below", graph.KindIndustry, "")
	add("i:other", graph.KindIndustry, "")
	add("m:income", graph.KindIncome, "")
	add("y:policy", graph.KindPolicy, "")
	for _, id := range []graph.ID{"c:centre", "b:firm", "b:lab"} {
		w.Edge(graph.RelLocatedIn, id, "z:park")
	}
	w.Edge(graph.RelPartOf, "z:park", "z:whole")
	w.Edge(graph.RelStrategicIndustry, "z:park", "i:industry")
	w.Edge(graph.RelBroader, "i:below", "i:industry")
	w.Edge(graph.RelServes, "c:centre", "i:below")
	w.Edge(graph.RelOwns, "b:lab", "x:meter")
	w.Edge(graph.RelOpenTo, "x:meter", "region:320583")
	w.Edge(graph.RelOffers, "c:centre", "x:service")
	w.Edge(graph.RelAtStage, "x:service", "stage:pilot_maturation")
	w.Edge(graph.RelAtStage, "cap:welding", "stage:pilot_maturation")
	w.Edge(graph.RelAtStage, "cap:welding", "stage:transfer")
	w.Edge(graph.RelHasCapability, "c:centre", "cap:welding", "weight", 0.8)
	w.Edge(graph.RelHasCapability, "b:lab", "cap:welding", "weight", 0.5)
	w.Edge(graph.RelInField, "c:centre", "field:materials")
	w.Edge(graph.RelSuppliesTo, "b:firm", "b:buyer")
	w.Edge(graph.RelInvestsIn, "f:fund", "b:firm")
	w.Edge(graph.RelConcerns, "m:income", "c:centre")
	w.Edge(graph.RelAppliesTo, "y:policy", "c:centre")
	w.Edge(graph.RelAppointedAt, "p:person", "c:centre", "type", "primary")
	w.Edge(graph.RelAppointedAt, "p:person", "b:firm", "type", "dual")
	return w
}

// counts are the parts of chains that have a record.
func counts(s chains.Subject) map[string]int {
	out := make(map[string]int)
	for _, c := range s.Chains {
		for _, p := range c.Parts {
			if p.Count > 0 {
				out[c.Chain+"."+p.Part] = p.Count
			}
		}
	}
	return out
}

// TestStrip: what a zone, a centre and a city hold, counted by hand.
func TestStrip(t *testing.T) {
	l, w := words(t), park()
	whole := map[string]int{
		"innovation.capability": 2, "innovation.service": 1, "industry.supplies_to": 1, "capital.fund": 1, "capital.funds": 1, "capital.income": 1,
		"policy.policy": 1, "policy.applies_to": 1, "talent.talent": 1, "talent.appointed_at": 2, "service.service": 1, "service.equipment": 1, "service.open_to": 1,
	}
	for _, c := range []struct {
		name string
		q    chains.Question
		want map[string]int
	}{
		{"zone", chains.Question{ID: "z:park"}, whole},
		{"centre", chains.Question{ID: "c:centre"}, map[string]int{
			"innovation.capability": 1, "innovation.service": 1, "capital.income": 1, "policy.policy": 1, "policy.zone": 1, "policy.applies_to": 1,
			"talent.talent": 1, "talent.appointed_at": 1, "service.service": 1,
		}},
		{"zone, field", chains.Question{ID: "z:park", Field: "新材料"}, map[string]int{
			"innovation.capability": 1, "capital.income": 1, "policy.policy": 1, "policy.applies_to": 1, "talent.talent": 1, "talent.appointed_at": 1,
		}},
		{"zone without records", chains.Question{ID: "z:plain"}, map[string]int{}},
	} {
		a, err := tell(t, l, w, "", c.q)
		if err != nil || len(a.Subjects) != 1 {
			t.Fatalf("%s: %v %+v", c.name, err, a)
		}
		if diff := cmp.Diff(c.want, counts(a.Subjects[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		for _, chain := range a.Subjects[0].Chains {
			if chain.NoneRecorded != (chain.Count == 0) || len(a.Subjects[0].Chains) != 6 {
				t.Errorf("%s: %+v", c.name, chain)
			}
		}
	}
	city := whole
	city["policy.zone"] = 2
	city["industry.supplies_to"] = 1 // met from both ends, counted once
	a, err := tell(t, l, w, "", chains.Question{ID: "苏州"})
	if diff := cmp.Diff(city, counts(a.Subjects[0])); diff != "" || err != nil || a.Of != chains.OfCity {
		t.Errorf("city: %v (-want +got):\n%s", err, diff)
	}
	inno := a.Subjects[0].Chains[0]
	stages := make(map[string]int)
	for _, s := range inno.Stages {
		stages[s.Stage] = s.Count
	}
	if stages["pilot_maturation"] != 3 || stages["transfer"] != 2 || inno.Unstaged != 0 || len(stages) != 7 {
		t.Errorf("stages: %+v", inno)
	}
	if service := a.Subjects[0].Chains[5]; service.Synthetic != 1 {
		t.Errorf("made-up records: %+v", service)
	}
	layers := make(map[string]int)
	for _, x := range a.Subjects[0].Layout {
		layers[x.Layer] = x.Count
	}
	if layers[chains.OfCentre] != 1 || layers["state_key_laboratory"] != 1 || layers["joint_laboratory"] != 0 || len(layers) != 8 {
		t.Errorf("layout: %v", layers)
	}
}

// TestIndustry: one industry is met, two are not, none is not recorded; a centre is in line
// when a record joins it with the industry or one below, and never out of line without.
func TestIndustry(t *testing.T) {
	l := words(t)
	report := func(change func(*teamtest.Network), id string) *chains.Industry {
		w := park()
		if change != nil {
			change(w)
		}
		a, err := tell(t, l, w, "", chains.Question{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		return a.Subjects[0].Industry
	}
	if i := report(nil, "z:park"); i.Outcome != chains.Met || len(i.IDs) != 1 || len(i.Centres) != 1 || i.Centres[0].Outcome != chains.Met || len(i.Centres[0].IDs) != 1 {
		t.Errorf("one industry: %+v", i)
	}
	two := func(w *teamtest.Network) { w.Edge(graph.RelStrategicIndustry, "z:park", "i:other") }
	if i := report(two, "z:park"); i.Outcome != chains.NotMet || len(i.IDs) != 2 || len(i.Industries) != 2 {
		t.Errorf("two industries: %+v", i)
	}
	cluster := func(w *teamtest.Network) {
		w.Node("k:cluster", graph.KindCluster, "cluster")
		w.Edge(graph.RelStrategicIndustry, "z:park", "k:cluster")
	}
	if i := report(cluster, "z:park"); i.Outcome != chains.Met {
		t.Errorf("an industry and its cluster: %+v", i)
	}
	if i := report(nil, "z:plain"); i.Outcome != chains.NotRecorded || len(i.IDs) != 0 {
		t.Errorf("no industry: %+v", i)
	}
	unserved := func(w *teamtest.Network) {
		for i := range w.Edges {
			if w.Edges[i].Relation == graph.RelServes {
				w.Edges[i].To = "i:other"
			}
		}
	}
	if i := report(unserved, "z:park"); i.Centres[0].Outcome != chains.NotRecorded {
		t.Errorf("a centre that serves another industry: %+v", i)
	}
	none := func(w *teamtest.Network) {
		for i := range w.Edges {
			if w.Edges[i].Relation == graph.RelStrategicIndustry {
				w.Edges[i].ValidTo = graph.MustDate("2020")
			}
		}
	}
	if i := report(none, "z:park"); i.Outcome != chains.NotRecorded || i.Centres[0].Outcome != chains.NotApplicable {
		t.Errorf("an industry that is over: %+v", i)
	}
}

// TestBadges: priority zones mark themselves, what lies in them and the cities that hold
// them; other zones mark nothing.
func TestBadges(t *testing.T) {
	l := words(t)
	for id, want := range map[string]map[graph.ID]string{
		"z:park":   {"z:park": "is", "z:whole": "in"},
		"z:plain":  {},
		"c:centre": {"z:park": "in", "z:whole": "in"},
		"苏州市":      {"z:park": "holds"},
	} {
		a, err := tell(t, l, park(), "", chains.Question{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[graph.ID]string)
		for _, b := range a.Subjects[0].Badges {
			got[b.Zone.ID] = b.How
			if b.Clause == "" || len(b.Types) == 0 || b.How == "in" && len(b.IDs) == 0 {
				t.Errorf("%s: %+v", id, b)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// TestPlan: provincial centres of the region count in the years of the plan; those of other
// years, levels and regions do not, and what is not dated stands apart.
func TestPlan(t *testing.T) {
	w := park()
	put := func(id graph.ID, level, region, from string) {
		n := w.Node(id, graph.KindCenter, string(id), "level", level)
		n.Region = region
		if from != "" {
			n.ValidFrom = graph.MustDate(from)
		}
	}
	put("c:early", "provincial", "320100", "2020-12")
	put("c:late", "provincial", "320100", "2026")
	put("c:last", "provincial", "320100", "2025-12")
	put("c:undated", "provincial", "320100", "")
	put("c:national", "national", "320100", "2022")
	put("c:elsewhere", "provincial", "330100", "2022")
	a, err := tell(t, words(t), w, "江苏", chains.Question{Of: chains.OfCentre})
	if err != nil {
		t.Fatal(err)
	}
	p := a.Plan
	if p.Recorded != 2 || p.Target != 20 || p.Undated != 1 || p.Outside != 2 || !cmp.Equal(p.IDs, []graph.ID{"c:centre", "c:last"}) {
		t.Errorf("plan: %+v", p)
	}
	fields := make(map[string]int)
	for _, f := range p.Fields {
		fields[f.Field] = f.Count
	}
	if fields["materials"] != 1 || fields[""] != 1 || len(fields) != 7 {
		t.Errorf("fields: %v", fields)
	}
	if a.Total != 6 { // all but the one elsewhere
		t.Errorf("%d centres", a.Total)
	}
}

// TestPages: subjects come in one order whatever the page and the order of loading.
func TestPages(t *testing.T) {
	l := words(t)
	all, err := tell(t, l, park(), "", chains.Question{Of: chains.OfZone})
	if err != nil {
		t.Fatal(err)
	}
	reversed, err := tell(t, l, park().Reversed(), "", chains.Question{Of: chains.OfZone})
	if diff := cmp.Diff(all, reversed, cmp.Comparer(func(a, b graph.ID) bool {
		return a == b || len(a) > 2 && len(b) > 2 && a[:2] == "e:" && b[:2] == "e:"
	})); diff != "" || err != nil {
		t.Errorf("reversed: %v (-want +got):\n%s", err, diff)
	}
	var paged []chains.Subject
	for offset := range all.Total {
		a, err := tell(t, l, park(), "", chains.Question{Of: chains.OfZone, Limit: 1, Offset: offset})
		if err != nil {
			t.Fatal(err)
		}
		paged = append(paged, a.Subjects...)
	}
	if diff := cmp.Diff(all.Subjects, paged); diff != "" || all.Total != 3 {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	cities, err := tell(t, l, park(), "江苏", chains.Question{})
	if err != nil || cities.Total != 2 || cities.Subjects[0].Region != "320100" {
		t.Errorf("cities: %v %+v", err, cities)
	}
}

func TestRefused(t *testing.T) {
	l := words(t)
	for _, c := range []struct {
		q         chains.Question
		parameter string
		unknown   bool
	}{
		{chains.Question{Of: "x"}, "of", false},
		{chains.Question{Limit: -1}, "limit", false},
		{chains.Question{Evidence: 201}, "evidence", false},
		{chains.Question{Offset: -1}, "offset", false},
		{chains.Question{Field: "nothing"}, "field", false},
		{chains.Question{ID: "b:firm"}, "id", true},
		{chains.Question{ID: "nobody"}, "id", true},
		{chains.Question{ID: "z:park", Of: chains.OfCentre}, "id", true},
		{chains.Question{ID: "苏州", Of: chains.OfZone}, "id", true},
		{chains.Question{ID: "昆山"}, "id", true},
	} {
		var wrong *phrase.QuestionError
		if _, err := tell(t, l, park(), "", c.q); !errors.As(err, &wrong) || wrong.Parameter != c.parameter || wrong.Unknown != c.unknown || wrong.Error() == "" {
			t.Errorf("%+v: %v", c.q, err)
		}
	}
}
