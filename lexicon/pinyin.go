package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// speller spells Chinese characters in pinyin without tones. It knows phrases and the plausible readings of characters
// with more than one; the rest comes from go-pinyin.
type speller struct {
	phrases *trie
	spelled [][]string        // readings of the phrases
	many    map[rune][]string // readings of characters, usual one first
	args    pinyin.Args
}

func readSpeller(t tables) (*speller, error) {
	s := &speller{many: map[rune][]string{}, args: pinyin.NewArgs()}
	var keys []string
	var values []int32
	err := t.rows("readings.tsv.gz", 2, func(c []string) error {
		if utf8.RuneCountInString(c[0]) == 1 {
			r, _ := utf8.DecodeRuneInString(c[0])
			s.many[r] = strings.Fields(c[1])
			return nil
		}
		keys, values = append(keys, c[0]), append(values, int32(len(values))) //nolint:gosec // a few thousand
		s.spelled = append(s.spelled, strings.Fields(c[1]))
		return nil
	})
	s.phrases = newTrie(keys, values)
	return s, err
}

// character returns the plausible readings of a character, usual one first; none for what has no reading.
func (s *speller) character(r rune) []string {
	if many, ok := s.many[r]; ok {
		return many
	}
	if !IsHan(r) {
		return nil
	}
	if found := pinyin.SinglePinyin(r, s.args); len(found) > 0 {
		return []string{strings.ReplaceAll(found[0], "ü", "v")}
	}
	return nil
}

// Reading is one way to spell a name.
type Reading struct {
	// Full is the name in pinyin without tones and blanks; Latin letters and digits of the name stand as they are.
	Full string
	// Initials are the first letters of the syllables and of the Latin words.
	Initials string
}

// maxReadings bounds the readings of one name.
const maxReadings = 8

// Readings spells a name in all plausible ways, the likeliest first, at most 8. Characters inside a known phrase have
// the phrase's reading; others that are read in several ways branch. ü is written v; nothing that has no reading is left.
func (l *Lexicon) Readings(name string) []Reading {
	options := l.speller.options(Fold(name))
	readings := []Reading{{}}
	for _, syllables := range options {
		// The usual reading of this place extends every reading there is; others branch while there is room.
		extended := make([]Reading, 0, len(readings)*len(syllables))
		for i, syllable := range syllables {
			for _, r := range readings {
				if i > 0 && len(extended) >= maxReadings {
					break
				}
				_, size := utf8.DecodeRuneInString(syllable)
				extended = append(extended, Reading{r.Full + syllable, r.Initials + syllable[:size]})
			}
		}
		readings = extended
	}
	out := readings[:0]
	for _, r := range readings {
		if r.Full != "" && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// options returns, for each character or Latin word of a folded name, its spellings.
func (s *speller) options(folded string) [][]string {
	var options [][]string
	for _, run := range Runs(folded) {
		text := folded[run.Start:run.End]
		if run.Script != ScriptHan {
			if run.Script != ScriptOther {
				options = append(options, []string{text})
			}
			continue
		}
		for at := 0; at < len(text); {
			end, phrase := 0, int32(-1)
			s.phrases.matches(text, at, func(e int, v int32) { end, phrase = e, v })
			if phrase >= 0 {
				for _, syllable := range s.spelled[phrase] {
					options = append(options, []string{syllable})
				}
				at = end
				continue
			}
			r, size := utf8.DecodeRuneInString(text[at:])
			if found := s.character(r); len(found) > 0 {
				options = append(options, found)
			}
			at += size
		}
	}
	return options
}

// Syllables spells a text with one toneless syllable for each Chinese character, its likeliest reading in its phrase, and
// each Latin word as one; for comparing texts that sound alike.
func (l *Lexicon) Syllables(text string) []string {
	options := l.speller.options(Fold(text))
	syllables := make([]string, len(options))
	for i, o := range options {
		syllables[i] = o[0]
	}
	return syllables
}

// SamePinyin reports whether two texts can be read alike without tones, as slips of an input method are: as many
// syllables in both, each with a reading in common.
func (l *Lexicon) SamePinyin(a, b string) bool {
	x, y := l.speller.options(Fold(a)), l.speller.options(Fold(b))
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	for i := range x {
		if !slices.ContainsFunc(x[i], func(s string) bool { return slices.Contains(y[i], s) }) {
			return false
		}
	}
	return true
}
