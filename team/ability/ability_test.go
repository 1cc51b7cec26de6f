package ability_test

import (
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/team/ability"
	"chuangmai/team/teamtest"
)

// words is read once: it never changes.
var words = sync.OnceValues(lexicon.Load)

func sources(t teamtest.Fataler, w *teamtest.Network) ability.Sources {
	lex, err := words()
	if err != nil {
		t.Fatal(err)
	}
	weights, err := match.BuiltinWeights()
	if err != nil {
		t.Fatal(err)
	}
	return ability.Sources{View: w.View(t), Words: lex, Quality: weights.Quality}
}

func asked(ids ...graph.ID) []ability.Asked {
	var out []ability.Asked
	for _, id := range ids {
		out = append(out, ability.Asked{ID: id, Name: string(id), Share: 1 / float64(len(ids))})
	}
	return out
}

// TestLevels: the greatest claim counts, what is held lends a part, what is hidden or over
// lends nothing.
func TestLevels(t *testing.T) {
	w := &teamtest.Network{}
	w.Node("cap:my-own", graph.KindCapability, "own")
	for _, id := range []graph.ID{"b:stated", "b:weak", "b:holder", "b:employer", "b:whole", "b:none"} {
		w.Node(id, graph.KindInstitute, string(id))
	}
	w.Node("x:machine", graph.KindEquipment, "machine")
	w.Node("x:person", graph.KindTalent, "person")
	w.Edge(graph.RelHasCapability, "b:stated", "cap:my-own")
	w.Edge(graph.RelHasCapability, "b:weak", "cap:my-own", "weight", 0.25)
	w.Edge(graph.RelHasCapability, "x:machine", "cap:my-own", "weight", 0.5)
	w.Edge(graph.RelHasCapability, "x:person", "cap:my-own", "weight", 0.5)
	w.Edge(graph.RelOwns, "b:holder", "x:machine")
	w.Edge(graph.RelAppointedAt, "x:person", "b:employer")
	w.Edge(graph.RelPartOf, "b:stated", "b:whole")
	w.Edge(graph.RelHasCapability, "b:none", "cap:my-own").Visibility = graph.VisibilityMembers
	w.Edge(graph.RelHasCapability, "b:none", "cap:my-own").ValidTo = graph.MustDate("2020")
	table := ability.New(sources(t, w), asked("cap:my-own"))
	got := make(map[graph.ID]float64)
	for _, n := range table.Bodies() {
		got[table.View.ID(n)] = table.Levels(n)[0]
	}
	want := map[graph.ID]float64{"b:stated": 1, "b:weak": 0.25, "b:holder": 0.45, "b:employer": 0.3, "b:whole": 0.8, "x:machine": 0.5, "x:person": 0.5}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("levels (-want +got):\n%s", diff)
	}
}

// TestEvidenceSaysByHowMuchALevelFalls: taking a cited edge away lowers the level by the
// stated amount, for every body of random networks.
func TestEvidenceSaysByHowMuchALevelFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 6)
		table := ability.New(sources(t, w), asked(teamtest.Areas()[:3]...))
		for _, n := range table.Bodies() {
			id := table.View.ID(n)
			for a, level := range table.Levels(n) {
				evidence := table.Evidence(n, a)
				if level > 0 && len(evidence) == 0 {
					t.Fatalf("%s: level %v rests on nothing", id, level)
				}
				for _, e := range evidence {
					other := ability.New(sources(t, w.Without(e.Edge)), table.Asked())
					after := 0.0
					if m, known := other.View.Lookup(id); known && other.Levels(m) != nil {
						after = other.Levels(m)[a]
					}
					if math.Abs(level-after-e.Amount) > 1e-6 {
						t.Fatalf("%s without %s: %v, then %v, said to fall by %v", id, e.Edge, level, after, e.Amount)
					}
				}
			}
		}
	})
}

// TestAskedIn: of what was read only the weighty part counts, of what was stated all; the
// shares sum to 1.
func TestAskedIn(t *testing.T) {
	read := need.Reading{Confidence: 0.8, Spans: []need.Span{{Text: "x"}}}
	got := ability.AskedIn(need.Need{Capabilities: []need.Capability{
		{ID: "cap:a", Weight: 1, Reading: read},
		{ID: "cap:b", Weight: 0.5, Reading: read},
		{ID: "cap:c", Weight: 0.1, Reading: read},
		{ID: "cap:d", Weight: 0.1, Reading: need.Reading{Confidence: 1}},
		{ID: "cap:e", Weight: 0, Reading: need.Reading{Confidence: 1}},
	}})
	sum := 0.0
	var ids []graph.ID
	for _, a := range got {
		sum += a.Share
		ids = append(ids, a.ID)
	}
	if diff := cmp.Diff([]graph.ID{"cap:a", "cap:b", "cap:d"}, ids); diff != "" || math.Abs(sum-1) > 1e-12 {
		t.Errorf("shares sum to %v (-want +got):\n%s", sum, diff)
	}
	if ability.AskedIn(need.Need{}) != nil {
		t.Error("an empty need asks for something")
	}
}
