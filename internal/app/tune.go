package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/internal/evaluation"
	"chuangmai/match"
	"chuangmai/tune"
)

// ErrTuneHistory is returned for the set of partners where these are ranked by a history of
// joint projects, which has sets of its own.
var ErrTuneHistory = errors.New("tune: partners of this network are ranked by its history")

// TuneOptions say what is fitted to what.
type TuneOptions struct {
	// Set is the set of weights, one of [WeightSets].
	Set    string
	Judged evaluation.Judgements
	// Marks are what people said of hits, whatever was judged of them before. Those that name
	// no query of the file, but say what was asked, are questions of their own.
	Marks []Mark
	// Split makes questions of the network itself: who joined whom after this date, asked of
	// the network as it was then. Zero for none.
	Split graph.Date
	// Questions bounds how many are made of the network; 0 means [DefaultQuestions].
	Questions int
	// NewOnly leaves out who worked with the requester before; only sets over a history do.
	NewOnly bool
	// KeepPowers fits weights alone; else the powers other than 1 are fitted too.
	KeepPowers bool
	// Candidates are names or ids; only these are ranked. Nil for all.
	Candidates []string
	Folds      int
	Where      evaluation.Conditions
	// Warn is told of what was passed over, Progress how many queries are read; nil for nobody.
	Warn     func(text string)
	Progress func(done int)
}

// Tune fits a set of weights to judged queries: those of the file that [Service.Rank] reads
// (nil for none), those of the marks and those of the network itself.
func (s *Service) Tune(ctx context.Context, queries io.Reader, name string, opts TuneOptions) (TuneReport, error) {
	t := &tuner{service: s, opts: opts}
	if err := t.prepare(); err != nil {
		return t.report, err
	}
	if queries != nil {
		if err := eachQuery(queries, name, opts.Where, t.line); err != nil {
			return t.report, err
		}
	}
	t.markedQuestions()
	if !opts.Split.IsZero() {
		if err := t.split(ctx); err != nil {
			return t.report, err
		}
	}
	if err := t.fill(ctx); err != nil {
		return t.report, err
	}
	var err error
	t.report.Result, err = tune.Fit(t.signals, t.queries, opts.Folds)
	return t.report, err
}

// tuner gathers what is fitted.
type tuner struct {
	service *Service
	opts    TuneOptions

	given   *batch // says what a line asks for, and holds the candidates that were given
	votes   *votes
	asked   []question
	signals []tune.Signal
	queries []tune.Query
	report  TuneReport
}

// question is one that will be fitted to.
type question struct {
	id     string
	query  batchQuery
	stated *advise.RankQuery // instead of query, for what no line says
	scope  advise.Scope
	grades map[graph.ID]int
	beyond []int // grades of what is no node
}

func (t *tuner) prepare() error {
	network, release, err := t.service.network.Acquire()
	if err != nil {
		return err
	}
	now := network.Ranker.Weights().Sets[t.opts.Set].Signals
	release()
	for _, signal := range slices.Sorted(maps.Keys(now)) {
		w := now[signal]
		t.signals = append(t.signals, tune.Signal{Name: signal, Weight: w.Weight, Power: w.Power, Shape: w.Power != 1 && !t.opts.KeepPowers})
	}
	what := RankPartners
	if t.opts.Set == match.SetResources {
		what = RankResources
	}
	t.given = &batch{service: t.service, opts: RankOptions{
		What: what, Set: t.opts.Set, Candidates: t.opts.Candidates, NewOnly: t.opts.NewOnly, Where: t.opts.Where, Warn: oneAtATime(t.opts.Warn),
	}}
	if err := t.given.prepare(); err != nil {
		return err
	}
	if t.given.history && t.opts.Set == match.SetPartners {
		return ErrTuneHistory
	}
	t.votes = t.count(t.opts.Marks)
	return nil
}

// oneAtATime lets several goroutines warn.
func oneAtATime(warn func(string)) func(string) {
	if warn == nil {
		return nil
	}
	var mu sync.Mutex
	return func(text string) {
		mu.Lock()
		defer mu.Unlock()
		warn(text)
	}
}

// line takes one query of the file.
func (t *tuner) line(q batchQuery) error {
	marked := t.votes.of(q)
	if len(t.opts.Judged[q.QID]) == 0 && len(marked) == 0 {
		t.report.Unjudged++
		return nil
	}
	one := question{id: q.QID, query: q, grades: make(map[graph.ID]int)}
	for _, doc := range slices.Sorted(maps.Keys(t.opts.Judged[q.QID])) {
		grade := t.opts.Judged[q.QID][doc]
		id, known := t.given.find.id(doc)
		if !known {
			t.report.Unknown++
			one.beyond = append(one.beyond, grade)
		} else if old, twice := one.grades[id]; !twice || grade > old {
			one.grades[id] = grade
		}
	}
	for id, vote := range marked {
		one.grades[id] = graded(vote, one.grades[id])
	}
	t.take(one)
	return nil
}

// take keeps a question that can be measured.
func (t *tuner) take(one question) {
	judged := slices.AppendSeq(slices.Clone(one.beyond), maps.Values(one.grades))
	if len(judged) == 0 || slices.Max(judged) <= 0 && slices.Min(judged) >= 0 {
		t.report.Unjudged++
		return
	}
	t.asked = append(t.asked, one)
	t.queries = append(t.queries, tune.Query{ID: one.id, Judged: slices.Sorted(slices.Values(judged))})
}

// mostCandidates of one question are fitted to; see [match.Ranker.Features].
const mostCandidates = 1000

// fill reads the candidates of all questions and what each signal says of them.
func (t *tuner) fill(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make([]error, len(t.asked))
	next := make(chan int)
	var done atomic.Int64
	var telling sync.Mutex
	var work sync.WaitGroup
	for range min(len(t.asked), runtime.GOMAXPROCS(0)) {
		work.Go(func() {
			for i := range next {
				if errs[i] = t.read(ctx, i); errs[i] != nil {
					cancel()
				}
				n := int(done.Add(1))
				if t.opts.Progress != nil {
					telling.Lock()
					t.opts.Progress(n)
					telling.Unlock()
				}
			}
		})
	}
	for i := range t.asked {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	work.Wait()
	for _, err := range errs { // the first that is none's consequence
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return context.Cause(ctx)
}

// read fills one query.
func (t *tuner) read(ctx context.Context, i int) error {
	one := t.asked[i]
	keep := slices.Sorted(maps.Keys(one.grades))
	ask := func(query advise.RankQuery) (advise.Features, error) {
		return t.service.Advisor.Features(ctx, advise.FeatureQuery{RankQuery: query, Most: mostCandidates, Keep: keep}, one.scope)
	}
	var found advise.Features
	var err error
	if one.stated != nil {
		found, err = ask(*one.stated)
	} else {
		found, err = withKnown(t.given, one.query, ask)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", one.id, err)
	}
	for _, c := range found.Candidates {
		t.queries[i].Candidates = append(t.queries[i].Candidates, tune.Candidate{ID: string(c.ID), Grade: one.grades[c.ID], Shares: c.Shares})
	}
	return nil
}

// plainText is a text as marks are told apart by it.
func plainText(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
