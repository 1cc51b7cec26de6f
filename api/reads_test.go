package api_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chuangmai/api"
)

// pagesOfSearch: the pages of a search put together are the whole of it.
func (k *kit) pagesOfSearch(t *testing.T) {
	k = k.in(t)
	whole := decode[api.SearchPage](t, k.want(k.get("/api/v1/search?q=铝合金焊接检测&limit=200", ""), 200))
	var ids []string
	cursor := ""
	for range 1 + whole.Total/2 {
		path := "/api/v1/search?q=铝合金焊接检测&limit=2"
		if cursor != "" {
			path += "&cursor=" + url.QueryEscape(cursor)
		}
		page := decode[api.SearchPage](t, k.want(k.get(path, ""), 200))
		for _, it := range page.Items {
			ids = append(ids, string(it.ID))
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	var want []string
	for _, it := range whole.Items {
		want = append(want, string(it.ID))
	}
	if !slices.Equal(ids, want) || len(want) < 3 {
		t.Errorf("pages hold %v, the whole %v", ids, want)
	}
}

// pagesOfEdges: the pages of a node's edges put together are the whole of them, and a
// cursor serves its own question only.
func (k *kit) pagesOfEdges(t *testing.T) {
	k = k.in(t)
	path := nodePath(idUni) + "/edges?limit="
	whole := decode[api.EdgePage](t, k.want(k.get(path+"200", ""), 200))
	var ids []string
	cursor := ""
	for range 1 + whole.Total/2 {
		at := path + "2"
		if cursor != "" {
			at += "&cursor=" + url.QueryEscape(cursor)
		}
		page := decode[api.EdgePage](t, k.want(k.get(at, ""), 200))
		if page.Total != whole.Total {
			t.Errorf("total %d on a page, %d in all", page.Total, whole.Total)
		}
		for _, it := range page.Items {
			ids = append(ids, string(it.Edge.ID))
		}
		if page.Next == "" {
			break
		}
		cursor = page.Next
	}
	var want []string
	for _, it := range whole.Items {
		want = append(want, string(it.Edge.ID))
	}
	if !slices.Equal(ids, want) || len(want) < 5 {
		t.Errorf("pages hold %v, the whole %v", ids, want)
	}
	for _, other := range []string{
		nodePath(idFirm) + "/edges?cursor=", nodePath(idUni) + "/edges?direction=out&cursor=", "/api/v1/search?q=焊接&cursor=",
		nodePath(idUni) + "/edges?as_of=2024&cursor=",
	} {
		r := k.want(k.get(other+url.QueryEscape(cursor), ""), 400)
		if !strings.Contains(string(r.body), `"parameter":"cursor"`) {
			t.Errorf("%s: %s", other, r.body)
		}
	}
	body := `{"text":"铝合金焊接气孔","limit":1}`
	first := decode[api.Recommendations](t, k.want(k.do(request{method: http.MethodPost, path: "/api/v1/recommendations", body: body}), 200))
	if first.Next == "" {
		t.Fatal("recommendations have no further page")
	}
	second := decode[api.Recommendations](t, k.want(k.do(request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"limit":1,"text":"铝合金焊接气孔","cursor":"` + first.Next + `"}`}), 200))
	paged := false
	for i, g := range first.Groups {
		a, b := g.Hits, second.Groups[i].Hits
		if want := min(1, max(0, g.Total-1)); len(b) != want || second.Groups[i].Total != g.Total {
			t.Errorf("group %s of %d: the second page holds %d", g.Group, g.Total, len(b))
		} else if want == 1 {
			paged = true
			if a[0].ID == b[0].ID || a[0].Score < b[0].Score {
				t.Errorf("group %s: %s (%g) comes after %s (%g)", g.Group, b[0].ID, b[0].Score, a[0].ID, a[0].Score)
			}
		}
	}
	if !paged {
		t.Error("no group has two hits")
	}
	r := k.want(k.do(request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"另一个","cursor":"` + first.Next + `"}`}), 422)
	if !strings.Contains(string(r.body), `"pointer":"/cursor"`) {
		t.Errorf("%s", r.body)
	}
}

// headIsGet: HEAD has the status and the headers of GET, and no body.
func (k *kit) headIsGet(t *testing.T) {
	k = k.in(t)
	for _, path := range []string{"/livez", "/api/v1/schema", nodePath(idUni), nodePath("local:nobody"), "/docs/", "/api/v1/search?q=", "/nothing"} {
		get := k.get(path, "")
		head := k.do(request{method: http.MethodHead, path: path})
		if head.status != get.status || len(head.body) > 0 {
			t.Errorf("%s: HEAD %d with %d bytes, GET %d", path, head.status, len(head.body), get.status)
		}
		for _, name := range []string{"Content-Type", "Etag", "Content-Security-Policy"} {
			if head.header.Get(name) != get.header.Get(name) {
				t.Errorf("%s: %s is %q for HEAD, %q for GET", path, name, head.header.Get(name), get.header.Get(name))
			}
		}
		if length, err := strconv.Atoi(head.header.Get("Content-Length")); err != nil || length < len(get.body)-20 {
			t.Errorf("%s: length %q, GET sends %d", path, head.header.Get("Content-Length"), len(get.body))
		}
	}
}

// compressed: large answers are compressed for who can read that, small ones never.
func (k *kit) compressed(t *testing.T) {
	k = k.in(t)
	send := func(path string) reply {
		return k.raw(t.Context(), request{method: http.MethodGet, path: path, header: map[string]string{"Accept-Encoding": "gzip"}})
	}
	large := send("/api/v1/schema")
	if large.header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v", large.header)
	}
	zipped, err := gzip.NewReader(strings.NewReader(string(large.body)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zipped)
	if err != nil {
		t.Fatal(err)
	}
	if plain := k.get("/api/v1/schema", ""); string(plain.body) != string(text) || len(large.body) > len(text)/4 {
		t.Errorf("%d bytes for %d, of which the plain answer has %d", len(large.body), len(text), len(plain.body))
	}
	if small := send("/livez"); small.header.Get("Content-Encoding") != "" || !json.Valid(small.body) {
		t.Errorf("a small answer is compressed: %v", small.header)
	}
}

var volatile = regexp.MustCompile(`"took_ms":[0-9.e-]+`)

// sameBytes: the same question gets the same bytes, but for the time it took.
func (k *kit) sameBytes(t *testing.T) {
	k = k.in(t)
	for _, q := range []request{
		{method: http.MethodGet, path: "/api/v1/search?q=焊接"},
		{method: http.MethodGet, path: nodePath(idUni) + "/neighbourhood?depth=2"},
		{method: http.MethodGet, path: nodePath(idUni) + "/edges"},
		{method: http.MethodGet, path: "/api/v1/stats"},
		{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"铝合金焊接气孔检测"}`},
	} {
		want := volatile.ReplaceAllString(string(k.do(q).body), "")
		for range 5 {
			if got := volatile.ReplaceAllString(string(k.do(q).body), ""); got != want {
				t.Fatalf("%s: answers differ:\n%s\n%s", q.path, want, got)
			}
		}
	}
}

// nothingPrivateIsLogged: neither words, nor ids, nor tokens are in the log.
func (k *kit) nothingPrivateIsLogged(t *testing.T) {
	text := k.log.String()
	for _, secret := range []string{"焊接", "%E7%84%8A", "local:", "token", "气孔", "fixture"} {
		text := strings.ReplaceAll(text, "token_required", "")
		text = strings.ReplaceAll(text, "token_unknown", "")
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(text, "route=/api/v1/nodes/:id ") || !strings.Contains(text, "method=HEAD") || !strings.Contains(text, "request_id=request-1 ") {
		t.Errorf("the log lacks routes:\n%.2000s", text)
	}
}
