package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// Span is a part of a text: the bytes [Start, End).
type Span struct{ Start, End int }

// everyday is the general rarity below which a word is not shown as found: particles and polite phrases are in most
// questions and in most texts.
const everyday = 0.1

// Highlight returns the parts of a text that answer to a question, in order and apart from each other. It looks at the
// words alone, in all spellings search knows; neighbouring parts are joined.
func (r *Reader) Highlight(text, query string) []Span {
	a := r.index.analyser
	question := a.cut(foldQuery(cutRunes(query, maxQuery)))
	pieces, stems := a.highlights(question)
	folded := lexicon.FoldMapped(text)
	var spans []Span
	for piece := range pieces {
		for i := 0; ; {
			at := strings.Index(folded.Text[i:], piece)
			if at < 0 {
				break
			}
			i += at
			spans = append(spans, Span{i, i + len(piece)})
			_, size := utf8.DecodeRuneInString(piece)
			i += size
		}
	}
	for _, run := range lexicon.Runs(folded.Text) {
		if writtenWithoutBlanks(run.Script) {
			continue
		}
		word := folded.Text[run.Start:run.End]
		found := stems[word]
		eachStem(word, func(s string) { found = found || stems[s] })
		if found {
			spans = append(spans, Span{run.Start, run.End})
		}
	}
	spans = joined(spans)
	for i, s := range spans {
		spans[i].Start, spans[i].End = folded.Span(s.Start, s.End)
	}
	return joined(spans)
}

// highlights returns what of a question is shown as found: pieces of Chinese words, which are looked for anywhere, and
// Latin words with their stems.
func (a *analyser) highlights(question text) (pieces, stems map[string]bool) {
	pieces, stems = make(map[string]bool), make(map[string]bool)
	single := make(map[string]bool)
	for _, w := range question.words {
		switch {
		case !writtenWithoutBlanks(w.Script):
			if !stopWords[w.Text] {
				stems[w.Text] = true
				eachStem(w.Text, func(s string) { stems[s] = true })
			}
		case utf8.RuneCountInString(w.Text) == 1:
			single[w.Text] = true
		case a.generalRarity(w.Text) >= everyday:
			eachBigram(w.Text, func(start, end int) { pieces[w.Text[start:end]] = true })
		}
	}
	if len(pieces)+len(stems) == 0 {
		return single, stems
	}
	return pieces, stems
}

// joined sorts spans and joins those that touch or overlap.
func joined(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
