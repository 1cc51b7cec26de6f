package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// build is a small build of every kind of file.
func build() fstest.MapFS {
	return fstest.MapFS{
		"index.html":          {Data: []byte("<!doctype html><title>x</title>" + strings.Repeat(" ", 600))},
		"icon.svg":            {Data: []byte("<svg/>")},
		"assets/app-abc12.js": {Data: []byte("export {}" + strings.Repeat(";", 2000))},
		"assets/a-1.css":      {Data: []byte("a{}")},
		"assets/a-1.woff2":    {Data: bytes.Repeat([]byte{7}, 700)},
	}
}

func answer(t *testing.T, h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	w.Header().Set("Content-Language", "zh-CN")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	h.ServeHTTP(w, r)
	return w
}

func TestPaths(t *testing.T) {
	h, err := newHandler(build())
	if err != nil {
		t.Fatal(err)
	}
	const page, script = "text/html; charset=utf-8", "text/javascript; charset=utf-8"
	for _, tc := range []struct {
		path, accept string
		status       int
		media, cache string
	}{
		{"/", "text/html", 200, page, "no-cache"},
		{"/index.html", "text/html", 200, page, "no-cache"},
		{"/answer?q=x", "text/html", 200, page, "no-cache"},
		{"/node/ror:00073tb80", "*/*", 200, page, "no-cache"},
		{"/node/a%2Fb", "*/*", 200, page, "no-cache"},
		{"/compare", "", 200, page, "no-cache"},
		{"/center", "", 200, page, "no-cache"}, //nolint:misspell // an address
		{"/plan", "", 200, page, "no-cache"},
		{"/data", "", 200, page, "no-cache"},
		{"/assets/app-abc12.js", "*/*", 200, script, "public, max-age=31536000, immutable"},
		{"/assets/a-1.css", "*/*", 200, "text/css; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/icon.svg", "*/*", 200, "image/svg+xml", "no-cache"},
		{"/assets/gone-1.js", "text/html", 404, "text/plain; charset=utf-8", "no-store"},
		{"/assets/", "text/html", 404, "text/plain; charset=utf-8", "no-store"},
		{"/favicon.ico", "image/avif,*/*", 404, "text/plain; charset=utf-8", "no-store"},
		{"/nowhere", "text/html,*/*", 404, page, "no-cache"},
		{"/../web.go", "", 404, "text/plain; charset=utf-8", "no-store"},
	} {
		res := answer(t, h, http.MethodGet, tc.path, "Accept", tc.accept)
		if res.Code != tc.status || res.Header().Get("Content-Type") != tc.media || res.Header().Get("Cache-Control") != tc.cache {
			t.Errorf("%s: %d %q %q, want %d %q %q", tc.path, res.Code, res.Header().Get("Content-Type"),
				res.Header().Get("Cache-Control"), tc.status, tc.media, tc.cache)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Vary": "Accept-Encoding", "Content-Language": "",
		} {
			if got := res.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", tc.path, name, got, want)
			}
		}
	}
}

func TestPolicyIsStrict(t *testing.T) {
	for _, want := range []string{"default-src 'self'", "style-src 'self';", "frame-ancestors 'none'", "img-src 'self' data:"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("the policy allows too much: %s", policy)
	}
}

func TestPackedOnlyWhereTaken(t *testing.T) {
	h, err := newHandler(build())
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		path, accept string
		packed       bool
	}{
		{"/assets/app-abc12.js", "gzip, deflate, br", true},
		{"/assets/app-abc12.js", "br;q=1.0, gzip; q=0.5", true},
		{"/assets/app-abc12.js", "*", true},
		{"/assets/app-abc12.js", "gzip;q=0", false},
		{"/assets/app-abc12.js", "br", false},
		{"/assets/app-abc12.js", "", false},
		{"/assets/a-1.css", "gzip", false},   // too small
		{"/assets/a-1.woff2", "gzip", false}, // packed in itself
		{"/answer", "gzip", true},
	} {
		res := answer(t, h, http.MethodGet, tc.path, "Accept-Encoding", tc.accept)
		got := res.Body.Bytes()
		if packed := res.Header().Get("Content-Encoding") == "gzip"; packed != tc.packed {
			t.Errorf("%s with %q: packed %t", tc.path, tc.accept, packed)
			continue
		}
		plain := answer(t, h, http.MethodGet, tc.path).Body.Bytes()
		if tc.packed {
			r, err := gzip.NewReader(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if got, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(got, plain) {
			t.Errorf("%s with %q: other contents", tc.path, tc.accept)
		}
	}
}

func TestHeadAndMethods(t *testing.T) {
	h, err := newHandler(build())
	if err != nil {
		t.Fatal(err)
	}
	get, head := answer(t, h, http.MethodGet, "/plan"), answer(t, h, http.MethodHead, "/plan")
	if head.Code != http.StatusOK || len(head.Body.Bytes()) != 0 || head.Header().Get("Content-Length") != get.Header().Get("Content-Length") {
		t.Errorf("HEAD answers %d with length %s", head.Code, head.Header().Get("Content-Length"))
	}
	if res := answer(t, h, http.MethodPost, "/plan"); res.Code != http.StatusMethodNotAllowed || res.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST answers %d", res.Code)
	}
}

func TestNotModified(t *testing.T) {
	h, err := newHandler(build())
	if err != nil {
		t.Fatal(err)
	}
	tag := answer(t, h, http.MethodGet, "/").Header().Get("Etag")
	for list, want := range map[string]int{tag: 304, "W/" + tag: 304, `"x", ` + tag: 304, "*": 304, `"x"`: 200, "": 200} {
		if res := answer(t, h, http.MethodGet, "/", "If-None-Match", list); res.Code != want {
			t.Errorf("If-None-Match %s answers %d, want %d", list, res.Code, want)
		}
	}
}

func TestIncompleteBuilds(t *testing.T) {
	if _, err := newHandler(fstest.MapFS{"icon.svg": {}}); err == nil {
		t.Error("a build without a page is taken")
	}
	if _, err := newHandler(fstest.MapFS{"index.html": {}, "a.exe": {}}); err == nil {
		t.Error("a file of unknown kind is taken")
	}
}

// TestEmbedded: the committed build is whole: every file the page names is there, and
// nothing in it is code or style inside the page.
func TestEmbedded(t *testing.T) {
	h, err := New()
	if err != nil {
		t.Fatal(err)
	}
	page := answer(t, h, http.MethodGet, "/").Body.String()
	names := regexp.MustCompile(`(?:src|href)="(/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(names) < 2 {
		t.Fatalf("the page names %d files: %s", len(names), page)
	}
	for _, name := range names {
		if res := answer(t, h, http.MethodGet, name[1]); res.Code != http.StatusOK {
			t.Errorf("%s answers %d", name[1], res.Code)
		}
	}
	for _, inline := range []string{"<style", " style=", " onload=", " onclick="} {
		if strings.Contains(page, inline) {
			t.Errorf("the page holds %q", inline)
		}
	}
	if regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(page) {
		t.Error("the page holds code")
	}
}
