package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// table is a file to be: its columns and its rows.
type table struct {
	columns []string
	rows    [][]string
}

// files lays the world out as tables, by path below the output folder.
func (w *world) files() map[string]table {
	used := make(map[source]bool)
	refs := func(list []source) string {
		keys := make([]string, len(list))
		for i, s := range list {
			used[s] = true
			keys[i] = s.key()
		}
		return strings.Join(keys, "|")
	}
	out := make(map[string]table)
	byKind := make(map[graph.Kind][]*body)
	for _, b := range w.bodies {
		byKind[b.kind] = append(byKind[b.kind], b)
	}
	for kind, bodies := range byKind {
		slices.SortFunc(bodies, func(a, b *body) int { return cmp.Compare(a.id(), b.id()) })
		names := properties(bodies, func(b *body) map[string]string { return b.props })
		t := table{columns: slices.Concat([]string{"id", "name", "name_en", "aliases", "region", "valid_from"}, names, []string{"sources"})}
		for _, b := range bodies {
			cells := []string{string(b.id()), b.name, b.nameEn, strings.Join(b.aliases, "|"), b.region, b.validFrom}
			for _, name := range names {
				cells = append(cells, b.props[name])
			}
			t.rows = append(t.rows, append(cells, refs(b.sources)))
		}
		out["nodes/"+string(kind)+".tsv"] = t
	}
	byRelation := make(map[graph.Relation][]*link)
	for _, l := range w.links {
		byRelation[l.relation] = append(byRelation[l.relation], l)
	}
	for relation, links := range byRelation {
		slices.SortStableFunc(links, func(a, b *link) int {
			return cmp.Or(cmp.Compare(a.from.id(), b.from.id()), cmp.Compare(a.to.id(), b.to.id()), cmp.Compare(a.valid, b.valid), cmp.Compare(a.props["topic"], b.props["topic"]))
		})
		names := properties(links, func(l *link) map[string]string { return l.props })
		t := table{columns: slices.Concat([]string{"from", "to", "valid_from"}, names, []string{"sources"})}
		for _, l := range links {
			cells := []string{string(l.from.id()), string(l.to.id()), l.valid}
			for _, name := range names {
				cells = append(cells, l.props[name])
			}
			t.rows = append(t.rows, append(cells, refs(l.sources)))
		}
		out["edges/"+strings.ToLower(string(relation))+".tsv"] = t
	}
	t := table{columns: []string{"university", "words", "evidence", "grade", "round", "note", "sources"}}
	slices.SortStableFunc(w.extra, func(a, b strength) int {
		return cmp.Or(cmp.Compare(a.of.id(), b.of.id()), cmp.Compare(a.evidence, b.evidence), cmp.Compare(a.grade, b.grade), cmp.Compare(a.words, b.words))
	})
	for _, s := range w.extra {
		t.rows = append(t.rows, []string{string(s.of.id()), s.words, s.evidence, s.grade, s.round, s.note, refs(s.sources)})
	}
	out["strengths.tsv"] = t
	out["sources.tsv"] = sourceTable(slices.SortedFunc(maps.Keys(used), compareSources))
	return out
}

func sourceTable(list []source) table {
	t := table{columns: []string{"key", "title", "address", "seen", "confidence", "mirror"}}
	for _, s := range list {
		mirror := ""
		if s.mirror {
			mirror = strconv.FormatBool(true)
		}
		t.rows = append(t.rows, []string{s.key(), s.title, s.address, s.seen, s.confidence, mirror})
	}
	return t
}

// properties lists the names of the properties that any of the records has.
func properties[T any](records []T, of func(T) map[string]string) []string {
	seen := make(map[string]bool)
	for _, r := range records {
		for name, value := range of(r) {
			if value != "" {
				seen[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// encode writes a table as tab-separated text.
func (t table) encode() ([]byte, error) {
	var text strings.Builder
	for _, cells := range append([][]string{t.columns}, t.rows...) {
		for i, cell := range cells {
			if strings.ContainsAny(cell, "\t\n\r") {
				return nil, fmt.Errorf("a cell holds a tab or line break: %q", cell)
			}
			if i > 0 {
				text.WriteByte('\t')
			}
			text.WriteString(cell)
		}
		text.WriteByte('\n')
	}
	return []byte(text.String()), nil
}

// save writes the tables below the folder, in place of those that are there.
func save(files map[string]table, folder string) error {
	for _, part := range []string{"nodes", "edges"} {
		if err := os.RemoveAll(filepath.Join(folder, part)); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(folder, part), 0o750); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text, err := files[name].encode()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}
