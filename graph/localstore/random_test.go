package localstore_test

import (
	"flag"
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
)

var randomOps = flag.Int("random.ops", 1500, "random operations compared with the model")

func TestRandomOperations(t *testing.T) {
	clock := graphtest.NewClock()
	a, b := openIn(t, t.TempDir(), clock.Now), openIn(t, t.TempDir(), clock.Now)
	graphtest.RunRandom(t, graphtest.Random{Ops: *randomOps, Seed: 1, Every: 50}, clock, map[string]graph.Store{"local": a, "local again": b})
	sound(t, a)
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}
