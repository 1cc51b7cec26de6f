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
	a.add(c, cmd)
	cmd.Flags().IntVar(&q.Paths, "paths", intro.DefaultPaths, c.say("cli.flag.paths"))
	cmd.Flags().StringVar(&q.Topic, "topic", "", c.say("cli.flag.topic"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q.From, q.To = graph.ID(args[0]), graph.ID(args[1])
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (advise.IntroductionsAnswer, error) {
			return s.Advisor.Introductions(cmd.Context(), q, scope)
		}, report.NewIntroductions, report.WriteIntroductions)
	}
	return cmd
}
