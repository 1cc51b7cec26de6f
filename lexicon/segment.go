package lexicon

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/go-ego/gse"
)

// Script is the kind of characters a token or run consists of.
type Script uint8

// Scripts of tokens and runs.
const (
	// ScriptHan is Chinese characters.
	ScriptHan Script = iota + 1
	// ScriptLatin is letters of alphabets that write words with blanks between them, digits among them included.
	ScriptLatin
	// ScriptNumber begins with a digit: a number, with its unit when that is written right behind in letters.
	ScriptNumber
	// ScriptOther is letters of any other writing.
	ScriptOther
)

// Token is a word, number or other unit of a folded text; what is neither letter nor digit belongs to none.
type Token struct {
	// Text is the token as it stands in the folded text.
	Text string
	// Start and End are bytes of the folded text.
	Start, End int
	// Script says what the token consists of.
	Script Script
}

// Run is a longest stretch of a folded text in one script.
type Run struct {
	Start, End int
	Script     Script
}

// IsHan reports whether r is a Chinese character.
func IsHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r == '〇' || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x3FFFF
}

// Runs splits a folded text into stretches of one script. A Latin or number run is one word: letters and digits, with
// inner full stops and commas between digits ("pm2.5", "1,000"), a per cent or degree sign behind digits, and plus signs
// or a hash at the end ("c++", "c#"). Hyphens and slashes part words.
func Runs(folded string) []Run {
	var runs []Run
	for i := 0; i < len(folded); {
		r, size := utf8.DecodeRuneInString(folded[i:])
		script := scriptOf(r)
		if script == 0 {
			i += size
			continue
		}
		end := i + size
		if script == ScriptLatin || script == ScriptNumber {
			end = wordEnd(folded, i, end)
		} else {
			for end < len(folded) {
				next, n := utf8.DecodeRuneInString(folded[end:])
				if scriptOf(next) != script {
					break
				}
				end += n
			}
		}
		runs = append(runs, Run{i, end, script})
		i = end
	}
	return runs
}

func scriptOf(r rune) Script {
	switch {
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return ScriptLatin
	case r >= '0' && r <= '9':
		return ScriptNumber
	case r < utf8.RuneSelf:
		return 0
	case IsHan(r):
		return ScriptHan
	case unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic):
		return ScriptLatin
	case unicode.IsDigit(r):
		return ScriptNumber
	case unicode.IsLetter(r):
		return ScriptOther
	}
	return 0
}

// wordEnd extends a word of letters and digits that starts at start and has its first character before end.
func wordEnd(s string, start, end int) int {
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		switch k := scriptOf(r); {
		case k == ScriptLatin || k == ScriptNumber:
			end += size
			continue
		case (r == '.' || r == ',') && isDigit(s[end-1]) && end+1 < len(s) && isDigit(s[end+1]):
			end++
			continue
		case (r == '%' || r == '°' || r == '‰') && isDigit(s[end-1]):
			end += size
			continue
		case (r == '+' || r == '#') && scriptOf(rune(s[start])) == ScriptLatin && end-start <= 2:
			end++
			continue
		}
		break
	}
	return end
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// segmenter cuts Chinese runs into words with gse's shortest path over our own list.
type segmenter struct {
	gse gse.Segmenter
}

func readSegmenter(t tables) (*segmenter, error) {
	s := &segmenter{gse: gse.Segmenter{Dict: gse.NewDict(), Load: true, SkipLog: true, NotLoadHMM: true}}
	err := t.rows("words.tsv.gz", 2, func(c []string) error {
		frequency, err := strconv.ParseFloat(c[1], 64)
		if err != nil {
			return fmt.Errorf("bad frequency %q", c[1])
		}
		return s.gse.AddToken(c[0], frequency)
	})
	if err != nil {
		return nil, err
	}
	s.gse.CalcToken()
	return s, nil
}

// frequency returns how frequent a word is in the list, 0 for a word that is not in it.
func (s *segmenter) frequency(word string) float64 {
	frequency, _, ok := s.gse.Find(word)
	if !ok {
		return 0
	}
	return frequency
}

// Segment cuts a folded text into words, numbers and other units, in order and without overlaps.
func (l *Lexicon) Segment(folded string) []Token {
	tokens := make([]Token, 0, len(folded)/5+1)
	for _, run := range Runs(folded) {
		if run.Script != ScriptHan {
			tokens = append(tokens, Token{folded[run.Start:run.End], run.Start, run.End, run.Script})
			continue
		}
		l.segmenter.cut(folded[run.Start:run.End], func(start, end int) {
			start, end = start+run.Start, end+run.Start
			tokens = append(tokens, Token{folded[start:end], start, end, ScriptHan})
		})
	}
	return tokens
}

// longestCut is the greatest number of bytes handed to gse at once: its table of paths grows with the text.
const longestCut = 3 << 10

// cut calls yield with the bounds of the words of a run of Chinese characters.
func (s *segmenter) cut(run string, yield func(start, end int)) {
	for at := 0; at < len(run); {
		part := run[at:]
		if len(part) > longestCut {
			n := longestCut
			for !utf8.RuneStart(part[n]) {
				n--
			}
			part = part[:n]
		}
		for _, word := range s.gse.Segment([]byte(part)) {
			yield(at+word.Start(), at+word.End())
		}
		at += len(part)
	}
}
