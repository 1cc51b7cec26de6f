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
	s, err := p.begin(scope)
	if err != nil {
		return ScenariosAnswer{}, err
	}
	defer s.done()
	query, err := q.read(s.inv)
	if err != nil {
		return ScenariosAnswer{}, err
	}
	if query.Columns, err = q.cells(); err != nil {
		return ScenariosAnswer{}, err
	}
	base := coverage.New(s.inv, q.FactsOnly)
	answer := ScenariosAnswer{Before: base.Measure(query)}
	first, outcome, err := p.outcome(s, base, query, q.Scenario)
	if err != nil {
		return ScenariosAnswer{}, err
	}
	answer.Outcomes = append(answer.Outcomes, outcome)
	if q.Against != nil {
		second, outcome, err := p.outcome(s, base, query, *q.Against)
		if err != nil {
			return ScenariosAnswer{}, &AgainstError{err}
		}
		answer.Outcomes = append(answer.Outcomes, outcome)
		d := coverage.Compare(first, second, query)
		answer.Between = &d
	}
	answer.Meta = p.took(s)
	return answer, nil
}

func (p *Planner) outcome(s *session, base *coverage.Analysis, query coverage.Query, scenario coverage.Scenario) (*coverage.Analysis, Outcome, error) {
	inv, err := p.overlay(s, scenario)
	if err != nil {
		return nil, Outcome{}, err
	}
	after := coverage.New(inv, query.FactsOnly)
	return after, Outcome{
		Scenario: scenario, After: after.Measure(query), Difference: coverage.Compare(base, after, query), Before: s.inv, Inventory: inv,
	}, nil
}

// AgainstError is what is wrong with the second scenario.
type AgainstError struct{ Err error }

// Error implements error.
func (e *AgainstError) Error() string { return "against: " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *AgainstError) Unwrap() error { return e.Err }
