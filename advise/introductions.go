package advise

import (
	"context"

	"chuangmai/graph"
	"chuangmai/intro"
)

// IntroductionsQuery asks how one body can be introduced to another.
type IntroductionsQuery struct {
	From, To graph.ID
	// Paths is how many are wanted; 0 means the default.
	Paths int
	// Topic is what the talk is to be about.
	Topic string
}

// IntroductionsAnswer is what it gets.
type IntroductionsAnswer struct {
	intro.Answer
	Meta
}

// Introductions finds warm paths. What cannot be meant is a [phrase.QuestionError].
func (a *Advisor) Introductions(_ context.Context, query IntroductionsQuery, scope Scope) (IntroductionsAnswer, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return IntroductionsAnswer{}, err
	}
	defer release()
	start := a.clock()
	found, err := intro.Find(intro.Question{View: s.view, From: query.From, To: query.To, Paths: query.Paths, Topic: query.Topic})
	if err != nil {
		return IntroductionsAnswer{}, err
	}
	answer := IntroductionsAnswer{Answer: found, Meta: s.meta}
	answer.TookMs = float64(a.clock().Sub(start).Microseconds()) / 1000
	return answer, nil
}
