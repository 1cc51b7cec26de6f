package localstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"chuangmai/graph"
)

const (
	// changesPerRead is how many changes one transaction of a follower reads, so that a
	// slow follower holds none open.
	changesPerRead = 1000
	// changesPerTrim is how many one transaction forgets, so that writers get their turn.
	changesPerTrim = 20_000
)

// Head implements [graph.Log].
func (s *Store) Head(ctx context.Context) (graph.Revision, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	return graph.Revision(s.head.Load()), nil
}

// Changes implements [graph.Log]. A log trimmed past the reader in the meantime ends
// the stream with [graph.ErrLogTrimmed].
func (s *Store) Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		if err := s.usable(ctx); err != nil {
			yield(graph.Change{}, err)
			return
		}
		head := graph.Revision(s.head.Load())
		for at := max(since, 0); at < head; {
			group, err := s.readChanges(ctx, at)
			if err == nil && (len(group) == 0 || group[0].Seq != at+1) {
				err = fmt.Errorf("changes after %d: %w", at, graph.ErrLogTrimmed)
			}
			if err != nil {
				yield(graph.Change{}, fault(ctx, "read changes", err))
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

const (
	selectChanges = `
SELECT c.seq, c.op, coalesce(c.image, ''), b.at, b.actor, b.reason, b.load FROM change c JOIN batch b ON b.b = c.batch
WHERE c.seq > ? ORDER BY c.seq LIMIT ?`
	selectChangedNodes = "SELECT " + nodeColumns + " FROM change c CROSS JOIN node n ON n.n = c.ref" + nodeJoins +
		" WHERE c.seq BETWEEN ? AND ? AND c.op = 1 AND c.image IS NULL"
	selectChangedEdges = "SELECT " + edgeColumns + " FROM change c CROSS JOIN edge e ON e.e = c.ref" + edgeJoins +
		" WHERE c.seq BETWEEN ? AND ? AND c.op = 2 AND c.image IS NULL"
)

// readChanges reads the next changes as of one moment.
func (s *Store) readChanges(ctx context.Context, since graph.Revision) ([]graph.Change, error) {
	tx, err := s.streams.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	var group []graph.Change
	err = each(ctx, tx, func(scan func(...any) error) error {
		c, err := readChange(scan)
		group = append(group, c)
		return err
	}, selectChanges, int64(since), changesPerRead)
	if err != nil || len(group) == 0 {
		return nil, err
	}
	first, last := group[0].Seq, group[len(group)-1].Seq
	err = each(ctx, tx, func(scan func(...any) error) error {
		n, err := s.readNode(scan)
		if c := changeOf(group, n.Revision); err == nil && c != nil {
			c.ID, c.Version, c.Node = n.ID, n.Version, &n
		}
		return err
	}, selectChangedNodes, int64(first), int64(last))
	if err != nil {
		return nil, err
	}
	err = each(ctx, tx, func(scan func(...any) error) error {
		e, err := s.readEdge(scan)
		if c := changeOf(group, e.Revision); err == nil && c != nil {
			c.ID, c.Relation, c.Version, c.Edge = e.ID, e.Relation, e.Version, &e
		}
		return err
	}, selectChangedEdges, int64(first), int64(last))
	if err != nil {
		return nil, err
	}
	return group, complete(group)
}

// changeOf returns the change with the number, nil when the group does not have it, as
// in a damaged file.
func changeOf(group []graph.Change, seq graph.Revision) *graph.Change {
	if i := seq - group[0].Seq; i >= 0 && int(i) < len(group) && group[i].Seq == seq {
		return &group[i]
	}
	return nil
}

// complete reports a gap, or a change without its record: a damaged file.
func complete(group []graph.Change) error {
	for i, c := range group {
		if want := group[0].Seq + graph.Revision(i); c.Seq != want {
			return fmt.Errorf("change %d is missing", want)
		}
		if c.ID == "" {
			return fmt.Errorf("change %d has no record", c.Seq)
		}
	}
	return nil
}

// readChange reads a log entry; one without an image is completed from the record.
func readChange(scan func(...any) error) (graph.Change, error) {
	var c graph.Change
	var op, at int64
	var image string
	if err := scan((*int64)(&c.Seq), &op, &image, &at, &c.Actor, &c.Reason, &c.Load); err != nil {
		return c, err
	}
	c.At = timeOf(at)
	if op == opPutNode || op == opPutEdge {
		c.Op = graph.OpPutNode
		if op == opPutEdge {
			c.Op = graph.OpPutEdge
		}
		if image == "" {
			return c, nil
		}
	}
	var err error
	switch op {
	case opPutNode:
		c.Node = new(graph.Node)
		err = json.Unmarshal([]byte(image), c.Node)
		c.ID, c.Version = c.Node.ID, c.Node.Version
	case opPutEdge:
		c.Edge = new(graph.Edge)
		err = json.Unmarshal([]byte(image), c.Edge)
		c.ID, c.Relation, c.Version = c.Edge.ID, c.Edge.Relation, c.Edge.Version
	default:
		c.Op = graph.OpDeleteNode
		if op == opDeleteEdge {
			c.Op = graph.OpDeleteEdge
		}
		var g grave
		err = json.Unmarshal([]byte(image), &g)
		c.ID, c.Relation, c.Version = g.ID, g.Relation, g.Version
	}
	if err != nil {
		return c, fmt.Errorf("change %d: %w", c.Seq, err)
	}
	return c, nil
}

// each runs a query of a transaction and calls row for every row of it.
func each(ctx context.Context, tx *sql.Tx, row func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Trim implements [graph.Log].
func (s *Store) Trim(ctx context.Context, through graph.Revision, before time.Time) (graph.Revision, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	for {
		more, err := s.trimSome(ctx, through, before)
		if err != nil {
			return 0, fault(ctx, "trim log", err)
		}
		if !more {
			return graph.Revision(s.first.Load()), nil
		}
	}
}

func (s *Store) trimSome(ctx context.Context, through graph.Revision, before time.Time) (more bool, err error) {
	if err := s.take(ctx); err != nil {
		return false, err
	}
	defer s.release()
	first, last := s.first.Load(), min(int64(through), s.head.Load())
	err = s.writer.transaction(ctx, func(ctx context.Context) error {
		var kept int64 // the first change that is too young to go
		if _, err := s.writer.one(ctx, []any{&kept}, "SELECT coalesce(min(b), ?) FROM batch WHERE at >= ?", last+1, before.UnixNano()); err != nil {
			return err
		}
		last = min(last, kept-1)
		if more = last-first >= changesPerTrim; more {
			last = first + changesPerTrim - 1
		}
		if last < first {
			return nil
		}
		for _, query := range []string{
			"DELETE FROM change WHERE seq <= ?1",
			"DELETE FROM batch WHERE b <= ?1 AND NOT EXISTS (SELECT 1 FROM change WHERE batch = b)",
			"UPDATE state SET trimmed = ?1",
		} {
			if err := s.writer.exec(ctx, query, last); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && last >= first {
		s.first.Store(last + 1)
	}
	return more, err
}
