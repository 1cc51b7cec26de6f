package snapshot_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// describe writes all that a view shows, found from the nodes outwards.
func describe(v snapshot.View) []string {
	var out []string
	for n := range v.Nodes() {
		out = append(out, fmt.Sprintf("node %s %s %s %s %v %s", v.ID(n), v.Kind(n), v.Name(n), v.Region(n), v.Synthetic(n), v.Text(n, "level")))
		for _, r := range v.Schema().Relations {
			for e, to := range v.Out(n, v.Rel(r.Name)) {
				info := v.Edge(e)
				mode := info.Qualifier
				if info.Relation != graph.RelCollaboratesWith {
					mode = ""
				}
				out = append(out, fmt.Sprintf("edge %s %s %s %s %s", v.EdgeID(e), info.Relation, v.ID(n), v.ID(to), mode))
			}
		}
	}
	slices.Sort(out)
	return out
}

// fromOtherEnd is describe's edges, found from where they lead.
func fromOtherEnd(v snapshot.View) (edges int) {
	for n := range v.Nodes() {
		for _, r := range v.Schema().Relations {
			for range v.In(n, v.Rel(r.Name)) {
				edges++
			}
		}
	}
	return edges
}

var (
	ids   = []string{"a:1", "a:2", "a:3", "b:1", "b:2", "c:ä", "c:A"}
	rels  = []graph.Relation{graph.RelCollaboratesWith, graph.RelPartOf, graph.RelServes}
	kinds = []graph.Kind{graph.KindCenter, graph.KindEnterprise, "kind_of_tomorrow"}
	vis   = []graph.Visibility{graph.VisibilityPublic, graph.VisibilityMembers, graph.VisibilityParties}
	dates = []string{"", "2019", "2020-06", "2021-01-15"}
)

func drawCommon(t *rapid.T, c *graph.Common) {
	c.Visibility = rapid.SampledFrom(vis).Draw(t, "visibility")
	c.ValidFrom = graph.MustDate(rapid.SampledFrom(dates).Draw(t, "from"))
	c.ValidTo = graph.MustDate(rapid.SampledFrom(dates).Draw(t, "to"))
}

// step draws one sound change of the model.
func step(t *rapid.T, m *model) graph.Change {
	id := rapid.SampledFrom(ids).Draw(t, "id")
	if _, exists := m.nodes[graph.ID(id)]; !exists || rapid.IntRange(0, 9).Draw(t, "what") < 2 {
		return putNode(node(id, rapid.SampledFrom(kinds).Draw(t, "kind"), func(n *graph.Node) {
			drawCommon(t, &n.Common)
			n.Region = rapid.SampledFrom([]string{"", "320500", "320200"}).Draw(t, "region")
			n.Synthetic = rapid.Bool().Draw(t, "synthetic")
			n.Properties = graph.Properties{"level": rapid.SampledFrom([]string{"national", "provincial"}).Draw(t, "level")}
			if n.Kind != graph.KindCenter {
				n.Properties = nil
			}
		}))
	}
	if rapid.IntRange(0, 9).Draw(t, "delete") == 0 {
		return graph.Change{Op: graph.OpDeleteNode, ID: graph.ID(id)}
	}
	to := rapid.SampledFrom(ids).Draw(t, "to")
	if _, exists := m.nodes[graph.ID(to)]; !exists {
		to = id
	}
	rel := rapid.SampledFrom(rels).Draw(t, "relation")
	name := rapid.SampledFrom([]string{"", "x:1", "x:2", "serves:00000000000000a", "part_of:00000000000000a"}).Draw(t, "edge")
	if old, exists := m.edges[graph.ID(name)]; exists {
		rel = old.Relation // a store refuses another
		if rapid.Bool().Draw(t, "delete edge") {
			return graph.Change{Op: graph.OpDeleteEdge, ID: old.ID, Relation: rel}
		}
	}
	return putEdge(edge(name, rel, id, to, func(e *graph.Edge) {
		drawCommon(t, &e.Common)
		if rel == graph.RelCollaboratesWith {
			e.Properties = graph.Properties{"mode": rapid.SampledFrom([]string{"joint_rd", "joint_lab"}).Draw(t, "mode")}
		}
	}))
}

// write applies the step, deleting a node's edges first as a store does.
func write(m *model, c graph.Change) {
	if c.Op == graph.OpDeleteNode {
		for _, e := range m.edges {
			if e.From == c.ID || e.To == c.ID {
				m.write(graph.Change{Op: graph.OpDeleteEdge, ID: e.ID, Relation: e.Relation})
			}
		}
	}
	m.write(c)
}

func TestPictureFollowsItsStore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newModel()
		numbers := snapshot.NewNumbers(0)
		for range rapid.IntRange(0, 20).Draw(t, "steps before") {
			write(m, step(t, m))
		}
		p, err := snapshot.Build(t.Context(), m, graph.BuiltinSchema(), numbers, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 25).Draw(t, "groups") {
			before := describe(p.View(graph.MustDate("2020-07-01").First(), snapshot.AudienceAll))
			from := len(m.log)
			for range rapid.IntRange(1, 4).Draw(t, "steps") {
				write(m, step(t, m))
			}
			next, err := p.Apply(m.log[from:])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, describe(p.View(graph.MustDate("2020-07-01").First(), snapshot.AudienceAll))); diff != "" {
				t.Fatalf("the older picture changed (-before +after):\n%s", diff)
			}
			p = next
		}
		if p.Revision() != graph.Revision(len(m.log)) {
			t.Fatalf("revision %d, want %d", p.Revision(), len(m.log))
		}
		for audience := range 3 {
			for _, date := range []string{"2018", "2020-06-30", "2021-01-15", "2023"} {
				day := graph.MustDate(date).Last()
				view := p.View(day, snapshot.Audience(audience))
				want := m.describe(day, audience)
				got := describe(view)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("audience %d as of %s (-want +got):\n%s", audience, date, diff)
				}
				for id, n := range m.nodes {
					if _, there := view.Lookup(id); view.Shows(n.Common) != there {
						t.Fatalf("%s: in the view %v, shown from the store %v", id, there, !there)
					}
				}
				edges := 0
				for _, line := range got {
					if line[:4] == "edge" {
						edges++
					}
				}
				if in := fromOtherEnd(view); in != edges {
					t.Fatalf("%d edges found from one end, %d from the other", edges, in)
				}
			}
		}
	})
}

func TestScenarioLeavesRealityAlone(t *testing.T) {
	m := newModel()
	for _, n := range []string{"a:1", "a:2"} {
		m.write(putNode(node(n, graph.KindCenter, nil)))
	}
	m.write(putEdge(edge("", graph.RelCollaboratesWith, "a:1", "a:2", nil)))
	p, err := snapshot.Build(t.Context(), m, graph.BuiltinSchema(), snapshot.NewNumbers(0), nil)
	if err != nil {
		t.Fatal(err)
	}
	day := graph.MustDate("2026").First()
	before := describe(p.View(day, snapshot.AudienceAll))
	what, err := p.With([]graph.Item{
		{Op: graph.OpPutNode, Node: node("new:1", graph.KindCenter, nil)},
		{Op: graph.OpPutEdge, Edge: edge("", graph.RelCollaboratesWith, "new:1", "a:1", nil)},
		{Op: graph.OpDeleteNode, ID: "a:2"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, describe(p.View(day, snapshot.AudienceAll))); diff != "" {
		t.Errorf("reality changed:\n%s", diff)
	}
	if got := len(describe(what.View(day, snapshot.AudienceAll))); got != 3 { // two nodes, one edge
		t.Errorf("the scenario shows %d records, want 3: %v", got, describe(what.View(day, snapshot.AudienceAll)))
	}
	m.write(putNode(node("a:3", graph.KindCenter, nil)))
	next, err := p.Apply(m.log[3:])
	if err != nil {
		t.Fatal(err)
	}
	if got := describe(next.View(day, snapshot.AudienceAll)); len(got) != len(before)+1 {
		t.Errorf("after the scenario reality shows %v", got)
	}
}

func TestApplyReportsALostEnd(t *testing.T) {
	p := snapshot.Empty(graph.BuiltinSchema(), snapshot.NewNumbers(0))
	_, err := p.Apply([]graph.Change{{Seq: 1, Op: graph.OpPutEdge, Edge: edge("", graph.RelPartOf, "a:1", "a:2", nil)}})
	if err == nil {
		t.Fatal("an edge without ends was taken in")
	}
}

func TestEdgeIDsComeBack(t *testing.T) {
	m := newModel()
	m.write(putNode(node("a:1", graph.KindCenter, nil)))
	want := []graph.ID{"part_of:00000000000000f", "part_of:ABCDEFABCDEFABC", "serves:00000000000000f", "x:17", edge("", graph.RelPartOf, "a:1", "a:1", nil).ID}
	for _, id := range want {
		m.write(putEdge(edge(string(id), graph.RelPartOf, "a:1", "a:1", nil)))
	}
	p, err := snapshot.Build(t.Context(), m, graph.BuiltinSchema(), snapshot.NewNumbers(0), nil)
	if err != nil {
		t.Fatal(err)
	}
	v := p.View(graph.MustDate("2026").First(), snapshot.AudiencePublic)
	var got []graph.ID
	n, _ := v.Lookup("a:1")
	for e := range v.Edges(n) {
		got = append(got, v.EdgeID(e))
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestBudget holds the picture to its memory budget: at most 300 bytes a node and 64
// an edge besides names and other texts of its own.
func TestBudget(t *testing.T) {
	const nodes, edges = 40_000, 160_000
	m := newModel()
	for i := range nodes {
		n := node(fmt.Sprintf("n:%06d", i), graph.KindEnterprise, func(n *graph.Node) {
			n.Region = "320500"
			n.Properties = graph.Properties{"sme": "yes", "size": "small"}
		})
		m.nodes[n.ID] = *n
	}
	for i := range edges {
		e := edge("", graph.RelCollaboratesWith, fmt.Sprintf("n:%06d", i*7%nodes), fmt.Sprintf("n:%06d", i*13%nodes), func(e *graph.Edge) {
			e.Properties = graph.Properties{"mode": "joint_rd", "amount": float64(i)}
		})
		m.edges[e.ID] = *e
	}
	measure := func(edges map[graph.ID]graph.Edge) uint64 {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		p, err := snapshot.Build(t.Context(), &model{nodes: m.nodes, edges: edges}, graph.BuiltinSchema(), snapshot.NewNumbers(nodes), nil)
		if err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(p)
		runtime.KeepAlive(m)
		return after.HeapAlloc - before.HeapAlloc
	}
	alone := measure(nil)
	perNode := float64(alone) / nodes // the texts are shared with the model here
	perEdge := float64(measure(m.edges)-alone) / float64(len(m.edges))
	t.Logf("%.0f bytes a node, %.0f bytes an edge", perNode, perEdge)
	if perNode > 300 {
		t.Errorf("%.0f bytes a node, at most 300 wanted", perNode)
	}
	if perEdge > 64 {
		t.Errorf("%.0f bytes an edge, at most 64 wanted", perEdge)
	}
}
