package graphtest

import (
	"math"
	"strings"

	"chuangmai/graph"
)

var valueCases = []scenario{
	{"EveryFieldComesBack", func(k *kit) {
		n := node("local:full", graph.KindEnterprise, "全字段公司", func(n *graph.Node) {
			n.NameEn, n.Region = "Full Fields Ltd", "320500"
			n.Aliases = []string{"全司", "Full", "b", "a"}
			n.ValidFrom, n.ValidTo = graph.MustDate("2021-03"), graph.MustDate("2024")
			n.Sources = []graph.Source{
				{Title: "名录", Address: "https://example.org/a?b=c", Seen: graph.MustDate("2025-06-01"), Confidence: graph.ConfidenceHigh},
				{Address: "https://mirror.example.org", Mirror: true, Confidence: graph.ConfidenceLow},
				{Title: "口述", Seen: graph.MustDate("2025")},
			}
			n.Visibility, n.Synthetic = graph.VisibilityParties, true
			n.Properties = graph.Properties{"summary": "简介", "staff": int64(12), "share": 0.25, "sme": true, "tags": []string{"乙", "甲"}}
		})
		revision := k.apply(put(n))
		n.Version, n.Revision = 1, revision
		equal(k, "node", k.node(n.ID), n)
		e := edge(graph.RelOwns, "e:full", n.ID, n.ID, func(e *graph.Edge) { e.Common = n.Common })
		revision = k.apply(putEdge(e))
		e.Version, e.Revision = 1, revision
		equal(k, "edge", k.edge(graph.RelOwns, "e:full"), e)
		equal(k, "streamed node", k.nodes(graph.NodeFilter{AnyOrder: true}), []graph.Node{n})
		equal(k, "streamed edge", k.edges(graph.EdgeFilter{AnyOrder: true}), []graph.Edge{e})
		equal(k, "after-image", k.changes(revision - 1)[0].Edge, &e)
	}},
	{"EmptyIsNotAbsent", func(k *kit) {
		k.apply(put(node("local:a", graph.KindTeam, "组", with(graph.Properties{"note": "", "tags": []string{}}))))
		equal(k, "properties", k.node("local:a").Properties, graph.Properties{"note": "", "tags": []string{}})
		k.apply(put(node("local:a", graph.KindTeam, "组", with(graph.Properties{"tags": []string{}}))))
		k.apply(put(node("local:a", graph.KindTeam, "组", with(graph.Properties{}))))
		equal(k, "without properties", k.node("local:a").Properties, graph.Properties(nil))
		equal(k, "version", k.node("local:a").Version, int64(3))
		head := k.head()
		n := node("local:a", graph.KindTeam, "组")
		n.Aliases, n.Properties = []string{}, graph.Properties{}
		equal(k, "empty lists of the record are absent ones", k.apply(put(n)), head)
	}},
	{"IntegerIsNotFloat", func(k *kit) {
		ints := graph.Properties{"a": int64(1), "b": []int64{1, 2}, "c": int64(math.MaxInt64), "d": int64(math.MinInt64), "e": int64(1<<53 + 1), "f": int64(0)}
		floats := graph.Properties{
			"a": 1.0, "b": []float64{1, 2.5}, "c": 1e300, "d": 5e-324, "e": -0.5, "f": math.MaxFloat64, "g": 1e21, "h": 0.1, "i": 100000000000000000.0,
		}
		k.apply(put(node("local:a", graph.KindTeam, "组", with(ints))))
		equal(k, "integers", k.node("local:a").Properties, ints)
		k.apply(put(node("local:a", graph.KindTeam, "组", with(floats))))
		equal(k, "floats", k.node("local:a").Properties, floats)
		k.apply(put(node("local:a", graph.KindTeam, "组", with(graph.Properties{"a": int64(1)}))))
		equal(k, "1 after 1.0", k.apply(put(node("local:a", graph.KindTeam, "组", with(graph.Properties{"a": 1.0})))), graph.Revision(4))
		equal(k, "1.0", k.node("local:a").Properties, graph.Properties{"a": 1.0})
	}},
	{"Lists", func(k *kit) {
		props := graph.Properties{
			"one": []string{"甲"}, "many": []string{"", "甲", "甲", "乙"}, "ints": []int64{3, 1, 2}, "floats": []float64{2, 1},
			"bools": []bool{true, false}, "single": "甲", "one_int": []int64{1}, "one_float": []float64{1},
		}
		k.apply(put(node("local:a", graph.KindTeam, "组", with(props))))
		equal(k, "lists", k.node("local:a").Properties, props)
		k.apply(put(node("local:a", graph.KindTeam, "组", with(graph.Properties{"x": []int64{}, "y": []bool{}, "z": []float64{}}))))
		equal(k, "empty lists", k.node("local:a").Properties, graph.Properties{"x": []string{}, "y": []string{}, "z": []string{}})
	}},
	{"PropertyNamesOfFields", func(k *kit) {
		// Names a store may use itself must be free for properties.
		props := graph.Properties{}
		for _, name := range []string{
			"id", "kind", "relation", "name", "name_en", "aliases", "region", "from", "to", "src", "dst", "valid_from", "valid_to", "sources", "visibility",
			"synthetic", "properties", "version", "revision", "load", "type", "labels", "element_id", "seq", "n", "e", "a",
		} {
			props[name] = "属性" + name
		}
		k.apply(put(node("local:a", graph.KindTeam, "组", with(props))))
		equal(k, "node", k.node("local:a").Properties, props)
		equal(k, "name", k.node("local:a").Name, "组")
		k.apply(putEdge(edge(graph.RelPartOf, "e:1", "local:a", "local:a", func(e *graph.Edge) { e.Properties = props })))
		equal(k, "edge", k.edge(graph.RelPartOf, "e:1").Properties, props)
	}},
	{"PartialDates", func(k *kit) {
		for i, dates := range [][2]string{{"", ""}, {"2021", ""}, {"2021-03", "2021-03"}, {"2021-03-05", "2021"}, {"", "2024-02-29"}, {"1000", "9999-12-31"}} {
			from, to := graph.MustDate(dates[0]), graph.MustDate(dates[1])
			k.apply(put(node("local:a", graph.KindTeam, "组", func(n *graph.Node) { n.ValidFrom, n.ValidTo = from, to })))
			n := k.node("local:a")
			equal(k, "dates", [2]string{n.ValidFrom.String(), n.ValidTo.String()}, dates)
			equal(k, "version", n.Version, int64(i+1))
		}
		_, err := k.try(put(node("local:a", graph.KindTeam, "组", func(n *graph.Node) { n.ValidFrom, n.ValidTo = graph.MustDate("2022"), graph.MustDate("2021") })))
		k.problems(err, "/items/0/node/valid_to "+graph.CodeDateOrder)
	}},
	{"Texts", func(k *kit) {
		for _, text := range []string{
			"a\nb\tc\r\nd", " both ends ", "引号\"'`", `\u0041 \n`, "<script>&amp;", "😀\u200d👩", "\u2028\u2029", "null", "1", "true", "[]", "{}",
			strings.Repeat("长", graph.MaxText),
		} {
			k.apply(put(node("local:a", graph.KindTeam, "组", with(graph.Properties{"note": text}))))
			equal(k, "text", k.node("local:a").Properties.Text("note"), text)
		}
	}},
	{"UnknownToTheSchema", func(k *kit) {
		k.apply(put(node("local:a", "spaceship", "船", with(graph.Properties{"warp": 9.5}))), putEdge(edge("ORBITS", "e:1", "local:a", "local:a")))
		equal(k, "kind", nodeIDs(k.nodes(graph.NodeFilter{Kinds: []graph.Kind{"spaceship"}})), "local:a")
		equal(k, "relation", k.edge("ORBITS", "e:1").Relation, graph.Relation("ORBITS"))
	}},
	{"VersionAndRevisionAreTheStores", func(k *kit) {
		n := node("local:a", graph.KindTeam, "组")
		n.Version, n.Revision = 77, 99
		k.apply(put(n))
		equal(k, "version", k.node("local:a").Version, int64(1))
		equal(k, "revision", k.node("local:a").Revision, graph.Revision(1))
		n.Version = 5
		equal(k, "equal but for its version", k.apply(put(n)), graph.Revision(1))
	}},
	{"RecordsAreCopies", func(k *kit) {
		n := node("local:a", graph.KindTeam, "组", func(n *graph.Node) {
			n.Aliases = []string{"别名"}
			n.Properties = graph.Properties{"tags": []string{"甲"}}
		})
		k.apply(put(n))
		equal(k, "the batch's record", n.Version, int64(0))
		spoil := func(n graph.Node) {
			n.Aliases[0], n.Sources[0].Title = "坏", "坏"
			n.Properties.Texts("tags")[0] = "坏"
			n.Properties["note"] = "坏"
		}
		spoil(n)
		for range 2 {
			for _, have := range append(k.nodes(graph.NodeFilter{AnyOrder: true}), k.node("local:a"), *k.changes(0)[0].Node) {
				equal(k, "aliases", have.Aliases, []string{"别名"})
				equal(k, "sources", have.Sources, []graph.Source{{Title: "测试"}})
				equal(k, "properties", have.Properties, graph.Properties{"tags": []string{"甲"}})
				spoil(have)
			}
		}
	}},
}
