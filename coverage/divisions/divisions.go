// Package divisions says in which city a record lies and whether it lies in a region that is
// asked about. Counties and zones count to their city; provinces of which no city is recorded
// stand for themselves.
package divisions

import (
	"chuangmai/coverage/supply"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// Scope is a region that is asked about. It remembers what it was asked and is for one
// goroutine.
type Scope struct {
	regions *supply.Regions
	whole   supply.Place
	cities  map[string]string
	inside  map[string]bool
}

// New returns the scope of a region, [supply.NoPlace] for the whole network.
func New(regions *supply.Regions, whole supply.Place) *Scope {
	return &Scope{regions: regions, whole: whole, cities: make(map[string]string), inside: make(map[string]bool)}
}

// Everywhere reports whether the scope is the whole network.
func (s *Scope) Everywhere() bool { return s.whole == supply.NoPlace }

// City returns the code of the city in which the region with a code lies: the region itself
// when it is greater than a city, "" when it is not recorded or nobody knows it.
func (s *Scope) City(code string) string {
	if code == "" {
		return ""
	}
	city, seen := s.cities[code]
	if !seen {
		if p, _ := s.regions.Locate(code); p != supply.NoPlace {
			city = s.regions.At(s.CityOf(p)).Code
		}
		s.cities[code] = city
	}
	return city
}

// CityOf returns the city in which a place lies, the place itself when there is none above.
func (s *Scope) CityOf(p supply.Place) supply.Place {
	for up := p; up != supply.NoPlace; up = s.regions.Parent(up) {
		switch s.regions.At(up).Type {
		case lexicon.PlaceCity:
			return up
		case lexicon.PlaceProvince: // a county right below one: the municipality stands for it
			if s.regions.At(p).Type != lexicon.PlaceProvince {
				return up
			}
		}
	}
	return p
}

// Has reports whether the region with a code lies in the scope. What has no region lies in
// the whole network only.
func (s *Scope) Has(code string) bool {
	if s.Everywhere() {
		return true
	}
	if code == "" {
		return false
	}
	in, seen := s.inside[code]
	if !seen {
		p, _ := s.regions.Locate(code)
		in = s.regions.Within(p, s.whole)
		s.inside[code] = in
	}
	return in
}

// Name returns what a region is called, its code when nobody knows it.
func (s *Scope) Name(code string) phrase.Text {
	p, known := s.regions.Find(code)
	if !known {
		return phrase.Text{Zh: code, En: code}
	}
	place := s.regions.At(p)
	return phrase.Text{Zh: place.Name, En: place.NameEn}
}
