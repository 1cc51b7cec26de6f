package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// maxQuery is the greatest number of characters of a question that are read.
const maxQuery = 2000

// clause is one term of a question, asked of one field.
type clause struct {
	part   part
	field  Field
	term   string
	times  int     // in the question
	weight float64 // within its part
	// orders says that the term only orders what other terms find: a single character out of a longer word, which
	// stands in many a word of another meaning, and words that say nothing of what is sought.
	orders bool
}

// plan is a question cut into terms.
type plan struct {
	text    text
	clauses []clause // by field, then in the order of the text; each term of a field once
}

// fieldParts are the addends that belong to fields.
var fieldParts = [scoredFields]part{
	FieldBigrams: partBigrams, FieldWords: partWords, FieldCharacters: partCharacters,
	FieldNameBigrams: partNameBigrams, FieldNameWords: partNameWords, FieldEnglish: partEnglish,
}

// fold brings a question to the form texts are indexed in.
func foldQuery(query string) string {
	return strings.ReplaceAll(lexicon.Fold(query), "\n", " ")
}

// plan reads a question. Every term is kept; rarity does what lists of filler words would.
func (ix *Index) plan(query string) plan {
	p := plan{text: ix.analyser.cut(foldQuery(cutRunes(query, maxQuery)))}
	everyday := p.text.everyday()
	if !slices.Contains(everyday, false) {
		clear(everyday) // there is nothing else to go by
	}
	for f := range Field(scoredFields) {
		at := make(map[string]int)
		p.text.terms(f, func(term string, start, end int) {
			i, seen := at[term]
			if !seen {
				i = len(p.clauses)
				at[term] = i
				p.clauses = append(p.clauses, clause{part: fieldParts[f], field: f, term: term})
			}
			c := &p.clauses[i]
			c.times++
			c.weight = max(c.weight, ix.termWeight(p.text, f, start, end))
			orders := f == FieldCharacters && !p.text.single(start) || p.text.within(everyday, start, end)
			c.orders = orders && (c.orders || !seen)
		})
	}
	return p
}

// termWeight weighs a term within its field.
func (ix *Index) termWeight(t text, f Field, start, end int) float64 {
	term := t.folded[start:end]
	r, size := utf8.DecodeRuneInString(term)
	switch f {
	case FieldBigrams:
		if size < len(term) && lexicon.IsHan(r) && t.acrossWords(start, end) {
			return ix.tuning.acrossWords
		}
	case FieldWords:
		switch {
		case !lexicon.IsHan(r):
			return ix.tuning.wordLatin
		case size == len(term):
			return ix.tuning.wordSingle
		}
		return ix.analyser.generalRarity(term)
	case FieldCharacters, FieldNameBigrams, FieldNameWords, FieldEnglish:
	}
	return 1
}
