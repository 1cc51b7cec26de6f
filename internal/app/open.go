package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/link"
	"chuangmai/seed"
)

// SampleLoad names the load under which the sample stands in a store.
const SampleLoad = "sample"

// Sample is a service over the sample network in a temporary folder, which Close removes.
type Sample struct {
	*Service
	Stats seed.Stats
	dir   string
}

// OpenSample makes a network of the sample, facts only or with its made-up part, in a
// temporary folder, and waits until it can answer.
func OpenSample(ctx context.Context, settings configs.Settings, factsOnly bool, options Options) (*Sample, error) {
	dir, err := os.MkdirTemp("", "chuangmai-sample-")
	if err != nil {
		return nil, err
	}
	sample, err := openSample(ctx, settings, dir, factsOnly, options)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return sample, nil
}

func openSample(ctx context.Context, settings configs.Settings, dir string, factsOnly bool, options Options) (*Sample, error) {
	options = options.withDefaults()
	lex, _, err := knowledge(options.Lexicon)
	if err != nil {
		return nil, err
	}
	options.Lexicon = lex
	settings.Store.Kind, settings.Store.DataDir = "local", dir
	store, err := OpenStore(ctx, settings, options.Clock)
	if err != nil {
		return nil, err
	}
	stats, err := writeSample(ctx, store, lex, factsOnly)
	if err = errors.Join(err, store.Close()); err != nil {
		return nil, err
	}
	service, err := Open(ctx, settings, options)
	if err != nil {
		return nil, err
	}
	sample := &Sample{Service: service, Stats: stats, dir: dir}
	if err := service.WaitIndexed(ctx); err != nil {
		return nil, errors.Join(err, service.Close())
	}
	return sample, nil
}

// Close ends the service and removes its folder.
func (s *Sample) Close() error { return errors.Join(s.Service.Close(), os.RemoveAll(s.dir)) }

// ErrMixed says that sample and own records would stand in one network.
var ErrMixed = errors.New("the sample and own records do not go into one network")

// LoadSample writes the sample into a store that holds nothing but the vocabulary, as a
// load that can be undone.
func LoadSample(ctx context.Context, store graph.Store, lex *lexicon.Lexicon, factsOnly bool) (seed.Stats, error) {
	own, err := hasOwnRecords(ctx, store)
	if err != nil {
		return seed.Stats{}, err
	}
	if own {
		return seed.Stats{}, ErrMixed
	}
	return writeSample(ctx, store, lex, factsOnly)
}

// HoldsSample reports whether the store holds the sample.
func HoldsSample(ctx context.Context, store graph.Store) (bool, error) {
	loads, err := store.Loads(ctx)
	if err != nil {
		return false, err
	}
	for _, l := range loads {
		if l.ID == SampleLoad && !l.Undone {
			return true, nil
		}
	}
	return false, nil
}

// hasOwnRecords reports whether the store holds anything beside the vocabulary.
func hasOwnRecords(ctx context.Context, store graph.Store) (bool, error) {
	for n, err := range store.Nodes(ctx, graph.NodeFilter{AnyOrder: true}) {
		if err != nil {
			return false, err
		}
		if !n.Kind.Classifies() {
			return true, nil
		}
	}
	return false, nil
}

func writeSample(ctx context.Context, store graph.Store, lex *lexicon.Lexicon, factsOnly bool) (seed.Stats, error) {
	if err := EnsureVocabulary(ctx, store, lex); err != nil {
		return seed.Stats{}, err
	}
	items, err := SampleItems(lex, factsOnly)
	if err != nil {
		return seed.Stats{}, err
	}
	stats := seed.NewStats(func(yield func(graph.Item) bool) {
		for _, it := range items {
			if !yield(it) {
				return
			}
		}
	})
	items = append(items, DerivedItems(link.New(lex, graph.BuiltinSchema()), items)...)
	for len(items) > 0 {
		n := min(len(items), graph.MaxBatch)
		if _, err := store.Apply(ctx, graph.Batch{Items: items[:n], Actor: "sample", Reason: "sample network", Load: SampleLoad}); err != nil {
			return seed.Stats{}, fmt.Errorf("sample: %w", err)
		}
		items = items[n:]
	}
	return stats, nil
}
