package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/api"
	"chuangmai/graph"
)

// serveRaw answers a request as it is.
func (k *kit) serveRaw(r *http.Request) reply {
	w := httptest.NewRecorder()
	k.server.Handler().ServeHTTP(w, r)
	return reply{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

// records are all records but for what writing changes of them.
func (k *kit) records(t *testing.T) map[graph.ID]any {
	t.Helper()
	out := make(map[graph.ID]any)
	for n, err := range k.service.Store.Nodes(t.Context(), graph.NodeFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		n.Version, n.Revision = 0, 0
		out[n.ID] = n
	}
	for e, err := range k.service.Store.Edges(t.Context(), graph.EdgeFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		e.Version, e.Revision = 0, 0
		out[e.ID] = e
	}
	return out
}

// leftovers are the copies of uploads that are still there.
func (k *kit) leftovers(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(k.service.Settings.Store.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "load-") || strings.HasSuffix(e.Name(), ".spool") {
			out = append(out, e.Name())
		}
	}
	return out
}

// TestMergeJourney: two records are seen to be one body, joined, found under the old id, and
// parted again.
func TestMergeJourney(t *testing.T) {
	k := newKit(t, nil)
	k.over(decode[api.Load](t, k.want(k.do(upload("", `{"node":{"id":"local:firm2","kind":"enterprise","name":"东方工厂二","properties":{"website":"https://firm.example/"}}}
{"edge":{"id":"collaborates_with:firm2","relation":"COLLABORATES_WITH","from":"local:firm2","to":"local:uni"}}
`)), 202)))
	before := k.records(t)
	body := `{"keep":"local:firm","drop":"local:firm2","reason":"同一家"}`
	m := decode[api.Merge](t, k.want(k.do(write(http.MethodPost, "/api/v1/merges?dry_run=true", body)), 200))
	if m.State != "preview" || m.ID != "" || m.EdgesMoved != 1 || m.Preview.Properties.Text("website") != "https://firm.example/" || len(m.Aliases) != 1 {
		t.Errorf("%+v", m)
	}
	if diff := cmp.Diff(before, k.records(t)); diff != "" {
		t.Errorf("a dry run changed:\n%s", diff)
	}
	m = decode[api.Merge](t, k.want(k.do(write(http.MethodPost, "/api/v1/merges", body)), 201))
	if m.State != "merged" || m.ID == "" || !m.Visible || m.Keep.ID != idFirm || m.Drop.ID != "local:firm2" {
		t.Errorf("%+v", m)
	}
	again := decode[api.Merge](t, k.want(k.do(write(http.MethodPost, "/api/v1/merges", body)), 200))
	if again.ID != m.ID {
		t.Errorf("%+v", again)
	}
	p := decode[api.Problem](t, k.want(k.get(nodePath("local:firm2"), ""), 404))
	if len(p.Errors) != 1 || p.Errors[0].Code != "merged_into" || p.Errors[0].Params["id"] != idFirm {
		t.Errorf("%+v", p)
	}
	if e := decode[api.EdgeAnswer](t, k.want(k.get(edgePath("COLLABORATES_WITH", "collaborates_with:firm2"), ""), 200)); e.Edge.From != idFirm {
		t.Errorf("%+v", e.Edge)
	}
	list := decode[api.MergePage](t, k.want(k.get("/api/v1/merges", editorToken), 200))
	if list.Total != 1 || list.Items[0].State != "merged" || list.Items[0].Keep != idFirm || list.Items[0].Reason != "同一家" ||
		list.Items[0].KeepName == "" || list.Items[0].DropName != "东方工厂二" {
		t.Errorf("%+v", list)
	}
	if loads := decode[api.LoadPage](t, k.want(k.get("/api/v1/loads", editorToken), 200)); loads.Total != 1 {
		t.Errorf("a merge is listed as a load: %+v", loads)
	}
	part := request{method: http.MethodDelete, path: "/api/v1/merges/" + url.PathEscape(m.ID), token: editorToken}
	if u := decode[api.Undone](t, k.want(k.do(part), 200)); u.Restored == 0 || !u.Visible {
		t.Errorf("%+v", u)
	}
	if diff := cmp.Diff(before, k.records(t)); diff != "" {
		t.Errorf("parting left a trace:\n%s", diff)
	}
	k.want(k.get(nodePath("local:firm2"), ""), 200)
	if list := decode[api.MergePage](t, k.want(k.get("/api/v1/merges", editorToken), 200)); list.Items[0].State != "parted" || list.Items[0].DropName != "东方工厂二" {
		t.Errorf("%+v", list)
	}
}

func TestMergeRefused(t *testing.T) {
	k := newKit(t, nil)
	for _, c := range []struct{ body, pointer, code string }{
		{`{"keep":"local:uni","drop":"local:uni"}`, "/drop", "same_record"},
		{`{"keep":"local:nobody","drop":"local:uni"}`, "/keep", "unknown_node"},
		{`{"keep":"local:uni","drop":"local:nobody"}`, "/drop", "unknown_node"},
		{`{"keep":"local:uni","drop":"local:ct"}`, "/drop", "other_sort"},
		{`{"keep":"local:firm","drop":"local:made"}`, "/drop", "made_up_and_real"},
		{`{"keep":"local:uni","drop":"` + idHidden + `"}`, "/drop", "narrower_visibility"},
		{`{"keep":"local:uni"}`, "/drop", "missing"},
		{`{"keep":"no id","drop":"local:uni"}`, "/keep", "bad_id_scheme"},
	} {
		for _, language := range []string{"zh-CN", "en"} {
			r := k.want(k.do(write(http.MethodPost, "/api/v1/merges", c.body, "Accept-Language", language)), 422)
			p := decode[api.Problem](t, r)
			if len(p.Errors) == 0 || p.Errors[0].Code != c.code || *p.Errors[0].Pointer != c.pointer || p.Errors[0].Message == "problem."+c.code {
				t.Errorf("%s: %s", c.body, r.body)
			}
		}
	}
	k.want(k.do(request{method: http.MethodDelete, path: "/api/v1/merges/nothing", token: editorToken}), 404)
}
