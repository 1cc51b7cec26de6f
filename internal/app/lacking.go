package app

import (
	"context"
	"iter"
	"slices"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// withVocabulary reads as if the nodes of the vocabulary that a store lacks were there:
// writing would add them first.
type withVocabulary struct {
	graph.Store
	lacking map[graph.ID]graph.Node
}

// Nodes implements [graph.Reader]. Only nodes asked for by id are added, so that an export
// shows what there is.
func (s *withVocabulary) Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error] {
	var added []graph.Node
	for _, id := range filter.IDs {
		n, lacks := s.lacking[id]
		if lacks && (len(filter.Kinds) == 0 || slices.Contains(filter.Kinds, n.Kind)) && id > filter.After {
			added = append(added, n)
		}
	}
	if len(added) == 0 || filter.Limit > 0 || !filter.AnyOrder {
		return s.Store.Nodes(ctx, filter)
	}
	return func(yield func(graph.Node, error) bool) {
		for n, err := range s.Store.Nodes(ctx, filter) {
			if !yield(n, err) {
				return
			}
		}
		for _, n := range added {
			if !yield(n, nil) {
				return
			}
		}
	}
}

// lackingVocabulary returns the nodes of the vocabulary that the store does not have.
func lackingVocabulary(ctx context.Context, store graph.Store, lex *lexicon.Lexicon) (map[graph.ID]graph.Node, error) {
	items, err := missingVocabulary(ctx, store, lex)
	lacking := make(map[graph.ID]graph.Node)
	for _, it := range items {
		if it.Node != nil {
			lacking[it.Node.ID] = *it.Node
		}
	}
	return lacking, err
}
