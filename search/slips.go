package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"chuangmai/lexicon"
)

// A pair of characters that no visible document holds may be a slip of the hand. Two kinds are tried: the input method
// chose other characters of the same sound, or one character is missing between the two. What such a pair may stand
// for is taken as one term: documents with any of it, as rare as those are few.

// longestSlip is the greatest number of Chinese characters in a question that is tried with slips: whole sentences
// always hold pairs that stand nowhere.
const longestSlip = 12

// slips scores what absent pairs of characters may stand for, when no visible document holds the run they are in.
func (q *question) slips(scores []float64, p plan, absent []clause) (tried bool, err error) {
	if len(absent) == 0 || p.text.characters() > longestSlip {
		return false, nil
	}
	for _, c := range absent {
		first, size := utf8.DecodeRuneInString(c.term)
		if size == len(c.term) || !lexicon.IsHan(first) || !p.text.loose(c.term) {
			continue
		}
		like, err := q.soundAlikes(c.term)
		if err != nil {
			return false, err
		}
		var lists []list
		for _, term := range like {
			l, err := q.read(chineseField, term)
			if err != nil {
				return false, err
			}
			lists = append(lists, l)
		}
		sound := q.union(lists)
		q.score(scores, partSound, FieldBigrams, sound, 1)
		gaps, err := q.gaps(c.term)
		if err != nil {
			return false, err
		}
		lists = lists[:0]
		for _, g := range gaps {
			a, err := q.read(chineseField, g.before)
			if err != nil {
				return false, err
			}
			b, err := q.read(chineseField, g.after)
			if err != nil {
				return false, err
			}
			lists = append(lists, both(a, b))
		}
		missing := q.union(lists)
		q.score(scores, partGap, FieldBigrams, missing, 1)
		tried = tried || len(sound.docs)+len(missing.docs) > 0
	}
	return tried, nil
}

// characters counts the characters written without blanks.
func (t text) characters() (n int) {
	t.terms(FieldCharacters, func(string, int, int) { n++ })
	return n
}

// loose reports whether a pair of characters stands in the text with a word of one character on either side: a slip
// tears words apart, while a pair that two known words make is just new.
func (t text) loose(pair string) bool {
	for i := strings.Index(t.folded, pair); i >= 0; {
		_, size := utf8.DecodeRuneInString(t.folded[i:])
		if t.single(i) || t.single(i+size) {
			return true
		}
		next := strings.Index(t.folded[i+size:], pair)
		if next < 0 {
			break
		}
		i += size + next
	}
	return false
}

// single reports whether the word that covers the byte at is one character.
func (t text) single(at int) bool {
	i := t.wordAt(at)
	return i < len(t.words) && utf8.RuneCountInString(t.words[i].Text) == 1
}

// homophones knows the characters of each syllable.
type homophones struct {
	syllables map[rune][]string
	sounding  map[string][]rune
}

// The characters that are considered: the basic block of unified ideographs, in which all common ones lie.
const firstIdeograph, lastIdeograph = 0x4E00, 0x9FFF

func newHomophones(spell func(string) []string) *homophones {
	h := &homophones{syllables: make(map[rune][]string), sounding: make(map[string][]rune)}
	for r := rune(firstIdeograph); r <= lastIdeograph; r++ {
		for _, s := range spell(string(r)) {
			h.syllables[r] = append(h.syllables[r], s)
			h.sounding[s] = append(h.sounding[s], r)
		}
	}
	return h
}

// of returns the characters that can be read like r, r itself included, in ascending order.
func (h *homophones) of(r rune) []rune {
	var all []rune
	for _, s := range h.syllables[r] {
		all = append(all, h.sounding[s]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// spellings returns the toneless readings of one character.
func (a *analyser) spellings(character string) []string {
	var out []string
	for _, r := range a.lexicon.Readings(character) {
		out = append(out, r.Full)
	}
	return out
}

// soundAlikes returns the pairs of characters some document holds that can be read like the given pair.
func (q *question) soundAlikes(pair string) ([]string, error) {
	dicts, err := q.dictionaries(chineseField)
	if err != nil {
		return nil, err
	}
	first, size := utf8.DecodeRuneInString(pair)
	second, _ := utf8.DecodeRuneInString(pair[size:])
	firsts, err := q.written(q.index.homophones().of(first))
	if err != nil {
		return nil, err
	}
	seconds, err := q.written(q.index.homophones().of(second))
	if err != nil {
		return nil, err
	}
	var found []string
	var term []byte
	for _, x := range firsts {
		for _, y := range seconds {
			term = utf8.AppendRune(utf8.AppendRune(term[:0], x), y)
			has, err := contains(dicts, term)
			if err != nil {
				return nil, err
			}
			if has {
				found = append(found, string(term))
			}
		}
	}
	return found, nil
}

// written returns those of the characters that some document holds: of several hundred with one sound, a few dozen.
func (q *question) written(characters []rune) ([]rune, error) {
	if err := q.ctx.Err(); err != nil {
		return nil, err
	}
	dicts, err := q.dictionaries(chineseField)
	if err != nil {
		return nil, err
	}
	var found []rune
	for _, r := range characters {
		has, err := contains(dicts, utf8.AppendRune(nil, r))
		if err != nil {
			return nil, err
		}
		if has {
			found = append(found, r)
		}
	}
	return found, nil
}

func contains(dicts []segment.TermDictionary, term []byte) (bool, error) {
	for _, d := range dicts {
		if has, err := d.Contains(term); has || err != nil {
			return has, err
		}
	}
	return false, nil
}

// gap is a character that may be missing between two.
type gap struct{ before, after string }

// gaps returns the characters that stand in some document behind the pair's first and before its second character.
func (q *question) gaps(pair string) ([]gap, error) {
	dicts, err := q.dictionaries(chineseField)
	if err != nil {
		return nil, err
	}
	_, size := utf8.DecodeRuneInString(pair)
	x, y := pair[:size], pair[size:]
	seen := make(map[string]bool)
	var found []gap
	for _, d := range dicts {
		if err := q.ctx.Err(); err != nil {
			return nil, err
		}
		it := terms(d, nil, []byte(x), []byte(x+"\xff"))
		for e, err := it.Next(); e != nil || err != nil; e, err = it.Next() {
			if err != nil {
				return nil, err
			}
			z := e.Term[size:]
			if z == "" || seen[z] || utf8.RuneCountInString(z) != 1 {
				continue
			}
			has, err := contains(dicts, []byte(z+y))
			if err != nil {
				return nil, err
			}
			if has {
				seen[z] = true
				found = append(found, gap{x + z, z + y})
			}
		}
	}
	slices.SortFunc(found, func(a, b gap) int { return strings.Compare(a.before, b.before) })
	return found, nil
}

// union is a term that stands for several: a document holds it as often as all of them together.
func (q *question) union(lists []list) list {
	times := make(map[uint32]int)
	for _, l := range lists {
		for i, doc := range l.docs {
			times[doc] += FieldBigrams.frequency(l.freqs[i])
		}
	}
	var u list
	for doc := range times {
		u.docs = append(u.docs, doc)
	}
	slices.Sort(u.docs)
	for _, doc := range u.docs {
		u.freqs = append(u.freqs, FieldBigrams.pack(0, times[doc]))
	}
	return u
}

// both holds the documents that have two pairs of characters, as often as the rarer.
func both(a, b list) list {
	var out list
	for i, j := 0, 0; i < len(a.docs) && j < len(b.docs); {
		switch {
		case a.docs[i] < b.docs[j]:
			i++
		case a.docs[i] > b.docs[j]:
			j++
		default:
			out.docs = append(out.docs, a.docs[i])
			times := min(FieldBigrams.frequency(a.freqs[i]), FieldBigrams.frequency(b.freqs[j]))
			out.freqs = append(out.freqs, FieldBigrams.pack(0, times))
			i++
			j++
		}
	}
	return out
}
