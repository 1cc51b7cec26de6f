package app

import (
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
)

// finder finds nodes by what people call them: by id, by an id without its scheme, by
// name, English name or alias, in that order. Of several with one name those that can
// stand in an answer come first, then the smallest id.
type finder struct {
	view   snapshot.View
	byName map[string]found
}

type found struct {
	rank int
	id   graph.ID
}

func newFinder(v snapshot.View) *finder { return &finder{view: v} }

// id returns the id of a node.
func (f *finder) id(name string) (graph.ID, bool) {
	if name == "" {
		return "", false
	}
	if _, known := f.view.Lookup(graph.ID(name)); known {
		return graph.ID(name), true
	}
	if f.byName == nil {
		f.read()
	}
	hit, known := f.byName[strings.TrimSpace(name)]
	return hit.id, known
}

func (f *finder) read() {
	v := f.view
	f.byName = make(map[string]found)
	note := func(name string, hit found) {
		old, known := f.byName[name]
		if name != "" && (!known || hit.rank < old.rank || hit.rank == old.rank && hit.id < old.id) {
			f.byName[name] = hit
		}
	}
	for n := range v.Nodes() {
		base := 0
		if match.GroupOf(v, n) == "" {
			base = 10
		}
		id := v.ID(n)
		note(v.Name(n), found{base + 2, id})
		note(v.NameEn(n), found{base + 3, id})
		for _, alias := range v.Aliases(n) {
			note(alias, found{base + 4, id})
		}
		if def := v.Schema().Kind(v.Kind(n)); def != nil && def.Organisation { // ids of others may hold the same value
			note(id.Value(), found{5, id})
		} else {
			note(id.Value(), found{base + 6, id})
		}
	}
}
