package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// maxHandler is the greatest number of lines of a method that answers an operation: it
// decodes, asks once and encodes.
const maxHandler = 25

func TestHandlersAreShort(t *testing.T) {
	operations := operationsOf(t, filepath.Join(root(t), "api", "server.gen.go"))
	eachFile(t, func(path string, file *ast.File, set *token.FileSet) {
		if filepath.ToSlash(filepath.Dir(path)) != "api" {
			return
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || !operations[f.Name.Name] {
				continue
			}
			if lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; lines > maxHandler {
				t.Errorf("%s: %s has %d lines, at most %d wanted", path, f.Name.Name, lines, maxHandler)
			}
			delete(operations, f.Name.Name)
		}
	})
	for name := range operations {
		t.Errorf("nothing answers %s", name)
	}
}

// operationsOf returns the methods of the generated server's interface.
func operationsOf(t *testing.T, path string) map[string]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != "StrictServerInterface" {
			return true
		}
		if face, ok := spec.Type.(*ast.InterfaceType); ok {
			for _, m := range face.Methods.List {
				for _, name := range m.Names {
					names[name.Name] = true
				}
			}
		}
		return false
	})
	if len(names) == 0 {
		t.Fatal("the generated server has no interface")
	}
	return names
}
