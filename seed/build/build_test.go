package main

import (
	"flag"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shared is the folder of the data sets; without it only the committed files are checked.
var shared = flag.String("shared", "", "folder with the collected data sets")

const (
	committed      = "../data"
	committedNames = "../testdata/names.tsv"
)

// TestOutputIsCommitted builds anew where the data sets are at hand and compares; where
// they are not, it checks that what is committed hangs together.
func TestOutputIsCommitted(t *testing.T) {
	if *shared == "" {
		checkCoherence(t)
		return
	}
	files, names, err := build(*shared)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, committedNames, names)
	for name, table := range files {
		compare(t, filepath.Join(committed, filepath.FromSlash(name)), table)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(files)), committedTables(t)); diff != "" {
		t.Errorf("tables (-built +committed)\n%s", diff)
	}
	again, _, err := build(*shared)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files, again, cmp.AllowUnexported(table{})); diff != "" {
		t.Errorf("a second build differs (-first +second)\n%s", diff)
	}
}

func compare(t *testing.T, file string, want table) {
	t.Helper()
	text, err := want.encode()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(have)); diff != "" {
		t.Errorf("%s (-built +committed)\n%s", file, diff)
	}
}

func committedTables(t *testing.T) (names []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(committed), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

// checkCoherence: rows sorted and unique, every reference to a source or node resolved,
// every decision about a body in use.
func checkCoherence(t *testing.T) {
	t.Helper()
	tables := make(map[string][]row)
	for _, name := range committedTables(t) {
		text, err := os.ReadFile(filepath.Join(committed, name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := parse(text, '\t')
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		tables[name] = rows
	}
	sources, nodes, names := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, r := range tables["sources.tsv"] {
		if sources[r["key"]] || r["title"]+r["address"] == "" {
			t.Errorf("source %s is repeated or empty", r["key"])
		}
		sources[r["key"]] = true
	}
	for name, rows := range tables {
		if path.Dir(name) != "nodes" {
			continue
		}
		if !slices.IsSortedFunc(rows, func(a, b row) int { return strings.Compare(a["id"], b["id"]) }) {
			t.Errorf("%s is not sorted by id", name)
		}
		for _, r := range rows {
			if nodes[r["id"]] {
				t.Errorf("%s: %s twice", name, r["id"])
			}
			nodes[r["id"]] = true
			for _, n := range append(words(r["aliases"]), r["name"]) {
				names[fold(n)] = true
			}
		}
	}
	used := make(map[string]bool)
	for name, rows := range tables {
		for i, r := range rows {
			for _, key := range words(r["sources"]) {
				used[key] = true
				if !sources[key] {
					t.Errorf("%s row %d: no source %s", name, i+1, key)
				}
			}
			for _, end := range []string{"from", "to", "university"} {
				if r[end] != "" && !nodes[r[end]] {
					t.Errorf("%s row %d: no node %s", name, i+1, r[end])
				}
			}
		}
	}
	for key := range sources {
		if !used[key] {
			t.Errorf("no row has source %s", key)
		}
	}
	for _, decisions := range []struct{ table, column string }{{"bodies", "name"}, {"same", "body"}, {"instruments", "name"}, {"ror", "name"}} {
		rows, err := readTable(decisions.table)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if !names[fold(r[decisions.column])] {
				t.Errorf("tables/%s.tsv decides about %q, which is not in the sample", decisions.table, r[decisions.column])
			}
		}
	}
}

func TestDecisionsAreUnique(t *testing.T) {
	for table, column := range map[string]string{"bodies": "name", "same": "written", "forms": "collected", "places": "code", "industries": "code", "ror": "name", "instruments": "name"} {
		rows, err := readTable(table)
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		for _, r := range rows {
			if key := fold(r[column]); seen[key] {
				t.Errorf("tables/%s.tsv decides twice about %q", table, r[column])
			} else {
				seen[key] = true
			}
		}
	}
}
