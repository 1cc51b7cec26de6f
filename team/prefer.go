package team

import (
	"math"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// What speaks for bodies that nobody ranked, such as funds, governments and users; ours.
const (
	preferNear = 0.5 // times exp(-d / 100 km) from where help is wanted
	preferTied = 0.3 // has worked with the requester
	preferUses = 0.2 // poses a demand that asks for some of the same
	nearKm     = 100.0
)

// preference is who to take among those that cover about as well, 0 to 1: the rank that
// was handed in, else nearness, ties and demands of the body's own.
func (p *pool) preference(n snapshot.N) float64 {
	if given := p.q.Prefer[n]; given > 0 {
		return min(1, given)
	}
	sum := 0.0
	if km, known := p.far(n); known {
		sum += preferNear * math.Exp(-km/nearKm)
	}
	if p.known[n].Strength > 0 {
		sum += preferTied
	}
	if p.asksAlike(n) {
		sum += preferUses
	}
	return math.Round(sum*1e6) / 1e6
}

// far is how far a body is from where help is wanted: the places of the need, else the
// requester.
func (p *pool) far(n snapshot.N) (km float64, known bool) {
	region := p.q.View.Region(n)
	measure := func(from string) {
		d, _, ok := p.q.Words.Distance(region, from)
		if region == from || p.q.Words.Within(region, from) {
			d, ok = 0, true
		}
		if ok && (!known || d < km) {
			km, known = d, true
		}
	}
	if region == "" {
		return 0, false
	}
	for _, place := range p.q.Need.Places {
		measure(place.Code)
	}
	if !known && p.q.Known {
		measure(p.q.View.Region(p.q.Requester))
	}
	return km, known
}

// asksAlike reports whether a body poses a demand for something that is asked for here.
func (p *pool) asksAlike(n snapshot.N) bool {
	v := p.q.View
	for _, demand := range v.Out(n, v.Rel(graph.RelPoses)) {
		for _, capability := range v.Out(demand, v.Rel(graph.RelAsksFor)) {
			id := v.ID(capability)
			for _, a := range p.table.Asked() {
				if a.ID == id {
					return true
				}
			}
		}
	}
	return false
}
