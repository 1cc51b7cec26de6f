package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// extended is the lexicon with the network's own capabilities.
func extended(ctx context.Context, store graph.Reader, lex *lexicon.Lexicon) (*lexicon.Lexicon, error) {
	words, _, err := extendedBy(ctx, store, lex)
	return words, err
}

// extendedBy is extended with the key of what the lexicon was extended by.
func extendedBy(ctx context.Context, store graph.Reader, lex *lexicon.Lexicon) (words *lexicon.Lexicon, key string, err error) {
	key, areas, err := ownCapabilities(ctx, store, lex)
	if err != nil || len(areas) == 0 {
		return lex, key, err
	}
	if words, err = lex.Extend(areas, nil); err != nil {
		return nil, "", fmt.Errorf("own capabilities: %w", err)
	}
	return words, key, nil
}

// ownCapabilities are the capability nodes that the lexicon does not have. The key is
// equal for equal ones.
func ownCapabilities(ctx context.Context, store graph.Reader, lex *lexicon.Lexicon) (key string, areas []lexicon.Area, err error) {
	var b strings.Builder
	for node, err := range store.Nodes(ctx, graph.NodeFilter{Kinds: []graph.Kind{graph.KindCapability}}) {
		if err != nil {
			return "", nil, err
		}
		if _, known := lex.Area(string(node.ID)); known {
			continue
		}
		if lexicon.Fold(node.Name) == "" { // nothing that a sentence could name
			continue
		}
		field, err := fieldOf(ctx, store, node.ID)
		if err != nil {
			return "", nil, err
		}
		called := slices.Concat(node.Aliases, node.Properties.Texts("also_called"))
		fmt.Fprintln(&b, node.ID, node.Name, node.NameEn, field, called)
		areas = append(areas, lexicon.Area{ID: string(node.ID), Name: node.Name, NameEn: node.NameEn, Field: field, AlsoCalled: called})
	}
	return b.String(), areas, nil
}

// fieldOf returns the code of the field that a capability is recorded to be in, the first
// by id of several; "" for none that the lexicon knows.
func fieldOf(ctx context.Context, store graph.Reader, id graph.ID) (code string, err error) {
	for e, err := range store.Edges(ctx, graph.EdgeFilter{From: id, Relations: []graph.Relation{graph.RelInField}}) {
		if err != nil {
			return "", err
		}
		if _, known := lexicon.FieldByCode(e.To.Value()); known {
			return e.To.Value(), nil
		}
	}
	return "", nil
}
