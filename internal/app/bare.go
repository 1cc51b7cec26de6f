package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/link"
	"chuangmai/seed"
	"chuangmai/transfer"
)

// Bare is a store without a picture and an index: enough to load, undo, relink and export.
type Bare struct {
	// Store derives links for what is written; Base writes as it is told.
	Store   graph.Store
	Base    graph.Store
	Lexicon *lexicon.Lexicon
	Linker  *link.Linker
}

// OpenBare opens the store named by the settings and makes sure that it holds the
// vocabulary.
func OpenBare(ctx context.Context, settings configs.Settings, options Options) (*Bare, error) {
	options = options.withDefaults()
	lex, _, err := knowledge(options.Lexicon)
	if err != nil {
		return nil, err
	}
	store, err := OpenStore(ctx, settings, options.Clock)
	if err != nil {
		return nil, err
	}
	if err := EnsureVocabulary(ctx, store, lex); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	b := &Bare{Base: store, Lexicon: lex, Linker: link.New(lex, graph.BuiltinSchema())}
	b.Store = &linkingStore{Store: store, linker: func() *link.Linker { return b.Linker }, written: func(graph.Revision) {}}
	return b, nil
}

// Close closes the store.
func (b *Bare) Close() error { return b.Base.Close() }


// WriteGenerated writes a large made-up network as JSON lines, for load tests.
func WriteGenerated(out io.Writer, nodes, edges int, seedNumber uint64) error {
	items, err := seed.Generate(nodes, edges, seedNumber)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(out, 1<<20)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	for it := range items {
		if err := enc.Encode(transfer.Line{Node: it.Node, Edge: it.Edge}); err != nil {
			return err
		}
	}
	return buffered.Flush()
}
