package search

import (
	"slices"
)

// scoring is one way in which the documents of a list gain.
type scoring struct {
	part    part
	list    list
	field   Field // whose lengths count
	formula bm25
	average float64
	factor  float64 // weights times rarity
}

// gain is what one posting adds.
func (s *scoring) gain(seg *readerSegment, doc uint32, p packed) float64 {
	frequency := s.field.frequency(p)
	if frequency == 0 {
		return 0
	}
	length := seg.length(s.field, doc-seg.first)
	return s.factor * s.formula.weight(float64(frequency), float64(length), s.average)
}

// score adds the documents of a list to the scores, as a term of the field.
func (q *question) score(scores []float64, p part, f Field, l list, weight float64) {
	weight *= q.index.tuning.parts[p]
	held := l.count(f)
	if weight == 0 || held == 0 {
		return
	}
	formula := chineseBM25
	if f == FieldEnglish {
		formula = englishBM25
	}
	t := q.view.fields[f]
	s := scoring{p, l, f, formula, t.average(), weight * rarity(t.documents, held)}
	q.scorings = append(q.scorings, s)
	q.eachSegment(l, func(seg *readerSegment, docs []uint32, freqs []packed) {
		for i, doc := range docs {
			scores[doc] += s.gain(seg, doc, freqs[i])
		}
	})
}

// addends takes the score of a document apart.
func (q *question) addends(doc uint32) [parts]float64 {
	var sums [parts]float64
	seg, _ := q.place(doc)
	for i := range q.scorings {
		s := &q.scorings[i]
		if at, ok := slices.BinarySearch(s.list.docs, doc); ok {
			sums[s.part] += s.gain(seg, doc, s.list.freqs[at])
		}
	}
	for p, extra := range q.extra {
		sums[p] += extra[doc]
	}
	return sums
}

// eachSegment calls yield with the parts of a list that lie in one segment each.
func (q *question) eachSegment(l list, yield func(s *readerSegment, docs []uint32, freqs []packed)) {
	for i := range q.segments {
		s := &q.segments[i]
		end := s.first + uint32(len(s.numbers)) //nolint:gosec // below the reader's count
		n, _ := slices.BinarySearch(l.docs, end)
		if n > 0 {
			yield(s, l.docs[:n], l.freqs[:n])
			l.docs, l.freqs = l.docs[n:], l.freqs[n:]
		}
	}
}
