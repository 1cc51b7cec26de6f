package advise_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
)

const problem = "铝合金薄壁件焊接后气孔多，想找能做CT无损检测并帮忙改工艺的单位，最好在苏州附近"

const all = 100_000

// A filter leaves hits out; it changes no score, no order and no facet.
func TestFiltersKeepScores(t *testing.T) {
	whole := recommend(t, advise.Query{Text: problem, Limit: all}, public)
	before := scores(whole)
	if len(before) < 50 {
		t.Fatalf("only %d hits", len(before))
	}
	for name, f := range map[string]advise.Filter{
		"kind": {Kinds: []graph.Kind{graph.KindUniversity, graph.KindEquipment}}, "region": {Regions: []string{"320500"}}, "facts": {FactsOnly: true},
		"accessible": {Openness: "accessible"}, "usable": {Openness: "usable"}, "two": {Regions: []string{"320000"}, FactsOnly: true}, "nowhere": {Regions: []string{"650000"}},
	} {
		part := recommend(t, advise.Query{Text: problem, Limit: all, Filter: f}, public)
		if kept := scores(part); name != "nowhere" && (len(kept) == 0 || len(kept) >= len(before)) {
			t.Errorf("%s keeps %d of %d", name, len(kept), len(before))
		}
		for i, group := range part.Groups {
			if len(group.Hits) != group.Total || !slices.EqualFunc(group.Facets, whole.Groups[i].Facets, func(a, b advise.Facet) bool { return a.Name == b.Name && slices.Equal(a.Values, b.Values) }) {
				t.Errorf("%s, %s: %d of %d hits, or other facets", name, group.Group, len(group.Hits), group.Total)
			}
			var order []graph.ID
			for _, hit := range group.Hits {
				order = append(order, hit.ID)
				if hit.Score != before[string(hit.ID)] {
					t.Errorf("%s: %s has %v, without the filter %v", name, hit.ID, hit.Score, before[string(hit.ID)])
				}
				if f.FactsOnly && hit.Synthetic || f.Kinds != nil && !slices.Contains(f.Kinds, hit.Kind) {
					t.Errorf("%s keeps %s", name, hit.ID)
				}
			}
			left := slices.DeleteFunc(ids(whole.Groups[i]), func(id graph.ID) bool { return !slices.Contains(order, id) })
			if !slices.Equal(left, order) {
				t.Errorf("%s, %s: another order", name, group.Group)
			}
		}
	}
}

func ids(g advise.GroupAnswer) (list []graph.ID) {
	for _, h := range g.Hits {
		list = append(list, h.ID)
	}
	return list
}

// Facets count all hits; pages join to the whole.
func TestFacetsAndPages(t *testing.T) {
	whole := recommend(t, advise.Query{Text: problem, Limit: all}, public)
	for _, group := range whole.Groups {
		sum := 0
		for _, v := range group.Facets[0].Values {
			sum += v.Count
			if v.Label.Zh == "" || v.Label.En == "" {
				t.Errorf("facet %+v", v)
			}
		}
		if sum != group.Total {
			t.Errorf("%s: kinds count %d of %d", group.Group, sum, group.Total)
		}
	}
	paged := make([][]graph.ID, len(whole.Groups))
	for offset := 0; offset < 500; offset += 25 {
		for i, group := range recommend(t, advise.Query{Text: problem, Limit: 25, Offset: offset}, public).Groups {
			paged[i] = append(paged[i], ids(group)...)
		}
	}
	for i, group := range whole.Groups {
		if want := ids(group); !slices.Equal(paged[i], want[:min(len(want), 500)]) {
			t.Errorf("%s: pages are not the whole", group.Group)
		}
	}
	if a := recommend(t, advise.Query{Text: problem, Offset: -3, Limit: 2}, public); len(a.Groups[0].Hits) != 2 {
		t.Errorf("a negative offset gives %d hits", len(a.Groups[0].Hits))
	}
	if a := recommend(t, advise.Query{Text: problem, Offset: math.MaxInt - 1, Limit: 5}, public); a.Hits != 0 {
		t.Errorf("a great offset gives %d hits", a.Hits)
	}
	if a := recommend(t, advise.Query{Text: problem, Groups: []string{match.GroupUse}, Kinds: []graph.Kind{graph.KindEquipment}}, public); len(a.Groups) != 1 || slices.ContainsFunc(a.Groups[0].Hits, func(r match.Recommendation) bool { return r.Kind != graph.KindEquipment }) {
		t.Error("groups and kinds restrict nothing")
	}
}

// Each addend sums up to the score, and the answer says what it was given from.
func TestAddends(t *testing.T) {
	answer := recommend(t, advise.Query{Text: problem, Limit: all}, public)
	for _, group := range answer.Groups {
		for _, hit := range group.Hits {
			sum := 0.0
			for _, a := range hit.Addends {
				sum += a.Value
			}
			if math.Abs(sum-hit.Score) > 1e-9 {
				t.Errorf("%s: %v and %v", hit.ID, sum, hit.Score)
			}
		}
	}
	if answer.Revision == 0 || answer.AsOf.String() != "2026-11-22" || len(answer.Weights) != 2 || len(answer.Degraded) > 0 {
		t.Errorf("given from %+v, %+v", answer.Meta, answer.Weights)
	}
}

// An answer as of another day, or for another circle, shows what was valid, or may be
// seen, then and there.
func TestScope(t *testing.T) {
	shown := func(scope advise.Scope) map[graph.ID]bool {
		view, _, release, err := sample.Advisor.View(scope)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		out := make(map[graph.ID]bool)
		for n := range view.Nodes() {
			out[view.ID(n)] = true
		}
		return out
	}
	early := advise.Scope{AsOf: graph.MustDate("1990"), Audience: snapshot.AudiencePublic}
	visible, past, members := shown(public), shown(early), shown(advise.Scope{Audience: snapshot.AudienceMembers})
	if len(past) >= len(visible) || len(members) < len(visible) {
		t.Errorf("%d nodes in 1990, %d today, %d for members", len(past), len(visible), len(members))
	}
	answer := recommend(t, advise.Query{Text: problem, Limit: all}, early)
	if answer.AsOf.String() != "1990-12-31" {
		t.Errorf("as of %s", answer.AsOf)
	}
	for id := range scores(answer) {
		if !past[graph.ID(id)] {
			t.Errorf("%s is recommended as of 1990", id)
		}
	}
	for id := range scores(recommend(t, advise.Query{Text: problem, Limit: all}, public)) {
		if !visible[graph.ID(id)] {
			t.Errorf("%s may not be seen", id)
		}
	}
}

// An asking body or a place that does not exist is an error that names it.
func TestUnknown(t *testing.T) {
	var requester *advise.UnknownRequesterError
	if _, err := sample.Advisor.Recommend(t.Context(), advise.Query{Text: problem, Requester: "local:nobody"}, public); !errors.As(err, &requester) || requester.ID != "local:nobody" {
		t.Errorf("requester: %v", err)
	}
	var place *advise.UnknownPlaceError
	if _, err := sample.Advisor.Recommend(t.Context(), advise.Query{Text: problem, Profile: advise.Profile{City: "无此城"}}, public); !errors.As(err, &place) || place.Name != "无此城" {
		t.Errorf("place: %v", err)
	}
}

// A need stated by its parts is answered without a sentence, and corrects one.
func TestStatedNeed(t *testing.T) {
	stated := need.Need{
		Capabilities: []need.Capability{{ID: "cap:welding-and-joining", Reading: need.Reading{Confidence: 1}}},
		Places:       []need.Place{{Code: "320500", RadiusKm: 60, Reading: need.Reading{Confidence: 1}}},
	}
	answer := recommend(t, advise.Query{Need: &stated}, public)
	if answer.Abstained != nil || answer.Hits == 0 {
		t.Fatalf("%v, %d hits", answer.Abstained, answer.Hits)
	}
	c := answer.Need.Capabilities[0]
	if c.Name != "焊接与连接" || c.NameEn == "" || c.Weight != 1 || len(answer.Need.Disciplines) == 0 || answer.Need.Places[0].Name != "苏州市" {
		t.Errorf("completed to %+v", answer.Need)
	}
	corrected := recommend(t, advise.Query{Text: "锂电池低温容量衰减", Need: &stated}, public)
	if len(corrected.Need.Capabilities) == 0 || corrected.Need.Capabilities[0].ID != "cap:welding-and-joining" {
		t.Errorf("corrected to %+v", corrected.Need.Capabilities)
	}
}

// A body of the network can ask without a sentence and is not recommended to itself; one
// that is not in it is where it says.
func TestRequester(t *testing.T) {
	view, _, release, err := sample.Advisor.View(public)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var firm graph.ID
	for n := range view.Nodes() {
		id := view.ID(n)
		if view.Kind(n) != graph.KindEnterprise || firm != "" && id >= firm {
			continue
		}
		for range view.Out(n, view.Rel(graph.RelHasCapability)) {
			firm = id
			break
		}
	}
	if firm == "" {
		t.Fatal("no enterprise has a capability")
	}
	alone := recommend(t, advise.Query{Requester: firm, Limit: all}, public)
	if alone.Abstained != nil || alone.Hits == 0 || len(alone.Need.Capabilities) == 0 {
		t.Fatalf("%s: %v, %d hits", firm, alone.Abstained, alone.Hits)
	}
	for _, q := range []advise.Query{{Requester: firm, Limit: all}, {Requester: firm, Text: problem, Limit: all}} {
		if _, found := scores(recommend(t, q, public))[string(firm)]; found {
			t.Errorf("%s is recommended to itself", firm)
		}
	}
	const what = "想做焊缝无损检测"
	distance := func(city string) float64 {
		for _, g := range recommend(t, advise.Query{Text: what, Profile: advise.Profile{City: city, Industry: "33", Size: "small", SME: "yes"}, Limit: all}, public).Groups {
			for _, h := range g.Hits {
				if h.Region == "320500" && h.Distance != nil {
					return h.Distance.Km
				}
			}
		}
		return -1
	}
	if near, far, code := distance("苏州"), distance("北京"), distance("110000"); near > 30 || far < 500 || far != code {
		t.Errorf("Suzhou is %v km from Suzhou and %v km from Beijing (%v by code)", near, far, code)
	}
}

// Ranking never abstains, and ranks the candidates it is given and no others.
func TestRank(t *testing.T) {
	candidates := ids(recommend(t, advise.Query{Text: problem, Limit: 10}, public).Groups[0])
	q := advise.RankQuery{Query: advise.Query{Text: problem}, Set: match.SetPartners, Among: append(slices.Clone(candidates), "local:nobody"), Exclude: candidates[:2]}
	ranked, err := sample.Advisor.Rank(t.Context(), q, public)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range ranked {
		if !slices.Contains(candidates[2:], r.ID) || i > 0 && r.Score > ranked[i-1].Score {
			t.Errorf("%d: %+v", i, r)
		}
	}
	q.Depth = 3
	if few, err := sample.Advisor.Rank(t.Context(), q, public); err != nil || !slices.Equal(few, ranked[:3]) {
		t.Errorf("the first three are %v, %v", few, err)
	}
	if _, err := sample.Advisor.Rank(t.Context(), advise.RankQuery{Query: advise.Query{Text: "你好"}, Set: match.SetPartners}, public); err != nil {
		t.Error(err)
	}
}

// The reading of a sentence is that of its answer.
func TestRead(t *testing.T) {
	n, meta, err := sample.Advisor.Read(advise.Query{Text: problem}, public)
	if err != nil || len(n.Capabilities) == 0 || meta.Revision == 0 {
		t.Fatalf("%+v %+v %v", n, meta, err)
	}
	answer := recommend(t, advise.Query{Text: problem}, public)
	if n.Capabilities[0].ID != answer.Need.Capabilities[0].ID {
		t.Errorf("%v and %v", n.Capabilities[0], answer.Need.Capabilities[0])
	}
	if why := answer.Abstained; why != nil {
		t.Error(why.Render(phrase.En))
	}
}
