package neo4jstore_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
	"chuangmai/graph/neo4jstore"
	"chuangmai/graph/neo4jstore/neo4jtest"
)

// levels are the findings that are not as they should be, by code.
func levels(ctx context.Context, s *neo4jstore.Store) map[string]graph.Level {
	out := make(map[string]graph.Level)
	for _, f := range s.Diagnose(ctx) {
		if f.Level != graph.LevelPass {
			out[f.Code] = f.Level
		}
	}
	return out
}

// TestDiagnose: a sound server has nothing amiss; a dropped constraint, a clock that is
// off and a server that is away are named.
func TestDiagnose(t *testing.T) {
	direct := neo4jtest.Get(t)
	warm(t, direct)
	l := neo4jtest.NewLink(t, direct)
	offset := time.Duration(0)
	s := openOn(t, optionsOf(l.Server, func() time.Time { return time.Now().Add(offset) }))
	defer s.Close() //nolint:errcheck // the server is away at the end

	if diff := cmp.Diff(map[string]graph.Level{}, levels(t.Context(), s)); diff != "" {
		t.Errorf("a sound server: %s", diff)
	}
	if got := len(s.Diagnose(t.Context())); got != 6 {
		t.Errorf("%d findings, want 6", got)
	}

	offset = -time.Minute
	if diff := cmp.Diff(map[string]graph.Level{graph.FindingClockSkew: graph.LevelWarn}, levels(t.Context(), s)); diff != "" {
		t.Errorf("a slow clock: %s", diff)
	}
	offset = 0

	driver, err := neo4j.NewDriverWithContext(direct.URI, neo4j.BasicAuth(direct.User, direct.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(t.Context()) //nolint:errcheck // a test's
	run := func(text string) {
		t.Helper()
		if _, err := neo4j.ExecuteQuery(t.Context(), driver, text, nil, neo4j.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
	}
	records, err := neo4j.ExecuteQuery(t.Context(), driver, "SHOW CONSTRAINTS YIELD name, createStatement WHERE name = 'entity_id' RETURN createStatement AS text", nil, neo4j.EagerResultTransformer)
	if err != nil || len(records.Records) != 1 {
		t.Fatalf("%v, %v", records, err)
	}
	again, _ := records.Records[0].AsMap()["text"].(string)
	run("DROP CONSTRAINT entity_id")
	if diff := cmp.Diff(map[string]graph.Level{graph.FindingConstraints: graph.LevelFail}, levels(t.Context(), s)); diff != "" {
		t.Errorf("without a constraint: %s", diff)
	}
	run(again)

	l.Down()
	if diff := cmp.Diff(map[string]graph.Level{graph.FindingUnreachable: graph.LevelFail}, levels(t.Context(), s)); diff != "" {
		t.Errorf("away: %s", diff)
	}
}
