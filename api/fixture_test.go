package api_test

import (
	_ "embed"
	"encoding/json"
	"net/url"
	"testing"

	"chuangmai/graph"
)

// The fixture, with who sees what:
//
//	uni 大学 ──COLLABORATES_WITH── firm 企业 (public; one edge of each visibility)
//	 │ │ └─COLLABORATES_WITH─ hidden 研究院 (members)
//	 │ └───OWNS─ ct 工业CT (public, open) ─OPEN_TO─ …
//	 └─────PARTICIPATES_IN─ pact 项目 (parties)
//	old 中心 was valid until 2020, coming 中心 from 2090; made 企业 is synthetic
//	id 苏州:检测 has a colon and Chinese characters in its value
const (
	idUni    = "local:uni"
	idFirm   = "local:firm"
	idHidden = "local:hidden"
	idPact   = "local:pact"
	idCT     = "local:ct"
	idOld    = "local:old"
	idComing = "local:coming"
	idMade   = "local:made"
	idOdd    = "local:苏州:检测(1)"

	edgePublic  = "collaborates_with:public"
	edgeMembers = "collaborates_with:members"
	edgeParties = "collaborates_with:parties"
	edgeHidden  = "collaborates_with:hidden"
)

//go:embed testdata/fixture.json
var fixtureJSON []byte

// fixture returns the items of the small network.
func fixture(tb testing.TB) []graph.Item {
	tb.Helper()
	var rows []struct {
		Node *graph.Node `json:"node"`
		Edge *graph.Edge `json:"edge"`
	}
	if err := json.Unmarshal(fixtureJSON, &rows); err != nil {
		tb.Fatal(err)
	}
	items := make([]graph.Item, len(rows))
	for i, row := range rows {
		if row.Node != nil {
			row.Node.Normalise()
			items[i] = graph.Item{Op: graph.OpPutNode, Node: row.Node}
		} else {
			row.Edge.Normalise()
			items[i] = graph.Item{Op: graph.OpPutEdge, Edge: row.Edge}
		}
	}
	return items
}

// nodePath is the path of a node.
func nodePath(id string) string { return "/api/v1/nodes/" + url.PathEscape(id) }

// edgePath is the path of an edge.
func edgePath(relation, id string) string {
	return "/api/v1/edges/" + relation + "/" + url.PathEscape(id)
}
