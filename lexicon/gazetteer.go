package lexicon

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Types of places.
const (
	PlaceCountry   = "country"
	PlaceProvince  = "province"
	PlaceCity      = "city"
	PlaceCounty    = "county"
	PlaceZone      = "zone"
	PlaceStrategic = "strategic"
)

// Precisions of reference points, best first.
const (
	// PrecisionSeat is the seat of the government, good to about 3 km.
	PrecisionSeat = "seat"
	// PrecisionCentroid is the centre of the area.
	PrecisionCentroid = "centroid"
	// PrecisionApproximate is a point from general knowledge, good to about 10 km.
	PrecisionApproximate = "approximate"
	// PrecisionParent is the point of what the place belongs to.
	PrecisionParent = "parent"
)

// Place is a division of GB/T 2260, a zone or a region that policy speaks of.
type Place struct {
	// Code is the six-digit code of GB/T 2260 ("320583"), "zone:…" for zones without one or "sr:…" for strategic regions.
	Code string
	// Type is one of the Place… constants.
	Type string
	// Name and NameEn are the official Chinese name and an English one (pinyin where there is no other).
	Name, NameEn string
	// Parent is the code of what it belongs to: the province of a city, the city of a county, the county or city of a
	// zone, the country (100000) of a province; empty for the country.
	Parent string
	// Latitude and Longitude are the reference point in degrees; Precision says what it is worth, empty when there is none.
	Latitude, Longitude float64
	Precision           string
	// Members are the codes a strategic region consists of, and further counties a zone lies in.
	Members []string
}

// placeName is one spelling of places.
type placeName struct {
	kind  string // full, short, nick, old, english, weak
	codes []string
}

type gazetteer struct {
	places []*Place
	byCode map[string]*Place
	names  []placeName
	byName map[string]int // folded spelling → names
	mixed  *trie
	latin  *phrases
}

func readGazetteer(t tables, e *english) (*gazetteer, error) {
	g := &gazetteer{byCode: map[string]*Place{}, byName: map[string]int{}, latin: newPhrases(e)}
	err := t.rows("places.tsv.gz", 9, func(c []string) error {
		p := &Place{Code: c[0], Type: c[1], Name: c[2], NameEn: c[3], Parent: c[4], Precision: c[7], Members: list(c[8])}
		if p.Precision != "" {
			var latErr, lngErr error
			p.Latitude, latErr = strconv.ParseFloat(c[5], 64)
			p.Longitude, lngErr = strconv.ParseFloat(c[6], 64)
			if err := errors.Join(latErr, lngErr); err != nil {
				return err
			}
		}
		if g.byCode[p.Code] != nil {
			return fmt.Errorf("place %s is there twice", p.Code)
		}
		g.byCode[p.Code] = p
		g.places = append(g.places, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, p := range g.places {
		for _, code := range append([]string{p.Parent}, p.Members...) {
			if code != "" && g.byCode[code] == nil {
				return nil, fmt.Errorf("lexicon: place %s: no place %s", p.Code, code)
			}
		}
	}
	var keys []string
	var values []int32
	err = t.rows("place_names.tsv.gz", 3, func(c []string) error {
		n := int32(len(g.names)) //nolint:gosec // a few thousand
		g.byName[c[0]] = len(g.names)
		g.names = append(g.names, placeName{kind: c[1], codes: list(c[2])})
		for _, code := range list(c[2]) {
			if g.byCode[code] == nil {
				return fmt.Errorf("no place %s", code)
			}
		}
		if allLatin(c[0]) {
			g.latin.add(c[0], n)
		} else {
			keys, values = append(keys, c[0]), append(values, n)
		}
		return nil
	})
	g.mixed = newTrie(keys, values)
	return g, err
}

// Places returns all places in the order of their codes; the slice and what it points to must not be changed.
func (l *Lexicon) Places() []*Place { return l.gazetteer.places }

// Place returns the place with that code.
func (l *Lexicon) Place(code string) (*Place, bool) {
	p, ok := l.gazetteer.byCode[code]
	return p, ok
}

// PlaceByName returns the place called so, by its official, short, old or English name; of several the likeliest, which
// is the higher division and one of Jiangsu before others.
func (l *Lexicon) PlaceByName(name string) (*Place, bool) {
	if all := l.PlacesByName(name); len(all) > 0 {
		return all[0], true
	}
	return nil, false
}

// PlacesByName returns all places called so, likeliest first.
func (l *Lexicon) PlacesByName(name string) []*Place {
	i, ok := l.gazetteer.byName[Fold(name)]
	if !ok {
		return nil
	}
	places := make([]*Place, 0, len(l.gazetteer.names[i].codes))
	for _, code := range l.gazetteer.names[i].codes {
		places = append(places, l.gazetteer.byCode[code])
	}
	return places
}

// Ancestors returns what a place belongs to, nearest first, up to the country. None for an unknown code.
func (l *Lexicon) Ancestors(code string) []*Place {
	var up []*Place
	for p := l.gazetteer.byCode[code]; p != nil && p.Parent != ""; {
		if p = l.gazetteer.byCode[p.Parent]; p != nil {
			up = append(up, p)
		}
	}
	return up
}

// Within reports whether a place is another or lies in it: by the divisions, and for strategic regions by their members.
func (l *Lexicon) Within(code, ancestor string) bool {
	p, whole := l.gazetteer.byCode[code], l.gazetteer.byCode[ancestor]
	if p == nil || whole == nil {
		return false
	}
	if code == ancestor {
		return true
	}
	if whole.Type == PlaceStrategic {
		if p.Type == PlaceStrategic {
			return len(p.Members) > 0 && !slices.ContainsFunc(p.Members, func(m string) bool { return !l.Within(m, ancestor) })
		}
		return slices.ContainsFunc(whole.Members, func(m string) bool { return l.Within(code, m) })
	}
	if p.Type == PlaceStrategic {
		return whole.Type == PlaceCountry ||
			len(p.Members) > 0 && !slices.ContainsFunc(p.Members, func(m string) bool { return !l.Within(m, ancestor) })
	}
	return slices.Contains(l.Ancestors(code), whole)
}

// earthRadius is the mean radius of the earth in kilometres.
const earthRadius = 6371.0

// Distance returns the great-circle distance of two places' reference points in kilometres and the lesser of the two
// precisions; ok is false when either has no point. Two places that stand on the same parent's point are 0 km apart with
// precision parent: not known to be further.
func (l *Lexicon) Distance(a, b string) (km float64, precision string, ok bool) {
	x, y := l.gazetteer.byCode[a], l.gazetteer.byCode[b]
	if x == nil || y == nil || x.Precision == "" || y.Precision == "" {
		return 0, "", false
	}
	return haversine(x, y), lesser(x.Precision, y.Precision), true
}

// DistanceFrom is [Lexicon.Distance] from a point, in degrees, to a place.
func (l *Lexicon) DistanceFrom(latitude, longitude float64, code string) (km float64, precision string, ok bool) {
	y := l.gazetteer.byCode[code]
	if y == nil || y.Precision == "" {
		return 0, "", false
	}
	return haversine(&Place{Latitude: latitude, Longitude: longitude}, y), y.Precision, true
}

func haversine(a, b *Place) float64 {
	if a.Code > b.Code { // the same bits whichever way one asks
		a, b = b, a
	}
	const degree = math.Pi / 180
	dLat, dLng := (b.Latitude-a.Latitude)*degree, (b.Longitude-a.Longitude)*degree
	h := math.Pow(math.Sin(dLat/2), 2) +
		math.Cos(a.Latitude*degree)*math.Cos(b.Latitude*degree)*math.Pow(math.Sin(dLng/2), 2)
	return 2 * earthRadius * math.Asin(math.Sqrt(min(1, h)))
}

// lesser returns the worse of two precisions.
func lesser(a, b string) string {
	order := []string{PrecisionSeat, PrecisionCentroid, PrecisionApproximate, PrecisionParent}
	if slices.Index(order, a) > slices.Index(order, b) {
		return a
	}
	return b
}
