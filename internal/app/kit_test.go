package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"chuangmai/advise"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/lexicon"
)

// builtin is read once for all tests: it is immutable.
var builtin = sync.OnceValues(lexicon.Load)

func knownWords(tb testing.TB) *lexicon.Lexicon {
	tb.Helper()
	lex, err := builtin()
	if err != nil {
		tb.Fatal(err)
	}
	return lex
}

// in are the default settings with a data folder.
func in(tb testing.TB, dir string) configs.Settings {
	tb.Helper()
	settings, err := configs.Load("", nil)
	if err != nil {
		tb.Fatal(err)
	}
	settings.Store.DataDir = dir
	return settings
}

func options(tb testing.TB) Options {
	tb.Helper()
	return Options{Lexicon: knownWords(tb)}
}

// patience bounds every wait for what must come.
const patience = time.Minute

func patient(tb testing.TB) context.Context {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	tb.Cleanup(cancel)
	return ctx
}

// started opens a service and waits until it can answer with its index.
func started(tb testing.TB, dir string) *Service {
	tb.Helper()
	s, err := Open(tb.Context(), in(tb, dir), options(tb))
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.WaitIndexed(patient(tb)); err != nil {
		tb.Fatal(err)
	}
	return s
}

func stop(tb testing.TB, s interface{ Close() error }) {
	tb.Helper()
	if err := s.Close(); err != nil {
		tb.Error(err)
	}
}

// bare opens the store of a folder and closes it with the test.
func bare(tb testing.TB, dir string) *Bare {
	tb.Helper()
	b, err := OpenBare(tb.Context(), in(tb, dir), options(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func put(tb testing.TB, s graph.Writer, items ...graph.Item) graph.Revision {
	tb.Helper()
	revision, err := s.Apply(tb.Context(), graph.Batch{Items: items, Actor: "tester"})
	if err != nil {
		tb.Fatal(err)
	}
	return revision
}

func common() graph.Common {
	return graph.Common{Sources: []graph.Source{{Title: "名录"}}, Visibility: graph.VisibilityPublic}
}

func node(id string, kind graph.Kind, name, summary string) graph.Item {
	n := &graph.Node{ID: graph.ID(id), Kind: kind, Name: name, Common: common()}
	if summary != "" {
		n.Properties = graph.Properties{"summary": summary}
	}
	return graph.Item{Op: graph.OpPutNode, Node: n}
}

func edge(id string, relation graph.Relation, from, to string) graph.Item {
	return graph.Item{Op: graph.OpPutEdge, Edge: &graph.Edge{
		ID: graph.ID(id), Relation: relation, From: graph.ID(from), To: graph.ID(to), Common: common(),
	}}
}

// own is a small network: who can weld and test, and who asks.
func own() []graph.Item {
	return []graph.Item{
		node("local:lab", graph.KindInstitute, "滨湖焊接技术研究所", "铝合金焊接工艺、无损检测"),
		node("local:firm", graph.KindEnterprise, "城东铝件厂", "生产铝合金薄壁件"),
		node("local:ct", graph.KindEquipment, "工业CT检测系统", "铝合金铸件与焊缝的无损检测"),
		edge("e:owns", graph.RelOwns, "local:lab", "local:ct"),
	}
}

// smallFolder makes the folder of a small network.
func smallFolder(tb testing.TB) string {
	tb.Helper()
	file, err := smallFile()
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, networkFile), file, 0o600); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// smallFile is the file of a small network; it is made once.
var smallFile = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "chuangmai-test-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	lex, err := builtin()
	if err != nil {
		return nil, err
	}
	settings, err := configs.Load("", nil)
	if err != nil {
		return nil, err
	}
	settings.Store.DataDir = dir
	b, err := OpenBare(context.Background(), settings, Options{Lexicon: lex})
	if err != nil {
		return nil, err
	}
	_, err = b.Store.Apply(context.Background(), graph.Batch{Items: own(), Actor: "tester"})
	if err = errors.Join(err, b.Close()); err != nil { // closed, all is in one file
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, networkFile))
})

// write writes through a service and waits until it can be seen.
func write(tb testing.TB, s *Service, items ...graph.Item) {
	tb.Helper()
	if err := s.Wait(patient(tb), put(tb, s.Store, items...)); err != nil {
		tb.Fatal(err)
	}
}

// searched are the ids that searching for a text finds, and what was left out.
func searched(tb testing.TB, s *Service, text string) (ids []graph.ID, degraded []string) {
	tb.Helper()
	answer, err := s.Advisor.Search(tb.Context(), advise.SearchQuery{Text: text, Limit: 20}, advise.Scope{})
	if err != nil {
		tb.Fatal(err)
	}
	for _, hit := range answer.Items {
		ids = append(ids, hit.ID)
	}
	return ids, answer.Degraded
}

func finds(tb testing.TB, s *Service, text, id string) {
	tb.Helper()
	if ids, _ := searched(tb, s, text); !slices.Contains(ids, graph.ID(id)) {
		tb.Errorf("searching %s finds %v, not %s", text, ids, id)
	}
}

// recommended are the ids that a sentence brings.
func recommended(tb testing.TB, s *Service, text string) (ids []graph.ID, degraded []string) {
	tb.Helper()
	answer, err := s.Advisor.Recommend(tb.Context(), advise.Query{Text: text, Limit: 20}, advise.Scope{})
	if err != nil {
		tb.Fatal(err)
	}
	for _, group := range answer.Groups {
		for _, hit := range group.Hits {
			ids = append(ids, hit.ID)
		}
	}
	return ids, answer.Degraded
}

// capabilities are the areas that a node is linked to, by id.
func capabilities(tb testing.TB, s graph.Reader, id graph.ID) map[graph.ID]graph.Edge {
	tb.Helper()
	out := make(map[graph.ID]graph.Edge)
	for e, err := range s.Edges(tb.Context(), graph.EdgeFilter{From: id, Relations: []graph.Relation{graph.RelHasCapability}}) {
		if err != nil {
			tb.Fatal(err)
		}
		out[e.To] = e
	}
	return out
}
