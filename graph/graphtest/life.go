package graphtest

import (
	"errors"
	"time"

	"chuangmai/graph"
)

var lifeCases = []scenario{
	{"Ping", func(k *kit) {
		equal(k, "error", k.store.Ping(k.ctx()), nil)
	}},
	{"Closed", func(k *kit) {
		k.batch(graph.Batch{Items: small(), Load: "load"})
		stream := k.store.Nodes(k.ctx(), graph.NodeFilter{})
		equal(k, "close", k.store.Close(), nil)
		_, nodeErr := k.store.Node(k.ctx(), "local:univ")
		_, edgeErr := k.store.Edge(k.ctx(), graph.RelPartOf, "e:p")
		_, applyErr := k.try(put(node("local:new", graph.KindTeam, "新")))
		_, headErr := k.store.Head(k.ctx())
		_, loadsErr := k.store.Loads(k.ctx())
		_, trimErr := k.store.Trim(k.ctx(), 1, k.clock.Now())
		_, streamErr := all(stream)
		for name, err := range map[string]error{
			"node": nodeErr, "edge": edgeErr, "apply": applyErr, "head": headErr, "loads": loadsErr, "trim": trimErr, "forget": k.store.Forget(k.ctx(), "load"),
			"ping": k.store.Ping(k.ctx()), "a stream made before": streamErr,
		} {
			if !errors.Is(err, graph.ErrClosed) {
				k.Errorf("%s: %v, want ErrClosed", name, err)
			}
		}
		for name, stream := range streams(k.ctx(), k.store) {
			for err := range stream {
				if !errors.Is(err, graph.ErrClosed) {
					k.Errorf("%s: %v, want ErrClosed", name, err)
				}
			}
		}
		equal(k, "closing again", k.store.Close(), nil)
	}},
	{"ClosedInMidRead", func(k *kit) {
		many(k, 1000)
		var last error
		count := 0
		for _, err := range k.store.Nodes(k.ctx(), graph.NodeFilter{}) {
			if last = err; err == nil {
				count++
			}
			if count == 1 {
				equal(k, "close", k.store.Close(), nil)
			}
		}
		if !errors.Is(last, graph.ErrClosed) {
			k.Errorf("stream ended with %v after %d nodes, want ErrClosed", last, count)
		}
	}},
}

var reopenCases = []scenario{
	{"EverythingIsThere", func(k *kit) {
		k.load("l", small()...)
		k.apply(put(node("local:firm", graph.KindEnterprise, "改名")), delEdge(graph.RelInTeam, "e:t"))
		key := graph.Batch{Items: []graph.Item{put(node("local:k", graph.KindTeam, "组"))}, Key: "key"}
		revision := k.batch(key)
		before := k.dump()
		k.reopen()
		equal(k, "store", k.dump(), before)
		equal(k, "revision under the key", k.batch(key), revision)
		equal(k, "next revision", k.apply(put(node("local:next", graph.KindTeam, "组"))), revision+1)
		k.load("l", put(node("local:next", graph.KindTeam, "组改")))
		equal(k, "prior", k.priors("l")[11], "put_node local:next 组 v1, left v2")
	}},
	{"TrimmedLog", func(k *kit) {
		k.apply(small()...)
		k.clock.Advance(time.Hour)
		if _, err := k.store.Trim(k.ctx(), 99, k.clock.Now()); err != nil {
			k.Fatal(err)
		}
		k.reopen()
		equal(k, "head", k.head(), graph.Revision(11))
		first, err := k.store.Trim(k.ctx(), 99, k.clock.Now())
		equal(k, "first held", [2]any{first, err}, [2]any{graph.Revision(12), nil})
		_, err = all(k.store.Changes(k.ctx(), 3))
		equal(k, "changes", describe(err), graph.ErrLogTrimmed.Error())
		equal(k, "next revision", k.apply(put(node("local:next", graph.KindTeam, "组"))), graph.Revision(12))
	}},
	{"Empty", func(k *kit) {
		k.reopen()
		equal(k, "store", k.dump(), dump{Priors: map[string][]graph.Prior{}})
		k.apply(small()...)
	}},
}
