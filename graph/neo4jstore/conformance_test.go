package neo4jstore_test

import (
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/neo4jstore"
	"chuangmai/graph/neo4jstore/neo4jtest"
)

// patience is how long tests wait that are not about waiting: a server that has just
// started on a busy machine is slow at first.
const patience = 30 * time.Second

func optionsOf(server neo4jtest.Server, clock func() time.Time) neo4jstore.Options {
	return neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, Clock: clock, Reach: patience, Read: patience}
}

// openOn opens the store on what the server holds.
func openOn(tb testing.TB, options neo4jstore.Options) *neo4jstore.Store {
	tb.Helper()
	s, err := neo4jstore.Open(tb.Context(), options)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// openEmpty deletes what the server holds and opens the store.
func openEmpty(tb testing.TB, options neo4jstore.Options) *neo4jstore.Store {
	tb.Helper()
	if err := neo4jstore.Erase(tb.Context(), options); err != nil {
		tb.Fatal(err)
	}
	return openOn(tb, options)
}

func TestConformance(t *testing.T) {
	server := neo4jtest.Get(t)
	graphtest.Run(t, func(tb testing.TB, clock func() time.Time) graph.Store {
		tb.Helper()
		return openEmpty(tb, optionsOf(server, clock))
	}, graphtest.Options{
		Reopen: func(tb testing.TB, store graph.Store, clock func() time.Time) graph.Store {
			tb.Helper()
			if err := store.Close(); err != nil {
				tb.Fatal(err)
			}
			return openOn(tb, optionsOf(server, clock))
		},
	})
}
