package main

import (
	"slices"

	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/planner"
	"chuangmai/report/plan"
	"chuangmai/rules"
)

func (c *cli) checks() *cobra.Command {
	var a asking
	var q planner.ChecksQuery
	var node string
	var outcomes []string
	cmd := &cobra.Command{Use: "checks", Short: c.say("cli.checks.short"), Long: c.say("cli.checks.long"), Args: between(0, 0)}
	a.add(c, cmd)
	flags := cmd.Flags()
	flags.IntVar(&q.Limit, "limit", 0, c.say("cli.flag.checks_limit"))
	flags.StringVar(&node, string(graph.KindCenter), "", c.say("cli.flag.checks_centre"))
	flags.StringSliceVar(&q.Rules, "rule", nil, c.say("cli.flag.checks_rule"))
	flags.StringSliceVar(&outcomes, "outcome", nil, c.say("cli.flag.checks_outcome"))
	flags.StringVar(&q.Region, "region", "", c.say("cli.flag.region"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		q.Node = graph.ID(node)
		var err error
		if q.Outcomes, err = outcomeList(outcomes); err != nil {
			return err
		}
		if q.Limit < 0 {
			return wrongUse("cli.checks.limit")
		}
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (planner.ChecksAnswer, error) {
			return s.Planner.Checks(q, scope)
		}, plan.NewChecks, plan.WriteChecks)
	}
	return cmd
}

// outcomeList reads outcomes; a dash may stand for the line below.
func outcomeList(words []string) ([]rules.Outcome, error) {
	var out []rules.Outcome
	for _, w := range words {
		o := rules.Outcome(w)
		if !slices.Contains(rules.Outcomes(), o) {
			return nil, wrongUse("cli.checks.outcome", "value", w)
		}
		out = append(out, o)
	}
	return out, nil
}

func (c *cli) policies() *cobra.Command {
	var a asking
	cmd := &cobra.Command{Use: "policies " + c.say("cli.arg.node"), Short: c.say("cli.policies.short"), Long: c.say("cli.policies.long"), Args: between(1, 1)}
	a.add(c, cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (planner.PoliciesAnswer, error) {
			return s.Planner.Policies(graph.ID(args[0]), scope)
		}, plan.NewPolicies, plan.WritePolicies)
	}
	return cmd
}
