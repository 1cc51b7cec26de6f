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
	a.add(c, cmd)
	a.addLimit(c, cmd, 20)
	flags := cmd.Flags()
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
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return coveragePlainly(c.showCoverage(cmd, &a)) }
	return cmd
}

// showCoverage shows what the flags ask for.
// compareWith reads the date to compare with.
func compareWith(text string) (graph.Date, error) {
	date, err := graph.ParseDate(text)
	if err != nil {
		return date, wrongUse("cli.bad_date", "value", text)
	}
	return date, nil
}

func (c *cli) showCoverage(cmd *cobra.Command, a *coverageAsked) error {
	a.query.FactsOnly = c.factsOnly
	since, err := compareWith(a.compareWith)
	switch {
	case err != nil:
		return err
	case a.second != "" && a.first == "":
		return wrongUse("cli.coverage.against_alone")
	case a.query.Region == "" && a.explain == "":
		return wrongUse("cli.coverage.no_region")
	case a.explain != "":
		return c.explainCell(cmd, a)
	case a.first != "":
		return c.compareScenarios(cmd, a)
	case a.gaps || a.cause != "":
		return c.findGaps(cmd, a)
	}
	return show(c, cmd, &a.asking, func(s *app.Service, scope advise.Scope) (planner.CoverageAnswer, error) {
		return s.Planner.Coverage(a.query, since, scope)
	}, plan.NewMatrix, plan.WriteMatrix)
}

func (c *cli) explainCell(cmd *cobra.Command, a *coverageAsked) error {
	return show(c, cmd, &a.asking, func(s *app.Service, scope advise.Scope) (planner.ExplainAnswer, error) {
		return s.Planner.Explain(a.explain, c.factsOnly, scope)
	}, func(answer planner.ExplainAnswer, l report.Language) plan.Records {
		records := planner.RecordsAnswer{
			Region: answer.Explanation.Place, Column: answer.Explanation.Column, Measure: planner.MeasureIndex,
			Explanation: &answer.Explanation, Inventory: answer.Inventory, Meta: answer.Meta,
		}
		return plan.NewRecords(records, 0, len(answer.Explanation.Addends), l)
	}, plan.WriteExplanation)
}

func (c *cli) findGaps(cmd *cobra.Command, a *coverageAsked) error {
	return show(c, cmd, &a.asking, func(s *app.Service, scope advise.Scope) (planner.GapsAnswer, error) {
		return s.Planner.Gaps(planner.GapsQuery{CoverageQuery: a.query, Cause: a.cause}, scope)
	}, func(answer planner.GapsAnswer, l report.Language) plan.Gaps {
		return plan.NewGaps(answer, 0, a.limit, l)
	}, func(w io.Writer, answer planner.GapsAnswer, lang phrase.Lang) error {
		return plan.WriteGaps(w, answer, a.limit, lang)
	})
}

// compareScenarios reads the scenarios' files first: a mistake in them is told before a
// network is opened.
func (c *cli) compareScenarios(cmd *cobra.Command, a *coverageAsked) error {
	first, second, err := c.scenarios(a.first, a.second)
	if err != nil {
		return err
	}
	q := planner.ScenariosQuery{CoverageQuery: a.query, Scenario: *first, Against: second}
	return show(c, cmd, &a.asking, func(s *app.Service, scope advise.Scope) (planner.ScenariosAnswer, error) {
		return s.Planner.Scenarios(q, scope)
	}, plan.NewScenarios, plan.WriteScenarios)
}

// scenarios reads the scenarios of files; "" is none.
func (c *cli) scenarios(first, second string) (one, two *coverage.Scenario, err error) {
	for _, wanted := range []struct {
		path string
		to   **coverage.Scenario
	}{{first, &one}, {second, &two}} {
		if wanted.path == "" {
			continue
		}
		read, err := c.scenario(wanted.path)
		if err != nil {
			return nil, nil, err
		}
		*wanted.to = &read
	}
	return one, two, nil
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
	return coverage.ParseScenario(data)
}

// coveragePlainly says which flag or which place of a scenario is at fault.
func coveragePlainly(err error) error {
	var query *phrase.QuestionError
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
