package neo4jstore

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// edited is a network whose edits a test takes in, with a follower that has seen it all.
type edited struct {
	tb      testing.TB
	s       *Store
	picture *snapshot.Picture
}

// newEdited holds three institutes, an instrument, a firm and what joins them.
func newEdited(tb testing.TB) *edited {
	tb.Helper()
	s, _ := opened(tb)
	sweep(tb, s)
	tb.Cleanup(func() { sweep(tb, s) }) // before the store is closed
	var items []graph.Item
	for _, n := range []graph.Node{
		{ID: "local:a", Kind: graph.KindInstitute, Name: "甲所"},
		{ID: "local:b", Kind: graph.KindInstitute, Name: "乙所"},
		{ID: "local:c", Kind: graph.KindInstitute, Name: "丙所"},
		{ID: "local:x", Kind: graph.KindEquipment, Name: "仪器"},
		{ID: "local:f", Kind: graph.KindEnterprise, Name: "厂"},
	} {
		n.Sources = []graph.Source{{Title: "名录"}}
		n.Normalise()
		items = append(items, graph.Item{Op: graph.OpPutNode, Node: &n})
	}
	for _, e := range []graph.Edge{
		{ID: "e:ax", Relation: graph.RelOwns, From: "local:a", To: "local:x"},
		{ID: "e:af", Relation: graph.RelCollaboratesWith, From: "local:a", To: "local:f"},
		{ID: "e:bf", Relation: graph.RelCollaboratesWith, From: "local:b", To: "local:f"},
		{ID: "e:cf", Relation: graph.RelCollaboratesWith, From: "local:c", To: "local:f"},
	} {
		e.Sources = []graph.Source{{Title: "名录"}}
		e.Normalise()
		items = append(items, graph.Item{Op: graph.OpPutEdge, Edge: &e})
	}
	if _, err := s.Apply(tb.Context(), graph.Batch{Items: items, Load: "first"}); err != nil {
		tb.Fatal(err)
	}
	picture, err := snapshot.Build(tb.Context(), s, graph.BuiltinSchema(), snapshot.NewNumbers(0), nil)
	if err != nil {
		tb.Fatal(err)
	}
	e := &edited{tb, s, picture}
	e.finds("")
	return e
}

// sweep deletes what Erase does not know.
func sweep(tb testing.TB, s *Store) {
	tb.Helper()
	if _, err := s.statement(context.WithoutCancel(tb.Context()), neo4j.AccessModeWrite, time.Minute,
		"MATCH (n) WHERE NOT n:Entity AND (n:Institute OR n:Team OR n:Note) DETACH DELETE n", nil); err != nil {
		tb.Error(err)
	}
}

func (e *edited) by(text string) {
	e.tb.Helper()
	by(e.tb, e.s, text)
}

func (e *edited) reconcile(apply bool) Reconciliation {
	e.tb.Helper()
	r, err := e.s.Reconcile(e.tb.Context(), ReconcileOptions{
		Schema: graph.BuiltinSchema(), Apply: apply, Actor: "reconcile", Reason: "by hand", Origin: graph.Source{Title: "Neo4j"},
	})
	if err != nil {
		e.tb.Fatal(err)
	}
	return r
}

// shownEdits writes edits one a line, without what the server chose.
func shownEdits(list []Edit) string {
	var b strings.Builder
	for i := range list {
		e := &list[i]
		fmt.Fprintf(&b, "%s %s%s %s", e.Op, e.Kind, e.Relation, e.ID)
		if len(e.Fields) > 0 {
			fmt.Fprintf(&b, " %s", strings.Join(e.Fields, ","))
		}
		for _, p := range e.Problems {
			fmt.Fprintf(&b, " [%s %s]", p.Pointer, p.Code)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// finds checks what a report, and after it nothing but it, finds.
func (e *edited) finds(want ...string) {
	e.tb.Helper()
	text := strings.TrimLeft(strings.Join(want, "\n")+"\n", "\n")
	if diff := cmp.Diff(text, shownEdits(e.reconcile(false).Edits)); diff != "" {
		e.tb.Errorf("-want +found:\n%s", diff)
	}
}

// takes finds the edits, takes them in, finds none afterwards, and checks that the log
// brings a follower to what the store holds. It returns the changes.
func (e *edited) takes(want ...string) []graph.Change {
	e.tb.Helper()
	e.finds(want...)
	before, err := e.s.Head(e.tb.Context())
	if err != nil {
		e.tb.Fatal(err)
	}
	r := e.reconcile(true)
	for _, edit := range r.Edits {
		if !edit.Applied {
			e.tb.Errorf("not applied: %s", shownEdits([]Edit{edit}))
		}
	}
	e.finds("")
	if again := e.reconcile(true); len(again.Edits) > 0 || again.Head != r.Head {
		e.tb.Errorf("a second run: %s to %d, not %d", shownEdits(again.Edits), again.Head, r.Head)
	}
	return e.follows(before)
}

// follows moves the follower to the head and compares it with the store.
func (e *edited) follows(since graph.Revision) []graph.Change {
	e.tb.Helper()
	var changes []graph.Change
	for c, err := range e.s.Changes(e.tb.Context(), since) {
		if err != nil {
			e.tb.Fatal(err)
		}
		changes = append(changes, c)
	}
	var err error
	if len(changes) > 0 {
		if e.picture, err = e.picture.Apply(changes); err != nil {
			e.tb.Fatal(err)
		}
	}
	fresh, err := snapshot.Build(e.tb.Context(), e.s, graph.BuiltinSchema(), snapshot.NewNumbers(0), nil)
	if err != nil {
		e.tb.Fatal(err)
	}
	if diff := cmp.Diff(drawn(fresh), drawn(e.picture)); diff != "" {
		e.tb.Errorf("-store +follower:\n%s", diff)
	}
	return changes
}

// drawn lists what a picture shows.
func drawn(p *snapshot.Picture) []string {
	var out []string
	view := p.View(graph.DayOf(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)), snapshot.AudienceAll)
	for n := range view.Nodes() {
		out = append(out, fmt.Sprint(view.Kind(n), view.ID(n), view.Name(n), view.NameEn(n), view.Region(n)))
		for e, to := range view.Edges(n) {
			out = append(out, fmt.Sprint(view.Edge(e).Relation, view.EdgeID(e), view.ID(n), view.ID(to)))
		}
	}
	slices.Sort(out)
	return out
}

func TestReconcileNothing(t *testing.T) {
	e := newEdited(t)
	if r := e.reconcile(true); len(r.Edits) > 0 || r.First != 1 || r.Head != 9 {
		t.Errorf("%+v", r)
	}
	if _, err := e.s.Reconcile(t.Context(), ReconcileOptions{}); err == nil {
		t.Error("no schema, no error")
	}
	if _, err := e.s.Reconcile(t.Context(), ReconcileOptions{Schema: graph.BuiltinSchema(), Reason: strings.Repeat("x", 501)}); err == nil {
		t.Error("a reason without end, no error")
	}
}

func TestReconcileChanged(t *testing.T) {
	e := newEdited(t)
	e.by("MATCH (n {id: 'local:a'}) SET n.name = '甲研究所', n.summary = '焊接', n.valid_from = date('2001-02-03')")
	e.by("MATCH (n {id: 'local:b'}) SET n = {id: 'local:b', name: '乙院'}") // kind, version and checksum are gone
	e.by("MATCH (n {id: 'local:c'}) SET n.version = 7, n:Noted")
	e.by("MATCH ()-[r {id: 'e:af'}]->() SET r.valid_from = '2024', r.revision = 1")
	changes := e.takes(
		"changed institute local:a name,summary,valid_from",
		"changed institute local:b name,sources,version",
		"changed institute local:c version",
		"changed COLLABORATES_WITH e:af valid_from",
	)
	for _, c := range changes {
		if c.Actor != "reconcile" || c.Reason != "by hand" || c.Version != 2 {
			t.Errorf("change %+v", c)
		}
	}
	n, err := e.s.Node(t.Context(), "local:a")
	if err != nil || n.Name != "甲研究所" || n.ValidFrom.String() != "2001-02-03" || n.Properties.Text("summary") != "焊接" || n.Version != 2 {
		t.Errorf("%+v %v", n, err)
	}
}

func TestReconcileAdded(t *testing.T) {
	e := newEdited(t)
	e.by("CREATE (:Entity:Institute {id: 'local:new', name: ' 新所 '}), (:Entity:RdUnit {id: 'local:unit', name: '院', kind: 'rd_unit', region: '320500'})")
	e.by("MATCH (a {id: 'local:new'}), (f {id: 'local:f'}), (x {id: 'local:x'}) CREATE (a)-[:COLLABORATES_WITH {valid_from: '2024'}]->(f), (a)-[:OWNS {id: 'e:new'}]->(x)")
	e.by("MATCH (a {id: 'local:new'}), (u {id: 'local:unit'}) CREATE (u)-[:PART_OF]->(a)") // the first of its type
	made := graph.Edge{Relation: graph.RelCollaboratesWith, From: "local:new", To: "local:f", Common: graph.Common{ValidFrom: graph.MustDate("2024")}}
	part := graph.Edge{Relation: graph.RelPartOf, From: "local:unit", To: "local:new"}
	e.takes(
		"added institute local:new", "added rd_unit local:unit",
		"added COLLABORATES_WITH "+string(made.GenerateID()), "added OWNS e:new", "added PART_OF "+string(part.GenerateID()),
	)
	n, err := e.s.Node(t.Context(), "local:new")
	if err != nil || n.Name != "新所" || n.Version != 1 || len(n.Sources) != 1 || n.Sources[0].Title != "Neo4j" || n.Visibility != graph.VisibilityPublic {
		t.Errorf("%+v %v", n, err)
	}
	if _, err := e.s.Edge(t.Context(), graph.RelPartOf, part.GenerateID()); err != nil {
		t.Error(err)
	}
	// The store goes on with them as with its own.
	if _, err := e.s.Apply(t.Context(), graph.Batch{Items: []graph.Item{{Op: graph.OpDeleteNode, ID: "local:new", WithEdges: true}}}); err != nil {
		t.Error(err)
	}
	e.finds("")
}

func TestReconcileDeleted(t *testing.T) {
	e := newEdited(t)
	e.by("MATCH (n {id: 'local:a'}) DETACH DELETE n")
	e.by("MATCH ()-[r {id: 'e:bf'}]->() DELETE r")
	changes := e.takes("deleted institute local:a", "deleted COLLABORATES_WITH e:af", "deleted OWNS e:ax", "deleted COLLABORATES_WITH e:bf")
	if len(changes) != 4 || changes[3].Op != graph.OpDeleteNode || changes[3].Version != 1 {
		t.Errorf("%+v", changes)
	}
	// Made anew under the old id, as an edge of another relation.
	e.by("MATCH (b {id: 'local:b'}), (c {id: 'local:c'}) CREATE (:Entity:Institute {id: 'local:a', name: '又甲'}), (b)-[:PART_OF {id: 'e:af'}]->(c)")
	e.takes("added institute local:a", "added PART_OF e:af")
	e.by("MATCH ()-[r {id: 'e:cf'}]->() DELETE r WITH 1 AS one MATCH (b {id: 'local:b'}), (c {id: 'local:c'}) CREATE (b)-[:PART_OF {id: 'e:cf'}]->(c)")
	e.takes("added PART_OF e:cf", "deleted COLLABORATES_WITH e:cf")
	if _, err := e.s.Apply(t.Context(), graph.Batch{Items: []graph.Item{{Op: graph.OpPutEdge, Edge: &graph.Edge{
		ID: "e:9", Relation: graph.RelPartOf, From: "local:a", To: "local:b", Common: graph.Common{Visibility: graph.VisibilityPublic},
	}}}}); err != nil {
		t.Error(err)
	}
}

// TestReconcileRenamed: a node under another id is a new node, with the edges of the old.
func TestReconcileRenamed(t *testing.T) {
	e := newEdited(t)
	e.by("MATCH (n {id: 'local:a'}) SET n.id = 'local:z'")
	e.takes("deleted institute local:a", "added institute local:z", "changed COLLABORATES_WITH e:af from", "changed OWNS e:ax from")
}

func TestReconcileRefused(t *testing.T) {
	e := newEdited(t)
	e.by("MATCH (n {id: 'local:a'}) SET n.valid_from = 'soon', n.name = 5")
	e.by("MATCH (n {id: 'local:b'}) REMOVE n:Institute SET n:Team")
	e.by("MATCH (n {id: 'local:c'}) REMOVE n:Entity")
	e.by("MATCH (n {id: 'local:x'}) REMOVE n.id")
	e.by(`CREATE (:Entity:Wizard {id: 'local:w1', name: 'w'}), (:Entity:Institute {id: 'local:w2'}), (:Entity:Institute {id: 'nothing', name: 'w'}),
		(:Entity {id: 'local:w3', name: 'w'}), (:Team {id: 'local:w4', name: 'w'}), (:Entity:Institute {id: 'local:w5', name: 'w', sources: 'me'}),
		(:Entity:Institute {id: 'local:w6', name: 'w', where: point({x: 1, y: 2})}), (:Note {text: 'mine'})`)
	e.by("MATCH (b {id: 'local:b'}), (f {id: 'local:f'}) CREATE (b)-[:KNOWS]->(f), (b)-[:OWNS]->(f), (f)-[:COLLABORATES_WITH {id: 'local'}]->(b)")
	e.by("MATCH (w {id: 'local:w1'}), (f {id: 'local:f'}), (n:Note) CREATE (f)-[:COLLABORATES_WITH {id: 'e:w'}]->(w), (f)-[:COLLABORATES_WITH {id: 'e:n'}]->(n)")
	e.by("MATCH (b {id: 'local:b'}), (f {id: 'local:f'}) UNWIND [1, 2] AS i CREATE (b)-[:COLLABORATES_WITH {valid_from: '2020'}]->(f)")
	e.by("MATCH (b {id: 'local:b'}), (f {id: 'local:f'}) CREATE (b)-[:COLLABORATES_WITH {id: 'e:ax'}]->(f)")
	list := e.reconcile(false).Edits
	golden(t, "reconcile_refused.golden", shownEdits(list))
	taken := 0
	for _, edit := range e.reconcile(true).Edits {
		if edit.Applied {
			taken++
		}
		if edit.Applied != (len(edit.Problems) == 0) {
			t.Errorf("applied %t: %s", edit.Applied, shownEdits([]Edit{edit}))
		}
	}
	left := e.reconcile(true)
	for _, edit := range left.Edits {
		if len(edit.Problems) == 0 {
			t.Errorf("not taken in: %s", shownEdits([]Edit{edit}))
		}
	}
	if len(left.Edits) != len(list)-taken || taken != 1 {
		t.Errorf("%d edits left of %d, %d taken", len(left.Edits), len(list), taken)
	}
}

// TestReconcileTrimmed: a log that begins later tells less, and says so.
func TestReconcileTrimmed(t *testing.T) {
	e := newEdited(t)
	if _, err := e.s.Trim(t.Context(), 9, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	n := putTeam("local:late")
	if _, err := e.s.Apply(t.Context(), graph.Batch{Items: []graph.Item{n}}); err != nil {
		t.Fatal(err)
	}
	e.by("MATCH (n {id: 'local:a'}) SET n.name = '新名'")
	e.by("MATCH (n) WHERE n.id IN ['local:late', 'local:x'] DETACH DELETE n")
	list := e.reconcile(true)
	if diff := cmp.Diff("changed institute local:a\ndeleted team local:late\n", shownEdits(list.Edits)); diff != "" || list.First != 10 {
		t.Errorf("first %d: %s", list.First, diff)
	}
	if n, err := e.s.Node(t.Context(), "local:a"); err != nil || n.Version != 2 {
		t.Errorf("%+v %v", n, err)
	}
	e.finds("")
}

// TestReconcileBlocked: relationships of a type without a constraint that share an id
// stay out, all of them.
func TestReconcileBlocked(t *testing.T) {
	e := newEdited(t)
	e.by("DROP CONSTRAINT edge_member_of IF EXISTS")
	e.by("MATCH (a {id: 'local:a'}), (b {id: 'local:b'}) UNWIND ['m:1', 'm:1', 'm:2'] AS id CREATE (a)-[:MEMBER_OF {id: id}]->(b)")
	for _, edit := range e.reconcile(true).Edits {
		if edit.Applied || len(edit.Problems) == 0 {
			t.Errorf("%s", shownEdits([]Edit{edit}))
		}
	}
}

// TestReconcileUndo: a load whose record somebody has edited tells that the record has
// gone on.
func TestReconcileUndo(t *testing.T) {
	e := newEdited(t)
	e.by("MATCH (n {id: 'local:a'}) SET n.name = '新名'")
	e.takes("changed institute local:a name")
	for p, err := range e.s.Prior(t.Context(), "first") {
		if err != nil {
			t.Fatal(err)
		}
		if p.Restore.ID == "local:a" && p.Left != 1 {
			t.Errorf("%+v", p)
		}
	}
}

// TestReconcileAmongWriters: while others write, their records are never taken for
// edits, and the log stays gapless.
func TestReconcileAmongWriters(t *testing.T) {
	e := newEdited(t)
	other, err := Open(t.Context(), e.s.options)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close() //nolint:errcheck // it has written
	e.by("UNWIND range(1, 1500) AS i CREATE (:Entity:Institute {id: 'local:n' + i, name: 'n' + i})")
	const rounds = 60
	written := make(chan error, 1)
	go func() {
		var err error
		for i := range rounds {
			var items []graph.Item
			for k := range 20 {
				n := putTeam(graph.ID(fmt.Sprint("local:t", k)))
				n.Node.Name = fmt.Sprint("t", i)
				items = append(items, n)
			}
			if i%3 == 2 {
				items = nil
				for k := range 20 {
					items = append(items, graph.Item{Op: graph.OpDeleteNode, ID: graph.ID(fmt.Sprint("local:t", k))})
				}
			}
			if _, err = other.Apply(t.Context(), graph.Batch{Items: items}); err != nil {
				break
			}
		}
		written <- err
	}()
	taken, running := 0, true
	for running {
		select {
		case err := <-written:
			if err != nil {
				t.Error(err)
			}
			running = false
		default:
		}
		for _, edit := range e.reconcile(true).Edits {
			if !strings.HasPrefix(string(edit.ID), "local:n") || edit.Op != EditAdded {
				t.Errorf("taken for an edit: %s", shownEdits([]Edit{edit}))
			}
			if edit.Applied {
				taken++
			}
		}
	}
	if taken != 1500 {
		t.Errorf("%d taken in", taken)
	}
	e.finds("")
	if changes := e.follows(9); len(changes) != 1500+rounds*20 {
		t.Errorf("%d changes", len(changes))
	}
}

func golden(tb testing.TB, name, have string) {
	tb.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(have), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), have); diff != "" {
		tb.Errorf("%s: -file +have:\n%s", name, diff)
	}
}

// TestReconcileTexts keeps the statements of reconciling in one file.
func TestReconcileTexts(t *testing.T) {
	relations := []graph.Relation{graph.RelOwns, graph.RelPartOf}
	golden(t, "reconcile_texts.golden", strings.Join([]string{
		textSeenNodes, textNamelessNodes, textNodesAgain, textEdgesAgain, textTypes, textConstrained, textEndKinds, textChangeAt, textName,
		textUnlabelled([]graph.Kind{graph.KindInstitute, graph.KindRDUnit}), textSeenEdges(graph.RelOwns), textNamelessEdges(relations),
		textForeignEdges(relations), textEdgeElements(graph.RelOwns, true), textEdgeElements(graph.RelOwns, false),
	}, ";\n\n")+"\n")
}
