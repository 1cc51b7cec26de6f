package neo4jstore

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// Pages of a stream grow from firstPage to lastPage records.
const (
	firstPage = 200
	lastPage  = 5000
	// rereads is how often a record that does not fit its checksum is read before it is
	// taken as it is. One that reads the same twice was edited by another program.
	rereads = 5
)

// Node implements [graph.Reader].
func (s *Store) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	if err := s.usable(ctx); err != nil {
		return graph.Node{}, err
	}
	if !isText(id) {
		return graph.Node{}, fmt.Errorf("node %q: %w", id, graph.ErrNotFound)
	}
	var d reader
	n, found, err := s.nodeAgain(ctx, &d, id)
	switch {
	case err != nil:
		return graph.Node{}, s.fault(ctx, "read node", err)
	case !found:
		return graph.Node{}, fmt.Errorf("node %s: %w", id, graph.ErrNotFound)
	}
	return n, nil
}

// nodeAgain reads a node until it is whole.
func (s *Store) nodeAgain(ctx context.Context, d *reader, id graph.ID) (n graph.Node, found bool, err error) {
	pause := firstPause / 4
	var before apply.NodeRow
	for i := range rereads {
		records, err := s.read(ctx, s.options.Reach, textFindNodes, map[string]any{"ids": idTexts([]graph.ID{id})})
		if err != nil {
			return n, false, err
		}
		if len(records) == 0 {
			return n, false, nil
		}
		n, row, _, whole, err := d.node(record(records[0]))
		if whole || i == rereads-1 || i > 0 && row == before {
			return n, n.Version > 0, err
		}
		before = row
		if !rest(ctx, pause) {
			return n, false, ctx.Err()
		}
		pause *= 2
	}
	return n, false, nil
}

// readNode reads a node; it is not whole when it was met while it was being written, or
// another program has edited it.
func readNode(d *reader, rec *neo4j.Record) (graph.Node, bool, error) {
	n, _, _, whole, err := d.node(record(rec))
	return n, whole, err
}

func readEdge(d *reader, relation graph.Relation, rec *neo4j.Record) (graph.Edge, bool, error) {
	r, from, to := address(rec)
	if r == "" {
		r = relation
	}
	e, _, _, whole, err := d.edge(r, from, to, record(rec))
	return e, whole, err
}

// address is where a relationship is: its type when the statement returns it, and its
// ends.
func address(rec *neo4j.Record) (relation graph.Relation, from, to graph.ID) {
	r, _ := value[string](rec, "relation")
	a, _ := value[string](rec, "from")
	b, _ := value[string](rec, "to")
	return graph.Relation(r), graph.ID(a), graph.ID(b)
}

// Edge implements [graph.Reader].
func (s *Store) Edge(ctx context.Context, relation graph.Relation, id graph.ID) (graph.Edge, error) {
	if err := s.usable(ctx); err != nil {
		return graph.Edge{}, err
	}
	if !isText(id) {
		return graph.Edge{}, fmt.Errorf("edge %s %q: %w", relation, id, graph.ErrNotFound)
	}
	var d reader
	e, found, err := s.edgeAgain(ctx, &d, relation, id)
	switch {
	case err != nil:
		return graph.Edge{}, s.fault(ctx, "read edge", err)
	case !found:
		return graph.Edge{}, fmt.Errorf("edge %s %s: %w", relation, id, graph.ErrNotFound)
	}
	return e, nil
}

// edgeAgain reads an edge until it is whole. A relation without any edge has no index to
// ask.
func (s *Store) edgeAgain(ctx context.Context, d *reader, relation graph.Relation, id graph.ID) (e graph.Edge, found bool, err error) {
	if !s.names.Load().has(relation) {
		if st, err := s.state(ctx); err != nil || !st.names.has(relation) {
			return e, false, err
		}
	}
	pause := firstPause / 4
	var before apply.EdgeRow
	for i := range rereads {
		records, err := s.read(ctx, s.options.Reach, textFindEdges(relation), map[string]any{"ids": idTexts([]graph.ID{id})})
		if err != nil {
			return e, false, err
		}
		if len(records) == 0 {
			return e, false, nil
		}
		_, from, to := address(records[0])
		e, row, _, whole, err := d.edge(relation, from, to, record(records[0]))
		if whole || i == rereads-1 || i > 0 && row == before {
			return e, e.Version > 0, err
		}
		before = row
		if !rest(ctx, pause) {
			return e, false, ctx.Err()
		}
		pause *= 2
	}
	return e, false, nil
}

// Nodes implements [graph.Reader].
func (s *Store) Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return func(yield func(graph.Node, error) bool) {
		if err := s.usable(ctx); err != nil {
			yield(graph.Node{}, err)
			return
		}
		var d reader
		src := s.nodePages(ctx, &d, filter)
		if len(filter.IDs) > 0 {
			src = s.nodesByID(ctx, &d, filter)
		}
		drain(ctx, s, "read nodes", src, filter.Limit, yield)
	}
}

// source gives records in the order of ids, a page at a time; an empty page is the
// last.
type source[T any] func(limit int) ([]T, error)

// drain yields what a source gives, up to limit when that is not 0.
func drain[T any](ctx context.Context, s *Store, op string, src source[T], limit int, yield func(T, error) bool) {
	var zero T
	left := limit
	for size := firstPage; ; size = min(4*size, lastPage) {
		ask := size
		if limit > 0 {
			ask = min(size, left)
		}
		page, err := src(ask)
		if err != nil {
			yield(zero, s.fault(ctx, op, err))
			return
		}
		if limit > 0 {
			page = page[:min(len(page), left)]
		}
		for _, v := range page {
			if err := s.usable(ctx); err != nil {
				yield(zero, err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		left -= len(page)
		if len(page) == 0 || limit > 0 && left <= 0 {
			return
		}
	}
}

func (s *Store) nodePages(ctx context.Context, d *reader, f graph.NodeFilter) source[graph.Node] {
	after := f.After
	kinds := make([]string, len(f.Kinds))
	for i, k := range f.Kinds {
		kinds[i] = string(k)
	}
	text := textNodesPage(len(kinds) > 0)
	done := false
	return func(limit int) (page []graph.Node, err error) {
		for len(page) == 0 && !done {
			records, err := s.read(ctx, s.options.Read, text, map[string]any{"after": string(after), "kinds": kinds, "limit": int64(limit)})
			if err != nil {
				return nil, err
			}
			done = len(records) < limit
			for _, rec := range records {
				n, keep, err := s.wholeNode(ctx, d, rec)
				if err != nil {
					return nil, err
				}
				after = n.ID
				if keep && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, n.Kind)) {
					page = append(page, n)
				}
			}
		}
		return page, nil
	}
}

// wholeNode reads a node of a page, once more by itself when it is not whole. keep is
// false when it has been deleted meanwhile or is none of the network's.
func (s *Store) wholeNode(ctx context.Context, d *reader, rec *neo4j.Record) (n graph.Node, keep bool, err error) {
	n, whole, err := readNode(d, rec)
	if whole {
		return n, true, nil
	}
	id := graph.ID(text(record(rec), keyID))
	if n.Version == 0 && err == nil && record(rec)[keySum] == nil { // put there by another program
		return graph.Node{Common: n.Common, ID: id}, false, nil
	}
	n, keep, err = s.nodeAgain(ctx, d, id)
	n.ID = id
	return n, keep, err
}

// nodesByID looks the ids of a filter up; all of its other fields hold too.
func (s *Store) nodesByID(ctx context.Context, d *reader, f graph.NodeFilter) source[graph.Node] {
	ids := askedIDs(f.IDs, f.After)
	return func(int) (page []graph.Node, err error) {
		for len(page) == 0 && len(ids) > 0 {
			part := ids[:min(len(ids), idsPerLookup)]
			ids = ids[len(part):]
			records, err := s.read(ctx, s.options.Read, textFindNodes, map[string]any{"ids": idTexts(part)})
			if err != nil {
				return nil, err
			}
			for _, rec := range records {
				n, keep, err := s.wholeNode(ctx, d, rec)
				if err != nil {
					return nil, err
				}
				if keep && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, n.Kind)) {
					page = append(page, n)
				}
			}
			slices.SortFunc(page, func(a, b graph.Node) int { return compareIDs(a.ID, b.ID) })
		}
		return page, nil
	}
}

// askedIDs are the ids of a filter that can exist, once each and in order.
func askedIDs(ids []graph.ID, after graph.ID) []graph.ID {
	list := slices.Compact(slices.Sorted(slices.Values(ids)))
	return slices.DeleteFunc(list, func(id graph.ID) bool { return id <= after || !isText(id) })
}

func compareIDs(a, b graph.ID) int { return strings.Compare(string(a), string(b)) }
