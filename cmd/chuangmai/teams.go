package main

import (
	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/report"
	"chuangmai/team"
)

func (c *cli) teams() *cobra.Command {
	var a asking
	var q advise.TeamsQuery
	var requester string
	var include, exclude []string
	cmd := &cobra.Command{
		Use: "teams " + c.say("cli.arg.sentence"), Short: c.say("cli.teams.short"), Long: c.say("cli.teams.long"), Args: between(1, 1),
	}
	a.add(c, cmd)
	flags := cmd.Flags()
	flags.StringVar(&q.Field, "field", "", c.say("cli.flag.field"))
	flags.StringVar(&q.Profile.City, "city", "", c.say("cli.flag.city"))
	flags.StringVar(&requester, "requester", "", c.say("cli.flag.requester"))
	flags.IntVar(&q.Size, "size", team.DefaultSize, c.say("cli.flag.team_size"))
	flags.IntVar(&q.Teams, "teams", team.DefaultTeams, c.say("cli.flag.team_count"))
	flags.StringSliceVar(&q.Places, "place", nil, c.say("cli.flag.team_place"))
	flags.Float64Var(&q.SMEShare, "sme-share", 0, c.say("cli.flag.team_sme"))
	flags.StringSliceVar(&q.Actors, "need-actor", nil, c.say("cli.flag.team_actor"))
	flags.StringSliceVar(&include, "include", nil, c.say("cli.flag.team_include"))
	flags.StringSliceVar(&exclude, "exclude", nil, c.say("cli.flag.team_exclude"))
	flags.StringVar(&q.Ties, "ties", "", c.say("cli.flag.team_ties"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q.Text, q.Requester, q.FactsOnly = args[0], graph.ID(requester), c.factsOnly
		q.Include, q.Exclude = idList(include), idList(exclude)
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (advise.TeamsAnswer, error) {
			return s.Advisor.Teams(cmd.Context(), q, scope)
		}, report.NewTeams, report.WriteTeams)
	}
	return cmd
}

func idList(words []string) []graph.ID {
	out := make([]graph.ID, len(words))
	for i, w := range words {
		out[i] = graph.ID(w)
	}
	return out
}

func (c *cli) complement() *cobra.Command {
	var a asking
	var q advise.ComplementQuery
	var kinds string
	cmd := &cobra.Command{
		Use: "complement " + c.say("cli.arg.centre") + " " + c.say("cli.arg.sentence"), Short: c.say("cli.complement.short"),
		Long: c.say("cli.complement.long"), Args: between(2, 2),
	}
	a.add(c, cmd)
	a.addLimit(c, cmd, 10)
	cmd.Flags().Float64Var(&q.Novelty, "novelty", 0.5, c.say("cli.flag.novelty"))
	cmd.Flags().StringSliceVar(&q.Regions, "place", nil, c.say("cli.flag.team_place"))
	cmd.Flags().StringVar(&kinds, "kind", "", c.say("cli.flag.kind"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q.Centre, q.Text, q.Limit, q.FactsOnly = graph.ID(args[0]), args[1], a.limit, c.factsOnly
		var err error
		if q.Kinds, err = kindList(kinds); err != nil {
			return err
		}
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (advise.ComplementAnswer, error) {
			return s.Advisor.Complement(cmd.Context(), q, scope)
		}, report.NewCollaborators, report.WriteCollaborators)
	}
	return cmd
}
