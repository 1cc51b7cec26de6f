package planner

import (
	"context"

	"chuangmai/advise"
	"chuangmai/coverage/chains"
)

// ChainsQuery asks what is recorded of the six chains.
type ChainsQuery struct {
	// Region is a code or name, "" for everywhere.
	Region string
	chains.Question
}

// ChainsAnswer is what it gets.
type ChainsAnswer struct {
	chains.Answer
	advise.Meta
}

// Chains tells what is recorded of the six chains in centres, zones or cities. A question
// that cannot be meant is a [*phrase.QuestionError], a region that nobody knows an
// [*advise.UnknownPlaceError].
func (p *Planner) Chains(_ context.Context, query ChainsQuery, scope advise.Scope) (ChainsAnswer, error) {
	return within(p, scope, func(s *session) (ChainsAnswer, error) { return s.chains(query) })
}

func (s *session) chains(query ChainsQuery) (ChainsAnswer, error) {
	inv := s.inventory()
	region, err := place(inv.Regions, query.Region)
	if err != nil {
		return ChainsAnswer{}, err
	}
	told, err := chains.Tell(inv, region, query.Question)
	if err != nil {
		return ChainsAnswer{}, err
	}
	return ChainsAnswer{Answer: told, Meta: s.took()}, nil
}
