package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
)

// reach finds the nearest supply that is not recorded as shut: of a cell, or of a
// capability that a need asks for.
type reach struct {
	m      *masses
	order  map[supply.Place][]near // places with supply by distance, by point
	holds  map[snapshot.N][]supply.Place
	cached map[needKey]near
}

type needKey struct {
	capability snapshot.N
	from       supply.Place
}

// near is a place with its distance in km; place is [supply.NoPlace] when there is none.
type near struct {
	place supply.Place
	km    float64
}

func (a *Analysis) reaching() *reach {
	if a.reach == nil {
		a.reach = &reach{m: a.masses, order: make(map[supply.Place][]near), cached: make(map[needKey]near)}
	}
	return a.reach
}

// usableAt lists the usable supplies of each place.
func (a *Analysis) usableAt() map[supply.Place][]int32 {
	if a.usable == nil {
		a.usable = make(map[supply.Place][]int32)
		for i := range a.inv.Supplies {
			s := &a.inv.Supplies[i]
			if !s.OpenState.Shut() && (!a.factsOnly || !s.Synthetic) {
				a.usable[s.Place] = append(a.usable[s.Place], int32(i))
			}
		}
	}
	return a.usable
}

// from lists all places with supply by distance from a point, ties by code.
func (r *reach) from(p supply.Place) []near {
	if list, known := r.order[p]; known {
		return list
	}
	var list []near
	for _, at := range r.m.places {
		if km, known := r.m.inv.Regions.Km(p, at); known {
			list = append(list, near{at, km})
		}
	}
	regions := r.m.inv.Regions
	slices.SortFunc(list, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.km, b.km), cmp.Compare(regions.At(a.place).Code, regions.At(b.place).Code))
	})
	r.order[p] = list
	return list
}

// nearest returns the nearest place with a usable supply of a slot.
func (r *reach) nearest(p supply.Place, slot int) (near, bool) {
	for _, n := range r.from(p) {
		if r.m.usable[int(r.m.row[n.place])*slots+slot] > 0 {
			return n, true
		}
	}
	return near{supply.NoPlace, 0}, false
}

// readHolders finds where each capability is to be had.
func (r *reach) readHolders(factsOnly bool) {
	type key struct {
		capability snapshot.N
		place      supply.Place
	}
	r.holds = make(map[snapshot.N][]supply.Place)
	asked := make(map[snapshot.N]bool)
	for i := range r.m.inv.Demands {
		for _, a := range r.m.inv.Demands[i].Asked {
			asked[a.Capability] = true
		}
	}
	seen := make(map[key]bool)
	for i := range r.m.inv.Supplies {
		s := &r.m.inv.Supplies[i]
		if s.OpenState.Shut() || factsOnly && s.Synthetic || s.Place == supply.NoPlace || r.m.row[s.Place] < 0 {
			continue
		}
		for _, a := range s.Abilities {
			if k := (key{a.Capability, s.Place}); asked[a.Capability] && !seen[k] {
				seen[k] = true
				r.holds[a.Capability] = append(r.holds[a.Capability], s.Place)
			}
		}
	}
}

// holder returns the nearest place with a usable supply that has the capability.
func (r *reach) holder(p supply.Place, capability snapshot.N) near {
	k := needKey{capability, p}
	if n, known := r.cached[k]; known {
		return n
	}
	best := near{supply.NoPlace, 0}
	for _, at := range r.holds[capability] {
		km, known := r.m.inv.Regions.Km(p, at)
		if known && (best.place == supply.NoPlace || km < best.km) {
			best = near{at, km}
		}
	}
	r.cached[k] = best
	return best
}

// need returns how far the nearest supply is that could meet a need: one with a
// capability it asks for, and where it asks for none, one of its field and stage. There is
// none when found is false; placed is false when the need's place is not known.
func (r *reach) need(d *supply.Demand, factsOnly bool) (best near, found, placed bool) {
	if !r.m.inv.Regions.Points(d.Place) {
		return near{supply.NoPlace, 0}, false, false
	}
	if r.holds == nil {
		r.readHolders(factsOnly)
	}
	take := func(n near) {
		if n.place != supply.NoPlace && (!found || n.km < best.km) {
			best, found = n, true
		}
	}
	for _, a := range d.Asked {
		take(r.holder(d.Place, a.Capability))
	}
	if len(d.Asked) > 0 {
		return best, found, true
	}
	for _, part := range d.Fields {
		stages := d.Stages
		if stages == 0 {
			n, _ := r.nearest(d.Place, slot(int(part.Field), stageAll))
			take(n)
		}
		for s := range supply.Stages {
			if stages.Has(s) {
				n, _ := r.nearest(d.Place, slot(int(part.Field), s))
				take(n)
			}
		}
	}
	return best, found, true
}
