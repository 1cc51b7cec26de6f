package main

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/internal/app"
	"chuangmai/transfer"
)

func (c *cli) copy() *cobra.Command {
	var opts app.CopyOptions
	var asJSON bool
	cmd := &cobra.Command{Use: "copy", Short: c.say("cli.copy.short"), Long: c.say("cli.copy.long"), Args: between(0, 0)}
	flags := cmd.Flags()
	flags.StringVar(&opts.From, "from", "", c.say("cli.flag.from"))
	flags.StringVar(&opts.To, "to", "", c.say("cli.flag.to"))
	flags.BoolVar(&opts.Mirror, "mirror", false, c.say("cli.flag.mirror"))
	flags.BoolVar(&opts.WithSample, "with-sample", false, c.say("cli.flag.with_sample"))
	flags.BoolVar(&asJSON, "json", false, c.say("cli.flag.json"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if opts.From == "" || opts.To == "" || c.sample || c.data != "" {
			return wrongUse("cli.copy.needs_both")
		}
		settings, err := c.settings()
		if err != nil {
			return err
		}
		bar := c.progress()
		result, err := app.CopyNetwork(cmd.Context(), opts, settings, app.Options{Clock: time.Now, Progress: bar.show})
		bar.done()
		if err != nil {
			if result.Batches > 0 {
				c.note("cli.copy.goes_on", "nodes", result.Nodes.Written, "edges", result.Edges.Written)
			}
			return copyError(err)
		}
		if asJSON {
			if err := c.copyJSON(result); err != nil {
				return err
			}
		} else {
			c.copyReport(result)
		}
		if n := len(result.Differences); n > 0 {
			return refuse("cli.copy.differs", "n", n)
		}
		return nil
	}
	return cmd
}

// copyError words what can be wrong with the two stores.
func copyError(err error) error {
	var address *app.AddressError
	switch {
	case errors.As(err, &address):
		return refuse("cli.copy.no_such_store", "address", address.Address, "scheme", address.Scheme)
	case errors.Is(err, app.ErrBadAddress):
		return refuse("cli.copy.bad_address")
	case errors.Is(err, app.ErrSameStore):
		return refuse("cli.copy.same")
	}
	return noNetwork(err)
}

// noNetwork words that a data folder holds nothing.
func noNetwork(err error) error {
	var missing *app.NoNetworkError
	if errors.As(err, &missing) {
		return refuse("cli.no_network", "dir", missing.Dir)
	}
	return err
}

func (c *cli) copyReport(r app.CopyResult) {
	for _, part := range []struct {
		code   string
		counts transfer.CopyCounts
	}{{"cli.copy.nodes", r.Nodes}, {"cli.copy.edges", r.Edges}} {
		c.printf("%s\n", c.say(part.code, "written", part.counts.Written, "same", part.counts.Same, "deleted", part.counts.Deleted, "extra", part.counts.Extra))
	}
	nodes, edges := r.From.Totals()
	if len(r.Differences) == 0 {
		c.printf("%s\n", c.say("cli.copy.equal", "nodes", nodes, "edges", edges, "kinds", len(r.From.Nodes), "relations", len(r.From.Edges), "revision", int64(r.Revision)))
		return
	}
	for _, d := range r.Differences {
		c.printf("%s\n", c.say("cli.copy.difference", "name", string(d.Kind)+string(d.Relation), "from", d.From.Count, "to", d.To.Count,
			"from_sum", d.From.String(), "to_sum", d.To.String()))
		for _, g := range d.Records {
			c.printf("  %s\t%s\n", g.ID, c.say("cli.copy.gap_"+string(g.Gap)))
		}
	}
}

// copyJSON prints the result for scripts.
func (c *cli) copyJSON(r app.CopyResult) error {
	type counts struct {
		Written int `json:"written"`
		Same    int `json:"same"`
		Deleted int `json:"deleted"`
		Extra   int `json:"extra"`
	}
	type tally struct {
		Count  int    `json:"count"`
		Digest string `json:"digest"`
	}
	type gap struct {
		ID  string `json:"id"`
		Gap string `json:"gap"`
	}
	type difference struct {
		Name    string `json:"name"`
		From    tally  `json:"from"`
		To      tally  `json:"to"`
		Records []gap  `json:"records"`
	}
	out := struct {
		Nodes       counts       `json:"nodes"`
		Edges       counts       `json:"edges"`
		Revision    int64        `json:"revision"`
		Equal       bool         `json:"equal"`
		Differences []difference `json:"differences"`
	}{counts(r.Nodes), counts(r.Edges), int64(r.Revision), len(r.Differences) == 0, []difference{}}
	for _, d := range r.Differences {
		one := difference{string(d.Kind) + string(d.Relation), tally{d.From.Count, d.From.String()}, tally{d.To.Count, d.To.String()}, []gap{}}
		for _, g := range d.Records {
			one.Records = append(one.Records, gap{string(g.ID), string(g.Gap)})
		}
		out.Differences = append(out.Differences, one)
	}
	return c.encode(out)
}
