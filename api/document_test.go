package api

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/steward"
	"chuangmai/steward/loading"
)

// stubStore is a store that is there but holds nothing.
type stubStore struct{}

func (stubStore) Node(context.Context, graph.ID) (graph.Node, error) {
	return graph.Node{}, graph.ErrNotFound
}

func (stubStore) Edge(context.Context, graph.Relation, graph.ID) (graph.Edge, error) {
	return graph.Edge{}, graph.ErrNotFound
}

func (stubStore) Nodes(context.Context, graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return func(func(graph.Node, error) bool) {}
}

func (stubStore) Edges(context.Context, graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return func(func(graph.Edge, error) bool) {}
}

func (stubStore) Apply(context.Context, graph.Batch) (graph.Revision, error) { return 0, nil }
func (stubStore) Head(context.Context) (graph.Revision, error)               { return 0, nil }
func (stubStore) Ping(context.Context) error                                 { return nil }

func (stubStore) Changes(context.Context, graph.Revision) iter.Seq2[graph.Change, error] {
	return func(func(graph.Change, error) bool) {}
}

// stubOptions are options of a server whose network was not read yet.
func stubOptions() Options {
	return Options{
		Advisor: advise.New(noNetworks{}, stubStore{}, advise.Settings{}, time.Now), Store: stubStore{},
		Wait:     func(context.Context, graph.Revision) error { return nil },
		Status:   func() Status { return Status{State: "building"} },
		Coverage: new(planner.Planner), Surveyor: struct{ Surveyor }{}, Rulebook: struct{ Rulebook }{},
		Loads: loading.New(loading.Options{}), Desk: steward.NewDesk(steward.DeskOptions{}),
		Explain: func(word string) report.Word { return report.Word{Word: word} },
		Schema:  graph.BuiltinSchema(), Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
		NewID: func() string { return "id" },
	}
}

type noNetworks struct{}

func (noNetworks) Acquire() (*advise.Network, func(), error) { return nil, nil, advise.ErrNotReady }

func stubServer(t *testing.T, change func(*Options)) *Server {
	t.Helper()
	o := stubOptions()
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDocumentIsSound(t *testing.T) {
	s := stubServer(t, nil)
	if err := s.document.spec.Validate(t.Context(), openapi3.DisableExamplesValidation()); err != nil {
		t.Fatal(err)
	}
}

// TestRoutesAreTheDocument: every operation has a route and every route an operation, but
// those of the pages that show the document.
func TestRoutesAreTheDocument(t *testing.T) {
	s := stubServer(t, nil)
	var routes, operations []string
	for _, r := range s.router.Routes() {
		if !strings.HasPrefix(r.Path, "/docs") {
			routes = append(routes, r.Method+" "+r.Path)
		}
	}
	for key := range s.document.operations {
		operations = append(operations, key)
	}
	slices.Sort(routes)
	slices.Sort(operations)
	if diff := cmp.Diff(operations, routes); diff != "" {
		t.Errorf("document and routes differ (-document +routes):\n%s", diff)
	}
}

// TestDocumentIsBilingual: what a person reads of an operation or parameter is there in
// both languages.
func TestDocumentIsBilingual(t *testing.T) {
	s := stubServer(t, nil)
	check := func(what, text string) {
		han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		latin := strings.ContainsFunc(text, func(r rune) bool { return r < unicode.MaxASCII && unicode.IsLetter(r) })
		if !han || !latin {
			t.Errorf("%s: %q is not in both languages", what, text)
		}
	}
	for path, item := range s.document.spec.Paths.Map() {
		for method, op := range item.Operations() {
			at := method + " " + path
			check(at, op.Summary)
			if op.OperationID == "" || len(op.Tags) != 1 {
				t.Errorf("%s has no operationId, or not one tag", at)
			}
			for _, p := range append(slices.Clone(item.Parameters), op.Parameters...) {
				check(at+" "+p.Value.Name, p.Value.Description)
			}
			if op.Responses.Default() == nil {
				t.Errorf("%s has no default response", at)
			}
		}
	}
}

// TestEveryCodeHasASentence reads the codes from the source, so that none is forgotten.
func TestEveryCodeHasASentence(t *testing.T) {
	for file, prefix := range map[string]string{"problems.go": "api.", "itemcodes.go": "problem.", "../graph/errors.go": "problem."} {
		for name, value := range constants(t, file) {
			if strings.HasPrefix(strings.ToLower(name), "code") && !phrase.Known(prefix+value) {
				t.Errorf("%s: %s has no sentence %s%s", file, name, prefix, value)
			}
		}
	}
}

// constants returns the string constants of a file.
func constants(t *testing.T, file string) map[string]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != len(spec.Names) {
			return true
		}
		for i, name := range spec.Names {
			if lit, ok := spec.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				out[name.Name] = text
			}
		}
		return true
	})
	return out
}

// TestEveryCodeHasAStatus: 500 is for faults alone.
func TestEveryCodeHasAStatus(t *testing.T) {
	for name, value := range constants(t, "problems.go") {
		if strings.HasPrefix(name, "code") && value != codeInternal && statusOf(value) == http.StatusInternalServerError {
			t.Errorf("%s has no status", name)
		}
	}
}

// TestDocumentMatchesTypes: where the document reuses a Go type, it names the fields that
// the type has, all of them and no others.
func TestDocumentMatchesTypes(t *testing.T) {
	s := stubServer(t, nil)
	types := map[string]any{
		"Node": graph.Node{}, "Edge": graph.Edge{}, "Source": graph.Source{}, "Sentence": report.Sentence{}, "Text": phrase.Text{},
		"Need": need.Need{}, "Span": need.Span{}, "NeedCapability": need.Capability{}, "NeedDiscipline": need.Discipline{},
		"NeedField": need.Field{}, "NeedTerm": need.Term{}, "NeedGroup": need.Group{}, "NeedKind": need.Kind{}, "NeedCode": need.Mode{},
		"NeedPlace": need.Place{}, "NeedFigure": need.Figure{}, "NeedBudget": need.Budget{}, "NeedDeadline": need.Deadline{},
		"SearchHit": advise.SearchHit{}, "Highlight": advise.Highlight{}, "Facet": advise.Facet{}, "FacetValue": advise.FacetValue{},
		"WeightsUsed": advise.WeightsUsed{}, "Group": report.Group{}, "Hit": report.Hit{}, "Addend": report.Addend{},
		"Schema": graph.Schema{}, "SchemaProperty": graph.Property{}, "Recommendations": report.Answer{}, "SearchPage": report.SearchPage{},
		"NeedReading": report.Reading{}, "Word": report.Word{}, "WordTerm": report.WordTerm{}, "WordWeight": report.WordWeight{}, "WordPlace": report.WordPlace{},
	}
	hit := reflect.TypeFor[report.Hit]()
	byType := map[string]reflect.Type{
		"Evidence": element(t, reflect.TypeFor[report.Addend](), "Evidence"), "Step": element(t, hit, "Path"),
		"Distance": element(t, hit, "Distance"), "OpennessLadder": element(t, hit, "Openness"),
	}
	for name, v := range types {
		byType[name] = reflect.TypeOf(v)
	}
	for name, typ := range byType {
		var documented []string
		for field := range s.document.schema(name).Properties {
			documented = append(documented, field)
		}
		slices.Sort(documented)
		if diff := cmp.Diff(fields(typ), documented); diff != "" {
			t.Errorf("%s (-Go +document):\n%s", name, diff)
		}
	}
}

func element(t *testing.T, of reflect.Type, name string) reflect.Type {
	t.Helper()
	f, ok := of.FieldByName(name)
	if !ok {
		t.Fatalf("%v has no field %s", of, name)
	}
	return f.Type.Elem()
}

// fields returns the JSON names of a struct's fields.
func fields(t reflect.Type) []string {
	var out []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			out = append(out, fields(f.Type)...)
		case f.IsExported() && name != "-":
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// TestDocsAreComplete: the page and everything it loads is served, with its own policy.
func TestDocsAreComplete(t *testing.T) {
	page, err := fs.ReadFile(docsFiles, "docs/index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"} {
		if !strings.Contains(string(page), `"`+name+`"`) {
			t.Errorf("the page does not load %s", name)
		}
		if _, err := fs.Stat(docsFiles, "docs/"+name); errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is not there", name)
		}
	}
}
