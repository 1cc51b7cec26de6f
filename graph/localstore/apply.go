package localstore

import (
	"bytes"
	"context"
	"errors"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// Apply implements [graph.Writer].
func (s *Store) Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error) {
	write, err := s.Prepare(ctx, batch)
	if err != nil {
		return 0, err
	}
	return write(ctx)
}

// Prepare implements [graph.Preparer]: it checks the batch and encodes its rows.
func (s *Store) Prepare(ctx context.Context, batch graph.Batch) (graph.Prepared, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	if err := batch.Check(); err != nil {
		return nil, err
	}
	rows, err := apply.Encode(batch, visibilityNumber)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (graph.Revision, error) {
		if err := s.take(ctx); err != nil {
			return 0, err
		}
		defer s.release()
		revision, err := s.apply(ctx, batch, rows)
		return revision, fault(ctx, "apply", err)
	}, nil
}

// take waits for the turn to write.
func (s *Store) take(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.turn:
	}
	if err := s.usable(ctx); err != nil {
		s.release()
		return err
	}
	return nil
}

func (s *Store) release() { s.turn <- struct{}{} }

func (s *Store) apply(ctx context.Context, batch graph.Batch, rows apply.Rows) (graph.Revision, error) {
	if err := s.numberNames(ctx, rows); err != nil {
		return 0, err
	}
	blind := s.writer.blind && putsOnly(batch)
	revision, err := s.attempt(ctx, batch, rows, blind)
	if blind && (isDuplicate(err) || errors.Is(err, graph.ErrInvalid)) {
		revision, err = s.attempt(ctx, batch, rows, false)
	}
	return revision, err
}

// attempt is one transaction. A blind one takes every record it puts for new, which
// spares looking for it; when one is not, inserting it fails and the attempt was in
// vain. Its list of what is wrong with a batch may be incomplete.
func (s *Store) attempt(ctx context.Context, batch graph.Batch, rows apply.Rows, blind bool) (graph.Revision, error) {
	p := apply.New(graph.Revision(s.head.Load()), batch, rows, lookup{s, blind})
	f := flush{plan: p, s: s, w: s.writer, at: s.options.Clock().UTC(), oldNode: s.writer.lastNode, oldEdge: s.writer.lastEdge}
	var repeated bool
	var revision graph.Revision
	err := s.writer.transaction(ctx, func(ctx context.Context) error {
		var err error
		if repeated, revision, err = s.repeated(ctx, batch.Key, rows.Hash); err != nil || repeated {
			return err
		}
		if err := p.Run(ctx); err != nil {
			return err
		}
		revision = p.Last
		return f.run(ctx)
	})
	if err != nil {
		return 0, err
	}
	if !repeated {
		f.publish()
		s.head.Store(int64(p.Last))
	}
	return revision, nil
}

// putsOnly reports whether the batch puts records whatever their version.
func putsOnly(batch graph.Batch) bool {
	for _, it := range batch.Items {
		if it.Op != graph.OpPutNode && it.Op != graph.OpPutEdge || it.Expect != nil {
			return false
		}
	}
	return true
}

// numberNames gives every kind and relation of the batch its number beforehand, so
// that readers know it before they can meet it. A name whose batch fails stays, which
// does no harm.
func (s *Store) numberNames(ctx context.Context, rows apply.Rows) error {
	ctx = context.WithoutCancel(ctx)
	for i := range rows.Nodes {
		if err := s.kinds.add(ctx, s.writer.conn, string(rows.Nodes[i].Kind)); err != nil {
			return err
		}
	}
	for i := range rows.Edges {
		if err := s.relations.add(ctx, s.writer.conn, string(rows.Edges[i].Relation)); err != nil {
			return err
		}
	}
	return nil
}

// repeated looks the key up: the revision of the first batch under it, or
// [graph.ErrKeyReused] when that was another one.
func (s *Store) repeated(ctx context.Context, key string, hash []byte) (bool, graph.Revision, error) {
	if key == "" {
		return false, 0, nil
	}
	var first []byte
	var revision int64
	known, err := s.writer.one(ctx, []any{&first, &revision}, "SELECT hash, revision FROM idempotency WHERE key = ?", key)
	if err != nil || !known {
		return false, 0, err
	}
	if !bytes.Equal(first, hash) {
		return false, 0, graph.ErrKeyReused
	}
	return true, graph.Revision(revision), nil
}

// remember keeps the key and forgets those that are old enough.
func (f *flush) remember(ctx context.Context) error {
	if f.Batch.Key == "" {
		return nil
	}
	before := f.at.Add(-f.s.options.KeepKeys).UnixNano()
	if err := f.w.exec(ctx, "DELETE FROM idempotency WHERE at < ?", before); err != nil {
		return err
	}
	return f.w.exec(ctx, "INSERT INTO idempotency (key, hash, revision, at) VALUES (?, ?, ?, ?)", f.Batch.Key, f.Rows.Hash, int64(f.Last), f.at.UnixNano())
}

// timeOf turns nanoseconds as stored back into a time.
func timeOf(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }
