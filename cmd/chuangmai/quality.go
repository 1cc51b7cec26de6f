package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chuangmai/internal/app"
	"chuangmai/internal/evaluation"
	"chuangmai/phrase"
	"chuangmai/search"
)

func (c *cli) rank() *cobra.Command {
	opts := app.RankOptions{}
	var queries, candidates, column, exclude, want, out string
	var related bool
	var where []string
	cmd := &cobra.Command{
		Use: "rank partners|resources|search", Short: c.say("cli.rank.short"), Long: c.say("cli.rank.long"), Args: between(1, 1),
		ValidArgs: []string{app.RankPartners, app.RankResources, app.RankSearch},
	}
	flags := cmd.Flags()
	flags.StringVar(&queries, "queries", "", c.say("cli.flag.queries"))
	flags.StringVar(&candidates, "candidates", "", c.say("cli.flag.candidates"))
	flags.StringVar(&column, "column", "", c.say("cli.flag.column"))
	flags.StringVar(&opts.Doc, "doc", "id", c.say("cli.flag.doc"))
	flags.IntVar(&opts.Depth, "depth", evaluation.Depth, c.say("cli.flag.depth"))
	flags.StringVar(&out, "out", "-", c.say("cli.flag.out"))
	flags.StringVar(&opts.Tag, "tag", "chuangmai", c.say("cli.flag.tag"))
	flags.StringArrayVar(&where, "where", nil, c.say("cli.flag.where"))
	flags.BoolVar(&related, "related", false, c.say("cli.flag.related"))
	flags.StringVar(&want, "want", "", c.say("cli.flag.kind"))
	flags.BoolVar(&opts.NewOnly, "new-only", false, c.say("cli.flag.new_only"))
	flags.BoolVar(&opts.IgnoreRequester, "ignore-requester", false, c.say("cli.flag.ignore_requester"))
	flags.StringVar(&exclude, "exclude", "", c.say("cli.flag.exclude"))
	flags.StringVar(&opts.Set, "weights", "", c.say("cli.flag.weights_set"))
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		opts.What, opts.Where = args[0], where
		if !strings.Contains(" partners resources search ", " "+opts.What+" ") {
			return wrongUse("cli.rank.what", "value", opts.What)
		}
		if queries == "" {
			return wrongUse("cli.rank.no_queries")
		}
		if !strings.Contains(" id name local ", " "+opts.Doc+" ") {
			return wrongUse("cli.rank.doc", "value", opts.Doc)
		}
		if related {
			opts.Mode = search.ModeRelated
		}
		if candidates != "" {
			list, err := reading(candidates, func(r io.Reader, name string) ([]string, error) {
				return evaluation.ReadCandidates(r, name, column)
			})
			if err != nil {
				return err
			}
			opts.Candidates = list
		}
		if opts.Kinds, err = kindList(want); err != nil {
			return err
		}
		if exclude != "" {
			if opts.Exclude, err = reading(exclude, evaluation.ReadExclusions); err != nil {
				return err
			}
		}
		if sets := app.WeightSets(); opts.Set != "" && !slices.Contains(sets, opts.Set) {
			return wrongUse("cli.rank.weights", "value", opts.Set, "sets", sets)
		}
		return c.with(cmd.Context(), func(s *app.Service) error { return c.rankTo(cmd, s, queries, out, opts) })
	}
	return cmd
}

func (c *cli) rankTo(cmd *cobra.Command, s *app.Service, queries, path string, opts app.RankOptions) (err error) {
	in, err := evaluation.Open(queries)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	bar := c.progress()
	opts.Warn = func(text string) { c.remark(text) }
	opts.Progress = func(done int) { bar.show("rank", done, 0) }
	var report app.RankReport
	err = c.toFile(path, func(out io.Writer) (err error) {
		report, err = s.Rank(cmd.Context(), in, queries, out, opts)
		return err
	})
	bar.done()
	if where, _, found := strings.Cut(fmt.Sprint(err), ": "); found && strings.HasPrefix(where, queries+":") {
		return &refusal{phrase.Text{Zh: where + "：" + c.words(err), En: where + ": " + c.words(err)}}
	}
	if err != nil {
		return err
	}
	c.note("cli.rank.done", "queries", report.Queries, "empty", report.Empty, "unresolved", report.Unresolved)
	return nil
}

// reading opens a file, hands it to read and closes it.
func reading[T any](path string, read func(r io.Reader, name string) (T, error)) (out T, err error) {
	file, err := evaluation.Open(path)
	if err != nil {
		return out, err
	}
	out, err = read(file, path)
	return out, errors.Join(err, file.Close())
}

func (c *cli) evaluate() *cobra.Command {
	var runFile, baseline, qrels, candidates, column, exclude, queries string
	var where []string
	var graded, asJSON bool
	cmd := &cobra.Command{Use: "evaluate", Short: c.say("cli.evaluate.short"), Long: c.say("cli.evaluate.long"), Args: between(0, 0)}
	flags := cmd.Flags()
	flags.StringVar(&runFile, "run", "", c.say("cli.flag.run"))
	flags.StringVar(&baseline, "against", "", c.say("cli.flag.baseline"))
	flags.StringVar(&baseline, "baseline", "", c.say("cli.flag.baseline"))
	flags.StringVar(&qrels, "qrels", "", c.say("cli.flag.qrels"))
	flags.StringVar(&candidates, "candidates", "", c.say("cli.flag.candidates"))
	flags.StringVar(&column, "column", "", c.say("cli.flag.column"))
	flags.StringVar(&exclude, "exclude", "", c.say("cli.flag.exclude"))
	flags.StringVar(&queries, "queries", "", c.say("cli.flag.queries"))
	flags.StringArrayVar(&where, "where", nil, c.say("cli.flag.where"))
	flags.BoolVar(&graded, "graded", false, c.say("cli.flag.graded"))
	flags.BoolVar(&asJSON, "json", false, c.say("cli.flag.json"))
	cmd.RunE = func(*cobra.Command, []string) error {
		if runFile == "" || qrels == "" {
			return wrongUse("cli.evaluate.needs")
		}
		if len(where) > 0 && queries == "" {
			return wrongUse("cli.evaluate.where")
		}
		e, err := readEvaluation(evaluationFiles{qrels, candidates, column, exclude, queries, where})
		if err != nil {
			return err
		}
		result, err := e.score(runFile)
		if err != nil {
			return err
		}
		var compared *evaluation.Paired
		if baseline != "" {
			first, err := e.score(baseline)
			if err != nil {
				return err
			}
			paired := evaluation.Compare(first, result)
			compared = &paired
		}
		if asJSON {
			return c.encode(evaluationJSON(result, compared, graded))
		}
		c.evaluationTable(result, compared, graded)
		return nil
	}
	return cmd
}

// evaluationFiles name what a run is scored with.
type evaluationFiles struct {
	qrels, candidates, column, exclude, queries string
	where                                       []string
}

type scorer struct {
	judged     evaluation.Judgements
	options    evaluation.Options
	candidates map[string]bool
}

func readEvaluation(f evaluationFiles) (*scorer, error) {
	var s scorer
	var err error
	if s.judged, err = reading(f.qrels, evaluation.ReadJudgements); err != nil {
		return nil, err
	}
	if f.candidates != "" {
		s.options.Candidates, err = reading(f.candidates, func(r io.Reader, name string) ([]string, error) {
			return evaluation.ReadCandidates(r, name, f.column)
		})
		if err != nil {
			return nil, err
		}
		s.candidates = make(map[string]bool)
		for _, doc := range s.options.Candidates {
			s.candidates[doc] = true
		}
	}
	if f.exclude != "" {
		if s.options.Exclude, err = reading(f.exclude, evaluation.ReadExclusions); err != nil {
			return nil, err
		}
	}
	if len(f.where) > 0 {
		s.options.Only, err = reading(f.queries, func(r io.Reader, name string) (map[string]bool, error) {
			return evaluation.ReadWhere(r, name, f.where)
		})
	}
	return &s, err
}

func (s *scorer) score(path string) (evaluation.Report, error) {
	run, err := reading(path, func(r io.Reader, name string) (evaluation.Run, error) {
		return evaluation.ReadRun(r, name, s.candidates)
	})
	if err != nil {
		return evaluation.Report{}, err
	}
	return evaluation.Score(s.judged, run, s.options), nil
}

// shownMeasures are all measures, or those that need no grades.
func shownMeasures(graded bool) []string {
	if graded {
		return evaluation.Names()
	}
	return evaluation.Names()[:6]
}

func evaluationJSON(r evaluation.Report, compared *evaluation.Paired, graded bool) map[string]any {
	out := map[string]any{
		"queries": r.Queries, "queries_without_run": r.WithoutRun, "run_queries_ignored": r.RunIgnored,
		"excluded_dropped": r.Dropped, "distinct_in_top10": r.Distinct,
	}
	if r.Coverage >= 0 {
		out["coverage"] = r.Coverage
	}
	for _, name := range shownMeasures(graded) {
		out[name] = r.Mean.Value(name)
		out["se "+name] = r.StandardError.Value(name)
	}
	if compared != nil {
		difference := map[string]any{"queries": compared.Queries, "better": compared.Better, "worse": compared.Worse}
		for _, name := range shownMeasures(graded) {
			difference[name] = compared.Difference.Value(name)
			difference["se "+name] = compared.StandardError.Value(name)
		}
		out["compared"] = difference
	}
	return out
}

func (c *cli) evaluationTable(r evaluation.Report, compared *evaluation.Paired, graded bool) {
	c.printf("%s\n", c.say("cli.evaluate.head", "queries", r.Queries, "without", r.WithoutRun, "ignored", r.RunIgnored, "dropped", r.Dropped))
	for _, name := range shownMeasures(graded) {
		c.printf("%-16s %.4f  se %.4f", name, r.Mean.Value(name), r.StandardError.Value(name))
		if compared != nil {
			c.printf("   Δ %+.4f  se %.4f", compared.Difference.Value(name), compared.StandardError.Value(name))
		}
		c.printf("\n")
	}
	if r.Coverage >= 0 {
		c.printf("%-16s %.4f  (%d)\n", "coverage", r.Coverage, r.Distinct)
	}
	if compared != nil {
		c.printf("%s\n", c.say("cli.evaluate.compared", "queries", compared.Queries, "better", compared.Better, "worse", compared.Worse))
	}
}
