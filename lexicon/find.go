package lexicon

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Hit is a place in a folded text that means a term or an area.
type Hit struct {
	// Start and End are bytes of the folded text.
	Start, End int
	// Surface is what stands there, folded.
	Surface string
	// Term is the term meant, the first of Terms; nil when only areas or equipment are named.
	Term *Term
	// Terms are all terms meant: a word may stand under several.
	Terms []*Term
	// Area is the area whose name this is, the first where several are called so; else nil.
	Area *Area
	// Areas are the areas spoken of, over all meanings, heaviest first.
	Areas []AreaWeight
	// Via says how the text came to mean this.
	Via Via
	// Specificity says how much the surface tells, in (0, 1]: general words tell little.
	Specificity float64
	// Similarity is 1 for what was found and less for what was only come near to.
	Similarity float64
}

// Find finds terms and areas in a folded text: by their names, synonyms, names they are also called by and English
// names. The longest match wins and hits never overlap; they come in the order of the text. Latin words count whole, in
// singular or plural, with hyphen or blank, in British or American spelling. A short match that cuts words apart (发电机
// in 研发电机) does not count.
func (l *Lexicon) Find(folded string) []Hit {
	found := l.candidates(folded)
	if len(found) == 0 {
		return nil
	}
	chosen := choose(found, l.finder.surfaces)
	hits := make([]Hit, len(chosen))
	for i, c := range chosen {
		hits[i] = l.finder.hit(folded, c)
	}
	return hits
}

func (f *finder) hit(folded string, c candidate) Hit {
	s := &f.surfaces[c.surface]
	h := Hit{
		Start: c.start, End: c.end, Surface: folded[c.start:c.end], Terms: s.terms, Areas: s.areas,
		Via: s.via, Specificity: s.specificity, Similarity: 1,
	}
	if len(s.terms) > 0 {
		h.Term = s.terms[0]
	}
	if len(s.named) > 0 {
		h.Area = s.named[0]
	}
	return h
}

// candidate is a match before the choice.
type candidate struct {
	start, end int
	surface    int32
}

// cutsWords is the length in bytes (four Chinese characters) up to which a match must not cut a word apart.
const cutsWords = 12

// candidates returns all matches, in the order of their starts, shorter ones first.
func (l *Lexicon) candidates(folded string) []candidate {
	var found []candidate
	runs := Runs(folded)
	var words []Run // Latin words and numbers, to find phrases in
	for _, run := range runs {
		if run.Script == ScriptLatin || run.Script == ScriptNumber {
			words = append(words, run)
		}
	}
	next := 0 // the word that starts at or after the run
	for _, run := range runs {
		if run.Script == ScriptLatin || run.Script == ScriptNumber {
			l.finder.latin.matches(folded, words, next, func(last int, value int32) {
				if next == last && l.guardedHere(folded, words, next) {
					return
				}
				found = append(found, candidate{run.Start, words[last].End, value})
			})
			next++
		}
		first := len(found)
		for at := run.Start; at < run.End; {
			l.finder.mixed.matches(folded, at, func(end int, value int32) {
				if wholeWord(folded, end) {
					found = append(found, candidate{at, end, value})
				}
			})
			if run.Script != ScriptHan {
				break // keys start where words start
			}
			_, size := utf8.DecodeRuneInString(folded[at:])
			at += size
		}
		if run.Script == ScriptHan && len(found) > first {
			found = l.withoutCuts(folded, run, found, first)
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	return found
}

// wholeWord reports whether end does not lie inside a word of letters or digits.
func wholeWord(s string, end int) bool {
	if end >= len(s) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(s[:end])
	next, _ := utf8.DecodeRuneInString(s[end:])
	if k := scriptOf(last); k != ScriptLatin && k != ScriptNumber {
		return true
	}
	k := scriptOf(next)
	return k != ScriptLatin && k != ScriptNumber
}

// guardedHere reports whether word n is an abbreviation that is also a plain English word, in English surroundings.
func (l *Lexicon) guardedHere(s string, words []Run, n int) bool {
	if !l.english.guarded[s[words[n].Start:words[n].End]] {
		return false
	}
	near := func(m int, between string) bool {
		return words[m].End-words[m].Start > 1 && words[m].Script == ScriptLatin && len(between) <= 2
	}
	return n > 0 && near(n-1, s[words[n-1].End:words[n].Start]) ||
		n+1 < len(words) && near(n+1, s[words[n].End:words[n+1].Start])
}

// withoutCuts drops the short candidates from number first on whose bounds cut words of the run apart.
func (l *Lexicon) withoutCuts(folded string, run Run, found []candidate, first int) []candidate {
	if !slices.ContainsFunc(found[first:], func(c candidate) bool {
		return c.end-c.start <= cutsWords && (c.start > run.Start || c.end < run.End)
	}) {
		return found
	}
	starts := l.wordStarts(folded, run.Start, run.End)
	kept := found[:first]
	for _, c := range found[first:] {
		if c.end-c.start > cutsWords || c.end > run.End || !cuts(starts, c.start, c.end) {
			kept = append(kept, c)
		}
	}
	return kept
}

// cuts reports whether [start, end) begins inside a word and reaches beyond it, or ends inside one it began before.
func cuts(starts []int, start, end int) bool {
	i, at := slices.BinarySearch(starts, start)
	if !at && i < len(starts) && end > starts[i] {
		return true
	}
	j, at := slices.BinarySearch(starts, end)
	return !at && j > 0 && start < starts[j-1]
}

// choose picks candidates that do not overlap so that the sum of what they are worth is greatest: their length to the
// power 1.6, so that a long one beats the short ones in it, and a little more for names than for synonyms. candidates are in order of their starts.
func choose(candidates []candidate, surfaces []surface) []candidate {
	var chosen []candidate
	for i := 0; i < len(candidates); {
		end, j := candidates[i].end, i+1
		for j < len(candidates) && candidates[j].start < end {
			end = max(end, candidates[j].end)
			j++
		}
		if j == i+1 {
			chosen = append(chosen, candidates[i])
		} else {
			chosen = append(chosen, best(candidates[i:j], surfaces)...)
		}
		i = j
	}
	return chosen
}

// best is weighted interval scheduling over one cluster, from its end to its start, so that of equal sums the one with
// the earlier, longer match is taken.
func best(cluster []candidate, surfaces []surface) []candidate {
	type choice struct {
		value float64
		take  bool
		next  int
	}
	choices := make([]choice, len(cluster)+1)
	for i := len(cluster) - 1; i >= 0; i-- {
		c := cluster[i]
		after, _ := slices.BinarySearchFunc(cluster[i+1:], c.end, func(o candidate, end int) int {
			return cmp.Compare(o.start, end)
		})
		after += i + 1
		value := surfaces[c.surface].worth + choices[after].value
		choices[i] = choice{value: choices[i+1].value, next: i + 1}
		if value >= choices[i+1].value {
			choices[i] = choice{value: value, take: true, next: after}
		}
	}
	var chosen []candidate
	for i := 0; i < len(cluster); i = choices[i].next {
		if choices[i].take {
			chosen = append(chosen, cluster[i])
		}
	}
	return chosen
}
