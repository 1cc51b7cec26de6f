package neo4jstore_test

import (
	"flag"
	"fmt"
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/localstore"
	"chuangmai/graph/neo4jstore/neo4jtest"
)

var randomOps = flag.Int("random.ops", 20_000, "random operations compared with the local store and the model")

// TestRandomOperations compares this store, the local one and a model of plain maps; for
// half of the operations the store looks nothing up that it knows to be new.
func TestRandomOperations(t *testing.T) {
	ops := *randomOps
	if testing.Short() {
		ops = min(ops, 500)
	}
	for i, know := range []bool{false, true} {
		t.Run(fmt.Sprintf("ids known %v", know), func(t *testing.T) {
			clock := graphtest.NewClock()
			local, err := localstore.Open(t.Context(), localstore.Options{Dir: t.TempDir(), Clock: clock.Now})
			if err != nil {
				t.Fatal(err)
			}
			remote := openEmpty(t, optionsOf(neo4jtest.Get(t), clock.Now))
			if know {
				remote.KnowIDs()
			}
			graphtest.RunRandom(t, graphtest.Random{Ops: ops / 2, Seed: 2 + i, Every: 250}, clock, map[string]graph.Store{"local": local, "neo4j": remote})
			for _, s := range []graph.Store{local, remote} {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
