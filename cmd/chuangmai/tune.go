package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/internal/evaluation"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/tune"
)

// tuning holds the flags of tune.
type tuning struct {
	queries, qrels, marks, candidates, column, out, split string
	yes                                                   bool
	opts                                                  app.TuneOptions
}

// ownMarks stands for the marks of the network itself where a file of marks is named.
const ownMarks = "network"

func (c *cli) tune() *cobra.Command {
	var f tuning
	var where []string
	cmd := &cobra.Command{Use: "tune", Short: c.say("tune.short"), Long: c.say("tune.long"), Args: between(0, 0)}
	flags := cmd.Flags()
	flags.StringVar(&f.queries, "queries", "", c.say("cli.flag.queries"))
	flags.StringVar(&f.qrels, "qrels", "", c.say("cli.flag.qrels"))
	flags.StringVar(&f.marks, "marks", "", c.say("tune.flag.marks"))
	flags.StringVar(&f.split, "split", "", c.say("tune.flag.split"))
	flags.IntVar(&f.opts.Questions, "questions", app.DefaultQuestions, c.say("tune.flag.questions"))
	flags.BoolVar(&f.opts.NewOnly, "new-only", false, c.say("cli.flag.new_only"))
	flags.BoolVar(&f.opts.KeepPowers, "keep-powers", false, c.say("tune.flag.keep_powers"))
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
func (f *tuning) check() (err error) {
	switch {
	case (f.queries == "") != (f.qrels == "") && (f.marks == "" || f.queries == ""), f.queries == "" && f.marks == "" && f.split == "":
		return wrongUse("tune.needs")
	case !slices.Contains(app.WeightSets(), f.opts.Set):
		return wrongUse("tune.what", "value", f.opts.Set, "sets", app.WeightSets())
	case f.split != "" && f.opts.Set == app.RankResources:
		return wrongUse("tune.split_resources")
	case f.opts.Questions < 1:
		return wrongUse("tune.questions", "value", f.opts.Questions)
	case f.opts.Folds < 2:
		return wrongUse("tune.folds", "value", f.opts.Folds)
	}
	if f.split != "" {
		if f.opts.Split, err = graph.ParseDate(f.split); err != nil {
			return wrongUse("tune.split", "value", f.split)
		}
	}
	if f.out == "" || f.out == "-" || f.yes {
		return nil
	}
	_, err = os.Stat(f.out)
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
	if f.qrels != "" {
		if f.opts.Judged, err = reading(f.qrels, evaluation.ReadJudgements); err != nil {
			return err
		}
	}
	if f.marks != "" && f.marks != ownMarks {
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
	var in io.ReadCloser
	if f.queries != "" {
		if in, err = evaluation.Open(f.queries); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, in.Close()) }()
	}
	if f.marks == ownMarks {
		if f.opts.Marks, err = s.OwnMarks(cmd.Context()); err != nil {
			return err
		}
	}
	bar := c.progress()
	f.opts.Warn = func(text string) { c.remark(text) }
	f.opts.Progress = func(done int) { bar.show("rank", done, 0) }
	var queries io.Reader
	if in != nil {
		queries = in
	}
	report, err := s.Tune(cmd.Context(), queries, f.queries, f.opts)
	bar.done()
	where, _, found := strings.Cut(fmt.Sprint(err), ": ")
	switch {
	case errors.Is(err, app.ErrTuneHistory):
		return refuse("tune.history", "sets", match.NetworkSets())
	case errors.Is(err, tune.ErrNoFolds):
		return refuse("tune.too_few", "folds", f.opts.Folds)
	case found && f.queries != "" && strings.HasPrefix(where, f.queries+":"):
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

// source says in a few words what is fitted to.
func (f *tuning) source() string {
	var parts []string
	if f.qrels != "" {
		parts = append(parts, filepath.Base(f.qrels))
	}
	if f.marks != "" {
		parts = append(parts, "marks")
	}
	if f.split != "" {
		parts = append(parts, "who joined whom after "+f.split)
	}
	return strings.Join(parts, ", ")
}

func (c *cli) writeWeights(f tuning, report app.TuneReport) error {
	data, err := app.TunedWeights(f.opts.Set, f.source(), report, time.Now())
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
	if r.SetAside > 0 {
		c.printf("%s\n", c.say("tune.set_aside", "count", r.SetAside))
	}
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
		if w.Power != w.PowerBefore {
			name += c.say("tune.power", "before", w.PowerBefore, "after", w.Power)
		}
		c.printf("  %-12s %8.4f → %8.4f  %s\n", w.Signal, w.Before, w.After, name)
	}
}
