package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// The generated files are those of the schema as it is: run go generate ./graph.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	files, err := generate(graph.SchemaJSON())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		have, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(have), string(want)); diff != "" {
			t.Errorf("%s is not what the schema gives (-file +generated):\n%s", name, diff)
		}
	}
}

func TestGenerateRefusesBadSchema(t *testing.T) {
	for _, data := range []string{"", "{}x", `{"kinds":[{"name":"a"},{"name":"a"}]}`} {
		if _, err := generate([]byte(data)); err == nil {
			t.Errorf("%s: no error", data)
		}
	}
}

func TestRun(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "graph"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "graph", "schema.json"), graph.SchemaJSON(), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(root, "graph"))
	if err := run(".."); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"graph/schema_gen.go", "docs/schema.md"} {
		if info, err := os.Stat(filepath.Join(root, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
