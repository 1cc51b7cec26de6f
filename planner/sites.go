package planner

import (
	"context"

	"chuangmai/advise"
	"chuangmai/coverage/sites"
	"chuangmai/coverage/supply"
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
// [*phrase.QuestionError], a region that nobody knows an [*advise.UnknownPlaceError].
func (p *Planner) Sites(ctx context.Context, query SitesQuery, scope advise.Scope) (SitesAnswer, error) {
	return within(p, scope, func(s *session) (SitesAnswer, error) { return s.sites(ctx, query) })
}

func (s *session) sites(ctx context.Context, query SitesQuery) (SitesAnswer, error) {
	inv := s.inventory()
	region, err := place(inv.Regions, query.Region)
	if err != nil {
		return SitesAnswer{}, err
	}
	if region == supply.NoPlace {
		return SitesAnswer{}, sites.NoRegion()
	}
	found, err := sites.Find(ctx, inv, region, query.Question)
	if err != nil {
		return SitesAnswer{}, err
	}
	return SitesAnswer{Answer: found, Meta: s.took()}, nil
}
