package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"chuangmai/graph"
)

var _ graph.Diagnoser = (*Store)(nil)

// serverVersion is the line of servers that the store is made for and tested with.
const serverVersion = "5.26"

// clockSkew is the difference between server and service that is worth a word: the times
// of changes come from the services.
const clockSkew = 5 * time.Second

// Diagnose implements [graph.Diagnoser].
func (s *Store) Diagnose(ctx context.Context) []graph.Finding {
	address := s.options.URI
	if u, err := url.Parse(address); err == nil {
		address = u.Redacted()
	}
	begun := s.options.Clock()
	if err := s.Ping(ctx); err != nil {
		if errors.Is(err, ErrUnauthorised) {
			return []graph.Finding{found(graph.LevelFail, graph.FindingAuth, "address", address, "user", s.options.User)}
		}
		return []graph.Finding{found(graph.LevelFail, graph.FindingUnreachable, "address", address, "text", err.Error())}
	}
	took := s.options.Clock().Sub(begun)
	findings := []graph.Finding{found(graph.LevelPass, graph.FindingReachable, "address", address, "took", took.Round(time.Millisecond).String())}
	for _, look := range []func(context.Context) (graph.Finding, error){s.version, s.schema, s.constraints, s.writable, s.skew} {
		finding, err := look(ctx)
		if err != nil {
			finding = found(graph.LevelFail, graph.FindingUnreachable, "address", address, "text", err.Error())
		}
		findings = append(findings, finding)
	}
	return findings
}

func found(level graph.Level, code string, pairs ...string) graph.Finding {
	f := graph.Finding{Level: level, Code: code, Params: make(map[string]string)}
	for pair := range slices.Chunk(pairs, 2) {
		f.Params[pair[0]] = pair[1]
	}
	return f
}

// grade passes what holds and gives the level otherwise.
func grade(holds bool, otherwise graph.Level) graph.Level {
	if holds {
		return graph.LevelPass
	}
	return otherwise
}

func (s *Store) version(ctx context.Context) (graph.Finding, error) {
	records, err := s.read(ctx, s.options.Reach, "CALL dbms.components() YIELD versions RETURN versions[0] AS version", nil)
	if err != nil {
		return graph.Finding{}, err
	}
	have, _ := value[string](records[0], "version")
	fits := have == serverVersion || strings.HasPrefix(have, serverVersion+".")
	return found(grade(fits, graph.LevelWarn), graph.FindingVersion, "have", have, "want", serverVersion), nil
}

func (s *Store) schema(ctx context.Context) (graph.Finding, error) {
	list, err := knownMigrations()
	if err != nil {
		return graph.Finding{}, err
	}
	known := list[len(list)-1].version
	records, err := s.read(ctx, s.options.Reach, "OPTIONAL MATCH (m:_Migration) RETURN coalesce(max(m.version), 0) AS version", nil)
	if err != nil {
		return graph.Finding{}, err
	}
	have, _ := value[int64](records[0], "version")
	return found(grade(have == known, graph.LevelFail), graph.FindingSchema, "have", strconv.FormatInt(have, 10), "known", strconv.FormatInt(known, 10)), nil
}

// named finds the names of what a statement of the migrations creates.
var named = regexp.MustCompile(`CREATE (?:CONSTRAINT|(?:TEXT |RANGE )?INDEX) (\w+)`)

func (s *Store) constraints(ctx context.Context) (graph.Finding, error) {
	list, err := knownMigrations()
	if err != nil {
		return graph.Finding{}, err
	}
	records, err := s.read(ctx, s.options.Reach, "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN collect(name) AS names", nil)
	if err != nil {
		return graph.Finding{}, err
	}
	have, _ := value[[]any](records[0], "names")
	var missing []string
	for _, m := range list {
		for _, text := range m.statements {
			if match := named.FindStringSubmatch(text); match != nil && !slices.Contains(have, any(match[1])) {
				missing = append(missing, match[1])
			}
		}
	}
	return found(grade(len(missing) == 0, graph.LevelFail), graph.FindingConstraints, "missing", strings.Join(missing, ", ")), nil
}

func (s *Store) writable(ctx context.Context) (graph.Finding, error) {
	records, err := s.read(ctx, s.options.Reach, "SHOW DATABASES YIELD name, access WHERE name = $name RETURN access", map[string]any{"name": s.options.Database})
	if err != nil {
		return graph.Finding{}, err
	}
	access := ""
	if len(records) > 0 {
		access, _ = value[string](records[0], "access")
	}
	return found(grade(access == "read-write", graph.LevelFail), graph.FindingReadOnly, "database", s.options.Database), nil
}

func (s *Store) skew(ctx context.Context) (graph.Finding, error) {
	before := s.options.Clock()
	records, err := s.read(ctx, s.options.Reach, "RETURN timestamp() AS now", nil)
	if err != nil {
		return graph.Finding{}, err
	}
	here := before.Add(s.options.Clock().Sub(before) / 2)
	now, _ := value[int64](records[0], "now")
	skew := time.UnixMilli(now).Sub(here)
	return found(grade(skew.Abs() <= clockSkew, graph.LevelWarn), graph.FindingClockSkew, "seconds", fmt.Sprint(math.Round(skew.Seconds()))), nil
}
