package health

import (
	"cmp"
	"slices"

	"chuangmai/coverage/health/structure"
	"chuangmai/graph"
)

// Elsewhere stands in flows for all cities outside the region, "" for a city that is not
// recorded.
const Elsewhere = "elsewhere"

// flow collects the ties between two ends.
type flow struct {
	from, to string
	families [8]int
	records  Records
}

// flows tells of the ties between cities and between kinds of actor that have an end in the
// region.
func (s *Survey) flows(q Question, out *Answer) {
	cities, actors := make(map[[2]string]*flow), make(map[[2]string]*flow)
	add := func(to map[[2]string]*flow, x, y string, t tie, order func(a, b string) int) {
		if order(x, y) > 0 {
			x, y = y, x
		}
		f := to[[2]string{x, y}]
		if f == nil {
			f = &flow{from: x, to: y, records: Records{IDs: []graph.ID{}}}
			to[[2]string{x, y}] = f
		}
		f.families[t.family]++
		s.cite(&f.records, t, q.Evidence)
	}
	kinds := actorOrder()
	byActor := func(a, b string) int { return cmp.Compare(slices.Index(kinds, a), slices.Index(kinds, b)) }
	for _, t := range s.web.ties {
		if s.local[t.a] < 0 && s.local[t.b] < 0 {
			continue
		}
		add(cities, s.cityIn(t.a), s.cityIn(t.b), t, cmp.Compare[string])
		for _, x := range s.actors[t.a] {
			for _, y := range s.actors[t.b] {
				add(actors, x, y, t, byActor)
			}
		}
	}
	list := sortedFlows(cities, cmp.Compare[string])
	out.Flows = pageOf(q, PartFlows, list, func(f *flow) Flow {
		x := f.show()
		x.FromText, x.ToText = s.placeOf(f.from).Text(), s.placeOf(f.to).Text()
		return x
	})
	if q.wants(PartActors) {
		for _, f := range sortedFlows(actors, byActor) {
			out.Actors = append(out.Actors, f.show())
		}
	}
	out.Cities = pageOf(q, PartCities, s.cities(cities), func(c City) City { return c })
}

// cityIn is the city of a member, [Elsewhere] when it lies outside the region.
func (s *Survey) cityIn(m int32) string {
	if s.local[m] < 0 {
		return Elsewhere
	}
	return s.city[m]
}

func (f *flow) show() Flow {
	out := Flow{From: f.from, To: f.to, ByFamily: byFamily(f.families[:]), Records: f.records}
	for _, n := range f.families {
		out.Ties += n
	}
	return out
}

// sortedFlows puts the flows with the most ties first.
func sortedFlows(of map[[2]string]*flow, order func(a, b string) int) []*flow {
	list := make([]*flow, 0, len(of))
	for _, f := range of {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b *flow) int {
		return cmp.Or(cmp.Compare(b.ties(), a.ties()), order(a.from, b.from), order(a.to, b.to))
	})
	return list
}

func (f *flow) ties() (n int) {
	for _, x := range f.families {
		n += x
	}
	return n
}

// cities tells of each city of the region: those of one community of cities beside each
// other, within it by code, the city that is not recorded last.
func (s *Survey) cities(flows map[[2]string]*flow) []City {
	at := make(map[string]int)
	var list []City
	pairs := make(map[string]int) // tied pairs inside a city
	for v, m := range s.inside {
		code := s.city[m]
		i, seen := at[code]
		if !seen {
			i = len(list)
			at[code] = i
			list = append(list, City{Place: s.placeOf(code)})
		}
		list[i].Bodies++
		if s.shape.Degree(int32(v)) > 0 {
			list[i].Tied++
		}
		for _, u := range s.shape.Neighbours(int32(v)) {
			if int32(v) < u && s.city[s.inside[u]] == code {
				pairs[code]++
			}
		}
	}
	slices.SortFunc(list, func(a, b City) int { return cmp.Compare(a.Code, b.Code) })
	for i, c := range list {
		at[c.Code] = i
	}
	var ties []structure.Tie
	for key, f := range flows {
		for end := range 2 {
			i, inside := at[key[end]]
			switch {
			case !inside:
			case key[0] == key[1]:
				list[i].Within = f.ties()
			default:
				list[i].Across += f.ties()
				if key[1-end] != Elsewhere && key[1-end] != "" {
					list[i].Cities++
				}
			}
		}
		a, inA := at[key[0]]
		b, inB := at[key[1]]
		if inA && inB && a != b && key[0] != "" {
			ties = append(ties, structure.Tie{A: int32(a), B: int32(b), Weight: float64(f.ties())}) //nolint:gosec // a few hundred cities
		}
	}
	groups := structure.New(len(list), ties).Communities()
	for i := range list {
		c := &list[i]
		c.Community = int(groups.Of[i]) + 1
		c.Density = share(pairs[c.Code], c.Bodies*(c.Bodies-1)/2)
		c.Reach = share(c.Across, c.Within+c.Across)
	}
	slices.SortStableFunc(list, func(a, b City) int {
		return cmp.Or(compareBool(a.Code == "", b.Code == ""), cmp.Compare(a.Community, b.Community))
	})
	return list
}
