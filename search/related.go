package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// relatedFields returns the fields in which documents lend words to a question.
func relatedFields(t text) []Field {
	if t.chinese() {
		return []Field{FieldBigrams, FieldWords}
	}
	return []Field{FieldEnglish}
}

// lent is a word that documents lend to a question.
type lent struct {
	term  string
	share float64 // mean weight in the lending documents
	worth float64 // share times rarity
	list  list
}

// related lets the best documents lend their words to the question: those that they share and others lack.
func (q *question) related(scores []float64, p plan) error {
	fields := relatedFields(p.text)
	best, _, err := q.top(scores, q.index.tuning.relatedTop)
	if err != nil || len(best) == 0 {
		return err
	}
	sum := 0.0
	for _, d := range best {
		sum += d.score
	}
	shares := make(map[Field]map[string]float64)
	for _, f := range fields {
		shares[f] = make(map[string]float64)
	}
	for _, d := range best {
		names, rest, err := q.stored(d.doc)
		if err != nil {
			return err
		}
		t := q.index.analyser.cut(strings.ReplaceAll(names, betweenTexts, " ") + " " + rest)
		for _, f := range fields {
			times, length := make(map[string]int), 0
			t.terms(f, func(term string, _, _ int) {
				times[term]++
				length++
			})
			for term, n := range times {
				w := chineseBM25.weight(float64(n), float64(length), q.view.fields[f].average())
				shares[f][term] += d.score / sum * w
			}
		}
	}
	for _, f := range fields {
		terms, err := q.chooseLent(f, shares[f])
		if err != nil {
			return err
		}
		for _, t := range terms {
			q.score(scores, partRelated, f, t.list, math.Sqrt(t.share/terms[0].share))
		}
	}
	return nil
}

// chooseLent returns the words of one field worth most, in falling order. Their rarity is looked up only for the most
// shared ones: reading postings is what costs.
func (q *question) chooseLent(f Field, shares map[string]float64) ([]lent, error) {
	terms := make([]lent, 0, len(shares))
	for term, s := range shares {
		terms = append(terms, lent{term: term, share: s})
	}
	slices.SortFunc(terms, func(a, b lent) int {
		return cmp.Or(cmp.Compare(b.share, a.share), strings.Compare(a.term, b.term))
	})
	const perChosen = 5
	terms = terms[:min(len(terms), perChosen*q.index.tuning.relatedTerms)]
	for i := range terms {
		t := &terms[i]
		var err error
		if t.list, err = q.read(f.engineField(), t.term); err != nil {
			return nil, err
		}
		t.worth = t.share * rarity(q.view.fields[f].documents, t.list.count(f))
	}
	slices.SortFunc(terms, func(a, b lent) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), strings.Compare(a.term, b.term))
	})
	return terms[:min(len(terms), q.index.tuning.relatedTerms)], nil
}
