package app

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync/atomic"
	"time"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/neo4jstore"
)

// openOrAwait opens the store. Where a server is not there yet and the options say so, the
// service starts without it and says so until the server answers.
func openOrAwait(ctx context.Context, settings configs.Settings, options Options) (graph.Store, error) {
	open := func(ctx context.Context) (graph.Store, error) { return OpenStore(ctx, settings, options.Clock) }
	if !options.Await {
		return open(ctx)
	}
	store, err := open(ctx)
	if settings.Store.Kind == "local" || !mayPass(err) {
		return store, err
	}
	options.Logger.WarnContext(ctx, "the store does not answer; the service waits for it", "error", err)
	a := &awaitedStore{open: open, log: options.Logger}
	a.note(err)
	return a, nil
}

// mayPass reports whether an error of opening a store may be gone after a while.
func mayPass(err error) bool {
	lasting := errors.Is(err, neo4jstore.ErrUnauthorised) || errors.Is(err, neo4jstore.ErrNoDatabase)
	return errors.Is(err, graph.ErrUnavailable) && !lasting
}

// awaitedStore is a store that has not answered yet: everything is [graph.ErrUnavailable]
// until it has.
type awaitedStore struct {
	open  func(context.Context) (graph.Store, error)
	log   *slog.Logger
	store atomic.Pointer[graph.Store]
	cause atomic.Pointer[error]
}

// awaitPause is how long to wait before the store is tried again.
const awaitPause = 2 * time.Second

// wait tries to open the store and prepare it until both succeed; false when ctx ended
// first.
func (a *awaitedStore) wait(ctx context.Context, prepare func(graph.Store) error) bool {
	for {
		store, err := a.open(ctx)
		if err == nil {
			if err = prepare(store); err == nil {
				a.store.Store(&store)
				a.log.InfoContext(ctx, "the store answers")
				return true
			}
			err = errors.Join(err, store.Close())
		}
		a.note(err)
		timer := time.NewTimer(awaitPause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
		}
	}
}

func (a *awaitedStore) note(err error) { a.cause.Store(&err) }

func (a *awaitedStore) get() (graph.Store, error) {
	if store := a.store.Load(); store != nil {
		return *store, nil
	}
	return nil, fmt.Errorf("%w: %w", graph.ErrUnavailable, *a.cause.Load())
}

// Node implements [graph.Reader].
func (a *awaitedStore) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	store, err := a.get()
	if err != nil {
		return graph.Node{}, err
	}
	return store.Node(ctx, id)
}

// Edge implements [graph.Reader].
func (a *awaitedStore) Edge(ctx context.Context, relation graph.Relation, id graph.ID) (graph.Edge, error) {
	store, err := a.get()
	if err != nil {
		return graph.Edge{}, err
	}
	return store.Edge(ctx, relation, id)
}

// Nodes implements [graph.Reader].
func (a *awaitedStore) Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return streamed(a, func(s graph.Store) iter.Seq2[graph.Node, error] { return s.Nodes(ctx, filter) })
}

// Edges implements [graph.Reader].
func (a *awaitedStore) Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return streamed(a, func(s graph.Store) iter.Seq2[graph.Edge, error] { return s.Edges(ctx, filter) })
}

// Apply implements [graph.Writer].
func (a *awaitedStore) Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error) {
	store, err := a.get()
	if err != nil {
		return 0, err
	}
	return store.Apply(ctx, batch)
}

// Head implements [graph.Log].
func (a *awaitedStore) Head(ctx context.Context) (graph.Revision, error) {
	store, err := a.get()
	if err != nil {
		return 0, err
	}
	return store.Head(ctx)
}

// Changes implements [graph.Log].
func (a *awaitedStore) Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error] {
	return streamed(a, func(s graph.Store) iter.Seq2[graph.Change, error] { return s.Changes(ctx, since) })
}

// Trim implements [graph.Log].
func (a *awaitedStore) Trim(ctx context.Context, through graph.Revision, before time.Time) (graph.Revision, error) {
	store, err := a.get()
	if err != nil {
		return 0, err
	}
	return store.Trim(ctx, through, before)
}

// Loads implements [graph.Loads].
func (a *awaitedStore) Loads(ctx context.Context) ([]graph.LoadInfo, error) {
	store, err := a.get()
	if err != nil {
		return nil, err
	}
	return store.Loads(ctx)
}

// Prior implements [graph.Loads].
func (a *awaitedStore) Prior(ctx context.Context, load string) iter.Seq2[graph.Prior, error] {
	return streamed(a, func(s graph.Store) iter.Seq2[graph.Prior, error] { return s.Prior(ctx, load) })
}

// Forget implements [graph.Loads].
func (a *awaitedStore) Forget(ctx context.Context, load string) error {
	store, err := a.get()
	if err != nil {
		return err
	}
	return store.Forget(ctx, load)
}

// Ping implements [graph.Store].
func (a *awaitedStore) Ping(ctx context.Context) error {
	store, err := a.get()
	if err != nil {
		return err
	}
	return store.Ping(ctx)
}

// Close closes the store once it was opened.
func (a *awaitedStore) Close() error {
	if store := a.store.Load(); store != nil {
		return (*store).Close()
	}
	return nil
}

// streamed is a stream of the store, or its error.
func streamed[T any](a *awaitedStore, stream func(graph.Store) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		store, err := a.get()
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		stream(store)(yield)
	}
}
