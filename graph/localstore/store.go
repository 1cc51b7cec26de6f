package localstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"chuangmai/graph"
)

// dataFile is the database inside the data folder.
const dataFile = "network.db"

const (
	busyTimeout = 5 * time.Second
	// checkpointPages bounds the write-ahead log of a long import: 64 MiB of pages, so
	// that a page of an index written by several batches goes to the database once.
	checkpointPages = 65_536
	// pointReaders is the number of connections that answer single look-ups. Streams
	// have their own, as many as are open at a time: a stream may be held while its
	// consumer asks for more.
	pointReaders = 4
)

// Options says where the data is and how the store behaves.
type Options struct {
	// Dir is the data folder; it is made when missing.
	Dir string
	// Address is where the owner of the folder can be asked instead of opening it a
	// second time, "" for none; see [Store.Announce].
	Address string
	// Clock tells the time of changes; required.
	Clock func() time.Time
	// KeepKeys is how long idempotency keys are remembered; 0: two days.
	KeepKeys time.Duration
	// CacheMiB is the page cache of the writer; 0: 64.
	CacheMiB int
}

// Store is a [graph.Store] in one SQLite file.
type Store struct {
	options Options
	path    string
	owner   *os.File

	write     *sql.DB
	points    *sql.DB // single look-ups
	streams   *sql.DB
	oneNode   *sql.Stmt
	oneEdge   *sql.Stmt
	kinds     names
	relations names

	turn   chan struct{} // holds a token while nobody writes
	writer *writer       // whoever took the token

	head   atomic.Int64 // revision of the last change
	first  atomic.Int64 // first revision the log holds, head+1 when none
	closed atomic.Bool
	close  func() error
}

var _ graph.Store = (*Store)(nil)

// Open opens the network in the folder, making it when there is none, and brings its
// tables up to date. Another owner is a [*LockedError], data of a newer program
// [graph.ErrNewerSchema].
func Open(ctx context.Context, options Options) (*Store, error) {
	if options.Dir == "" || options.Clock == nil {
		return nil, errors.New("localstore: a folder and a clock are required")
	}
	if options.KeepKeys == 0 {
		options.KeepKeys = 48 * time.Hour
	}
	if options.CacheMiB == 0 {
		options.CacheMiB = 64
	}
	dir, err := filepath.Abs(options.Dir)
	if err != nil {
		return nil, err
	}
	options.Dir = dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault(ctx, "make data folder", err)
	}
	owner, err := lock(dir, Owner{PID: os.Getpid(), Address: options.Address, Since: options.Clock().UTC()})
	if err != nil {
		return nil, fault(ctx, "own data folder", err)
	}
	s := &Store{
		options: options, path: filepath.Join(dir, dataFile), owner: owner, turn: make(chan struct{}, 1),
		kinds: names{table: "kind"}, relations: names{table: "relation"},
	}
	s.close = sync.OnceValue(s.shut)
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(fault(ctx, "open "+s.path, err), s.close())
	}
	s.turn <- struct{}{}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	var err error
	if s.write, err = s.database(1, "_txlock=immediate", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(0)",
		"_pragma=wal_autocheckpoint("+strconv.Itoa(checkpointPages)+")", "_pragma=journal_size_limit(67108864)",
		"_pragma=cache_size(-"+strconv.Itoa(s.options.CacheMiB*1024)+")", "_pragma=temp_store(memory)"); err != nil {
		return err
	}
	if err := checkLibrary(ctx, s.write); err != nil {
		return err
	}
	if err := migrate(ctx, s.write); err != nil {
		return err
	}
	if s.writer, err = newWriter(ctx, s.write); err != nil {
		return err
	}
	if err := s.resume(ctx); err != nil {
		return err
	}
	const readOnly = "mode=ro"
	if s.points, err = s.database(pointReaders, readOnly, "_pragma=cache_size(-8192)"); err != nil {
		return err
	}
	if s.streams, err = s.database(0, readOnly, "_pragma=cache_size(-8192)"); err != nil {
		return err
	}
	if s.oneNode, err = s.points.PrepareContext(ctx, oneNode); err != nil {
		return err
	}
	s.oneEdge, err = s.points.PrepareContext(ctx, oneEdge)
	return err
}

// database opens the file with the parameters given; limit is the greatest number of
// connections, 0 for any, of which a few stay open.
func (s *Store) database(limit int, params ...string) (*sql.DB, error) {
	path := filepath.ToSlash(s.path)
	if !strings.HasPrefix(path, "/") { // a drive letter
		path = "/" + path
	}
	params = append(params, "_pragma=busy_timeout("+strconv.FormatInt(busyTimeout.Milliseconds(), 10)+")")
	dsn := (&url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(params, "&")}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(limit)
	db.SetMaxIdleConns(pointReaders)
	return db, nil
}

// resume reads where the log and the row numbers stand.
func (s *Store) resume(ctx context.Context) error {
	for _, t := range []*names{&s.kinds, &s.relations} {
		if err := t.read(ctx, s.writer.conn); err != nil {
			return err
		}
	}
	var head, first int64
	err := s.writer.conn.QueryRowContext(ctx, `
SELECT coalesce((SELECT max(seq) FROM change), trimmed), coalesce((SELECT min(seq) FROM change), trimmed + 1),
       coalesce((SELECT max(n) FROM node), 0), coalesce((SELECT max(e) FROM edge), 0) FROM state`).
		Scan(&head, &first, &s.writer.lastNode, &s.writer.lastEdge)
	s.head.Store(head)
	s.first.Store(first)
	return err
}

// Announce tells other processes, through the lock file, where this owner can be
// asked.
func (s *Store) Announce(address string) error {
	if s.closed.Load() {
		return graph.ErrClosed
	}
	return writeOwner(s.owner, Owner{PID: os.Getpid(), Address: address, Since: s.options.Clock().UTC()})
}

// Ping implements [graph.Store].
func (s *Store) Ping(ctx context.Context) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	var one int
	return fault(ctx, "ping", s.points.QueryRowContext(ctx, "SELECT one FROM state").Scan(&one))
}

// usable reports why the store cannot be asked now.
func (s *Store) usable(ctx context.Context) error {
	if s.closed.Load() {
		return graph.ErrClosed
	}
	return ctx.Err()
}

// Close waits for the writer, ends open streams with [graph.ErrClosed], moves the
// write-ahead log into the database and gives up the folder.
func (s *Store) Close() error { return s.close() }

func (s *Store) shut() error {
	s.closed.Store(true)
	var errs []error
	if s.oneEdge != nil { // opened to the end
		<-s.turn
		defer s.release() // so that who waits for a turn learns of it
	}
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	for _, db := range []*sql.DB{s.streams, s.points, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	errs = append(errs, unlock(s.owner))
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}
