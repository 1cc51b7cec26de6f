package planner

import (
	"context"
	"strings"

	"chuangmai/advise"
	"chuangmai/coverage/chains"
	"chuangmai/coverage/supply"
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
// that cannot be meant is a [chains.QuestionError], a region that nobody knows an
// [advise.UnknownPlaceError].
func (p *Planner) Chains(_ context.Context, query ChainsQuery, scope advise.Scope) (ChainsAnswer, error) {
	s, err := p.begin(scope)
	if err != nil {
		return ChainsAnswer{}, err
	}
	defer s.done()
	region, err := s.region(query.Region)
	if err != nil {
		return ChainsAnswer{}, err
	}
	told, err := chains.Tell(s.inv, region, query.Question)
	if err != nil {
		return ChainsAnswer{}, err
	}
	return ChainsAnswer{Answer: told, Meta: p.took(s)}, nil
}

// region reads a region by code, id or name, [supply.NoPlace] for none.
func (s *session) region(text string) (supply.Place, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return supply.NoPlace, nil
	}
	p, known := s.inv.Regions.Named(strings.TrimPrefix(text, "region:"))
	if !known {
		return supply.NoPlace, &advise.UnknownPlaceError{Name: text}
	}
	return p, nil
}
