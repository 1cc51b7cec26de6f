// Package web serves the interface that people use in a browser. Its sources are beside
// it; what it serves is their build in dist, which is committed, so that the program is
// built without Node.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// policy lets the pages run, style and ask what comes from this service and nothing else.
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; worker-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const (
	indexName = "index.html"
	// assets is the folder of the files whose names change with their contents.
	assets = "assets/"
	// gzipFrom is the size in bytes from which a file is sent compressed.
	gzipFrom = 512
)

// routes are the first segments of the addresses that the pages take care of.
func routes() []string {
	return []string{"", "answer", "node", "compare", "center", "plan", "data", "method", "records"} //nolint:misspell // an address
}

// types are the media types of what a build may hold. The system's own table differs from
// machine to machine.
func types() map[string]string {
	return map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
		".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
		".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json",
	}
}

// file is one file of the build.
type file struct {
	plain  []byte
	packed func() []byte // nil when it is sent as it is
	media  string
	tag    string
	keep   bool // its name changes with its contents
}

type handler struct {
	files  map[string]*file // by path without the leading slash
	routes []string
}

// New returns what answers every path of the interface. An address that belongs to no
// page gets the interface, which says so, with status 404; a file that is not there gets
// 404 alone. An error says what the build lacks.
func New() (http.Handler, error) {
	build, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return newHandler(build)
}

func newHandler(build fs.FS) (*handler, error) {
	h := &handler{files: make(map[string]*file), routes: routes()}
	media := types()
	err := fs.WalkDir(build, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(build, name)
		if err != nil {
			return err
		}
		h.files[name], err = newFile(name, data, media)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if h.files[indexName] == nil {
		return nil, fmt.Errorf("web: the build holds no %s", indexName)
	}
	return h, nil
}

func newFile(name string, data []byte, media map[string]string) (*file, error) {
	kind, known := media[path.Ext(name)]
	if !known {
		return nil, fmt.Errorf("%s: no media type for files of this kind", name)
	}
	sum := sha256.Sum256(data)
	f := &file{plain: data, media: kind, tag: `"` + hex.EncodeToString(sum[:12]) + `"`, keep: strings.HasPrefix(name, assets)}
	if len(data) >= gzipFrom && (strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")) {
		f.packed = sync.OnceValue(func() []byte { return compress(data) })
	}
	return f, nil
}

// compress packs a file once for all who will ask for it.
func compress(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is a valid one
	_, _ = w.Write(data)                                    // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// ServeHTTP implements [http.Handler].
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	head.Set("Vary", "Accept-Encoding")
	head.Del("Content-Language") // the pages are in either language
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	first, _, _ := strings.Cut(name, "/")
	switch f := h.files[name]; {
	case f != nil:
		f.send(w, r, http.StatusOK)
	case slices.Contains(h.routes, first):
		h.files[indexName].send(w, r, http.StatusOK)
	case !strings.HasPrefix(name, assets) && strings.Contains(r.Header.Get("Accept"), "text/html"):
		h.files[indexName].send(w, r, http.StatusNotFound)
	default:
		head.Set("Cache-Control", "no-store")
		http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
	}
}

// send answers with the file, packed where the caller takes that.
func (f *file) send(w http.ResponseWriter, r *http.Request, status int) {
	head := w.Header()
	head.Set("Content-Type", f.media)
	head.Set("Etag", f.tag)
	head.Set("Cache-Control", "no-cache")
	if f.keep {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if status == http.StatusOK && matches(r.Header.Get("If-None-Match"), f.tag) {
		head.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	if f.packed != nil && takesGzip(r.Header.Get("Accept-Encoding")) {
		body = f.packed()
		head.Set("Content-Encoding", "gzip")
	}
	head.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // who asked has gone
	}
}

// matches reports whether the list of tags names this one.
func matches(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// takesGzip reports whether gzip is among what the caller takes (RFC 9110, 12.5.3).
func takesGzip(accepted string) bool {
	for one := range strings.SplitSeq(accepted, ",") {
		coding, parameters, _ := strings.Cut(one, ";")
		if coding = strings.ToLower(strings.TrimSpace(coding)); coding != "gzip" && coding != "*" {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(parameters), " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !found || err == nil && weight > 0
	}
	return false
}
