package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// named is one meaning of a surface.
type named struct {
	kind string // full, short, weak, old, nick, english
	p    *place
}

// names makes place_names.tsv: surface, kind of its best meaning, codes, most likely first.
func (b *builder) names(places []*place, aliases map[string][]string) (string, error) {
	stopped := map[string]bool{}
	stops, err := b.curatedTable("place_stop", 1)
	if err != nil {
		return "", err
	}
	for _, row := range stops {
		stopped[row[0]] = true
	}
	byCode := map[string]*place{}
	meanings := map[string][]named{}
	add := func(surface, kind string, p *place) {
		surface = lexicon.Fold(surface)
		for _, m := range meanings[surface] {
			if m.p == p {
				return
			}
		}
		meanings[surface] = append(meanings[surface], named{kind, p})
	}
	for _, p := range places {
		byCode[p.code] = p
		add(p.name, "full", p)
		for _, alias := range aliases[p.code] {
			add(alias, "full", p)
		}
		b.derivedNames(p, stopped, add)
	}
	rows, err := b.curatedTable("place_names", 3)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		p := byCode[row[2]]
		if p == nil {
			return "", fmt.Errorf("place_names: no division %s", row[2])
		}
		surface := lexicon.Fold(row[0])
		meanings[surface] = slices.DeleteFunc(meanings[surface], func(m named) bool { return m.p == p })
		add(row[0], row[1], p)
	}
	lines := make([]string, 0, len(meanings))
	for surface, all := range meanings {
		sort.SliceStable(all, func(i, j int) bool { return before(all[i], all[j]) })
		codes := make([]string, len(all))
		for i, m := range all {
			codes[i] = m.p.code
		}
		lines = append(lines, surface+"\t"+all[0].kind+"\t"+join(codes))
		if town := all[0].p.kind == "county" && !strings.HasPrefix(all[0].p.code, home); all[0].kind != "weak" &&
			all[0].kind != "english" && (!town || b.gse[surface] > 0) {
			b.placeNames = append(b.placeNames, surface)
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n") + "\n", nil
}

// derivedNames adds the short and the English name of a division. A short name that is also an ordinary word, and that
// of a district, is weak: it needs the name of what it belongs to in front of it.
func (b *builder) derivedNames(p *place, stopped map[string]bool, add func(string, string, *place)) {
	if p.kind == "zone" {
		for _, z := range zoneKinds {
			if base, ok := strings.CutSuffix(p.name, z.long); ok && z.short != "" {
				add(base+z.short, "full", p)
			}
		}
	}
	switch p.kind {
	case "strategic", "zone":
		add(strings.ToLower(p.english), "english", p)
		return
	case "country":
		add("china", "english", p)
		return
	case "province", "city":
		add(strings.ToLower(p.english), "english", p)
		add(strings.ReplaceAll(strings.ToLower(p.english), "'", ""), "english", p)
	}
	short := shortName(p.name)
	if utf8.RuneCountInString(short) < 2 {
		return
	}
	kind := "short"
	common := stopped[short] || b.surfaces[lexicon.Fold(short)]
	town := p.kind == "county" && !strings.HasSuffix(p.name, "区")
	switch {
	case p.kind == "province":
	case common:
		kind = "weak"
	case p.kind == "city":
	case !town || !b.gseNames[short] && b.gse[short] > 0 && !strings.HasPrefix(p.code, home):
		kind = "weak"
	}
	add(short, kind, p)
	if p.kind == "county" && strings.HasPrefix(p.code, home) {
		add(strings.ToLower(p.english), "english", p)
	}
}

// home is the province whose places are likelier than others of the same name.
const home = "32"

var kindOrder = map[string]int{"full": 0, "short": 1, "nick": 2, "english": 2, "old": 3, "weak": 4}

var levelOrder = map[string]int{"country": 0, "province": 1, "strategic": 2, "city": 3, "zone": 4, "county": 5}

// before puts the likelier meaning first: better kind of name, higher division, Jiangsu, smaller code.
func before(a, b named) bool {
	if x, y := kindOrder[a.kind], kindOrder[b.kind]; x != y {
		return x < y
	}
	if x, y := levelOrder[a.p.kind], levelOrder[b.p.kind]; x != y {
		return x < y
	}
	if x, y := strings.HasPrefix(a.p.code, home), strings.HasPrefix(b.p.code, home); x != y {
		return x
	}
	return a.p.code < b.p.code
}
