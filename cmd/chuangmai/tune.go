package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/internal/app"
	"chuangmai/internal/evaluation"
	"chuangmai/phrase"
	"chuangmai/tune"
)

// tuning holds the flags of tune.
type tuning struct {
	queries, qrels, marks, candidates, column, out string
	yes                                            bool
	opts                                           app.TuneOptions
}

func (c *cli) tune() *cobra.Command {
	var f tuning
	var where []string
	cmd := &cobra.Command{Use: "tune", Short: c.say("tune.short"), Long: c.say("tune.long"), Args: between(0, 0)}
	flags := cmd.Flags()
	flags.StringVar(&f.queries, "queries", "", c.say("cli.flag.queries"))
	flags.StringVar(&f.qrels, "qrels", "", c.say("cli.flag.qrels"))
	flags.StringVar(&f.marks, "marks", "", c.say("tune.flag.marks"))
	flags.StringVar(&f.candidates, "candidates", "", c.say("cli.flag.candidates"))
	flags.StringVar(&f.column, "column", "", c.say("cli.flag.column"))
	flags.StringArrayVar(&where, "where", nil, c.say("cli.flag.where"))
	flags.StringVar(&f.opts.Set, "set", app.RankPartners, c.say("tune.flag.set"))
	flags.IntVar(&f.opts.Folds, "folds", 5, c.say("tune.flag.folds"))
	flags.StringVar(&f.out, "out", "", c.say("tune.flag.out"))
	flags.BoolVar(&f.yes, "yes", false, c.say("tune.flag.yes"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		f.opts.Where = where
		if err := f.check(); err != nil {
			return err
		}
		if err := f.read(); err != nil {
			return err
		}
		return c.with(cmd.Context(), func(s *app.Service) error { return c.tuneWith(cmd, s, f) })
	}
	return cmd
}

// check refuses what cannot work before anything is opened.
func (f *tuning) check() error {
	switch {
	case f.queries == "" || f.qrels == "":
		return wrongUse("tune.needs")
	case f.opts.Set != app.RankPartners && f.opts.Set != app.RankResources:
		return wrongUse("tune.what", "value", f.opts.Set)
	case f.opts.Folds < 2:
		return wrongUse("tune.folds", "value", f.opts.Folds)
	case f.out == "" || f.out == "-" || f.yes:
		return nil
	}
	_, err := os.Stat(f.out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return refuse("tune.exists", "file", f.out)
}

// read reads judgements, marks and candidates.
func (f *tuning) read() (err error) {
	if f.opts.Judged, err = reading(f.qrels, evaluation.ReadJudgements); err != nil {
		return err
	}
	if f.marks != "" {
		if f.opts.Marks, err = reading(f.marks, app.ReadMarks); err != nil {
			return err
		}
	}
	if f.candidates != "" {
		f.opts.Candidates, err = reading(f.candidates, func(r io.Reader, name string) ([]string, error) {
			return evaluation.ReadCandidates(r, name, f.column)
		})
	}
	return err
}

func (c *cli) tuneWith(cmd *cobra.Command, s *app.Service, f tuning) (err error) {
	in, err := evaluation.Open(f.queries)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	bar := c.progress()
	f.opts.Warn = func(text string) { c.remark(text) }
	f.opts.Progress = func(done int) { bar.show("rank", done, 0) }
	report, err := s.Tune(cmd.Context(), in, f.queries, f.opts)
	bar.done()
	where, _, found := strings.Cut(fmt.Sprint(err), ": ")
	switch {
	case errors.Is(err, app.ErrTuneHistory):
		return refuse("tune.history")
	case errors.Is(err, tune.ErrNoFolds):
		return refuse("tune.too_few", "folds", f.opts.Folds)
	case found && strings.HasPrefix(where, f.queries+":"):
		return &refusal{phrase.Text{Zh: where + "：" + c.words(err), En: where + ": " + c.words(err)}}
	case err != nil:
		return err
	}
	if f.out == "-" { // the figures would stand amid the weights
		return c.writeWeights(f, report)
	}
	c.tuneReport(report)
	if f.out == "" {
		return nil
	}
	if err := c.writeWeights(f, report); err != nil {
		return err
	}
	c.note("tune.written", "file", f.out)
	return nil
}

func (c *cli) writeWeights(f tuning, report app.TuneReport) error {
	data, err := app.TunedWeights(f.opts.Set, f.qrels, report, time.Now())
	if err != nil {
		return err
	}
	return c.toFile(f.out, func(out io.Writer) error {
		_, err := out.Write(data)
		return err
	})
}

func (c *cli) tuneReport(r app.TuneReport) {
	c.printf("%s\n", c.say("tune.head", "queries", len(r.PerQuery), "folds", r.Folds, "unjudged", r.Unjudged, "unknown", r.Unknown))
	row := func(code string, before, after float64) {
		c.printf("%s  %.4f → %.4f  %+.4f", c.say(code), before, after, after-before)
	}
	row("tune.held_out", r.HeldOutBefore, r.HeldOutAfter)
	c.printf(" ± %.4f\n", r.StandardError)
	row("tune.training", r.Before, r.After)
	verdict := "tune.verdict.noise"
	if r.BeyondNoise() {
		verdict = "tune.verdict.gain"
	}
	c.printf("\n%s\n\n%s\n", c.say(verdict), c.say("tune.weights"))
	for _, w := range r.Weights {
		name := ""
		if code := "signal." + w.Signal; phrase.Known(code) {
			name = c.say(code)
		}
		c.printf("  %-12s %8.4f → %8.4f  %s\n", w.Signal, w.Before, w.After, name)
	}
}
