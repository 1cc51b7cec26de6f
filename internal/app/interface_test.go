package app

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestInterfaceBesideTheAPI: the pages have every path that is not the API's, packed once
// and under their own policy; the API keeps its own.
func TestInterfaceBesideTheAPI(t *testing.T) {
	s := started(t, t.TempDir())
	defer stop(t, s)
	server, err := s.Server(ServerOptions{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		path, media, policy string
		status              int
	}{
		{"/", "text/html", "style-src 'self'", 200},
		{"/answer?q=x", "text/html", "style-src 'self'", 200},
		{"/node/local:a%2Fb", "text/html", "style-src 'self'", 200},
		{"/icon.svg", "image/svg+xml", "style-src 'self'", 200},
		{"/nowhere", "text/html", "style-src 'self'", 404},
		{"/assets/gone.js", "text/plain", "style-src 'self'", 404},
		{"/api/v1/nowhere", "application/problem+json", "default-src 'none'", 404},
		{"/livez", "application/json", "default-src 'none'", 200},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:8080"+tc.path, nil)
		r.Header.Set("Accept", "text/html,*/*")
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		server.Handler().ServeHTTP(w, r)
		res := w.Result()
		body, err := io.ReadAll(res.Body)
		if err := errors.Join(err, res.Body.Close()); err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != tc.status || !strings.HasPrefix(res.Header.Get("Content-Type"), tc.media) || !strings.Contains(res.Header.Get("Content-Security-Policy"), tc.policy) {
			t.Errorf("%s: %d %s %s", tc.path, res.StatusCode, res.Header.Get("Content-Type"), res.Header.Get("Content-Security-Policy"))
		}
		if packed := string(body[:min(2, len(body))]) == "\x1f\x8b"; packed != (res.Header.Get("Content-Encoding") == "gzip") {
			t.Errorf("%s: packed %t but said to be %q", tc.path, packed, res.Header.Get("Content-Encoding"))
		}
	}
}
