package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/steward"
	"chuangmai/transfer"
)

// merge joins two records of one body, or parts them again.
func (c *cli) merge() *cobra.Command {
	order := steward.MergeOrder{Actor: "command line"}
	var undo string
	var force bool
	cmd := &cobra.Command{Use: "merge " + c.say("cli.arg.keep_drop"), Short: c.say("cli.merge.short"), Long: c.say("cli.merge.long"), Args: between(0, 2)}
	flags := cmd.Flags()
	flags.BoolVar(&order.DryRun, "dry-run", false, c.say("cli.flag.dry_run"))
	flags.StringVar(&order.Reason, "reason", "", c.say("cli.flag.reason"))
	flags.StringVar(&undo, "undo", "", c.say("cli.flag.merge_undo"))
	flags.BoolVar(&force, "force", false, c.say("cli.flag.force"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case undo != "" && (len(args) > 0 || order.DryRun):
			return wrongUse("cli.merge.undo_alone")
		case undo != "":
			return c.part(cmd.Context(), undo, force)
		case len(args) != 2 || force:
			return wrongUse("cli.merge.two")
		}
		order.Keep, order.Drop = graph.ID(args[0]), graph.ID(args[1])
		return c.join(cmd.Context(), order)
	}
	return cmd
}

// join makes one record of two.
func (c *cli) join(ctx context.Context, order steward.MergeOrder) error {
	settings, err := c.settings()
	if err != nil {
		return err
	}
	open := c.withStore
	if order.DryRun {
		open = c.readStore
	}
	return open(ctx, func(b *app.Bare) error {
		r, err := b.Desk(settings).Merge(ctx, order)
		if err != nil {
			return c.refusedMerge(err)
		}
		if r.Already {
			c.printf("%s\n", c.say("cli.merge.already", "id", r.ID))
			return nil
		}
		p := r.Plan
		c.printf("%s\n", c.say("cli.merge.plan", "keep", string(order.Keep), "drop", string(order.Drop), "moved", p.Moved, "loops", p.Loops,
			"derived", p.Derived, "aliases", len(p.Aliases), "properties", len(p.Properties), "sources", p.Sources))
		if !order.DryRun {
			c.printf("%s\n", c.say("cli.merge.done", "id", r.ID))
		}
		return nil
	})
}

// refusedMerge words why two records cannot be joined.
func (c *cli) refusedMerge(err error) error {
	var refused *steward.RefusedError
	var invalid *graph.InvalidError
	switch {
	case errors.As(err, &refused):
		pairs := make([]any, 0, 2*len(refused.Params))
		for name, value := range refused.Params {
			pairs = append(pairs, name, value)
		}
		return refuse("problem."+refused.Code, pairs...)
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			c.note("cli.merge.problem", "pointer", p.Pointer, "text", c.problem(p))
		}
		return refuse("cli.merge.unfit")
	}
	return err
}

// part undoes a merge.
func (c *cli) part(ctx context.Context, id string, force bool) error {
	settings, err := c.settings()
	if err != nil {
		return err
	}
	return c.withStore(ctx, func(b *app.Bare) error {
		report, err := b.Desk(settings).Part(ctx, id, "command line", force)
		var conflicts *transfer.ConflictsError
		switch {
		case errors.As(err, &conflicts):
			for _, conflict := range conflicts.Conflicts {
				c.note("cli.undo.conflict", "id", string(conflict.ID))
			}
			return refuse("cli.merge.changed", "n", conflicts.Total)
		case errors.Is(err, graph.ErrNotFound):
			return refuse("cli.merge.unknown", "id", id)
		case err != nil:
			return err
		}
		c.printf("%s\n", c.say("cli.merge.parted", "n", report.Restored))
		return nil
	})
}
