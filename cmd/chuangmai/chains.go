package main

import (
	"github.com/spf13/cobra"

	"chuangmai/coverage/chains"
	"chuangmai/internal/app"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/report/plan"
)

func (c *cli) chains() *cobra.Command {
	var a asking
	var q planner.ChainsQuery
	cmd := &cobra.Command{Use: "chains", Short: c.say("cli.chains.short"), Long: c.say("cli.chains.long"), Args: between(0, 0)}
	c.planned(cmd, &a, &q.Region, &q.Evidence)
	flags := cmd.Flags()
	flags.StringVar(&q.Of, "of", "", c.say("cli.flag.chains_of"))
	flags.StringVar(&q.ID, "id", "", c.say("cli.flag.chains_id"))
	flags.StringVar(&q.Field, "field", "", c.say("cli.flag.plan_field"))
	flags.IntVar(&q.Limit, "limit", chains.DefaultLimit, c.say("cli.flag.plan_limit"))
	flags.IntVar(&q.Offset, "offset", 0, c.say("cli.flag.plan_offset"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Planner.Chains(cmd.Context(), q, scope)
			if err != nil {
				return plannedPlainly(err)
			}
			if a.json {
				return c.encode(plan.NewChains(answer, report.Language{Lang: c.lang, Both: a.both}))
			}
			return plan.WriteChains(c.out, answer, c.lang)
		})
	}
	return cmd
}
