package neo4jstore

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"chuangmai/graph"
)

// Options say where the server is and how long it is waited for.
type Options struct {
	// URI is the server's address: bolt://host:port for one server, neo4j://host:port for a
	// cluster, each with +s for TLS.
	URI            string
	User, Password string
	// Database is the database's name; "": neo4j.
	Database string
	// Clock tells the time of changes; required.
	Clock func() time.Time
	// KeepKeys is how long idempotency keys are remembered; 0: two days.
	KeepKeys time.Duration
	// Reach is the longest time until a server that is away is reported, retries
	// included, and the longest time of one look-up; 0: 2.5 s.
	Reach time.Duration
	// Read is the longest time one page of a stream may take; 0: 15 s.
	Read time.Duration
	// Write is the longest time one write may take, the wait for other services' writes
	// included; 0: one minute. The server ends a transaction after it, too.
	Write time.Duration
	// Connections is the greatest number of connections; 0: 32.
	Connections int
}

func (o Options) withDefaults() Options {
	const connections = 32
	for _, d := range []struct {
		value   *time.Duration
		initial time.Duration
	}{{&o.KeepKeys, 48 * time.Hour}, {&o.Reach, 2500 * time.Millisecond}, {&o.Read, 15 * time.Second}, {&o.Write, time.Minute}} {
		if *d.value == 0 {
			*d.value = d.initial
		}
	}
	if o.Connections == 0 {
		o.Connections = connections
	}
	if o.Database == "" {
		o.Database = "neo4j"
	}
	return o
}

// Store is a [graph.Store] in a Neo4j server. Several stores, of several processes, may
// use one database.
type Store struct {
	options Options
	driver  neo4j.DriverWithContext

	turn   chan struct{} // holds a token while nobody of this process writes
	writer writer        // whoever took the token

	names  atomic.Pointer[directory] // as last read
	closed atomic.Bool
	close  func() error
}

var (
	_ graph.Store    = (*Store)(nil)
	_ graph.Preparer = (*Store)(nil)
)

// Open reaches the server within Options.Reach and brings its constraints and indexes
// up to date. Errors are those of the contract, [graph.ErrNewerSchema] among them; a
// server that is away is [graph.ErrUnavailable], one that refuses the log-in
// [ErrUnauthorised].
func Open(ctx context.Context, options Options) (*Store, error) {
	if options.URI == "" || options.Clock == nil {
		return nil, errors.New("neo4jstore: an address and a clock are required")
	}
	s := &Store{options: options.withDefaults(), turn: make(chan struct{}, 1), writer: writer{worth: manyItems}}
	s.names.Store(newDirectory(nil))
	driver, err := newDriver(s.options)
	if err != nil { // an address that is none
		return nil, err
	}
	s.driver = driver
	s.close = sync.OnceValue(s.shut)
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(s.fault(ctx, "open "+s.options.URI, err), driver.Close(context.WithoutCancel(ctx)))
	}
	s.turn <- struct{}{}
	return s, nil
}

func newDriver(o Options) (neo4j.DriverWithContext, error) {
	return neo4j.NewDriverWithContext(o.URI, neo4j.BasicAuth(o.User, o.Password, ""), func(c *config.Config) {
		c.MaxConnectionPoolSize = o.Connections
		c.ConnectionAcquisitionTimeout = o.Reach
		c.SocketConnectTimeout = o.Reach
		c.MaxTransactionRetryTime = o.Reach
		c.ConnectionLivenessCheckTimeout = 30 * time.Second
		c.FetchSize = neo4j.FetchAll
		c.NotificationsMinSeverity = notifications.DisabledLevel
		c.TelemetryDisabled = true
		c.UserAgent = "chuangmai"
	})
}

// Ping implements [graph.Store].
func (s *Store) Ping(ctx context.Context) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	_, err := s.read(ctx, s.options.Reach, "RETURN 1", nil)
	return s.fault(ctx, "ping", err)
}

// usable reports why the store cannot be asked now.
func (s *Store) usable(ctx context.Context) error {
	if s.closed.Load() {
		return graph.ErrClosed
	}
	return ctx.Err()
}

// Close waits for this process's writer, ends open streams with [graph.ErrClosed] and
// closes the connections.
func (s *Store) Close() error { return s.close() }

func (s *Store) shut() error {
	s.closed.Store(true)
	<-s.turn
	defer s.release() // so that who waits for a turn learns of it
	ctx, cancel := context.WithTimeout(context.Background(), s.options.Reach)
	defer cancel()
	return s.driver.Close(ctx)
}

// take waits for the turn to write.
func (s *Store) take(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.turn:
	}
	if err := s.usable(ctx); err != nil {
		s.release()
		return err
	}
	return nil
}

func (s *Store) release() { s.turn <- struct{}{} }
