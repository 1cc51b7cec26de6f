package graphtest

import (
	"fmt"
	"time"

	"chuangmai/graph"
)

// load applies items as part of a load.
func (k *kit) load(id string, items ...graph.Item) graph.Revision {
	k.Helper()
	return k.batch(graph.Batch{Items: items, Actor: "loader", Reason: "file", Load: id})
}

func (k *kit) loads() []graph.LoadInfo {
	k.Helper()
	list, err := k.store.Loads(k.ctx())
	if err != nil {
		k.Fatalf("loads: %v", err)
	}
	return list
}

// priors writes what undoing would do, one line each.
func (k *kit) priors(load string) []string {
	k.Helper()
	var lines []string
	for _, p := range k.prior(load) {
		line := string(p.Restore.Op)
		switch {
		case p.Restore.Node != nil:
			line += fmt.Sprintf(" %s %s v%d", p.Restore.Node.ID, p.Restore.Node.Name, p.Restore.Node.Version)
		case p.Restore.Edge != nil:
			e := p.Restore.Edge
			line += fmt.Sprintf(" %s %s %s→%s v%d", e.Relation, e.ID, e.From, e.To, e.Version)
		case p.Restore.Relation != "":
			line += fmt.Sprintf(" %s %s", p.Restore.Relation, p.Restore.ID)
		default:
			line += " " + string(p.Restore.ID)
		}
		lines = append(lines, fmt.Sprintf("%s, left v%d", line, p.Left))
	}
	return lines
}

var loadCases = []scenario{
	{"None", func(k *kit) {
		k.apply(small()...)
		equal(k, "loads", len(k.loads()), 0)
		_, err := all(k.store.Prior(k.ctx(), "none"))
		equal(k, "prior", describe(err), graph.ErrNotFound.Error())
		equal(k, "forget", describe(k.store.Forget(k.ctx(), "none")), graph.ErrNotFound.Error())
	}},
	{"InOrder", func(k *kit) {
		k.apply(small()...)
		k.load("l", put(node("local:z", graph.KindTeam, "新")), put(node("local:firm", graph.KindEnterprise, "改名")),
			putEdge(edge(graph.RelPartOf, "e:z", "local:z", "local:univ")), putEdge(edge(graph.RelPartOf, "e:b", "local:z", "local:unit")),
			putEdge(edge(graph.RelCollaboratesWith, "e:c2", "local:univ", "local:unit")), put(node("local:a", graph.KindTeam, "新")),
			delEdge(graph.RelInTeam, "e:t"), del("local:team"))
		equal(k, "prior", k.priors("l"), []string{
			"delete_edge PART_OF e:b, left v1",
			"delete_edge PART_OF e:z, left v1",
			"delete_node local:a, left v1",
			"delete_node local:z, left v1",
			"put_node local:firm 精工机械 v1, left v2",
			"put_node local:team 焊接团队 v1, left v0",
			"put_edge COLLABORATES_WITH e:c2 local:univ→local:firm v1, left v2",
			"put_edge IN_TEAM e:t local:yang→local:team v1, left v0",
		})
		for _, p := range k.prior("l") {
			if p.Restore.Node != nil && p.Restore.Node.ID == "local:firm" {
				want := node("local:firm", graph.KindEnterprise, "精工机械")
				want.Version, want.Revision = 1, 2
				equal(k, "the record as it was", *p.Restore.Node, want)
			}
		}
	}},
	{"Info", func(k *kit) {
		first := k.clock.Now()
		k.load("b", small()...)
		k.clock.Advance(time.Hour)
		second := k.clock.Now()
		k.load("a", put(node("local:firm", graph.KindEnterprise, "改名")))
		k.clock.Advance(time.Hour)
		last := k.batch(graph.Batch{Items: []graph.Item{put(node("local:firm", graph.KindEnterprise, "改")), put(node("local:z", graph.KindTeam, "新"))}, Load: "b"})
		equal(k, "loads", k.loads(), []graph.LoadInfo{
			{ID: "a", Actor: "loader", Reason: "file", Started: second, Records: 1, LastSeen: 12},
			{ID: "b", Actor: "loader", Reason: "file", Started: first, Records: 12, LastSeen: last},
		})
	}},
	{"FirstTouchCounts", func(k *kit) {
		k.apply(small()...)
		k.load("l", put(node("local:firm", graph.KindEnterprise, "二")), put(node("local:new", graph.KindTeam, "新")))
		k.load("l", put(node("local:firm", graph.KindEnterprise, "三")), put(node("local:new", graph.KindTeam, "更新")))
		equal(k, "prior", k.priors("l"), []string{"delete_node local:new, left v2", "put_node local:firm 精工机械 v1, left v3"})
		k.load("l", del("local:new"))
		equal(k, "made and deleted", k.priors("l"), []string{"delete_node local:new, left v0", "put_node local:firm 精工机械 v1, left v3"})
		k.load("l", put(node("local:new", graph.KindTalent, "又新")))
		equal(k, "and made again", k.priors("l"), []string{"delete_node local:new, left v1", "put_node local:firm 精工机械 v1, left v3"})
		equal(k, "records", k.loads()[0].Records, int64(2))
	}},
	{"WithinOneBatch", func(k *kit) {
		k.apply(small()...)
		k.load("l", putEdge(edge(graph.RelPartOf, "e:x", "local:unit", "local:team")), delWithEdges("local:team"))
		equal(k, "prior", k.priors("l"), []string{
			"delete_edge PART_OF e:x, left v0",
			"put_node local:team 焊接团队 v1, left v0",
			"put_edge IN_TEAM e:t local:yang→local:team v1, left v0",
		})
	}},
	{"ChangedByOthers", func(k *kit) {
		k.load("l", small()...)
		k.apply(put(node("local:firm", graph.KindEnterprise, "他人改")), delEdge(graph.RelInTeam, "e:t"))
		k.apply(del("local:team"))
		k.apply(put(node("local:team", graph.KindTeam, "他人建")))
		have := k.priors("l")
		equal(k, "count", len(have), 11)
		for i, want := range map[int]string{
			5: "delete_edge IN_TEAM e:t, left v1", 6: "delete_node local:firm, left v1", 7: "delete_node local:team, left v1", 8: "delete_node local:unit, left v1",
		} {
			equal(k, "prior", have[i], want)
		}
		k.load("l", put(node("local:firm", graph.KindEnterprise, "又改")))
		equal(k, "left by the load", k.priors("l")[6], "delete_node local:firm, left v3")
		equal(k, "records", k.loads()[0].Records, int64(11))
	}},
	{"TwoLoads", func(k *kit) {
		k.load("one", put(node("local:a", graph.KindTeam, "一")))
		k.clock.Advance(time.Second)
		k.load("two", put(node("local:a", graph.KindTeam, "二")), put(node("local:b", graph.KindTeam, "二")))
		k.clock.Advance(time.Second)
		k.load("three", del("local:b"))
		equal(k, "one", k.priors("one"), []string{"delete_node local:a, left v1"})
		equal(k, "two", k.priors("two"), []string{"delete_node local:b, left v1", "put_node local:a 一 v1, left v2"})
		equal(k, "three", k.priors("three"), []string{"put_node local:b 二 v1, left v0"})
	}},
	{"ChangesNothing", func(k *kit) {
		k.apply(small()...)
		k.load("l", small()...)
		equal(k, "loads", k.loads(), []graph.LoadInfo{{ID: "l", Actor: "loader", Reason: "file", Started: k.clock.Now()}})
		equal(k, "prior", len(k.priors("l")), 0)
	}},
	{"FailedBatchMakesNone", func(k *kit) {
		_, err := k.store.Apply(k.ctx(), graph.Batch{Items: []graph.Item{del("local:none")}, Load: "l"})
		equal(k, "error", describe(err), graph.ErrNotFound.Error())
		equal(k, "loads", len(k.loads()), 0)
	}},
	{"Forget", func(k *kit) {
		k.load("keep", put(node("local:a", graph.KindTeam, "甲")))
		k.clock.Advance(time.Second)
		k.load("l", small()...)
		k.apply(put(node("local:firm", graph.KindEnterprise, "他人改")))
		for range 2 {
			equal(k, "error", k.store.Forget(k.ctx(), "l"), nil)
			equal(k, "prior", len(k.priors("l")), 0)
			equal(k, "undone", [2]any{k.loads()[0].Undone, k.loads()[0].Records}, [2]any{true, int64(11)})
		}
		equal(k, "the other load", k.priors("keep"), []string{"delete_node local:a, left v1"})
		equal(k, "records stay", len(k.nodes(graph.NodeFilter{})), 6)
		k.apply(put(node("local:firm", graph.KindEnterprise, "再改")))
		equal(k, "still nothing", len(k.priors("l")), 0)
	}},
	{"AnewAfterForget", func(k *kit) {
		k.load("l", small()...)
		equal(k, "error", k.store.Forget(k.ctx(), "l"), nil)
		k.clock.Advance(time.Hour)
		last := k.load("l", put(node("local:firm", graph.KindEnterprise, "改名")), put(node("local:z", graph.KindTeam, "新")))
		equal(k, "prior", k.priors("l"), []string{"delete_node local:z, left v1", "put_node local:firm 精工机械 v1, left v2"})
		equal(k, "loads", k.loads(), []graph.LoadInfo{{ID: "l", Actor: "loader", Reason: "file", Started: k.clock.Now(), Records: 2, LastSeen: last}})
	}},
	{"IDsAreExact", func(k *kit) {
		k.load("Load", put(node("local:a", graph.KindTeam, "甲")))
		k.load("load", put(node("local:b", graph.KindTeam, "乙")))
		equal(k, "one", k.priors("Load"), []string{"delete_node local:a, left v1"})
		equal(k, "the other", k.priors("load"), []string{"delete_node local:b, left v1"})
	}},
}
