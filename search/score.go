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
	q.add(scores, q.scoring(p, f, l, weight))
}

// scoring works out what the documents of a list gain as those of a term of the field.
func (q *question) scoring(p part, f Field, l list, weight float64) scoring {
	weight *= q.index.tuning.parts[p]
	held := l.count(f)
	if weight == 0 || held == 0 {
		return scoring{part: p, field: f}
	}
	formula := chineseBM25
	if f == FieldEnglish {
		formula = englishBM25
	}
	t := q.view.fields[f]
	return scoring{p, l, f, formula, t.average(), weight * rarity(t.documents, held)}
}

// add applies a scoring.
func (q *question) add(scores []float64, s scoring) {
	if s.factor == 0 {
		return
	}
	q.scorings = append(q.scorings, s)
	q.eachSegment(s.list, func(seg *readerSegment, docs []uint32, freqs []packed) {
		for i, doc := range docs {
			scores[doc] += s.gain(seg, doc, freqs[i])
		}
	})
}

// ordering is a term of a question that adds to documents other terms found, and finds none.
type ordering struct {
	clause clause
	list   list
}

// order scores a term in the documents that have a score already. Its rarity is that among all visible ones.
func (q *question) order(scores []float64, o ordering) {
	s := q.scoring(o.clause.part, o.clause.field, o.list, o.clause.weight*repeated(o.clause.times))
	start := len(q.scratch.docs)
	for i, doc := range s.list.docs {
		if scores[doc] > 0 {
			q.scratch.docs, q.scratch.freqs = append(q.scratch.docs, doc), append(q.scratch.freqs, s.list.freqs[i])
		}
	}
	s.list = q.listFrom(start)
	q.add(scores, s)
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
