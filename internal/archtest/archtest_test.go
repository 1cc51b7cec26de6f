// Package archtest holds the structure of the repository as tests: which room may use
// which, one comment per package, small interfaces, short handlers.
package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "chuangmai"

// allowed says which packages of ours each package may import; "*" stands for all. A
// package that is missing here, or a row without a package, fails the test.
var allowed = map[string][]string{
	"graph":                      {},
	"graph/apply":                {"graph"},
	"graph/gen":                  {"graph"},
	"graph/graphtest":            {"graph"},
	"graph/localstore":           {"graph", "graph/apply", "internal/ahead"},
	"graph/neo4jstore":           {"graph", "graph/apply"},
	"graph/neo4jstore/neo4jtest": {},
	"graph/snapshot":             {"graph", "internal/ahead"},
	"graph/feed":                 {"graph"},
	"lexicon":                    {},
	"lexicon/build":              {"lexicon"},
	"link":                       {"lexicon", "graph"},
	"need":                       {"lexicon", "graph"},
	"search":                     {"lexicon", "graph"},
	"match":                      {"need", "graph/snapshot", "lexicon", "graph", "phrase"},
	"team":                       {"team/ability", "team/cover", "team/ties", "match", "need", "graph/snapshot", "lexicon", "graph", "phrase"},
	"team/ability":               {"match", "need", "graph/snapshot", "lexicon", "graph", "phrase"},
	"team/complement":            {"team/ability", "team/ties", "match", "need", "graph/snapshot", "graph", "phrase"},
	"team/cover":                 {},
	"team/teamtest":              {"graph", "graph/snapshot"},
	"team/ties":                  {"graph/snapshot", "graph"},
	"intro":                      {"match", "graph/snapshot", "graph", "phrase"},
	"advise":                     {"team", "team/ability", "team/complement", "intro", "need", "search", "match", "graph/snapshot", "lexicon", "graph", "phrase"},
	"coverage/chains":            {"coverage/divisions", "coverage/fields", "coverage/supply", "graph/snapshot", "lexicon", "graph", "phrase"},
	"coverage/divisions":         {"coverage/supply", "lexicon", "phrase"},
	"coverage/fields":            {"graph/snapshot", "lexicon", "graph"},
	"coverage/health":            {"coverage/divisions", "coverage/health/structure", "coverage/supply", "graph/snapshot", "lexicon", "graph", "phrase"},
	"coverage/health/structure":  {},
	"coverage/sites":             {"coverage/fields", "coverage/sites/locate", "coverage/supply", "graph/snapshot", "lexicon", "graph", "phrase"},
	"coverage/sites/locate":      {},
	"coverage/supply":            {"graph/snapshot", "lexicon", "graph", "phrase"},
	"coverage":                   {"coverage/supply", "graph/snapshot", "lexicon", "graph", "phrase"},
	"coverage/coveragetest":      {"graph", "graph/snapshot", "lexicon", "link", "seed"},
	"rules":                      {"graph/snapshot", "graph", "phrase"},
	"rules/dossier":              {"rules", "graph/snapshot", "graph", "phrase"},
	"rules/policy":               {"rules", "graph/snapshot", "graph", "phrase"},
	"briefing":                   {"phrase"},
	"planner":                    {"rules", "rules/dossier", "rules/policy", "coverage/chains", "coverage/health", "coverage/sites", "advise", "coverage", "coverage/supply", "graph/snapshot", "lexicon", "graph", "phrase"},
	"report":                     {"team", "team/ability", "team/complement", "intro", "advise", "match", "need", "lexicon", "graph", "phrase"},
	"phrase":                     {},
	"tune":                       {},
	"tune/feedback":              {"need", "graph"},
	"configs":                    {},
	"web":                        {},
	"transfer":                   {"graph", "internal/ahead"},
	"transfer/cordis":            {"transfer", "graph"},
	"seed":                       {"graph"},
	"seed/build":                 {"graph"},
	"steward":                    {"graph", "graph/snapshot", "lexicon", "phrase", "transfer"},
	"steward/loading":            {"steward", "transfer", "graph", "phrase"},
	"enquiry":                    {"need", "graph/snapshot", "graph", "phrase"},
	"report/plan":                {"briefing", "coverage", "coverage/chains", "coverage/health", "coverage/sites", "coverage/supply", "planner", "rules", "rules/dossier", "rules/policy", "report", "advise", "lexicon", "graph", "phrase"},
	"api":                        {"briefing", "rules", "rules/dossier", "coverage", "coverage/chains", "coverage/health", "coverage/sites", "planner", "report/plan", "steward", "steward/loading", "enquiry", "transfer", "team", "team/complement", "intro", "advise", "report", "tune/feedback", "need", "search", "match", "graph/snapshot", "graph", "phrase"},
	"internal/ahead":             {},
	"internal/archtest":          {},
	"internal/evaluation":        {},
	"internal/app":               {"*"},
	"cmd/chuangmai":              {"*"},
}

type listed struct {
	ImportPath, Dir, Name string
	Imports               []string
	GoFiles               []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,Name,Imports,GoFiles", "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestImportDirections(t *testing.T) {
	found := make(map[string]bool)
	for _, p := range packages(t) {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		found[name] = true
		may, known := allowed[name]
		if !known {
			t.Errorf("package %s is missing from the table: give it a place", name)
			continue
		}
		for _, imported := range p.Imports {
			inner, ours := strings.CutPrefix(imported, module+"/")
			if ours && !slices.Contains(may, inner) && !slices.Contains(may, "*") {
				t.Errorf("%s must not import %s", name, inner)
			}
		}
	}
	for name := range allowed {
		if !found[name] {
			t.Errorf("the table has a row for %s, which does not exist", name)
		}
	}
}

// TestOneCommentPerPackage: exactly one file of a package says what it is.
func TestOneCommentPerPackage(t *testing.T) {
	for _, p := range packages(t) {
		var with []string
		for _, file := range p.GoFiles {
			parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, file), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if parsed.Doc != nil && !strings.HasPrefix(parsed.Doc.Text(), "Code generated") {
				with = append(with, file)
			}
		}
		if len(p.GoFiles) > 0 && len(with) != 1 {
			t.Errorf("%s has %d package comments, want one: %v", p.ImportPath, len(with), with)
		}
	}
}

// maxMethods is the greatest number of methods an interface may declare itself.
const maxMethods = 7

func TestInterfacesAreSmall(t *testing.T) {
	eachFile(t, func(path string, file *ast.File, _ *token.FileSet) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if face, ok := spec.Type.(*ast.InterfaceType); ok && methods(face) > maxMethods {
				t.Errorf("%s: interface %s has %d methods, at most %d wanted", path, spec.Name, methods(face), maxMethods)
			}
			return true
		})
	})
}

func methods(face *ast.InterfaceType) (n int) {
	for _, m := range face.Methods.List {
		n += len(m.Names)
	}
	return n
}

// eachFile calls do with every Go file that is neither generated nor a test.
func eachFile(t *testing.T, do func(path string, file *ast.File, set *token.FileSet)) {
	t.Helper()
	base := root(t)
	err := filepath.WalkDir(base, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != base && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "tools") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "gen.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(base, path)
		if err != nil {
			return err
		}
		do(rel, file, set)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNoInit: what a package needs is passed in or made where it is used.
func TestNoInit(t *testing.T) {
	eachFile(t, func(path string, file *ast.File, _ *token.FileSet) {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function", path)
			}
		}
	})
}
