// Command gen writes what is derived from graph/schema.json: the Go constants in
// graph/schema_gen.go and the tables in docs/schema.md. Run it with go generate.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chuangmai/graph"
)

func main() {
	if err := run(".."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run writes into the repository whose graph folder is the working directory.
func run(root string) error {
	data, err := os.ReadFile("schema.json")
	if err != nil {
		return err
	}
	files, err := generate(data)
	if err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// generate returns what is derived from a schema, by the path in the repository.
func generate(data []byte) (map[string][]byte, error) {
	schema, err := graph.ParseSchema(data)
	if err != nil {
		return nil, err
	}
	code, err := format.Source(constants(schema))
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"graph/schema_gen.go": code, "docs/schema.md": tables(schema)}, nil
}

func constants(s *graph.Schema) []byte {
	var b bytes.Buffer
	b.WriteString("// Code generated from schema.json by graph/gen; DO NOT EDIT.\n\npackage graph\n\n// The kinds of nodes.\nconst (\n")
	for _, k := range s.Kinds {
		fmt.Fprintf(&b, "\tKind%s Kind = %q // %s\n", camel(string(k.Name)), k.Name, k.En)
	}
	b.WriteString(")\n\n// The relations.\nconst (\n")
	for _, r := range s.Relations {
		fmt.Fprintf(&b, "\tRel%s Relation = %q // %s\n", camel(strings.ToLower(string(r.Name))), r.Name, r.En)
	}
	b.WriteString(")\n")
	return b.Bytes()
}

func camel(snake string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(snake, "_") {
		if part == "ip" || part == "rd" {
			b.WriteString(strings.ToUpper(part))
			continue
		}
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

func tables(s *graph.Schema) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Schema, version %d\n\nGenerated from `graph/schema.json` by `go generate ./graph`. A = 国科发区〔2020〕70号, J = 苏科机发〔2020〕325号.\n", s.Version)
	b.WriteString("\n## Kinds of nodes\n\n| kind | 中文 | English | group | clause | properties |\n|---|---|---|---|---|---|\n")
	for _, k := range s.Kinds {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", k.Name, k.Zh, k.En, k.Group, k.Clause, propertyList(k.Properties))
	}
	fmt.Fprintf(&b, "\nEvery kind may also have: %s.\n", propertyList(s.Common))
	b.WriteString("\n## Relations\n\n| relation | 中文 | English | from | to | clause | properties |\n|---|---|---|---|---|---|---|\n")
	for _, r := range s.Relations {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", r.Name, r.Zh, r.En, ends(r.From), ends(r.To), r.Clause, propertyList(r.Properties))
	}
	b.WriteString("\nSets of kinds:\n\n")
	names := make([]string, 0, len(s.Sets))
	for name := range s.Sets {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "- `@%s`: %s\n", name, strings.Join(s.Sets[name], ", "))
	}
	b.WriteString("\n## Vocabularies\n")
	vocabularies := make([]string, 0, len(s.Vocabularies))
	for name := range s.Vocabularies {
		vocabularies = append(vocabularies, name)
	}
	slices.Sort(vocabularies)
	for _, name := range vocabularies {
		v := s.Vocabularies[name]
		fmt.Fprintf(&b, "\n### `%s`: %s, %s\n\n| code | 中文 | English |\n|---|---|---|\n", name, v.Zh, v.En)
		for _, t := range v.Terms {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", t.Code, t.Zh, t.En)
		}
	}
	return b.Bytes()
}

func ends(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	return strings.Join(quoted, " ")
}

func propertyList(list []graph.Property) string {
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = "`" + p.Name + "`"
		if p.Vocabulary != "" {
			parts[i] += " (" + p.Vocabulary + ")"
		} else {
			parts[i] += " (" + string(p.Type) + ")"
		}
		if p.Unit != "" {
			parts[i] += " [" + p.Unit + "]"
		}
	}
	return strings.Join(parts, ", ")
}
