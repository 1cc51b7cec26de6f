package apply_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

var stamp = apply.Stamp{Version: 3, Revision: 17, Load: 2}

func drawCommon(t *rapid.T) graph.Common {
	date := rapid.SampledFrom([]string{"", "2021", "2021-03", "2021-03-05"})
	c := graph.Common{
		ValidFrom: graph.MustDate(date.Draw(t, "from")), ValidTo: graph.MustDate(date.Draw(t, "to")),
		Sources: rapid.SampledFrom([][]graph.Source{
			nil, {{Title: "名录 <1> & 2"}}, {{Title: "名录"}, {Address: "https://example.org/?a=1&b=2", Seen: graph.MustDate("2025-06"), Confidence: graph.ConfidenceLow, Mirror: true}},
		}).Draw(t, "sources"),
		Visibility: rapid.SampledFrom([]graph.Visibility{graph.VisibilityPublic, graph.VisibilityMembers, graph.VisibilityParties}).Draw(t, "visibility"),
		Synthetic:  rapid.Bool().Draw(t, "synthetic"),
		Properties: rapid.SampledFrom([]graph.Properties{
			nil,
			{"text": rapid.String().Draw(t, "text")},
			{"int": int64(9007199254740993), "float": 3.0, "bool": true, "none": []string{}, "texts": []string{"乙", ""}, "ints": []int64{3}, "floats": []float64{1, 2.5}},
		}).Draw(t, "properties"),
		Version: stamp.Version, Revision: stamp.Revision,
	}
	return c
}

// TestRows: a row, and the image of it, say all that the record does.
func TestRows(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := graph.Node{
			ID: "local:a", Kind: "team", Name: rapid.String().Draw(rt, "name"), NameEn: rapid.SampledFrom([]string{"", "Team \"A\""}).Draw(rt, "name_en"),
			Region: rapid.SampledFrom([]string{"", "320500"}).Draw(rt, "region"), Aliases: rapid.SampledFrom([][]string{nil, {"乙", "甲"}}).Draw(rt, "aliases"),
			Common: drawCommon(rt),
		}
		e := graph.Edge{ID: "e:1", Relation: "OWNS", From: "local:a", To: "local:b", Common: drawCommon(rt)}
		var last apply.Sources
		nodeRow, err := apply.RowOfNode(&n, &last)
		if err != nil {
			rt.Fatal(err)
		}
		edgeRow, err := apply.RowOfEdge(&e, &last)
		if err != nil {
			rt.Fatal(err)
		}
		node, err := nodeRow.Node(n.ID, stamp, decoded(rt, nodeRow.Sources))
		if diff := cmp.Diff(n, node, cmpopts.EquateComparable(graph.Date{})); diff != "" || err != nil {
			rt.Errorf("node (-was +have): %v\n%s", err, diff)
		}
		edge, err := edgeRow.Edge(e.ID, stamp, decoded(rt, edgeRow.Sources))
		if diff := cmp.Diff(e, edge, cmpopts.EquateComparable(graph.Date{})); diff != "" || err != nil {
			rt.Errorf("edge (-was +have): %v\n%s", err, diff)
		}
		sameImage(rt, nodeRow, n.ID, n)
		sameImage(rt, edgeRow, e.ID, e)
	})
}

func decoded(t *rapid.T, text string) []graph.Source {
	list, err := apply.DecodeSources(text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// sameImage compares an image with the JSON of the record.
func sameImage[R apply.Row, T any](t *rapid.T, r R, id graph.ID, record T) {
	image, err := r.Image(id, stamp)
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(image)); diff != "" {
		t.Errorf("image (-record +image):\n%s", diff)
	}
}

func TestDamagedRows(t *testing.T) {
	rows := map[string]apply.NodeRow{
		"aliases":    {Aliases: "["},
		"from":       {Facts: apply.Facts{ValidFrom: "soon"}},
		"to":         {Facts: apply.Facts{ValidTo: "2021-13"}},
		"properties": {Facts: apply.Facts{Properties: "{"}},
	}
	for name, r := range rows {
		if n, err := r.Node("local:a", stamp, nil); err == nil {
			t.Errorf("damaged %s: read as %v", name, n)
		}
	}
	edge := apply.EdgeRow{Facts: apply.Facts{ValidFrom: "soon"}}
	if e, err := edge.Edge("e:1", stamp, nil); err == nil {
		t.Errorf("damaged edge: read as %v", e)
	}
	if list, err := apply.DecodeSources("{"); err == nil {
		t.Errorf("damaged sources: read as %v", list)
	}
}

// TestSources: lists belong to who passed them in or got them.
func TestSources(t *testing.T) {
	var s apply.Sources
	list := []graph.Source{{Title: "甲"}}
	encode := func(want string) {
		t.Helper()
		if have, err := s.Encode(list); have != want || err != nil {
			t.Errorf("encoded %s, %v, want %s", have, err, want)
		}
	}
	encode(`[{"title":"甲"}]`)
	list[0].Title = "乙"
	encode(`[{"title":"乙"}]`)
	got, err := s.Decode(`[{"title":"乙"}]`)
	if err != nil {
		t.Fatal(err)
	}
	got[0].Title = "丙"
	encode(`[{"title":"乙"}]`)
	list = nil
	encode("")
	if got, err := s.Decode(""); got != nil || err != nil {
		t.Errorf("decoded %v, %v, want none", got, err)
	}
	if got, err := s.Decode("["); err == nil {
		t.Errorf("decoded %v", got)
	}
}
