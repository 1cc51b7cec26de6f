package match

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/need"
)

// words is read once: it never changes.
var words = sync.OnceValues(lexicon.Load)

func load(tb testing.TB) *lexicon.Lexicon {
	tb.Helper()
	lex, err := words()
	if err != nil {
		tb.Fatal(err)
	}
	return lex
}

// network is a random network as its changes, so that one can be taken away.
type network struct{ changes []graph.Change }

func (w *network) node(n graph.Node) {
	n.Normalise()
	w.changes = append(w.changes, graph.Change{Op: graph.OpPutNode, ID: n.ID, Node: &n})
}

func (w *network) edge(e graph.Edge) {
	e.Normalise()
	for _, c := range w.changes {
		if c.Op == graph.OpPutEdge && c.Edge.ID == e.ID {
			return
		}
	}
	w.changes = append(w.changes, graph.Change{Op: graph.OpPutEdge, ID: e.ID, Relation: e.Relation, Edge: &e})
}

// day is the date of all questions of the tests.
var day = graph.MustDate("2026-11-22").First()

// view builds the network without one edge.
func (w *network) view(t fataler, without graph.ID) snapshot.View {
	var kept []graph.Change
	for _, c := range w.changes {
		if c.Op == graph.OpPutEdge && c.ID == without {
			continue
		}
		c.Seq = graph.Revision(len(kept) + 1)
		kept = append(kept, c)
	}
	p, err := snapshot.Empty(graph.BuiltinSchema(), snapshot.NewNumbers(0)).Apply(kept)
	if err != nil {
		t.Fatal(err)
	}
	return p.View(day, snapshot.AudienceMembers)
}

type fataler interface{ Fatal(args ...any) }

var (
	areaIDs = []string{"cap:welding-and-joining", "cap:laser-technology", "cap:additive-manufacturing", "cap:lithium-batteries", "cap:my-own"}
	discs   = []string{"disc:0805", "disc:0802", "disc:0803"}
	bodies  = []graph.Kind{graph.KindInstitute, graph.KindUniversity, graph.KindEnterprise, graph.KindPlatform, graph.KindEquipment, graph.KindTalent, graph.KindFacility, graph.KindService}
	regions = []string{"", "320500", "320583", "320200", "110000"}
)

// draw makes a random network of bodies, capabilities, disciplines and ties.
func draw(t *rapid.T, lex *lexicon.Lexicon) *network {
	w := &network{}
	for _, id := range areaIDs {
		name := id
		if a, known := lex.Area(id); known {
			name = a.Name
		}
		w.node(graph.Node{ID: graph.ID(id), Kind: graph.KindCapability, Name: name})
	}
	for _, id := range discs {
		w.node(graph.Node{ID: graph.ID(id), Kind: graph.KindDiscipline, Name: id})
	}
	w.node(graph.Node{ID: "project:1", Kind: graph.KindProject, Name: "p1"})
	w.node(graph.Node{ID: "project:2", Kind: graph.KindProject, Name: "p2"})
	n := rapid.IntRange(2, 9).Draw(t, "bodies")
	var ids []graph.ID
	for i := range n {
		node := graph.Node{
			ID: graph.ID(fmt.Sprintf("b:%d", i)), Kind: rapid.SampledFrom(bodies).Draw(t, "kind"), Name: fmt.Sprintf("body %d", i),
			Region: rapid.SampledFrom(regions).Draw(t, "region"),
		}
		node.Synthetic = rapid.Bool().Draw(t, "synthetic")
		node.Visibility = rapid.SampledFrom([]graph.Visibility{graph.VisibilityPublic, graph.VisibilityMembers, graph.VisibilityParties}).Draw(t, "visibility")
		node.Sources = []graph.Source{{Title: "t", Seen: graph.MustDate(rapid.SampledFrom([]string{"", "2010", "2026-05"}).Draw(t, "seen")), Mirror: rapid.Bool().Draw(t, "mirror")}}
		node.Properties = graph.Properties{}
		if sharable(node.Kind) {
			node.Properties["share_mode"] = rapid.SampledFrom([]string{"internal", "external", "none"}).Draw(t, "mode")
			node.Properties["open_to"] = rapid.SampledFrom([]string{"", "all"}).Draw(t, "open")
		}
		if node.Kind == graph.KindEquipment {
			node.Properties["customs_supervised"] = rapid.Bool().Draw(t, "customs")
		}
		w.node(node)
		ids = append(ids, node.ID)
	}
	any2 := func() graph.ID { return rapid.SampledFrom(ids).Draw(t, "body") }
	for range rapid.IntRange(0, 25).Draw(t, "edges") {
		e := graph.Edge{From: any2()}
		e.Properties = graph.Properties{}
		switch rapid.IntRange(0, 5).Draw(t, "relation") {
		case 0, 1:
			e.Relation, e.To = graph.RelHasCapability, graph.ID(rapid.SampledFrom(areaIDs).Draw(t, "area"))
			e.Properties["weight"] = rapid.SampledFrom([]float64{0.2, 0.5, 0.9}).Draw(t, "weight")
			e.Properties["derived"] = rapid.Bool().Draw(t, "derived")
		case 2:
			e.Relation, e.To = graph.RelHasDiscipline, graph.ID(rapid.SampledFrom(discs).Draw(t, "discipline"))
			e.Properties["grade"] = rapid.SampledFrom([]string{"A+", "B", "C-"}).Draw(t, "grade")
		case 3:
			e.Relation, e.To = graph.RelCollaboratesWith, any2()
			e.Properties["topic"] = rapid.SampledFrom([]string{"x", "y"}).Draw(t, "topic")
		case 4:
			e.Relation, e.To = graph.RelParticipatesIn, graph.ID(rapid.SampledFrom([]string{"project:1", "project:2"}).Draw(t, "project"))
		case 5:
			e.Relation, e.To = rapid.SampledFrom([]graph.Relation{graph.RelOwns, graph.RelHostedBy, graph.RelOffers}).Draw(t, "holds"), any2()
		}
		w.edge(e)
	}
	return w
}

// ask draws a question about the network.
func ask(t *rapid.T, v snapshot.View) Question {
	q := Question{View: v, StaleDays: 1000}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(areaIDs), 0, 3, rapid.ID).Draw(t, "asked") {
		q.Need.Capabilities = append(q.Need.Capabilities, need.Capability{ID: graph.ID(id), Weight: rapid.SampledFrom([]float64{0.3, 1}).Draw(t, "need"), Words: []string{"w"}})
	}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(discs), 0, 2, rapid.ID).Draw(t, "disciplines") {
		q.Need.Disciplines = append(q.Need.Disciplines, need.Discipline{ID: graph.ID(id), Weight: 0.8})
	}
	if rapid.Bool().Draw(t, "place") {
		q.Need.Places = []need.Place{{Code: "320500", RadiusKm: 60, Required: rapid.IntRange(0, 4).Draw(t, "required") == 0}}
	}
	if n, known := v.Lookup("b:0"); known && rapid.Bool().Draw(t, "requester") {
		q.Requester = Requester{Node: n, Known: true}
	}
	for n := range v.Nodes(bodies...) {
		if rapid.Bool().Draw(t, "text") {
			q.Text.Words = append(q.Text.Words, Scored{N: n, Score: rapid.Float64Range(0.1, 9).Draw(t, "score")})
		}
	}
	return q
}

// again asks the same question of another view: the numbers of nodes may differ.
func again(q Question, v snapshot.View) Question {
	out := q
	out.View = v
	if q.Requester.Known {
		out.Requester.Node, out.Requester.Known = v.Lookup(q.View.ID(q.Requester.Node))
	}
	out.Text.Words = nil
	for _, s := range q.Text.Words {
		if n, known := v.Lookup(q.View.ID(s.N)); known {
			out.Text.Words = append(out.Text.Words, Scored{N: n, Score: s.Score})
		}
	}
	return out
}

func codes(rec Recommendation) []string {
	var out []string
	for _, m := range rec.Against {
		out = append(out, m.Code)
	}
	slices.Sort(out)
	return out
}
