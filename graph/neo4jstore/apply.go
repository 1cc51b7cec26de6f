package neo4jstore

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
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

// Prepare implements [graph.Preparer]: it checks and encodes the batch.
func (s *Store) Prepare(ctx context.Context, batch graph.Batch) (graph.Prepared, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	if err := batch.Check(); err != nil {
		return nil, err
	}
	rows, err := apply.Encode(batch, nil)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (graph.Revision, error) {
		if err := s.take(ctx); err != nil {
			return 0, err
		}
		defer s.release()
		revision, err := s.apply(ctx, batch, rows)
		return revision, s.fault(ctx, "apply", err)
	}, nil
}

func (s *Store) apply(ctx context.Context, batch graph.Batch, rows apply.Rows) (graph.Revision, error) {
	if err := s.index(ctx, batch); err != nil {
		return 0, err
	}
	token := rand.Text()
	at := s.options.Clock().UTC()
	var revision graph.Revision
	var done *flush
	err := s.transaction(ctx, func(ctx context.Context, t tx, repeated bool) (err error) {
		defer func() { err = s.unforeseen(err) }()
		done = nil
		state, err := s.lock(ctx, t, token)
		if err != nil {
			return err
		}
		if repeated { // the attempt before may have been committed
			applied, last, err := appliedUnder(ctx, t, token)
			if err != nil || applied {
				revision = last
				return err
			}
		}
		known, last, err := knownKey(ctx, t, batch.Key, rows.Hash)
		if err != nil || known {
			revision = last
			return err
		}
		if err := s.readIDs(ctx, t, state, len(batch.Items)); err != nil {
			return err
		}
		p := apply.New(state.last, batch, rows, lookup{s, t, state.names, new(reader)})
		if err := p.Run(ctx); err != nil {
			return err
		}
		revision = p.Last
		f := flush{plan: p, s: s, t: t, state: state, at: at, token: token}
		done = &f
		return f.run(ctx)
	})
	if err != nil {
		if !isRefusal(err) {
			s.writer.forget()
		}
		return 0, err
	}
	if done != nil {
		done.publish()
	}
	return revision, nil
}

// unforeseen turns the refusal of a record that is there although this process knows of
// none, because another program has put it there, into an error to try again after.
func (s *Store) unforeseen(err error) error {
	if code(err) != codeConstraint || s.writer.all.hashes == nil {
		return err
	}
	s.writer.forget()
	s.writer.many = true
	return fmt.Errorf("%w: %w", errStale, err)
}

// logState is what the counter node says.
type logState struct {
	last, first graph.Revision
	loads       int64
	names       *directory
}

func stateOf(fields map[string]any, known *directory) logState {
	last, _ := fields["last"].(int64)
	first, _ := fields["first"].(int64)
	st := logState{last: graph.Revision(last), first: graph.Revision(first), names: directoryOf(fields["schemes"], known)}
	st.loads, _ = fields["loads"].(int64)
	return st
}

// lock makes all other writers, of any process, wait until the transaction ends.
func (s *Store) lock(ctx context.Context, t tx, token string) (logState, error) {
	records, err := t.run(ctx, textLock, map[string]any{"lock": token})
	if err != nil {
		return logState{}, err
	}
	if len(records) != 1 {
		return logState{}, fmt.Errorf("%w: the node _Log is missing", ErrForeign)
	}
	st := stateOf(records[0].AsMap(), s.names.Load())
	s.names.Store(st.names)
	if s.writer.at != st.last {
		s.writer.forget()
	}
	return st, nil
}

// appliedUnder looks whether an attempt of this Apply has been committed.
func appliedUnder(ctx context.Context, t tx, token string) (bool, graph.Revision, error) {
	records, err := t.run(ctx, textApplied, map[string]any{"batch": token})
	if err != nil {
		return false, 0, err
	}
	last, found := value[int64](records[0], "last")
	return found, graph.Revision(last), nil
}

// knownKey looks an idempotency key up: the revision of the first batch under it, or
// [graph.ErrKeyReused] when that was another one.
func knownKey(ctx context.Context, t tx, key string, hash []byte) (bool, graph.Revision, error) {
	if key == "" {
		return false, 0, nil
	}
	records, err := t.run(ctx, textKey, map[string]any{"key": key})
	if err != nil || len(records) == 0 {
		return false, 0, err
	}
	if first, _ := value[string](records[0], "hash"); first != hex.EncodeToString(hash) {
		return false, 0, graph.ErrKeyReused
	}
	revision, _ := value[int64](records[0], "revision")
	return true, graph.Revision(revision), nil
}

// index makes sure that the relations of the batch have their constraint, which cannot
// be made in the transaction that writes. One whose batch fails stays, which does no
// harm.
func (s *Store) index(ctx context.Context, batch graph.Batch) error {
	for _, it := range batch.Items {
		if it.Op != graph.OpPutEdge || s.writer.indexed[it.Edge.Relation] {
			continue
		}
		if err := s.change(ctx, textRelationIndex(it.Edge.Relation), nil); err != nil {
			return err
		}
		if s.writer.indexed == nil {
			s.writer.indexed = make(map[graph.Relation]bool)
		}
		s.writer.indexed[it.Edge.Relation] = true
	}
	return nil
}

// timeOf turns nanoseconds as stored back into a time.
func timeOf(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }
