package rules

import (
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// priorityTypes are the kinds of zone that each text gives priority.
func priorityTypes(text Document) []string {
	if text == National {
		return []string{"self_innovation", "national_high_tech", "agri_high_tech", "sustainable_development"}
	}
	return []string{"self_innovation", "national_high_tech"}
}

const zoneLevelUnknown = "high_tech" // a high-tech zone whose level no source states

// priorityZone is R9. Priority is a preference: a centre elsewhere breaks nothing.
func priorityZone(s *scene) verdict {
	zones := s.of(s.out(s.n, graph.RelLocatedIn), graph.KindZone)
	var priority []end
	unknown := false
	for _, e := range zones {
		types := s.v.Texts(e.node, "type")
		if slices.ContainsFunc(types, func(t string) bool { return slices.Contains(priorityTypes(s.text), t) }) {
			priority = append(priority, e)
		}
		unknown = unknown || len(types) == 0 || slices.Contains(types, zoneLevelUnknown)
	}
	switch {
	case len(priority) > 0:
		return met(phrase.New("rule.r9.in", "zones", s.names(priority)), cites(priority)...)
	case len(zones) == 0:
		return notRecorded(phrase.New("rule.r9.none"))
	case unknown:
		return notRecorded(phrase.New("rule.r9.type", "zones", s.names(zones)), cites(zones)...)
	}
	return notApplicable(phrase.New("rule.r9.elsewhere", "zones", s.names(zones)), cites(zones)...)
}

// oneIndustry is R10.
func oneIndustry(s *scene) verdict {
	industries := s.out(s.n, graph.RelStrategicIndustry)
	switch {
	case len(industries) == 0:
		return notRecorded(phrase.New("rule.r10.none"))
	case len(industries) > 1:
		fact, more := first(cites(industries))
		return notMet(phrase.New("rule.r10.many", "n", len(industries), "industries", s.names(industries)), fact, more...)
	}
	one := industries[0]
	var aligned, other []end
	for _, centre := range s.of(s.into(s.n, graph.RelLocatedIn), graph.KindCenter) {
		if text, _ := Governing(s.v, centre.node); text != Jiangsu {
			continue
		}
		links := s.industries(centre.node)
		switch {
		case slices.ContainsFunc(links, func(e end) bool { return s.related(e.node, one.node) }):
			aligned = append(aligned, centre)
		case len(links) > 0:
			other = append(other, links...)
		}
	}
	if len(other) > 0 {
		return notMet(phrase.New("rule.r10.other", "industry", s.name(one.node), "industries", s.names(other)), one.cite(), cites(other)...)
	}
	return met(phrase.New("rule.r10.one", "industry", s.name(one.node), "n", len(aligned)), cites(industries, aligned)...)
}

// industries are the industries and clusters a centre is stated to work for.
func (s *scene) industries(n snapshot.N) []end {
	list := append(s.out(n, graph.RelInIndustry), s.of(s.out(n, graph.RelServes), graph.KindIndustry, graph.KindCluster)...)
	return slices.DeleteFunc(list, func(e end) bool { return e.about.Derived })
}

// related reports whether two industries or clusters are the same, or one is broader, or
// they share an industry.
func (s *scene) related(a, b snapshot.N) bool {
	for _, x := range s.itself(a) {
		for _, y := range s.itself(b) {
			if x == y || s.reaches(x, func(n snapshot.N) bool { return n == y }) || s.reaches(y, func(n snapshot.N) bool { return n == x }) {
				return true
			}
		}
	}
	return false
}

// itself is a node and, for a cluster, the industries it is in.
func (s *scene) itself(n snapshot.N) []snapshot.N {
	return append([]snapshot.N{n}, nodesOf(s.out(n, graph.RelInIndustry))...)
}

// The plan of the guide: how many centres, approved when.
const (
	planned   = 20
	planFirst = 2021
	planLast  = 2025
)

// plannedCentres is R11.
func plannedCentres(s *scene) verdict {
	var started []Cite
	fields := make(map[string]bool)
	undated := 0
	for n := range s.v.Nodes(graph.KindCenter) {
		if text, _ := Governing(s.v, n); text != Jiangsu || !s.in(n) {
			continue
		}
		date, err := graph.ParseDate(s.v.Text(n, "approved"))
		switch {
		case err != nil || date.IsZero():
			undated++
		case date.Year() >= planFirst && date.Year() <= planLast:
			started = append(started, Cite{Node: n, Property: "approved"})
			for _, f := range s.out(n, graph.RelInField) {
				fields[s.v.Name(f.node)] = true
			}
		}
	}
	s.sortCites(started)
	found := phrase.New("rule.r11.count", "n", len(started), "planned", planned, "fields", len(fields), "undated", undated)
	if len(started) >= planned {
		return met(found, started...)
	}
	return notRecorded(found, started...)
}

func (s *scene) sortCites(list []Cite) {
	slices.SortFunc(list, func(a, b Cite) int { return strings.Compare(string(s.v.ID(a.Node)), string(s.v.ID(b.Node))) })
}

// Capacity of an instrument in hours a year, and the share of it under which it stands idle;
// ours.
const (
	CapacityHours = 1600
	IdleShare     = 0.5
)

// idleStock is R21.
func idleStock(s *scene) verdict {
	var idle, known []Cite
	for n := range s.v.Nodes(graph.KindEquipment) {
		hours, recorded := s.v.Number(n, "hours_year")
		share := s.v.Text(n, "share_mode")
		t := s.terms(n)
		if !recorded || share == "" && !t.open || !s.in(n) {
			continue
		}
		known = append(known, Cite{Node: n, Property: "hours_year"})
		if t.closed && hours < CapacityHours*IdleShare {
			idle = append(idle, Cite{Node: n, Property: "hours_year"})
		}
	}
	s.sortCites(idle)
	s.sortCites(known)
	switch {
	case len(idle) > 0:
		return notMet(phrase.New("rule.r21.idle", "n", len(idle), "of", len(known)), idle[0], idle[1:]...)
	case len(known) > 0:
		return met(phrase.New("rule.r21.none_idle", "of", len(known)), known...)
	}
	return notRecorded(phrase.New("rule.r21.none"))
}
