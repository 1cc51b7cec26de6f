package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/graph/snapshot"
	"chuangmai/internal/app"
	"chuangmai/steward"
)

// maxFindings is how many records of an issue are listed.
const maxFindings = 50

// health says which records need care.
func (c *cli) health() *cobra.Command {
	var issue string
	cmd := &cobra.Command{Use: "health", Short: c.say("cli.health.short"), Long: c.say("cli.health.long"), Args: between(0, 0)}
	cmd.Flags().StringVar(&issue, "issue", "", c.say("cli.flag.issue"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if issue != "" && !slices.Contains(steward.Issues(), steward.Issue(issue)) {
			return wrongUse("cli.health.issue", "value", issue)
		}
		return c.with(cmd.Context(), func(s *app.Service) error { return c.showHealth(cmd.Context(), s, steward.Issue(issue)) })
	}
	return cmd
}

func (c *cli) showHealth(ctx context.Context, s *app.Service, only steward.Issue) error {
	view, _, release, err := s.Advisor.View(advise.Scope{Audience: snapshot.AudienceAll})
	if err != nil {
		return err
	}
	defer release()
	health, err := s.Desk.Health(ctx, view, 0)
	if err != nil {
		return err
	}
	for _, issue := range steward.Issues() {
		if only == "" {
			c.printf("%s\t%d/%d\t%s\n", issue, len(health.Findings[issue]), health.Of[issue], c.say("steward.issue."+string(issue)))
		}
	}
	list := health.Findings[only]
	for _, f := range list[:min(len(list), maxFindings)] {
		n, _ := view.Lookup(f.ID)
		c.printf("%s\t%s\t%s\n", f.ID, strings.TrimSpace(view.Name(n)), f.Why.Render(c.lang))
	}
	if len(list) > maxFindings {
		c.note("cli.health.more", "n", len(list)-maxFindings)
	}
	return nil
}
