package graphtest

import (
	"slices"

	"chuangmai/graph"
)

var readCases = []scenario{
	{"Missing", func(k *kit) {
		_, err := k.store.Node(k.ctx(), "local:univ")
		equal(k, "node", describe(err), graph.ErrNotFound.Error())
		_, err = k.store.Edge(k.ctx(), graph.RelPartOf, "e:p")
		equal(k, "edge", describe(err), graph.ErrNotFound.Error())
		for _, id := range []graph.ID{"", "local", "local:\xff", "local:a b"} {
			_, err = k.store.Node(k.ctx(), id)
			equal(k, "a node that cannot be", describe(err), graph.ErrNotFound.Error())
			equal(k, "filter", nodeIDs(k.nodes(graph.NodeFilter{IDs: []graph.ID{id}})), "")
		}
		equal(k, "nodes", len(k.nodes(graph.NodeFilter{})), 0)
		equal(k, "edges", len(k.edges(graph.EdgeFilter{})), 0)
		equal(k, "changes", len(k.changes(0)), 0)
		equal(k, "head", k.head(), graph.Revision(0))
	}},
	{"NodeFilters", func(k *kit) {
		k.apply(small()...)
		for _, c := range []struct {
			filter graph.NodeFilter
			want   string
		}{
			{graph.NodeFilter{}, "local:firm local:team local:unit local:univ local:yang"},
			{graph.NodeFilter{IDs: []graph.ID{}, Kinds: []graph.Kind{}}, "local:firm local:team local:unit local:univ local:yang"},
			{graph.NodeFilter{IDs: []graph.ID{"local:yang", "local:none", "local:firm", "local:yang"}}, "local:firm local:yang"},
			{graph.NodeFilter{Kinds: []graph.Kind{graph.KindTalent, graph.KindTeam, "unheard_of"}}, "local:team local:yang"},
			{graph.NodeFilter{Kinds: []graph.Kind{"unheard_of"}}, ""},
			{graph.NodeFilter{After: "local:team"}, "local:unit local:univ local:yang"},
			{graph.NodeFilter{After: "local:tealeaf", Limit: 2}, "local:team local:unit"},
			{graph.NodeFilter{After: "local:yang"}, ""},
			{graph.NodeFilter{Limit: 1}, "local:firm"},
			{graph.NodeFilter{Limit: 99}, "local:firm local:team local:unit local:univ local:yang"},
			{graph.NodeFilter{IDs: []graph.ID{"local:yang", "local:firm", "local:team"}, After: "local:firm", Limit: 1}, "local:team"},
			{graph.NodeFilter{IDs: []graph.ID{"local:yang", "local:firm"}, Kinds: []graph.Kind{graph.KindTalent}}, "local:yang"},
		} {
			equal(k, "nodes", nodeIDs(k.nodes(c.filter)), c.want)
			c.filter.AnyOrder = true
			if c.filter.Limit == 0 {
				list := k.nodes(c.filter)
				slices.SortFunc(list, func(a, b graph.Node) int { return compareIDs(a.ID, b.ID) })
				equal(k, "nodes in any order", nodeIDs(list), c.want)
			} else {
				equal(k, "as many in any order", len(k.nodes(c.filter)) <= c.filter.Limit, true)
			}
		}
	}},
	{"EdgeFilters", func(k *kit) {
		k.apply(small()...)
		collaborates := []graph.Relation{graph.RelCollaboratesWith}
		for _, c := range []struct {
			filter graph.EdgeFilter
			want   string
		}{
			{graph.EdgeFilter{}, "e:a e:c1 e:c2 e:p e:self e:t"},
			{graph.EdgeFilter{Relations: collaborates}, "e:c1 e:c2"},
			{graph.EdgeFilter{Relations: []graph.Relation{graph.RelInTeam, graph.RelPartOf, "UNHEARD_OF"}}, "e:p e:t"},
			{graph.EdgeFilter{Relations: []graph.Relation{"UNHEARD_OF"}}, ""},
			{graph.EdgeFilter{From: "local:firm"}, "e:c1 e:self"},
			{graph.EdgeFilter{To: "local:firm"}, "e:c2 e:self"},
			{graph.EdgeFilter{From: "local:firm", To: "local:univ"}, "e:c1"},
			{graph.EdgeFilter{From: "local:firm", To: "local:firm"}, "e:self"},
			{graph.EdgeFilter{Touching: "local:firm"}, "e:c1 e:c2 e:self"},
			{graph.EdgeFilter{Touching: "local:firm", From: "local:univ"}, "e:c2"},
			{graph.EdgeFilter{Touching: "local:none"}, ""},
			{graph.EdgeFilter{From: "local:none"}, ""},
			{graph.EdgeFilter{Touching: "local:univ", Relations: collaborates}, "e:c1 e:c2"},
			{graph.EdgeFilter{Touching: "local:univ", After: "e:c1"}, "e:c2 e:p"},
			{graph.EdgeFilter{Touching: "local:univ", After: "e:b", Limit: 2}, "e:c1 e:c2"},
			{graph.EdgeFilter{IDs: []graph.ID{"e:t", "e:none", "e:a", "e:a"}}, "e:a e:t"},
			{graph.EdgeFilter{IDs: []graph.ID{"e:t", "e:a"}, From: "local:yang", To: "local:team"}, "e:t"},
			{graph.EdgeFilter{After: "e:p"}, "e:self e:t"},
			{graph.EdgeFilter{Limit: 2}, "e:a e:c1"},
		} {
			equal(k, "edges", edgeIDs(k.edges(c.filter)), c.want)
			c.filter.AnyOrder = true
			if c.filter.Limit == 0 {
				list := k.edges(c.filter)
				slices.SortFunc(list, func(a, b graph.Edge) int { return compareIDs(a.ID, b.ID) })
				equal(k, "edges in any order", edgeIDs(list), c.want)
			} else {
				equal(k, "as many in any order", len(k.edges(c.filter)) <= c.filter.Limit, true)
			}
		}
	}},
	{"ManyIDs", func(k *kit) {
		k.apply(small()...)
		ids := []graph.ID{"local:univ"}
		for i := range 5000 {
			ids = append(ids, graph.ID("local:none")+graph.ID(rune('a'+i%26))+graph.ID(rune('一'+i)))
		}
		equal(k, "nodes", nodeIDs(k.nodes(graph.NodeFilter{IDs: append(ids, "local:firm")})), "local:firm local:univ")
	}},
	{"Pages", func(k *kit) {
		k.apply(small()...)
		var ids []string
		for after := graph.ID(""); ; {
			page := k.edges(graph.EdgeFilter{After: after, Limit: 2})
			if len(page) == 0 {
				break
			}
			ids = append(ids, edgeIDs(page))
			after = page[len(page)-1].ID
			// What is written between pages neither repeats nor hides what is there.
			k.apply(put(node("local:firm", graph.KindEnterprise, "精工机械"+string(after))), putEdge(edge(graph.RelPartOf, graph.ID("e:0"+after.Value()), "local:unit", "local:firm")))
		}
		equal(k, "pages", ids, []string{"e:a e:c1", "e:c2 e:p", "e:self e:t"})
	}},
}
