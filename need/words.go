package need

import (
	"slices"
	"strings"
)

// lastOf returns which of words stands last in s, and where; the longer of two that end together.
func lastOf(s string, words []string) (word string, at int) {
	end := -1
	for _, w := range words {
		i := strings.LastIndex(s, w)
		if i < 0 {
			continue
		}
		if isLatin(firstRune(w)) {
			if _, ok := literalAt(s, i, w); !ok {
				continue
			}
		}
		if i+len(w) > end || i+len(w) == end && len(w) > len(word) {
			word, at, end = w, i, i+len(w)
		}
	}
	return word, at
}

// wordPrefix returns the longest of words that s begins with; Latin ones only as whole words, behind blanks.
func wordPrefix(s string, words []string) (string, bool) {
	best := ""
	for _, w := range words {
		if len(w) <= len(best) {
			continue
		}
		if end, ok := literalAt(" "+strings.TrimLeft(s, " "), 1, w); ok && end > 0 {
			best = w
		}
	}
	return best, best != ""
}

// wordSuffix returns the longest of words that s ends with, blanks aside; Latin ones only as whole words.
func wordSuffix(s string, words []string) (string, bool) {
	s = strings.TrimRight(s, " ")
	best := ""
	for _, w := range words {
		if len(w) <= len(best) || !strings.HasSuffix(s, w) {
			continue
		}
		if isLatin(firstRune(w)) && len(s) > len(w) && inWord(lastRune(s[:len(s)-len(w)])) {
			continue
		}
		best = w
	}
	return best, best != ""
}

// lastWord returns the one of words that stands last in s.
func lastWord(s string, words []string) (string, bool) {
	word, _ := lastOf(s, words)
	return word, word != ""
}

// firstWord returns the one of words that stands first in s.
func firstWord(s string, words []string) (string, bool) {
	best, at := "", len(s)
	for _, w := range words {
		if i := indexWord(s, w); i >= 0 && (i < at || i == at && len(w) > len(best)) {
			best, at = w, i
		}
	}
	return best, best != ""
}

// indexWord is strings.Index, for Latin words as whole words.
func indexWord(s, word string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return -1
		}
		if _, ok := literalAt(s, from+i, word); ok {
			return from + i
		}
		from += i + len(word)
	}
}

// prefixOf returns the first of words that s begins with.
func prefixOf(s string, words []string) (string, bool) {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w, true
		}
	}
	return "", false
}

// endsIn reports whether s ends with one of words.
func endsIn(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

// hasSuffixWord reports whether s ends with the Latin word, blanks aside.
func hasSuffixWord(s, word string) bool {
	rest, ok := strings.CutSuffix(strings.TrimRight(s, " "), word)
	return ok && (rest == "" || !inWord(lastRune(rest)))
}
