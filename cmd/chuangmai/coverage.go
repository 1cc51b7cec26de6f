package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/report/plan"
)

// coverageAsked are the flags of the coverage command.
type coverageAsked struct {
	asking
	query                                      planner.CoverageQuery
	compareWith, explain, cause, first, second string
	gaps                                       bool
}

func (c *cli) coverage() *cobra.Command {
	var a coverageAsked
	cmd := &cobra.Command{
		Use: "coverage", Short: c.say("cli.coverage.short"), Long: c.say("cli.coverage.long"), Args: between(0, 0),
	}
	a.add(c, cmd, 20)
	flags := cmd.Flags()
	flags.BoolVar(&a.both, "both", false, c.say("cli.flag.both"))
	flags.StringVar(&a.query.Region, "region", "", c.say("cli.coverage.region"))
	flags.StringVar(&a.query.By, "by", "", c.say("cli.coverage.by"))
	flags.StringVar(&a.query.Field, "field", "", c.say("cli.coverage.field"))
	flags.StringVar(&a.query.Stage, "stage", "", c.say("cli.coverage.stage"))
	flags.StringVar(&a.query.Columns, "columns", "", c.say("cli.coverage.columns"))
	flags.StringVar(&a.compareWith, "compare-with", "", c.say("cli.coverage.compare_with"))
	flags.StringVar(&a.explain, "explain", "", c.say("cli.coverage.explain"))
	flags.BoolVar(&a.gaps, "gaps", false, c.say("cli.coverage.gaps"))
	flags.StringVar(&a.cause, "cause", "", c.say("cli.coverage.cause"))
	flags.StringVar(&a.first, "scenario", "", c.say("cli.coverage.scenario"))
	flags.StringVar(&a.second, "against", "", c.say("cli.coverage.against"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		answer, err := c.coverageAnswer(&a)
		if err != nil {
			return err
		}
		return c.with(cmd.Context(), func(s *app.Service) error { return coveragePlainly(answer(s.Planner, scope)) })
	}
	return cmd
}

// coverageAnswer reads the flags and returns what answers them.
func (c *cli) coverageAnswer(a *coverageAsked) (func(*planner.Planner, advise.Scope) error, error) {
	a.query.FactsOnly = c.factsOnly
	since, err := graph.ParseDate(a.compareWith)
	switch {
	case err != nil:
		return nil, wrongUse("cli.bad_date", "value", a.compareWith)
	case a.second != "" && a.first == "":
		return nil, wrongUse("cli.coverage.against_alone")
	case a.query.Region == "" && a.explain == "":
		return nil, wrongUse("cli.coverage.no_region")
	case a.explain != "":
		return c.explainCell(a), nil
	case a.first != "":
		return c.compareScenarios(a)
	case a.gaps || a.cause != "":
		return c.findGaps(a), nil
	}
	return func(p *planner.Planner, scope advise.Scope) error {
		answer, err := p.Coverage(a.query, since, scope)
		if err != nil {
			return err
		}
		if a.json {
			return c.encode(plan.NewMatrix(answer, a.language(c)))
		}
		return plan.WriteMatrix(c.out, answer, c.lang)
	}, nil
}

func (a *asking) language(c *cli) report.Language { return report.Language{Lang: c.lang, Both: a.both} }

func (c *cli) explainCell(a *coverageAsked) func(*planner.Planner, advise.Scope) error {
	return func(p *planner.Planner, scope advise.Scope) error {
		answer, err := p.Explain(a.explain, c.factsOnly, scope)
		if err != nil {
			return err
		}
		if a.json {
			records := planner.RecordsAnswer{
				Region: answer.Explanation.Place, Column: answer.Explanation.Column, Measure: planner.MeasureIndex,
				Explanation: &answer.Explanation, Inventory: answer.Inventory, Meta: answer.Meta,
			}
			return c.encode(plan.NewRecords(records, 0, len(answer.Explanation.Addends), a.language(c)))
		}
		return plan.WriteExplanation(c.out, answer, c.lang)
	}
}

func (c *cli) findGaps(a *coverageAsked) func(*planner.Planner, advise.Scope) error {
	return func(p *planner.Planner, scope advise.Scope) error {
		answer, err := p.Gaps(planner.GapsQuery{CoverageQuery: a.query, Cause: a.cause}, scope)
		if err != nil {
			return err
		}
		if a.json {
			return c.encode(plan.NewGaps(answer, 0, a.limit, a.language(c)))
		}
		return plan.WriteGaps(c.out, answer, a.limit, c.lang)
	}
}

// compareScenarios reads the scenarios' files first: a mistake in them is told before a
// network is opened.
func (c *cli) compareScenarios(a *coverageAsked) (func(*planner.Planner, advise.Scope) error, error) {
	q := planner.ScenariosQuery{CoverageQuery: a.query}
	var err error
	if q.Scenario, err = c.scenario(a.first); err != nil {
		return nil, err
	}
	if a.second != "" {
		against, err := c.scenario(a.second)
		if err != nil {
			return nil, err
		}
		q.Against = &against
	}
	return func(p *planner.Planner, scope advise.Scope) error {
		answer, err := p.Scenarios(q, scope)
		if err != nil {
			return err
		}
		if a.json {
			return c.encode(plan.NewScenarios(answer, a.language(c)))
		}
		return plan.WriteScenarios(c.out, answer, c.lang)
	}, nil
}

// scenario reads a scenario from a file, "-" for the standard input.
func (c *cli) scenario(path string) (coverage.Scenario, error) {
	in := c.in
	if path != "-" {
		file, err := os.Open(path) //nolint:gosec // a file the user names
		if err != nil {
			return coverage.Scenario{}, err
		}
		defer func() { _ = file.Close() }() // only read
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, coverage.MaxScenario+1))
	if err != nil {
		return coverage.Scenario{}, fmt.Errorf("%s: %w", path, err)
	}
	scenario, err := coverage.ParseScenario(data)
	return scenario, coveragePlainly(err)
}

// coveragePlainly gives errors of coverage their sentence in both languages.
func coveragePlainly(err error) error {
	var query *planner.QueryError
	var scenario *coverage.ScenarioError
	switch {
	case errors.As(err, &query):
		reason := query.Reason.Both()
		return &refusal{phrase.Text{Zh: query.Parameter + "：" + reason.Zh, En: query.Parameter + ": " + reason.En}}
	case errors.As(err, &scenario):
		var text phrase.Text
		for i, p := range scenario.Problems {
			if i > 0 {
				text.Zh, text.En = text.Zh+"\n", text.En+"\n"
			}
			reason := p.Reason.Both()
			text.Zh, text.En = text.Zh+p.Pointer+"："+reason.Zh, text.En+p.Pointer+": "+reason.En
		}
		return &refusal{text}
	}
	return err
}
