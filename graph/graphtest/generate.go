package graphtest

import (
	"time"

	"pgregory.net/rapid"

	"chuangmai/graph"
)

// Few ids, so that operations meet the same records again and again.
var (
	drawnNodes     = rapid.SampledFrom([]graph.ID{"local:a", "local:b", "local:c", "local:d", "local:A", "local:中", "uscc:1", "uscc:2"})
	drawnEdges     = rapid.SampledFrom([]graph.ID{"e:0", "e:1", "e:2", "e:3", "e:4", "e:5", "E:6", "part_of:7", "e:中"})
	drawnKinds     = rapid.SampledFrom([]graph.Kind{graph.KindTeam, graph.KindTeam, graph.KindTeam, graph.KindTalent})
	drawnRelations = rapid.SampledFrom([]graph.Relation{graph.RelPartOf, graph.RelPartOf, graph.RelPartOf, graph.RelOwns})
	drawnDates     = rapid.SampledFrom([]string{"", "", "2021", "2021-03", "2021-03-05"})
	drawnValues    = rapid.SampledFrom([]any{
		"", "甲", "a\"b\\c\n", int64(0), int64(1), int64(-7), 0.0, 1.0, 2.5, 1e-9, true, false,
		[]string{},
		[]string{"甲"},
		[]string{"乙", ""},
		[]int64{1},
		[]int64{1, 2},
		[]float64{1},
		[]bool{true, false},
	})
	operations = rapid.Custom(drawOperation)
)

func drawOperation(t *rapid.T) operation {
	op := operation{wait: time.Duration(rapid.IntRange(1, 300).Draw(t, "wait")) * time.Second}
	switch rapid.IntRange(0, 39).Draw(t, "operation") {
	case 0:
		op.trim = true
		op.keep = graph.Revision(rapid.IntRange(0, 30).Draw(t, "keep"))
		op.age = time.Duration(rapid.IntRange(0, 60).Draw(t, "age")) * time.Minute
	case 1:
		op.forget = rapid.SampledFrom([]string{"load-1", "load-2", "load-none"}).Draw(t, "forget")
	default:
		op.batch = drawBatch(t)
	}
	return op
}

func drawBatch(t *rapid.T) graph.Batch {
	b := graph.Batch{Actor: rapid.SampledFrom([]string{"", "editor", "编辑"}).Draw(t, "actor"), Reason: rapid.SampledFrom([]string{"", "why"}).Draw(t, "reason")}
	if rapid.IntRange(0, 9).Draw(t, "keyed") == 0 {
		b.Key = rapid.SampledFrom([]string{"k1", "k2", "K1"}).Draw(t, "key")
	}
	if rapid.IntRange(0, 2).Draw(t, "loaded") == 0 {
		b.Load = rapid.SampledFrom([]string{"load-1", "load-2"}).Draw(t, "load")
	}
	b.Items = rapid.SliceOfN(rapid.Custom(drawItem), 1, 6).Draw(t, "items")
	return b
}

func drawItem(t *rapid.T) graph.Item {
	var it graph.Item
	switch rapid.IntRange(0, 9).Draw(t, "op") {
	case 0, 1, 2, 3:
		n := drawNode(t)
		it = graph.Item{Op: graph.OpPutNode, Node: &n}
	case 4, 5, 6:
		e := drawEdge(t)
		it = graph.Item{Op: graph.OpPutEdge, Edge: &e}
	case 7:
		it = graph.Item{Op: graph.OpDeleteEdge, ID: drawnEdges.Draw(t, "edge"), Relation: drawnRelations.Draw(t, "relation")}
	default:
		it = graph.Item{Op: graph.OpDeleteNode, ID: drawnNodes.Draw(t, "node"), WithEdges: rapid.Bool().Draw(t, "with edges")}
	}
	if rapid.IntRange(0, 9).Draw(t, "expecting") == 0 {
		version := rapid.Int64Range(0, 3).Draw(t, "version")
		it.Expect = &version
	}
	return it
}

func drawNode(t *rapid.T) graph.Node {
	n := graph.Node{
		ID: drawnNodes.Draw(t, "id"), Kind: drawnKinds.Draw(t, "kind"), Name: rapid.SampledFrom([]string{"组", "队", "组'"}).Draw(t, "name"),
		NameEn: rapid.SampledFrom([]string{"", "Team"}).Draw(t, "name_en"), Region: rapid.SampledFrom([]string{"", "320500", "DE21"}).Draw(t, "region"),
		Aliases: rapid.SampledFrom([][]string{nil, {}, {"别名"}, {"b", "a"}}).Draw(t, "aliases"),
		Common:  drawCommon(t),
	}
	n.Normalise()
	return n
}

func drawEdge(t *rapid.T) graph.Edge {
	e := graph.Edge{
		ID: drawnEdges.Draw(t, "id"), Relation: drawnRelations.Draw(t, "relation"),
		From: drawnNodes.Draw(t, "from"), To: drawnNodes.Draw(t, "to"), Common: drawCommon(t),
	}
	e.Normalise()
	return e
}

func drawCommon(t *rapid.T) graph.Common {
	c := graph.Common{
		ValidFrom: graph.MustDate(drawnDates.Draw(t, "from")),
		Sources: rapid.SampledFrom([][]graph.Source{
			nil, {{Title: "名录"}}, {{Title: "名录"}, {Address: "https://example.org", Seen: graph.MustDate("2025-06"), Confidence: graph.ConfidenceLow, Mirror: true}},
		}).Draw(t, "sources"),
		Visibility: rapid.SampledFrom([]graph.Visibility{"", graph.VisibilityMembers, graph.VisibilityParties}).Draw(t, "visibility"),
		Synthetic:  rapid.Bool().Draw(t, "synthetic"),
	}
	for _, name := range []string{"a", "id", "name"} {
		if rapid.IntRange(0, 3).Draw(t, "has "+name) == 0 {
			if c.Properties == nil {
				c.Properties = make(graph.Properties)
			}
			c.Properties[name] = drawnValues.Draw(t, name)
		}
	}
	return c
}
