package intro

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/team/teamtest"
)

// town: a and b are joined by a dual appointee, a laboratory, a council, a project and a
// committee that judges b.
func town() *teamtest.Network {
	w := &teamtest.Network{}
	w.Node("b:a", graph.KindEnterprise, "甲厂")
	w.Node("b:b", graph.KindUniversity, "乙大学")
	w.Node("t:dual", graph.KindTalent, "双聘专家")
	w.Edge(graph.RelAppointedAt, "t:dual", "b:b", "type", "primary", "share_of_time", 0.6)
	e := w.Edge(graph.RelAppointedAt, "t:dual", "b:a", "type", "dual", "share_of_time", 0.3)
	e.ValidFrom, e.ValidTo = graph.MustDate("2025-01"), graph.MustDate("2026-12")
	w.Node("l:lab", graph.KindJointLab, "联合实验室")
	w.Edge(graph.RelParticipatesIn, "b:a", "l:lab").ValidFrom = graph.MustDate("2018-11-22")
	w.Edge(graph.RelParticipatesIn, "b:b", "l:lab")
	w.Node("c:council", graph.KindBody, "理事会", "type", "council")
	w.Edge(graph.RelSitsOn, "b:a", "c:council")
	w.Edge(graph.RelSitsOn, "b:b", "c:council")
	w.Node("c:judges", graph.KindBody, "专家委员会", "type", "expert_committee")
	w.Edge(graph.RelSitsOn, "b:a", "c:judges")
	w.Edge(graph.RelGoverns, "c:judges", "b:b")
	return w
}

func find(t *testing.T, w *teamtest.Network, paths int) Answer {
	t.Helper()
	a, err := Find(Question{View: w.View(t), From: "b:a", To: "b:b", Paths: paths, Topic: "焊接"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func via(p Path) graph.ID { return p.Steps[1].Node }

// TestCostsByHand: every path of the town with the cost one works out with a pencil.
func TestCostsByHand(t *testing.T) {
	a := find(t, town(), 5)
	half := 1 - math.Exp2(-2922.0/(8*365.25)) // eight years
	want := map[graph.ID]float64{
		// dual .5, little time .5·.5·.7, ending .3, asking .1, load .9-.5; primary .5 and .5·.5·.4
		"t:dual":    0.5 + 0.175 + 0.3 + 0.1 + 0.4 + 0.5 + 0.1,
		"l:lab":     0.8 + 0.8*half + 0.8 + 0.8*0.25,
		"c:council": 0.7 + 0.7,
		"c:judges":  0.7 + 1.5 + 0.7,
	}
	got := make(map[graph.ID]float64)
	last := 0.0
	for _, p := range a.Paths {
		got[via(p)] = p.Cost
		if p.Cost < last {
			t.Errorf("%v comes after %v", p.Cost, last)
		}
		last = p.Cost
	}
	for id, cost := range want {
		if math.Abs(got[id]-cost) > 2e-6 {
			t.Errorf("%s: %v, want %v", id, got[id], cost)
		}
	}
	if len(got) != len(want) || len(a.Notes) != 1 || a.Notes[0].Code != "intro.note.fewer" {
		t.Errorf("paths %v, notes %v", got, a.Notes)
	}
}

// TestWhatSpeaksAgainst: load, an ending term, age and a committee are said, each where it
// holds and nowhere else; the opening words name who is spoken to.
func TestWhatSpeaksAgainst(t *testing.T) {
	w := town()
	w.Node("r:review", graph.KindEvaluation, "评估")
	w.Edge(graph.RelConcerns, "r:review", "l:lab")
	w.Edge(graph.RelConcerns, "r:review", "b:b")
	a := find(t, w, 5)
	against := make(map[graph.ID][]string)
	opening := make(map[graph.ID]string)
	for _, p := range a.Paths {
		for _, m := range p.Against {
			against[via(p)] = append(against[via(p)], m.Code)
		}
		opening[via(p)] = p.Opening.Code
		if (p.Introducer != nil) != (via(p) == "t:dual") {
			t.Errorf("%s: introducer %+v", via(p), p.Introducer)
		}
	}
	if diff := cmp.Diff(map[graph.ID][]string{
		"t:dual": {"intro.against.load", "intro.against.ending"}, "l:lab": {"intro.against.conflict", "intro.against.old"},
		"c:judges": {"intro.against.committee"},
	}, against); diff != "" {
		t.Errorf("against (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[graph.ID]string{
		"t:dual": "intro.open.both", "l:lab": "intro.open.shared", "c:council": "intro.open.shared", "c:judges": "intro.open.shared",
	}, opening); diff != "" {
		t.Errorf("opening words (-want +got):\n%s", diff)
	}
	w.Edge(graph.RelConcerns, "r:review", "b:a")
	if a := find(t, w, 1); a.Notes[0].Code != "intro.note.review" {
		t.Errorf("both in one review: %v", a.Notes)
	}
}

// TestAJudgeOfOneSideIsInConflict: somebody who sits on the committee that judges b and is
// appointed at a.
func TestAJudgeOfOneSideIsInConflict(t *testing.T) {
	w := town()
	w.Edge(graph.RelSitsOn, "t:dual", "c:judges")
	for _, p := range find(t, w, 5).Paths {
		if via(p) != "t:dual" {
			continue
		}
		if diff := cmp.Diff([]graph.ID{"c:judges"}, p.Introducer.Conflicts); diff != "" || *p.Introducer.Load != 0.9 {
			t.Errorf("conflicts (-want +got):\n%s", diff)
		}
	}
}

// TestEnds: what cannot be an end is refused by name; an instrument is reached through who
// owns it; those who know each other need nobody.
func TestEnds(t *testing.T) {
	w := town()
	w.Node("cap:x", graph.KindCapability, "能力")
	w.Node("e:ct", graph.KindEquipment, "工业CT")
	w.Edge(graph.RelOwns, "b:b", "e:ct")
	w.Node("b:far", graph.KindInstitute, "远方")
	v := w.View(t)
	for name, c := range map[string]struct {
		q    Question
		code string
	}{
		"unknown": {Question{From: "b:nobody", To: "b:b"}, "intro.error.unknown"},
		"kind":    {Question{From: "b:a", To: "cap:x"}, "intro.error.kind"},
		"same":    {Question{From: "b:a", To: "b:a"}, "intro.error.same"},
		"many":    {Question{From: "b:a", To: "b:b", Paths: 11}, "intro.error.paths"},
		"fewer":   {Question{From: "b:a", To: "b:b", Paths: -1}, "intro.error.paths"},
	} {
		c.q.View = v
		_, err := Find(c.q)
		var wrong *phrase.QuestionError
		if !errors.As(err, &wrong) || wrong.Reason.Code != c.code || wrong.Unknown != (name == "unknown") || wrong.Reason.Render(phrase.Zh) == wrong.Reason.Render(phrase.En) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a, err := Find(Question{View: v, From: "b:a", To: "e:ct"})
	if err != nil || len(a.Paths) == 0 || a.Paths[0].Steps[len(a.Paths[0].Steps)-2].Node != "b:b" || !strings.HasPrefix(a.Paths[0].Opening.Render(phrase.En), "Dear colleagues at 乙大学 (en), we are 甲厂 (en) and meet you in 理事会 (en)") {
		t.Errorf("instrument: %+v, %v", a.Paths, err)
	}
	a, err = Find(Question{View: v, From: "b:a", To: "b:far"})
	if err != nil || len(a.Paths) != 0 || a.Notes[0].Code != "intro.note.none" {
		t.Errorf("far: %+v, %v", a, err)
	}
	a, err = Find(Question{View: v, From: "t:dual", To: "b:b"})
	if err != nil || a.Paths[0].Opening.Code != "intro.open.direct" || a.Paths[0].Introducer != nil {
		t.Errorf("direct: %+v, %v", a.Paths, err)
	}
}

// costs is the network of a finder as an oracle wants it: what an arc costs with the pass
// through the node it leads to.
func costs(f *finder) *simple.WeightedDirectedGraph {
	g := simple.NewWeightedDirectedGraph(0, math.Inf(1))
	for n := range f.view.Nodes() {
		if !f.between(n) {
			continue
		}
		for _, a := range f.neighbours(n) {
			g.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(n), T: simple.Node(a.to), W: float64(a.cost + f.pass(a.to))})
		}
	}
	return g
}

// TestAgainstAnOracle: the k cheapest ways cost what gonum's algorithm of Yen says, are
// without loops, all different, and lie within the limit.
func TestAgainstAnOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := teamtest.Draw(t, 8).View(t)
		from, known := v.Lookup("b:00")
		to, there := v.Lookup("b:01")
		if !known || !there {
			return
		}
		const k = 12
		f := newFinder(v, from, to)
		ways := f.cheapest(k, micro(maxCost))
		var want, got []money
		for _, p := range path.YenKShortestPaths(costs(f), k, math.Inf(1), simple.Node(from), simple.Node(to)) {
			sum := money(0)
			for i := 1; i < len(p); i++ {
				n := snapshot.N(p[i-1].ID())
				for _, a := range f.neighbours(n) {
					if int64(a.to) == p[i].ID() {
						sum += a.cost + f.pass(a.to)
					}
				}
			}
			if sum <= micro(maxCost) {
				want = append(want, sum)
			}
		}
		slices.Sort(want)
		for i, w := range ways {
			got = append(got, w.cost)
			nodes := slices.Clone(w.nodes)
			slices.Sort(nodes)
			if len(slices.Compact(nodes)) != len(w.nodes) {
				t.Fatalf("a loop: %v", w.nodes)
			}
			for _, other := range ways[:i] {
				if slices.Equal(other.nodes, w.nodes) {
					t.Fatalf("twice: %v", w.nodes)
				}
			}
		}
		if !slices.Equal(want, got) {
			t.Fatalf("costs %v, the oracle says %v", got, want)
		}
		near := newFinder(v, from, to).nearest(k, micro(maxCost))
		if !slices.EqualFunc(ways, near, func(a, b way) bool { return a.cost == b.cost && slices.Equal(a.nodes, b.nodes) }) {
			t.Fatalf("looking near first finds %v, not %v", near, ways)
		}
	})
}

// TestPaths: costs sum, everything cited exists, paths differ, sentences are in both
// languages, and what is made up is marked.
func TestPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 8)
		v := w.View(t)
		a, err := Find(Question{View: v, From: "b:00", To: "b:01", Paths: 5})
		if err != nil {
			return
		}
		for i, p := range a.Paths {
			total, facts := 0.0, true
			for j, s := range p.Steps {
				sum := 0.0
				for _, part := range s.Parts {
					sum += part.Value
					if !phrase.Known("intro.part." + part.Name) {
						t.Fatalf("part %s has no label", part.Name)
					}
				}
				if math.Abs(sum-s.Cost) > 1e-9 {
					t.Fatalf("parts sum to %v, the step costs %v", sum, s.Cost)
				}
				total += s.Cost
				n, known := v.Lookup(s.Node)
				if !known || (s.Edge == "") != (j == 0) {
					t.Fatalf("step %d: %+v", j, s)
				}
				facts = facts && !v.Synthetic(n) && !s.Synthetic
				if j > 0 && !ties(v, n, p.Steps[j-1].Node, s) {
					t.Fatalf("edge %s does not join %s and %s", s.Edge, p.Steps[j-1].Node, s.Node)
				}
			}
			if math.Abs(total-p.Cost) > 1e-9 || facts != p.RestsOnFacts {
				t.Fatalf("steps cost %v, the path %v; facts %v", total, p.Cost, facts)
			}
			for _, m := range append(slices.Concat(p.Because, p.Against, a.Notes), p.Opening) {
				if both := m.Both(); !phrase.Known(m.Code) || both.Zh == both.En || strings.ContainsAny(both.Zh+both.En, "{}") {
					t.Fatalf("badly worded: %s %v", m.Code, both)
				}
			}
			for _, other := range a.Paths[:i] {
				if slices.EqualFunc(other.Steps, p.Steps, func(x, y Step) bool { return x.Node == y.Node }) {
					t.Fatal("one path twice")
				}
			}
		}
	})
}

func ties(v snapshot.View, n snapshot.N, from graph.ID, s Step) bool {
	for e, y := range v.Edges(n) {
		if v.ID(y) == from && v.EdgeID(e) == s.Edge {
			return v.Edge(e).Relation == s.Relation && (v.ID(v.Edge(e).From) == from) == s.Forward
		}
	}
	return false
}

// TestHiddenLeavesNoTrace: the answer equals that over the visible part alone, and that
// over the same records in the opposite order.
func TestHiddenLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 8)
		answer := func(w *teamtest.Network) string {
			a, err := Find(Question{View: w.View(t), From: "b:00", To: "b:01", Paths: 5})
			if err != nil {
				return err.Error()
			}
			data, err := json.MarshalIndent(a, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		want := answer(w)
		for name, other := range map[string]*teamtest.Network{"visible part": w.Visible(), "opposite order": w.Reversed()} {
			if diff := cmp.Diff(want, answer(other)); diff != "" {
				t.Fatalf("%s (-whole +other):\n%s", name, diff)
			}
		}
	})
}
