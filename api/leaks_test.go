package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// secrets are records that stand beside those of the fixture: hidden, ended and coming
// ones, with words that nothing else has and edges to what everybody sees.
func secrets() []graph.Item {
	var items []graph.Item
	node := func(id string, kind graph.Kind, name string, c graph.Common) {
		c.Sources = []graph.Source{{Title: "内部", Seen: date("2026-01")}}
		c.Properties = graph.Properties{"summary": "石墨烯激光焊接与无损检测"}
		n := &graph.Node{ID: graph.ID(id), Kind: kind, Name: name, Region: "320500", Common: c}
		n.Normalise()
		items = append(items, graph.Item{Op: graph.OpPutNode, Node: n})
	}
	edge := func(id string, r graph.Relation, from, to string, c graph.Common, p graph.Properties) {
		c.Sources, c.Properties = []graph.Source{{Title: "内部"}}, p
		e := &graph.Edge{ID: graph.ID(id), Relation: r, From: graph.ID(from), To: graph.ID(to), Common: c}
		e.Normalise()
		items = append(items, graph.Item{Op: graph.OpPutEdge, Edge: e})
	}
	ended, coming := graph.Common{ValidTo: date("2020-06")}, graph.Common{ValidFrom: date("2090")}
	members, parties := graph.Common{Visibility: graph.VisibilityMembers}, graph.Common{Visibility: graph.VisibilityParties}
	for i, c := range []graph.Common{ended, coming, members, parties} {
		hub, gauge, key := fmt.Sprint("local:secret-hub-", i), fmt.Sprint("local:secret-gauge-", i), fmt.Sprint("secret-", i)
		node(hub, graph.KindCenter, fmt.Sprint("石墨烯中心", i), c)
		node(gauge, graph.KindEquipment, fmt.Sprint("石墨烯仪器", i), c)
		edge("owns:"+key, "OWNS", idUni, gauge, c, nil)
		edge("owns:open-"+key, "OWNS", hub, idCT, graph.Common{}, nil) // what is hidden at one end alone
		edge("collaborates_with:"+key, "COLLABORATES_WITH", idUni, idMade, c, graph.Properties{"mode": "joint_rd", "topic": "石墨烯"})
		edge("collaborates_with:open-"+key, "COLLABORATES_WITH", idFirm, hub, graph.Common{}, graph.Properties{"mode": "joint_rd"})
	}
	return items
}

func date(text string) graph.Date {
	d, err := graph.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// sharedWith returns the items that an audience sees on a day, and the ids of the nodes
// that it does not.
func sharedWith(items []graph.Item, sees func(graph.Common) bool) (seen []graph.Item, hidden []graph.ID) {
	for _, it := range items {
		if it.Op == graph.OpPutNode && !sees(it.Node.Common) {
			hidden = append(hidden, it.Node.ID)
		}
	}
	for _, it := range items {
		switch {
		case it.Op == graph.OpPutNode && sees(it.Node.Common):
			seen = append(seen, it)
		case it.Op == graph.OpPutEdge && sees(it.Edge.Common) && !slices.Contains(hidden, it.Edge.From) && !slices.Contains(hidden, it.Edge.To):
			seen = append(seen, it)
		}
	}
	return seen, hidden
}

// counters are what tells that something was written, but not what.
var counters = regexp.MustCompile(`"(took_ms|revision|reaches|request_id|at)":("[^"]*"|[0-9.e-]+)`)

// TestNothingLeaks holds two services side by side: one whose network has records that a
// caller may not see or that are not valid on the day, and one that never had them. To
// that caller both give the same bytes, whatever is asked.
func TestNothingLeaks(t *testing.T) {
	items := append(fixture(t), secrets()...)
	full := newKitOf(t, items, nil)
	for _, id := range []string{idHidden, idPact, "local:secret-hub-2", "local:secret-gauge-3"} {
		full.want(full.get(nodePath(id), editorToken), 200) // there is something to hide
	}
	for name, c := range map[string]struct {
		role, asOf string
		day        string
		visible    []graph.Visibility
	}{
		"reader today":     {"reader", "", "2030-01-01", []graph.Visibility{graph.VisibilityPublic}},
		"member today":     {"member", "", "2030-01-01", []graph.Visibility{graph.VisibilityPublic, graph.VisibilityMembers}},
		"editor today":     {"editor", "", "2030-01-01", []graph.Visibility{graph.VisibilityPublic, graph.VisibilityMembers, graph.VisibilityParties}},
		"member in 2091":   {"member", "2091", "2091-12-31", []graph.Visibility{graph.VisibilityPublic, graph.VisibilityMembers}},
		"public on a day":  {"", "2020-06-30", "2020-06-30", []graph.Visibility{graph.VisibilityPublic}},
		"public day after": {"", "2020-07-01", "2020-07-01", []graph.Visibility{graph.VisibilityPublic}},
	} {
		t.Run(name, func(t *testing.T) {
			day := date(c.day).First()
			seen, hidden := sharedWith(items, func(r graph.Common) bool {
				return (r.Visibility == "" || slices.Contains(c.visible, r.Visibility)) && r.ValidFrom.First() <= day && day <= r.ValidTo.Last()
			})
			if len(hidden) == 0 || len(seen) == 0 {
				t.Fatalf("%d items are seen, %d nodes are hidden", len(seen), len(hidden))
			}
			bare, all := newKitOf(t, seen, nil), full.in(t)
			answers := 0
			for _, q := range readings(seen, hidden, c.asOf, tokenOf(c.role)) {
				want, got := bare.do(q), all.do(q)
				if want.status == http.StatusOK {
					answers++
				}
				a, b := counters.ReplaceAllString(string(want.body), ""), counters.ReplaceAllString(string(got.body), "")
				if want.status != got.status || a != b {
					t.Errorf("%s %s %s: without the hidden records %d, with them %d\n%s", q.method, q.path, q.body, want.status, got.status, cmp.Diff(a, b))
				}
			}
			if answers < 60 {
				t.Errorf("only %d requests have an answer", answers)
			}
		})
	}
}

// readings lists requests to every operation that reads, about records that are there and
// records that are not.
func readings(seen []graph.Item, hidden []graph.ID, asOf, token string) []request {
	var out []request
	get := func(path string, query ...string) {
		values := url.Values{}
		for i := 0; i+1 < len(query); i += 2 {
			values.Add(query[i], query[i+1])
		}
		if asOf != "" {
			values.Set("as_of", asOf)
		}
		out = append(out, request{method: http.MethodGet, path: path + "?" + values.Encode(), token: token})
	}
	post := func(path, body string) {
		if asOf != "" {
			path += "?as_of=" + asOf
		}
		out = append(out, request{method: http.MethodPost, path: path, token: token, body: body})
	}
	for _, words := range []string{"焊接", "石墨烯", "检测", "shimoxi", "Welding", "石墨烯中心", "激光研究院", "local:secret-hub-2"} {
		get("/api/v1/search", "q", words, "limit", "200")
		get("/api/v1/search", "q", words, "limit", "2", "kind", "equipment", "facts_only", "true")
		get("/api/v1/search", "q", words, "mode", "related", "region", "320500", "openness", "usable")
	}
	ids := slices.Clone(hidden)
	for _, it := range seen {
		if it.Op == graph.OpPutNode {
			ids = append(ids, it.Node.ID)
		} else {
			get(edgePath(string(it.Edge.Relation), string(it.Edge.ID)))
		}
	}
	for i := range 4 {
		get(edgePath("OWNS", fmt.Sprint("owns:secret-", i)))
		get(edgePath("OWNS", fmt.Sprint("owns:open-secret-", i)))
		get(edgePath("COLLABORATES_WITH", fmt.Sprint("collaborates_with:open-secret-", i)))
	}
	for _, id := range ids {
		path := nodePath(string(id))
		get(path)
		get(path+"/edges", "limit", "200")
		get(path+"/edges", "limit", "1", "direction", "in")
		get(path+"/neighbourhood", "depth", "2", "limit", "300")
		get(path+"/neighbourhood", "depth", "2", "limit", "4")
		get(path + "/history")
		get(path + "/contact")
		if slices.Contains(hidden, id) {
			post("/api/v1/recommendations", `{"text":"焊接","requester":"`+string(id)+`"}`)
		}
	}
	get("/api/v1/stats")
	get("/api/v1/nodes", "limit", "200")
	get("/api/v1/edges", "limit", "200")
	get("/api/v1/overview")
	get("/api/v1/data/health")
	for _, issue := range []string{"stale", "unsourced", "unlinked", "unmapped", "twins"} {
		get("/api/v1/data/health/"+issue, "limit", "200")
	}
	for _, hit := range []string{idCT, idHidden, "local:secret-hub-2"} {
		post("/api/v1/enquiries/text", `{"text":"石墨烯激光焊接","hit":"`+hit+`"}`)
	}
	get("/api/v1/changes")
	for _, path := range []string{"", "/partners", "/resources"} {
		for _, body := range []string{`{"text":"石墨烯激光焊接","limit":200}`, `{"text":"铝合金焊接气孔，要做无损检测，苏州附近","limit":2}`, `{"requester":"local:firm"}`} {
			post("/api/v1/recommendations"+path, body)
		}
	}
	post("/api/v1/needs/read", `{"text":"石墨烯激光焊接"}`)
	return out
}
