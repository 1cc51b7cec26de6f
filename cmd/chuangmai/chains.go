package main

import (
	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/coverage/chains"
	"chuangmai/internal/app"
	"chuangmai/planner"
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
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (planner.ChainsAnswer, error) {
			return s.Planner.Chains(cmd.Context(), q, scope)
		}, plan.NewChains, plan.WriteChains)
	}
	return cmd
}
