package neo4jstore

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

const (
	// dropsPerStatement is how many nodes forgetting a load deletes at a time.
	dropsPerStatement = 10_000
	// idsPerLookup is how many ids one statement looks up.
	idsPerLookup = 2000
)

// Loads implements [graph.Loads].
func (s *Store) Loads(ctx context.Context) ([]graph.LoadInfo, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	records, err := s.read(ctx, s.options.Read, textLoads, nil)
	if err != nil {
		return nil, s.fault(ctx, "list loads", err)
	}
	var list []graph.LoadInfo
	for _, rec := range records {
		list = append(list, loadInfo(record(rec)))
	}
	slices.SortFunc(list, func(a, b graph.LoadInfo) int {
		return cmp.Or(b.Started.Compare(a.Started), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

func loadInfo(stored map[string]any) graph.LoadInfo {
	info := graph.LoadInfo{ID: text(stored, "id"), Actor: text(stored, "actor"), Reason: text(stored, "reason")}
	started, _ := stored["started"].(int64)
	seen, _ := stored["last_seen"].(int64)
	info.Started, info.LastSeen = timeOf(started), graph.Revision(seen)
	info.Records, _ = stored["records"].(int64)
	info.Undone, _ = stored["undone"].(bool)
	return info
}

// Prior implements [graph.Loads].
func (s *Store) Prior(ctx context.Context, load string) iter.Seq2[graph.Prior, error] {
	return func(yield func(graph.Prior, error) bool) {
		if err := s.usable(ctx); err != nil {
			yield(graph.Prior{}, err)
			return
		}
		list, err := s.priors(ctx, load)
		if err != nil {
			yield(graph.Prior{}, s.fault(ctx, "read load", err))
			return
		}
		for i := range list {
			if err := s.usable(ctx); err != nil {
				yield(graph.Prior{}, err)
				return
			}
			prior, err := list[i].Undo()
			if err != nil {
				yield(graph.Prior{}, s.fault(ctx, "read load", err))
				return
			}
			if !yield(prior, nil) {
				return
			}
		}
	}
}

// priors reads the entries of a load in their order. They are all held at a time.
func (s *Store) priors(ctx context.Context, load string) ([]apply.Prior, error) {
	records, err := s.read(ctx, s.options.Reach, textLoad, map[string]any{"id": load})
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("load %s: %w", load, graph.ErrNotFound)
	}
	had := record(records[0])
	if undone, _ := had["undone"].(bool); undone {
		return nil, nil
	}
	number, _ := had["number"].(int64)
	list, err := s.made(ctx, number)
	if err != nil {
		return nil, err
	}
	if records, err = s.read(ctx, s.options.Write, textPriors, map[string]any{"load": number}); err != nil {
		return nil, err
	}
	for _, rec := range records {
		e := apply.Prior{Load: number}
		e.Edge, _ = value[bool](rec, "edge")
		id, _ := value[string](rec, "id")
		relation, _ := value[string](rec, "relation")
		e.ID, e.Relation = graph.ID(id), graph.Relation(relation)
		if image, _ := value[string](rec, "image"); image != "" {
			e.Image = []byte(image)
		}
		e.Left, _ = value[int64](rec, "leaves")
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b apply.Prior) int {
		return cmp.Or(cmp.Compare(a.Part(), b.Part()), compareIDs(a.ID, b.ID))
	})
	return slices.CompactFunc(list, func(a, b apply.Prior) bool { return a.Edge == b.Edge && a.ID == b.ID }), nil
}

// made reads which records the load has made that still carry its number.
func (s *Store) made(ctx context.Context, load int64) (list []apply.Prior, err error) {
	records, err := s.read(ctx, s.options.Write, textMade, map[string]any{"load": load})
	if err != nil {
		return nil, err
	}
	var nodes []graph.ID
	edges := make(map[graph.Relation][]graph.ID)
	for _, rec := range records {
		m, err := madeOf(record(rec))
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, m.Nodes...)
		for relation, ids := range m.Edges {
			edges[relation] = append(edges[relation], ids...)
		}
	}
	keep := func(rec *neo4j.Record, relation graph.Relation) {
		stored := record(rec)
		if stored[keyLoad] != any(load) {
			return
		}
		version, _ := stored[keyVersion].(int64)
		list = append(list, apply.Prior{Load: load, Edge: relation != "", ID: graph.ID(text(stored, keyID)), Relation: relation, Left: version})
	}
	if err := s.lookUp(ctx, textFindNodes, nodes, func(rec *neo4j.Record) { keep(rec, "") }); err != nil {
		return nil, err
	}
	for relation, ids := range edges {
		if err := s.lookUp(ctx, textFindEdges(relation), ids, func(rec *neo4j.Record) { keep(rec, relation) }); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// madeOf reads a _Made node. Before the second migration its ids were lists.
func madeOf(stored map[string]any) (m madeRecords, err error) {
	body, err := unpack(stored, "records")
	if err != nil || len(body) > 0 {
		return m, errors.Join(err, json.Unmarshal(body, &m))
	}
	for _, id := range texts(stored["nodes"]) {
		m.add(false, graph.ID(id), "")
	}
	relations := texts(stored["relations"])
	for i, id := range texts(stored["edges"]) {
		m.add(true, graph.ID(id), graph.Relation(relations[i]))
	}
	return m, nil
}

// lookUp runs a statement for ids, some at a time.
func (s *Store) lookUp(ctx context.Context, text string, ids []graph.ID, each func(*neo4j.Record)) error {
	for part := range slices.Chunk(ids, idsPerLookup) {
		records, err := s.read(ctx, s.options.Read, text, map[string]any{"ids": idTexts(part)})
		if err != nil {
			return err
		}
		for _, rec := range records {
			each(rec)
		}
	}
	return nil
}

// Forget implements [graph.Loads]. The load is marked first; its entries, which nobody
// reads from then on, go some at a time.
func (s *Store) Forget(ctx context.Context, load string) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.release()
	return s.fault(ctx, "forget load", s.forget(ctx, load))
}

func (s *Store) forget(ctx context.Context, load string) error {
	var number int64
	err := s.transaction(ctx, func(ctx context.Context, t tx, _ bool) error {
		if _, err := s.lock(ctx, t, "forget"); err != nil {
			return err
		}
		records, err := t.run(ctx, textForget, map[string]any{"id": load})
		if err != nil {
			return err
		}
		if len(records) == 0 {
			return fmt.Errorf("load %s: %w", load, graph.ErrNotFound)
		}
		number, _ = value[int64](records[0], "number")
		return nil
	})
	if err != nil {
		return err
	}
	for _, text := range []string{textDropPriors, textDropMade} {
		for {
			records, err := s.statement(ctx, neo4j.AccessModeWrite, s.options.Write, text, map[string]any{"load": number, "limit": int64(dropsPerStatement)})
			if err != nil {
				return err
			}
			if dropped, _ := value[int64](records[0], "dropped"); dropped < dropsPerStatement {
				break
			}
		}
	}
	return nil
}
