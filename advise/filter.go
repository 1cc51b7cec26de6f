package advise

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
)

// filter keeps the hits that meet a filter, in order.
func (s *session) filter(hits []match.Hit, f Filter) []match.Hit {
	var out []match.Hit
	for _, h := range hits {
		if s.keeps(h.N, f) {
			out = append(out, h)
		}
	}
	return out
}

func (s *session) keeps(n snapshot.N, f Filter) bool {
	v := s.view
	if f.FactsOnly && v.Synthetic(n) || len(f.Kinds) > 0 && !slices.Contains(f.Kinds, v.Kind(n)) {
		return false
	}
	if len(f.Regions) > 0 && !slices.ContainsFunc(f.Regions, func(code string) bool { return s.within(v.Region(n), code) }) {
		return false
	}
	if f.Openness != "" {
		o := match.OpennessOf(v, n)
		return o != nil && o.AtLeast(f.Openness)
	}
	return true
}

func (s *session) within(region, code string) bool {
	return region != "" && (region == code || s.net.Words.Within(region, code))
}

// maxFacetValues is how many values of a facet are listed, the most frequent first.
const maxFacetValues = 30

// facets count kinds, cities and openness among hits.
func (s *session) facets(hits []match.Hit) []Facet {
	kinds, cities, openness := map[string]int{}, map[string]int{}, map[string]int{}
	for _, h := range hits {
		kinds[string(s.view.Kind(h.N))]++
		cities[s.city(s.view.Region(h.N))]++
		if o := match.OpennessOf(s.view, h.N); o != nil {
			openness[level(*o)]++
		}
	}
	return []Facet{
		facet("kind", kinds, func(v string) phrase.Text {
			if def := s.view.Schema().Kind(graph.Kind(v)); def != nil {
				return phrase.Text{Zh: def.Zh, En: def.En}
			}
			return phrase.Text{Zh: v, En: v}
		}),
		facet("city", cities, func(v string) phrase.Text {
			if p, known := s.net.Words.Place(v); known {
				return phrase.Text{Zh: p.Name, En: p.NameEn}
			}
			return phrase.New("facet.not_recorded").Both()
		}),
		facet("openness", openness, func(v string) phrase.Text { return phrase.New("openness." + v).Both() }),
	}
}

// level is the highest rung of the ladder a resource is known to stand on.
func level(o match.Openness) string {
	switch {
	case o.Usable == match.Yes:
		return "usable"
	case o.Accessible == match.Yes:
		return "accessible"
	}
	return "visible"
}

// city is the code of the city a region belongs to, "" when none is recorded.
func (s *session) city(region string) string {
	if region == "" {
		return ""
	}
	for _, p := range append([]string{region}, s.ancestors(region)...) {
		if place, known := s.net.Words.Place(p); known && place.Type == "city" {
			return place.Code
		}
	}
	return region
}

func (s *session) ancestors(region string) []string {
	var out []string
	for _, p := range s.net.Words.Ancestors(region) {
		out = append(out, p.Code)
	}
	return out
}

func facet(name string, counts map[string]int, label func(string) phrase.Text) Facet {
	f := Facet{Name: name, Values: []FacetValue{}}
	for value, count := range counts {
		f.Values = append(f.Values, FacetValue{Value: value, Label: label(value), Count: count})
	}
	slices.SortFunc(f.Values, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	f.Values = f.Values[:min(len(f.Values), maxFacetValues)]
	return f
}
