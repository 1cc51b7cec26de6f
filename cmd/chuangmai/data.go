package main

import (
	"context"
	"errors"
	"io"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/transfer"
	"chuangmai/transfer/cordis"
)

// withStore opens the store of the data folder for a command that writes, without
// building a picture.
func (c *cli) withStore(ctx context.Context, do func(*app.Bare) error) error {
	return c.withBare(ctx, app.OpenBare, do)
}

// readStore is withStore for a command that only reads: it makes no folder and writes
// nothing.
func (c *cli) readStore(ctx context.Context, do func(*app.Bare) error) error {
	return c.withBare(ctx, app.ReadBare, func(b *app.Bare) error {
		if b.Fresh {
			c.note("cli.no_network_yet")
		}
		return do(b)
	})
}

func (c *cli) withBare(ctx context.Context, open func(context.Context, configs.Settings, app.Options) (*app.Bare, error), do func(*app.Bare) error) error {
	if c.sample {
		return wrongUse("cli.needs_data")
	}
	settings, err := c.settings()
	if err != nil {
		return err
	}
	bare, err := open(ctx, settings, app.Options{Clock: time.Now})
	if err != nil {
		return err
	}
	return errors.Join(do(bare), bare.Close())
}

func (c *cli) load() *cobra.Command {
	opts := transfer.Options{Clock: time.Now, Actor: "command line"}
	var withSample bool
	var format, history, until string
	cmd := &cobra.Command{
		Use: "load " + c.say("cli.arg.file"), Short: c.say("cli.load.short"), Long: c.say("cli.load.long"), Args: between(0, 1),
	}
	flags := cmd.Flags()
	flags.BoolVar(&opts.DryRun, "dry-run", false, c.say("cli.flag.dry_run"))
	flags.BoolVar(&opts.SkipBad, "skip-bad", false, c.say("cli.flag.skip_bad"))
	flags.StringVar(&opts.Load, "load-id", "", c.say("cli.flag.load_id"))
	flags.StringVar(&opts.Reason, "reason", "", c.say("cli.flag.reason"))
	flags.BoolVar(&withSample, "with-sample", false, c.say("cli.flag.with_sample"))
	flags.StringVar(&format, "format", formatLines, c.say("cli.flag.format"))
	flags.StringVar(&history, "history", "", c.say("cli.flag.history"))
	flags.StringVar(&until, "until", "", c.say("cli.flag.until"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if c.sample && len(args) == 0 {
			if opts.DryRun {
				return wrongUse("cli.load.sample_dry_run")
			}
			c.sample = false
			return c.loadSample(cmd.Context())
		}
		if len(args) != 1 {
			return wrongUse("cli.load.one_file")
		}
		if format != formatLines && format != formatCordis {
			return wrongUse("cli.load.format", "value", format)
		}
		if format == formatLines && (history != "" || until != "") {
			return wrongUse("cli.load.cordis_only")
		}
		day, err := graph.ParseDate(until)
		if err != nil {
			return wrongUse("cli.bad_date", "value", until)
		}
		open := c.withStore
		if opts.DryRun {
			open = c.readStore
		}
		return open(cmd.Context(), func(b *app.Bare) error {
			holds, err := app.HoldsSample(cmd.Context(), b.Store)
			if err != nil {
				return err
			}
			if holds && !withSample && !opts.DryRun {
				return app.ErrMixed
			}
			if format == formatCordis {
				return c.loadCordis(cmd.Context(), b, cordis.Options{Dir: args[0], History: history, Until: day}, opts)
			}
			return c.loadFile(cmd.Context(), b, args[0], opts)
		})
	}
	return cmd
}

func (c *cli) loadSample(ctx context.Context) error {
	return c.withStore(ctx, func(b *app.Bare) error {
		holds, err := app.HoldsSample(ctx, b.Base)
		if err != nil {
			return err
		}
		if holds {
			return refuse("cli.load.sample_there")
		}
		stats, err := app.LoadSample(ctx, b.Base, b.Lexicon, c.factsOnly)
		if err != nil {
			return err
		}
		c.stats(stats)
		c.printf("%s\n", c.say("cli.load.undo_hint", "id", app.SampleLoad))
		return nil
	})
}

func (c *cli) loadFile(ctx context.Context, b *app.Bare, path string, opts transfer.Options) error {
	source := transfer.File(path)
	if path == "-" {
		spooled, err := transfer.Spool(c.in, "stdin", "")
		if err != nil {
			return err
		}
		defer spooled.Close() //nolint:errcheck // a temporary copy
		source = spooled
	}
	return c.loadSource(ctx, b, source, opts, func(line int) (string, int) { return source.Name(), line })
}

// The formats that load reads.
const (
	formatLines  = "jsonl"
	formatCordis = "cordis"
)

// loadCordis loads the tables of a framework programme.
func (c *cli) loadCordis(ctx context.Context, b *app.Bare, tables cordis.Options, opts transfer.Options) error {
	bar := c.progress()
	tables.Progress = func(rows int) { bar.show("read", rows, 0) }
	lines, err := cordis.Convert(ctx, tables, "")
	bar.done()
	if err != nil {
		return err
	}
	defer lines.Close() //nolint:errcheck // a temporary file
	for _, e := range lines.Errors {
		c.rowErrors(e.File, e.Line, e.Problems)
	}
	if lines.Rejected > len(lines.Errors) {
		c.note("cli.load.more_errors", "n", lines.Rejected-len(lines.Errors))
	}
	if lines.Rejected > 0 && !opts.SkipBad && !opts.DryRun {
		return &transfer.RejectedError{Source: lines.Name(), Rejected: lines.Rejected}
	}
	return c.loadSource(ctx, b, lines, opts, lines.Origin)
}

// loadSource loads a source; origin names the file and line for people that a line of it
// comes from.
func (c *cli) loadSource(ctx context.Context, b *app.Bare, source transfer.Source, opts transfer.Options, origin func(line int) (string, int)) error {
	bar := c.progress()
	opts.Progress = func(p transfer.Progress) { bar.show(string(p.Phase), p.Done, p.Total) }
	// A load makes much that is soon thrown away: collecting it less often is worth memory.
	defer debug.SetGCPercent(debug.SetGCPercent(loadGCPercent))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(loadMemory))
	begun := time.Now()
	report, err := transfer.Load(ctx, b.Store, source, opts)
	bar.done()
	if report != nil && (err == nil || report.Rows > 0) {
		c.loadReport(report, time.Since(begun), origin)
	}
	if err != nil || opts.DryRun {
		return err
	}
	changed, err := b.WordsChanged(ctx)
	if changed {
		c.note("cli.load.relink_hint")
	}
	return err
}

// How a load collects garbage: rarely, unless memory nears the limit (bytes).
const (
	loadGCPercent = 400
	loadMemory    = 700 << 20
)

// loadReport prints what a load did, or would do, and the rows it could not take.
func (c *cli) loadReport(r *transfer.Report, took time.Duration, origin func(line int) (string, int)) {
	for _, e := range r.Errors {
		file, line := origin(e.Line)
		c.rowErrors(file, line, e.Problems)
	}
	if r.Rejected > len(r.Errors) {
		c.note("cli.load.more_errors", "n", r.Rejected-len(r.Errors))
	}
	t := r.Total()
	c.printf("%s\n", c.say("cli.load.counts", "rows", r.Rows, "new", t.New, "changed", t.Changed, "same", t.Same, "deleted", t.Deleted, "rejected", r.Rejected))
	if r.DryRun || r.Written == 0 {
		return
	}
	c.printf("%s\n", c.say("cli.load.written", "n", r.Written, "seconds", took.Seconds(), "rate", float64(r.Rows)/max(took.Seconds(), 0.001)))
	c.printf("%s\n", c.say("cli.load.undo_hint", "id", r.Load))
}

func (c *cli) rowErrors(file string, line int, problems []graph.Problem) {
	for _, p := range problems {
		c.note("cli.load.row", "file", file, "line", line, "pointer", p.Pointer, "text", c.problem(p))
	}
}

func (c *cli) undo() *cobra.Command {
	var force bool
	cmd := &cobra.Command{Use: "undo " + c.say("cli.arg.load"), Short: c.say("cli.undo.short"), Args: between(1, 1)}
	cmd.Flags().BoolVar(&force, "force", false, c.say("cli.flag.force"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.withStore(cmd.Context(), func(b *app.Bare) error {
			bar := c.progress()
			report, err := transfer.Undo(cmd.Context(), b.Base, args[0], transfer.UndoOptions{
				Actor: "command line", Force: force, Progress: func(p transfer.Progress) { bar.show(string(p.Phase), p.Done, p.Total) },
			})
			bar.done()
			var conflicts *transfer.ConflictsError
			if errors.As(err, &conflicts) {
				for _, conflict := range conflicts.Conflicts {
					c.note("cli.undo.conflict", "id", string(conflict.ID))
				}
			}
			if errors.Is(err, graph.ErrNotFound) {
				return refuse("cli.undo.no_load", "id", args[0])
			}
			if err != nil {
				return err
			}
			c.printf("%s\n", c.say("cli.undo.done", "id", args[0], "n", report.Restored))
			return nil
		})
	}
	return cmd
}

func (c *cli) loads() *cobra.Command {
	cmd := &cobra.Command{Use: "loads", Short: c.say("cli.loads.short"), Args: between(0, 0)}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.readStore(cmd.Context(), func(b *app.Bare) error {
			list, err := b.Store.Loads(cmd.Context())
			if err != nil {
				return err
			}
			for _, l := range list {
				state := c.say("cli.loads.kept")
				if l.Undone {
					state = c.say("cli.loads.undone")
				}
				c.printf("%s\t%s\t%d\t%s\n", l.ID, l.Started.Format(time.DateTime), l.Records, state)
			}
			return nil
		})
	}
	return cmd
}

func (c *cli) export() *cobra.Command {
	var opts transfer.ExportOptions
	var path, audience, kinds string
	cmd := &cobra.Command{Use: "export", Short: c.say("cli.export.short"), Long: c.say("cli.export.long"), Args: between(0, 0)}
	cmd.Flags().StringVar(&path, "out", "-", c.say("cli.flag.out"))
	cmd.Flags().StringVar(&audience, "audience", "all", c.say("cli.flag.audience"))
	cmd.Flags().StringVar(&kinds, "kind", "", c.say("cli.flag.kind"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		visibility, known := map[string]graph.Visibility{"public": graph.VisibilityPublic, "members": graph.VisibilityMembers, "all": ""}[audience]
		if !known {
			return wrongUse("cli.bad_audience", "value", audience)
		}
		opts.Audience, opts.NoSynthetic, opts.At = visibility, c.factsOnly, time.Now()
		var err error
		if opts.Kinds, err = kindList(kinds); err != nil {
			return err
		}
		do := func(store graph.Store) error {
			return c.exportTo(cmd.Context(), store, path, opts)
		}
		if c.sample {
			return c.with(cmd.Context(), func(s *app.Service) error { return do(s.Store) })
		}
		return c.readStore(cmd.Context(), func(b *app.Bare) error { return do(b.Store) })
	}
	return cmd
}

func (c *cli) exportTo(ctx context.Context, store graph.Store, path string, opts transfer.ExportOptions) error {
	var meta transfer.Meta
	err := c.toFile(path, func(out io.Writer) (err error) {
		meta, err = transfer.Export(ctx, store, out, opts)
		return err
	})
	if err != nil {
		return err
	}
	c.note("cli.export.done", "nodes", meta.Nodes, "edges", meta.Edges, "revision", int64(meta.Revision))
	return nil
}

func (c *cli) relink() *cobra.Command {
	cmd := &cobra.Command{Use: "relink", Short: c.say("cli.relink.short"), Long: c.say("cli.relink.long"), Args: between(0, 0)}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.withStore(cmd.Context(), func(b *app.Bare) error {
			bar := c.progress()
			report, err := app.Relink(cmd.Context(), b.Base, b.Linker, func(nodes int) { bar.show("relink", nodes, 0) })
			bar.done()
			if err != nil {
				return err
			}
			c.printf("%s\n", c.say("cli.relink.done", "nodes", report.Nodes, "written", report.Written, "deleted", report.Deleted))
			return nil
		})
	}
	return cmd
}

func (c *cli) generate() *cobra.Command {
	var nodes, edges int
	var seedNumber uint64
	cmd := &cobra.Command{Use: "generate", Short: c.say("cli.generate.short"), Args: between(0, 0)}
	cmd.Flags().IntVar(&nodes, "nodes", 250_000, c.say("cli.flag.nodes"))
	cmd.Flags().IntVar(&edges, "edges", 1_000_000, c.say("cli.flag.edges"))
	cmd.Flags().Uint64Var(&seedNumber, "seed", 1, c.say("cli.flag.seed"))
	cmd.RunE = func(*cobra.Command, []string) error { return app.WriteGenerated(c.out, nodes, edges, seedNumber) }
	return cmd
}
