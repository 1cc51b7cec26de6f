package api

import (
	"context"
	"net/http"
	"strconv"
)

// headAsGet answers HEAD like GET, without the body.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		get := new(http.Request)
		*get = *r
		get.Method = http.MethodGet
		hw := &headWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(hw, get.WithContext(withHead(r.Context())))
		hw.finish()
	})
}

type headKey struct{}

func withHead(ctx context.Context) context.Context { return context.WithValue(ctx, headKey{}, true) }

// isHead reports whether a request came as HEAD.
func isHead(ctx context.Context) bool { return ctx.Value(headKey{}) != nil }

// headWriter keeps status and size of an answer and drops its body.
type headWriter struct {
	http.ResponseWriter
	status int
	size   int
}

func (w *headWriter) WriteHeader(status int) { w.status = status }

func (w *headWriter) Write(p []byte) (int, error) {
	w.size += len(p)
	return len(p), nil
}

func (w *headWriter) finish() {
	if h := w.Header(); h.Get("Content-Length") == "" && w.size > 0 {
		h.Set("Content-Length", strconv.Itoa(w.size))
	}
	w.ResponseWriter.WriteHeader(w.status)
}
