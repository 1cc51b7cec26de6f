package neo4jstore

import (
	"errors"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/neo4jstore/neo4jtest"
)

// opened empties the test server and opens the store.
func opened(tb testing.TB) (*Store, Options) {
	tb.Helper()
	server := neo4jtest.Get(tb)
	const patience = 30 * time.Second
	options := Options{
		URI: server.URI, User: server.User, Password: server.Password, Reach: patience, Read: patience,
		Clock: func() time.Time { return time.Unix(0, 0) },
	}
	if err := Erase(tb.Context(), options); err != nil {
		tb.Fatal(err)
	}
	s, err := Open(tb.Context(), options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s, options
}

// by runs a statement as another program would.
func by(tb testing.TB, s *Store, text string) {
	tb.Helper()
	if err := s.change(tb.Context(), text, nil); err != nil {
		tb.Fatal(err)
	}
}

func putTeam(id graph.ID) graph.Item {
	n := graph.Node{ID: id, Kind: graph.KindTeam, Name: "组"}
	n.Normalise()
	return graph.Item{Op: graph.OpPutNode, Node: &n}
}

func TestNewerSchema(t *testing.T) {
	s, options := opened(t)
	by(t, s, "MERGE (m:_Migration {version: 99})")
	_, err := Open(t.Context(), options)
	by(t, s, "MATCH (m:_Migration {version: 99}) DELETE m")
	if !errors.Is(err, graph.ErrNewerSchema) {
		t.Errorf("error is %v, want ErrNewerSchema", err)
	}
}

// TestForeignEdits: what another program does shows or is passed over, and does not
// stop the service.
func TestForeignEdits(t *testing.T) {
	ctx := t.Context()
	s, _ := opened(t)
	if _, err := s.Apply(ctx, graph.Batch{Items: []graph.Item{putTeam("local:a"), putTeam("local:b")}}); err != nil {
		t.Fatal(err)
	}
	by(t, s, "MATCH (n:Team {id: 'local:a'}) SET n.name = '改', n.staff = 3")
	by(t, s, "CREATE (:Entity:Team {id: 'local:c', name: 'no version'}), (:Entity), (:Team)")
	by(t, s, "MATCH (a:Team {id: 'local:a'}), (b:Team {id: 'local:b'}) CREATE (a)-[:KNOWS]->(b)")
	n, err := s.Node(ctx, "local:a")
	if err != nil || n.Name != "改" || n.Properties["staff"] != any(int64(3)) {
		t.Errorf("edited node: %v, %v", n, err)
	}
	var ids []graph.ID
	for n, err := range s.Nodes(ctx, graph.NodeFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, n.ID)
	}
	if len(ids) != 2 {
		t.Errorf("nodes %v", ids)
	}
	for e, err := range s.Edges(ctx, graph.EdgeFilter{Touching: "local:a"}) {
		t.Errorf("edge %v, %v", e, err)
	}
	_, err = s.Apply(ctx, graph.Batch{Items: []graph.Item{{Op: graph.OpDeleteNode, ID: "local:b", WithEdges: true}}})
	if !errors.Is(err, ErrForeign) {
		t.Errorf("a node that others have tied: error is %v, want ErrForeign", err)
	}
	by(t, s, "MATCH (n:Team {id: 'local:a'}) SET n.valid_from = 'soon'")
	if _, err = s.Node(ctx, "local:a"); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("a date that is none: error is %v", err)
	}
	by(t, s, "MATCH (n) WHERE (n:Team OR n:Entity) AND n.version IS NULL DETACH DELETE n")
}

// TestEndsOthersDeleted: what this process remembers of ends is given up when it does
// not hold.
func TestEndsOthersDeleted(t *testing.T) {
	ctx := t.Context()
	s, _ := opened(t)
	if _, err := s.Apply(ctx, graph.Batch{Items: []graph.Item{putTeam("local:a")}}); err != nil {
		t.Fatal(err)
	}
	by(t, s, "MATCH (n:Team {id: 'local:a'}) DELETE n")
	e := graph.Edge{ID: "e:1", Relation: graph.RelPartOf, From: "local:a", To: "local:a"}
	e.Normalise()
	_, err := s.Apply(ctx, graph.Batch{Items: []graph.Item{{Op: graph.OpPutEdge, Edge: &e}}})
	if !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("error is %v, want ErrInvalid", err)
	}
}
