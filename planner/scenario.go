package planner

import (
	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
)

// ScenariosQuery asks what one or two scenarios would change.
type ScenariosQuery struct {
	CoverageQuery
	Scenario coverage.Scenario
	// Against is a second scenario to compare with, nil for none.
	Against *coverage.Scenario
}

// ScenariosAnswer tells what scenarios would change. Nothing of them is kept.
type ScenariosAnswer struct {
	Before   coverage.Measures
	Outcomes []Outcome // one for each scenario
	// Between is what the second scenario has against the first, nil for one scenario.
	Between *coverage.Difference
	advise.Meta
}

// Outcome is what one scenario would bring.
type Outcome struct {
	Scenario   coverage.Scenario
	After      coverage.Measures
	Difference coverage.Difference
	Before     *supply.Inventory
	Inventory  *supply.Inventory
}

// Scenarios lays scenarios over the network as of the scope's date and compares. An error
// of the second scenario is an [AgainstError].
func (p *Planner) Scenarios(q ScenariosQuery, scope advise.Scope) (ScenariosAnswer, error) {
	return within(p, scope, func(s *session) (ScenariosAnswer, error) { return s.scenarios(q) })
}

func (s *session) scenarios(q ScenariosQuery) (ScenariosAnswer, error) {
	inv := s.inventory()
	query, err := q.read(inv)
	if err != nil {
		return ScenariosAnswer{}, err
	}
	if query.Columns, err = q.cells(); err != nil {
		return ScenariosAnswer{}, err
	}
	base := coverage.New(inv, q.FactsOnly)
	answer := ScenariosAnswer{Before: base.Measure(query)}
	first, outcome, err := s.outcome(base, query, q.Scenario)
	if err != nil {
		return ScenariosAnswer{}, err
	}
	answer.Outcomes = append(answer.Outcomes, outcome)
	if q.Against != nil {
		second, outcome, err := s.outcome(base, query, *q.Against)
		if err != nil {
			return ScenariosAnswer{}, &AgainstError{err}
		}
		answer.Outcomes = append(answer.Outcomes, outcome)
		d := coverage.Compare(first, second, query)
		answer.Between = &d
	}
	answer.Meta = s.took()
	return answer, nil
}

func (s *session) outcome(base *coverage.Analysis, query coverage.Query, scenario coverage.Scenario) (*coverage.Analysis, Outcome, error) {
	inv, err := s.overlay(scenario)
	if err != nil {
		return nil, Outcome{}, err
	}
	after := coverage.New(inv, query.FactsOnly)
	return after, Outcome{
		Scenario: scenario, After: after.Measure(query), Difference: coverage.Compare(base, after, query), Before: s.inventory(), Inventory: inv,
	}, nil
}

// AgainstError is what is wrong with the second scenario.
type AgainstError struct{ Err error }

// Error implements error.
func (e *AgainstError) Error() string { return "against: " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *AgainstError) Unwrap() error { return e.Err }
