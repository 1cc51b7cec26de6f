package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/link"
)

func linker(t *testing.T) *link.Linker {
	t.Helper()
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	return link.New(lex, graph.BuiltinSchema())
}

func node(kind graph.Kind, name string, props graph.Properties) *graph.Node {
	n := &graph.Node{ID: "local:x", Kind: kind, Name: name, Common: graph.Common{Properties: props}}
	n.Normalise()
	return n
}

func TestEdges(t *testing.T) {
	l := linker(t)
	for name, c := range map[string]struct {
		node     *graph.Node
		want     graph.ID // reached by a derived edge
		relation graph.Relation
	}{
		"from a name": {node(graph.KindInstitute, "南京先进激光技术研究院", nil), "cap:laser-technology", graph.RelHasCapability},
		"a demand":    {node(graph.KindDemand, "球型压力容器的全自动焊接工艺", nil), "cap:welding-and-joining", graph.RelAsksFor},
		"discipline":  {node(graph.KindPlatform, "材料表面工程重点实验室", graph.Properties{"field_words": []string{"金属材料", "表面处理"}}), "disc:0805", graph.RelHasDiscipline},
	} {
		found := false
		for _, e := range l.Edges(c.node) {
			batch := graph.Batch{Items: []graph.Item{{Op: graph.OpPutEdge, Edge: &e}}}
			if err := batch.Check(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if err := graph.BuiltinSchema().Conform(batch, nil); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if derived, _ := e.Properties.Bool("derived"); !derived {
				t.Errorf("%s: %s is not marked as derived", name, e.ID)
			}
			found = found || e.Relation == c.relation && e.To == c.want
		}
		if !found {
			t.Errorf("%s: no %s to %s among %+v", name, c.relation, c.want, l.Edges(c.node))
		}
	}
}

func TestEdgesKeepTheirIDs(t *testing.T) {
	l := linker(t)
	before := l.Edges(node(graph.KindInstitute, "焊接研究所", nil))
	after := l.Edges(node(graph.KindInstitute, "焊接研究所", graph.Properties{"field_words": []string{"焊接工艺"}}))
	ids := map[graph.ID]graph.ID{}
	for _, e := range before {
		ids[e.To] = e.ID
	}
	for _, e := range after {
		if old, same := ids[e.To]; same && old != e.ID {
			t.Errorf("the edge to %s was %s and is %s", e.To, old, e.ID)
		}
	}
	if diff := cmp.Diff(before, l.Edges(node(graph.KindInstitute, "焊接研究所", nil))); diff != "" {
		t.Error(diff)
	}
	if got := l.Edges(node(graph.KindRegion, "焊接", nil)); got != nil {
		t.Errorf("a region gets %v", got)
	}
}
