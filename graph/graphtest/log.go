package graphtest

import (
	"fmt"
	"time"

	"chuangmai/graph"
)

// gapless checks that changes follow one another from after since.
func gapless(k *kit, list []graph.Change, since graph.Revision) {
	k.Helper()
	for i, c := range list {
		if c.Seq != since+graph.Revision(i+1) {
			k.Fatalf("change %d after %d has sequence number %d", i+1, since, c.Seq)
		}
	}
}

var logCases = []scenario{
	{"EachOperation", func(k *kit) {
		at := k.clock.Now()
		a, b := node("local:a", graph.KindTeam, "甲"), node("local:b", graph.KindTeam, "乙")
		e := edge(graph.RelPartOf, "e:1", "local:a", "local:b")
		k.batch(graph.Batch{Items: []graph.Item{put(a), put(b), putEdge(e)}, Actor: "editor", Reason: "why", Load: "load"})
		k.clock.Advance(90 * time.Second)
		k.batch(graph.Batch{Items: []graph.Item{delEdge(graph.RelPartOf, "e:1"), del("local:b")}, Actor: "other"})
		later := k.clock.Now()
		a.Version, a.Revision, b.Version, b.Revision, e.Version, e.Revision = 1, 1, 1, 2, 1, 3
		equal(k, "log", k.changes(0), []graph.Change{
			{Seq: 1, At: at, Actor: "editor", Reason: "why", Load: "load", Op: graph.OpPutNode, ID: "local:a", Version: 1, Node: &a},
			{Seq: 2, At: at, Actor: "editor", Reason: "why", Load: "load", Op: graph.OpPutNode, ID: "local:b", Version: 1, Node: &b},
			{Seq: 3, At: at, Actor: "editor", Reason: "why", Load: "load", Op: graph.OpPutEdge, ID: "e:1", Relation: graph.RelPartOf, Version: 1, Edge: &e},
			{Seq: 4, At: later, Actor: "other", Op: graph.OpDeleteEdge, ID: "e:1", Relation: graph.RelPartOf, Version: 1},
			{Seq: 5, At: later, Actor: "other", Op: graph.OpDeleteNode, ID: "local:b", Version: 1},
		})
	}},
	{"AfterImagesStay", func(k *kit) {
		k.apply(put(node("local:a", graph.KindTeam, "一", with(graph.Properties{"n": 1.0, "m": int64(1), "l": []string{}}))))
		k.apply(put(node("local:a", graph.KindTeam, "二")))
		k.apply(putEdge(edge(graph.RelPartOf, "e:1", "local:a", "local:a", func(e *graph.Edge) { e.ValidFrom = graph.MustDate("2021") })))
		k.apply(putEdge(edge(graph.RelPartOf, "e:1", "local:a", "local:a")))
		k.apply(delWithEdges("local:a"))
		k.apply(put(node("local:a", graph.KindTalent, "三")))
		list := k.changes(0)
		gapless(k, list, 0)
		equal(k, "count", len(list), 7)
		equal(k, "first image", [3]any{list[0].Node.Name, list[0].Node.Version, list[0].Node.Revision}, [3]any{"一", int64(1), graph.Revision(1)})
		equal(k, "its properties", list[0].Node.Properties, graph.Properties{"n": 1.0, "m": int64(1), "l": []string{}})
		equal(k, "second image", [3]any{list[1].Node.Name, list[1].Node.Version, list[1].Version}, [3]any{"二", int64(2), int64(2)})
		equal(k, "edge", [2]any{list[2].Edge.ValidFrom.String(), list[2].Edge.From}, [2]any{"2021", graph.ID("local:a")})
		equal(k, "edge again", [2]any{list[3].Edge.ValidFrom.String(), list[3].Version}, [2]any{"", int64(2)})
		equal(k, "made anew", [2]any{list[6].Node.Kind, list[6].Version}, [2]any{graph.KindTalent, int64(1)})
	}},
	{"Since", func(k *kit) {
		k.apply(small()...)
		for since := range graph.Revision(14) {
			list := k.changes(since)
			gapless(k, list, since)
			equal(k, "count", len(list), int(max(11-since, 0)))
		}
		equal(k, "before the beginning", len(k.changes(-5)), 11)
	}},
	{"VisibleAtItsOwnRevision", func(k *kit) {
		for i := range 50 {
			revision := k.apply(put(node("local:a", graph.KindTeam, fmt.Sprint("组", i))))
			equal(k, "head", k.head(), revision)
			equal(k, "record", k.node("local:a").Revision, revision)
			list := k.changes(revision - 1)
			equal(k, "log", [2]any{len(list), list[0].Node.Name}, [2]any{1, fmt.Sprint("组", i)})
		}
	}},
}

var trimCases = []scenario{
	{"Through", func(k *kit) {
		k.apply(small()...)
		k.clock.Advance(time.Hour)
		before := k.dump()
		first, err := k.store.Trim(k.ctx(), 4, k.clock.Now())
		equal(k, "error", err, nil)
		equal(k, "first held", first, graph.Revision(5))
		for since := range graph.Revision(4) {
			list, err := all(k.store.Changes(k.ctx(), since))
			equal(k, "changes", [2]any{len(list), describe(err)}, [2]any{0, graph.ErrLogTrimmed.Error()})
		}
		gapless(k, k.changes(4), 4)
		equal(k, "changes left", len(k.changes(4)), 7)
		equal(k, "head", k.head(), graph.Revision(11))
		equal(k, "records", k.nodes(graph.NodeFilter{}), before.Nodes)
		first, err = k.store.Trim(k.ctx(), 2, k.clock.Now())
		equal(k, "trimming less", [2]any{first, err}, [2]any{graph.Revision(5), nil})
	}},
	{"OnlyWhatIsOld", func(k *kit) {
		for range 4 {
			k.apply(put(node("local:a", graph.KindTeam, k.clock.Now().String())), put(node("local:b", graph.KindTeam, k.clock.Now().String())))
			k.clock.Advance(time.Hour)
		}
		start := NewClock().Now()
		for _, c := range []struct {
			through graph.Revision
			before  time.Duration
			first   graph.Revision
		}{{8, 0, 1}, {8, time.Hour, 3}, {3, 3 * time.Hour, 4}, {99, 3 * time.Hour, 7}, {8, 99 * time.Hour, 9}} {
			first, err := k.store.Trim(k.ctx(), c.through, start.Add(c.before))
			equal(k, fmt.Sprint("first held after ", c), [2]any{first, err}, [2]any{c.first, nil})
			equal(k, "changes left", len(k.changes(c.first-1)), int(9-c.first))
		}
	}},
	{"AllAndOn", func(k *kit) {
		k.apply(small()...)
		k.clock.Advance(time.Second)
		first, err := k.store.Trim(k.ctx(), 99, k.clock.Now())
		equal(k, "first held", [2]any{first, err}, [2]any{graph.Revision(12), nil})
		equal(k, "head", k.head(), graph.Revision(11))
		equal(k, "changes since the head", len(k.changes(11)), 0)
		equal(k, "next revision", k.apply(put(node("local:univ", graph.KindUniversity, "改名"))), graph.Revision(12))
		equal(k, "version", k.node("local:univ").Version, int64(2))
		k.apply(delWithEdges("local:univ"))
		equal(k, "changes", len(k.changes(11)), 6)
	}},
	{"EmptyStore", func(k *kit) {
		first, err := k.store.Trim(k.ctx(), 10, k.clock.Now())
		equal(k, "first held", [2]any{first, err}, [2]any{graph.Revision(1), nil})
	}},
}
