package match

import (
	"math"
	"slices"
	"testing"

	"chuangmai/graph"
	"chuangmai/need"
)

// TestNearToAPoint: who gives a point and no region is near to what lies around it; a region
// wins over the point.
func TestNearToAPoint(t *testing.T) {
	r := ranker(t)
	w := &network{}
	w.node(graph.Node{ID: "cap:welding-and-joining", Kind: graph.KindCapability, Name: "焊接"})
	for id, region := range map[graph.ID]string{"b:suzhou": "320500", "b:beijing": "110000", "b:nowhere": ""} {
		w.node(graph.Node{ID: id, Kind: graph.KindInstitute, Name: string(id), Region: region})
		w.edge(graph.Edge{Relation: graph.RelHasCapability, From: id, To: "cap:welding-and-joining"})
	}
	v := w.view(t, "")
	suzhou, beijing := &Point{31.30, 120.60}, &Point{39.90, 116.40}
	of := func(req Requester) map[graph.ID]float64 {
		q := Question{View: v, Use: SetPartners, Requester: req}
		q.Need.Capabilities = append(q.Need.Capabilities, need.Capability{ID: "cap:welding-and-joining", Weight: 1})
		rk := r.Rank(q)
		out := make(map[graph.ID]float64)
		for _, h := range rk.All() {
			rec := rk.Explain(h)
			for _, a := range rec.Addends {
				if a.Signal == "near" {
					out[rec.ID] = a.Raw
					if text := a.Reason.Both(); req.Region == "" && (a.Reason.Code != "reason.near_point" || text.Zh == "" || text.En == text.Zh) {
						t.Errorf("%s: %+v", rec.ID, text)
					}
				}
			}
		}
		return out
	}
	if near := of(Requester{}); len(near) != 0 {
		t.Errorf("nobody's place: %v", near)
	}
	if near := of(Requester{At: suzhou}); near["b:suzhou"] < 0.8 || near["b:beijing"] > 1e-3 || len(near) != 2 {
		t.Errorf("near Suzhou: %v", near)
	}
	if near := of(Requester{At: beijing, Region: "320500"}); near["b:suzhou"] != 1 {
		t.Errorf("a region wins: %v", near)
	}
}

// TestSmallFirmsNeedWhatIsUsable: for a small or medium enterprise, stated or recorded, what
// can be used now counts more than what may be.
func TestSmallFirmsNeedWhatIsUsable(t *testing.T) {
	w := &network{}
	for id, properties := range map[graph.ID]graph.Properties{
		"e:usable": {"open_to": "all", "fee": "100/h"}, "e:open": {"open_to": "all"}, "e:shut": {"share_mode": "none"},
	} {
		n := graph.Node{ID: id, Kind: graph.KindEquipment, Name: string(id)}
		n.Properties = properties
		w.node(n)
	}
	firm := graph.Node{ID: "f:small", Kind: graph.KindEnterprise, Name: "firm"}
	firm.Properties = graph.Properties{"sme": "yes"}
	w.node(firm)
	v := w.view(t, "")
	known, _ := v.Lookup("f:small")
	for name, c := range map[string]struct {
		req          Requester
		usable, open float64
	}{
		"nobody":       {Requester{}, 1, 2.5 / 3},
		"large":        {Requester{SME: "no"}, 1, 2.5 / 3},
		"stated":       {Requester{SME: "yes"}, 1, 0.75},
		"recorded":     {Requester{Node: known, Known: true}, 1, 0.75},
		"stated first": {Requester{Node: known, Known: true, SME: "no"}, 1, 2.5 / 3},
	} {
		q := Question{View: v, Requester: c.req}
		sig := &opennessSignal{newState(&q, nil, &Weights{})}
		var got []float64
		for _, id := range []graph.ID{"e:usable", "e:open", "e:shut"} {
			n, _ := v.Lookup(id)
			got = append(got, sig.value(n, noEdge))
		}
		if !slices.EqualFunc(got, []float64{c.usable, c.open, 0}, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
