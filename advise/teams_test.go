package advise_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/intro"
	"chuangmai/phrase"
	"chuangmai/team"
	"chuangmai/team/complement"
)

func teams(tb testing.TB, q advise.TeamsQuery, scope advise.Scope) advise.TeamsAnswer {
	tb.Helper()
	answer, err := sample.Advisor.Teams(tb.Context(), q, scope)
	if err != nil {
		tb.Fatal(err)
	}
	return answer
}

func asking(text string, c team.Constraints) advise.TeamsQuery {
	return advise.TeamsQuery{Query: advise.Query{Text: text}, Constraints: c}
}

// TestTeamsOverTheSample: two or three teams that differ, under constraints that hold;
// everything cited exists and the same question gets the same bytes.
func TestTeamsOverTheSample(t *testing.T) {
	for _, text := range []string{problem, "高温合金涡轮叶片激光增材制造与热处理", "sensor for hydrogen leak detection and pipeline monitoring"} {
		for name, c := range map[string]team.Constraints{
			"free": {}, "kinds": {Actors: []string{"学", "研", "产"}, Size: 4}, "facts": {FactsOnly: true}, "SMEs": {SMEShare: 0.5}, "near": {Places: []string{"江苏"}, Size: 3},
		} {
			a := teams(t, asking(text, c), public)
			if len(a.Teams) < 2 || len(a.Teams) > 3 {
				t.Errorf("%s, %s: %d teams, notes %v", text, name, len(a.Teams), a.Notes)
			}
			for i, tm := range a.Teams {
				checkTeam(t, tm, c)
				for _, other := range a.Teams[:i] {
					if slices.EqualFunc(tm.Members, other.Members, func(x, y team.Member) bool { return x.ID == y.ID }) {
						t.Errorf("%s, %s: a team twice", text, name)
					}
				}
			}
			if diff := cmp.Diff(encoded(t, a), encoded(t, teams(t, asking(text, c), public))); diff != "" {
				t.Errorf("%s, %s: another answer to the same question:\n%s", text, name, diff)
			}
		}
	}
}

func encoded(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func checkTeam(t *testing.T, tm team.Team, c team.Constraints) {
	t.Helper()
	view, _, release, err := sample.Advisor.View(public)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if c.Size > 0 && len(tm.Members) > c.Size || tm.Coverage > tm.Upper+1e-6 || tm.SMEShare < c.SMEShare-1e-6 {
		t.Errorf("%d members, coverage %v of %v, SMEs %v", len(tm.Members), tm.Coverage, tm.Upper, tm.SMEShare)
	}
	for _, word := range c.Actors {
		if actor, _ := team.ActorOf(word); !slices.Contains(tm.Actors, actor) {
			t.Errorf("no %s among %v", actor, tm.Actors)
		}
	}
	for _, m := range tm.Members {
		if c.FactsOnly && m.Synthetic {
			t.Errorf("%s is made up", m.ID)
		}
		if len(m.Why) == 0 || len(m.Leaving) == 0 {
			t.Errorf("%s: why %v, leaving %v", m.ID, m.Why, m.Leaving)
		}
		n, known := view.Lookup(m.ID)
		if !known {
			t.Fatalf("%s is not in the view", m.ID)
		}
		for _, f := range m.Fills {
			for _, e := range f.Evidence {
				if !hasEdge(view, n, e.Edge) {
					t.Errorf("%s cites %s, which it has not", m.ID, e.Edge)
				}
			}
		}
	}
}

func hasEdge(v snapshot.View, n snapshot.N, id graph.ID) bool {
	for e := range v.Edges(n) {
		if v.EdgeID(e) == id {
			return true
		}
	}
	return false
}

// TestTeamsRefuse: unknown places and impossible constraints are errors, a text about
// nothing is an answer that says why.
func TestTeamsRefuse(t *testing.T) {
	ask := func(q advise.TeamsQuery) error {
		_, err := sample.Advisor.Teams(t.Context(), q, public)
		return err
	}
	var place *advise.UnknownPlaceError
	if err := ask(asking(problem, team.Constraints{Places: []string{"没有这个地方"}})); !errors.As(err, &place) {
		t.Errorf("place: %v", err)
	}
	var constraint *phrase.QuestionError
	if err := ask(asking(problem, team.Constraints{Places: []string{"拉萨"}})); !errors.As(err, &constraint) || constraint.Parameter != "places" {
		t.Errorf("nobody there: %v", err)
	}
	if err := ask(asking(problem, team.Constraints{Ties: team.TiesSome})); !errors.As(err, &constraint) || constraint.Parameter != "ties" {
		t.Errorf("ties of nobody: %v", err)
	}
	var requester *advise.UnknownRequesterError
	if err := ask(advise.TeamsQuery{Query: advise.Query{Text: problem, Requester: "local:nobody"}}); !errors.As(err, &requester) {
		t.Errorf("requester: %v", err)
	}
	if a := teams(t, asking("今天天气很好", team.Constraints{}), public); a.Abstained == nil || len(a.Teams) != 0 {
		t.Errorf("weather: %+v", a.Teams)
	}
}

// firmAndSchool are a made-up firm and university of the sample that work together.
func firmAndSchool(tb testing.TB) (firm, school graph.ID) {
	tb.Helper()
	view, _, release, err := sample.Advisor.View(public)
	if err != nil {
		tb.Fatal(err)
	}
	defer release()
	for n := range view.Nodes(graph.KindUniversity) {
		for _, y := range view.In(n, view.Rel(graph.RelCollaboratesWith)) {
			if view.Kind(y) == graph.KindEnterprise && view.Synthetic(y) && (firm == "" || view.ID(y) < firm) {
				firm, school = view.ID(y), view.ID(n)
			}
		}
	}
	return firm, school
}

// TestComplementOverTheSample: what a university has is not missing, partners come in the
// order of their scores, and the slider goes through.
func TestComplementOverTheSample(t *testing.T) {
	_, school := firmAndSchool(t)
	for _, novelty := range []float64{0, 1} {
		a, err := sample.Advisor.Complement(t.Context(), advise.ComplementQuery{Centre: school, Text: "氢燃料电池膜电极与储氢瓶检测", Novelty: novelty, Limit: 20}, public)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Partners) == 0 || len(a.Asked) == 0 || !slices.IsSortedFunc(a.Partners, func(x, y complement.Partner) int {
			switch {
			case x.Score > y.Score:
				return -1
			case x.Score < y.Score:
				return 1
			}
			return 0
		}) {
			t.Fatalf("novelty %v: %d partners", novelty, len(a.Partners))
		}
	}
	for name, q := range map[string]advise.ComplementQuery{
		"centre": {Centre: "local:nobody", Text: problem}, "region": {Centre: school, Text: problem, Regions: []string{"没有这个地方"}}, "novelty": {Centre: school, Text: problem, Novelty: 2}, "text": {Centre: school},
	} {
		if a, err := sample.Advisor.Complement(t.Context(), q, public); err == nil && a.Abstained == nil {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// TestIntroductionsOverTheSample: those who work together have a direct path; ends that are
// not there are an error.
func TestIntroductionsOverTheSample(t *testing.T) {
	firm, school := firmAndSchool(t)
	a, err := sample.Advisor.Introductions(t.Context(), advise.IntroductionsQuery{From: firm, To: school, Topic: "焊接"}, public)
	if err != nil || len(a.Paths) == 0 || a.Paths[0].RestsOnFacts || !a.From.Synthetic {
		t.Fatalf("%+v, %v", a, err)
	}
	if !slices.ContainsFunc(a.Paths, func(p intro.Path) bool { return len(p.Steps) == 2 }) {
		t.Errorf("no direct path from %s to %s", firm, school)
	}
	_, err = sample.Advisor.Introductions(t.Context(), advise.IntroductionsQuery{From: firm, To: "local:nobody"}, public)
	var wrong *phrase.QuestionError
	if !errors.As(err, &wrong) || !wrong.Unknown || wrong.Parameter != "to" {
		t.Errorf("unknown end: %v", err)
	}
}

func BenchmarkTeams(b *testing.B) {
	for b.Loop() {
		teams(b, asking(problem, team.Constraints{Actors: []string{"学", "研"}, SMEShare: 0.25, Size: 4}), public)
	}
}

func BenchmarkIntroductions(b *testing.B) {
	firm, school := firmAndSchool(b)
	for b.Loop() {
		if _, err := sample.Advisor.Introductions(b.Context(), advise.IntroductionsQuery{From: firm, To: school}, public); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkComplement(b *testing.B) {
	_, school := firmAndSchool(b)
	for b.Loop() {
		if _, err := sample.Advisor.Complement(b.Context(), advise.ComplementQuery{Centre: school, Text: problem, Novelty: 0.5}, public); err != nil {
			b.Fatal(err)
		}
	}
}
