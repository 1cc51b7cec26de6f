package localstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// Stats are the sizes of the store.
type Stats struct {
	Nodes, Edges int64
	Changes      int64 // the log holds
	FileBytes    int64 // of the database
	LogBytes     int64 // of its write-ahead log
}

// Stats counts; it takes about a tenth of a second per million edges.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	if err := s.usable(ctx); err != nil {
		return Stats{}, err
	}
	st := Stats{Changes: s.head.Load() - s.first.Load() + 1}
	err := s.points.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM node), (SELECT count(*) FROM edge)").Scan(&st.Nodes, &st.Edges)
	if err == nil {
		st.FileBytes, err = fileSize(s.path)
	}
	if err == nil {
		st.LogBytes, err = fileSize(s.path + "-wal")
	}
	return st, fault(ctx, "count", err)
}

func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Checkpoint moves the write-ahead log into the database, empties its file and
// refreshes the planner's figures. It is worth calling after a big import; nothing
// depends on it. Open streams may keep it from finishing, which is no error.
func (s *Store) Checkpoint(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.release()
	for _, query := range []string{"PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"} { //nolint:misspell // its name
		if _, err := s.writer.conn.ExecContext(ctx, query); err != nil {
			return fault(ctx, "checkpoint", err)
		}
	}
	return nil
}

// checks find what must not be, one text per finding.
var checks = []string{
	"SELECT 'damaged: ' || integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
	"SELECT 'row ' || rowid || ' of ' || \"table\" || ' points to a missing ' || parent FROM pragma_foreign_key_check LIMIT 100",
	`SELECT 'change ' || seq || ' has no record' FROM change WHERE image IS NULL AND NOT EXISTS
	(SELECT 1 FROM node WHERE op = 1 AND n = ref AND revision = seq UNION ALL SELECT 1 FROM edge WHERE op = 2 AND e = ref AND revision = seq) LIMIT 100`,
	"SELECT 'change ' || (seq + 1) || ' is missing' FROM change c WHERE NOT EXISTS (SELECT 1 FROM change d WHERE d.seq = c.seq + 1) AND seq < (SELECT max(seq) FROM change) LIMIT 100",
	"SELECT 'change ' || seq || ' belongs to no batch' FROM change c WHERE NOT EXISTS (SELECT 1 FROM batch WHERE b = c.batch) LIMIT 100",
	"SELECT 'node ' || id || ' names a missing list of sources' FROM node WHERE sources <> 0 AND sources NOT IN (SELECT s FROM source) LIMIT 100",
	"SELECT 'edge ' || id || ' names a missing list of sources' FROM edge WHERE sources <> 0 AND sources NOT IN (SELECT s FROM source) LIMIT 100",
}

// Verify reads the whole file and returns what is wrong with it, nothing for a sound
// one.
func (s *Store) Verify(ctx context.Context) (findings []string, err error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	for _, query := range checks {
		list, err := s.texts(ctx, query)
		if err != nil {
			return findings, fault(ctx, "verify", err)
		}
		findings = append(findings, list...)
	}
	return findings, nil
}

func (s *Store) texts(ctx context.Context, query string) (list []string, err error) {
	rows, err := s.streams.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

// Backup writes a consistent, compact copy of the network to a file that does not yet
// exist. Reading and writing go on meanwhile.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return fault(ctx, "back up to "+path, errors.Join(fs.ErrExist, err))
	}
	_, err := s.streams.ExecContext(ctx, "VACUUM INTO ?", path)
	return fault(ctx, "back up to "+path, err)
}
