package lexicon

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Via says how a text came to mean a term or an area.
type Via uint8

// Ways a text comes to mean a term or an area.
const (
	// ViaArea is the name of an area.
	ViaArea Via = iota + 1
	// ViaAlsoCalled is a name bodies use for an area.
	ViaAlsoCalled
	// ViaTerm is a term itself.
	ViaTerm
	// ViaSynonym is a synonym or near relative of a term.
	ViaSynonym
	// ViaEnglish is the English name of a term or area.
	ViaEnglish
	// ViaEquipment is the name of an instrument or rig that terms would use.
	ViaEquipment
	// ViaPart is a part of the name of terms ([Lexicon.Approximate]).
	ViaPart
	// ViaVector is nearness of word vectors ([Lexicon.Approximate]).
	ViaVector
	// ViaCharacter is a character that few areas share ([Lexicon.Approximate]).
	ViaCharacter
)

// String names the way in lower case, as explanations and records show it.
func (v Via) String() string {
	return [...]string{"", "area", "also_called", "term", "synonym", "english", "equipment", "part", "vector", "character"}[v]
}

// surface is one spelling with everything it means.
type surface struct {
	text        string
	via         Via
	terms       []*Term // the one with this text first
	named       []*Area // areas with this name
	users       []*Term // terms that would use it, when it is only known as equipment
	areas       []AreaWeight
	specificity float64
	length      float64 // in Chinese characters
	worth       float64 // in the choice between matches
}

// collect gathers the surfaces of a vocabulary, in a fixed order.
func collect(v *vocabulary, e *english) []surface {
	byText := map[string]int{}
	var all []surface
	at := func(text string, via Via) *surface {
		i, ok := byText[text]
		if !ok {
			i = len(all)
			byText[text] = i
			all = append(all, surface{text: text, via: via, length: lengthOf(text)})
		}
		all[i].via = min(all[i].via, via)
		return &all[i]
	}
	for _, a := range v.areas {
		name := func(text string, via Via) {
			if text = Fold(text); text != "" {
				s := at(text, via)
				if !slices.Contains(s.named, a) {
					s.named = append(s.named, a)
				}
			}
		}
		name(a.Name, ViaArea)
		for _, also := range a.AlsoCalled {
			name(also, ViaAlsoCalled)
		}
		name(a.NameEn, ViaEnglish)
		for _, part := range e.parts(a.NameEn) {
			name(part, ViaEnglish)
		}
	}
	for _, t := range v.terms {
		mean := func(text string, via Via) {
			if text = Fold(text); text == "" {
				return
			}
			s := at(text, via)
			switch {
			case slices.Contains(s.terms, t):
			case via == ViaTerm:
				s.terms = slices.Insert(s.terms, 0, t)
			default:
				s.terms = append(s.terms, t)
			}
		}
		mean(t.Text, ViaTerm)
		for _, synonym := range t.Synonyms {
			mean(synonym, ViaSynonym)
		}
		for part := range strings.SplitSeq(t.English, " / ") {
			mean(part, ViaEnglish)
		}
	}
	users := map[string][]*Term{} // terms by the equipment they would use
	for _, t := range v.terms {
		for _, name := range t.Equipment {
			name = Fold(name)
			users[name] = append(users[name], t)
		}
	}
	for _, name := range sortedKeys(users) {
		if _, known := byText[name]; !known && name != "" {
			at(name, ViaEquipment).users = users[name]
		}
	}
	for i := range all {
		all[i].areas = mergedAreas(&all[i])
		all[i].worth = math.Pow(all[i].length, 1.6)
		if all[i].via != ViaSynonym {
			all[i].worth *= 1.05
		}
	}
	return all
}

// Shares of a surface's meanings: the areas named so count fully, terms beside them less; the term with that very text
// counts twice as much as those that only list it as a synonym.
const (
	termBesideArea = 0.6
	ownTerm        = 2
	// maxEquipmentAreas is over how many areas an instrument is spread.
	maxEquipmentAreas = 8
)

func mergedAreas(s *surface) []AreaWeight {
	weights := map[*Area]float64{}
	share := 0.0
	for i, t := range s.terms {
		w := 1.0
		if i == 0 && Fold(t.Text) == s.text {
			w = ownTerm
		}
		share += w
		for _, a := range t.Areas {
			weights[a.Area] += w * a.Weight
		}
	}
	for _, t := range s.users {
		share++
		for _, a := range t.Areas {
			weights[a.Area] += a.Weight
		}
	}
	for a := range weights {
		weights[a] /= share
		if len(s.named) > 0 {
			weights[a] *= termBesideArea
		}
	}
	for _, a := range s.named {
		weights[a] = 1
	}
	merged := make([]AreaWeight, 0, len(weights))
	for a, w := range weights {
		merged = append(merged, AreaWeight{a, w})
	}
	slices.SortFunc(merged, compareAreaWeights)
	if len(s.users) > 0 { // spread over many terms: the leading areas, the first of them fully
		merged = merged[:min(len(merged), maxEquipmentAreas)]
		for i := len(merged) - 1; i >= 0; i-- {
			merged[i].Weight /= merged[0].Weight
		}
	}
	return merged
}

// lengthOf measures a surface in Chinese characters; Latin letters count two fifths.
func lengthOf(text string) float64 {
	n := 0.0
	for _, r := range text {
		switch {
		case IsHan(r):
			n++
		case scriptOf(r) != 0:
			n += 0.4
		}
	}
	return max(n, 1)
}

// spread gathers which areas the terms speak of that hold a surface, or a character, in one of their spellings: the sum
// of their normalised area weights.
type spread struct {
	shares map[*Area]float64
	last   *Term
}

func (s *spread) add(t *Term) {
	if s.last == t {
		return
	}
	s.last = t
	if s.shares == nil {
		s.shares = map[*Area]float64{}
	}
	total := 0.0
	for _, a := range t.Areas {
		total += a.Weight
	}
	for _, a := range t.Areas {
		s.shares[a.Area] += a.Weight / total
	}
}

// faithful returns the mean weight of the given areas over the spread; 1 when it is empty.
func (s *spread) faithful(areas []AreaWeight) float64 {
	if len(s.shares) == 0 {
		return 1
	}
	total, told := 0.0, 0.0
	for _, a := range sortedAreas(s.shares) {
		total += s.shares[a]
	}
	for _, a := range areas {
		told += a.Weight * s.shares[a.Area]
	}
	return told / total
}

// sortedAreas returns the areas of m by their place, so that sums do not depend on the order of maps.
func sortedAreas(m map[*Area]float64) []*Area {
	areas := make([]*Area, 0, len(m))
	for a := range m {
		areas = append(areas, a)
	}
	slices.SortFunc(areas, func(a, b *Area) int { return cmp.Compare(a.Index, b.Index) })
	return areas
}
