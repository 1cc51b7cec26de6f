package need

import (
	_ "embed" // the list of fillers
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

//go:embed fillers.txt
var fillerList string

func readFillers(list string) map[string]bool {
	fillers := map[string]bool{}
	for _, line := range tableLines(list) {
		for _, word := range strings.Fields(line) {
			fillers[lexicon.Fold(word)] = true
		}
	}
	return fillers
}

// unread lists the words of a text from which nothing was read, fillers left out; neighbours are put together.
func (r *Reader) unread(t *text) []Span {
	var parts []interval
	filled := 0 // where the last filler of several words ends
	for i, token := range t.tokens {
		filled = max(filled, r.fillerAt(t, i))
		if token.Start < filled || t.marked(token.Start, token.End, markRead|markNegated|markFiller) || !r.tells(token) {
			continue
		}
		if n := len(parts); n > 0 && (t.joins(parts[n-1].end, token.Start) || t.overlap(parts[n-1], token)) {
			parts[n-1].end = token.End
			continue
		}
		parts = append(parts, interval{token.Start, token.End})
	}
	var spans []Span
	for _, p := range parts {
		if utf8.RuneCountInString(t.folded[p.start:p.end]) == 1 && lexicon.IsHan(firstRune(t.folded[p.start:])) && strings.ContainsRune(grammarCharacters, firstRune(t.folded[p.start:])) {
			continue
		}
		spans = append(spans, t.span(p.start, p.end))
	}
	return spans
}

// fillerWords is how many words of the segmenter a filler is cut into at most.
const fillerWords = 4

// fillerAt returns where the longest filler of several words ends that begins with a word (我司, 怎么弄).
func (r *Reader) fillerAt(t *text, first int) int {
	end := 0
	for i := first + 1; i < len(t.tokens) && i < first+fillerWords && t.tokens[i].Start == t.tokens[i-1].End; i++ {
		if r.fillers[t.folded[t.tokens[first].Start:t.tokens[i].End]] {
			end = t.tokens[i].End
		}
	}
	return end
}

// overlap reports whether two parts of the folded text share a character of the original (¼ folds to 1/4).
func (t *text) overlap(part interval, token lexicon.Token) bool {
	return t.span(part.start, part.end).End > t.span(token.Start, token.End).Start
}

// joins reports whether nothing, or a blank between Latin words, stands between two words.
func (t *text) joins(end, start int) bool {
	if end == start {
		return true
	}
	between := t.folded[end:start]
	return (between == " " || between == "-") && inWord(firstRune(t.folded[start:])) && inWord(lastRune(t.folded[:end]))
}

// isCount reports whether a word is a number with a measure word (五个, 第一次).
func isCount(word string) bool {
	return strings.ContainsRune("一二两三四五六七八九十几第", firstRune(word)) &&
		strings.ContainsRune("个家台件只套批种次份位名条块片根支张款项组道层把天年月日斤吨升米", lastRune(word))
}

// tells reports whether a word may say something: fillers, bare numbers and single Latin letters do not.
func (r *Reader) tells(token lexicon.Token) bool {
	if r.fillers[token.Text] {
		return false
	}
	switch token.Script {
	case lexicon.ScriptNumber:
		return strings.IndexFunc(token.Text, isLatin) >= 0
	case lexicon.ScriptLatin:
		return utf8.RuneCountInString(token.Text) > 1
	case lexicon.ScriptHan:
		return !isCount(token.Text)
	case lexicon.ScriptOther:
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
