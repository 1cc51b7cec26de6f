package graphtest

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// dump is everything a store holds.
type dump struct {
	Nodes   []graph.Node
	Edges   []graph.Edge
	Head    graph.Revision
	Changes []graph.Change
	Loads   []graph.LoadInfo
	Priors  map[string][]graph.Prior
}

// compare lets go-cmp look into dates, which are comparable.
var compare = cmp.Comparer(func(a, b graph.Date) bool { return a == b })

// read reads everything from the store; since is where its log begins.
func read(ctx context.Context, s graph.Store, since graph.Revision) (d dump, err error) {
	d.Head, err = s.Head(ctx)
	var errs []error
	errs = append(errs, err)
	d.Nodes, err = all(s.Nodes(ctx, graph.NodeFilter{}))
	errs = append(errs, err)
	d.Edges, err = all(s.Edges(ctx, graph.EdgeFilter{}))
	errs = append(errs, err)
	d.Changes, err = all(s.Changes(ctx, since))
	errs = append(errs, err)
	d.Loads, err = s.Loads(ctx)
	errs = append(errs, err)
	d.Priors = make(map[string][]graph.Prior)
	for _, info := range d.Loads {
		d.Priors[info.ID], err = all(s.Prior(ctx, info.ID))
		errs = append(errs, err)
	}
	return d, errors.Join(errs...)
}

func all[T any](stream func(func(T, error) bool)) (list []T, err error) {
	for v, err := range stream {
		if err != nil {
			return list, err
		}
		list = append(list, v)
	}
	return list, nil
}

func (k *kit) dump() dump {
	k.Helper()
	d, err := read(k.ctx(), k.store, 0)
	if err != nil {
		k.Fatalf("read everything: %v", err)
	}
	return d
}

// describe says what an error means, in words that are the same for all stores.
func describe(err error) string {
	var invalid *graph.InvalidError
	var conflict *graph.ConflictError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &invalid):
		list := make([]string, len(invalid.Problems))
		for i, p := range invalid.Problems {
			list[i] = p.String()
		}
		slices.Sort(list)
		return "invalid: " + strings.Join(list, "; ")
	case errors.As(err, &conflict):
		return conflict.Error()
	}
	for _, known := range []error{graph.ErrNotFound, graph.ErrKeyReused, graph.ErrLogTrimmed, graph.ErrClosed, graph.ErrFull, graph.ErrUnavailable} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "unexpected: " + err.Error()
}
