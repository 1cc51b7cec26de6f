package graphtest

import (
	"fmt"

	"chuangmai/graph"
)

var batchCases = []scenario{
	{"HalfBadLeavesNothing", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		bad := node("local:z", graph.KindTeam, "组")
		bad.Region = "nowhere"
		_, err := k.try(put(node("local:new", graph.KindTeam, "新")), delEdge(graph.RelInTeam, "e:t"), put(bad))
		k.problems(err, "/items/2/node/region "+graph.CodeBadRegion)
		k.fails(err, graph.ErrInvalid, before)
		_, err = k.try(put(node("local:new", graph.KindTeam, "新")), put(node("local:team", graph.KindTeam, "改名")), del("local:none"))
		k.fails(err, graph.ErrNotFound, before)
		_, err = k.try(put(node("local:new", graph.KindTeam, "新")), delWithEdges("local:univ"), expecting(put(node("local:firm", graph.KindEnterprise, "改名")), 9))
		k.fails(err, graph.ErrConflict, before)
	}},
	{"Refused", func(k *kit) {
		_, err := k.try()
		k.problems(err, "/items "+graph.CodeEmptyBatch)
		_, err = k.try(make([]graph.Item, graph.MaxBatch+1)...)
		k.problems(err, "/items "+graph.CodeBatchTooLarge)
		_, err = k.try(graph.Item{}, graph.Item{Op: graph.OpPutNode}, graph.Item{Op: "rename", ID: "local:a"})
		k.problems(err, "/items/0 "+graph.CodeUnknownOperation, "/items/1 "+graph.CodeUnknownOperation, "/items/2 "+graph.CodeUnknownOperation)
		equal(k, "head", k.head(), graph.Revision(0))
	}},
	{"EqualPutIsNotLogged", func(k *kit) {
		head := k.apply(small()...)
		before := k.dump()
		equal(k, "revision of a batch that changes nothing", k.apply(small()...), head)
		equal(k, "store", k.dump(), before)
		equal(k, "revision of its one change", k.apply(append(small(), put(node("local:new", graph.KindTeam, "新")))...), head+1)
		equal(k, "untouched version", k.node("local:univ").Version, int64(1))
		k.apply(expecting(small()[0], 1))
		equal(k, "an expected version that holds", k.head(), head+1)
	}},
	{"KindStays", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		_, err := k.try(put(node("local:new", graph.KindTeam, "新")), put(node("local:univ", graph.KindInstitute, "江南大学")))
		k.problems(err, "/items/1/node/kind "+graph.CodeOtherKind)
		k.fails(err, graph.ErrInvalid, before)
	}},
	{"EveryProblemIsNamed", func(k *kit) {
		k.apply(small()...)
		_, err := k.try(put(node("local:univ", graph.KindInstitute, "江南大学")), putEdge(edge(graph.RelPartOf, "e:c1", "local:unit", "local:univ")),
			putEdge(edge(graph.RelPartOf, "e:z", "local:unit", "local:none")), del("local:firm"))
		k.problems(err, "/items/0/node/kind "+graph.CodeOtherKind, "/items/1/edge/relation "+graph.CodeOtherRelation,
			"/items/2/edge/to "+graph.CodeUnknownNode, "/items/3/delete/node "+graph.CodeHasEdges)
	}},
	{"InOrder", func(k *kit) {
		revision := k.apply(put(node("local:b", graph.KindTeam, "乙")), put(node("local:a", graph.KindTeam, "甲")), put(node("local:c", graph.KindTeam, "丙")))
		equal(k, "revision", revision, graph.Revision(3))
		for i, id := range []graph.ID{"local:b", "local:a", "local:c"} {
			equal(k, "revision of "+string(id), k.node(id).Revision, graph.Revision(i+1))
		}
	}},
	{"Large", func(k *kit) {
		// More than any store writes into one log record.
		const n = 2500
		items := make([]graph.Item, 0, 2*n)
		for i := range n {
			items = append(items, put(node(graph.ID(fmt.Sprintf("local:%04d", i)), graph.KindTeam, "组")))
		}
		for i := range n {
			items = append(items, putEdge(edge(graph.RelPartOf, graph.ID(fmt.Sprintf("e:%04d", i)), graph.ID(fmt.Sprintf("local:%04d", i)), "local:0000")))
		}
		equal(k, "revision", k.apply(items...), graph.Revision(2*n))
		for i, c := range k.changes(0) {
			if c.Seq != graph.Revision(i+1) {
				k.Fatalf("change %d has sequence number %d", i, c.Seq)
			}
		}
		equal(k, "nodes", len(k.nodes(graph.NodeFilter{})), n)
		equal(k, "edges of the hub", len(k.edges(graph.EdgeFilter{To: "local:0000"})), n)
		k.apply(delWithEdges("local:0000"))
		equal(k, "after the hub is gone", len(k.edges(graph.EdgeFilter{})), 0)
		equal(k, "head", k.head(), graph.Revision(3*n+1))
		equal(k, "changes since the middle", len(k.changes(n+7)), 2*n-6)
	}},
}
