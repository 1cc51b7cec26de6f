package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/lexicon"
)

// Levels at which a region is divided into rows.
const (
	ByProvince = "province"
	ByCity     = "city"
	ByCounty   = "county"
	ByZone     = "zone"
	// BySelf shows the region as a whole only.
	BySelf = "self"
)

// Levels returns the levels in the order lists show them.
func Levels() []string { return []string{ByProvince, ByCity, ByCounty, ByZone, BySelf} }

// rank orders the divisions; zones and strategic regions stand beside them.
func rank(placeType string) int {
	switch placeType {
	case lexicon.PlaceCountry:
		return 0
	case lexicon.PlaceProvince:
		return 1
	case lexicon.PlaceCity:
		return 2
	case lexicon.PlaceCounty:
		return 3
	}
	return 9
}

// rows says which rows a region has and which of them a record counts in.
type rows struct {
	regions *supply.Regions
	whole   supply.Place
	byZone  bool
	places  []supply.Place
	at      []int32 // by place: number of its row, rest when it lies in whole beside all rows, outside else
	zoneRow map[supply.Place]int32
}

const (
	outside = -1
	rest    = -2
)

// Level returns the level that divides a region when none is asked for: the next below.
func Level(placeType string) string {
	switch placeType {
	case lexicon.PlaceCountry:
		return ByProvince
	case lexicon.PlaceProvince, lexicon.PlaceStrategic:
		return ByCity
	case lexicon.PlaceCity:
		return ByCounty
	}
	return BySelf
}

func newRows(regions *supply.Regions, whole supply.Place, level string) *rows {
	r := &rows{regions: regions, whole: whole, byZone: level == ByZone, at: make([]int32, regions.Len()), zoneRow: make(map[supply.Place]int32)}
	if regions.At(whole).Type == lexicon.PlaceZone { // also holds what is recorded in it without its code
		level = BySelf
		r.byZone, r.zoneRow[whole] = true, rest
	}
	switch level {
	case BySelf:
	case ByZone:
		for i := range regions.Len() {
			if p := supply.Place(i); regions.At(p).Type == lexicon.PlaceZone && regions.Within(p, whole) && p != whole {
				r.places = append(r.places, p)
			}
		}
	default:
		r.places = r.expand(whole, rank(level), nil)
	}
	slices.SortFunc(r.places, func(a, b supply.Place) int { return cmp.Compare(regions.At(a).Code, regions.At(b).Code) })
	r.places = slices.Compact(r.places)
	row := make(map[supply.Place]int32, len(r.places))
	for i, p := range r.places {
		row[p] = int32(i)
		if level == ByZone {
			r.zoneRow[p] = int32(i)
		}
	}
	for i := range r.at {
		r.at[i] = r.find(supply.Place(i), row)
	}
	return r
}

func (r *rows) find(p supply.Place, row map[supply.Place]int32) int32 {
	for up := p; up != supply.NoPlace; up = r.regions.Parent(up) {
		if i, is := row[up]; is {
			return i
		}
	}
	if r.regions.Within(p, r.whole) {
		return rest
	}
	return outside
}

// expand divides a region down to a rank. A division that has nothing of that rank, such
// as a municipality without cities, stands for itself.
func (r *rows) expand(p supply.Place, level int, out []supply.Place) []supply.Place {
	at := r.regions.At(p)
	if at.Type == lexicon.PlaceStrategic {
		for _, code := range at.Members {
			if m, known := r.regions.Find(code); known {
				out = r.expand(m, level, out)
			}
		}
		return out
	}
	if rank(at.Type) >= level {
		return append(out, p)
	}
	var finer, below []supply.Place // below the rank, at most at the rank
	for _, c := range r.regions.Children(p) {
		switch k := rank(r.regions.At(c).Type); {
		case k <= level:
			below = append(below, c)
		case k < 9:
			finer = append(finer, c)
		}
	}
	if len(below) == 0 {
		return append(out, p)
	}
	for _, c := range below {
		out = r.expand(c, level, out)
	}
	return append(out, finer...)
}

// of appends the numbers of the rows a place and zones count in: one, or for rows of zones
// any number; rest when it lies in the region beside all rows. inside tells whether it lies
// in the region at all.
func (r *rows) of(p supply.Place, zones []supply.Place, out []int32) (list []int32, inside bool) {
	at := int32(outside)
	if p != supply.NoPlace {
		at = r.at[p]
	}
	if !r.byZone {
		if at == outside {
			return out, false
		}
		return append(out, at), true
	}
	if at == outside && r.regions.At(r.whole).Type != lexicon.PlaceZone {
		return out, false
	}
	if at >= 0 {
		out = append(out, at)
	}
	for _, z := range zones {
		if i, is := r.zoneRow[z]; is && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	if len(out) == 0 && at == rest {
		out = append(out, rest)
	}
	return out, len(out) > 0
}
