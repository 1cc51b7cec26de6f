package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"chuangmai/api"
	"chuangmai/graph"
)

func put(path, body string, header ...string) request {
	return write(http.MethodPut, path, body, header...)
}

// write is a request of the editor; header alternates names and values.
func write(method, path, body string, header ...string) request {
	q := request{method: method, path: path, body: body, token: editorToken, header: make(map[string]string)}
	for i := 0; i+1 < len(header); i += 2 {
		q.header[header[i]] = header[i+1]
	}
	return q
}

// TestNodeLife: a node is made, read, changed, patched and deleted, each write seen by the
// next read.
func TestNodeLife(t *testing.T) {
	k := newKit(t, nil)
	path := nodePath("local:新:a(1)")
	const body = `{"id":"local:新:a(1)","kind":"team","name":"  激光团队 ","properties":{"expertise":["激光焊接"],"size":3}}`

	k.want(k.do(put(path, body)), 428)
	k.want(k.do(put(path, body, "If-Match", `"1"`)), 412)
	k.want(k.do(put(path, body, "If-Match", `*`)), 412)
	r := k.want(k.do(put(path+"?reason=%E6%96%B0%E5%BB%BA", body, "If-None-Match", "*")), 201)
	made := decode[api.NodeReceipt](t, r)
	if !made.Visible || made.Node.Name != "激光团队" || made.Node.Version != 1 || r.header.Get("Etag") != `"1"` || made.Node.Visibility != "public" {
		t.Errorf("made: %+v, etag %s", made, r.header.Get("Etag"))
	}
	if len(made.Node.Sources) != 1 || made.Node.Sources[0].Title != "API test editor" {
		t.Errorf("sources: %+v", made.Node.Sources)
	}
	k.want(k.do(put(path, body, "If-None-Match", "*")), 412)
	seen := decode[api.NodeAnswer](t, k.want(k.get(path, ""), 200))
	if seen.Revision < made.Revision {
		t.Errorf("read at %d after a write at %d", seen.Revision, made.Revision)
	}
	if found := k.want(k.get("/api/v1/search?q=激光团队", ""), 200); !strings.Contains(string(found.body), "local:新:a(1)") {
		t.Errorf("not found: %s", found.body)
	}

	r = k.want(k.do(write(http.MethodPatch, path, `{"name_en":"Laser team","properties":{"size":null,"expertise":["激光焊接","切割"]}}`, "If-Match", `"1"`)), 200)
	patched := decode[api.NodeReceipt](t, r)
	if patched.Node.NameEn != "Laser team" || patched.Node.Properties["size"] != nil || len(patched.Node.Properties.Texts("expertise")) != 2 || r.header.Get("Etag") != `"2"` {
		t.Errorf("patched: %+v", patched)
	}
	k.want(k.do(write(http.MethodPatch, path, `{"name_en":"x"}`, "If-Match", `"1"`)), 412)
	k.want(k.do(write(http.MethodPatch, path, `{"name_en":"x"}`)), 428)

	k.want(k.do(put(path, strings.Replace(body, "激光团队", "激光焊接团队", 1), "If-Match", `"2"`)), 200)
	k.want(k.do(put(path, strings.Replace(body, "激光团队", "激光焊接团队", 1), "If-Match", `*`)), 200) // nothing new
	past := decode[api.HistoryPage](t, k.want(k.get(path+"/history?limit=2", editorToken), 200))
	if len(past.Items) != 2 || past.Items[0].Version != 3 || past.Items[1].Version != 2 || past.Total != 3 || past.Complete || past.Next == "" {
		t.Errorf("history: %+v", past)
	}
	past = decode[api.HistoryPage](t, k.want(k.get(path+"/history?limit=2&cursor="+past.Next, editorToken), 200))
	if len(past.Items) != 1 || past.Items[0].Version != 1 || past.Items[0].Reason != "新建" || past.Items[0].Actor != "test editor" || !past.Complete || past.Next != "" {
		t.Errorf("history, second page: %+v", past)
	}

	k.want(k.do(write(http.MethodDelete, path, "")), 428)
	r = k.want(k.do(write(http.MethodDelete, path, "", "If-Match", `"3"`)), 422) // it has derived edges
	if !strings.Contains(string(r.body), `"parameter":"id"`) || !strings.Contains(string(r.body), "has_edges") {
		t.Errorf("%s", r.body)
	}
	k.want(k.do(write(http.MethodDelete, path+"?with_edges=true", "", "If-Match", `"2"`)), 412)
	gone := decode[api.Receipt](t, k.want(k.do(write(http.MethodDelete, path+"?with_edges=true", "", "If-Match", `"3"`)), 200))
	if !gone.Visible {
		t.Errorf("deleted: %+v", gone)
	}
	k.want(k.get(path, editorToken), 404)
	if status := k.do(write(http.MethodDelete, path, "", "If-Match", `"3"`)).status; status != 412 && status != 404 {
		t.Errorf("deleting twice: %d", status)
	}
}

// TestEdgeLife is the same for an edge.
func TestEdgeLife(t *testing.T) {
	k := newKit(t, nil)
	path := edgePath("COLLABORATES_WITH", "collaborates_with:新")
	const body = `{"id":"collaborates_with:新","relation":"COLLABORATES_WITH","from":"local:uni","to":"local:made","valid_from":"2024","properties":{"mode":"joint_rd","amount":3}}`
	k.want(k.do(put(path, body)), 428)
	r := k.want(k.do(put(path, body, "If-None-Match", "*")), 201)
	made := decode[api.EdgeReceipt](t, r)
	if !made.Visible || made.Edge.Properties["amount"] != 3.0 || r.header.Get("Etag") != `"1"` {
		t.Errorf("made: %+v", made)
	}
	if list := k.want(k.get(nodePath(idMade)+"/edges?relation=COLLABORATES_WITH", ""), 200); !strings.Contains(string(list.body), "collaborates_with:新") {
		t.Errorf("not listed: %s", list.body)
	}
	patched := decode[api.EdgeReceipt](t, k.want(k.do(write(http.MethodPatch, path, `{"valid_to":"2025-06","properties":{"topic":"焊接"}}`, "If-Match", `"1"`)), 200))
	if patched.Edge.ValidTo.String() != "2025-06" || patched.Edge.Properties.Text("topic") != "焊接" || patched.Edge.Properties.Text("mode") != "joint_rd" {
		t.Errorf("patched: %+v", patched)
	}
	k.want(k.get(path, ""), 404) // it has ended
	k.want(k.get(path+"?as_of=2025", ""), 404)
	k.want(k.get(path+"?as_of=2025-01", ""), 200)
	k.want(k.do(put(path, body, "If-Match", `"2"`)), 200)
	k.want(k.do(write(http.MethodDelete, path, "", "If-Match", `"3"`)), 200)
	k.want(k.get(path, ""), 404)
}

var writeScenarios = []scenario{
	{name: "another id in the body", request: put(nodePath("local:a"), `{"id":"local:b","kind":"team","name":"x"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/id"`, "mismatch"}},
	{name: "another relation in the body", request: put(edgePath("OWNS", "owns:x"), `{"id":"owns:x","relation":"LEADS","from":"local:uni","to":"local:ct"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/relation"`}},
	{name: "an unknown kind", request: put(nodePath("local:a"), `{"id":"local:a","kind":"teem","name":"x"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/kind"`, `"nearest":"team"`}},
	{name: "a kind that changes", request: put(nodePath(idUni), `{"id":"local:uni","kind":"institute","name":"x"}`, "If-Match", `"1"`), status: 422, holds: []string{`"pointer":"/kind"`, "other_kind"}},
	{name: "a property of the wrong type", request: put(nodePath("local:a"), `{"id":"local:a","kind":"team","name":"x","properties":{"size":"large"}}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/properties/size"`}},
	{name: "a value outside its vocabulary", request: put(nodePath("local:a"), `{"id":"local:a","kind":"talent","name":"x","properties":{"track":"singing"}}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/properties/track"`, "unknown_term"}},
	{name: "a date that ends before it begins", request: put(nodePath("local:a"), `{"id":"local:a","kind":"team","name":"x","valid_from":"2024","valid_to":"2020"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/valid_to"`, "date_order"}},
	{name: "a region nobody knows", request: put(nodePath("local:a"), `{"id":"local:a","kind":"team","name":"x","region":"苏州"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/region"`}},
	{name: "an end that does not exist", request: put(edgePath("OWNS", "owns:x"), `{"id":"owns:x","relation":"OWNS","from":"local:uni","to":"local:nothing"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/to"`, "unknown_node"}},
	{name: "an end of the wrong kind", request: put(edgePath("OWNS", "owns:x"), `{"id":"owns:x","relation":"OWNS","from":"local:ct","to":"local:uni"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/from"`, `"pointer":"/to"`, "wrong_end"}},
	{name: "an id under another relation", request: put(edgePath("LEADS", edgePublic), `{"id":"collaborates_with:public","relation":"LEADS","from":"local:uni","to":"local:firm"}`, "If-None-Match", "*"), status: 422, holds: []string{`"pointer":"/relation"`, "other_relation"}},
	{name: "a patch that breaks the record", request: write(http.MethodPatch, nodePath(idUni), `{"name":null,"colour":"red","sources":[{"mirror":1}]}`, "If-Match", `"1"`), status: 422, holds: []string{`"pointer":"/name"`, `"pointer":"/colour"`, `"pointer":"/sources/0/mirror"`}},
	{name: "a patch that renames the id", request: write(http.MethodPatch, nodePath(idUni), `{"id":"local:other"}`, "If-Match", `"1"`), status: 422, holds: []string{`"pointer":"/id"`}},
	{name: "a patch of nothing", request: write(http.MethodPatch, nodePath(idUni), `{}`, "If-Match", `"1"`), status: 422, holds: []string{`"pointer":""`, "too_few"}},
	{name: "a patch of no record", request: write(http.MethodPatch, nodePath("local:nobody"), `{"name":"x"}`, "If-Match", `"1"`), status: 404},
	{name: "a patch as plain JSON", request: write(http.MethodPatch, nodePath(idUni), `{"name":"x"}`, "If-Match", `"1"`, "Content-Type", "application/json"), status: 415, headers: map[string]string{"Accept": "application/merge-patch+json"}},
	{name: "both headers", request: put(nodePath(idUni), `{"id":"local:uni","kind":"university","name":"x"}`, "If-Match", `"1"`, "If-None-Match", "*"), status: 400, holds: []string{`"parameter":"If-None-Match"`}},
	{name: "a version without quotation marks", request: put(nodePath(idUni), `{"id":"local:uni","kind":"university","name":"x"}`, "If-Match", `1`), status: 400, holds: []string{`"parameter":"If-Match"`, "bad_etag"}},
	{name: "a weak version", request: put(nodePath(idUni), `{"id":"local:uni","kind":"university","name":"x"}`, "If-Match", `W/"1"`), status: 400},
	{name: "a version that is not there yet", request: put(nodePath(idUni), `{"id":"local:uni","kind":"university","name":"x"}`, "If-Match", `"5"`), status: 412, holds: []string{`"parameter":"If-Match"`, "期望 5，现为 1"}},
	{name: "a node with edges", request: write(http.MethodDelete, nodePath(idUni), "", "If-Match", `"1"`), status: 422, holds: []string{`"parameter":"id"`, "has_edges"}},
	{name: "a reason too long", request: write(http.MethodDelete, nodePath(idUni)+"?reason="+strings.Repeat("x", 501), "", "If-Match", `"1"`), status: 400, holds: []string{`"parameter":"reason"`}},
	{name: "a key with a blank", request: write(http.MethodPost, "/api/v1/batches", `{"items":[{"node":{"id":"local:a","kind":"team","name":"x"}}]}`, "Idempotency-Key", "a b"), status: 400, holds: []string{`"parameter":"Idempotency-Key"`}},
	{name: "an empty batch", request: write(http.MethodPost, "/api/v1/batches", `{"items":[]}`), status: 422, holds: []string{`"pointer":"/items"`, "too_few"}},
	{name: "an item of two things", request: write(http.MethodPost, "/api/v1/batches", `{"items":[{"node":{"id":"local:a","kind":"team","name":"x"},"delete":{"node":"local:ct"}},{},{"delete":{}},{"delete":{"node":"local:ct","edge":"owns:ct"}},{"delete":{"edge":"owns:ct"}}]}`), status: 422, holds: []string{
		`"pointer":"/items/0"`, `"pointer":"/items/1"`, `"pointer":"/items/2"`, `"pointer":"/items/3"`, `"pointer":"/items/4/delete/relation"`, "unknown_operation",
	}},
	{name: "a half-bad batch", request: write(http.MethodPost, "/api/v1/batches", `{"items":[{"node":{"id":"local:a","kind":"team","name":"x"}},{"node":{"id":"local:b","kind":"team","name":" "}},{"edge":{"relation":"LEADS","from":"local:uni","to":"local:zzz"}}]}`), status: 422, holds: []string{`"pointer":"/items/1/node/name"`}},
	{name: "a version in a batch", request: write(http.MethodPost, "/api/v1/batches", `{"items":[{"node":{"id":"local:a","kind":"team","name":"x"}},{"delete":{"edge":"owns:ct","relation":"OWNS"},"expect":7}]}`), status: 412, holds: []string{`"pointer":"/items/1/expect"`, "期望 7，现为 1"}},
	{name: "deleting what is not there", request: write(http.MethodPost, "/api/v1/batches", `{"items":[{"delete":{"node":"local:nobody"}}]}`), status: 404},
	{name: "none of it was written", request: request{path: "/api/v1/search?q=x&kind=team", token: editorToken}, status: 200, holds: []string{`"total":0`}},
}

func TestWriteScenarios(t *testing.T) {
	k := newKit(t, nil)
	before, err := k.service.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k.play(t, writeScenarios)
	if after, err := k.service.Store.Head(t.Context()); err != nil || after != before {
		t.Errorf("the head moved from %d to %d, %v", before, after, err)
	}
}

// TestBatch: nodes and edges in one go, edges first, ids made, and repeated safely.
func TestBatch(t *testing.T) {
	k := newKit(t, nil)
	const body = `{"reason":"一批","items":[
		{"edge":{"relation":"PARTICIPATES_IN","from":"local:t1","to":"local:p1","properties":{"role":"coordinator"}}},
		{"node":{"id":"local:t1","kind":"team","name":"甲团队"},"expect":0},
		{"node":{"id":"local:p1","kind":"project","name":"甲课题"}},
		{"delete":{"edge":"owns:ct","relation":"OWNS"},"expect":1}]}`
	first := decode[api.BatchReceipt](t, k.want(k.do(write(http.MethodPost, "/api/v1/batches", body, "Idempotency-Key", "k-1")), 200))
	if !first.Visible || len(first.Items) != 4 || !strings.HasPrefix(string(first.Items[0].ID), "participates_in:") || first.Items[3].Op != graph.OpDeleteEdge {
		t.Errorf("%+v", first)
	}
	k.want(k.get(edgePath("PARTICIPATES_IN", string(first.Items[0].ID)), ""), 200)
	k.want(k.get(edgePath("OWNS", "owns:ct"), ""), 404)
	again := decode[api.BatchReceipt](t, k.want(k.do(write(http.MethodPost, "/api/v1/batches", body, "Idempotency-Key", "k-1")), 200))
	if again.Revision != first.Revision {
		t.Errorf("repeated: revision %d, first %d", again.Revision, first.Revision)
	}
	r := k.want(k.do(write(http.MethodPost, "/api/v1/batches", strings.Replace(body, "甲课题", "乙课题", 1), "Idempotency-Key", "k-1")), 422)
	if !strings.Contains(string(r.body), `"code":"key_reused"`) || !strings.Contains(string(r.body), `"parameter":"Idempotency-Key"`) {
		t.Errorf("%s", r.body)
	}
	other := write(http.MethodPost, "/api/v1/batches", `{"items":[{"node":{"id":"local:t2","kind":"team","name":"乙团队"}}]}`, "Idempotency-Key", "k-1")
	other.token = operatorToken
	k.want(k.do(other), 200) // another caller's key is another key

	one := put(nodePath("local:t3"), `{"id":"local:t3","kind":"team","name":"丙团队"}`, "If-None-Match", "*", "Idempotency-Key", "k-2")
	a := decode[api.NodeReceipt](t, k.want(k.do(one), 201))
	b := decode[api.NodeReceipt](t, k.want(k.do(one), 201))
	if a.Revision != b.Revision {
		t.Errorf("put twice with one key: %d and %d", a.Revision, b.Revision)
	}
}

// TestLargeBatch: a thousand items are taken, one more is not.
func TestLargeBatch(t *testing.T) {
	k := newKit(t, nil)
	batch := func(n int) string {
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf(`{"node":{"id":"local:n%d","kind":"document","name":"文件%d"}}`, i, i)
		}
		return `{"items":[` + strings.Join(items, ",") + `]}`
	}
	receipt := decode[api.BatchReceipt](t, k.want(k.do(write(http.MethodPost, "/api/v1/batches", batch(1000))), 200))
	if len(receipt.Items) != 1000 || !receipt.Visible {
		t.Errorf("%d items, visible %v", len(receipt.Items), receipt.Visible)
	}
	r := k.want(k.do(write(http.MethodPost, "/api/v1/batches", batch(1001))), 422)
	if !strings.Contains(string(r.body), `"pointer":"/items"`) || !strings.Contains(string(r.body), `"max":"1000"`) {
		t.Errorf("%.300s", r.body)
	}
}

// TestRoundTrip: what is read can be written back as it is.
func TestRoundTrip(t *testing.T) {
	k := newKit(t, nil)
	for _, id := range []string{idUni, idCT, idHidden, idOdd} {
		answer := decode[struct{ Node map[string]any }](t, k.want(k.get(nodePath(id), editorToken), 200))
		receipt := decode[api.NodeReceipt](t, k.want(k.do(put(nodePath(id), text(t, answer.Node), "If-Match", `"1"`)), 200))
		if receipt.Node.Version != 1 {
			t.Errorf("%s: version %d after writing back what was read", id, receipt.Node.Version)
		}
	}
}
