package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"chuangmai/api"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/lexicon"
	"chuangmai/report"
)

// The tokens of the tests, by role.
const (
	readerToken   = "reader-token"
	memberToken   = "member-token"
	editorToken   = "editor-token"
	operatorToken = "operator-token"
)

// tokenOf returns the token of a role, "" for nobody.
func tokenOf(role string) string {
	if role == "" {
		return ""
	}
	return role + "-token"
}

var builtinLexicon = sync.OnceValues(lexicon.Load)

func testLexicon(tb testing.TB) *lexicon.Lexicon {
	tb.Helper()
	lex, err := builtinLexicon()
	if err != nil {
		tb.Fatal(err)
	}
	return lex
}

// kit is a whole service over a small network, and the server in front of it.
type kit struct {
	tb      testing.TB
	service *app.Service
	server  *api.Server
	log     *syncBuffer
	options api.Options
}

// newKit opens a service over the fixture. change may alter the server's options.
func newKit(tb testing.TB, change func(*api.Options)) *kit {
	tb.Helper()
	return newKitOf(tb, fixture(tb), change)
}

// newKitOf is newKit over other items.
func newKitOf(tb testing.TB, items []graph.Item, change func(*api.Options)) *kit {
	tb.Helper()
	settings, err := configs.Load("", nil)
	if err != nil {
		tb.Fatal(err)
	}
	settings.Store.DataDir = tb.TempDir()
	service, err := app.Open(tb.Context(), settings, app.Options{Lexicon: testLexicon(tb), Clock: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := service.Close(); err != nil {
			tb.Errorf("closing: %v", err)
		}
	})
	k := &kit{tb: tb, service: service, log: new(syncBuffer)}
	k.load(items)
	k.options = k.wire(settings)
	if change != nil {
		change(&k.options)
	}
	if k.server, err = api.New(k.options); err != nil {
		tb.Fatal(err)
	}
	return k
}

// load writes items and waits until they can be found.
func (k *kit) load(items []graph.Item) {
	k.tb.Helper()
	revision, err := k.service.Store.Apply(k.tb.Context(), graph.Batch{Items: items, Actor: "fixture", Reason: "fixture"})
	if err != nil {
		k.tb.Fatal(err)
	}
	if err := k.service.WaitIndexed(k.tb.Context()); err != nil {
		k.tb.Fatal(err)
	}
	if err := k.service.Wait(k.tb.Context(), revision); err != nil {
		k.tb.Fatal(err)
	}
}

func (k *kit) wire(settings configs.Settings) api.Options {
	var requests atomic.Int64
	return api.Options{
		Advisor: k.service.Advisor, Coverage: k.service.Planner, Surveyor: k.service.Planner, Rulebook: k.service.Planner, Store: k.service.Store, Loads: k.service.Loads, Desk: k.service.Desk, Wait: k.service.Wait, Schema: k.service.Schema,
		Status: func() api.Status {
			s := k.service.Status()
			return api.Status{Ready: s.Ready, State: string(s.State), Revision: s.Position, Since: s.Since, TextRebuilding: s.TextRebuilding}
		},
		Explain: func(word string) report.Word { return report.NewWord(k.service.Lexicon.Explain(word)) },
		Settings: api.Settings{
			Listen: settings.Server.Listen, Hosts: []string{"chuangmai.example"}, TokensFile: tokensFile(k.tb),
			RequestTimeout: settings.Server.RequestTimeout, WaitTimeout: settings.Server.WaitTimeout,
			BodyLimit: settings.Server.BodyLimit, UploadLimit: settings.Server.UploadLimit, JSONDepth: settings.Server.JSONDepth,
		},
		Clock: time.Now, Logger: slog.New(slog.NewTextHandler(k.log, nil)),
		NewID: func() string { return fmt.Sprintf("request-%d", requests.Add(1)) },
	}
}

// tokensFile writes a tokens file with one token of each role.
func tokensFile(tb testing.TB) string {
	tb.Helper()
	var b strings.Builder
	b.WriteString("# tokens of the tests\n\n")
	for _, role := range []string{"reader", "member", "editor", "operator"} {
		sum := sha256.Sum256([]byte(tokenOf(role)))
		fmt.Fprintf(&b, "%s %s test %s\n", role, hex.EncodeToString(sum[:]), role)
	}
	path := filepath.Join(tb.TempDir(), "tokens")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// request is one request of a test.
type request struct {
	method, path string
	token        string
	body         string
	header       map[string]string
	remote       string // default: another machine
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func decode[T any](tb testing.TB, r reply) T {
	tb.Helper()
	var out T
	if err := json.Unmarshal(r.body, &out); err != nil {
		tb.Fatalf("status %d: %v\n%s", r.status, err, r.body)
	}
	return out
}

// httpRequest builds a request as a client on another machine sends it.
func (q request) httpRequest(ctx context.Context) *http.Request {
	var body io.Reader
	if q.body != "" {
		body = strings.NewReader(q.body)
	}
	r := httptest.NewRequestWithContext(ctx, q.method, "http://chuangmai.example"+q.path, body)
	r.RemoteAddr = "192.0.2.7:4711"
	if q.remote != "" {
		r.RemoteAddr = q.remote
	}
	if q.token != "" {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	if q.body != "" {
		r.Header.Set("Content-Type", "application/json")
		if q.method == http.MethodPatch {
			r.Header.Set("Content-Type", "application/merge-patch+json")
		}
	}
	for name, value := range q.header {
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	return r
}

// do sends a request and holds the answer against the document.
func (k *kit) do(q request) reply {
	k.tb.Helper()
	return k.send(k.tb.Context(), q)
}

func (k *kit) send(ctx context.Context, q request) reply {
	k.tb.Helper()
	r := k.raw(ctx, q)
	if q.method != http.MethodHead {
		if err := conforms(testDocument(k.tb), q, r); err != nil {
			k.tb.Errorf("%s %s: the answer does not conform: %v\n%.600s", q.method, q.path, err, r.body)
		}
	}
	return r
}

// raw sends a request and takes the answer as it is.
func (k *kit) raw(ctx context.Context, q request) reply {
	w := httptest.NewRecorder()
	k.server.Handler().ServeHTTP(w, q.httpRequest(ctx))
	return reply{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

func (k *kit) get(path, token string) reply {
	k.tb.Helper()
	return k.do(request{method: http.MethodGet, path: path, token: token})
}

// want fails the test unless the status is the one expected.
func (k *kit) want(r reply, status int) reply {
	k.tb.Helper()
	if r.status != status {
		k.tb.Fatalf("status %d, want %d\n%.1000s", r.status, status, r.body)
	}
	return r
}

var readDocument = sync.OnceValues(func() (*openapi3.T, error) { return openapi3.NewLoader().LoadFromFile("openapi.yaml") })

func testDocument(tb testing.TB) *openapi3.T {
	tb.Helper()
	doc, err := readDocument()
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

// conforms reports how an answer differs from the document.
func conforms(doc *openapi3.T, q request, r reply) error {
	path, _, _ := strings.Cut(q.path, "?")
	op := operationAt(doc, q.method, path)
	if op == nil { // not in the document: a problem, or the pages that show the document
		if r.status >= 400 && r.header.Get("Content-Type") != "application/problem+json" {
			return fmt.Errorf("content type %q", r.header.Get("Content-Type"))
		}
		return nil
	}
	ref := op.Responses.Status(r.status)
	if ref == nil {
		if r.status < 400 {
			return fmt.Errorf("status %d is not in the document", r.status)
		}
		ref = op.Responses.Default()
	}
	for name, header := range ref.Value.Headers {
		if value := r.header.Get(name); value != "" {
			var v any = value
			if header.Value.Schema.Value.Type.Is("integer") {
				v = json.Number(value)
			}
			if err := header.Value.Schema.Value.VisitJSON(v); err != nil {
				return fmt.Errorf("header %s: %w", name, err)
			}
		}
	}
	if len(ref.Value.Content) == 0 {
		if len(r.body) > 0 {
			return fmt.Errorf("a body of %d bytes where the document has none", len(r.body))
		}
		return nil
	}
	media := ref.Value.Content.Get(r.header.Get("Content-Type"))
	if media == nil {
		return fmt.Errorf("content type %q", r.header.Get("Content-Type"))
	}
	if !strings.Contains(r.header.Get("Content-Type"), "json") {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(r.body))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return err
	}
	return media.Schema.Value.VisitJSON(value, openapi3.MultiErrors(), openapi3.SetSchemaErrorMessageCustomizer(func(e *openapi3.SchemaError) string {
		return fmt.Sprintf("/%s: %s", strings.Join(e.JSONPointer(), "/"), e.Reason)
	}))
}

// operationAt finds the operation that a path belongs to.
func operationAt(doc *openapi3.T, method, path string) *openapi3.Operation {
	parts := strings.Split(path, "/")
	var best *openapi3.Operation
	fixed := -1
	for template, item := range doc.Paths.Map() {
		op := item.GetOperation(method)
		names := strings.Split(template, "/")
		if op == nil || len(names) != len(parts) {
			continue
		}
		same := 0
		for i, name := range names {
			switch {
			case name == parts[i]:
				same++
			case strings.HasPrefix(name, "{"):
			default:
				same = -2 * len(parts)
			}
		}
		if same >= 0 && same > fixed {
			best, fixed = op, same
		}
	}
	return best
}

// syncBuffer is a buffer that several goroutines may write.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
