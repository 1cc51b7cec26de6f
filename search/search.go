package search

import (
	"context"
	"runtime/debug"
	"slices"
	"unicode/utf8"
)

// Mode is how a question is answered.
type Mode string

const (
	// ModeFind finds what holds the words of the question.
	ModeFind Mode = ""
	// ModeRelated also finds what reads like the best of those.
	ModeRelated Mode = "related"
)

// Query is a question in words.
type Query struct {
	// Text is the question, in any script; more than its first 2,000 characters are not read.
	Text string
	Mode Mode
	// Limit is the greatest number of hits; 0 means 20.
	Limit int
	// Explain asks for the addends of the scores.
	Explain bool
}

// Addend is a part of a score.
type Addend struct {
	Name  string
	Value float64
}

// Hit is a node found.
type Hit struct {
	// N is the node's number, ID its id.
	N  int32
	ID string
	// Score compares hits of one answer only. Addends, when asked for, sum to it.
	Score   float64
	Addends []Addend
}

// Step says how far a search had to go.
type Step string

// The steps.
const (
	// StepLiteral: the words as they were typed.
	StepLiteral Step = "literal"
	// StepSpelling: no word of the question was found, but names that are spelt so.
	StepSpelling Step = "spelling"
	// StepSlips: some characters of the question stand nowhere side by side, so others of the same sound, and a
	// missing character, were tried too.
	StepSlips Step = "slips"
)

// Result is the answer to a [Query].
type Result struct {
	// Hits are the best nodes, best first, equal scores in ascending order of id.
	Hits []Hit
	// Total is the number of nodes with any word of the question.
	Total int
	Step  Step
	// Cut says that the question was longer than is read.
	Cut bool
}

const defaultLimit = 20

// Search answers a question. The order of hits depends on the texts of the visible nodes and the question alone.
func (r *Reader) Search(ctx context.Context, query Query, v View) (result Result, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recovered("search", &err)
	ctx, cancel := context.WithTimeout(ctx, r.index.opts.Timeout)
	defer cancel()
	if query.Limit <= 0 {
		query.Limit = defaultLimit
	}
	q, err := r.ask(ctx, v)
	if err != nil {
		return Result{}, err
	}
	defer q.done(&err)
	best, result, err := q.find(query)
	if err != nil {
		return Result{}, err
	}
	for _, d := range best[:min(len(best), query.Limit)] {
		s, local := q.place(d.doc)
		h := Hit{N: s.numbers[local], ID: d.id, Score: d.score}
		if query.Explain {
			for p, value := range q.addends(d.doc) {
				if value != 0 {
					h.Addends = append(h.Addends, Addend{partNames[p], value})
				}
			}
		}
		result.Hits = append(result.Hits, h)
	}
	return result, nil
}

// find scores all documents and returns the best, at least as many as asked for where there are as many.
func (q *question) find(query Query) (best []scoredDocument, result Result, err error) {
	p := q.index.plan(query.Text)
	scores := q.zeroScores()
	result.Step, result.Cut = StepLiteral, utf8.RuneCountInString(query.Text) > maxQuery
	absent, later, err := q.literal(scores, p)
	if err != nil {
		return nil, result, err
	}
	if slips, err := q.slips(scores, p, absent); err != nil {
		return nil, result, err
	} else if slips {
		result.Step = StepSlips
	}
	for _, o := range later {
		q.order(scores, o)
	}
	if err := q.named(scores, p); err != nil {
		return nil, result, err
	}
	if len(q.scorings) == 0 && len(q.extra[partName]) > 0 {
		result.Step = StepSpelling
	}
	if query.Mode == ModeRelated {
		if err := q.related(scores, p); err != nil {
			return nil, result, err
		}
	}
	best, result.Total, err = q.top(scores, max(query.Limit, q.index.tuning.verbatimTop))
	if err != nil {
		return nil, result, err
	}
	if err := q.verbatim(p, best); err != nil {
		return nil, result, err
	}
	slices.SortFunc(best, before)
	return best, result, nil
}

// literal scores the terms of a question that find documents, as they are. It returns the pairs of characters that no
// visible document has, and the terms that only order documents.
func (q *question) literal(scores []float64, p plan) (absent []clause, later []ordering, err error) {
	lists := make(map[[2]string]list, len(p.clauses))
	for i := range p.clauses {
		c := &p.clauses[i]
		key := [2]string{c.field.engineField(), c.term}
		l, read := lists[key]
		if !read {
			if l, err = q.read(key[0], key[1]); err != nil {
				return nil, nil, err
			}
			lists[key] = l
		}
		if c.orders {
			later = append(later, ordering{*c, l})
			continue
		}
		switch c.field {
		case FieldBigrams:
			if l.count(FieldBigrams) == 0 {
				absent = append(absent, *c)
			}
		case FieldWords:
			if n := l.count(FieldWords); n > 0 {
				q.rarities[c.term] = rarity(q.view.fields[FieldWords].documents, n)
			}
		case FieldCharacters, FieldNameBigrams, FieldNameWords, FieldEnglish:
		}
		q.score(scores, c.part, c.field, l, c.weight*repeated(c.times))
	}
	return absent, later, nil
}

// named raises bodies whose name, or its beginning or spelling, is the whole question, and those whose name stands in it:
// by a part of the best score there is, so that the body comes before what only speaks of it.
func (q *question) named(scores []float64, p plan) error {
	typed := bareName(p.text.folded)
	ms := make(nameMatches)
	if n := utf8.RuneCountInString(typed); n >= 2 && n <= maxName {
		if err := q.namesFrom(ms, typed); err != nil {
			return err
		}
	}
	if err := q.namesWithin(ms, p.text); err != nil || len(ms) == 0 {
		return err
	}
	best := slices.Max(scores)
	if best == 0 {
		best = 1
	}
	for doc, m := range ms {
		covered := min(1, float64(utf8.RuneCountInString(typed))/float64(m.length))
		share := q.index.tuning.names[m.match] * (1 + covered) / 2
		if m.unusual {
			share /= 2
		}
		scores[doc] += q.give(partName, doc, best*share)
	}
	return nil
}

// give notes what a document gains beside its terms, and returns it.
func (q *question) give(p part, doc uint32, value float64) float64 {
	value *= q.index.tuning.parts[p]
	if value != 0 {
		if q.extra[p] == nil {
			q.extra[p] = make(map[uint32]float64)
		}
		q.extra[p][doc] += value
	}
	return value
}

// zeroScores returns a score for every document of the reader.
func (q *question) zeroScores() []float64 {
	s := q.scratch
	if cap(s.scores) < int(q.count) {
		s.scores = make([]float64, q.count)
	}
	s.scores = s.scores[:q.count]
	clear(s.scores)
	return s.scores
}
