package graphtest

import (
	"chuangmai/graph"
)

var deleteCases = []scenario{
	{"NodeWithEdgesIsRefused", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		_, err := k.try(del("local:firm"))
		k.problems(err, "/items/0/delete/node "+graph.CodeHasEdges)
		k.fails(err, graph.ErrInvalid, before)
	}},
	{"WithEdges", func(k *kit) {
		k.apply(small()...)
		head := k.head()
		equal(k, "revision", k.apply(delWithEdges("local:univ")), head+5)
		equal(k, "left", edgeIDs(k.edges(graph.EdgeFilter{})), "e:self e:t")
		var log []string
		for _, c := range k.changes(head) {
			log = append(log, string(c.Op)+" "+string(c.Relation)+" "+string(c.ID))
		}
		equal(k, "the log has the edges first, by id", log, []string{
			"delete_edge APPOINTED_AT e:a", "delete_edge COLLABORATES_WITH e:c1", "delete_edge COLLABORATES_WITH e:c2", "delete_edge PART_OF e:p",
			"delete_node  local:univ",
		})
	}},
	{"TogetherWithItsEdges", func(k *kit) {
		k.apply(small()...)
		k.apply(del("local:team"), delEdge(graph.RelInTeam, "e:t")) // what remains is checked at the end
		k.apply(delEdge(graph.RelPartOf, "e:p"), del("local:unit"))
		equal(k, "left", nodeIDs(k.nodes(graph.NodeFilter{})), "local:firm local:univ local:yang")
	}},
	{"EdgesMovedAway", func(k *kit) {
		k.apply(small()...)
		k.apply(del("local:team"), putEdge(edge(graph.RelInTeam, "e:t", "local:yang", "local:unit")))
		equal(k, "edge", k.edge(graph.RelInTeam, "e:t").To, graph.ID("local:unit"))
	}},
	{"EdgesPutInTheSameBatch", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		_, err := k.try(putEdge(edge(graph.RelPartOf, "e:new", "local:team", "local:unit")), delEdge(graph.RelInTeam, "e:t"), del("local:team"))
		k.problems(err, "/items/0/edge/from "+graph.CodeUnknownNode, "/items/2/delete/node "+graph.CodeHasEdges)
		k.fails(err, graph.ErrInvalid, before)
		_, err = k.try(delWithEdges("local:team"), putEdge(edge(graph.RelPartOf, "e:new", "local:unit", "local:team")))
		k.problems(err, "/items/0/delete/node "+graph.CodeHasEdges, "/items/1/edge/to "+graph.CodeUnknownNode)
		k.fails(err, graph.ErrInvalid, before)
		head := k.head()
		k.apply(putEdge(edge(graph.RelPartOf, "e:new", "local:team", "local:unit")), delWithEdges("local:team"))
		equal(k, "changes: the edge put, two edges and the node deleted", k.head()-head, graph.Revision(4))
		equal(k, "version of the deleted edge", k.changes(head)[1].Version, int64(1))
	}},
	{"EdgeComesBackInTheSameBatch", func(k *kit) {
		k.apply(small()...)
		head := k.head()
		k.apply(delWithEdges("local:team"), putEdge(edge(graph.RelPartOf, "e:t", "local:yang", "local:unit")), delWithEdges("local:unit"))
		equal(k, "changes", k.head()-head, graph.Revision(6))
		_, err := k.store.Edge(k.ctx(), graph.RelPartOf, "e:t")
		equal(k, "gone again", describe(err), graph.ErrNotFound.Error())
		put := k.changes(head)[2]
		equal(k, "the put in between", [2]any{put.Op, put.Version}, [2]any{graph.OpPutEdge, int64(1)})
		equal(k, "and its after-image", put.Edge.To, graph.ID("local:unit"))
	}},
	{"EdgeGoneWithItsNode", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		_, err := k.try(delWithEdges("local:team"), delEdge(graph.RelInTeam, "e:t"))
		k.fails(err, graph.ErrNotFound, before)
		_, err = k.try(delWithEdges("local:team"), expecting(delEdge(graph.RelInTeam, "e:t"), 1))
		k.fails(err, graph.ErrConflict, before)
	}},
	{"Twice", func(k *kit) {
		k.apply(small()...)
		k.apply(delEdge(graph.RelInTeam, "e:t"))
		k.apply(del("local:team"))
		before := k.dump()
		_, err := k.try(del("local:team"))
		k.fails(err, graph.ErrNotFound, before)
		_, err = k.try(delWithEdges("local:team"))
		k.fails(err, graph.ErrNotFound, before)
		_, err = k.try(delEdge(graph.RelInTeam, "e:t"))
		k.fails(err, graph.ErrNotFound, before)
	}},
	{"TwiceInOneBatch", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		_, err := k.try(delEdge(graph.RelInTeam, "e:t"), delEdge(graph.RelInTeam, "e:t"))
		k.problems(err, "/items/1 "+graph.CodeRepeated)
		_, err = k.try(put(node("local:z", graph.KindTeam, "组")), del("local:z"))
		k.problems(err, "/items/1 "+graph.CodeRepeated)
		k.fails(err, graph.ErrInvalid, before)
	}},
	{"MadeAnew", func(k *kit) {
		k.apply(put(node("local:a", graph.KindTeam, "甲")))
		k.apply(put(node("local:a", graph.KindTeam, "乙")))
		k.apply(del("local:a"))
		k.apply(put(node("local:a", graph.KindTalent, "丙")))
		n := k.node("local:a")
		equal(k, "version starts again", n.Version, int64(1))
		equal(k, "kind may differ", n.Kind, graph.KindTalent)
	}},
}
