package need

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// interval is a part of a folded text, in bytes, end not included.
type interval struct{ start, end int }

func (i interval) empty() bool { return i.start >= i.end }

// What is known of a byte of the folded text; the values are combined.
const (
	markRead       uint8 = 1 << iota // something was read from it
	markNegated                      // it says what is not wanted
	markWanted                       // it stands behind a word of wishing
	markBackground                   // it tells who asks or what was done before
	markFiller                       // it says nothing by itself
	markAside                        // it says who is to help or how, nothing of the subject
	markDated                        // it is a date, a deadline or not
)

// text is one text on its way through the reader. Offsets are bytes of folded unless said otherwise.
type text struct {
	original string
	folded   string
	fold     lexicon.Folded // of the laid-out text
	layout   []int32        // for each byte of the laid-out text its byte in original; nil when they are equal
	chars    []int32        // for each byte of original, and its end, how many characters stand before it
	tokens   []lexicon.Token
	hits     []lexicon.Hit
	clauses  []interval
	wishes   []interval // words of wishing
	slips    []interval // what was read as something that sounds alike
	bounds   []bool     // for each byte and the end: it is not inside a word
	marks    []uint8    // for each byte
}

// commonWord is the place in the table of word vectors, by falling frequency, before which a word is taken for one that
// the segmenter has cut rightly.
const commonWord = 20_000

func newText(lex *lexicon.Lexicon, original string, fillers map[string]bool) *text {
	t := &text{original: original}
	var laid string
	laid, t.layout = laidOut(original)
	t.fold = lexicon.FoldMapped(laid)
	t.folded = t.fold.Text
	t.chars = make([]int32, len(original)+1)
	n := int32(-1)
	for i := range len(original) {
		if utf8.RuneStart(original[i]) {
			n++
		}
		t.chars[i] = n
	}
	t.chars[len(original)] = n + 1
	t.tokens, t.hits = lex.Segment(t.folded), lex.Find(t.folded)
	t.bounds = make([]bool, len(t.folded)+1)
	t.bounds[0], t.bounds[len(t.folded)] = true, true
	end := 0
	for _, token := range t.tokens {
		for at := end; at <= token.Start; at++ { // outside of words everything is a bound
			t.bounds[at] = true
		}
		t.bounds[token.Start], t.bounds[token.End] = true, true
		end = token.End
		if rank, known := lex.WordIndex(token.Text); token.Script == lexicon.ScriptHan && !fillers[token.Text] && (!known || rank >= commonWord) && !t.inHit(token) {
			for at := token.Start; at < token.End; at++ { // what is hardly a word (算算) has no inside
				t.bounds[at] = true
			}
		}
	}
	for at := end; at <= len(t.folded); at++ {
		t.bounds[at] = true
	}
	t.clauses = clausesOf(t.folded)
	t.marks = make([]uint8, len(t.folded))
	return t
}

// span leads from the folded text back to the original.
func (t *text) span(start, end int) Span {
	from, to := t.fold.Span(start, end)
	if t.layout != nil && from < to {
		from, to = int(t.layout[from]), int(t.layout[to-1])+1
		for to < len(t.original) && !utf8.RuneStart(t.original[to]) {
			to++
		}
	}
	return Span{Start: int(t.chars[from]), End: int(t.chars[to]), Text: t.original[from:to]}
}

// written returns a part as it was written.
func (t *text) written(start, end int) string { return t.span(start, end).Text }

func (t *text) mark(start, end int, what uint8) {
	for i := max(start, 0); i < min(end, len(t.marks)); i++ {
		t.marks[i] |= what
	}
}

// marked reports whether any byte of a part carries the mark.
func (t *text) marked(start, end int, what uint8) bool {
	for i := max(start, 0); i < min(end, len(t.marks)); i++ {
		if t.marks[i]&what != 0 {
			return true
		}
	}
	return false
}

// inHit reports whether a word is a term or a part of one.
func (t *text) inHit(token lexicon.Token) bool {
	for _, h := range t.hits {
		if h.Start <= token.Start && token.End <= h.End {
			return true
		}
	}
	return false
}

// insideHit reports whether a part is a term or a part of one that is named by letters and digits.
func (t *text) insideHit(start, end int) bool {
	for _, h := range t.hits {
		if h.Start <= start && end <= h.End && inWord(lastRune(t.folded[:h.End])) {
			return true
		}
	}
	return false
}

// isThing reports whether a part is the name of a thing: a material, part, product or machine.
func (t *text) isThing(start, end int) bool {
	for _, h := range t.hits {
		if h.Start <= start && end <= h.End && h.Term != nil && things[h.Term.Kind] {
			return true
		}
	}
	return false
}

// things are the sorts of terms that name things rather than doings and findings.
var things = map[string]bool{
	"material": true, "part": true, "product": true, "machine": true, "chemical": true, "organism": true, "industry": true,
}

// clauseAt returns the number of the clause that holds a byte; the one before it for a mark between two clauses.
func (t *text) clauseAt(at int) int {
	for i, c := range t.clauses {
		if at < c.end {
			if at < c.start && i > 0 {
				return i - 1
			}
			return i
		}
	}
	return len(t.clauses) - 1
}

// cutsWord reports whether a part begins inside a word that it reaches beyond, or ends inside one begun before it.
func (t *text) cutsWord(start, end int) bool {
	inside := func(at int) bool { return !t.bounds[at] }
	if inside(start) {
		for at := start; at < end; at++ {
			if t.bounds[at] {
				return true
			}
		}
	}
	if inside(end) {
		for at := end; at > start; at-- {
			if t.bounds[at] {
				return true
			}
		}
	}
	return false
}

// maxClause is the length in bytes from which a clause is split where it stands: what is said further away does not
// belong together, and the time to read stays in proportion to the length.
const maxClause = 400

// clausesOf splits a folded text at the marks that end clauses. The enumeration comma (、) and the colon of a heading
// (预算：20万) end none.
func clausesOf(folded string) []interval {
	var clauses []interval
	start := 0
	add := func(end int) {
		if strings.TrimSpace(folded[start:end]) != "" {
			clauses = append(clauses, interval{start, end})
		}
	}
	for at, r := range folded {
		switch {
		case clauseEnd(folded, at, r):
			add(at)
			start = at + utf8.RuneLen(r)
		case at-start >= maxClause && !inWord(r):
			add(at)
			start = at
		}
	}
	add(len(folded))
	return clauses
}

func clauseEnd(s string, at int, r rune) bool {
	switch r {
	case '。', '!', '?', ';', '\n', '…', '[', ']':
		return true
	case ',', '.':
		if at > 0 && at+1 < len(s) && isDigit(s[at-1]) && isDigit(s[at+1]) {
			return false
		}
		return r != '.' || at+1 == len(s) || s[at+1] == ' ' || s[at+1] == '\n' || s[at+1] >= utf8.RuneSelf
	}
	return false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLatin(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x80 && unicode.In(r, unicode.Latin)
}

// wrapped is how many characters a line holds at least when its end is taken for a wrap and not for the end of an item.
const wrapped = 16

// superscripts are the characters of raised exponents; folding makes common digits of them.
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"

// laidOut undoes what layout does to pasted texts: lines wrapped inside a Chinese sentence, words parted by a hyphen at
// the end of a line, characters set apart by blanks, exponents raised without a mark. It returns the text and, when it
// changed anything, for each byte where it came from.
func laidOut(s string) (string, []int32) {
	runes := []rune(s)
	drop := dropped(runes)
	if drop == nil {
		if !strings.ContainsAny(s, superscripts) {
			return s, nil
		}
		drop = make([]bool, len(runes))
	}
	var b strings.Builder
	from := make([]int32, 0, len(s))
	n := 0
	for at, r := range s {
		size := utf8.RuneLen(r)
		if n > 0 && runes[n-1] >= '0' && runes[n-1] <= '9' && strings.ContainsRune(superscripts, r) {
			b.WriteByte('^')
			from = append(from, int32(at)) //nolint:gosec // texts are short
		}
		if !drop[n] {
			b.WriteString(s[at : at+size])
			for i := range size {
				from = append(from, int32(at+i)) //nolint:gosec // texts are short
			}
		}
		n++
	}
	return b.String(), from
}

// dropped says which characters to leave out; nil for none.
func dropped(runes []rune) []bool {
	var drop []bool
	leave := func(from, to int) {
		if drop == nil {
			drop = make([]bool, len(runes))
		}
		for i := from; i < to; i++ {
			drop[i] = true
		}
	}
	line := 0 // where the line starts
	for i := 0; i < len(runes); i++ {
		if !unicode.IsSpace(runes[i]) {
			continue
		}
		j, breaks := i, 0
		for j < len(runes) && unicode.IsSpace(runes[j]) {
			if runes[j] == '\n' {
				breaks++
			}
			j++
		}
		inside := i > 0 && j < len(runes)
		switch {
		case inside && breaks == 1 && lexicon.IsHan(runes[i-1]) && lexicon.IsHan(runes[j]) && i-line >= wrapped:
			leave(i, j)
		case inside && breaks == 1 && i > 1 && runes[i-1] == '-' && isLatin(runes[i-2]) && unicode.IsLower(runes[j]):
			leave(i-1, j)
		case inside && breaks == 0 && setApart(runes, i, j):
			leave(i, j)
		}
		if breaks > 0 {
			line = j
		}
		i = j - 1
	}
	return drop
}

// setApart reports whether the blanks runes[from:to] stand in a row of at least three Chinese characters with blanks
// between all of them.
func setApart(runes []rune, from, to int) bool {
	han := func(i int) bool { return i >= 0 && i < len(runes) && lexicon.IsHan(runes[i]) }
	blank := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsSpace(runes[i]) && runes[i] != '\n' }
	if !han(from-1) || !han(to) || to != from+1 {
		return false
	}
	before := blank(from-2) && han(from-3)
	after := blank(to+1) && han(to+2)
	alone := func(i int) bool { return !han(i-1) && !han(i+1) }
	return alone(from-1) && alone(to) && (before || after)
}
