package localstore_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph/graphtest"
)

// storedTables are the tables of the file, with ids in the place of row numbers, which
// say only where a row is.
var storedTables = []struct{ name, query string }{
	{"kind", "SELECT * FROM kind ORDER BY k"},
	{"relation", "SELECT * FROM relation ORDER BY r"},
	{"source", "SELECT hash, body FROM source ORDER BY body"},
	{"node", `SELECT id, kind, name, name_en, aliases, region, valid_from, valid_to, body, visibility, synthetic, properties, version, revision, load
FROM node LEFT JOIN source ON s = sources ORDER BY id`},
	{"edge", `SELECT e.id, relation, a.id AS src, b.id AS dst, e.valid_from, e.valid_to, body, e.visibility, e.synthetic, e.properties, e.version,
e.revision, e.load FROM edge e JOIN node a ON a.n = src JOIN node b ON b.n = dst LEFT JOIN source ON s = e.sources ORDER BY e.id`},
	{"batch", "SELECT * FROM batch ORDER BY b"},
	{"change", `SELECT seq, batch, op, iif(op = 1, (SELECT id FROM node WHERE n = ref), (SELECT id FROM edge WHERE e = ref)) AS ref, image
FROM change ORDER BY seq`},
	{"idempotency", "SELECT * FROM idempotency ORDER BY key"},
	{"load", "SELECT * FROM load ORDER BY l"},
	{"made", `SELECT l, edge, id FROM made JOIN node ON n BETWEEN first AND last WHERE edge = 0
UNION ALL SELECT l, edge, id FROM made JOIN edge ON e BETWEEN first AND last WHERE edge = 1 ORDER BY 1, 2, 3`},
	{"prior", "SELECT * FROM prior ORDER BY l, edge, id"},
}

// TestStoredBytes pins what the store writes for the script: rows, log lines, hashes of
// batches, images of what a load changed. A program that writes something else cannot
// read the folders of its predecessors.
func TestStoredBytes(t *testing.T) {
	dir := t.TempDir()
	clock := graphtest.NewClock()
	s := openIn(t, dir, clock.Now)
	graphtest.Play(t.Context(), s, clock)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	have := storedRows(t, dir)
	golden := filepath.Join("testdata", "stored.golden")
	if *update {
		if err := os.WriteFile(golden, have, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(have)); diff != "" {
		t.Errorf("the file holds (-recorded +have):\n%s", diff)
	}
}

// storedRows writes every row of the tables as one line.
func storedRows(t *testing.T, dir string) []byte {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "network.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it only read
	var out bytes.Buffer
	for _, table := range storedTables {
		if err := tableRows(t.Context(), &out, db, table.name, table.query); err != nil {
			t.Fatalf("table %s: %v", table.name, err)
		}
	}
	return out.Bytes()
}

func tableRows(ctx context.Context, out *bytes.Buffer, db *sql.DB, table, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values := make([]any, len(columns))
		dest := make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		out.WriteString(table)
		for i, v := range values {
			switch v := v.(type) {
			case string:
				fmt.Fprintf(out, " %s=%q", columns[i], v)
			case []byte:
				fmt.Fprintf(out, " %s=%x", columns[i], v)
			default:
				fmt.Fprintf(out, " %s=%v", columns[i], v)
			}
		}
		out.WriteByte('\n')
	}
	return rows.Err()
}
