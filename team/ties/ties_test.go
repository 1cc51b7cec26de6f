package ties_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/team/teamtest"
	"chuangmai/team/ties"
)

// TestTies: what is counted, and how much; what is hidden or over is not.
func TestTies(t *testing.T) {
	w := &teamtest.Network{}
	for _, id := range []graph.ID{"b:x", "b:a", "b:b", "b:c", "b:d"} {
		w.Node(id, graph.KindInstitute, string(id))
	}
	w.Node("p:1", graph.KindProject, "project")
	w.Node("t:1", graph.KindTalent, "person")
	w.Edge(graph.RelCollaboratesWith, "b:x", "b:a")
	w.Edge(graph.RelCollaboratesWith, "b:a", "b:x")
	for _, id := range []graph.ID{"b:x", "b:x", "b:a", "b:b"} {
		w.Edge(graph.RelParticipatesIn, id, "p:1")
	}
	w.Edge(graph.RelAppointedAt, "t:1", "b:x")
	w.Edge(graph.RelAppointedAt, "t:1", "b:c")
	w.Edge(graph.RelCollaboratesWith, "b:x", "b:d").ValidTo = graph.MustDate("2020")
	w.Edge(graph.RelCollaboratesWith, "b:x", "b:d").Visibility = graph.VisibilityMembers
	v := w.View(t)
	x, _ := v.Lookup("b:x")
	got := make(map[graph.ID]float64)
	for n, tie := range ties.Of(v, x) {
		got[v.ID(n)] = tie.Strength
	}
	if diff := cmp.Diff(map[graph.ID]float64{"b:a": 2.5, "b:b": 0.5, "b:c": 0.5}, got); diff != "" {
		t.Errorf("ties (-want +got):\n%s", diff)
	}
}

// TestWithout equals the ties of a network that lacks the edge.
func TestWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 5)
		v := w.View(t)
		x, there := v.Lookup("b:00")
		if !there {
			return
		}
		for y, tie := range ties.Of(v, x) {
			for _, e := range tie.Edges {
				other := w.Without(v.EdgeID(e)).View(t)
				ox, _ := other.Lookup("b:00")
				oy, _ := other.Lookup(v.ID(y))
				want, got := ties.Of(other, ox)[oy].Strength, ties.Without(v, x, e)[y].Strength
				if math.Abs(want-got) > 1e-6 {
					t.Fatalf("%s without %s: %v, want %v", v.ID(y), v.EdgeID(e), got, want)
				}
			}
		}
	})
}
