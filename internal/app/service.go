package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"chuangmai/advise"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/feed"
	"chuangmai/graph/localstore"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/link"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/planner"
	"chuangmai/search"
	"chuangmai/steward"
	"chuangmai/steward/loading"
)

// Service is a running network: a store, the feed that follows it, and what answers from
// it. Open it, use it, close it.
type Service struct {
	Settings configs.Settings
	Schema   *graph.Schema
	Lexicon  *lexicon.Lexicon
	// Store derives links and announces its writes to the feed.
	Store   graph.Store
	Advisor *advise.Advisor
	// Loads runs loads in the background; Desk looks after the data.
	Loads   *loading.Manager
	Desk    *steward.Desk
	Planner *planner.Planner

	log     *slog.Logger
	clock   func() time.Time
	network *network
	feed    *feed.Feed
	cancel  context.CancelFunc
	work    sync.WaitGroup
}

// Options are what a service needs beside its settings; zero values do without.
type Options struct {
	Logger   *slog.Logger
	Clock    func() time.Time
	Progress Progress
	// Await lets a service start before its server answers.
	Await bool
	// Lexicon spares reading the built-in one again.
	Lexicon *lexicon.Lexicon
}

// Open opens the store named by the settings, makes sure that it holds the vocabulary, and
// starts to follow it. It returns before the network is read; [Service.Wait] waits.
func Open(ctx context.Context, settings configs.Settings, options Options) (*Service, error) {
	options = options.withDefaults()
	lex, weights, err := knowledge(options.Lexicon)
	if err != nil {
		return nil, err
	}
	if err := ownWeights(weights, settings.Match.WeightsFile); err != nil {
		return nil, err
	}
	store, err := openOrAwait(ctx, settings, options)
	if err != nil {
		return nil, err
	}
	s := &Service{Settings: settings, Schema: graph.BuiltinSchema(), Lexicon: lex, log: options.Logger, clock: options.Clock}
	if err := s.start(ctx, store, weights, options.Progress); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return o
}

func knowledge(lex *lexicon.Lexicon) (*lexicon.Lexicon, match.Weights, error) {
	weights, err := match.BuiltinWeights()
	if err != nil || lex != nil {
		return lex, weights, err
	}
	lex, err = lexicon.Load()
	return lex, weights, err
}

// OpenStore opens the store that the settings name.
func OpenStore(ctx context.Context, settings configs.Settings, clock func() time.Time) (graph.Store, error) {
	switch settings.Store.Kind {
	case "local":
		if err := os.MkdirAll(settings.Store.DataDir, 0o700); err != nil {
			return nil, fmt.Errorf("data folder: %w", err)
		}
		return localstore.Open(ctx, localstore.Options{Dir: settings.Store.DataDir, Clock: clock})
	case "neo4j":
		return openNeo4j(ctx, settings.Neo4j, clock)
	default:
		return nil, fmt.Errorf("store.kind: %q is not available", settings.Store.Kind)
	}
}

func (s *Service) start(ctx context.Context, store graph.Store, weights match.Weights, progress Progress) error {
	awaited, away := store.(*awaitedStore)
	if !away {
		if err := EnsureVocabulary(ctx, store, s.Lexicon); err != nil {
			return err
		}
	}
	numbers := snapshot.NewNumbers(0)
	index, err := search.Open(ctx, search.Options{
		Dir: filepath.Join(s.Settings.Store.DataDir, indexFolder), Lexicon: s.Lexicon, Schema: s.Schema,
		Numbering: numbering{numbers}, Logger: s.log, Clock: s.clock,
	})
	if err != nil {
		return fmt.Errorf("text index: %w", err)
	}
	radii := need.DefaultParameters()
	radii.CityKm, radii.CountyKm = s.Settings.Match.RadiusCityKm, s.Settings.Match.RadiusCountyKm
	s.network = &network{
		store: store, schema: s.Schema, base: s.Lexicon, weights: weights, radii: radii, numbers: numbers, index: index,
		log: s.log, clock: s.clock, progress: progress,
	}
	s.feed = feed.New(store, s.network, feed.Options{
		Group: s.Settings.Feed.Group, Poll: s.Settings.Feed.Poll, Clock: s.clock, Logger: s.log,
	})
	s.network.stale = func() bool { return s.feed.Status().State == feed.StateStale }
	s.Store = &linkingStore{Store: store, linker: s.linker, written: func(graph.Revision) { s.feed.Wake() }}
	base := &wakingStore{Store: store, written: func(graph.Revision) { s.feed.Wake() }}
	s.Loads, s.Desk = s.newLoads(base), s.newDesk(base)
	s.Advisor = advise.New(s.network, store, advise.Settings{
		GroupLimit: s.Settings.Match.GroupLimit, StaleDays: s.Settings.Match.StaleDays,
	}, s.clock)
	if s.Planner, err = planner.New(s.Advisor, plannerSettings(s.Settings), s.clock); err != nil {
		return errors.Join(err, index.Close())
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	s.work.Go(func() {
		if away && !awaited.wait(run, func(store graph.Store) error { return EnsureVocabulary(run, store, s.Lexicon) }) {
			return
		}
		if err := s.feed.Run(run); err != nil {
			s.log.Error("feed ended", "error", err)
		}
	})
	return nil
}

// linker derives links with the lexicon that knows the network's own capabilities.
func (s *Service) linker() *link.Linker {
	lex := s.Lexicon
	if net, release, err := s.network.Acquire(); err == nil {
		lex = net.Words
		release()
	}
	return link.New(lex, s.Schema)
}

// Wait returns when the network shows the revision (0: as soon as it can answer at all).
func (s *Service) Wait(ctx context.Context, revision graph.Revision) error {
	return s.feed.Wait(ctx, revision)
}

// WaitIndexed returns when, moreover, the text index takes part.
func (s *Service) WaitIndexed(ctx context.Context) error {
	if err := s.feed.Wait(ctx, 0); err != nil {
		return err
	}
	for s.network.degraded() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

// Status says how current the network is.
type Status struct {
	feed.Status
	Ready bool
	// TextRebuilding is true while answers come without the text index.
	TextRebuilding bool
}

// Status returns how current the network is.
func (s *Service) Status() Status {
	st := Status{Status: s.feed.Status()}
	st.Ready = st.State != feed.StateBuilding
	if st.Ready {
		st.TextRebuilding = s.network.degraded()
	}
	return st
}

// Close stops following, waits for all work and closes index and store.
func (s *Service) Close() error {
	s.Loads.Close()
	s.cancel()
	s.work.Wait()
	err := s.network.close()
	return errors.Join(err, s.network.store.Close())
}

// EnsureVocabulary writes the fields, stages, disciplines and capability areas that the
// store lacks, so that links have ends. What is there is left as it is.
func EnsureVocabulary(ctx context.Context, store graph.Store, lex *lexicon.Lexicon) error {
	missing, err := missingVocabulary(ctx, store, lex)
	if err != nil {
		return err
	}
	for len(missing) > 0 {
		n := min(len(missing), graph.MaxBatch)
		if _, err := store.Apply(ctx, graph.Batch{Items: missing[:n], Actor: "vocabulary", Reason: "lexicon " + lex.Version()}); err != nil {
			return fmt.Errorf("vocabulary: %w", err)
		}
		missing = missing[n:]
	}
	return nil
}

// missingVocabulary returns what [EnsureVocabulary] would write.
func missingVocabulary(ctx context.Context, store graph.Store, lex *lexicon.Lexicon) ([]graph.Item, error) {
	items := VocabularyItems(lex)
	have := make(map[graph.ID]bool)
	for n, err := range store.Nodes(ctx, graph.NodeFilter{Kinds: graph.ClassifyingKinds(), AnyOrder: true}) {
		if err != nil {
			return nil, err
		}
		have[n.ID] = true
	}
	var missing []graph.Item
	fresh := make(map[graph.ID]bool)
	for _, it := range items {
		switch {
		case it.Op == graph.OpPutNode && !have[it.Node.ID]:
			missing = append(missing, it)
			fresh[it.Node.ID] = true
		case it.Op == graph.OpPutEdge && fresh[it.Edge.From]: // nodes come first
			missing = append(missing, it)
		}
	}
	return missing, nil
}
