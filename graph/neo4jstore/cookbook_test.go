package neo4jstore_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph/neo4jstore/neo4jtest"
	"chuangmai/internal/app"
	"chuangmai/lexicon"
)

var updateCookbook = flag.Bool("update-cookbook", false, "write the golden answers of the cookbook")

// recipe is a question of the cookbook with its statement.
var recipe = regexp.MustCompile("(?s)## ([0-9]+\\. [^\n]+)\n\n```cypher\n(.*?)```")

// shown is how many rows of each answer are kept.
const shown = 5

// TestCookbook runs every statement of docs/cypher.md on the sample.
func TestCookbook(t *testing.T) {
	server := neo4jtest.Get(t)
	warm(t, server)
	store := openOn(t, optionsOf(server, time.Now))
	words, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.LoadSample(t.Context(), store, words, false); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "cypher.md"))
	if err != nil {
		t.Fatal(err)
	}
	driver, err := neo4j.NewDriverWithContext(server.URI, neo4j.BasicAuth(server.User, server.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(t.Context()) //nolint:errcheck // only read
	recipes := recipe.FindAllStringSubmatch(string(text), -1)
	if len(recipes) < 12 {
		t.Fatalf("%d recipes, want at least 12", len(recipes))
	}
	var got strings.Builder
	for _, r := range recipes {
		result, err := neo4j.ExecuteQuery(t.Context(), driver, r[2], nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithReadersRouting())
		if err != nil {
			t.Errorf("%s: %v", r[1], err)
			continue
		}
		if len(result.Records) == 0 {
			t.Errorf("%s: nothing found", r[1])
		}
		fmt.Fprintf(&got, "%s\n", r[1])
		for _, record := range result.Records[:min(shown, len(result.Records))] {
			row, err := json.Marshal(record.AsMap())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&got, "  %s\n", row)
		}
	}
	golden := filepath.Join("testdata", "cookbook.golden")
	if *updateCookbook {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}
