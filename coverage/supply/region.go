package supply

import (
	"maps"
	"slices"

	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Place numbers a region of [Regions].
type Place int32

// NoPlace stands for a place that is not recorded or not known.
const NoPlace Place = -1

// PlaceOrigin says where a place was read.
type PlaceOrigin uint8

// The origins of a place.
const (
	PlaceNowhere  PlaceOrigin = iota // none is recorded
	PlaceRegion                      // the record's region code
	PlaceLocation                    // a LOCATED_IN relation
	PlaceBody                        // the place of its body
	PlacePrefix                      // the division above a code that the gazetteer does not have
)

// String returns the stable code.
func (p PlaceOrigin) String() string {
	return [...]string{"not_recorded", "region", "located_in", "body", "division_above"}[p]
}

// Regions is the tree of regions: the gazetteer's, and zones that only the network has.
// It is immutable.
type Regions struct {
	lex      *lexicon.Lexicon
	places   []*lexicon.Place
	index    map[string]Place
	parent   []Place
	children [][]Place
	zoneOf   map[snapshot.N]Place
	codes    *codes // nil where the index alone knows
}

// NewRegions returns the tree of the lexicon's gazetteer.
func NewRegions(lex *lexicon.Lexicon) *Regions {
	all := lex.Places()
	r := &Regions{lex: lex, index: make(map[string]Place, len(all)), zoneOf: make(map[snapshot.N]Place)}
	for _, p := range all {
		r.add(p)
	}
	for i, p := range r.places {
		r.parent[i] = NoPlace
		if above, known := r.index[p.Parent]; known {
			r.parent[i] = above
			r.children[above] = append(r.children[above], Place(i))
		}
	}
	r.codes = newCodes(r.index)
	return r
}

func (r *Regions) add(p *lexicon.Place) Place {
	i := Place(len(r.places)) //nolint:gosec // a few thousand places
	r.places = append(r.places, p)
	r.parent = append(r.parent, NoPlace)
	r.children = append(r.children, nil)
	r.index[p.Code] = i
	return i
}

// withZones returns the tree with the zones of a view: those that the gazetteer knows by
// name, and the others under their own ids, standing at the point of what they lie in.
func (r *Regions) withZones(v snapshot.View, zones []snapshot.N) *Regions {
	out := &Regions{
		lex: r.lex, places: slices.Clip(r.places), parent: slices.Clip(r.parent), children: slices.Clone(r.children),
		index: maps.Clone(r.index), zoneOf: make(map[snapshot.N]Place), codes: r.codes,
	}
	for _, n := range slices.SortedFunc(slices.Values(zones), func(a, b snapshot.N) int { return compareIDs(v, a, b) }) {
		out.zoneOf[n] = out.zone(v, n)
	}
	return out
}

// zone finds or adds the region of a zone node.
func (r *Regions) zone(v snapshot.View, n snapshot.N) Place {
	for _, name := range append([]string{v.Name(n)}, v.Aliases(n)...) {
		for _, p := range r.lex.PlacesByName(name) {
			if p.Type == lexicon.PlaceZone {
				return r.index[p.Code]
			}
		}
	}
	above, _ := r.Locate(v.Region(n))
	p := lexicon.Place{Code: string(v.ID(n)), Type: lexicon.PlaceZone, Name: v.Name(n), NameEn: v.NameEn(n)}
	if p.NameEn == "" {
		p.NameEn = p.Name
	}
	if above != NoPlace {
		up := r.places[above]
		p.Parent, p.Latitude, p.Longitude = up.Code, up.Latitude, up.Longitude
		if up.Precision != "" {
			p.Precision = lexicon.PrecisionParent
		}
	}
	i := r.add(&p)
	if _, digits := number(p.Code); digits {
		r.codes = nil
	}
	if above != NoPlace {
		r.parent[i] = above
		r.children[above] = append(slices.Clip(r.children[above]), i)
	}
	return i
}

// Len is the number of regions; their numbers are 0 to Len-1.
func (r *Regions) Len() int { return len(r.places) }

// At returns what is known of a region; it must not be changed.
func (r *Regions) At(p Place) *lexicon.Place { return r.places[p] }

// Parent returns the region above, [NoPlace] for the country.
func (r *Regions) Parent(p Place) Place { return r.parent[p] }

// Children returns the regions directly below by code; the slice must not be changed.
// Members of strategic regions are not their children.
func (r *Regions) Children(p Place) []Place { return r.children[p] }

// Find returns the region with exactly that code.
func (r *Regions) Find(code string) (Place, bool) {
	if n, digits := number(code); digits && r.codes != nil {
		return r.codes.at(n)
	}
	p, known := r.index[code]
	return p, known
}

// Named returns the region with that code or called so, of several the likeliest.
func (r *Regions) Named(name string) (Place, bool) {
	if p, known := r.index[name]; known {
		return p, true
	}
	if p, known := r.lex.PlaceByName(name); known {
		return r.index[p.Code], true
	}
	for i := range r.places { // zones that only the network has come last
		if r.places[i].Name == name {
			return Place(i), true
		}
	}
	return NoPlace, false
}

// Locate returns the region of a record's code; a code that the gazetteer does not have,
// such as that of a newly made county, falls to the city or province its digits name.
func (r *Regions) Locate(code string) (Place, PlaceOrigin) {
	if code == "" {
		return NoPlace, PlaceNowhere
	}
	if p, known := r.Find(code); known {
		return p, PlaceRegion
	}
	if len(code) == 6 {
		for _, up := range []string{code[:4] + "00", code[:2] + "0000"} {
			if p, known := r.Find(up); known {
				return p, PlacePrefix
			}
		}
	}
	return NoPlace, PlaceNowhere
}

// Within reports whether a region is another or lies in it; strategic regions hold what
// their members hold.
func (r *Regions) Within(p, whole Place) bool {
	if p == NoPlace || whole == NoPlace {
		return false
	}
	for up := p; up != NoPlace; up = r.parent[up] {
		if up == whole {
			return true
		}
	}
	for _, member := range r.places[whole].Members {
		if r.places[whole].Type != lexicon.PlaceStrategic {
			break
		}
		if m, known := r.index[member]; known && r.Within(p, m) {
			return true
		}
	}
	return false
}

// Points reports whether a region has a reference point that distances may be taken
// from: not countries and strategic regions, nor provinces that consist of cities, for
// what is known of a place only by its province may lie hundreds of km off.
func (r *Regions) Points(p Place) bool {
	if p == NoPlace || r.places[p].Precision == "" {
		return false
	}
	switch r.places[p].Type {
	case lexicon.PlaceCountry, lexicon.PlaceStrategic:
		return false
	case lexicon.PlaceProvince:
		for _, c := range r.children[p] {
			if r.places[c].Type == lexicon.PlaceCity {
				return false
			}
		}
	}
	return true
}

// Km returns the great-circle distance of two regions' reference points in km.
func (r *Regions) Km(a, b Place) (km float64, known bool) {
	if !r.Points(a) || !r.Points(b) {
		return 0, false
	}
	km, _, known = r.lex.Distance(r.pointCode(a), r.pointCode(b))
	return km, known
}

// pointCode is the code whose point a region stands at: its own, or that of the region
// above for zones that the gazetteer does not have.
func (r *Regions) pointCode(p Place) string {
	if _, own := r.lex.Place(r.places[p].Code); !own {
		return r.places[p].Parent
	}
	return r.places[p].Code
}

// depth is how many regions lie above.
func (r *Regions) depth(p Place) (n int) {
	for up := r.parent[p]; up != NoPlace; up = r.parent[up] {
		n++
	}
	return n
}
