package planner

import (
	"context"
	"slices"
	"sync"

	"chuangmai/advise"
	"chuangmai/coverage/health"
	"chuangmai/coverage/supply"
)

// HealthQuery asks how well a network hangs together.
type HealthQuery struct {
	// Region is a code or name, "" for everywhere.
	Region string
	health.Question
}

// HealthAnswer is what it gets.
type HealthAnswer struct {
	health.Answer
	advise.Meta
}

// Health tells how well the network of a region hangs together. A question that cannot be
// meant is a [*phrase.QuestionError], a region that nobody knows an [*advise.UnknownPlaceError].
func (p *Planner) Health(ctx context.Context, query HealthQuery, scope advise.Scope) (HealthAnswer, error) {
	return within(p, scope, func(s *session) (HealthAnswer, error) { return s.health(ctx, query) })
}

func (s *session) health(ctx context.Context, query HealthQuery) (HealthAnswer, error) {
	inv := s.inventory()
	region, err := place(inv.Regions, query.Region)
	if err != nil {
		return HealthAnswer{}, err
	}
	survey, err := s.planner.surveys.of(ctx, inv, region)
	if err != nil {
		return HealthAnswer{}, err
	}
	told, err := survey.Tell(query.Question)
	if err != nil {
		return HealthAnswer{}, err
	}
	return HealthAnswer{Answer: told, Meta: s.took()}, nil
}

// surveys keeps the last surveys of the current picture, so that pages of one answer are
// made from one.
type surveys struct {
	mu   sync.Mutex
	kept []*surveyed // the latest used last
}

// surveyed is a survey that is there or being made.
type surveyed struct {
	inv    *supply.Inventory
	region supply.Place
	turn   chan struct{} // holds one token: who makes the survey, or reads it
	survey *health.Survey
}

// maxSurveys is how many regions and dates are kept.
const maxSurveys = 4

// of finds or makes a survey. Of several who ask at once one makes it while the others wait;
// when its time runs out, the next one tries.
func (c *surveys) of(ctx context.Context, inv *supply.Inventory, region supply.Place) (*health.Survey, error) {
	s := c.entry(inv, region)
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if s.survey != nil {
		return s.survey, nil
	}
	survey, err := health.Look(ctx, inv, region)
	if err != nil {
		return nil, err
	}
	s.survey = survey
	return survey, nil
}

func (c *surveys) entry(inv *supply.Inventory, region supply.Place) *surveyed {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = slices.DeleteFunc(c.kept, func(k *surveyed) bool { return k.inv.View.Picture() != inv.View.Picture() })
	for i, k := range c.kept {
		if k.inv == inv && k.region == region {
			c.kept = append(slices.Delete(c.kept, i, i+1), k)
			return k
		}
	}
	s := &surveyed{inv: inv, region: region, turn: make(chan struct{}, 1)}
	c.kept = append(c.kept, s)
	if len(c.kept) > maxSurveys {
		c.kept = slices.Clone(c.kept[1:])
	}
	return s
}
