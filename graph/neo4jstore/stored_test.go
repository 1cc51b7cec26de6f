package neo4jstore_test

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph/graphtest"
	"chuangmai/graph/neo4jstore/neo4jtest"
)

var updateStored = flag.Bool("update.stored", false, "write the recording of what the database holds")

// TestStoredProperties pins what the store writes for the script: properties and
// checksums of records, log lines, hashes of batches, images of what a load changed. A
// program that writes something else cannot read the databases of its predecessors.
func TestStoredProperties(t *testing.T) {
	server := neo4jtest.Get(t)
	clock := graphtest.NewClock()
	s := openEmpty(t, optionsOf(server, clock.Now))
	graphtest.Play(t.Context(), s, clock)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	have := storedRecords(t, server)
	golden := filepath.Join("testdata", "stored.golden")
	if *updateStored {
		if err := os.WriteFile(golden, []byte(have), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), have); diff != "" {
		t.Errorf("the database holds (-recorded +have):\n%s", diff)
	}
}

// storedRecords writes everything in the database but the random tokens of batches, one
// node or relationship a line, in the order of the lines.
func storedRecords(t *testing.T, server neo4jtest.Server) string {
	t.Helper()
	driver, err := neo4j.NewDriverWithContext(server.URI, neo4j.BasicAuth(server.User, server.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(t.Context()) //nolint:errcheck // it only read
	result, err := neo4j.ExecuteQuery(t.Context(), driver, `MATCH (n) WHERE NOT n:_Migration RETURN labels(n) AS what, properties(n) AS record
UNION ALL MATCH (a)-[r]->(b) RETURN [type(r), a.id, b.id] AS what, properties(r) AS record`, nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, rec := range result.Records {
		what, stored := rec.Values[0].([]any), rec.Values[1].(map[string]any)
		delete(stored, "batch")
		delete(stored, "lock")
		for name, v := range stored {
			stored[name] = plain(t, v)
		}
		text, err := json.Marshal(stored) // in the order of names
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintln(what, string(text)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// plain unpacks a packed text: how tight it is packed may change.
func plain(t *testing.T, v any) any {
	t.Helper()
	packed, isPacked := v.([]byte)
	if !isPacked {
		return v
	}
	body, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
