package need

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// A pattern is a row of pieces that a text must hold one behind another. As the tables write it:
//
//	[a|b]   one of the alternatives; an empty one makes the others optional
//	x?      the character, or the alternatives in brackets, may be missing
//	#       a number in digits or Chinese numerals, exact or rough (几百)
//	*       up to gapRunes characters of the same clause
//
// Texts and patterns are folded. Latin words count whole, the last one in the plural too; a blank stands for blanks and
// hyphens. A short Chinese piece must end where a word ends (大学 is not in 大学生) and must not cut words apart (中试 in
// 其中试过); a single character that is all of a pattern must be a word.
type pattern struct {
	pieces []piece
	value  int // what it belongs to
	gapped bool
}

// piece is what stands between numbers and gaps: any of some literals; or a number, or a gap.
type piece struct {
	kind    pieceKind
	byFirst map[rune][]string // literals by their first character, longest first
}

type pieceKind uint8

const (
	pieceLiteral pieceKind = iota
	pieceNumber
	pieceGap
)

const (
	// gapRunes is how many characters a gap holds at most.
	gapRunes = 10
	// cutBytes is the length (four Chinese characters) from which a match may cut words.
	cutBytes = 12
	// maxAlternatives bounds what one piece expands to.
	maxAlternatives = 1000
)

// patterns finds many patterns at once. It never changes once built.
type patterns struct {
	byFirst map[rune][]*pattern // by the first characters of the first piece
	numbers []*pattern          // those that begin with a number
}

// occurrence is a place where a pattern stands: its literal and number pieces, gaps left out.
type occurrence struct {
	interval
	value  int
	pieces []interval
	gapped bool
}

// Errors of written patterns.
var (
	errBrackets     = errors.New("unbalanced brackets")
	errAlternatives = errors.New("too many alternatives")
	errGap          = errors.New("it is empty or begins or ends with a gap")
)

// add reads one written pattern.
func (p *patterns) add(written string, value int) error {
	made, err := compile(optional(lexicon.Fold(written)), value)
	if err != nil {
		return fmt.Errorf("pattern %q: %w", written, err)
	}
	if p.byFirst == nil {
		p.byFirst = map[rune][]*pattern{}
	}
	if made.pieces[0].kind == pieceNumber {
		p.numbers = append(p.numbers, made)
		return nil
	}
	for first := range made.pieces[0].byFirst {
		p.byFirst[first] = append(p.byFirst[first], made)
	}
	return nil
}

// compile splits a pattern at its numbers and gaps and expands what stands between.
func compile(s string, value int) (*pattern, error) {
	made := &pattern{value: value}
	for s != "" {
		at := strings.IndexAny(s, "#*")
		if at < 0 {
			at = len(s)
		}
		if at > 0 {
			literals, err := expand(s[:at])
			if err != nil {
				return nil, err
			}
			if slices.Contains(literals, "") {
				return nil, errGap
			}
			made.pieces = append(made.pieces, literalPiece(literals))
		}
		if at < len(s) && s[at] == '#' {
			made.pieces = append(made.pieces, piece{kind: pieceNumber})
		} else if at < len(s) {
			made.pieces, made.gapped = append(made.pieces, piece{kind: pieceGap}), true
		}
		s = s[min(at+1, len(s)):]
	}
	if n := len(made.pieces); n == 0 || made.pieces[0].kind == pieceGap || made.pieces[n-1].kind == pieceGap {
		return nil, errGap
	}
	return made, nil
}

func literalPiece(literals []string) piece {
	p := piece{byFirst: map[rune][]string{}}
	for _, l := range literals {
		first := firstRune(l)
		p.byFirst[first] = append(p.byFirst[first], l)
	}
	for _, list := range p.byFirst {
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	}
	return p
}

// optional writes x? and [a|b]? as alternatives with an empty one.
func optional(s string) string {
	for {
		at := strings.IndexByte(s, '?')
		switch {
		case at <= 0:
			return s
		case s[at-1] == ']':
			s = s[:at-1] + "|]" + s[at+1:]
		default:
			_, size := utf8.DecodeLastRuneInString(s[:at])
			s = s[:at-size] + "[" + s[at-size:at] + "|]" + s[at+1:]
		}
	}
}

// expand writes out the alternatives of a piece.
func expand(s string) ([]string, error) {
	open := strings.IndexByte(s, '[')
	if open < 0 {
		if strings.ContainsAny(s, "]|") {
			return nil, errBrackets
		}
		return []string{s}, nil
	}
	shut := strings.IndexByte(s[open:], ']')
	if shut < 0 {
		return nil, errBrackets
	}
	rest, err := expand(s[open+shut+1:])
	if err != nil {
		return nil, err
	}
	var all []string
	for alternative := range strings.SplitSeq(s[open+1:open+shut], "|") {
		for _, r := range rest {
			all = append(all, s[:open]+alternative+r)
		}
	}
	if len(all) > maxAlternatives {
		return nil, errAlternatives
	}
	return all, nil
}

// find returns where patterns stand, in the order of the text. Of those that overlap the longest from the left is taken;
// patterns with gaps overlap freely with others.
func (p *patterns) find(t *text) []occurrence {
	var found []occurrence
	for at, r := range t.folded {
		for _, one := range p.byFirst[r] {
			if o, ok := one.at(t, at); ok {
				found = append(found, o)
			}
		}
		if len(p.numbers) > 0 && numberMayStart(t.folded, at, r) {
			for _, one := range p.numbers {
				if o, ok := one.at(t, at); ok {
					found = append(found, o)
				}
			}
		}
	}
	slices.SortStableFunc(found, func(a, b occurrence) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.value, b.value))
	})
	chosen := found[:0]
	end := 0
	taken := map[int]int{} // value → end of its last gapped occurrence
	for _, o := range found {
		switch {
		case o.gapped:
			if o.start < taken[o.value] {
				continue
			}
			taken[o.value] = o.end
		case o.start < end:
			continue
		default:
			end = o.end
		}
		chosen = append(chosen, o)
	}
	return chosen
}

// match is a pattern on its way through a text.
type match struct {
	t      *text
	alone  bool // the pattern is one literal
	pieces []interval
}

// at matches the pattern at one place.
func (p *pattern) at(t *text, start int) (occurrence, bool) {
	m := match{t: t, alone: len(p.pieces) == 1}
	end, ok := m.follow(p.pieces, start)
	if !ok {
		return occurrence{}, false
	}
	slices.Reverse(m.pieces)
	return occurrence{interval{start, end}, p.value, m.pieces, p.gapped}, true
}

// follow matches pieces from at on and returns where they end; the pieces are noted from the last to the first.
func (m *match) follow(pieces []piece, at int) (int, bool) {
	if len(pieces) == 0 {
		return at, true
	}
	s := m.t.folded
	switch pieces[0].kind {
	case pieceLiteral:
		if at >= len(s) {
			return 0, false
		}
		for _, literal := range pieces[0].byFirst[firstRune(s[at:])] {
			end, ok := literalAt(s, at, literal)
			if !ok || !m.t.fits(interval{at, end}, m.alone) {
				continue
			}
			if last, ok := m.follow(pieces[1:], end); ok {
				m.pieces = append(m.pieces, interval{at, end})
				return last, true
			}
		}
	case pieceNumber:
		if n, ok := numberAt(s, skipBlanks(s, at)); ok {
			if last, ok := m.follow(pieces[1:], skipBlanks(s, n.end)); ok {
				m.pieces = append(m.pieces, interval{n.start, n.end})
				return last, true
			}
		}
	case pieceGap:
		for n, end := 0, at; n <= gapRunes && end < len(s); n++ {
			if last, ok := m.follow(pieces[1:], end); ok {
				return last, true
			}
			r, size := utf8.DecodeRuneInString(s[end:])
			if clauseEnd(s, end, r) {
				break
			}
			end += size
		}
	}
	return 0, false
}

// fits reports whether a piece stands among the words of the text as the comment on [pattern] asks.
func (t *text) fits(part interval, alone bool) bool {
	first, size := utf8.DecodeRuneInString(t.folded[part.start:])
	if !lexicon.IsHan(first) || part.end-part.start >= cutBytes {
		return true
	}
	if alone && size == part.end-part.start && !t.bounds[part.start] {
		return false
	}
	return t.bounds[part.end] && !t.cutsWord(part.start, part.end)
}

// literalAt matches a literal and returns where it ends.
func literalAt(s string, at int, literal string) (int, bool) {
	if first := firstRune(literal); inWord(first) && at > 0 && inWord(lastRune(s[:at])) {
		return 0, false
	}
	end := at
	for i := range len(literal) {
		if literal[i] == ' ' {
			from := end
			for end < len(s) && (s[end] == ' ' || s[end] == '-' || s[end] == '\n') {
				end++
			}
			if end == from {
				return 0, false
			}
			continue
		}
		if end >= len(s) || s[end] != literal[i] {
			return 0, false
		}
		end++
	}
	if inWord(lastRune(literal)) {
		return wordEnds(s, end)
	}
	return end, true
}

// wordEnds reports whether a Latin word ends at end, or behind a plural ending there, and where.
func wordEnds(s string, end int) (int, bool) {
	for _, plural := range [...]string{"", "s", "es"} {
		if !strings.HasPrefix(s[end:], plural) {
			continue
		}
		after := end + len(plural)
		if after == len(s) || !inWord(firstRune(s[after:])) {
			return after, true
		}
	}
	return 0, false
}

// inWord reports whether r is a letter or digit of words that are written with blanks between them.
func inWord(r rune) bool { return r >= '0' && r <= '9' || isLatin(r) }

func skipBlanks(s string, at int) int {
	for at < len(s) && s[at] == ' ' {
		at++
	}
	return at
}
