// Package graphtest holds the promises of a [graph.Store] as one suite that every
// store runs: what one store passes, the other passes too.
//
// [Run] gives each case a fresh store. [RunRandom] drives several stores and a model
// made of plain maps through the same random operations and compares them. [RunGolden]
// plays a fixed script and compares everything the store then holds with a recording
// that the local store made.
package graphtest

import (
	"context"
	"sync"
	"testing"
	"time"

	"chuangmai/graph"
)

// Open returns a new, empty store that takes the time of changes from clock. The
// suite closes it.
type Open func(tb testing.TB, clock func() time.Time) graph.Store

// Options name what a store's own test can offer the suite.
type Options struct {
	// Reopen closes the store and opens the same data again; nil leaves the cases that
	// need it out.
	Reopen func(tb testing.TB, store graph.Store, clock func() time.Time) graph.Store
	// Record is the folder the recording of [RunGolden] is written to, "" to compare
	// with it. Only the local store's test writes it.
	Record string
}

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock at the suite's beginning of time.
func NewClock() *Clock {
	return &Clock{now: time.Date(2025, time.June, 1, 8, 0, 0, 0, time.UTC)}
}

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Run runs every case of the suite on a store of its own.
func Run(t *testing.T, open Open, options Options) {
	t.Helper()
	themes := []struct {
		name  string
		cases []scenario
	}{
		{"IDs", idCases},
		{"Values", valueCases},
		{"Edges", edgeCases},
		{"Delete", deleteCases},
		{"Batch", batchCases},
		{"Versions", versionCases},
		{"Keys", keyCases},
		{"Read", readCases},
		{"Streams", streamCases},
		{"Log", logCases},
		{"Trim", trimCases},
		{"Loads", loadCases},
		{"Writers", writerCases},
		{"Life", lifeCases},
	}
	for _, theme := range themes {
		t.Run(theme.name, func(t *testing.T) {
			for _, c := range theme.cases {
				t.Run(c.name, func(t *testing.T) { c.run(newKit(t, open, options)) })
			}
		})
	}
	if options.Reopen != nil {
		t.Run("Reopen", func(t *testing.T) {
			for _, c := range reopenCases {
				t.Run(c.name, func(t *testing.T) { c.run(newKit(t, open, options)) })
			}
		})
	}
	t.Run("Random", func(t *testing.T) { runShrinking(t, open) })
	t.Run("Golden", func(t *testing.T) { RunGolden(t, open, options.Record) })
}

// scenario is a case: what is promised, and how it is tried.
type scenario struct {
	name string
	run  func(*kit)
}

// kit is what a case works with.
type kit struct {
	*testing.T
	store  graph.Store
	clock  *Clock
	reopen func()
}

func newKit(t *testing.T, open Open, options Options) *kit {
	t.Helper()
	k := &kit{T: t, clock: NewClock()}
	k.store = open(t, k.clock.Now)
	k.reopen = func() { k.store = options.Reopen(t, k.store, k.clock.Now) }
	t.Cleanup(func() {
		if err := k.store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return k
}

func (k *kit) ctx() context.Context { return k.Context() }
