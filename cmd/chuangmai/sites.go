package main

import (
	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/coverage/sites"
	"chuangmai/internal/app"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

func (c *cli) sites() *cobra.Command {
	var a asking
	var q planner.SitesQuery
	cmd := &cobra.Command{Use: "sites", Short: c.say("cli.sites.short"), Long: c.say("cli.sites.long"), Args: between(0, 0)}
	c.planned(cmd, &a, &q.Region, &q.Evidence)
	flags := cmd.Flags()
	flags.StringVar(&q.Field, "field", "", c.say("cli.flag.plan_field"))
	flags.StringVar(&q.Stage, "stage", "", c.say("cli.flag.plan_stage"))
	flags.StringVar(&q.Kind, "kind", sites.KindCentre, c.say("cli.flag.sites_kind"))
	flags.IntVar(&q.N, "n", sites.DefaultN, c.say("cli.flag.sites_n"))
	flags.StringVar(&q.Coverage, "coverage", sites.CoverageBest, c.say("cli.flag.sites_coverage"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (planner.SitesAnswer, error) {
			return s.Planner.Sites(cmd.Context(), q, scope)
		}, plan.NewSites, plan.WriteSites)
	}
	return cmd
}

// planned adds the flags that all planning commands of this file's kind share.
func (c *cli) planned(cmd *cobra.Command, a *asking, region *string, evidence *int) {
	a.add(c, cmd)
	flags := cmd.Flags()
	flags.StringVar(region, "region", "", c.say("cli.flag.plan_region"))
	flags.IntVar(evidence, "evidence", sites.DefaultEvidence, c.say("cli.flag.plan_evidence"))
}
