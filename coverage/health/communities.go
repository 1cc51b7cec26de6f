package health

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
)

const coreBodies = 5 // that a community names

// communities tells of the groups of bodies, by number.
func (s *Survey) communities(q Question, out *Answer) {
	numbers := 0
	for _, n := range s.number {
		numbers = max(numbers, n)
	}
	groups := make([][]int32, numbers)
	for v := range s.inside {
		if c := s.community(int32(v)); c > 0 {
			groups[c-1] = append(groups[c-1], int32(v))
		}
	}
	out.Communities = pageOf(q, PartCommunities, groups, s.communityOf)
}

func (s *Survey) communityOf(members []int32) Community {
	c := Community{Number: s.community(members[0]), Size: len(members), Core: []supply.Record{}, Cities: []Share{}, Actors: []Counts{}}
	inner := make(map[int32]int, len(members))
	cities, actors := make(map[string]int), make(map[string]int)
	for _, v := range members {
		for _, u := range s.shape.Neighbours(v) {
			switch {
			case s.parts.Of[u] != s.parts.Of[v]:
				c.Outside++
			default:
				inner[v]++
				if v < u {
					c.Inside++
				}
			}
		}
		cities[s.city[s.inside[v]]]++
		for _, a := range s.actors[s.inside[v]] {
			actors[a]++
		}
	}
	core := slices.Clone(members)
	slices.SortStableFunc(core, func(a, b int32) int { return cmp.Compare(inner[b], inner[a]) })
	for _, v := range core[:min(coreBodies, len(core))] {
		c.Core = append(c.Core, s.body(v))
	}
	for code, n := range cities {
		c.Cities = append(c.Cities, Share{s.placeOf(code), n})
	}
	slices.SortFunc(c.Cities, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Bodies, a.Bodies), cmp.Compare(a.Code, b.Code)) })
	for _, a := range actorOrder() {
		if actors[a] > 0 {
			c.Actors = append(c.Actors, Counts{a, actors[a]})
		}
	}
	return c
}

// actorOrder are the kinds of actor in the order of 政产学研用资.
func actorOrder() []string {
	return []string{"government", "industry", "university", "research", actorUser, "capital"}
}
