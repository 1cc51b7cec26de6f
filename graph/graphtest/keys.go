package graphtest

import (
	"time"

	"chuangmai/graph"
)

var keyCases = []scenario{
	{"RepeatedBatch", func(k *kit) {
		b := graph.Batch{Items: small(), Actor: "loader", Reason: "first", Key: "key-1"}
		first := k.batch(b)
		before := k.dump()
		equal(k, "same revision", k.batch(b), first)
		equal(k, "store", k.dump(), before)
		k.apply(put(node("local:univ", graph.KindUniversity, "改名")), delEdge(graph.RelInTeam, "e:t"))
		before = k.dump()
		equal(k, "still the first revision", k.batch(b), first)
		equal(k, "nothing is brought back", k.dump(), before)
	}},
	{"AnotherBatch", func(k *kit) {
		base := func() graph.Batch {
			return graph.Batch{
				Items: []graph.Item{
					put(node("local:a", graph.KindTeam, "甲", with(graph.Properties{"n": int64(1)}))), put(node("local:b", graph.KindTeam, "乙")),
					putEdge(edge(graph.RelPartOf, "e:1", "local:a", "local:b")),
				},
				Actor: "one", Reason: "r", Key: "key", Load: "load",
			}
		}
		k.batch(base())
		before := k.dump()
		for name, other := range map[string]func(*graph.Batch){
			"actor":    func(b *graph.Batch) { b.Actor = "two" },
			"reason":   func(b *graph.Batch) { b.Reason = "s" },
			"load":     func(b *graph.Batch) { b.Load = "" },
			"name":     func(b *graph.Batch) { b.Items[0].Node.Name = "丙" },
			"property": func(b *graph.Batch) { b.Items[0].Node.Properties["n"] = 1.0 },
			"end":      func(b *graph.Batch) { b.Items[2].Edge.To = "local:a" },
			"expect":   func(b *graph.Batch) { b.Items[1] = expecting(b.Items[1], 0) },
			"order":    func(b *graph.Batch) { b.Items[0], b.Items[1] = b.Items[1], b.Items[0] },
			"fewer":    func(b *graph.Batch) { b.Items = b.Items[:2] },
			"deletes":  func(b *graph.Batch) { b.Items = []graph.Item{del("local:a")} },
		} {
			b := base()
			other(&b)
			_, err := k.store.Apply(k.ctx(), b)
			if describe(err) != graph.ErrKeyReused.Error() {
				k.Errorf("another %s: error is %v, want ErrKeyReused", name, err)
			}
			k.fails(err, graph.ErrKeyReused, before)
		}
	}},
	{"FailedBatchTakesNoKey", func(k *kit) {
		_, err := k.store.Apply(k.ctx(), graph.Batch{Items: []graph.Item{del("local:none")}, Key: "key"})
		k.fails(err, graph.ErrNotFound, dump{Priors: map[string][]graph.Prior{}})
		k.batch(graph.Batch{Items: small(), Key: "key"})
	}},
	{"BatchThatChangedNothing", func(k *kit) {
		head := k.apply(small()...)
		b := graph.Batch{Items: small(), Key: "key"}
		equal(k, "revision", k.batch(b), head)
		k.apply(put(node("local:univ", graph.KindUniversity, "改名")))
		equal(k, "revision again", k.batch(b), head)
		equal(k, "name", k.node("local:univ").Name, "改名")
	}},
	{"RememberedForADay", func(k *kit) {
		b := graph.Batch{Items: small(), Key: "key"}
		first := k.batch(b)
		for range 24 {
			k.clock.Advance(59 * time.Minute)
			k.batch(graph.Batch{Items: []graph.Item{put(node("local:tick", graph.KindTeam, k.clock.Now().String()))}, Key: k.clock.Now().String()})
		}
		k.apply(del("local:tick"))
		equal(k, "revision", k.batch(b), first)
	}},
	{"KeysAreExact", func(k *kit) {
		k.batch(graph.Batch{Items: []graph.Item{put(node("local:a", graph.KindTeam, "甲"))}, Key: "Key"})
		k.batch(graph.Batch{Items: []graph.Item{put(node("local:b", graph.KindTeam, "乙"))}, Key: "key"})
		equal(k, "nodes", nodeIDs(k.nodes(graph.NodeFilter{})), "local:a local:b")
	}},
}
