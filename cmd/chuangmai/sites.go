package main

import (
	"errors"

	"github.com/spf13/cobra"

	"chuangmai/coverage/chains"
	"chuangmai/coverage/health"
	"chuangmai/coverage/sites"
	"chuangmai/internal/app"
	"chuangmai/planner"
	"chuangmai/report"
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
		scope, err := a.scope()
		if err != nil {
			return err
		}
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Planner.Sites(cmd.Context(), q, scope)
			if err != nil {
				return plannedPlainly(err)
			}
			if a.json {
				return c.encode(plan.NewSites(answer, report.Language{Lang: c.lang, Both: a.both}))
			}
			return plan.WriteSites(c.out, answer, c.lang)
		})
	}
	return cmd
}

// planned adds the flags that all planning commands of this file's kind share.
func (c *cli) planned(cmd *cobra.Command, a *asking, region *string, evidence *int) {
	flags := cmd.Flags()
	flags.BoolVar(&a.json, "json", false, c.say("cli.flag.json"))
	flags.BoolVar(&a.both, "both", false, c.say("cli.flag.both"))
	flags.StringVar(&a.asOf, "as-of", "", c.say("cli.flag.as_of"))
	flags.StringVar(region, "region", "", c.say("cli.flag.plan_region"))
	flags.IntVar(evidence, "evidence", sites.DefaultEvidence, c.say("cli.flag.plan_evidence"))
}

// plannedPlainly gives errors of planning questions their sentence in both languages.
func plannedPlainly(err error) error {
	var place *sites.QuestionError
	var subject *chains.QuestionError
	var part *health.QuestionError
	switch {
	case errors.As(err, &place):
		return &refusal{place.Reason.Both()}
	case errors.As(err, &subject):
		return &refusal{subject.Reason.Both()}
	case errors.As(err, &part):
		return &refusal{part.Reason.Both()}
	}
	return err
}
