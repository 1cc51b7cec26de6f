package main

import (
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/internal/app"
	"chuangmai/phrase"
)

func (c *cli) verify() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{Use: "verify", Short: c.say("cli.verify.short"), Long: c.say("cli.verify.long"), Args: between(0, 0)}
	cmd.Flags().BoolVar(&asJSON, "json", false, c.say("cli.flag.json"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if c.sample {
			return wrongUse("cli.needs_data")
		}
		settings, err := c.settings()
		if err != nil {
			return err
		}
		bar := c.progress()
		report, err := app.Verify(cmd.Context(), settings, app.Options{Clock: time.Now, Logger: c.quiet(), Progress: bar.show})
		bar.done()
		if err != nil {
			return noNetwork(err)
		}
		if asJSON {
			if err := c.verifyJSON(report); err != nil {
				return err
			}
		} else {
			c.verifyReport(report)
		}
		if n := len(report.Differences); n > 0 {
			return refuse("cli.verify.differs", "n", n)
		}
		return nil
	}
	return cmd
}

func (c *cli) verifyReport(r *app.VerifyReport) {
	nodes, edges := r.Contents.Totals()
	c.printf("%s\n", c.say("cli.verify.store", "nodes", nodes, "edges", edges, "revision", int64(r.Revision), "first", int64(r.First)))
	for _, kind := range slices.Sorted(maps.Keys(r.Contents.Nodes)) {
		t := r.Contents.Nodes[kind]
		c.printf("  %-24s %8d  %s\n", kind, t.Count, t)
	}
	for _, relation := range slices.Sorted(maps.Keys(r.Contents.Edges)) {
		t := r.Contents.Edges[relation]
		c.printf("  %-24s %8d  %s\n", relation, t.Count, t)
	}
	if r.Documents >= 0 {
		c.printf("%s\n", c.say("cli.verify.index", "n", r.Documents))
	}
	c.printf("%s\n", c.say("cli.verify.links", "n", r.Links))
	for _, m := range r.Notes {
		c.printf("%s\n", c.say("cli.verify.note", "text", m))
	}
	for _, m := range r.Differences {
		c.printf("%s\n", c.say("cli.verify.difference", "text", m))
	}
	if len(r.Differences) == 0 {
		c.printf("%s\n", c.say("cli.verify.sound"))
	}
}

func (c *cli) verifyJSON(r *app.VerifyReport) error {
	type tally struct {
		Count  int    `json:"count"`
		Digest string `json:"digest"`
	}
	type finding struct {
		phrase.Message

		Text string `json:"text"`
	}
	worded := func(list []phrase.Message) []finding {
		out := make([]finding, len(list))
		for i, m := range list {
			out[i] = finding{m, m.Render(c.lang)}
		}
		return out
	}
	out := struct {
		Revision    int64            `json:"revision"`
		First       int64            `json:"first"`
		Nodes       map[string]tally `json:"nodes"`
		Edges       map[string]tally `json:"edges"`
		Documents   *int             `json:"documents,omitempty"`
		Notes       []finding        `json:"notes"`
		Differences []finding        `json:"differences"`
	}{int64(r.Revision), int64(r.First), make(map[string]tally), make(map[string]tally), nil, worded(r.Notes), worded(r.Differences)}
	for kind, t := range r.Contents.Nodes {
		out.Nodes[string(kind)] = tally{t.Count, t.String()}
	}
	for relation, t := range r.Contents.Edges {
		out.Edges[string(relation)] = tally{t.Count, t.String()}
	}
	if r.Documents >= 0 {
		out.Documents = &r.Documents
	}
	return c.encode(out)
}
