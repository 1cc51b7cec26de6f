package planner

import (
	"context"

	"chuangmai/advise"
	"chuangmai/coverage/sites"
)

// SitesQuery asks where the next centres, pilot lines or instruments should stand.
type SitesQuery struct {
	// Region is a code or name.
	Region string
	sites.Question
}

// SitesAnswer is what it gets.
type SitesAnswer struct {
	sites.Answer
	advise.Meta
}

// Sites finds the best places for new sites. A question that cannot be meant is a
// [sites.QuestionError], a region that nobody knows an [advise.UnknownPlaceError].
func (p *Planner) Sites(ctx context.Context, query SitesQuery, scope advise.Scope) (SitesAnswer, error) {
	s, err := p.begin(scope)
	if err != nil {
		return SitesAnswer{}, err
	}
	defer s.done()
	region, err := s.region(query.Region)
	if err != nil {
		return SitesAnswer{}, err
	}
	if region < 0 {
		return SitesAnswer{}, sites.NoRegion()
	}
	found, err := sites.Find(ctx, s.inv, region, query.Question)
	if err != nil {
		return SitesAnswer{}, err
	}
	return SitesAnswer{Answer: found, Meta: p.took(s)}, nil
}
