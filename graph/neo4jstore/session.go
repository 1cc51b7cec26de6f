package neo4jstore

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const (
	// maxAttempts bounds how often one transaction is tried.
	maxAttempts = 10
	// goodbye is how long a broken-off transaction may take to say so to the server,
	// which would find out by itself.
	goodbye = 300 * time.Millisecond
	// firstPause is the pause before the second attempt; each further one doubles it, up
	// to lastPause.
	firstPause = 20 * time.Millisecond
	lastPause  = 500 * time.Millisecond
)

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: s.options.Database, FetchSize: neo4j.FetchAll,
		BookmarkManager: s.driver.ExecuteQueryBookmarkManager(),
	})
}

// leave ends a session even when the context has been cancelled.
func leave(ctx context.Context, session neo4j.SessionWithContext) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), goodbye)
	defer cancel()
	_ = session.Close(ctx) // a connection that cannot be closed in good order is dropped
}

// read runs one statement that only reads, within the limit, and tries it again when
// that can help.
func (s *Store) read(ctx context.Context, limit time.Duration, text string, params map[string]any) ([]*neo4j.Record, error) {
	return s.statement(ctx, neo4j.AccessModeRead, limit, text, params)
}

// statement runs one statement as a transaction of its own. It must do no harm when it
// is repeated.
func (s *Store) statement(ctx context.Context, mode neo4j.AccessMode, limit time.Duration, text string, params map[string]any) (records []*neo4j.Record, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err = s.again(ctx, func(context.Context, bool) (bool, error) {
		session := s.session(ctx, mode)
		defer leave(ctx, session)
		result, err := session.Run(ctx, text, params, neo4j.WithTxTimeout(limit))
		if err == nil {
			records, err = result.Collect(ctx)
		}
		return false, err
	})
	return records, err
}

// tx is a transaction that writes.
type tx struct{ inner neo4j.ExplicitTransaction }

// planned lets the server keep the plan it has made of a text, which as long as a load
// changes all its statistics it would make anew all the time. Texts that transactions run
// name the index to seek in, so no other plan would be better.
const planned = "CYPHER replan=skip "

func (t tx) run(ctx context.Context, text string, params map[string]any) ([]*neo4j.Record, error) {
	result, err := t.inner.Run(ctx, planned+text, params)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

func (t tx) exec(ctx context.Context, text string, params map[string]any) (neo4j.Counters, error) {
	result, err := t.inner.Run(ctx, planned+text, params)
	if err != nil {
		return nil, err
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return nil, err
	}
	return summary.Counters(), nil
}

// transaction runs work in a transaction, again when that can help. From the second
// attempt on, repeated is true: the first one may have been committed although its
// answer was lost, and work must find out.
func (s *Store) transaction(ctx context.Context, work func(ctx context.Context, t tx, repeated bool) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.options.Write)
	defer cancel()
	return s.again(ctx, func(reach context.Context, repeated bool) (bool, error) {
		session := s.session(ctx, neo4j.AccessModeWrite)
		defer leave(ctx, session)
		inner, err := session.BeginTransaction(reach, neo4j.WithTxTimeout(s.options.Write))
		if err != nil {
			return false, err
		}
		if err := work(ctx, tx{inner}, repeated); err != nil {
			return true, err
		}
		return true, inner.Commit(ctx)
	})
}

// again makes attempts until one succeeds, or fails for good, or the server has not
// been reached within Options.Reach. An attempt reports whether it reached the server,
// from when on the time counts anew.
func (s *Store) again(ctx context.Context, attempt func(reach context.Context, repeated bool) (reached bool, err error)) error {
	pause := firstPause
	for i := 1; i < maxAttempts; {
		reach, cancel := context.WithTimeout(ctx, s.options.Reach)
		reached := false
		var err error
		for ; i < maxAttempts && !reached; i++ {
			reached, err = attempt(reach, i > 1)
			if err == nil || !canRetry(err) || !rest(reach, pause) || s.closed.Load() {
				cancel()
				return err
			}
			pause = min(2*pause, lastPause)
		}
		cancel()
	}
	reach, cancel := context.WithTimeout(ctx, s.options.Reach)
	defer cancel()
	_, err := attempt(reach, true)
	return err
}

// rest waits; false when the context ends first.
func rest(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
