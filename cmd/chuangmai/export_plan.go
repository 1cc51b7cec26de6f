package main

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"chuangmai/briefing"
	"chuangmai/internal/app"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

// encodeTo writes a value as indented JSON.
func encodeTo(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

func (c *cli) briefing() *cobra.Command {
	var a asking
	var q planner.ExportQuery
	var out, since, first, second string
	cmd := &cobra.Command{Use: "briefing", Short: c.say("cli.briefing.short"), Long: c.say("cli.briefing.long", "views", planner.ExportViews()), Args: between(0, 0)}
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "", c.say("cli.flag.briefing_out"))
	flags.StringVar(&q.Coverage.Region, "region", "", c.say("cli.flag.region"))
	flags.StringVar(&q.Coverage.Field, "field", "", c.say("cli.flag.field"))
	flags.StringVar(&q.Coverage.By, "by", "", c.say("cli.coverage.by"))
	flags.StringVar(&since, "compare-with", "", c.say("cli.coverage.compare_with"))
	flags.StringVar(&first, "scenario", "", c.say("cli.coverage.scenario"))
	flags.StringVar(&second, "against", "", c.say("cli.coverage.against"))
	flags.StringSliceVar(&q.Views, "view", nil, c.say("cli.flag.briefing_view", "views", planner.ExportViews()))
	a.addDate(c, cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		format, err := briefing.FormatOf(out)
		if err != nil {
			return wrongUse("cli.briefing.format", "value", out)
		}
		if second != "" && first == "" {
			return wrongUse("cli.coverage.against_alone")
		}
		if q.CompareWith, err = compareWith(since); err != nil {
			return err
		}
		if q.Scenario, q.Against, err = c.scenarios(first, second); err != nil {
			return err
		}
		q.Coverage.FactsOnly = c.factsOnly
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Planner.Export(cmd.Context(), q, scope)
			var view *planner.UnknownViewError
			if errors.As(err, &view) {
				return wrongUse("cli.briefing.view", "value", view.View, "views", planner.ExportViews())
			}
			if err != nil {
				return err
			}
			return c.toFile(out, func(w io.Writer) error { return briefing.Write(w, format, plan.NewBriefing(answer, c.lang)) })
		})
	}
	return cmd
}
