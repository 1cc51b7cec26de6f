package lexicon

import (
	"slices"
	"unicode/utf8"
)

// finder holds the surfaces of a vocabulary ready for finding.
type finder struct {
	surfaces []surface
	mixed    *trie    // surfaces with any Chinese or other non-Latin character
	latin    *phrases // the others
}

// Surfaces that name areas keep at least this specificity, however common the words in them are.
const (
	areaFloor       = 0.8
	alsoCalledFloor = 0.55
	englishFactor   = 0.9
	englishPart     = 0.6
)

func newFinder(v *vocabulary, f frequencies, e *english) *finder {
	fd := &finder{surfaces: collect(v, e), latin: newPhrases(e)}
	var keys []string
	var values []int32
	for i, s := range fd.surfaces {
		if allLatin(s.text) {
			fd.latin.add(s.text, int32(i))
			continue
		}
		keys, values = append(keys, s.text), append(values, int32(i))
	}
	fd.mixed = newTrie(keys, values)

	spreads := make([]spread, len(fd.surfaces))
	for _, t := range v.terms {
		for _, spelling := range append([]string{t.Text}, t.Synonyms...) {
			spelling = Fold(spelling)
			for at := 0; at < len(spelling); {
				_, size := utf8.DecodeRuneInString(spelling[at:])
				fd.mixed.matches(spelling, at, func(_ int, value int32) { spreads[value].add(t) })
				at += size
			}
		}
	}
	for i := range fd.surfaces {
		s := &fd.surfaces[i]
		for _, t := range append(slices.Clone(s.terms), s.users...) {
			spreads[i].add(t)
		}
		s.specificity = specificity(s.text, spreads[i].faithful(s.areas), f.rarity(s.text))
		switch s.via {
		case ViaArea:
			s.specificity = max(s.specificity, areaFloor)
		case ViaAlsoCalled:
			s.specificity = max(s.specificity, alsoCalledFloor)
		case ViaEnglish: // below, when all Chinese ones are known
		case ViaTerm, ViaSynonym, ViaEquipment, ViaPart, ViaVector, ViaCharacter:
		}
	}
	for i := range fd.surfaces {
		if s := &fd.surfaces[i]; s.via == ViaEnglish {
			s.specificity = fd.translated(s)
		}
	}
	return fd
}

// translated returns the specificity of an English name: that of what it translates, a little less.
func (f *finder) translated(s *surface) float64 {
	if len(s.terms) == 0 {
		for _, a := range s.named {
			if Fold(a.NameEn) == s.text {
				return englishFactor
			}
		}
		return englishPart
	}
	sum := 0.0
	for _, t := range s.terms {
		if i, ok := f.lookup(Fold(t.Text)); ok {
			sum += f.surfaces[i].specificity
		}
	}
	return englishFactor * sum / float64(len(s.terms))
}

// allLatin reports whether the letters and digits of a text are all Latin, so that whole words are compared.
func allLatin(s string) bool {
	letters := false
	for _, run := range Runs(s) {
		if run.Script != ScriptLatin && run.Script != ScriptNumber {
			return false
		}
		letters = true
	}
	return letters
}

// lookup returns the number of the surface that a whole folded text is.
func (f *finder) lookup(text string) (int, bool) {
	if i, ok := f.mixed.value(text); ok {
		return int(i), true
	}
	words := latinWords(text)
	found, ok := 0, false
	if len(words) > 0 && words[0].Start == 0 && words[len(words)-1].End == len(text) {
		f.latin.matches(text, words, 0, func(last int, value int32) {
			if last == len(words)-1 {
				found, ok = int(value), true
			}
		})
	}
	return found, ok
}
