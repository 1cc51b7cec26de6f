package api_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"chuangmai/advise"
	"chuangmai/api"
)

// serve starts the kit's server on a port of this machine. stop ends it and returns what
// Serve returned.
func (k *kit) serve(t *testing.T) (address string, stop func() error) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- k.server.Serve(ctx, listener) }()
	return listener.Addr().String(), func() error {
		cancel()
		return <-ended
	}
}

// wire sends bytes as they are, closes its side, and returns everything that comes back.
func wire(t *testing.T, address, sent string) string {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, sent); err != nil {
		return "" // the server has closed before it read everything
	}
	if half, ok := conn.(*net.TCPConn); ok {
		if err := half.CloseWrite(); err != nil {
			return ""
		}
	}
	answer, err := io.ReadAll(conn)
	if err != nil && len(answer) == 0 {
		return ""
	}
	return string(answer)
}

// TestMalformedOnTheWire: what is no HTTP, or breaks off, is refused, and neither the
// store nor the service takes harm.
func TestMalformedOnTheWire(t *testing.T) {
	k := newKit(t, nil)
	address, stop := k.serve(t)
	before := k.stored(t)
	const head = "POST /api/v1/needs/read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
	const body = `{"text":"焊接"}`
	batch := strings.Replace(head, "needs/read", "batches", 1) + "Authorization: Bearer " + editorToken + "\r\n"
	for name, c := range map[string]struct {
		sent   string
		status string // of the answer; "" where there need not be one
		holds  string
	}{
		"sound":                    {head + "Transfer-Encoding: chunked\r\n\r\n11\r\n" + body + "\r\n0\r\n\r\n", "200", `"need"`},
		"cut off":                  {head + "Content-Length: 100\r\n\r\n" + body, "400", `"pointer":""`},
		"cut off in a batch":       {batch + "Content-Length: 9000\r\n\r\n" + `{"items":[{"delete":{"edge":"owns:ct","relation":"OWNS"}}]}`, "400", `"pointer":""`},
		"cut off in a chunk":       {head + "Transfer-Encoding: chunked\r\n\r\nff\r\n" + body, "400", `"pointer":""`},
		"a chunk without a length": {head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body + "\r\n0\r\n\r\n", "400", `"pointer":""`},
		"two lengths":              {head + "Content-Length: 17\r\nContent-Length: 18\r\n\r\n" + body, "400", ""},
		"a length below nothing":   {head + "Content-Length: -1\r\n\r\n" + body, "400", ""},
		"two bodies":               {head + "Content-Length: 17\r\nTransfer-Encoding: gzip\r\n\r\n" + body, "501", ""},
		"no host":                  {"GET /livez HTTP/1.1\r\n\r\n", "400", ""},
		"another host":             {"GET /livez HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421", "host_unknown"},
		"a host with a blank":      {"GET /livez HTTP/1.1\r\nHost: a b\r\n\r\n", "400", ""},
		"no HTTP":                  {"hello\r\n\r\n", "400", ""},
		"another HTTP":             {"GET /livez HTTP/9.9\r\nHost: localhost\r\n\r\n", "505", ""},
		"half an escape":           {"GET /api/v1/nodes/a%2 HTTP/1.1\r\nHost: localhost\r\n\r\n", "400", ""},
		"a header that is none":    {"GET /livez HTTP/1.1\r\nHost: localhost\r\nno header\r\n\r\n", "400", ""},
		"a header too long":        {"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-A: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", "431", ""},
		"nothing":                  {"", "", ""},
		"TLS":                      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400", ""},
	} {
		answer := wire(t, address, c.sent)
		line, _, _ := strings.Cut(answer, "\r\n")
		if c.status != "" && !strings.HasPrefix(line, "HTTP/1.1 "+c.status+" ") || !strings.Contains(answer, c.holds) {
			t.Errorf("%s: want %s with %q, got %.300q", name, c.status, c.holds, answer)
		}
	}
	if after := k.stored(t); len(after) != len(before) {
		t.Errorf("the store was changed: %d parts before, %d after", len(before), len(after))
	}
	if err := stop(); err != nil {
		t.Errorf("serving: %v", err)
	}
	if log := k.log.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "panic") {
		t.Errorf("the log holds errors:\n%.2000s", log)
	}
}

// held is a server whose searches wait until they are let go.
func held(t *testing.T, drain time.Duration) (k *kit, inside, leave chan struct{}) {
	t.Helper()
	inside, leave = make(chan struct{}, 1), make(chan struct{})
	k = newKit(t, func(o *api.Options) {
		o.Settings.Drain = drain
		o.Advisor = strangeAdvisor{o.Advisor, func(context.Context) (advise.SearchAnswer, error) {
			inside <- struct{}{}
			<-leave
			return advise.SearchAnswer{}, nil
		}}
	})
	return k, inside, leave
}

// ask sends a search to a served kit and hands over the status of its answer, 0 for none.
func ask(t *testing.T, address string) <-chan int {
	t.Helper()
	status := make(chan int, 1)
	ctx := t.Context()
	go func() {
		defer close(status)
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/api/v1/search?q=a", nil)
		if err != nil {
			return
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return
		}
		_ = answer.Body.Close()
		status <- answer.StatusCode
	}()
	return status
}

// TestDrain: a server that is told to stop finishes what it began, says so, and takes
// nothing new.
func TestDrain(t *testing.T) {
	k, inside, leave := held(t, time.Minute)
	address, stop := k.serve(t)
	status := ask(t, address)
	<-inside
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	for ready := true; ready; { // until the stop has reached the server
		ready = decode[api.Readiness](t, k.get("/readyz", "")).Ready
	}
	select {
	case err := <-ended:
		t.Errorf("it ended before its requests: %v", err)
	default:
	}
	close(leave)
	if got := <-status; got != http.StatusOK {
		t.Errorf("the request under way got %d", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("serving: %v", err)
	}
	if conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address); err == nil {
		_ = conn.Close()
		t.Error("it still listens")
	}
}

// TestDrainEnds: requests that do not end in time are cut off, which is reported.
func TestDrainEnds(t *testing.T) {
	k, inside, leave := held(t, time.Millisecond)
	address, stop := k.serve(t)
	status := ask(t, address)
	<-inside
	if err := stop(); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("serving: %v", err)
	}
	if got, answered := <-status; answered {
		t.Errorf("the request that was cut off got %d", got)
	}
	close(leave)
}

// TestInterface: what is not the API's goes to the interface, with its own policy; what
// begins like the API's never does.
func TestInterface(t *testing.T) {
	k := newKit(t, func(o *api.Options) {
		o.Interface = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
			_, _ = io.WriteString(w, "the interface")
		})
	})
	for _, path := range []string{"/", "/index.html", "/nodes/local:uni", "/apix"} {
		r := k.raw(t.Context(), request{method: http.MethodGet, path: path})
		if r.status != http.StatusOK || string(r.body) != "the interface" || r.header.Get("Content-Security-Policy") != "default-src 'self'" {
			t.Errorf("%s: %d %v %.100s", path, r.status, r.header, r.body)
		}
	}
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{http.MethodGet, "/api/v1/nothing", 404},
		{http.MethodGet, "/api", 404},
		{http.MethodGet, "/api/", 404},
		{http.MethodPost, "/api/v1/search?q=a", 405},
		{http.MethodDelete, "/livez", 405},
		{http.MethodPost, "/", 405},
		{http.MethodGet, "/api/v1/stats", 200},
		{http.MethodGet, "/docs/", 200},
	} {
		k.want(k.do(request{method: c.method, path: c.path}), c.status)
	}
}

// TestAnswerIsFramed: an answer over a connection tells its length, and HEAD sends none
// of it.
func TestAnswerIsFramed(t *testing.T) {
	k := newKit(t, nil)
	address, stop := k.serve(t)
	answer := wire(t, address, "HEAD /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(answer)), &http.Request{Method: http.MethodHead})
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.StatusCode != http.StatusOK || r.ContentLength < 10 || !strings.HasSuffix(answer, "\r\n\r\n") {
		t.Errorf("%d, %d bytes: %q", r.StatusCode, r.ContentLength, answer)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestSlowBody: a body that does not come is not waited for without end.
func TestSlowBody(t *testing.T) {
	k := newKit(t, func(o *api.Options) { o.Settings.RequestTimeout = time.Second })
	address, stop := k.serve(t)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	const head = "POST /api/v1/needs/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
	if _, err := io.WriteString(conn, head); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 503 ") || !strings.Contains(string(answer), `"code":"deadline"`) {
		t.Errorf("%v, %.600s", err, answer)
	}
	_ = conn.Close()
	if err := stop(); err != nil {
		t.Error(err)
	}
}
