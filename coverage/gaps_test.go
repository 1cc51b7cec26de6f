package coverage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/coverage"
	"chuangmai/graph"
	"chuangmai/team/teamtest"
)

// TestPlantedGaps plants one gap at a time and looks for its cause and evidence.
func TestPlantedGaps(t *testing.T) {
	set := func(id graph.ID, pairs ...any) func(*teamtest.Network) {
		return func(w *teamtest.Network) {
			n := find(w, id)
			for i := 0; i < len(pairs); i += 2 {
				n.Properties[pairs[i].(string)] = pairs[i+1]
			}
		}
	}
	all := func(changes ...func(*teamtest.Network)) func(*teamtest.Network) {
		return func(w *teamtest.Network) {
			for _, change := range changes {
				change(w)
			}
		}
	}
	without := func(ids ...graph.ID) func(*teamtest.Network) {
		return func(w *teamtest.Network) { drop(w, ids...) }
	}
	neighbour := func(region string) func(*teamtest.Network) {
		return func(w *teamtest.Network) {
			at(w.Node("u:n", graph.KindUniversity, "邻市大学"), region, "2026-05")
			line(w, "f:n", region, "u:n", "share_mode", "external")
		}
	}
	aged := func(id graph.ID, seen string) func(*teamtest.Network) {
		return func(w *teamtest.Network) { at(find(w, id), "320500", seen) }
	}
	for name, c := range map[string]struct {
		plant  func(*teamtest.Network)
		want   []string
		proofs []graph.ID // of the last cause
	}{
		"nothing missing":              {func(*teamtest.Network) {}, nil, nil},
		"the only suppliers went":      {all(neighbour("320200"), without("f:a", "f:b")), []string{"no_supply"}, nil},
		"and nobody else is there":     {without("f:a", "f:b"), []string{"no_supply", "too_far", "unmet_need"}, []graph.ID{"d:1"}},
		"supply is far":                {all(neighbour("320300"), without("f:a", "f:b", "d:1")), []string{"no_supply", "too_far"}, []graph.ID{"f:n"}},
		"openness closed":              {all(neighbour("320200"), set("f:a", "share_mode", "none"), set("f:b", "share_mode", "none")), []string{"not_open"}, []graph.ID{"f:a", "f:b"}},
		"shared inside only":           {all(neighbour("320200"), set("f:a", "share_mode", "internal"), set("f:b", "share_mode", "none")), []string{"not_open"}, []graph.ID{"f:a", "f:b"}},
		"approved only":                {all(neighbour("320200"), set("f:a", "approval_only", true), set("f:b", "approval_only", true)), []string{"not_open"}, []graph.ID{"f:a", "f:b"}},
		"closed here and far away":     {all(neighbour("320300"), without("d:1"), set("f:a", "share_mode", "none"), set("f:b", "share_mode", "none")), []string{"not_open", "too_far"}, []graph.ID{"f:n"}},
		"one supplier":                 {without("f:b"), []string{"single"}, []graph.ID{"f:a"}},
		"two lines of one owner":       {all(without("u:b"), func(w *teamtest.Network) { w.Edge(graph.RelOwns, "u:a", "f:b") }), []string{"single"}, []graph.ID{"f:a", "f:b"}},
		"an owner that is not known":   {without("u:b"), nil, nil},
		"records aged":                 {all(aged("f:a", "2019"), aged("f:b", "2020-06")), []string{"stale"}, []graph.ID{"f:a", "f:b"}},
		"half aged is not most":        {aged("f:a", "2019"), nil, nil},
		"no date is not old":           {all(aged("f:a", ""), aged("f:b", "")), nil, nil},
		"a need that nobody can meet":  {func(w *teamtest.Network) { w.Edge(graph.RelAsksFor, "d:1", "cap:powder-metallurgy-of-rhenium") }, []string{"unmet_need"}, []graph.ID{"d:1"}},
		"a closed need is none":        {all(set("d:1", "state", "closed"), func(w *teamtest.Network) { w.Edge(graph.RelAsksFor, "d:1", "cap:powder-metallurgy-of-rhenium") }), nil, nil},
		"an instrument that is idle":   {idle("none", 300.0), []string{"idle"}, []graph.ID{"q:1"}},
		"an instrument that runs":      {idle("none", 900.0), nil, nil},
		"idle but open is not idle":    {idle("external", 300.0), nil, nil},
		"openness unknown is not shut": {all(set("f:a", "share_mode", ""), set("f:b", "share_mode", "")), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := planted()
			c.plant(w)
			for i := range w.Nodes {
				if w.Nodes[i].Properties["share_mode"] == "" {
					delete(w.Nodes[i].Properties, "share_mode")
				}
			}
			inv := inventory(t, w)
			gaps := coverage.New(inv, false).Gaps(coverage.Query{Region: place(t, inv, "江苏"), By: coverage.ByCity, Columns: []coverage.Column{pilot}})
			var got []string
			var proofs []graph.ID
			for _, g := range gaps.Gaps {
				if g.Place != place(t, inv, "苏州") {
					continue
				}
				for _, cause := range g.Causes {
					got, proofs = append(got, cause.Cause), cause.Evidence
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Fatalf("causes (-want +got):\n%s", diff)
			}
			if c.proofs != nil {
				if diff := cmp.Diff(c.proofs, proofs); diff != "" {
					t.Errorf("evidence (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func idle(mode string, hours float64) func(*teamtest.Network) {
	return func(w *teamtest.Network) {
		at(w.Node("q:1", graph.KindEquipment, "透射电镜", "share_mode", mode, "hours_year", hours), "320500", "2026-05")
		field(w, "q:1")
		w.Edge(graph.RelAtStage, "q:1", "stage:pilot_maturation")
		w.Edge(graph.RelOwns, "u:a", "q:1")
	}
}

// TestNothingRecordedIsNoGap: of a city of which nothing is known, nothing is claimed.
func TestNothingRecordedIsNoGap(t *testing.T) {
	inv := inventory(t, planted())
	g := coverage.New(inv, false).Gaps(coverage.Query{Region: place(t, inv, "江苏"), By: coverage.ByCity})
	if len(g.Unjudged) != 12 {
		t.Errorf("%d cities are not judged, want 12", len(g.Unjudged))
	}
	for _, gap := range g.Gaps {
		if gap.Place != place(t, inv, "苏州") {
			t.Errorf("a gap is claimed for %s", inv.Regions.At(gap.Place).Name)
		}
	}
}

// TestUnknownStagesAreSaid: supply of the field whose stage is not recorded is named beside
// "no supply recorded".
func TestUnknownStagesAreSaid(t *testing.T) {
	w := planted()
	w.Edges = w.Edges[:0]
	for _, id := range []graph.ID{"f:a", "f:b"} {
		field(w, id)
	}
	inv := inventory(t, w)
	g := coverage.New(inv, false).Gaps(coverage.Query{Region: place(t, inv, "苏州"), By: coverage.BySelf, Columns: []coverage.Column{pilot}})
	if len(g.Gaps) != 1 || g.Gaps[0].Causes[0].Cause != coverage.CauseNoSupply || g.Gaps[0].StageUnknown != 2 {
		t.Errorf("%+v", g.Gaps)
	}
}

// TestVerbsAndCandidates: a region that leads builds its advantage; engineering centres and
// new-type institutions of the field are named, those of the place first.
func TestVerbsAndCandidates(t *testing.T) {
	w := planted()
	drop(w, "f:a", "f:b")
	for _, c := range []struct {
		id     graph.ID
		region string
	}{{"p:far", "320300"}, {"p:near", "320200"}, {"p:here", "320500"}} {
		at(w.Node(c.id, graph.KindPlatform, string(c.id), "type", "engineering_research_centre"), c.region, "2026")
		field(w, c.id)
	}
	for i := range 9 { // other fields elsewhere, so that Suzhou leads in materials
		id := graph.ID(rune('a' + i))
		at(w.Node("x:"+id, graph.KindInstitute, "所"), "320300", "2026")
		w.Edge(graph.RelInField, "x:"+id, "field:information")
	}
	inv := inventory(t, w)
	g := coverage.New(inv, false).Gaps(coverage.Query{Region: place(t, inv, "江苏"), By: coverage.ByCity, Columns: []coverage.Column{pilot}})
	for _, gap := range g.Gaps {
		if gap.Place != place(t, inv, "苏州") {
			continue
		}
		var ids []graph.ID
		for _, c := range gap.Candidates {
			ids = append(ids, c.ID)
		}
		if diff := cmp.Diff([]graph.ID{"p:here", "p:near"}, ids); diff != "" {
			t.Error(diff)
		}
		if gap.Verb != coverage.VerbLead || !gap.Candidates[0].Here {
			t.Errorf("verb %s, %+v", gap.Verb, gap.Candidates)
		}
		return
	}
	t.Error("no gap in Suzhou")
}
