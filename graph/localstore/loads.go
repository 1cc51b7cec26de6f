package localstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// Loads implements [graph.Loads].
func (s *Store) Loads(ctx context.Context) ([]graph.LoadInfo, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	list, err := s.loads(ctx)
	return list, fault(ctx, "list loads", err)
}

func (s *Store) loads(ctx context.Context) ([]graph.LoadInfo, error) {
	rows, err := s.streams.QueryContext(ctx, `
SELECT id, actor, reason, started, undone, last_seen, records FROM load ORDER BY started DESC, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	var list []graph.LoadInfo
	for rows.Next() {
		var info graph.LoadInfo
		var started int64
		if err := rows.Scan(&info.ID, &info.Actor, &info.Reason, &started, &info.Undone, (*int64)(&info.LastSeen), &info.Records); err != nil {
			return nil, err
		}
		info.Started = timeOf(started)
		list = append(list, info)
	}
	return list, rows.Err()
}

// priorQueries are the parts of [graph.Loads.Prior], in its order.
var priorQueries = [...]struct {
	edges bool
	text  string
}{
	{true, `SELECT id, relation, '', leaves FROM prior WHERE l = ?1 AND edge = 1 AND image IS NULL
	UNION ALL SELECT e.id, r.name, '', e.version FROM made m CROSS JOIN edge e ON e.e BETWEEN m.first AND m.last JOIN relation r ON r.r = e.relation
	WHERE m.l = ?1 AND m.edge = 1 AND e.load = ?1 ORDER BY 1`},
	{false, `SELECT id, '', '', leaves FROM prior WHERE l = ?1 AND edge = 0 AND image IS NULL
	UNION ALL SELECT n.id, '', '', n.version FROM made m CROSS JOIN node n ON n.n BETWEEN m.first AND m.last
	WHERE m.l = ?1 AND m.edge = 0 AND n.load = ?1 ORDER BY 1`},
	{false, "SELECT id, '', image, leaves FROM prior WHERE l = ?1 AND edge = 0 AND image IS NOT NULL ORDER BY 1"},
	{true, "SELECT id, relation, image, leaves FROM prior WHERE l = ?1 AND edge = 1 AND image IS NOT NULL ORDER BY 1"},
}

// Prior implements [graph.Loads].
func (s *Store) Prior(ctx context.Context, load string) iter.Seq2[graph.Prior, error] {
	return func(yield func(graph.Prior, error) bool) {
		if err := s.usable(ctx); err != nil {
			yield(graph.Prior{}, err)
			return
		}
		var number int64
		var undone bool
		err := s.streams.QueryRowContext(ctx, "SELECT l, undone FROM load WHERE id = ?", load).Scan(&number, &undone)
		if errors.Is(err, sql.ErrNoRows) {
			err = fmt.Errorf("load %s: %w", load, graph.ErrNotFound)
		}
		if err != nil {
			yield(graph.Prior{}, fault(ctx, "read load", err))
			return
		}
		if undone {
			return
		}
		for _, part := range priorQueries {
			build := func() (query, bool) { return query{part.text, []any{number}}, true }
			read := func(scan func(...any) error) (graph.Prior, error) {
				return readPrior(part.edges, scan)
			}
			for prior, err := range stream(ctx, s, "read load", build, read) {
				if !yield(prior, err) || err != nil {
					return
				}
			}
		}
	}
}

func readPrior(edge bool, scan func(...any) error) (graph.Prior, error) {
	e := apply.Prior{Edge: edge}
	var image []byte
	if err := scan((*string)(&e.ID), (*string)(&e.Relation), &image, &e.Left); err != nil {
		return graph.Prior{}, err
	}
	if len(image) > 0 {
		e.Image = image
	}
	return e.Undo()
}

// Forget implements [graph.Loads].
func (s *Store) Forget(ctx context.Context, load string) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.release()
	return fault(ctx, "forget load", s.writer.transaction(ctx, func(ctx context.Context) error {
		var number int64
		known, err := s.writer.one(ctx, []any{&number}, "SELECT l FROM load WHERE id = ?", load)
		if err != nil {
			return err
		}
		if !known {
			return fmt.Errorf("load %s: %w", load, graph.ErrNotFound)
		}
		for _, query := range []string{"UPDATE load SET undone = 1 WHERE l = ?", "DELETE FROM prior WHERE l = ?", "DELETE FROM made WHERE l = ?"} {
			if err := s.writer.exec(ctx, query, number); err != nil {
				return err
			}
		}
		return nil
	}))
}
