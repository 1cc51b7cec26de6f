package lexicon

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// industries holds the codes of GB/T 4754-2017 and what their divisions draw on.
type industries struct {
	all       []Classified
	byCode    map[string]int
	byName    map[string]string // folded name → code, the shortest
	divisions map[string]*Industry
}

// Industry is an entry of GB/T 4754-2017 with the division it belongs to.
type Industry struct {
	// Code is a letter for a section, two digits for a division, three for a group, four for a class.
	Code string
	// Name is the Chinese name; NameEn is filled for divisions only.
	Name, NameEn string
	// Division is the code of its division, empty for a section.
	Division string
	// Fields are the technology fields of its division.
	Fields []FieldWeight
	// Areas are the capability areas its division usually draws on, heaviest first.
	Areas []AreaWeight
}

func readIndustries(t tables, v *vocabulary) (*industries, error) {
	in := &industries{byCode: map[string]int{}, byName: map[string]string{}, divisions: map[string]*Industry{}}
	err := t.rows("gbt4754_2017.tsv.gz", 2, func(c []string) error {
		in.byCode[c[0]] = len(in.all)
		in.all = append(in.all, Classified{c[0], c[1]})
		if name := Fold(c[1]); in.byName[name] == "" {
			in.byName[name] = c[0]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = t.rows("industries.tsv.gz", 4, func(c []string) error {
		at, ok := in.byCode[c[0]]
		if !ok || len(c[0]) != 2 {
			return fmt.Errorf("no division %q", c[0])
		}
		one := &Industry{Code: c[0], Name: in.all[at].Name, NameEn: c[1], Division: c[0]}
		var err error
		if one.Fields, err = fieldWeights(c[2]); err != nil {
			return err
		}
		if one.Areas, err = v.areaWeights(c[3]); err != nil {
			return err
		}
		in.divisions[c[0]] = one
		return nil
	})
	return in, err
}

// areaWeights reads a cell of "area:weight" parts.
func (v *vocabulary) areaWeights(cell string) ([]AreaWeight, error) {
	names, weights, err := weighted(cell)
	if err != nil {
		return nil, err
	}
	areas := make([]AreaWeight, 0, len(names))
	for i, name := range names {
		a, ok := v.areaByName[Fold(name)]
		if !ok {
			return nil, fmt.Errorf("unknown area %q", name)
		}
		areas = append(areas, AreaWeight{a, weights[i]})
	}
	slices.SortStableFunc(areas, compareAreaWeights)
	return areas, nil
}

// Industries returns all entries of GB/T 4754-2017 in order; it must not be changed.
func (l *Lexicon) Industries() []Classified { return l.industries.all }

// Industry returns the entry with that code, a letter and digits ("C26") or digits alone ("2614").
func (l *Lexicon) Industry(code string) (Industry, bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if len(code) > 1 && code[0] >= 'A' && code[0] <= 'T' {
		code = code[1:]
	}
	at, ok := l.industries.byCode[code]
	if !ok {
		return Industry{}, false
	}
	one := Industry{Code: code, Name: l.industries.all[at].Name}
	if len(code) >= 2 {
		if division := l.industries.divisions[code[:2]]; division != nil {
			one.Division, one.Fields, one.Areas = division.Code, division.Fields, division.Areas
			if len(code) == 2 {
				one.NameEn = division.NameEn
			}
		}
	}
	return one, true
}

// IndustryByName returns the entry called so; when none is, the one with the longest name that the given one begins or
// ends with; when none is, the widest whose name holds the given one (轴承、齿轮和传动部件制造 for 轴承), so that short
// spellings of records are understood.
func (l *Lexicon) IndustryByName(name string) (Industry, bool) {
	name = Fold(name)
	if code, ok := l.industries.byName[name]; ok {
		return l.Industry(code)
	}
	if utf8.RuneCountInString(name) < 2 {
		return Industry{}, false
	}
	short := industryStem(name)
	best, bestCode, holder := "", "", ""
	for _, c := range l.industries.all {
		known := Fold(c.Name)
		stem := industryStem(known)
		if utf8.RuneCountInString(short) >= 2 && strings.Contains(known, short) && (holder == "" || len(c.Code) < len(holder)) {
			holder = c.Code
		}
		if stem == name || known == name+"业" {
			return l.Industry(c.Code)
		}
		if utf8.RuneCountInString(stem) >= 2 && (strings.HasPrefix(name, stem) || strings.HasSuffix(name, stem)) && len(stem) > len(best) {
			best, bestCode = stem, c.Code
		}
	}
	if bestCode == "" {
		bestCode = holder
	}
	return l.Industry(bestCode)
}

// industryStem leaves out what most names end with.
func industryStem(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, "业"), "制造")
}
