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
// meant is a [health.QuestionError], a region that nobody knows an [advise.UnknownPlaceError].
func (p *Planner) Health(ctx context.Context, query HealthQuery, scope advise.Scope) (HealthAnswer, error) {
	s, err := p.begin(scope)
	if err != nil {
		return HealthAnswer{}, err
	}
	defer s.done()
	region, err := s.region(query.Region)
	if err != nil {
		return HealthAnswer{}, err
	}
	survey, err := p.surveys.of(ctx, s.inv, region)
	if err != nil {
		return HealthAnswer{}, err
	}
	told, err := survey.Tell(query.Question)
	if err != nil {
		return HealthAnswer{}, err
	}
	return HealthAnswer{Answer: told, Meta: p.took(s)}, nil
}

// surveys keeps the last surveys of the current picture, so that pages of one answer are
// made from one.
type surveys struct {
	mu   sync.Mutex
	kept []surveyed // the latest used last
}

type surveyed struct {
	inv    *supply.Inventory
	region supply.Place
	survey *health.Survey
}

// maxSurveys is how many regions and dates are kept.
const maxSurveys = 4

// of finds or makes a survey. Two who ask at once may both make it; one is kept.
func (c *surveys) of(ctx context.Context, inv *supply.Inventory, region supply.Place) (*health.Survey, error) {
	if s := c.find(inv, region); s != nil {
		return s, nil
	}
	survey, err := health.Look(ctx, inv, region)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = slices.DeleteFunc(c.kept, func(k surveyed) bool { return k.inv.View.Picture() != inv.View.Picture() })
	c.kept = append(c.kept, surveyed{inv, region, survey})
	if len(c.kept) > maxSurveys {
		c.kept = slices.Clone(c.kept[1:])
	}
	return survey, nil
}

func (c *surveys) find(inv *supply.Inventory, region supply.Place) *health.Survey {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, k := range c.kept {
		if k.inv == inv && k.region == region {
			c.kept = append(slices.Delete(c.kept, i, i+1), k)
			return k.survey
		}
	}
	return nil
}
