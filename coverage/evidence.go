package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
)

// search is the work of looking for gaps: which records stand behind each cell.
type search struct {
	*Analysis
	*counts
	columns []Column
	members map[cellKey][]graph.ID // supplies, kept for cells with one supplier
	shut    map[cellKey][]graph.ID
	stale   map[cellKey][]graph.ID
	idle    map[cellKey][]graph.ID
	unmet   map[cellKey][]graph.ID
	able    []converting
	firmsOf map[supply.Place]int
}

type cellKey struct{ row, slot int }

// converting is a body that could become a centre.
type converting struct {
	s   *supply.Supply
	id  graph.ID
	why string
}

// firms counts each region once.
func (s *search) firms(p supply.Place) int {
	n, known := s.firmsOf[p]
	if !known {
		n = s.Analysis.firms(p)
		s.firmsOf[p] = n
	}
	return n
}

// gather reads the records behind the cells that may have a gap.
func (s *search) gather() {
	s.members, s.shut, s.stale = make(map[cellKey][]graph.ID), make(map[cellKey][]graph.ID), make(map[cellKey][]graph.ID)
	s.idle, s.unmet, s.firmsOf = make(map[cellKey][]graph.ID), make(map[cellKey][]graph.ID), make(map[supply.Place]int)
	wanted := s.wanted()
	day := s.inv.View.Day()
	var list []int32
	for i := range s.inv.Supplies {
		sup := &s.inv.Supplies[i]
		if s.factsOnly && sup.Synthetic {
			continue
		}
		if why := s.convertible(sup); why != "" {
			s.able = append(s.able, converting{sup, s.inv.View.ID(sup.Node), why})
		}
		var inside bool
		if list, inside = s.rowsOf(sup.Place, sup.Zones, list[:0]); !inside {
			continue
		}
		age, dated := supply.Age(sup.Fresh, day)
		stale, idle := dated && age > s.inv.Settings.StaleDays, s.idles(sup)
		id := s.inv.View.ID(sup.Node)
		slotsOf(sup.Parts, sup.Stages, func(slot int, _ *supply.Part) {
			if !wanted[slot] {
				return
			}
			for _, row := range list {
				s.keep(cellKey{int(row), slot}, id, sup, stale, idle)
			}
		})
	}
	s.gatherNeeds(wanted)
	slices.SortFunc(s.able, func(a, b converting) int { return cmp.Compare(a.id, b.id) })
}

func (s *search) wanted() (out [slots]bool) {
	for _, col := range s.columns {
		if i, known := s.codes.slot(col); known {
			out[i] = true
		}
	}
	return out
}

// keep notes a supply where the tally says that it matters.
func (s *search) keep(k cellKey, id graph.ID, sup *supply.Supply, stale, idle bool) {
	t := s.cell(k.row, k.slot)
	if t.suppliers == 1 && t.ownerless == 0 {
		s.members[k] = append(s.members[k], id)
	}
	if sup.OpenState.Shut() && t.shut == t.supplies {
		s.shut[k] = append(s.shut[k], id)
	}
	if stale && 2*t.stale > t.supplies-t.undated {
		s.stale[k] = append(s.stale[k], id)
	}
	if idle {
		s.idle[k] = append(s.idle[k], id)
	}
}

// idles is rule R21 of the plan, wake idle stock: equipment whose recorded hours are under
// half of its capacity and that is not open.
func (s *search) idles(sup *supply.Supply) bool {
	if sup.Kind != graph.KindEquipment || !sup.OpenState.Shut() {
		return false
	}
	hours, recorded := s.inv.View.Number(sup.Node, "hours_year")
	return recorded && hours < s.inv.Settings.CapacityHours/2
}

// gatherNeeds notes the open needs that nothing in reach could meet.
func (s *search) gatherNeeds(wanted [slots]bool) {
	r := s.reaching()
	var list []int32
	for i := range s.inv.Demands {
		d := &s.inv.Demands[i]
		if d.State != supply.DemandOpen || s.factsOnly && d.Synthetic {
			continue
		}
		var inside bool
		if list, inside = s.rowsOf(d.Place, nil, list[:0]); !inside {
			continue
		}
		n, found, placed := r.need(d, s.factsOnly)
		if !placed || found && n.km <= s.inv.Settings.FarKm {
			continue
		}
		id := s.inv.View.ID(d.Node)
		slotsOf(d.Fields, d.Stages, func(slot int, _ *supply.Part) {
			if wanted[slot] {
				for _, row := range list {
					k := cellKey{int(row), slot}
					s.unmet[k] = append(s.unmet[k], id)
				}
			}
		})
	}
}

// nearest finds the supply of a cell that is nearest to a region and not shut: the mean
// distance over the region's points, and the supply nearest to its heaviest point.
func (s *search) nearest(p supply.Place, at int) (km float64, n *Nearest) {
	r := s.reaching()
	points, _ := s.spread.points(p)
	var heaviest Point
	var best near
	for _, point := range points {
		found, there := r.nearest(point.Place, at)
		if !there {
			return 0, nil
		}
		km += point.Weight * found.km
		if n == nil || point.Weight > heaviest.Weight {
			heaviest, best = point, found
			n = &Nearest{Place: found.place, Km: found.km}
		}
	}
	if n == nil {
		return 0, nil
	}
	n.ID = s.firstAt(best.place, at)
	return km, n
}

// firstAt is the usable supply of a slot at a place with the most worth, ties by id.
func (s *search) firstAt(p supply.Place, at int) (best graph.ID) {
	most := -1.0
	for _, i := range s.usableAt()[p] {
		sup := &s.inv.Supplies[i]
		slotsOf(sup.Parts, sup.Stages, func(slot int, part *supply.Part) {
			if slot != at {
				return
			}
			id := s.inv.View.ID(sup.Node)
			if w := worth(sup, part); w > most || w == most && id < best {
				most, best = w, id
			}
		})
	}
	return best
}

// convertible tells why a supply could be cultivated into a centre, "" when it could not.
func (s *search) convertible(sup *supply.Supply) string {
	switch sup.Kind {
	case graph.KindPlatform:
		switch s.inv.View.Text(sup.Node, "type") {
		case "engineering_technology_research_centre", "engineering_research_centre":
			return "engineering_centre"
		}
	case graph.KindRDUnit:
		switch s.inv.View.Text(sup.Node, "type") {
		case "new_type", "jitri":
			return "new_rd_institution"
		}
	default:
	}
	return ""
}

// candidates are the bodies of the field that could be cultivated or converted within the
// far distance of a region: those that lie in it first, then the nearest, ties by id.
func (s *search) candidates(p supply.Place, field, stage int) []Candidate {
	if field >= supply.Fields {
		return nil
	}
	points, _ := s.spread.points(p)
	var out []Candidate
	for _, a := range s.able {
		part, is := a.s.Part(supply.Field(field)) //nolint:gosec // six fields
		if !is {
			continue
		}
		c := Candidate{ID: a.id, Why: a.why, Here: s.inv.Regions.Within(a.s.Place, p), Stage: stage < supply.Stages && part.Stages.Has(stage)}
		known := len(points) > 0
		for _, point := range points {
			km, there := s.inv.Regions.Km(point.Place, a.s.Place)
			known = known && there
			c.Km += point.Weight * km
		}
		if c.Here || known && c.Km <= s.inv.Settings.FarKm {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		switch {
		case a.Here != b.Here && a.Here:
			return -1
		case a.Here != b.Here:
			return 1
		}
		return cmp.Compare(a.Km, b.Km)
	})
	return out[:min(len(out), maxCandidates)]
}
