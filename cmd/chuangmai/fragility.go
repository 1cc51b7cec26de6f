package main

import (
	"io"

	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/coverage/health"
	"chuangmai/internal/app"
	"chuangmai/phrase"
	"chuangmai/planner"
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
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (planner.HealthAnswer, error) {
			return s.Planner.Health(cmd.Context(), q, scope)
		}, plan.NewHealth, func(w io.Writer, answer planner.HealthAnswer, lang phrase.Lang) error {
			return plan.WriteHealth(w, answer, q.Part, lang)
		})
	}
	return cmd
}
