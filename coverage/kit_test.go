package coverage_test

import (
	"sync"
	"testing"

	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/team/teamtest"
)

// words reads the lexicon once for all tests.
var words = sync.OnceValue(func() *lexicon.Lexicon {
	lex, err := lexicon.Load()
	if err != nil {
		panic(err)
	}
	return lex
})

var regions = sync.OnceValue(func() *supply.Regions { return supply.NewRegions(words()) })

func inventory(tb teamtest.Fataler, w *teamtest.Network) *supply.Inventory {
	return supply.Build(w.View(tb), words(), regions(), supply.DefaultSettings())
}

func place(tb testing.TB, inv *supply.Inventory, name string) supply.Place {
	tb.Helper()
	p, known := inv.Regions.Named(name)
	if !known {
		tb.Fatalf("no region is called %s", name)
	}
	return p
}

var pilot = coverage.Column{Field: "materials", Stage: "pilot_maturation"}

// planted is a network without gaps in the pilot-scale maturation of materials in Suzhou:
// two universities with an open pilot line each, a firm and an open need.
func planted() *teamtest.Network {
	w := &teamtest.Network{}
	for _, f := range lexicon.Fields() {
		w.Node(graph.ID("field:"+f.Code), graph.KindField, f.Name)
	}
	for _, s := range coverage.StageCodes() {
		w.Node(graph.ID("stage:"+s), graph.KindStage, s)
	}
	w.Node("cap:powder-metallurgy-of-rhenium", graph.KindCapability, "铼粉末冶金")
	for _, x := range []graph.ID{"a", "b"} {
		at(w.Node("u:"+x, graph.KindUniversity, "大学"+string(x)), "320500", "2026-05")
		line(w, "f:"+x, "320500", "u:"+x, "share_mode", "external", "use_mode", "booking")
	}
	at(w.Node("e:1", graph.KindEnterprise, "企业"), "320500", "2026-05")
	at(w.Node("d:1", graph.KindDemand, "需求", "state", "open"), "320500", "2026-05")
	field(w, "d:1")
	w.Edge(graph.RelAtStage, "d:1", "stage:pilot_maturation")
	return w
}

func at(n *graph.Node, region, seen string) {
	n.Region = region
	if seen != "" {
		n.Sources = []graph.Source{{Title: "page", Seen: graph.MustDate(seen)}}
	}
}

// line adds a pilot line of materials.
func line(w *teamtest.Network, id graph.ID, region string, owner graph.ID, pairs ...any) {
	at(w.Node(id, graph.KindFacility, "中试线"+string(id), append([]any{"type", "pilot_line"}, pairs...)...), region, "2026-05")
	field(w, id)
	w.Edge(graph.RelAtStage, id, "stage:pilot_maturation")
	if owner != "" {
		w.Edge(graph.RelOwns, owner, id)
	}
}

func field(w *teamtest.Network, id graph.ID) { w.Edge(graph.RelInField, id, "field:materials") }

// find returns a node for changing.
func find(w *teamtest.Network, id graph.ID) *graph.Node {
	for i := range w.Nodes {
		if w.Nodes[i].ID == id {
			return &w.Nodes[i]
		}
	}
	panic("no node " + id)
}

// drop takes nodes and their edges away.
func drop(w *teamtest.Network, ids ...graph.ID) {
	gone := make(map[graph.ID]bool)
	for _, id := range ids {
		gone[id] = true
	}
	var nodes []graph.Node
	for _, n := range w.Nodes {
		if !gone[n.ID] {
			nodes = append(nodes, n)
		}
	}
	var edges []graph.Edge
	for _, e := range w.Edges {
		if !gone[e.From] && !gone[e.To] {
			edges = append(edges, e)
		}
	}
	w.Nodes, w.Edges = nodes, edges
}
