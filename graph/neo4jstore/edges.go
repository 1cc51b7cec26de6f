package neo4jstore

import (
	"context"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
)

// isText reports whether the driver can say the id; one that is not UTF-8 cannot exist.
func isText(id graph.ID) bool { return utf8.ValidString(string(id)) }

// Edges implements [graph.Reader].
func (s *Store) Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return func(yield func(graph.Edge, error) bool) {
		if err := s.usable(ctx); err != nil {
			yield(graph.Edge{}, err)
			return
		}
		st, err := s.state(ctx)
		if err != nil {
			yield(graph.Edge{}, s.fault(ctx, "read edges", err))
			return
		}
		src := s.edgeSource(ctx, filter, st.names)
		drain(ctx, s, "read edges", src, filter.Limit, yield)
	}
}

func (s *Store) edgeSource(ctx context.Context, f graph.EdgeFilter, names *directory) source[graph.Edge] {
	relations := names.all
	if len(f.Relations) > 0 {
		relations = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(f.Relations))), func(r graph.Relation) bool { return !names.has(r) })
	}
	d := new(reader)
	switch {
	case len(relations) == 0:
		return func(int) ([]graph.Edge, error) { return nil, nil }
	case len(f.IDs) > 0:
		return s.edgesByID(ctx, d, f, names)
	case f.From != "" || f.To != "" || f.Touching != "":
		return s.edgesAtPages(ctx, d, f)
	case len(relations) == 1:
		return s.edgePages(ctx, d, relations[0], f.After)
	}
	parts := make([]source[graph.Edge], len(relations))
	for i, r := range relations {
		parts[i] = s.edgePages(ctx, d, r, f.After)
	}
	if f.AnyOrder {
		return concat(parts)
	}
	return merge(parts)
}

// edgePages reads the edges of one relation.
func (s *Store) edgePages(ctx context.Context, d *reader, relation graph.Relation, after graph.ID) source[graph.Edge] {
	return s.pagesOf(ctx, d, relation, textEdgesPage(relation), map[string]any{}, after)
}

// edgesAtPages reads the edges at a node.
func (s *Store) edgesAtPages(ctx context.Context, d *reader, f graph.EdgeFilter) source[graph.Edge] {
	params := map[string]any{"from": string(f.From), "to": string(f.To), "touching": string(f.Touching)}
	if !isText(f.From) || !isText(f.To) || !isText(f.Touching) {
		return func(int) ([]graph.Edge, error) { return nil, nil }
	}
	return s.pagesOf(ctx, d, "", textEdgesAtPage(f), params, f.After)
}

func (s *Store) pagesOf(ctx context.Context, d *reader, relation graph.Relation, text string, params map[string]any, after graph.ID) source[graph.Edge] {
	done := false
	return func(limit int) (page []graph.Edge, err error) {
		for len(page) == 0 && !done {
			params["after"], params["limit"] = string(after), int64(limit)
			records, err := s.read(ctx, s.options.Read, text, params)
			if err != nil {
				return nil, err
			}
			done = len(records) < limit
			for _, rec := range records {
				e, keep, err := s.wholeEdge(ctx, d, relation, rec)
				if err != nil {
					return nil, err
				}
				after = e.ID
				if keep {
					page = append(page, e)
				}
			}
		}
		return page, nil
	}
}

// wholeEdge is wholeNode for an edge.
func (s *Store) wholeEdge(ctx context.Context, d *reader, relation graph.Relation, rec *neo4j.Record) (e graph.Edge, keep bool, err error) {
	e, whole, err := readEdge(d, relation, rec)
	if whole {
		return e, true, nil
	}
	id := graph.ID(text(record(rec), keyID))
	if e.Version == 0 && err == nil && record(rec)[keySum] == nil { // put there by another program
		return graph.Edge{ID: id}, false, nil
	}
	if relation == "" {
		relation, _, _ = address(rec)
	}
	e, keep, err = s.edgeAgain(ctx, d, relation, id)
	e.ID = id
	return e, keep, err
}

// edgesByID looks the ids of a filter up, some at a time, under the relations they may
// have.
func (s *Store) edgesByID(ctx context.Context, d *reader, f graph.EdgeFilter, names *directory) source[graph.Edge] {
	ids := askedIDs(f.IDs, f.After)
	return func(int) (page []graph.Edge, err error) {
		for len(page) == 0 && len(ids) > 0 {
			part := ids[:min(len(ids), idsPerLookup)]
			ids = ids[len(part):]
			for _, group := range byCandidate(names, part) {
				records, err := s.read(ctx, s.options.Read, textFindEdges(group.relation), map[string]any{"ids": idTexts(group.ids)})
				if err != nil {
					return nil, err
				}
				if page, err = s.matching(ctx, d, f, group.relation, records, page); err != nil {
					return nil, err
				}
			}
			slices.SortFunc(page, func(a, b graph.Edge) int { return compareIDs(a.ID, b.ID) })
		}
		return page, nil
	}
}

// matching appends the edges that meet the filter.
func (s *Store) matching(ctx context.Context, d *reader, f graph.EdgeFilter, relation graph.Relation, records []*neo4j.Record, page []graph.Edge) ([]graph.Edge, error) {
	for _, rec := range records {
		e, keep, err := s.wholeEdge(ctx, d, relation, rec)
		if err != nil {
			return nil, err
		}
		if keep && meets(&e, f) {
			page = append(page, e)
		}
	}
	return page, nil
}

func meets(e *graph.Edge, f graph.EdgeFilter) bool {
	return (len(f.Relations) == 0 || slices.Contains(f.Relations, e.Relation)) &&
		(f.From == "" || e.From == f.From) && (f.To == "" || e.To == f.To) &&
		(f.Touching == "" || e.From == f.Touching || e.To == f.Touching)
}

// concat gives one source after the other.
func concat[T any](parts []source[T]) source[T] {
	return func(limit int) ([]T, error) {
		for len(parts) > 0 {
			page, err := parts[0](limit)
			if err != nil || len(page) > 0 {
				return page, err
			}
			parts = parts[1:]
		}
		return nil, nil
	}
}

// merge gives the records of sources, each in the order of ids, in that order.
func merge(parts []source[graph.Edge]) source[graph.Edge] {
	heads := make([][]graph.Edge, len(parts))
	ended := make([]bool, len(parts))
	return func(limit int) ([]graph.Edge, error) {
		out := make([]graph.Edge, 0, limit)
		for len(out) < limit {
			least := -1
			for i := range parts {
				if len(heads[i]) == 0 && !ended[i] {
					page, err := parts[i](limit)
					if err != nil {
						return nil, err
					}
					heads[i], ended[i] = page, len(page) == 0
				}
				if len(heads[i]) > 0 && (least < 0 || heads[i][0].ID < heads[least][0].ID) {
					least = i
				}
			}
			if least < 0 {
				break
			}
			out = append(out, heads[least][0])
			heads[least] = heads[least][1:]
		}
		return out, nil
	}
}
