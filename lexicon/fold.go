package lexicon

import (
	_ "embed" // the table of traditional characters
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a text to the one spelling everything here compares: compatibility forms and full width resolved (NFKC),
// lower case, traditional characters replaced by simplified ones, accents of Latin letters dropped, spaces, dashes,
// quotation marks and brackets unified, invisible characters removed and broken UTF-8 replaced by U+FFFD.
// Fold(Fold(s)) == Fold(s).
//
// The ideographic full stop and comma (。 、) stay what they are, so that a number before them cannot swallow one
// after them; line breaks stay too.
func Fold(s string) string {
	if foldsToItself(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	foldInto(s, func(r rune, _, _ int) { b.WriteRune(r) })
	return b.String()
}

// Folded is a folded text that remembers where each of its characters came from. The zero value is an empty text.
type Folded struct {
	// Original is the text as given.
	Original string
	// Text is Fold(Original).
	Text string
	// from and to hold, for every byte of Text, where the original characters that made it start and end; both are
	// nil when folding changed nothing.
	from, to []int32
}

// FoldMapped folds s and keeps the way back to it.
func FoldMapped(s string) Folded {
	if foldsToItself(s) {
		return Folded{Original: s, Text: s}
	}
	f := Folded{Original: s, from: make([]int32, 0, len(s)), to: make([]int32, 0, len(s))}
	var b strings.Builder
	b.Grow(len(s))
	foldInto(s, func(r rune, start, end int) {
		n, _ := b.WriteRune(r)
		for range n {
			f.from = append(f.from, int32(start)) //nolint:gosec // texts are far below 2 GiB
			f.to = append(f.to, int32(end))       //nolint:gosec // as above
		}
	})
	f.Text = b.String()
	return f
}

// Span translates the bytes [start, end) of Text into the bytes of Original they were made from. Arguments outside
// the text are brought to its ends; an empty span stays empty.
func (f Folded) Span(start, end int) (from, to int) {
	start = min(max(start, 0), len(f.Text))
	end = min(max(end, start), len(f.Text))
	if f.from == nil {
		return start, end
	}
	from = len(f.Original)
	if start < len(f.from) {
		from = int(f.from[start])
	}
	if start == end {
		return from, from
	}
	return from, max(from, int(f.to[end-1]))
}

// foldsToItself reports that every byte of s is a lower-case ASCII character that folding keeps.
func foldsToItself(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' || c == '`' || c < ' ' && c != '\n' || c == 0x7f {
			return false
		}
	}
	return true
}

// foldInto calls emit for each folded character with the original bytes it came from. Decomposing without any
// reordering is enough: all combining marks but the Japanese voicing marks are dropped, so nothing is left to order.
func foldInto(s string, emit func(r rune, start, end int)) {
	var last struct {
		r          rune
		start, end int
		set        bool
	}
	flush := func() {
		if last.set {
			emit(last.r, last.start, last.end)
			last.set = false
		}
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		eachDecomposed(r, s[i:end], func(d rune) {
			if voicing := d == 0x3099 || d == 0x309A; voicing {
				if !last.set {
					return
				}
				if c, ok := composed(last.r, d); ok {
					last.r, last.end = c, end
				}
				return
			}
			d, keep := foldRune(d)
			if !keep {
				return
			}
			flush()
			last.r, last.start, last.end, last.set = d, i, end, true
		})
		i = end
	}
	flush()
}

// eachDecomposed calls yield for the characters of r's full compatibility decomposition. Hangul syllables stay whole.
func eachDecomposed(r rune, encoded string, yield func(rune)) {
	if r < utf8.RuneSelf || r >= 0x4E00 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3 {
		yield(r)
		return
	}
	if r == utf8.RuneError {
		yield(r)
		return
	}
	if _, ok := punctuation(r); ok { // some marks decompose into others: an ellipsis must not become three full stops
		yield(r)
		return
	}
	d := norm.NFKD.PropertiesString(encoded).Decomposition()
	if d == nil {
		yield(r)
		return
	}
	for len(d) > 0 {
		c, size := utf8.DecodeRune(d)
		yield(c)
		d = d[size:]
	}
}

func composed(base, mark rune) (rune, bool) {
	if !unicode.In(base, unicode.Hiragana, unicode.Katakana) {
		return 0, false
	}
	c := norm.NFC.String(string([]rune{base, mark}))
	r, size := utf8.DecodeRuneInString(c)
	return r, size == len(c)
}

// foldRune maps one decomposed character; keep is false for what is dropped.
func foldRune(r rune) (folded rune, keep bool) {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return r, true
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A', true
	case r >= 0x3400 && r <= 0x9FFF:
		return simplified.near(r), true
	case r >= 0x20000 && r <= 0x3FFFF:
		return simplified.far(r), true
	case r == '\n', r == 0x2028, r == 0x2029:
		return '\n', true
	}
	if p, ok := punctuation(r); ok {
		return p, true
	}
	switch {
	case unicode.IsSpace(r), r == '\t':
		return ' ', true
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
		return 0, false
	case norm.NFKD.PropertiesString(string(r)).CCC() != 0:
		return 0, false
	}
	return unicode.ToLower(r), true
}

// punctuation unifies the spellings of a mark. Full-width forms were resolved before.
func punctuation(r rune) (rune, bool) {
	switch r {
	case '‘', '’', '‚', '‛', '′', '`', '´':
		return '\'', true
	case '“', '”', '„', '‟', '″', '「', '」', '『', '』', '《', '》', '〈', '〉', '«', '»', '‹', '›', '〝', '〞':
		return '"', true
	case '‐', '‑', '‒', '–', '—', '―', '−', '⁃', '➖', '─', '━':
		return '-', true
	case '〜', '∼', '～', '˜':
		return '~', true
	case '·', '・', '•', '‧', '∙', '⋅', '●', '▪':
		return '·', true
	case '【', '〔', '〖', '［':
		return '[', true
	case '】', '〕', '〗', '］':
		return ']', true
	case '✕', '✖', '╳', '⨯':
		return '×', true
	case '⁄', '∕', '╱':
		return '/', true
	case '｡':
		return '。', true
	case '､':
		return '、', true
	case 0x2026, '⋯':
		return '…', true
	case '≦', '⩽':
		return '≤', true
	case '≧', '⩾':
		return '≥', true
	}
	return 0, false
}

//go:embed data/simplified.txt
var simplifiedText string

// simplified maps traditional characters to simplified ones; it is fixed at start and never written again.
var simplified = readSimplified(simplifiedText)

type simplifier struct {
	plane [0x9FFF - 0x3400 + 1]rune
	rest  map[rune]rune
}

// readSimplified reads "traditional simplified" pairs, written without any separator.
func readSimplified(text string) *simplifier {
	t := &simplifier{rest: map[rune]rune{}}
	for i := range t.plane {
		t.plane[i] = rune(0x3400 + i)
	}
	pair := make([]rune, 0, 2)
	for _, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		if pair = append(pair, r); len(pair) < 2 {
			continue
		}
		if from := pair[0]; from >= 0x3400 && from <= 0x9FFF {
			t.plane[from-0x3400] = pair[1]
		} else {
			t.rest[from] = pair[1]
		}
		pair = pair[:0]
	}
	return t
}

func (t *simplifier) near(r rune) rune { return t.plane[r-0x3400] }

func (t *simplifier) far(r rune) rune {
	if s, ok := t.rest[r]; ok {
		return s
	}
	return r
}
