package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/internal/evaluation"
	"chuangmai/match"
	"chuangmai/tune"
)

// ErrTuneHistory is returned when partners are ranked by a history of joint projects, whose
// sets of weights are fitted in another way.
var ErrTuneHistory = errors.New("tune: partners of this network are ranked by its history")

// TuneOptions say what is fitted to what.
type TuneOptions struct {
	// Set is the set of weights: match.SetPartners or match.SetResources.
	Set    string
	Judged evaluation.Judgements
	// Marks are hits found not to suit, whatever was judged of them before.
	Marks []Mark
	// Candidates are names or ids; only these are ranked. Nil for all.
	Candidates []string
	Folds      int
	Where      evaluation.Conditions
	// Warn is told of what was passed over, Progress how many queries are read; nil for nobody.
	Warn     func(text string)
	Progress func(done int)
}

// Tune fits a set of weights to judged queries of the file that [Service.Rank] reads.
func (s *Service) Tune(ctx context.Context, queries io.Reader, name string, opts TuneOptions) (TuneReport, error) {
	network, release, err := s.network.Acquire()
	if err != nil {
		return TuneReport{}, err
	}
	defer release()
	t := &tuner{service: s, network: network, opts: opts}
	if err := t.prepare(); err != nil {
		return t.report, err
	}
	scanner := bufio.NewScanner(queries)
	scanner.Buffer(make([]byte, 0, 64<<10), 4<<20)
	for n := 1; scanner.Scan(); n++ {
		if strings.TrimSpace(scanner.Text()) == "" {
			continue
		}
		if err := t.line(ctx, scanner.Bytes()); err != nil {
			return t.report, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := scanner.Err(); err != nil {
		return t.report, fmt.Errorf("%s: %w", name, err)
	}
	t.report.Result, err = tune.Fit(t.signals, t.queries, opts.Folds)
	return t.report, err
}

// tuner gathers what is fitted. It learns the value of a signal by ranking with a
// weight of 1 for it alone: the score then is its share.
type tuner struct {
	service *Service
	network *advise.Network
	opts    TuneOptions

	given   *batch   // ranks as it is set, and holds the candidates that were given
	finders []*batch // together return every candidate of a question
	probes  []*batch // by signal
	signals []tune.Signal
	queries []tune.Query
	report  TuneReport
}

func (t *tuner) prepare() error {
	now := t.network.Ranker.Weights().Sets[t.opts.Set].Signals
	for _, signal := range slices.Sorted(maps.Keys(now)) {
		t.signals = append(t.signals, tune.Signal{Name: signal, Weight: now[signal].Weight, Power: now[signal].Power})
	}
	t.given = &batch{service: t.service, opts: RankOptions{What: t.opts.Set, Candidates: t.opts.Candidates, Where: t.opts.Where, Warn: t.opts.Warn}}
	if err := t.given.prepare(); err != nil {
		return err
	}
	if t.given.history && t.opts.Set == match.SetPartners {
		return ErrTuneHistory
	}
	for _, s := range t.signals {
		t.probes = append(t.probes, t.ranking(map[string]match.SignalWeight{s.Name: {Weight: 1, Power: 1}}))
	}
	// Answers leave out what scores below a fifth of the first. With a power near 0 every
	// signal that is there adds 1, so that four of them leave out nothing.
	for _, signals := range [][]string{{"capability", "discipline", "words", "asked"}, {"similar", "holdings", "walk", "asked"}} {
		flat := make(map[string]match.SignalWeight)
		for _, signal := range signals {
			flat[signal] = match.SignalWeight{Weight: 1, Power: 1e-9}
		}
		t.finders = append(t.finders, t.ranking(flat))
	}
	return nil
}

// ranking is a batch that weighs the tuned set in another way.
func (t *tuner) ranking(signals map[string]match.SignalWeight) *batch {
	weights := t.network.Ranker.Weights()
	weights.Sets = map[string]match.WeightSet{t.opts.Set: {Signals: signals}}
	network := *t.network
	network.Ranker = match.New(t.network.Ranker.Lexicon(), weights)
	b := *t.given
	b.service = &Service{Advisor: advise.New(lent{&network}, t.service.Store, advise.Settings{
		GroupLimit: t.service.Settings.Match.GroupLimit, StaleDays: t.service.Settings.Match.StaleDays,
	}, t.service.clock)}
	b.opts.Depth, b.opts.Warn = 0, func(string) {}
	return &b
}

// lent is a network that somebody else gives back.
type lent struct{ network *advise.Network }

// Acquire returns the network.
func (l lent) Acquire() (*advise.Network, func(), error) { return l.network, func() {}, nil }

func (t *tuner) line(ctx context.Context, data []byte) error {
	var fields map[string]any
	var q batchQuery
	if err := errors.Join(json.Unmarshal(data, &fields), json.Unmarshal(data, &q)); err != nil {
		return err
	}
	if q.QID == "" {
		return errors.New("no qid")
	}
	if keep, err := t.opts.Where.Match(fields); err != nil || !keep {
		return err
	}
	query := tune.Query{ID: q.QID, Judged: slices.Sorted(maps.Values(t.opts.Judged[q.QID]))}
	if len(query.Judged) == 0 || slices.Max(query.Judged) <= 0 {
		t.report.Unjudged++
		return nil
	}
	grades := t.grades(q.QID)
	if err := t.fill(ctx, &query, q, grades); err != nil {
		return fmt.Errorf("%s: %w", q.QID, err)
	}
	t.queries = append(t.queries, query)
	if t.opts.Progress != nil {
		t.opts.Progress(len(t.queries))
	}
	return nil
}

// grades of the nodes that were judged or marked for a query.
func (t *tuner) grades(qid string) map[graph.ID]int {
	out := make(map[graph.ID]int)
	for doc, grade := range t.opts.Judged[qid] {
		id, known := t.given.find.id(doc)
		if !known {
			t.report.Unknown++
		} else if old, twice := out[id]; !twice || grade > old {
			out[id] = grade
		}
	}
	for _, m := range t.opts.Marks {
		if m.Query != qid {
			continue
		}
		if id, known := t.given.find.id(m.ID); known {
			out[id] = unsuitable
		} else {
			t.report.Unknown++
		}
	}
	return out
}

// unsuitable is the grade of a marked hit: it costs where others bring nothing.
const unsuitable = -1

// fill reads the candidates of a query and what each signal says of them.
func (t *tuner) fill(ctx context.Context, query *tune.Query, q batchQuery, grades map[graph.ID]int) error {
	among, err := t.candidates(ctx, q)
	if err != nil || len(among) == 0 {
		return err
	}
	at := make(map[graph.ID]int, len(among))
	for i, id := range among {
		at[id] = i
		query.Candidates = append(query.Candidates, tune.Candidate{ID: string(id), Grade: grades[id], Shares: make([]float64, len(t.signals))})
	}
	errs := make([]error, len(t.probes))
	next := make(chan int)
	var work sync.WaitGroup
	for range min(len(t.probes), runtime.GOMAXPROCS(0)) {
		work.Go(func() {
			for k := range next {
				b := *t.probes[k]
				b.among = among
				ranked, err := b.rank(ctx, q)
				for _, r := range ranked {
					query.Candidates[at[r.ID]].Shares[k] = min(1, r.Score)
				}
				errs[k] = err
			}
		})
	}
	for k := range t.probes {
		next <- k
	}
	close(next)
	work.Wait()
	return errors.Join(errs...)
}

// candidates are all that a ranking of the query would order.
func (t *tuner) candidates(ctx context.Context, q batchQuery) ([]graph.ID, error) {
	if _, err := t.given.rank(ctx, q); err != nil { // warns of what cannot be used
		return nil, err
	}
	if t.given.among != nil {
		return t.given.among, nil
	}
	all := make(map[graph.ID]bool)
	for _, finder := range t.finders {
		ranked, err := finder.rank(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range ranked {
			all[r.ID] = true
		}
	}
	return slices.Sorted(maps.Keys(all)), nil
}
