package localstore

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

const (
	oneNode = "SELECT " + nodeColumns + " FROM node n" + nodeJoins + " WHERE n.id = ?"
	oneEdge = "SELECT " + edgeColumns + " FROM edge e" + edgeJoins + " WHERE e.id = ?"
)

// Node implements [graph.Reader].
func (s *Store) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	if err := s.usable(ctx); err != nil {
		return graph.Node{}, err
	}
	var node graph.Node
	found, err := one(ctx, s.oneNode, string(id), func(scan func(...any) error) (err error) {
		node, err = s.readNode(scan)
		return err
	})
	switch {
	case err != nil:
		return graph.Node{}, fault(ctx, "read node", err)
	case !found:
		return graph.Node{}, fmt.Errorf("node %s: %w", id, graph.ErrNotFound)
	}
	return node, nil
}

// Edge implements [graph.Reader].
func (s *Store) Edge(ctx context.Context, relation graph.Relation, id graph.ID) (graph.Edge, error) {
	if err := s.usable(ctx); err != nil {
		return graph.Edge{}, err
	}
	var edge graph.Edge
	found, err := one(ctx, s.oneEdge, string(id), func(scan func(...any) error) (err error) {
		edge, err = s.readEdge(scan)
		return err
	})
	switch {
	case err != nil:
		return graph.Edge{}, fault(ctx, "read edge", err)
	case !found || edge.Relation != relation:
		return graph.Edge{}, fmt.Errorf("edge %s %s: %w", relation, id, graph.ErrNotFound)
	}
	return edge, nil
}

// one runs a look-up by id.
func one(ctx context.Context, stmt *sql.Stmt, id string, read func(scan func(...any) error) error) (found bool, err error) {
	rows, err := stmt.QueryContext(ctx, id)
	if err != nil {
		return false, err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	for rows.Next() {
		found = true
		if err := read(rows.Scan); err != nil {
			return false, err
		}
	}
	return found, rows.Err()
}

func (s *Store) readNode(scan func(...any) error) (graph.Node, error) {
	_, id, r, st, err := s.scanNode(scan)
	if err != nil {
		return graph.Node{}, err
	}
	sources, err := apply.DecodeSources(r.Sources)
	if err != nil {
		return graph.Node{}, fmt.Errorf("node %s: %w", id, err)
	}
	return r.Node(id, st, sources)
}

func (s *Store) readEdge(scan func(...any) error) (graph.Edge, error) {
	_, id, r, st, err := s.scanEdge(scan)
	if err != nil {
		return graph.Edge{}, err
	}
	sources, err := apply.DecodeSources(r.Sources)
	if err != nil {
		return graph.Edge{}, fmt.Errorf("edge %s: %w", id, err)
	}
	return r.Edge(id, st, sources)
}

// Nodes implements [graph.Reader].
func (s *Store) Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error] {
	if filter.AnyOrder && len(filter.IDs) == 0 && filter.After == "" && filter.Limit == 0 {
		return s.scanNodes(ctx, filter.Kinds)
	}
	return stream(ctx, s, "read nodes", func() (query, bool) { return s.nodeQuery(filter) }, s.readNode)
}

// Edges implements [graph.Reader].
func (s *Store) Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	if filter.AnyOrder && len(filter.IDs) == 0 && filter.After == "" && filter.Limit == 0 &&
		filter.From == "" && filter.To == "" && filter.Touching == "" {
		return s.scanEdges(ctx, filter.Relations)
	}
	return stream(ctx, s, "read edges", func() (query, bool) { return s.edgeQuery(filter) }, s.readEdge)
}

// query is a statement with its parameters.
type query struct {
	text string
	args []any
}

// stream runs the query that build makes, unless it says that nothing can match, and
// yields its rows. The statement sees the store as it was when it began.
func stream[T any](ctx context.Context, s *Store, op string, build func() (query, bool), read func(scan func(...any) error) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		if err := s.usable(ctx); err != nil {
			yield(zero, err)
			return
		}
		q, possible := build()
		if !possible {
			return
		}
		rows, err := s.streams.QueryContext(ctx, q.text, q.args...)
		if err != nil {
			yield(zero, fault(ctx, op, err))
			return
		}
		defer rows.Close() //nolint:errcheck // reported by Err
		for rows.Next() {
			value, err := read(rows.Scan)
			if err == nil {
				err = s.usable(ctx)
			}
			if err != nil {
				yield(zero, fault(ctx, op, err))
				return
			}
			if !yield(value, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, fault(ctx, op, err))
		}
	}
}
