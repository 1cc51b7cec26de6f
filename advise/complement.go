package advise

import (
	"context"
	"errors"

	"chuangmai/graph"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/team/complement"
)

// ComplementQuery asks for collaborators of a centre.
type ComplementQuery struct {
	Centre graph.ID
	// Text is the topic or call; Need, when given, corrects its reading part by part.
	Text    string
	Need    *need.Need
	Novelty float64
	Kinds   []graph.Kind
	// Regions are names or codes of places; what lies within counts.
	Regions   []string
	FactsOnly bool
	// Limit and Offset cut the page; Limit 0 means the default.
	Limit, Offset int
}

// ComplementAnswer is what it gets.
type ComplementAnswer struct {
	Need need.Need `json:"need"`
	complement.Answer
	// Abstained says why there is no answer and what to add; nil when there is one.
	Abstained *phrase.Message `json:"abstained,omitempty"`
	Meta
}

// Complement finds who adds what a topic asks for and a centre lacks. What cannot be
// meant is a [phrase.QuestionError], an [UnknownRequesterError] or an
// [UnknownPlaceError].
func (a *Advisor) Complement(_ context.Context, query ComplementQuery, scope Scope) (ComplementAnswer, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return ComplementAnswer{}, err
	}
	defer release()
	start := a.clock()
	centre, known := s.view.Lookup(query.Centre)
	if !known {
		return ComplementAnswer{}, &UnknownRequesterError{ID: query.Centre}
	}
	regions, err := s.placeCodes(query.Regions)
	if err != nil {
		return ComplementAnswer{}, err
	}
	n, err := s.read(Query{Text: query.Text, Need: query.Need})
	if err != nil {
		return ComplementAnswer{}, err
	}
	if query.Limit <= 0 {
		query.Limit = s.settings.GroupLimit
	}
	answer := ComplementAnswer{Need: n}
	found, err := complement.Find(complement.Question{
		Sources: s.sources(), Centre: centre, Need: n, Novelty: query.Novelty, Kinds: query.Kinds, Regions: regions,
		FactsOnly: query.FactsOnly, Limit: query.Limit, Offset: query.Offset,
	})
	switch {
	case errors.Is(err, complement.ErrNothingAsked):
		why := phrase.New("abstain.no_capability")
		answer.Abstained = &why
		answer.Answer = s.emptyComplement(query)
	case err != nil:
		return ComplementAnswer{}, err
	default:
		answer.Answer = found
	}
	answer.Meta = s.meta
	answer.TookMs = float64(a.clock().Sub(start).Microseconds()) / 1000
	return answer, nil
}

// emptyComplement is the answer about a topic that asks for nothing.
func (s *session) emptyComplement(query ComplementQuery) complement.Answer {
	n, _ := s.view.Lookup(query.Centre)
	a := complement.Answer{Novelty: query.Novelty, Asked: []complement.Asked{}, Partners: []complement.Partner{}, Notes: []phrase.Message{}}
	a.Centre.Node, a.Centre.Kind, a.Centre.Name, a.Centre.NameEn = query.Centre, s.view.Kind(n), s.view.Name(n), s.view.NameEn(n)
	return a
}
