package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"chuangmai/coverage/chains"
	"chuangmai/coverage/health"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/report/plan"
	"chuangmai/rules"
)

func (c *cli) checks() *cobra.Command {
	var a asking
	var q planner.ChecksQuery
	var node string
	var outcomes []string
	cmd := &cobra.Command{Use: "checks", Short: c.say("cli.checks.short"), Long: c.say("cli.checks.long"), Args: between(0, 0)}
	flags := cmd.Flags()
	flags.BoolVar(&a.json, "json", false, c.say("cli.flag.json"))
	flags.BoolVar(&a.both, "both", false, c.say("cli.flag.both"))
	flags.StringVar(&a.asOf, "as-of", "", c.say("cli.flag.as_of"))
	flags.IntVar(&q.Limit, "limit", 0, c.say("cli.flag.checks_limit"))
	flags.StringVar(&node, string(graph.KindCenter), "", c.say("cli.flag.checks_centre"))
	flags.StringSliceVar(&q.Rules, "rule", nil, c.say("cli.flag.checks_rule"))
	flags.StringSliceVar(&outcomes, "outcome", nil, c.say("cli.flag.checks_outcome"))
	flags.StringVar(&q.Region, "region", "", c.say("cli.flag.region"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		q.Node = graph.ID(node)
		if q.Outcomes, err = outcomeList(outcomes); err != nil {
			return err
		}
		if q.Limit < 0 {
			return wrongUse("cli.checks.limit")
		}
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Planner.Checks(q, scope)
			if err != nil {
				return ruleRefusal(err)
			}
			if a.json {
				return c.encode(plan.NewChecks(answer, report.Language{Lang: c.lang, Both: a.both}))
			}
			return plan.WriteChecks(c.out, answer, c.lang)
		})
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

// ruleRefusal gives the errors of rules, papers and policies their sentence in both
// languages.
func ruleRefusal(err error) error {
	var node *planner.UnknownNodeError
	var kind *planner.WrongKindError
	var rule *planner.UnknownRuleError
	var query *planner.QueryError
	var strip *chains.QuestionError
	var network *health.QuestionError
	var m phrase.Message
	switch {
	case errors.As(err, &node):
		m = phrase.New("cli.no_node", "id", string(node.ID))
	case errors.As(err, &kind):
		m = phrase.New("cli.wrong_kind", "id", string(kind.ID), "kind", kindText(kind.Kind), "wanted", kindTexts(kind.Want))
	case errors.As(err, &rule):
		m = phrase.New("cli.no_rule", "id", rule.ID)
	case errors.As(err, &query):
		m = query.Reason
	case errors.As(err, &strip):
		m = strip.Reason
	case errors.As(err, &network):
		m = network.Reason
	default:
		return err
	}
	return &refusal{m.Both()}
}

func kindText(k graph.Kind) phrase.Text {
	if def := graph.BuiltinSchema().Kind(k); def != nil {
		return phrase.Text{Zh: def.Zh, En: def.En}
	}
	return phrase.Text{Zh: string(k), En: string(k)}
}

func kindTexts(kinds []graph.Kind) []phrase.Text {
	out := make([]phrase.Text, len(kinds))
	for i, k := range kinds {
		out[i] = kindText(k)
	}
	return out
}

func (c *cli) policies() *cobra.Command {
	var a asking
	cmd := &cobra.Command{Use: "policies " + c.say("cli.arg.node"), Short: c.say("cli.policies.short"), Long: c.say("cli.policies.long"), Args: between(1, 1)}
	cmd.Flags().BoolVar(&a.json, "json", false, c.say("cli.flag.json"))
	cmd.Flags().BoolVar(&a.both, "both", false, c.say("cli.flag.both"))
	cmd.Flags().StringVar(&a.asOf, "as-of", "", c.say("cli.flag.as_of"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Planner.Policies(graph.ID(args[0]), scope)
			if err != nil {
				return ruleRefusal(err)
			}
			if a.json {
				return c.encode(plan.NewPolicies(answer, report.Language{Lang: c.lang, Both: a.both}))
			}
			return plan.WritePolicies(c.out, answer, c.lang)
		})
	}
	return cmd
}
