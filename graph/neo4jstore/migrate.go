package neo4jstore

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
)

//go:embed migrations/*.cypher
var migrations embed.FS

// migration is a file of statements that may be run again without harm: two services
// may start at the same time, and a schema statement cannot share a transaction.
type migration struct {
	version    int64
	statements []string
}

func knownMigrations() ([]migration, error) {
	names, err := fs.Glob(migrations, "migrations/*.cypher")
	if err != nil {
		return nil, err
	}
	list := make([]migration, 0, len(names))
	for _, name := range names { // in the order of their names
		body, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", name, err)
		}
		list = append(list, migration{version, splitStatements(string(body))})
	}
	return list, nil
}

// splitStatements cuts a file at its semicolons and leaves comment lines out.
func splitStatements(body string) []string {
	var lines []string
	for line := range strings.Lines(body) {
		if !strings.HasPrefix(line, "//") {
			lines = append(lines, line)
		}
	}
	var list []string
	for part := range strings.SplitSeq(strings.Join(lines, ""), ";") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// migrate brings constraints and indexes up to date and refuses those of a newer
// program. A database that is up to date is only read.
func (s *Store) migrate(ctx context.Context) error {
	list, err := knownMigrations()
	if err != nil {
		return err
	}
	// A server that has just started may take long over its first real query; whether it
	// is there at all shows sooner.
	if _, err := s.read(ctx, s.options.Reach, "RETURN 1", nil); err != nil {
		return err
	}
	known := list[len(list)-1].version
	records, err := s.read(ctx, s.options.Read, "OPTIONAL MATCH (m:_Migration) WITH max(m.version) AS version\n"+
		"OPTIONAL MATCH (s:_Log {id: 'log'}) RETURN version, s IS NOT NULL AS counting", nil)
	if err != nil {
		return err
	}
	have, _ := value[int64](records[0], "version")
	if have > known {
		return fmt.Errorf("%w: its schema has version %d, this program knows %d", graph.ErrNewerSchema, have, known)
	}
	for _, m := range list {
		if m.version <= have {
			continue
		}
		for _, text := range m.statements {
			if err := s.change(ctx, text, nil); err != nil {
				return fmt.Errorf("migration %d: %w", m.version, err)
			}
		}
		if err := s.change(ctx, "MERGE (m:_Migration {version: $version})", map[string]any{"version": m.version}); err != nil {
			return fmt.Errorf("migration %d: %w", m.version, err)
		}
	}
	if counting, _ := value[bool](records[0], "counting"); counting {
		return nil
	}
	return s.change(ctx, "MERGE (s:_Log {id: 'log'}) ON CREATE SET s.last = 0, s.first = 1, s.loads = 0, s.schemes = []", nil)
}

// change runs a statement that writes and may be repeated.
func (s *Store) change(ctx context.Context, text string, params map[string]any) error {
	_, err := s.statement(ctx, neo4j.AccessModeWrite, s.options.Write, text, params)
	return err
}

// value is a field of a record; false when it is absent, null or of another type.
func value[T any](r *neo4j.Record, key string) (T, bool) {
	v, _ := r.Get(key)
	t, ok := v.(T)
	return t, ok
}

// record is the field "record", a map of properties.
func record(r *neo4j.Record) map[string]any {
	m, _ := value[map[string]any](r, "record")
	return m
}
