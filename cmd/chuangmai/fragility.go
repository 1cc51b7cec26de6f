package main

import (
	"github.com/spf13/cobra"

	"chuangmai/coverage/health"
	"chuangmai/internal/app"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/report/plan"
)

func (c *cli) fragility() *cobra.Command {
	var a asking
	var q planner.HealthQuery
	cmd := &cobra.Command{Use: "fragility", Short: c.say("cli.fragility.short"), Long: c.say("cli.fragility.long"), Args: between(0, 0)}
	c.planned(cmd, &a, &q.Region, &q.Evidence)
	flags := cmd.Flags()
	flags.StringVar(&q.Part, "part", "", c.say("cli.flag.health_part"))
	flags.IntVar(&q.Limit, "limit", health.DefaultLimit, c.say("cli.flag.plan_limit"))
	flags.IntVar(&q.Offset, "offset", 0, c.say("cli.flag.plan_offset"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Planner.Health(cmd.Context(), q, scope)
			if err != nil {
				return plannedPlainly(err)
			}
			if a.json {
				return c.encode(plan.NewHealth(answer, report.Language{Lang: c.lang, Both: a.both}))
			}
			return plan.WriteHealth(c.out, answer, q.Part, c.lang)
		})
	}
	return cmd
}
