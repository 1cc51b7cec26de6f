package sites_test

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/coverage/sites"
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

func find(t *testing.T, l *lexicon.Lexicon, w *teamtest.Network, region string, q sites.Question) (sites.Answer, error) {
	t.Helper()
	inv := supply.Build(w.View(t), l, supply.NewRegions(l), supply.DefaultSettings())
	place, known := inv.Regions.Named(region)
	if !known {
		t.Fatalf("no region %s", region)
	}
	return sites.Find(t.Context(), inv, place, q)
}

// land has firms of new materials in Xuzhou's Tongshan, far from anything, and in Suzhou,
// where a line stands.
func land() *teamtest.Network {
	w := &teamtest.Network{}
	w.Node("field:materials", graph.KindField, "新材料")
	w.Node("field:information", graph.KindField, "信息技术")
	w.Node("stage:pilot_maturation", graph.KindStage, "中试熟化")
	firm := func(id graph.ID, region string, field graph.ID) {
		w.Node(id, graph.KindEnterprise, string(id)).Region = region
		w.Edge(graph.RelInField, id, field)
	}
	for i := range 6 {
		firm(graph.ID(fmt.Sprintf("b:xz%d", i)), "320312", "field:materials")
	}
	for i := range 8 {
		firm(graph.ID(fmt.Sprintf("b:sz%d", i)), "320505", "field:materials")
	}
	firm("b:else", "320505", "field:information")
	firm("b:far", "330100", "field:materials")
	firm("b:nowhere", "320000", "field:materials")
	line := func(id graph.ID, region string, pairs ...any) {
		w.Node(id, graph.KindFacility, string(id), pairs...).Region = region
		w.Edge(graph.RelInField, id, "field:materials")
		w.Edge(graph.RelAtStage, id, "stage:pilot_maturation")
	}
	line("x:line", "320505", "type", "pilot_line", "share_mode", "external", "booking_url", "https://example.org")
	w.Edge(graph.RelOpenTo, "x:line", "x:line")
	line("x:shut", "320312", "share_mode", "none")
	w.Node("b:host", graph.KindRDUnit, "host", "type", "new_type").Region = "320312"
	w.Edge(graph.RelInField, "b:host", "field:materials")
	need := func(id graph.ID, state string) {
		w.Node(id, graph.KindDemand, string(id), "state", state).Region = "320312"
		w.Edge(graph.RelInField, id, "field:materials")
	}
	need("d:open", "open")
	need("d:unsaid", "unknown")
	need("d:done", "agreed")
	return w
}

// TestFind: the first site goes where demand is and nothing else, with the figures that one
// can reckon by hand.
func TestFind(t *testing.T) {
	l := words(t)
	a, err := find(t, l, land(), "江苏", sites.Question{Field: "新材料", Stage: "中试熟化", Kind: sites.KindFacility, N: 1})
	if err != nil {
		t.Fatal(err)
	}
	if a.Firms != 15 || a.Needs != 2 || a.Unplaced != 1 || a.Stateless != 1 || a.Points != 2 || a.Demand != 20 || !a.Exact || a.Gap != 0 {
		t.Errorf("demand: %+v", a)
	}
	if a.Existing.Count != 1 || a.Existing.Closed != 1 || !cmp.Equal(a.Existing.IDs, []graph.ID{"x:line"}) {
		t.Errorf("supply: %+v", a.Existing)
	}
	s := a.Sites[0]
	if s.Place.Code != "320312" || s.City.Code != "320300" || s.Firms != 6 || s.Needs != 2 {
		t.Errorf("site: %+v", s)
	}
	// the line's worth at Xuzhou is next to nothing: 12 of demand are covered anew
	r := s.Reaches[0]
	if r.Place.Code != "320312" || r.Km != 0 || r.After != 1 || r.Before > 0.01 || len(r.FirmIDs) != 5 || !cmp.Equal(r.NeedIDs, []graph.ID{"d:open", "d:unsaid"}) {
		t.Errorf("reached: %+v", r)
	}
	if want := 12 * (1 - r.Before); math.Abs(s.Gain-want) > 0.1 || math.Abs(s.Share-s.Gain/20) > 1e-9 || a.With-a.Covered-a.Gain > 1e-9 {
		t.Errorf("gain %g, want about %g", s.Gain, want)
	}
	if s.Nearest == nil || s.Nearest.ID != "x:line" || s.Nearest.Km < 300 {
		t.Errorf("nearest: %+v", s.Nearest)
	}
	if len(s.Hosts) != 1 || s.Hosts[0].ID != "b:host" || !s.Hosts[0].InPlace || !s.Hosts[0].Candidate {
		t.Errorf("hosts: %+v", s.Hosts)
	}
}

// TestOpening: what there is counts: with a good line of its own, a place gains nothing
// more, and the next site goes elsewhere.
func TestOpening(t *testing.T) {
	w := land()
	w.Node("x:own", graph.KindFacility, "own", "type", "pilot_line", "level", "national", "share_mode", "external", "booking_url", "https://example.org").Region = "320312"
	w.Edge(graph.RelInField, "x:own", "field:materials")
	w.Edge(graph.RelAtStage, "x:own", "stage:pilot_maturation")
	l := words(t)
	q := sites.Question{Field: "materials", Stage: "pilot_maturation", Kind: sites.KindFacility, N: 1}
	before, err := find(t, l, land(), "江苏", q)
	if err != nil {
		t.Fatal(err)
	}
	after, err := find(t, l, w, "江苏", q)
	if err != nil {
		t.Fatal(err)
	}
	if after.Covered <= before.Covered || after.Gain >= before.Gain {
		t.Errorf("with a line of its own: covered %g (before %g), gain %g (before %g)", after.Covered, before.Covered, after.Gain, before.Gain)
	}
}

// TestBothCoverages: several supplies together never cover less than the best one.
func TestBothCoverages(t *testing.T) {
	l := words(t)
	q := sites.Question{Field: "新材料", Kind: sites.KindFacility, N: 3}
	one, err := find(t, l, land(), "江苏", q)
	if err != nil {
		t.Fatal(err)
	}
	q.Coverage = sites.CoverageSaturating
	many, err := find(t, l, land(), "江苏", q)
	if err != nil {
		t.Fatal(err)
	}
	if many.Covered < one.Covered-1e-9 || many.With < one.With-1e-9 || many.With > many.Demand+1e-9 {
		t.Errorf("best %g → %g, saturating %g → %g", one.Covered, one.With, many.Covered, many.With)
	}
	again, err := find(t, l, land().Reversed(), "江苏", q)
	if diff := cmp.Diff(many, again); diff != "" || err != nil {
		t.Errorf("reversed: %v (-want +got):\n%s", err, diff)
	}
}

// TestNothing: without demand there is nothing to place by, and it says so.
func TestNothing(t *testing.T) {
	a, err := find(t, words(t), &teamtest.Network{}, "江苏", sites.Question{})
	if err != nil || len(a.Sites) != 0 || a.Sites == nil || a.Demand != 0 || a.Kind != sites.KindCentre || a.N != sites.DefaultN {
		t.Fatalf("%v %+v", err, a)
	}
	codes := make(map[string]bool)
	for _, n := range a.Notes {
		codes[n.Code] = true
	}
	if !codes["sites.note.no_demand"] || !codes["sites.note.no_supply"] {
		t.Errorf("notes: %v", codes)
	}
}

func TestRefused(t *testing.T) {
	l := words(t)
	for parameter, q := range map[string]sites.Question{
		"kind": {Kind: "x"}, "coverage": {Coverage: "x"}, "n": {N: 21}, "evidence": {Evidence: -1}, "field": {Field: "nothing"}, "stage": {Stage: "nothing"},
	} {
		var wrong *phrase.QuestionError
		if _, err := find(t, l, &teamtest.Network{}, "江苏", q); !errors.As(err, &wrong) || wrong.Parameter != parameter || wrong.Error() == "" {
			t.Errorf("%s: %v", parameter, err)
		}
	}
}
