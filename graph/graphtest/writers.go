package graphtest

import (
	"errors"
	"fmt"
	"strconv"
	"sync"

	"chuangmai/graph"
)

var writerCases = []scenario{
	{"Concurrent", func(k *kit) {
		const writers, batches = 4, 15
		k.apply(put(node("local:hub", graph.KindUniversity, "中心")))
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				last := graph.Revision(0)
				for b := range batches {
					id := graph.ID(fmt.Sprintf("local:w%d-%d", w, b))
					revision, err := k.store.Apply(k.ctx(), graph.Batch{
						Items: []graph.Item{
							put(node(id, graph.KindTeam, "组")), putEdge(edge(graph.RelPartOf, "", id, "local:hub")),
							put(node(graph.ID(fmt.Sprintf("local:own%d", w)), graph.KindTeam, fmt.Sprint("第", b))),
						},
						Actor: strconv.Itoa(w), Reason: strconv.Itoa(b),
					})
					if err != nil || revision <= last {
						k.Errorf("writer %d, batch %d: revision %d after %d, error %v", w, b, revision, last, err)
					}
					last = revision
				}
			})
		}
		wg.Add(1)
		go func() { // a follower meets no gap while they write
			defer wg.Done()
			at := graph.Revision(0)
			for at < 1+writers*batches*3 {
				for c, err := range k.store.Changes(k.ctx(), at) {
					if err != nil || c.Seq != at+1 {
						k.Errorf("follower at %d: change %d, error %v", at, c.Seq, err)
						return
					}
					at = c.Seq
				}
				if k.Failed() {
					return
				}
			}
		}()
		wg.Wait()
		list := k.changes(0)
		gapless(k, list, 0)
		equal(k, "changes", len(list), 1+writers*batches*3)
		next := make(map[string]int)
		for i := 1; i+2 < len(list); i += 3 { // each batch in one piece, each writer's in order
			for _, c := range list[i : i+3] {
				equal(k, "batch", [2]string{c.Actor, c.Reason}, [2]string{list[i].Actor, strconv.Itoa(next[list[i].Actor])})
			}
			next[list[i].Actor]++
		}
		equal(k, "edges", len(k.edges(graph.EdgeFilter{To: "local:hub"})), writers*batches)
	}},
	{"OptimisticCounter", func(k *kit) {
		const writers, steps = 4, 10
		k.apply(put(node("local:count", graph.KindTeam, "计数", with(graph.Properties{"n": int64(0)}))))
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for done := 0; done < steps; {
					n, err := k.store.Node(k.ctx(), "local:count")
					if err != nil {
						k.Error(err)
						return
					}
					n.Properties["n"] = n.Properties["n"].(int64) + 1
					_, err = k.store.Apply(k.ctx(), graph.Batch{Items: []graph.Item{expecting(put(n), n.Version)}})
					switch {
					case err == nil:
						done++
					case !errors.Is(err, graph.ErrConflict):
						k.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		n := k.node("local:count")
		equal(k, "count", n.Properties["n"], any(int64(writers*steps)))
		equal(k, "version", n.Version, int64(writers*steps+1))
	}},
	{"OneKeyAtATime", func(k *kit) {
		// The same batch from several sides is done once.
		var wg sync.WaitGroup
		revisions := make([]graph.Revision, 6)
		for i := range revisions {
			wg.Go(func() {
				revision, err := k.store.Apply(k.ctx(), graph.Batch{Items: small(), Key: "key"})
				if err != nil {
					k.Error(err)
				}
				revisions[i] = revision
			})
		}
		wg.Wait()
		for _, r := range revisions {
			equal(k, "revision", r, graph.Revision(11))
		}
		equal(k, "head", k.head(), graph.Revision(11))
	}},
}
