package main

import (
	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/intro"
	"chuangmai/report"
)

func (c *cli) paths() *cobra.Command {
	var a asking
	var q advise.IntroductionsQuery
	cmd := &cobra.Command{
		Use: "paths " + c.say("cli.arg.from") + " " + c.say("cli.arg.to"), Short: c.say("cli.paths.short"), Long: c.say("cli.paths.long"), Args: between(2, 2),
	}
	cmd.Flags().BoolVar(&a.json, "json", false, c.say("cli.flag.json"))
	cmd.Flags().BoolVar(&a.both, "both", false, c.say("cli.flag.both"))
	cmd.Flags().StringVar(&a.asOf, "as-of", "", c.say("cli.flag.as_of"))
	cmd.Flags().IntVar(&q.Paths, "paths", intro.DefaultPaths, c.say("cli.flag.paths"))
	cmd.Flags().StringVar(&q.Topic, "topic", "", c.say("cli.flag.topic"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		q.From, q.To = graph.ID(args[0]), graph.ID(args[1])
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Advisor.Introductions(cmd.Context(), q, scope)
			if err != nil {
				return plainly(err)
			}
			if a.json {
				return c.encode(report.NewIntroductions(answer, report.Language{Lang: c.lang, Both: a.both}))
			}
			return report.WriteIntroductions(c.out, answer, c.lang)
		})
	}
	return cmd
}
