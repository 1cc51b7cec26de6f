package api_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"chuangmai/api"
)

// audiences: what a caller may not see does not show, in no list, count or path.
func (k *kit) audiences(t *testing.T) {
	k = k.in(t)
	paths := []string{
		"/api/v1/search?q=焊接&limit=200", "/api/v1/search?q=激光研究院&mode=related", "/api/v1/search?q=huiyuanjiguang", nodePath(idUni), nodePath(idUni) + "/edges?limit=200",
		nodePath(idUni) + "/neighbourhood?depth=2&limit=300", nodePath(idFirm) + "/edges?limit=200", nodePath(idUni) + "/history",
		"/api/v1/stats",
	}
	posts := []string{"/api/v1/recommendations", "/api/v1/recommendations/partners", "/api/v1/recommendations/resources"}
	for _, c := range []struct {
		role    string
		hidden  []string // must not show
		refused []string // must be 404
		found   []string
	}{
		{
			"",
			[]string{idHidden, "会员激光研究院", idPact, "当事方", edgeMembers, edgeParties, edgeHidden},
			[]string{
				nodePath(idHidden), nodePath(idPact), nodePath(idHidden) + "/edges", nodePath(idHidden) + "/neighbourhood", nodePath(idHidden) + "/history",
				edgePath("COLLABORATES_WITH", edgeMembers), edgePath("COLLABORATES_WITH", edgeParties), edgePath("COLLABORATES_WITH", edgeHidden), edgePath("PARTICIPATES_IN", "participates_in:pact"),
			},
			[]string{nodePath(idUni)},
		},
		{"reader", []string{idHidden, idPact, edgeMembers, edgeParties}, []string{nodePath(idHidden), edgePath("COLLABORATES_WITH", edgeMembers)}, nil},
		{
			"member",
			[]string{idPact, "当事方", edgeParties},
			[]string{nodePath(idPact), edgePath("COLLABORATES_WITH", edgeParties)},
			[]string{nodePath(idHidden), edgePath("COLLABORATES_WITH", edgeMembers), edgePath("COLLABORATES_WITH", edgeHidden), nodePath(idHidden) + "/history"},
		},
		{"editor", nil, nil, []string{nodePath(idPact), edgePath("COLLABORATES_WITH", edgeParties), nodePath(idHidden)}},
	} {
		var answers []reply
		for _, path := range paths {
			answers = append(answers, k.want(k.get(path, tokenOf(c.role)), 200))
		}
		for _, path := range posts {
			answers = append(answers, k.want(k.do(request{method: http.MethodPost, path: path, token: tokenOf(c.role), body: `{"text":"激光焊接工艺课题","limit":200}`}), 200))
		}
		for _, r := range answers {
			for _, secret := range c.hidden {
				if strings.Contains(string(r.body), secret) {
					t.Errorf("role %q sees %s: %.400s", c.role, secret, r.body)
				}
			}
		}
		for _, path := range c.refused {
			k.want(k.get(path, tokenOf(c.role)), 404)
		}
		for _, path := range c.found {
			k.want(k.get(path, tokenOf(c.role)), 200)
		}
	}
	counts := func(role string) (institutes, collaborations int) {
		stats := decode[api.Stats](t, k.get("/api/v1/stats", tokenOf(role)))
		for _, c := range stats.Kinds {
			if c.Kind == "institute" {
				institutes = c.Count
			}
		}
		for _, c := range stats.Relations {
			if c.Relation == "COLLABORATES_WITH" {
				collaborations = c.Count
			}
		}
		return institutes, collaborations
	}
	for role, want := range map[string][2]int{"": {0, 1}, "reader": {0, 1}, "member": {1, 3}, "editor": {1, 4}, "operator": {1, 4}} {
		if a, b := counts(role); [2]int{a, b} != want {
			t.Errorf("role %q counts %d institutes and %d collaborations, want %v", role, a, b, want)
		}
	}
}

// matrix: every operation with every role. A role that is high enough is never refused,
// one that is too low always is, before anything else is looked at.
func (k *kit) matrix(t *testing.T) {
	k = k.in(t)
	ranks := map[string]int{"": 0, "reader": 1, "member": 2, "editor": 3, "operator": 4}
	for template, item := range testDocument(t).Paths.Map() {
		for method, op := range item.Operations() {
			wanted, _ := op.Extensions["x-role"].(string)
			path := strings.NewReplacer("{id}", "local:absent", "{relation}", "OWNS").Replace(template)
			for role, rank := range ranks {
				r := k.do(request{method: method, path: path, token: tokenOf(role), body: bodyFor(op.RequestBody != nil)})
				refused := r.status == http.StatusUnauthorized || r.status == http.StatusForbidden
				if refused != (rank < ranks[wanted]) {
					t.Errorf("%s %s by %q: %d, wants %q", method, template, role, r.status, wanted)
				}
				if refused && (role == "") != (r.status == http.StatusUnauthorized) {
					t.Errorf("%s %s by %q: %d", method, template, role, r.status)
				}
				if r.status == http.StatusUnauthorized && !strings.HasPrefix(r.header.Get("Www-Authenticate"), "Bearer ") {
					t.Errorf("%s %s: 401 without WWW-Authenticate", method, template)
				}
				if r.status >= 500 {
					t.Errorf("%s %s by %q: %d %s", method, template, role, r.status, r.body)
				}
			}
			r := k.do(request{method: method, path: path, token: "guessed", body: bodyFor(op.RequestBody != nil)})
			if r.status != http.StatusUnauthorized || !strings.Contains(r.header.Get("Www-Authenticate"), "invalid_token") {
				t.Errorf("%s %s with a guessed token: %d", method, template, r.status)
			}
		}
	}
	for _, header := range []string{"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "bearer  ", "Token " + editorToken} {
		r := k.do(request{method: http.MethodGet, path: "/api/v1/stats", header: map[string]string{"Authorization": header}})
		k.want(r, 401)
	}
	k.want(k.do(request{method: http.MethodGet, path: "/api/v1/changes", header: map[string]string{"Authorization": "bearer " + operatorToken}}), 200)
}

func bodyFor(wanted bool) string {
	if wanted {
		return `{}`
	}
	return ""
}

// TestReload: the tokens file is read again when asked, and a broken one changes nothing.
func TestReload(t *testing.T) {
	k := newKit(t, nil)
	path := k.options.Settings.TokensFile
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	k.want(k.get("/api/v1/changes", operatorToken), 200)
	write("nonsense")
	if err := k.server.Reload(); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a broken file is read: %v", err)
	}
	k.want(k.get("/api/v1/changes", operatorToken), 200)
	write(strings.Replace(string(data), "operator", "reader", 1))
	if err := k.server.Reload(); err != nil {
		t.Fatal(err)
	}
	k.want(k.get("/api/v1/changes", operatorToken), 403)
	write("# nobody\n")
	if err := k.server.Reload(); err != nil {
		t.Fatal(err)
	}
	k.want(k.get("/api/v1/changes", operatorToken), 401)
}

// TestOpenWrites: on this machine anyone writes, from elsewhere nobody, and not through a
// proxy.
func TestOpenWrites(t *testing.T) {
	k := newKit(t, func(o *api.Options) { o.OpenWrites, o.Settings.TokensFile = true, "" })
	put := request{method: http.MethodPut, path: nodePath("local:new"), body: `{"id":"local:new","kind":"team","name":"新团队"}`, header: map[string]string{"If-None-Match": "*"}}
	k.want(k.do(put), 401)
	put.remote = "127.0.0.1:9"
	put.header["X-Forwarded-For"] = "127.0.0.1"
	k.want(k.do(put), 401)
	delete(put.header, "X-Forwarded-For")
	r := k.want(k.do(put), 201)
	if !strings.Contains(string(r.body), `"title":"API local"`) {
		t.Errorf("no source: %s", r.body)
	}
	k.want(k.do(request{method: http.MethodGet, path: nodePath(idPact), remote: "[::1]:9"}), 200)
	k.want(k.get(nodePath(idPact), ""), 404)
}

// TestOtherSites: pages of other sites change nothing, whichever way they say who they are.
func TestOtherSites(t *testing.T) {
	k := newKit(t, nil)
	body := `{"items":[{"node":{"id":"local:x","kind":"team","name":"x"}}]}`
	for name, header := range map[string]map[string]string{
		"origin":        {"Origin": "https://evil.example"},
		"null origin":   {"Origin": "null"},
		"fetch headers": {"Sec-Fetch-Site": "cross-site"},
		"same site":     {"Sec-Fetch-Site": "same-site", "Origin": "https://other.chuangmai.example"},
	} {
		r := k.do(request{method: http.MethodPost, path: "/api/v1/batches", token: editorToken, body: body, header: header})
		if r.status != 403 || !strings.Contains(string(r.body), "origin_refused") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	k.want(k.do(request{method: http.MethodPost, path: "/api/v1/batches", token: editorToken, body: body, header: map[string]string{"Origin": "http://chuangmai.example"}}), 200)
}
