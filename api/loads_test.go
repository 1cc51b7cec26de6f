package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/api"
	"chuangmai/graph"
)

// upload is a request with a file as its body.
func upload(query, file string) request {
	return request{method: http.MethodPost, path: "/api/v1/loads" + query, body: file, token: editorToken, header: map[string]string{"Content-Type": "application/x-ndjson"}}
}

// over follows a load until it no longer goes on.
func (k *kit) over(l api.Load) api.Load {
	k.tb.Helper()
	for l.State == "waiting" || l.State == "checking" || l.State == "writing" || l.State == "undoing" {
		if k.tb.Context().Err() != nil {
			k.tb.Fatal(k.tb.Context().Err())
		}
		time.Sleep(time.Millisecond) // as a page does
		l = decode[api.Load](k.tb, k.want(k.get(loadPath(l.ID), editorToken), 200))
	}
	return l
}

func loadPath(id string) string { return "/api/v1/loads/" + url.PathEscape(id) }

const (
	newFirm = `{"node":{"id":"local:new","kind":"enterprise","name":"常州新来机械有限公司"}}` + "\n"
	newTie  = `{"edge":{"relation":"COLLABORATES_WITH","from":"local:new","to":"local:uni"}}` + "\n"
	likeUni = `{"node":{"id":"local:uni2","kind":"university","name":"江南焊接大学"}}` + "\n"
	badKind = `{"node":{"id":"local:bad","kind":"enterprisee","name":"坏"}}` + "\n"
)

// TestLoadJourney: a file is tried, loaded, seen, and taken back.
func TestLoadJourney(t *testing.T) {
	k := newKit(t, nil)
	before := k.records(t)
	dry := k.over(decode[api.Load](t, k.want(k.do(upload("?dry_run=true&name=firms.jsonl", newFirm+newTie+likeUni)), 202)))
	if dry.State != "done" || !dry.DryRun || dry.New != 3 || dry.Twins != 1 || dry.Name != "firms.jsonl" || len(dry.Kinds) != 2 {
		t.Errorf("%+v", dry)
	}
	twins := decode[api.LoadTwinPage](t, k.want(k.get(loadPath(dry.ID)+"/twins", editorToken), 200))
	if len(twins.Items) != 1 || twins.Items[0].Line != 3 || twins.Items[0].Like.ID != idUni || twins.Items[0].By != "name" {
		t.Errorf("%+v", twins)
	}
	if list := decode[api.LoadPage](t, k.want(k.get("/api/v1/loads", editorToken), 200)); list.Total != 0 || !cmp.Equal(before, k.records(t)) {
		t.Errorf("a dry run is listed, or wrote: %+v", list)
	}

	l := k.over(decode[api.Load](t, k.want(k.do(upload("?name=firms.jsonl&reason="+url.QueryEscape("名录"), newFirm+newTie)), 202)))
	if l.State != "done" || l.Written != 2 || l.Records < 2 || l.Actor != "test editor" || l.Reason != "名录" {
		t.Errorf("%+v", l)
	}
	k.want(k.get(nodePath("local:new")+fmt.Sprintf("?min_revision=%d", l.Revision), ""), 200)
	if list := decode[api.LoadPage](t, k.want(k.get("/api/v1/loads?limit=1", editorToken), 200)); list.Total != 1 || list.Items[0].ID != l.ID {
		t.Errorf("%+v", list)
	}
	r := k.want(k.do(request{method: http.MethodPost, path: loadPath(l.ID) + "/stop", token: editorToken}), 409)
	if !strings.Contains(string(r.body), `"code":"load_over"`) {
		t.Errorf("%s", r.body)
	}

	undone := k.over(decode[api.Load](t, k.want(k.do(request{method: http.MethodDelete, path: loadPath(l.ID), token: editorToken}), 200)))
	if undone.State != "undone" || undone.Undo.Restored < 2 || undone.Undo.ChangedSince != 0 {
		t.Errorf("%+v", undone)
	}
	if diff := cmp.Diff(before, k.records(t)); diff != "" {
		t.Errorf("the undo left a trace (-before +after):\n%s", diff)
	}
	k.want(k.get(nodePath("local:new")+fmt.Sprintf("?min_revision=%d", undone.Undo.Revision), ""), 404)
}

// TestLoadErrors: each bad row is named with what is wrong, in both languages, and with a
// repair where it is plain.
func TestLoadErrors(t *testing.T) {
	k := newKit(t, nil)
	file := newFirm + badKind + "no JSON\n" + `{"node":{"id":"local:d","kind":"enterprise","name":"丁","valid_from":"2021/3/5"}}` + "\n" +
		`{"edge":{"relation":"OWNS","from":"local:new","to":"local:nothing"}}` + "\n"
	l := k.over(decode[api.Load](t, k.want(k.do(upload("", file)), 202)))
	if l.State != "rejected" || l.Errors != 4 || l.ErrorsListed != 4 || l.Unreadable == 0 || l.Problem.Text == "" || l.Written != 0 {
		t.Errorf("%+v", l)
	}
	k.want(k.get(nodePath("local:new"), editorToken), 404)
	var rows []api.LoadRow
	path := loadPath(l.ID) + "/errors?limit=3"
	for path != "" {
		page := decode[api.LoadErrorPage](t, k.want(k.get(path, editorToken), 200))
		rows = append(rows, page.Items...)
		path = ""
		if page.Next != "" {
			path = loadPath(l.ID) + "/errors?limit=3&cursor=" + url.QueryEscape(page.Next)
		}
	}
	want := []struct {
		line                  int
		pointer, code, repair string
	}{{2, "/node/kind", graph.CodeUnknownKind, "enterprise"}, {3, "", graph.CodeBadSyntax, ""}, {4, "/node/valid_from", graph.CodeBadDate, "2021-03-05"}, {5, "/edge/to", graph.CodeUnknownNode, ""}}
	if len(rows) != len(want) {
		t.Fatalf("%+v", rows)
	}
	for i, w := range want {
		p := rows[i].Problems[0]
		if rows[i].Line != w.line || p.Pointer != w.pointer || p.Code != w.code || p.Repair.Value != w.repair || p.Text.Zh == "" || p.Text.En == "" {
			t.Errorf("row %d: %+v, want %+v", i, rows[i], w)
		}
	}
	l = k.over(decode[api.Load](t, k.want(k.do(upload("?skip_bad=true", file)), 202)))
	if l.State != "done" || l.Written != 1 || l.Rejected != 4 {
		t.Errorf("%+v", l)
	}
}

// TestUndoChangedSince: an undo that would take back what others did is refused with their
// names, unless it is forced.
func TestUndoChangedSince(t *testing.T) {
	k := newKit(t, nil)
	l := k.over(decode[api.Load](t, k.want(k.do(upload("", newFirm)), 202)))
	k.want(k.do(write(http.MethodPatch, nodePath("local:new"), `{"name":"改名机械"}`, "If-Match", `"1"`)), 200)
	undo := request{method: http.MethodDelete, path: loadPath(l.ID), token: editorToken}
	p := decode[api.Problem](t, k.want(k.do(undo), 409))
	if p.Code != "changed_since" || len(p.Errors) != 1 || p.Errors[0].Parameter != "force" || p.Errors[0].Params["id"] != "local:new" {
		t.Errorf("%+v", p)
	}
	if l := decode[api.Load](t, k.want(k.get(loadPath(l.ID), editorToken), 200)); l.State != "done" || l.Undo.ChangedSince != 1 || len(l.Undo.Conflicts) != 1 {
		t.Errorf("%+v", l)
	}
	undo.path += "?force=true"
	k.want(k.do(undo), 200)
}

// TestUploads: files that are packed, empty, too large or of another type.
func TestUploads(t *testing.T) {
	k := newKit(t, func(o *api.Options) { o.Settings.UploadLimit = 2_000; o.Settings.BodyLimit = 10 })
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(newFirm)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if l := k.over(decode[api.Load](t, k.want(k.do(upload("?dry_run=true", packed.String())), 202))); l.New != 1 {
		t.Errorf("%+v", l)
	}
	if l := k.over(decode[api.Load](t, k.want(k.do(upload("?dry_run=true", "\n")), 202))); l.State != "done" || l.Rows != 0 {
		t.Errorf("%+v", l)
	}
	large := strings.Repeat(newFirm, 30)
	k.want(k.do(upload("?dry_run=true", large)), 413)
	chunked := upload("?dry_run=true", large).httpRequest(t.Context())
	chunked.ContentLength = -1
	if got := k.serveRaw(chunked); got.status != 413 {
		t.Errorf("without a length: %d %s", got.status, got.body)
	}
	other := upload("", newFirm)
	other.header = map[string]string{"Content-Type": "application/json"}
	k.want(k.do(other), 415)
	k.want(k.do(upload("?name="+url.QueryEscape("a\x01b"), newFirm)), 400)
	k.want(k.do(upload("?dry_run=maybe", newFirm)), 400)
	if entries := k.leftovers(t); len(entries) > 0 {
		t.Errorf("files are left: %v", entries)
	}
}
