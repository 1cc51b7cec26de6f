package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

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
	// Fresh: the data folder holds no network yet, and what is read here is what a new one
	// begins with.
	Fresh bool

	own       string // key of the capabilities of its own that the linker knows
	temporary string // folder to remove
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
	return newBare(ctx, store, lex)
}

func newBare(ctx context.Context, store graph.Store, lex *lexicon.Lexicon) (*Bare, error) {
	words, own, err := extendedBy(ctx, store, lex)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	b := &Bare{Base: store, Lexicon: lex, Linker: link.New(words, graph.BuiltinSchema()), own: own}
	b.Store = &linkingStore{Store: store, linker: func() *link.Linker { return b.Linker }, written: func(graph.Revision) {}}
	return b, nil
}

// ReadBare is [OpenBare] for what only reads: it neither makes a data folder nor writes a
// record. Where there is no network yet, it shows what a new one begins with.
func ReadBare(ctx context.Context, settings configs.Settings, options Options) (*Bare, error) {
	options = options.withDefaults()
	lex, _, err := knowledge(options.Lexicon)
	if err != nil {
		return nil, err
	}
	options.Lexicon = lex
	held, err := holdsNetwork(settings)
	if err != nil {
		return nil, err
	}
	if !held {
		return freshBare(ctx, settings, options)
	}
	store, err := OpenStore(ctx, settings, options.Clock)
	if err != nil {
		return nil, err
	}
	lacking, err := lackingVocabulary(ctx, store, lex)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	if len(lacking) > 0 {
		store = &withVocabulary{store, lacking}
	}
	return newBare(ctx, store, lex)
}

// holdsNetwork reports whether the store of the settings is there already; a server
// answers for itself.
func holdsNetwork(settings configs.Settings) (bool, error) {
	if settings.Store.Kind != "local" {
		return true, nil
	}
	switch _, err := os.Stat(filepath.Join(settings.Store.DataDir, networkFile)); {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, nil
}

// networkFile is what a data folder with a network has in it.
const networkFile = "network.db"

// freshBare makes a network in a temporary folder.
func freshBare(ctx context.Context, settings configs.Settings, options Options) (*Bare, error) {
	dir, err := os.MkdirTemp("", "chuangmai-fresh-")
	if err != nil {
		return nil, err
	}
	settings.Store.DataDir = dir
	b, err := OpenBare(ctx, settings, options)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	b.Fresh, b.temporary = true, dir
	return b, nil
}

// WordsChanged reports whether what was written gave the network capabilities of its own
// that the linker does not know, so that links should be read anew ([Relink]).
func (b *Bare) WordsChanged(ctx context.Context) (bool, error) {
	own, _, err := ownCapabilities(ctx, b.Base, b.Lexicon)
	return own != b.own, err
}

// Close closes the store.
func (b *Bare) Close() error {
	err := b.Base.Close()
	if b.temporary != "" {
		err = errors.Join(err, os.RemoveAll(b.temporary))
	}
	return err
}

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
