package graphtest

import (
	"strings"

	"chuangmai/graph"
)

var idCases = []scenario{
	{"CaseDistinguishes", func(k *kit) {
		k.apply(put(node("local:Ab", graph.KindTeam, "甲")), put(node("local:aB", graph.KindTeam, "乙")),
			put(node("local:ab", graph.KindTeam, "丙")), put(node("local:AB", graph.KindTeam, "丁")))
		equal(k, "nodes", nodeIDs(k.nodes(graph.NodeFilter{})), "local:AB local:Ab local:aB local:ab")
		equal(k, "name", k.node("local:aB").Name, "乙")
		k.apply(del("local:Ab"))
		equal(k, "nodes after a delete", nodeIDs(k.nodes(graph.NodeFilter{})), "local:AB local:aB local:ab")
		k.apply(putEdge(edge(graph.RelPartOf, "e:X", "local:aB", "local:ab")), putEdge(edge(graph.RelPartOf, "e:x", "local:aB", "local:ab")))
		equal(k, "edges", edgeIDs(k.edges(graph.EdgeFilter{From: "local:aB"})), "e:X e:x")
		equal(k, "edges of another case", edgeIDs(k.edges(graph.EdgeFilter{Touching: "local:AB"})), "")
	}},
	{"LookAlikesDistinguish", func(k *kit) {
		// Pairs that collations and compatibility forms take for the same.
		ids := []graph.ID{
			"local:1", "local:１", "local:ss", "local:ß", "local:i", "local:ı", "local:e", "local:é", "local:a", "local:\u0430",
			"local:㎏", "local:kg", "local:汉", "local:漢", "local:ab", "local:a-b", "local:a.b", "local:a_b", "local:a*b", "local:[ab]",
		}
		var items []graph.Item
		for _, id := range ids {
			items = append(items, put(node(id, graph.KindTeam, "名"+string(id))))
		}
		k.apply(items...)
		for _, id := range ids {
			equal(k, "name of "+string(id), k.node(id).Name, "名"+string(id))
			equal(k, "filter by "+string(id), nodeIDs(k.nodes(graph.NodeFilter{IDs: []graph.ID{id}})), string(id))
		}
		equal(k, "count", len(k.nodes(graph.NodeFilter{})), len(ids))
	}},
	{"BytesOrder", func(k *kit) {
		// U+FF61 comes before U+1F600 in UTF-8 and after it in UTF-16.
		want := []graph.ID{"a:z", "b:Z", "b:a", "b:z", "b:é", "b:中", "b:｡", "b:😀", "c:0"}
		for i := range want {
			k.apply(put(node(want[(i*4)%len(want)], graph.KindTeam, "组")))
		}
		var text []string
		for _, id := range want {
			text = append(text, string(id))
		}
		equal(k, "order", nodeIDs(k.nodes(graph.NodeFilter{})), strings.Join(text, " "))
		equal(k, "after", nodeIDs(k.nodes(graph.NodeFilter{After: "b:é", Limit: 2})), "b:中 b:｡")
		var edges []graph.Item
		for _, id := range want {
			edges = append(edges, putEdge(edge(graph.RelPartOf, "p_"+id, "a:z", "c:0")))
		}
		k.apply(edges...)
		equal(k, "order of edges", edgeIDs(k.edges(graph.EdgeFilter{})), "p_"+strings.Join(text, " p_"))
	}},
	{"SpecialCharacters", func(k *kit) {
		id := graph.ID("local:a'b\"c`d{e}$f;--(g)[h]|i^j~k&l<m>n=o+p,q!r@s")
		name := "'; DROP TABLE node; --\n\"`{}$\\ \t<b>&amp;"
		k.apply(put(node(id, graph.KindTeam, "x"+name+"y")), put(node("local:b", graph.KindTeam, "乙")))
		equal(k, "name", k.node(id).Name, "x"+name+"y")
		k.apply(putEdge(edge(graph.RelPartOf, graph.ID("e:"+id.Value()), id, "local:b")))
		equal(k, "edge", edgeIDs(k.edges(graph.EdgeFilter{From: id})), "e:"+id.Value())
		k.apply(delWithEdges(id))
		equal(k, "left", nodeIDs(k.nodes(graph.NodeFilter{})), "local:b")
	}},
	{"Refused", func(k *kit) {
		before := k.dump()
		for id, code := range map[graph.ID]string{
			"":               graph.CodeMissing,
			"local":          graph.CodeBadIDScheme,
			":x":             graph.CodeBadIDScheme,
			"Local:x":        graph.CodeBadIDScheme,
			"1a:x":           graph.CodeBadIDScheme,
			"lo_cal:x":       graph.CodeBadIDScheme,
			"local:":         graph.CodeBadIDValue,
			"local:a b":      graph.CodeBadIDValue,
			"local:a\u00a0b": graph.CodeBadIDValue,
			"local:a\u3000b": graph.CodeBadIDValue,
			"local:a\x00b":   graph.CodeBadIDValue,
			"local:a\nb":     graph.CodeBadIDValue,
			"local:a/b":      graph.CodeBadIDValue,
			"local:a?b":      graph.CodeBadIDValue,
			"local:a#b":      graph.CodeBadIDValue,
			"local:a%b":      graph.CodeBadIDValue,
			`local:a\b`:      graph.CodeBadIDValue,
			"local:e\u0301":  graph.CodeBadIDForm,
			"local:\xff":     graph.CodeBadIDForm,
			graph.ID("local:" + strings.Repeat("中", 201)): graph.CodeTooLong,
		} {
			_, err := k.try(put(graph.Node{ID: id, Kind: graph.KindTeam, Name: "组", Common: graph.Common{Visibility: graph.VisibilityPublic}}))
			k.problems(err, "/items/0/node/id "+code)
			k.fails(err, graph.ErrInvalid, before)
		}
	}},
	{"LongestAllowed", func(k *kit) {
		long := graph.ID("local:" + strings.Repeat("中", graph.MaxIDValue))
		k.apply(put(node(long, graph.KindTeam, strings.Repeat("名", graph.MaxName))), put(node(long[:len(long)-3], graph.KindTeam, "短")))
		equal(k, "name", k.node(long).Name, strings.Repeat("名", graph.MaxName))
	}},
	{"EdgeSchemesMayHoldUnderscores", func(k *kit) {
		k.apply(small()...)
		generated := edge(graph.RelCollaboratesWith, "", "local:firm", "local:team")
		k.apply(putEdge(generated))
		equal(k, "scheme", generated.ID.Scheme(), "collaborates_with")
		equal(k, "edge", k.edge(graph.RelCollaboratesWith, generated.ID).To, graph.ID("local:team"))
	}},
}
