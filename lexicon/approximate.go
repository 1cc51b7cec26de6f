package lexicon

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of approximation: how many words are taken from each source, how near a vector must be, what part of its terms'
// areas a character's four leading ones must hold and in how many terms it must stand, and what each source counts at
// most.
const (
	approximateParts   = 6
	approximateVectors = 5
	vectorFloor        = 0.45
	characterAreas     = 4
	characterShare     = 0.4
	characterTerms     = 4
	partSimilarity     = 0.75
	characterFactor    = 0.4
)

// characters says what single Chinese characters speak of: the areas of the terms they are part of.
type characters struct {
	areas map[rune][]AreaWeight // for characters that few areas share; weights sum to 1
	sharp map[rune]float64      // 1 for a character of one area, 0 at the greatest spread taken
	spell map[[2]rune][]int32   // surfaces by the pairs of characters in them
}

func newCharacters(f *finder, v *vocabulary) *characters {
	c := &characters{
		areas: map[rune][]AreaWeight{}, sharp: map[rune]float64{}, spell: map[[2]rune][]int32{},
	}
	type seen struct {
		spread spread
		terms  int
	}
	by := map[rune]*seen{}
	for _, t := range v.terms {
		once := map[rune]bool{}
		for _, text := range append([]string{t.Text}, t.Synonyms...) {
			for _, r := range Fold(text) {
				if !IsHan(r) || once[r] {
					continue
				}
				once[r] = true
				s := by[r]
				if s == nil {
					s = &seen{}
					by[r] = s
				}
				s.spread.add(t)
				s.terms++
			}
		}
	}
	for r, s := range by {
		if s.terms < characterTerms {
			continue
		}
		total := 0.0
		weights := make([]AreaWeight, 0, len(s.spread.shares))
		for _, a := range sortedAreas(s.spread.shares) {
			weights = append(weights, AreaWeight{a, s.spread.shares[a]})
			total += s.spread.shares[a]
		}
		slices.SortFunc(weights, compareAreaWeights)
		weights = weights[:min(len(weights), characterAreas)]
		told := 0.0
		for _, w := range weights {
			told += w.Weight
		}
		if told < characterShare*total {
			continue
		}
		for i := range weights {
			weights[i].Weight /= told
		}
		c.areas[r] = weights
		c.sharp[r] = told / total
	}
	for i := range f.surfaces {
		eachPair(f.surfaces[i].text, func(pair [2]rune) {
			if at := c.spell[pair]; len(at) == 0 || at[len(at)-1] != int32(i) { //nolint:gosec // far below 2^31
				c.spell[pair] = append(at, int32(i)) //nolint:gosec // as above
			}
		})
	}
	return c
}

// eachPair calls yield with each two neighbouring Chinese characters of a text.
func eachPair(text string, yield func([2]rune)) {
	var before rune
	for _, r := range text {
		if IsHan(before) && IsHan(r) {
			yield([2]rune{before, r})
		}
		before = r
	}
}

// Approximate says what a folded word that is not in the vocabulary comes near to: terms it is a part of, terms near to
// it by word vectors, and what those of its characters that few areas share usually speak of. Hits span the whole word, or
// the character; they carry a Similarity below 1 and come nearest first. A single character gets none.
func (l *Lexicon) Approximate(word string) []Hit {
	if utf8.RuneCountInString(word) < 2 {
		return nil
	}
	hits := l.partOf(word)
	if i, ok := l.vectors.index[word]; ok {
		for _, n := range l.vectors.bridge(int(i)) {
			if at, ok := l.finder.lookup(n.Word); ok {
				hits = append(hits, l.near(word, at, ViaVector, n.Similarity))
			}
		}
	}
	hits = append(hits, l.fromCharacters(word)...)
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return hits
}

// near is a hit over the whole word that means what a surface means.
func (l *Lexicon) near(word string, at int, via Via, similarity float64) Hit {
	h := l.finder.hit(l.finder.surfaces[at].text, candidate{0, len(l.finder.surfaces[at].text), int32(at)}) //nolint:gosec // far below 2^31
	h.Start, h.End, h.Surface, h.Via, h.Similarity = 0, len(word), word, via, similarity
	return h
}

// partOf returns the surfaces that hold the whole word, those it fills most first.
func (l *Lexicon) partOf(word string) []Hit {
	var rarest []int32
	first := true
	eachPair(word, func(pair [2]rune) {
		if at := l.characters.spell[pair]; first || len(at) < len(rarest) {
			rarest, first = at, false
		}
	})
	length := lengthOf(word)
	var hits []Hit
	for _, i := range rarest {
		s := &l.finder.surfaces[i]
		if len(s.text) <= len(word) || !strings.Contains(s.text, word) {
			continue
		}
		hits = append(hits, l.near(word, int(i), ViaPart, partSimilarity*math.Sqrt(length/s.length)))
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return hits[:min(len(hits), approximateParts)]
}

// fromCharacters returns what the characters of a word that few areas share speak of, one hit without a term for each.
func (l *Lexicon) fromCharacters(word string) []Hit {
	var hits []Hit
	for at, r := range word {
		areas, ok := l.characters.areas[r]
		if !ok {
			continue
		}
		sharp := l.characters.sharp[r]
		hits = append(hits, Hit{
			Start: at, End: at + utf8.RuneLen(r), Surface: string(r), Areas: areas, Via: ViaCharacter,
			Specificity: sharp, Similarity: characterFactor,
		})
	}
	return hits
}
