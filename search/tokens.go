package search

import (
	"sort"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// eachBigram calls yield with every pair of neighbouring characters of run. Offsets are bytes of run.
func eachBigram(run string, yield func(start, end int)) {
	_, first := utf8.DecodeRuneInString(run)
	for start, mid := 0, first; mid < len(run); {
		_, size := utf8.DecodeRuneInString(run[mid:])
		yield(start, mid+size)
		start, mid = mid, mid+size
	}
}

// eachCharacter calls yield with the bounds of every character of run.
func eachCharacter(run string, yield func(start, end int)) {
	for i := 0; i < len(run); {
		_, size := utf8.DecodeRuneInString(run[i:])
		yield(i, i+size)
		i += size
	}
}

// writtenWithoutBlanks reports whether a run has no blanks between its words, so that pairs of characters stand for them.
func writtenWithoutBlanks(s lexicon.Script) bool {
	return s == lexicon.ScriptHan || s == lexicon.ScriptOther
}

// text is a folded text cut into tokens.
type text struct {
	folded string
	runs   []lexicon.Run
	words  []lexicon.Token
}

func (a *analyser) cut(folded string) text {
	return text{folded: folded, runs: lexicon.Runs(folded), words: a.lexicon.Segment(folded)}
}

// chinese reports whether any part is written without blanks.
func (t text) chinese() bool {
	for _, r := range t.runs {
		if writtenWithoutBlanks(r.Script) {
			return true
		}
	}
	return false
}

// terms calls yield with the tokens of a field and where they stand. Stems do not stand anywhere; they come with the
// place of their word.
func (t text) terms(f Field, yield func(term string, start, end int)) {
	switch f {
	case FieldWords, FieldNameWords:
		for _, w := range t.words {
			yield(w.Text, w.Start, w.End)
		}
		return
	case FieldBigrams, FieldNameBigrams, FieldCharacters, FieldEnglish:
	}
	for _, r := range t.runs {
		run := t.folded[r.Start:r.End]
		at := func(start, end int) { yield(run[start:end], r.Start+start, r.Start+end) }
		switch together := writtenWithoutBlanks(r.Script); {
		case f == FieldEnglish:
			if !together {
				eachStem(run, func(stem string) { yield(stem, r.Start, r.End) })
			}
		case f == FieldCharacters:
			if together {
				eachCharacter(run, at)
			}
		case together:
			eachBigram(run, at)
		default:
			at(0, len(run))
		}
	}
}

// wordAt returns the number of the word that covers the byte, or of the next one.
func (t text) wordAt(at int) int {
	return sort.Search(len(t.words), func(i int) bool { return t.words[i].End > at })
}

// acrossWords reports whether no single word covers the bytes [start, end).
func (t text) acrossWords(start, end int) bool {
	i := t.wordAt(start)
	return i == len(t.words) || t.words[i].Start > start || t.words[i].End < end
}
