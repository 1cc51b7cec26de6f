package divisions_test

import (
	"testing"

	"chuangmai/coverage/divisions"
	"chuangmai/coverage/supply"
	"chuangmai/lexicon"
)

func TestScope(t *testing.T) {
	words, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	regions := supply.NewRegions(words)
	for _, c := range []struct {
		scope, region, city string
		has                 bool
	}{
		{"320000", "320583", "320500", true},
		{"320500", "320583", "320500", true},
		{"320583", "320500", "320500", false},
		{"320000", "320500", "320500", true},
		{"320000", "310000", "310000", false},
		{"", "310115", "310000", true},
		{"320000", "", "", false},
		{"", "", "", true},
		{"320000", "320576", "320500", true}, // a code that only local lists have
		{"320000", "999999", "", false},
		{"320000", "nonsense", "", false},
	} {
		whole := supply.NoPlace
		if c.scope != "" {
			whole, _ = regions.Find(c.scope)
		}
		s := divisions.New(regions, whole)
		if s.Everywhere() != (c.scope == "") {
			t.Errorf("%q is everywhere: %v", c.scope, s.Everywhere())
		}
		for range 2 { // the second time from memory
			if got := s.City(c.region); got != c.city {
				t.Errorf("city of %q: %q, want %q", c.region, got, c.city)
			}
			if got := s.Has(c.region); got != c.has {
				t.Errorf("%q has %q: %v, want %v", c.scope, c.region, got, c.has)
			}
		}
	}
	s := divisions.New(regions, supply.NoPlace)
	if name := s.Name("320500"); name.Zh != "苏州市" || name.En == "" {
		t.Errorf("name of 320500: %+v", name)
	}
	if name := s.Name("none"); name.Zh != "none" {
		t.Errorf("name of an unknown code: %+v", name)
	}
}
