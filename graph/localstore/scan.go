package localstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"chuangmai/graph"
)

// A scan of the whole store reads the ids of nodes and the lists of sources once
// beforehand instead of joining them to every row, which takes a third of the time.
const (
	scanNodeColumns = `n.n, n.id, n.kind, n.name, n.name_en, n.aliases, n.region, n.valid_from, n.valid_to, n.sources,
n.visibility, n.synthetic, n.properties, n.version, n.revision`
	scanEdgeColumns = `e.id, e.relation, e.src, e.dst, e.valid_from, e.valid_to, e.sources,
e.visibility, e.synthetic, e.properties, e.version, e.revision`
)

// scanNodes yields the nodes of the kinds, all when there are none, in the order they
// were made.
func (s *Store) scanNodes(ctx context.Context, kinds []graph.Kind) iter.Seq2[graph.Node, error] {
	known := &shared{s: s}
	build := func() (query, bool) {
		var c conditions
		var b strings.Builder
		b.WriteString("SELECT " + scanNodeColumns + " FROM node n")
		among(&c, "n.kind", &s.kinds, kinds)
		return c.end(&b, "", "", 0, true), !c.none
	}
	read := func(scan func(...any) error) (graph.Node, error) {
		var number, kind, list int64
		var id string
		var r nodeRow
		var st stamp
		if err := scan(&number, &id, &kind, &r.name, &r.nameEn, &r.aliases, &r.region, &r.from, &r.to, &list,
			&r.visibility, &r.synthetic, &r.properties, &st.version, (*int64)(&st.revision)); err != nil {
			return graph.Node{}, err
		}
		r.kind = s.kinds.name(kind)
		sources, err := known.source(ctx, list)
		if err != nil {
			return graph.Node{}, err
		}
		return r.node(graph.ID(id), st.version, st.revision, sources)
	}
	return prepared(ctx, known, false, stream(ctx, s, "read nodes", build, read))
}

// scanEdges is scanNodes for edges.
func (s *Store) scanEdges(ctx context.Context, relations []graph.Relation) iter.Seq2[graph.Edge, error] {
	known := &shared{s: s}
	build := func() (query, bool) {
		var c conditions
		var b strings.Builder
		b.WriteString("SELECT " + scanEdgeColumns + " FROM edge e")
		among(&c, "e.relation", &s.relations, relations)
		return c.end(&b, "", "", 0, true), !c.none
	}
	read := func(scan func(...any) error) (graph.Edge, error) {
		var relation, src, dst, list int64
		var id string
		var r edgeRow
		var st stamp
		err := scan(&id, &relation, &src, &dst, &r.from, &r.to, &list,
			&r.visibility, &r.synthetic, &r.properties, &st.version, (*int64)(&st.revision))
		if err != nil {
			return graph.Edge{}, err
		}
		r.relation = s.relations.name(relation)
		if r.src, err = known.node(ctx, src); err != nil {
			return graph.Edge{}, err
		}
		if r.dst, err = known.node(ctx, dst); err != nil {
			return graph.Edge{}, err
		}
		sources, err := known.source(ctx, list)
		if err != nil {
			return graph.Edge{}, err
		}
		return r.edge(graph.ID(id), st.version, st.revision, sources)
	}
	return prepared(ctx, known, true, stream(ctx, s, "read edges", build, read))
}

// prepared reads what rows share before the first of them.
func prepared[T any](ctx context.Context, known *shared, ends bool, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if err := known.prepare(ctx, ends); err != nil {
			var zero T
			yield(zero, err)
			return
		}
		rows(yield)
	}
}

// errGone: a node has been deleted since the scan began, and its edges with it.
var errGone = errors.New("deleted during the scan")

// shared is what many rows refer to by number. Numbers are never given twice while
// the store is open, so what is read once stays true.
type shared struct {
	s       *Store
	nodes   map[int64]graph.ID
	sources map[int64][]graph.Source
}

func (k *shared) prepare(ctx context.Context, ends bool) error {
	if err := k.s.usable(ctx); err != nil {
		return err
	}
	k.sources = map[int64][]graph.Source{0: nil}
	k.nodes = make(map[int64]graph.ID)
	if err := k.readSources(ctx, "SELECT s, body FROM source"); err != nil {
		return fault(ctx, "read sources", err)
	}
	if !ends {
		return nil
	}
	return fault(ctx, "read ids", k.readNodes(ctx, "SELECT n, id FROM node"))
}

func (k *shared) readSources(ctx context.Context, query string, args ...any) error {
	rows, err := k.s.streams.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	for rows.Next() {
		var number int64
		var body string
		if err := rows.Scan(&number, &body); err != nil {
			return err
		}
		if k.sources[number], err = decodeSources(body); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (k *shared) readNodes(ctx context.Context, query string, args ...any) error {
	rows, err := k.s.streams.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	for rows.Next() {
		var number int64
		var id string
		if err := rows.Scan(&number, &id); err != nil {
			return err
		}
		k.nodes[number] = graph.ID(id)
	}
	return rows.Err()
}

// source returns the list of sources under number, a copy that belongs to the caller.
func (k *shared) source(ctx context.Context, number int64) ([]graph.Source, error) {
	list, known := k.sources[number]
	if !known { // made since
		if err := k.readSources(ctx, "SELECT s, body FROM source WHERE s = ?", number); err != nil {
			return nil, err
		}
		if list, known = k.sources[number]; !known {
			return nil, fmt.Errorf("no list of sources %d", number)
		}
	}
	return slices.Clone(list), nil
}

func (k *shared) node(ctx context.Context, number int64) (graph.ID, error) {
	id := k.nodes[number]
	if id == "" { // made since
		if err := k.readNodes(ctx, "SELECT n, id FROM node WHERE n = ?", number); err != nil {
			return "", err
		}
		if id = k.nodes[number]; id == "" {
			return "", errGone
		}
	}
	return id, nil
}
