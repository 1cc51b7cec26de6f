package neo4jstore

import (
	"maps"
	"slices"
	"strings"

	"chuangmai/graph"
)

// directory knows under which relations edges with ids of a scheme have been written. An
// edge is found through the index of its relation; where only its id is known, the
// directory says which indexes to ask, mostly one, as a generated id's scheme names the
// relation. It only grows. A directory is immutable.
type directory struct {
	list     []string // as stored: "scheme RELATION", or "* RELATION" for any scheme
	byScheme map[string][]graph.Relation
	all      []graph.Relation // sorted
}

// anyScheme stands for all schemes once a relation has too many.
const (
	anyScheme  = "*"
	maxSchemes = 50 // of one relation
)

func newDirectory(list []string) *directory {
	d := &directory{list: list, byScheme: make(map[string][]graph.Relation)}
	relations := make(map[graph.Relation]bool)
	for _, entry := range list {
		scheme, relation, _ := strings.Cut(entry, " ")
		d.byScheme[scheme] = append(d.byScheme[scheme], graph.Relation(relation))
		relations[graph.Relation(relation)] = true
	}
	d.all = slices.Sorted(maps.Keys(relations))
	return d
}

// directoryOf reads a stored list.
func directoryOf(stored any, known *directory) *directory {
	list := texts(stored)
	if slices.Equal(list, known.list) {
		return known
	}
	return newDirectory(list)
}

// candidates are the relations an edge of this id may have.
func (d *directory) candidates(id graph.ID) []graph.Relation {
	list := d.byScheme[id.Scheme()]
	if wild := d.byScheme[anyScheme]; len(wild) > 0 {
		list = append(slices.Clone(list), wild...)
		slices.Sort(list)
		list = slices.Compact(list)
	}
	return list
}

func (d *directory) has(relation graph.Relation) bool {
	_, found := slices.BinarySearch(d.all, relation)
	return found
}

// with returns the directory with these edges in it.
func (d *directory) with(items []graph.Item) *directory {
	var added []string
	known := make(map[string]bool, len(d.list))
	count := make(map[string]int)
	for _, entry := range d.list {
		known[entry] = true
		count[entry[strings.IndexByte(entry, ' '):]]++
	}
	for _, it := range items {
		if it.Op != graph.OpPutEdge {
			continue
		}
		relation := " " + string(it.Edge.Relation)
		entry := it.Edge.ID.Scheme() + relation
		if known[entry] || known[anyScheme+relation] {
			continue
		}
		if count[relation] >= maxSchemes {
			entry = anyScheme + relation
		}
		known[entry] = true
		count[relation]++
		added = append(added, entry)
	}
	if added == nil {
		return d
	}
	return newDirectory(append(slices.Clone(d.list), added...))
}
