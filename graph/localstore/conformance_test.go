package localstore_test

import (
	"flag"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/localstore"
)

var update = flag.Bool("update", false, "write the recording that every store must reproduce")

func openIn(tb testing.TB, dir string, clock func() time.Time) *localstore.Store {
	tb.Helper()
	s, err := localstore.Open(tb.Context(), localstore.Options{Dir: dir, Clock: clock})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestConformance(t *testing.T) {
	dir, record := "", ""
	if *update {
		record = "../graphtest/testdata"
	}
	first := func(tb testing.TB, clock func() time.Time) graph.Store {
		tb.Helper()
		dir = tb.TempDir()
		return openIn(tb, dir, clock)
	}
	graphtest.Run(t, first, graphtest.Options{
		Record: record,
		Reopen: func(tb testing.TB, store graph.Store, clock func() time.Time) graph.Store {
			tb.Helper()
			if err := store.Close(); err != nil {
				tb.Fatal(err)
			}
			return openIn(tb, dir, clock)
		},
	})
}
