package chains

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// priority are the types of zone that the founding texts put first, with the clause (R9).
var priority = []struct{ zoneType, clause string }{
	{"self_innovation", "A三(二); J三(一)"},
	{"national_high_tech", "A三(二); J三(一)"},
	{"agri_high_tech", "A三(二)"},
	{"sustainable_development", "A三(二)"},
}

// How a subject has to do with a priority zone.
const (
	howIs    = "is"
	howIn    = "in"
	howHolds = "holds"
)

// badges lists the priority zones of a subject by id.
func (t *teller) badges(s *subject) []Badge {
	found := make(map[snapshot.N]*Badge)
	mark := func(zone snapshot.N, how string, edges ...snapshot.E) {
		b := found[zone]
		if b == nil {
			b = t.badge(zone, how)
			if b == nil {
				return
			}
			found[zone] = b
		}
		for _, e := range edges {
			if id := t.view.EdgeID(e); !slices.Contains(b.IDs, id) {
				b.IDs = append(b.IDs, id)
			}
		}
	}
	switch {
	case s.node < 0:
		for _, n := range s.set {
			if t.view.Kind(n) == graph.KindZone {
				mark(n, howHolds)
			}
		}
	default:
		if t.view.Kind(s.node) == graph.KindZone {
			mark(s.node, howIs)
		}
		t.around(s.node, nil, mark)
	}
	out := make([]Badge, 0, len(found))
	for _, b := range found {
		slices.Sort(b.IDs)
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b Badge) int { return cmp.Compare(a.Zone.ID, b.Zone.ID) })
	for i := range out {
		out[i].Why = phrase.New("chains.badge_"+out[i].How, "zone", out[i].Zone.Text(), "clause", out[i].Clause)
	}
	return out
}

// around marks the zones in which a node lies, and those of which they are part.
func (t *teller) around(n snapshot.N, way []snapshot.E, mark func(snapshot.N, string, ...snapshot.E)) {
	if len(way) > maxSteps {
		return
	}
	for _, rel := range []graph.Relation{graph.RelLocatedIn, graph.RelPartOf} {
		for e, zone := range t.view.Out(n, t.rel[rel]) {
			if t.view.Kind(zone) == graph.KindZone {
				path := append(slices.Clip(way), e)
				mark(zone, howIn, path...)
				t.around(zone, path, mark)
			}
		}
	}
}

func (t *teller) badge(zone snapshot.N, how string) *Badge {
	b := Badge{How: how, IDs: []graph.ID{}}
	types := t.view.Texts(zone, "type")
	for _, p := range priority {
		if slices.Contains(types, p.zoneType) {
			if b.Types == nil {
				b.Clause = p.clause
			}
			b.Types = append(b.Types, p.zoneType)
		}
	}
	if b.Types == nil {
		return nil
	}
	b.Zone = t.record(zone)
	return &b
}

// industry reports on one zone, one strategic industry: met with one, not met with several,
// not recorded with none. An industry and a cluster of firms in it are one.
func (t *teller) industry(s *subject) Industry {
	out := Industry{Industries: []Record{}, IDs: []graph.ID{}, Centres: []Aligned{}}
	kinds := make(map[graph.Kind]int)
	var targets []snapshot.N
	for e, n := range t.view.Out(s.node, t.rel[graph.RelStrategicIndustry]) {
		out.IDs = append(out.IDs, t.view.EdgeID(e))
		if !slices.Contains(targets, n) {
			targets = append(targets, n)
			kinds[t.view.Kind(n)]++
		}
	}
	t.sort(targets)
	slices.Sort(out.IDs)
	names := make([]phrase.Text, len(targets))
	for i, n := range targets {
		out.Industries = append(out.Industries, t.record(n))
		names[i] = out.Industries[i].Text()
	}
	zone := t.record(s.node).Text()
	switch {
	case len(targets) == 0:
		out.Outcome, out.Why = NotRecorded, phrase.New("chains.industry_none", "zone", zone)
	case kinds[graph.KindIndustry] > 1 || kinds[graph.KindCluster] > 1:
		out.Outcome, out.Why = NotMet, phrase.New("chains.industry_several", "zone", zone, "industries", names, "n", len(names))
	default:
		out.Outcome, out.Why = Met, phrase.New("chains.industry_one", "zone", zone, "industries", names)
	}
	for _, n := range s.set {
		if t.view.Kind(n) == graph.KindCenter {
			out.Centres = append(out.Centres, t.aligned(n, targets))
		}
	}
	return out
}

// aligned looks for a record that joins a centre with its zone's industry: it serves or is
// in the industry, one under it, or the cluster.
func (t *teller) aligned(centre snapshot.N, targets []snapshot.N) Aligned {
	out := Aligned{Centre: t.record(centre), Outcome: NotApplicable, IDs: []graph.ID{}}
	if len(targets) == 0 {
		return out
	}
	out.Outcome = NotRecorded
	for _, rel := range []graph.Relation{graph.RelServes, graph.RelInIndustry, graph.RelMemberOf, graph.RelParticipatesIn, graph.RelLeads} {
		for e, n := range t.view.Out(centre, t.rel[rel]) {
			if slices.Contains(targets, n) || t.under(n, targets) {
				out.Outcome = Met
				out.IDs = append(out.IDs, t.view.EdgeID(e))
			}
		}
	}
	slices.Sort(out.IDs)
	return out
}

// under reports whether an industry lies under one of others.
func (t *teller) under(n snapshot.N, targets []snapshot.N) bool {
	for range maxSteps {
		up, found := snapshot.N(-1), false
		for _, m := range t.view.Out(n, t.rel[graph.RelBroader]) {
			if slices.Contains(targets, m) {
				return true
			}
			if !found || t.view.ID(m) < t.view.ID(up) {
				up, found = m, true
			}
		}
		if !found {
			return false
		}
		n = up
	}
	return false
}
