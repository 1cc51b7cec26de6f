package neo4jstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"chuangmai/graph"
)

const (
	// nodesPerRead is how many _Change nodes a follower reads at a time: up to 16,000
	// changes.
	nodesPerRead = 16
	// changesPerTrim is how many changes one transaction forgets, so that writers get
	// their turn.
	changesPerTrim = 100_000
)

// Head implements [graph.Log].
func (s *Store) Head(ctx context.Context) (graph.Revision, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	st, err := s.state(ctx)
	return st.last, s.fault(ctx, "read head", err)
}

// state reads the counter node.
func (s *Store) state(ctx context.Context) (logState, error) {
	records, err := s.read(ctx, s.options.Reach, textState, nil)
	if err != nil {
		return logState{}, err
	}
	if len(records) != 1 {
		return logState{}, fmt.Errorf("%w: the node _Log is missing", ErrForeign)
	}
	st := stateOf(records[0].AsMap(), s.names.Load())
	s.names.Store(st.names)
	return st, nil
}

// Changes implements [graph.Log]. A log trimmed past the reader in the meantime ends
// the stream with [graph.ErrLogTrimmed].
func (s *Store) Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		if err := s.usable(ctx); err != nil {
			yield(graph.Change{}, err)
			return
		}
		st, err := s.state(ctx)
		if err != nil {
			yield(graph.Change{}, s.fault(ctx, "read changes", err))
			return
		}
		for at := max(since, 0); at < st.last; {
			group, err := s.readChanges(ctx, at, st.last)
			if err != nil {
				yield(graph.Change{}, s.fault(ctx, "read changes", err))
				return
			}
			for _, c := range group {
				if err := s.usable(ctx); err != nil {
					yield(graph.Change{}, err)
					return
				}
				if !yield(c, nil) {
					return
				}
			}
			at = group[len(group)-1].Seq
		}
	}
}

// errHalf: a commit is being carried out and is only partly visible.
var errHalf = errors.New("a commit is not wholly visible")

// readChanges reads the next changes after since, of which there are some. The server
// shows a commit's parts one after the other, so a missing piece may be about to
// appear; it is waited for.
func (s *Store) readChanges(ctx context.Context, since, head graph.Revision) (group []graph.Change, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.Read)
	defer cancel()
	for pause := firstPause / 4; ; pause = min(2*pause, lastPause) {
		if group, err = s.tryChanges(ctx, since); !errors.Is(err, errHalf) {
			return group, err
		}
		st, stateErr := s.state(ctx)
		switch {
		case stateErr != nil:
			return nil, stateErr
		case st.first > since+1:
			return nil, fmt.Errorf("changes after %d: %w", since, graph.ErrLogTrimmed)
		case st.last < head:
			return nil, fmt.Errorf("%w: the log ends at %d, before %d", ErrForeign, st.last, head)
		case !rest(ctx, pause):
			return nil, fmt.Errorf("%w: change %d is missing from the log", ErrForeign, since+1)
		}
	}
}

func (s *Store) tryChanges(ctx context.Context, since graph.Revision) ([]graph.Change, error) {
	records, err := s.read(ctx, s.options.Read, textChanges, map[string]any{"since": int64(since), "limit": int64(nodesPerRead)})
	if err != nil {
		return nil, err
	}
	st, err := s.state(ctx) // read after the changes: what was trimmed shows
	if err != nil {
		return nil, err
	}
	if st.first > since+1 {
		return nil, fmt.Errorf("changes after %d: %w", since, graph.ErrLogTrimmed)
	}
	var group []graph.Change
	at := since
	for _, rec := range records {
		list, err := readChangeNode(record(rec))
		if err != nil || len(list) == 0 || list[0].Seq > at+1 {
			break // what comes before it is good
		}
		for _, c := range list {
			if c.Seq > at {
				group = append(group, c)
				at = c.Seq
			}
		}
	}
	if len(group) == 0 {
		return nil, errHalf
	}
	return group, nil
}

// readChangeNode reads the changes of one _Change node.
func readChangeNode(stored map[string]any) ([]graph.Change, error) {
	first, _ := stored["first"].(int64)
	last, _ := stored["last"].(int64)
	at, dated := stored["at"].(int64)
	base := graph.Change{At: timeOf(at), Actor: text(stored, "actor"), Reason: text(stored, "reason"), Load: text(stored, "load")}
	var items []struct {
		Op       graph.Op       `json:"op"`
		Node     *graph.Node    `json:"node"`
		Edge     *graph.Edge    `json:"edge"`
		ID       graph.ID       `json:"id"`
		Relation graph.Relation `json:"relation"`
		Version  int64          `json:"version"`
	}
	body, err := unpack(stored, "items")
	if err == nil {
		err = json.Unmarshal(body, &items)
	}
	if err != nil {
		return nil, fmt.Errorf("changes %d to %d: %w", first, last, err)
	}
	if !dated || int64(len(items)) != last-first+1 {
		return nil, errHalf
	}
	list := make([]graph.Change, len(items))
	for i, it := range items {
		c := base
		c.Seq, c.Op, c.Node, c.Edge = graph.Revision(first+int64(i)), it.Op, it.Node, it.Edge
		c.ID, c.Relation, c.Version = it.ID, it.Relation, it.Version
		switch {
		case it.Node != nil:
			c.ID, c.Version = it.Node.ID, it.Node.Version
		case it.Edge != nil:
			c.ID, c.Relation, c.Version = it.Edge.ID, it.Edge.Relation, it.Edge.Version
		}
		list[i] = c
	}
	return list, nil
}

// Trim implements [graph.Log].
func (s *Store) Trim(ctx context.Context, through graph.Revision, before time.Time) (graph.Revision, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	for {
		first, more, err := s.trimSome(ctx, through, before)
		if err != nil {
			return 0, s.fault(ctx, "trim log", err)
		}
		if !more {
			return first, nil
		}
	}
}

func (s *Store) trimSome(ctx context.Context, through graph.Revision, before time.Time) (first graph.Revision, more bool, err error) {
	if err := s.take(ctx); err != nil {
		return 0, false, err
	}
	defer s.release()
	err = s.transaction(ctx, func(ctx context.Context, t tx, _ bool) error {
		st, err := s.lock(ctx, t, "trim")
		if err != nil {
			return err
		}
		first = st.first
		last := min(through, st.last)
		records, err := t.run(ctx, textFirstYoung, map[string]any{"before": before.UnixNano()})
		if err != nil {
			return err
		}
		if len(records) == 1 { // the first change that is too young to go
			kept, _ := value[int64](records[0], "first")
			last = min(last, graph.Revision(kept)-1)
		}
		if more = last-first >= changesPerTrim; more {
			last = first + changesPerTrim - 1
		}
		if last < first {
			return nil
		}
		first = last + 1
		_, err = t.exec(ctx, textTrim, map[string]any{"first": int64(first)})
		return err
	})
	return first, more, err
}
