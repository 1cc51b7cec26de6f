package need

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// homophones finds terms of the vocabulary by how they sound, for slips of a pinyin input method (含接 for 焊接). Each
// character has one reading here, its commonest, on both sides.
type homophones struct {
	lex      *lexicon.Lexicon
	syllable map[rune]string   // of the characters that terms hold
	terms    map[string]string // syllables with a blank behind each → the first term that sounds so
}

// Limits of what is taken for a slip, in characters.
const (
	slipLeast = 2
	slipMost  = 8
)

func newHomophones(lex *lexicon.Lexicon) *homophones {
	h := &homophones{lex: lex, syllable: map[rune]string{}, terms: map[string]string{}}
	add := func(name string) {
		folded := lexicon.Fold(name)
		n := utf8.RuneCountInString(folded)
		if n < slipLeast || n > slipMost {
			return
		}
		var key strings.Builder
		for _, r := range folded {
			if !lexicon.IsHan(r) {
				return
			}
			syllable, known := h.syllable[r]
			if !known {
				syllable = strings.Join(lex.Syllables(string(r)), "")
				h.syllable[r] = syllable
			}
			key.WriteString(syllable)
			key.WriteByte(' ')
		}
		if _, taken := h.terms[key.String()]; !taken {
			h.terms[key.String()] = folded
		}
	}
	for _, a := range lex.Areas() {
		add(a.Name)
		for _, also := range a.AlsoCalled {
			add(also)
		}
	}
	for _, term := range lex.Terms() {
		add(term.Text)
		for _, s := range term.Synonyms {
			add(s)
		}
	}
	return h
}

// correct returns the folded text with what sounds like a term put right, where the segmenter knows no word and nothing
// else was read. Lengths in bytes stay, as both spellings have as many Chinese characters; corrected parts are noted.
func (h *homophones) correct(t *text, known func(string) bool) string {
	b := []byte(t.folded)
	for i := 0; i < len(t.tokens); i++ {
		best, bestTerm := interval{}, ""
		start := t.tokens[i].Start
		for j := i; j < len(t.tokens); j++ {
			token := t.tokens[j]
			if token.Script != lexicon.ScriptHan || j > i && token.Start != t.tokens[j-1].End || !h.mayBeSlip(t, token) {
				break
			}
			part := interval{start, token.End}
			if n := utf8.RuneCountInString(t.folded[start:token.End]); n > slipMost {
				break
			} else if n < slipLeast {
				continue
			}
			term := h.soundsLike(t.folded[start:token.End])
			if term == "" || !likelySlip(t.tokens[i:j+1], t.folded[start:token.End], term, known) {
				continue
			}
			if utf8.RuneCountInString(term) > slipLeast || h.belongs(t, term) {
				best, bestTerm = part, term
			}
		}
		if best.empty() || len(bestTerm) != best.end-best.start {
			continue
		}
		copy(b[best.start:], bestTerm)
		t.slips = append(t.slips, best)
		for i+1 < len(t.tokens) && t.tokens[i+1].Start < best.end {
			i++
		}
	}
	return string(b)
}

// mayBeSlip reports whether a word may be part of a slip: nothing was read from it.
func (h *homophones) mayBeSlip(t *text, token lexicon.Token) bool {
	if t.marked(token.Start, token.End, markRead|markNegated) {
		return false
	}
	for _, hit := range t.hits {
		if hit.Start < token.End && token.Start < hit.End && hit.End-hit.Start > len("汉汉") {
			return false
		}
	}
	return true
}

// slipAreas is how many of the leading areas of a term must hold one that the rest of the text speaks of.
const slipAreas = 3

// belongs reports whether a term is of a kind with what else was found in the text: of the many words of two characters
// that sound like a term most are what they are (退货 is no 退火).
func (h *homophones) belongs(t *text, term string) bool {
	for _, meant := range h.lex.Find(term) {
		for _, hit := range t.hits {
			for _, a := range hit.Areas {
				if slices.ContainsFunc(meant.Areas[:min(len(meant.Areas), slipAreas)], func(m lexicon.AreaWeight) bool { return m.Area == a.Area }) {
					return true
				}
			}
		}
	}
	return false
}

// soundsLike returns the term with the same syllables; "" for none.
func (h *homophones) soundsLike(part string) string {
	var key strings.Builder
	for _, r := range part {
		syllable, known := h.syllable[r]
		if !known {
			syllable = strings.Join(h.lex.Syllables(string(r)), "")
		}
		key.WriteString(syllable)
		key.WriteByte(' ')
	}
	return h.terms[key.String()]
}

// likelySlip reports whether what is written may be meant as the term: not the same, but with characters in common; all
// that differs in characters the segmenter left single, of which two at least stand side by side; two characters only where
// neither is a word of grammar.
func likelySlip(tokens []lexicon.Token, written, term string, known func(string) bool) bool {
	if written == term || known(written) {
		return false
	}
	w, m := []rune(written), []rune(term)
	same, i, row, longest := 0, 0, 0, 0
	for _, token := range tokens {
		n := utf8.RuneCountInString(token.Text)
		row++
		if n > 1 {
			row = 0
		}
		longest = max(longest, row)
		for range n {
			if w[i] == m[i] {
				same++
			} else if n > 1 {
				return false
			}
			i++
		}
	}
	if longest < slipLeast {
		return false
	}
	switch {
	case len(w) == slipLeast:
		return same == 1 && !strings.ContainsAny(written, grammarCharacters)
	case len(w) == slipLeast+1:
		return same == slipLeast
	}
	return same >= len(w)/2
}

// grammarCharacters are words of grammar of one character.
const grammarCharacters = "的了和与在是有对为从到把被让或及等不也就都又很更最请找想做能可会要我你他它们这那哪个些给用将由各每该其之以而但若如因所者上下中内外前后里多少大小好坏一二三四五六七八九十两几说看去来过着吗呢吧啊没"

// corrected reports whether a byte lies in what was taken for a slip.
func (t *text) corrected(at int) bool {
	for _, s := range t.slips {
		if s.start <= at && at < s.end {
			return true
		}
	}
	return false
}
