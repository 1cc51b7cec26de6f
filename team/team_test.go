package team_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/team"
	"chuangmai/team/ability"
	"chuangmai/team/cover"
	"chuangmai/team/teamtest"
	"chuangmai/team/ties"
)

// words is read once: it never changes.
var words = sync.OnceValues(lexicon.Load)

func question(t teamtest.Fataler, w *teamtest.Network, areas ...graph.ID) team.Question {
	lex, err := words()
	if err != nil {
		t.Fatal(err)
	}
	weights, err := match.BuiltinWeights()
	if err != nil {
		t.Fatal(err)
	}
	q := team.Question{Sources: ability.Sources{View: w.View(t), Words: lex, Quality: weights.Quality}}
	for _, id := range areas {
		q.Need.Capabilities = append(q.Need.Capabilities, need.Capability{ID: id, Name: string(id), NameEn: string(id), Weight: 1, Reading: need.Reading{Confidence: 1}})
	}
	return q
}

// town is a small network whose best teams are seen at a glance: three things are asked
// for; u does the first two, i the third, f the second, l all of them a little.
func town() *teamtest.Network {
	w := &teamtest.Network{}
	for _, id := range []graph.ID{"cap:x", "cap:y", "cap:z", "cap:w"} {
		w.Node(id, graph.KindCapability, string(id))
	}
	place := func(id graph.ID, kind graph.Kind, region string, pairs ...any) {
		w.Node(id, kind, string(id), pairs...).Region = region
	}
	place("b:u", graph.KindUniversity, "320500")
	place("b:i", graph.KindInstitute, "320200")
	place("b:f", graph.KindEnterprise, "320500", "sme", "yes", "offers_services", true)
	place("b:l", graph.KindPlatform, "110000")
	place("b:money", graph.KindFund, "320500")
	place("b:asker", graph.KindEnterprise, "320583", "sme", "yes")
	can := func(id graph.ID, capability graph.ID, weight float64) {
		w.Edge(graph.RelHasCapability, id, capability, "weight", weight)
	}
	can("b:u", "cap:x", 1)
	can("b:u", "cap:y", 0.8)
	can("b:i", "cap:z", 0.9)
	can("b:f", "cap:y", 0.9)
	can("b:l", "cap:x", 0.4)
	can("b:l", "cap:y", 0.4)
	can("b:l", "cap:z", 0.4)
	w.Edge(graph.RelCollaboratesWith, "b:asker", "b:u", "mode", "joint_rd")
	w.Edge(graph.RelCollaboratesWith, "b:u", "b:i", "mode", "joint_rd")
	return w
}

func form(t *testing.T, change func(*team.Question)) team.Answer {
	t.Helper()
	q := question(t, town(), "cap:x", "cap:y", "cap:z")
	if change != nil {
		change(&q)
	}
	a, err := team.Form(q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func members(t team.Team) []graph.ID {
	var out []graph.ID
	for _, m := range t.Members {
		out = append(out, m.ID)
	}
	slices.Sort(out)
	return out
}

// TestTeamsByHand: the members, what they cover, and what the teams say of themselves.
func TestTeamsByHand(t *testing.T) {
	a := form(t, nil)
	if diff := cmp.Diff([]graph.ID{"b:f", "b:i", "b:u"}, members(a.Teams[0])); diff != "" {
		t.Fatalf("first team (-want +got):\n%s", diff)
	}
	first := a.Teams[0]
	if want := (1 + 0.9 + 0.9) / 3; math.Abs(first.Coverage-want) > 1e-6 || !first.Exact {
		t.Errorf("coverage %v, want %v; exact %v", first.Coverage, want, first.Exact)
	}
	if len(first.Covered) != 3 || len(first.Uncovered) != 0 || first.SMEShare != 0.333333 || len(first.Regions) != 2 || !first.RestsOnFacts {
		t.Errorf("%+v", first)
	}
	if diff := cmp.Diff([]string{"industry", "university", "research"}, first.Actors); diff != "" {
		t.Errorf("actors (-want +got):\n%s", diff)
	}
	if len(first.Ties) != 1 || first.Ties[0].Strength != 1 {
		t.Errorf("ties %+v", first.Ties)
	}
	// without u: x falls to nothing, y stays with f
	for _, m := range first.Members {
		if m.ID != "b:u" {
			continue
		}
		if math.Abs(m.Brings-1.0/3) > 1e-6 || len(m.Fills) != 1 || m.Substitute == nil || m.Substitute.ID != "b:l" || codes(m.Why)[0] != "team.why.only" || codes(m.Leaving)[0] != "team.leaving.lost" {
			t.Errorf("u: %+v", m)
		}
	}
	// l alone covers .4, less than half of the first team: the other one shares u with it
	if len(a.Teams) != 2 || codes(a.Notes)[0] != "team.note.fewer" {
		t.Fatalf("%d teams, notes %v", len(a.Teams), codes(a.Notes))
	}
	if diff := cmp.Diff([]graph.ID{"b:l", "b:u"}, members(a.Teams[1])); diff != "" {
		t.Errorf("second team (-want +got):\n%s", diff)
	}
	if z := a.Teams[1].Covered[2]; z.Capability != "cap:z" || z.By != "b:l" || !z.Only || z.Level != 0.4 {
		t.Errorf("%+v", z)
	}
}

// TestUncoveredIsNamed: what nobody can do is named, with who comes nearest.
func TestUncoveredIsNamed(t *testing.T) {
	a, err := team.Form(question(t, town(), "cap:x", "cap:w"))
	if err != nil {
		t.Fatal(err)
	}
	first := a.Teams[0]
	if len(first.Uncovered) != 1 || first.Uncovered[0].Capability != "cap:w" || first.Uncovered[0].By != "" || codes(first.Against)[0] != "team.against.uncovered" {
		t.Errorf("%+v, %v", first.Uncovered, codes(first.Against))
	}
	if len(a.Teams) != 1 || codes(a.Notes)[0] != "team.note.fewer" {
		t.Errorf("%d teams, %v", len(a.Teams), codes(a.Notes))
	}
}

func codes(list []phrase.Message) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Code)
	}
	return out
}

// TestConstraintsByHand: each constraint changes the first team as it should.
func TestConstraintsByHand(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*team.Question)
		want   []graph.ID
	}{
		"two":             {func(q *team.Question) { q.Size = 2 }, []graph.ID{"b:i", "b:u"}},
		"places":          {func(q *team.Question) { q.Places = []string{"320500"} }, []graph.ID{"b:f", "b:u"}},
		"required place":  {func(q *team.Question) { q.Need.Places = []need.Place{{Code: "320200", Required: true}} }, []graph.ID{"b:i"}},
		"exclude":         {func(q *team.Question) { q.Exclude = []graph.ID{"b:u"} }, []graph.ID{"b:f", "b:i", "b:l"}},
		"include":         {func(q *team.Question) { q.Size, q.Include = 2, []graph.ID{"b:money"} }, []graph.ID{"b:money", "b:u"}},
		"capital":         {func(q *team.Question) { q.Actors = []string{"资"} }, []graph.ID{"b:f", "b:i", "b:money", "b:u"}},
		"half SMEs":       {func(q *team.Question) { q.Size, q.SMEShare = 2, 0.5 }, []graph.ID{"b:f", "b:u"}},
		"nobody known":    {func(q *team.Question) { ask(q); q.Ties = team.TiesNone }, []graph.ID{"b:f", "b:i", "b:l"}},
		"somebody known":  {func(q *team.Question) { ask(q); q.Size, q.Ties = 1, team.TiesSome }, []graph.ID{"b:u"}},
		"one asks, alone": {func(q *team.Question) { ask(q); q.Include = []graph.ID{"b:asker"} }, []graph.ID{"b:asker", "b:f", "b:i", "b:u"}},
	} {
		a := form(t, c.change)
		if diff := cmp.Diff(c.want, members(a.Teams[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func ask(q *team.Question) {
	q.Requester, _ = q.View.Lookup("b:asker")
	q.Known = true
}

// TestWhoIsTakenForAKindOfActor: among bodies that can do nothing of what is asked the near
// one is taken, and for a user the one that asks for the same.
func TestWhoIsTakenForAKindOfActor(t *testing.T) {
	w := town()
	w.Node("b:afar", graph.KindFund, "b:afar").Region = "110000"
	for _, id := range []graph.ID{"b:any", "b:same"} {
		w.Node(id, graph.KindEnterprise, string(id))
		w.Node("d:"+id[2:], graph.KindDemand, "demand")
		w.Edge(graph.RelPoses, id, "d:"+id[2:])
	}
	w.Edge(graph.RelAsksFor, "d:same", "cap:y")
	q := question(t, w, "cap:x", "cap:y", "cap:z")
	q.Need.Places = []need.Place{{Code: "320500"}}
	q.Size, q.Actors = 3, []string{"资", "用"}
	a, err := team.Form(q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]graph.ID{"b:money", "b:same", "b:u"}, members(a.Teams[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestErrorsNameTheConstraint: what cannot be meant or met is named, in both languages.
func TestErrorsNameTheConstraint(t *testing.T) {
	for name, c := range map[string]struct {
		change     func(*team.Question)
		constraint string
		code       string
	}{
		"size":               {func(q *team.Question) { q.Size = 13 }, "size", "team.error.size"},
		"negative size":      {func(q *team.Question) { q.Size = -1 }, "size", "team.error.size"},
		"teams":              {func(q *team.Question) { q.Teams = 6 }, "teams", "team.error.teams"},
		"share":              {func(q *team.Question) { q.SMEShare = 1.5 }, "sme_share", "team.error.sme_range"},
		"share is no number": {func(q *team.Question) { q.SMEShare = math.NaN() }, "sme_share", "team.error.sme_range"},
		"actor":              {func(q *team.Question) { q.Actors = []string{"官"} }, "actors", "team.error.actor_word"},
		"ties":               {func(q *team.Question) { q.Ties = "many" }, "ties", "team.error.ties_word"},
		"ties of whom":       {func(q *team.Question) { q.Ties = team.TiesSome }, "ties", "team.error.ties_requester"},
		"many":               {func(q *team.Question) { q.Size, q.Include = 1, []graph.ID{"b:u", "b:i"} }, "include", "team.error.include_many"},
		"unknown":            {func(q *team.Question) { q.Include = []graph.ID{"b:nobody"} }, "include", "team.error.unknown"},
		"unknown out":        {func(q *team.Question) { q.Exclude = []graph.ID{"b:nobody"} }, "exclude", "team.error.unknown"},
		"no body":            {func(q *team.Question) { q.Include = []graph.ID{"cap:x"} }, "include", "team.error.no_body"},
		"in and out":         {func(q *team.Question) { q.Include, q.Exclude = []graph.ID{"b:u"}, []graph.ID{"b:u"} }, "exclude", "team.error.both"},
		"in elsewhere":       {func(q *team.Question) { q.Include, q.Places = []graph.ID{"b:l"}, []string{"320500"} }, "places", "team.error.include_place"},
		"no government":      {func(q *team.Question) { q.Actors = []string{"政"} }, "actors", "team.error.actor"},
		"no SMEs":            {func(q *team.Question) { q.SMEShare, q.Exclude = 0.5, []graph.ID{"b:f"} }, "sme_share", "team.error.sme_share"},
		"nobody there":       {func(q *team.Question) { q.Places = []string{"540100"} }, "places", "team.error.places"},
		"too small":          {func(q *team.Question) { q.Size, q.Actors = 1, []string{"学", "研", "资"} }, "size", "team.error.too_small"},
		"nobody left":        {func(q *team.Question) { q.Exclude = []graph.ID{"b:u", "b:i", "b:f", "b:l"} }, "exclude", "team.error.exclude"},
		"together":           {func(q *team.Question) { q.Actors, q.Places = []string{"政", "用"}, []string{"540100"} }, "together", "team.error.together"},
	} {
		q := question(t, town(), "cap:x", "cap:y", "cap:z")
		c.change(&q)
		_, err := team.Form(q)
		var constraint *phrase.QuestionError
		if !errors.As(err, &constraint) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if constraint.Parameter != c.constraint || constraint.Reason.Code != c.code {
			t.Errorf("%s: %s, %s", name, constraint.Parameter, constraint.Reason.Code)
		}
		worded(t, constraint.Reason)
	}
	if _, err := team.Form(question(t, town())); !errors.Is(err, team.ErrNothingAsked) {
		t.Errorf("nothing asked: %v", err)
	}
	a, err := team.Form(question(t, town(), "cap:w"))
	if err != nil && !errors.As(err, new(*phrase.QuestionError)) || len(a.Teams) != 0 {
		t.Errorf("nobody can do it: %+v, %v", a, err)
	}
}

// worded checks that a message has a sentence without holes in both languages.
func worded(t teamtest.Fataler, m phrase.Message) {
	both := m.Both()
	if !phrase.Known(m.Code) || both.Zh == both.En || slices.ContainsFunc([]rune(both.Zh+both.En), func(r rune) bool { return r == '{' || r == '}' }) {
		t.Fatal("badly worded: ", m.Code, both)
	}
}

// drawn is a random question over a random network.
func drawn(t *rapid.T, w *teamtest.Network) team.Question {
	areas := rapid.SliceOfNDistinct(rapid.SampledFrom(teamtest.Areas()), 1, 4, rapid.ID).Draw(t, "asked")
	q := question(t, w, areas...)
	q.Size, q.Teams = rapid.IntRange(1, 4).Draw(t, "size"), rapid.IntRange(1, 3).Draw(t, "teams")
	q.Actors = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"industry", "学", "research", "资"}), 0, 2, rapid.ID).Draw(t, "actors")
	q.SMEShare = rapid.SampledFrom([]float64{0, 0, 0.3, 0.5}).Draw(t, "share")
	q.Places = rapid.SampledFrom([][]string{nil, nil, {"320000"}, {"320500", "110000"}}).Draw(t, "places")
	q.FactsOnly = rapid.Bool().Draw(t, "facts")
	if rapid.Bool().Draw(t, "asks") {
		q.Requester, q.Known = q.View.Lookup("b:00")
		if q.Known {
			q.Ties = rapid.SampledFrom([]string{"", "", team.TiesSome, team.TiesNone}).Draw(t, "ties")
		}
	}
	if rapid.Bool().Draw(t, "includes") {
		q.Include = []graph.ID{"b:01"}
	}
	if rapid.Bool().Draw(t, "excludes") {
		q.Exclude = []graph.ID{"b:00"}
	}
	return q
}

// keeps reports whether a set of nodes meets all constraints, judged afresh from the view.
func keeps(q team.Question, set []snapshot.N) bool {
	v, smes, known, actors := q.View, 0, 0, make(map[string]bool)
	tied := map[snapshot.N]ties.Tie{}
	if q.Known {
		tied = ties.Of(v, q.Requester)
	}
	must := 0
	for _, n := range set {
		inPlace := len(q.Places) == 0
		for _, place := range q.Places {
			inPlace = inPlace || v.Region(n) != "" && q.Words.Within(v.Region(n), place)
		}
		if !inPlace || slices.Contains(q.Exclude, v.ID(n)) || q.FactsOnly && v.Synthetic(n) || !v.Has(n) ||
			q.Known && n == q.Requester && !slices.Contains(q.Include, v.ID(n)) || q.Ties == team.TiesNone && tied[n].Strength > 0 {
			return false
		}
		if slices.Contains(q.Include, v.ID(n)) {
			must++
		}
		if v.Text(n, "sme") == "yes" {
			smes++
		}
		if tied[n].Strength > 0 {
			known++
		}
		def := v.Schema().Kind(v.Kind(n))
		if !def.Organisation {
			return false
		}
		actors[def.Actor] = true
	}
	for _, word := range q.Actors {
		actor, _ := team.ActorOf(word)
		if !actors[actor] {
			return false
		}
	}
	return len(set) > 0 && len(set) <= q.Size && must == len(q.Include) && float64(smes) >= q.SMEShare*float64(len(set))-1e-9 &&
		(q.Ties != team.TiesSome || known > 0)
}

// TestAgainstExhaustiveSearch: on random networks constraints are never broken; no set of
// bodies that keeps them covers more than what a team says is at most possible; the best
// team reaches 1 - 1/e of the best set of the records it was chosen from.
func TestAgainstExhaustiveSearch(t *testing.T) {
	for range 5 { // rapid tries 100 cases at a time
		rapid.Check(t, againstExhaustiveSearch)
	}
}

func againstExhaustiveSearch(t *rapid.T) {
	q := drawn(t, teamtest.Draw(t, 8))
	a, err := team.Form(q)
	if errors.As(err, new(*phrase.QuestionError)) {
		worded(t, err.(*phrase.QuestionError).Reason) //nolint:errorlint // checked above
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	table := ability.New(q.Sources, a.Asked)
	coverage := func(set []snapshot.N) float64 {
		sum := 0.0
		for i, asked := range a.Asked {
			best := 0.0
			for _, n := range set {
				if levels := table.Levels(n); levels != nil {
					best = max(best, levels[i])
				}
			}
			sum += asked.Share * best
		}
		return sum
	}
	best, bestFacts := exhaustive(q, table, coverage)
	for i, tm := range a.Teams {
		var set []snapshot.N
		for _, m := range tm.Members {
			n, _ := q.View.Lookup(m.ID)
			set = append(set, n)
			for _, text := range slices.Concat(m.Why, m.Leaving) {
				worded(t, text)
			}
		}
		for _, text := range slices.Concat(tm.Because, tm.Against) {
			worded(t, text)
		}
		if !keeps(q, set) {
			t.Fatalf("team %d breaks a constraint: %v", i, members(tm))
		}
		if math.Abs(coverage(set)-tm.Coverage) > 1e-6 {
			t.Fatalf("team %d covers %v, says %v", i, coverage(set), tm.Coverage)
		}
		if len(tm.Covered)+len(tm.Uncovered) != len(a.Asked) {
			t.Fatalf("team %d names %d and %d of %d", i, len(tm.Covered), len(tm.Uncovered), len(a.Asked))
		}
	}
	if len(a.Teams) > 0 && a.Teams[0].Coverage < cover.Promise*min(best, max(bestFacts, 0.9*best))-1e-6 {
		t.Fatalf("the best team covers %v, the best set %v (facts %v)", a.Teams[0].Coverage, best, bestFacts)
	}
	if len(a.Teams) == 0 && best > 0 {
		t.Fatalf("no team, but a set covers %v", best)
	}
}

// exhaustive is the best coverage of any set of able bodies that keeps the constraints: of
// all records, and of recorded facts.
func exhaustive(q team.Question, table *ability.Table, coverage func([]snapshot.N) float64) (best, facts float64) {
	var able []snapshot.N
	for n := range q.View.Nodes() {
		def := q.View.Schema().Kind(q.View.Kind(n))
		if !def.Organisation {
			continue
		}
		offers, _ := q.View.Number(n, "offers_services")
		if q.View.Kind(n) == graph.KindEnterprise && offers == 0 && q.SMEShare == 0 && !slices.Contains(q.Actors, "industry") && !slices.Contains(q.Include, q.View.ID(n)) {
			continue
		}
		wanted := slices.ContainsFunc(q.Actors, func(word string) bool { actor, _ := team.ActorOf(word); return actor == def.Actor })
		if table.Levels(n) != nil && def.Provider || wanted && def.Actor != "industry" || slices.Contains(q.Include, q.View.ID(n)) {
			able = append(able, n)
		}
	}
	for set := 1; set < 1<<len(able); set++ {
		var s []snapshot.N
		made := false
		for i, n := range able {
			if set&(1<<i) != 0 {
				s = append(s, n)
				made = made || q.View.Synthetic(n) && !slices.Contains(q.Include, q.View.ID(n))
			}
		}
		if len(s) > q.Size || !keeps(q, s) {
			continue
		}
		best = max(best, coverage(s))
		if !made {
			facts = max(facts, coverage(s))
		}
	}
	return best, facts
}

// TestHiddenLeavesNoTrace and the order of records does not matter: the answer over a
// network equals, byte by byte, that over its visible part, and over the same records in
// the opposite order.
func TestHiddenLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 8)
		q := drawn(t, w)
		want := answer(t, q)
		for name, other := range map[string]*teamtest.Network{"visible part": w.Visible(), "opposite order": w.Reversed()} {
			again := q
			again.View = other.View(t)
			if q.Known {
				again.Requester, _ = again.View.Lookup("b:00")
			}
			if diff := cmp.Diff(want, answer(t, again)); diff != "" {
				t.Fatalf("%s (-whole +other):\n%s", name, diff)
			}
		}
	})
}

func answer(t *rapid.T, q team.Question) string {
	a, err := team.Form(q)
	if err != nil {
		return err.Error()
	}
	data, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
