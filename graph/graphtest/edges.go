package graphtest

import (
	"chuangmai/graph"
)

var edgeCases = []scenario{
	{"SelfLoop", func(k *kit) {
		k.apply(small()...)
		e := k.edge(graph.RelSuppliesTo, "e:self")
		equal(k, "ends", [2]graph.ID{e.From, e.To}, [2]graph.ID{"local:firm", "local:firm"})
		equal(k, "touching, once", edgeIDs(k.edges(graph.EdgeFilter{Touching: "local:firm", Relations: []graph.Relation{graph.RelSuppliesTo}})), "e:self")
		k.apply(delWithEdges("local:firm"))
		equal(k, "left", edgeIDs(k.edges(graph.EdgeFilter{})), "e:a e:p e:t")
	}},
	{"ParallelEdges", func(k *kit) {
		k.apply(small()...)
		k.apply(putEdge(edge(graph.RelCollaboratesWith, "e:c3", "local:firm", "local:univ")),
			putEdge(edge(graph.RelCollaboratesWith, "e:c4", "local:firm", "local:univ")))
		equal(k, "all", edgeIDs(k.edges(graph.EdgeFilter{From: "local:firm", To: "local:univ"})), "e:c1 e:c3 e:c4")
		k.apply(delEdge(graph.RelCollaboratesWith, "e:c3"))
		equal(k, "one less", edgeIDs(k.edges(graph.EdgeFilter{From: "local:firm", To: "local:univ"})), "e:c1 e:c4")
	}},
	{"SameIDUnderAnotherRelation", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		_, err := k.try(putEdge(edge(graph.RelPartOf, "e:c1", "local:firm", "local:univ")))
		k.problems(err, "/items/0/edge/relation "+graph.CodeOtherRelation)
		k.fails(err, graph.ErrInvalid, before)
		_, err = k.try(expecting(putEdge(edge(graph.RelPartOf, "e:c1", "local:firm", "local:univ")), 0))
		k.problems(err, "/items/0/edge/relation "+graph.CodeOtherRelation)
		_, err = k.try(delEdge(graph.RelPartOf, "e:c1"))
		k.fails(err, graph.ErrNotFound, before)
		_, err = k.store.Edge(k.ctx(), graph.RelPartOf, "e:c1")
		k.fails(err, graph.ErrNotFound, before)
		k.apply(delEdge(graph.RelCollaboratesWith, "e:c1"))
		k.apply(putEdge(edge(graph.RelPartOf, "e:c1", "local:firm", "local:univ")))
		equal(k, "version of the new edge", k.edge(graph.RelPartOf, "e:c1").Version, int64(1))
	}},
	{"SameIDForNodeAndEdge", func(k *kit) {
		k.apply(put(node("local:x", graph.KindTeam, "组")), putEdge(edge(graph.RelPartOf, "local:x", "local:x", "local:x")))
		equal(k, "node", k.node("local:x").Name, "组")
		equal(k, "edge", k.edge(graph.RelPartOf, "local:x").From, graph.ID("local:x"))
		k.apply(delEdge(graph.RelPartOf, "local:x"))
		k.node("local:x")
	}},
	{"MayPrecedeItsNodes", func(k *kit) {
		k.apply(putEdge(edge(graph.RelPartOf, "e:1", "local:a", "local:b")), put(node("local:b", graph.KindTeam, "乙")), put(node("local:a", graph.KindTeam, "甲")))
		equal(k, "edge", k.edge(graph.RelPartOf, "e:1").To, graph.ID("local:b"))
		equal(k, "logged in the order of the items", k.changes(0)[0].Op, graph.OpPutEdge)
	}},
	{"MissingEnds", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		_, err := k.try(put(node("local:new", graph.KindTeam, "新")), putEdge(edge(graph.RelPartOf, "e:1", "local:new", "local:none")),
			putEdge(edge(graph.RelPartOf, "e:2", "local:gone", "local:none")))
		k.problems(err, "/items/1/edge/to "+graph.CodeUnknownNode, "/items/2/edge/from "+graph.CodeUnknownNode, "/items/2/edge/to "+graph.CodeUnknownNode)
		k.fails(err, graph.ErrInvalid, before)
	}},
	{"OtherEnds", func(k *kit) {
		k.apply(small()...)
		k.apply(putEdge(edge(graph.RelCollaboratesWith, "e:c1", "local:team", "local:unit")))
		equal(k, "version", k.edge(graph.RelCollaboratesWith, "e:c1").Version, int64(2))
		equal(k, "at its new ends", edgeIDs(k.edges(graph.EdgeFilter{From: "local:team", To: "local:unit"})), "e:c1")
		equal(k, "at an old end", edgeIDs(k.edges(graph.EdgeFilter{Touching: "local:firm"})), "e:c2 e:self")
		k.apply(delEdge(graph.RelCollaboratesWith, "e:c2"), delWithEdges("local:firm"))
		equal(k, "after its old end is gone", edgeIDs(k.edges(graph.EdgeFilter{})), "e:a e:c1 e:p e:t")
	}},
}
