package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"chuangmai/report"
)

// serving is a program that serves.
type serving struct {
	tb      testing.TB
	cmd     *exec.Cmd
	address string
	errs    *bytes.Buffer
	out     *bufio.Reader
}

// serve starts the program and waits until it says where it serves.
func serve(tb testing.TB, data string, args ...string) *serving {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), deadline)
	tb.Cleanup(cancel)
	s := &serving{tb: tb, errs: new(bytes.Buffer)}
	s.cmd = exec.CommandContext(ctx, program, append([]string{"serve", "--listen", "127.0.0.1:0", "--lang", "en", "--data", data}, args...)...)
	s.cmd.Env, s.cmd.Dir, s.cmd.Stderr = environment(tb), tb.TempDir(), s.errs
	pipe, err := s.cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			_ = s.cmd.Process.Kill()
			_ = s.cmd.Wait()
		}
	})
	s.out = bufio.NewReader(pipe)
	line, err := s.out.ReadString('\n')
	address, found := strings.CutPrefix(strings.TrimSpace(line), "serving at ")
	if err != nil || !found {
		_ = s.cmd.Wait()
		tb.Fatalf("it says %q, %v\n%s", line, err, s.errs.String())
	}
	s.address = address
	return s
}

// stop sends a signal and returns the exit code, -1 when the signal ended the process.
func (s *serving) stop(signal syscall.Signal) int {
	s.tb.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.tb.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, s.out) // to the end of the output: then it has gone
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

// ask sends a request and returns status and body; header alternates names and values.
func (s *serving) ask(method, path, body string, header ...string) (int, string) {
	s.tb.Helper()
	request, err := http.NewRequestWithContext(s.tb.Context(), method, s.address+path, strings.NewReader(body))
	if err != nil {
		s.tb.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		s.tb.Fatalf("%s %s: %v\n%s", method, path, err, s.errs.String())
	}
	defer reply.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		s.tb.Fatal(err)
	}
	return reply.StatusCode, string(text)
}

// ready asks until the network is read and indexed.
func (s *serving) ready() {
	s.tb.Helper()
	end := time.Now().Add(deadline)
	for time.Now().Before(end) {
		if code, text := s.ask(http.MethodGet, "/readyz", ""); code == http.StatusOK && !strings.Contains(text, "ready.text_rebuilding") {
			return
		}
		select {
		case <-s.tb.Context().Done():
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
	s.tb.Fatalf("not ready\n%s", s.errs.String())
}

// TestServe: the service answers over HTTP, keeps its folder to itself, stops when it is
// told to, and after being killed still has what it has acknowledged.
func TestServe(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	sum := sha256.Sum256([]byte("editor-token"))
	settings := file(t, "settings.yaml", "access:", "  tokens_file: "+file(t, "tokens", "editor "+hex.EncodeToString(sum[:])+" tests"))

	s := serve(t, data, "--config", settings)
	if code, _ := s.ask(http.MethodGet, "/livez", ""); code != http.StatusOK {
		t.Errorf("live: %d", code)
	}
	s.ready()
	code, text := s.ask(http.MethodPost, "/api/v1/recommendations?both=true", `{"text":"`+sentence+`","limit":3}`)
	var answer report.Answer
	if err := json.Unmarshal([]byte(text), &answer); err != nil || code != http.StatusOK {
		t.Fatalf("recommendations: %d %v %.500s", code, err, text)
	}
	names := make(map[string]bool)
	for _, group := range answer.Groups {
		for _, hit := range group.Hits {
			names[string(hit.ID)] = true
		}
	}
	if !names["local:lab"] || !names["local:ct"] {
		t.Errorf("recommended: %v", names)
	}

	o := invoke(t, "loads", "--data", data, "--lang", "en").exits(exitFailed).complains("in use by process", s.address)
	if strings.Contains(o.err, "help") {
		t.Errorf("a locked folder is no wrong use: %s", o.err)
	}
	invoke(t, "match", "焊接", "--data", data).exits(exitFailed).complains("正由进程", s.address)
	invoke(t, "serve", "--listen", "127.0.0.1:0", "--data", data).exits(exitFailed).complains("正由进程")

	put := func(s *serving, id string) {
		t.Helper()
		code, text := s.ask(http.MethodPut, "/api/v1/nodes/"+id, `{"id":"`+id+`","kind":"team","name":"新团队"}`, "Authorization", "Bearer editor-token", "If-None-Match", "*")
		if code != http.StatusCreated {
			t.Fatalf("put %s: %d %s", id, code, text)
		}
	}
	if code, _ := s.ask(http.MethodPut, "/api/v1/nodes/local:no", `{"id":"local:no","kind":"team","name":"x"}`, "If-None-Match", "*"); code != http.StatusUnauthorized {
		t.Errorf("writing without a token: %d", code)
	}
	put(s, "local:kept")
	if code := s.stop(syscall.SIGTERM); code != exitDone {
		t.Errorf("told to stop, it exits with %d\n%s", code, s.errs.String())
	}

	s = serve(t, data, "--config", settings)
	s.ready()
	put(s, "local:acknowledged")
	s.stop(syscall.SIGKILL)

	s = serve(t, data, "--config", settings)
	s.ready()
	for _, id := range []string{"local:kept", "local:acknowledged", "local:lab"} {
		if code, text := s.ask(http.MethodGet, "/api/v1/nodes/"+id, ""); code != http.StatusOK {
			t.Errorf("%s after being killed: %d %s", id, code, text)
		}
	}
	if code, text := s.ask(http.MethodGet, "/api/v1/search?q=%E6%96%B0%E5%9B%A2%E9%98%9F", ""); code != http.StatusOK || !strings.Contains(text, "local:acknowledged") {
		t.Errorf("search after being killed: %d %.500s", code, text)
	}
	if code := s.stop(syscall.SIGINT); code != exitDone {
		t.Errorf("interrupted, it exits with %d\n%s", code, s.errs.String())
	}
}

// TestServeRefuses: an address beyond the machine needs tokens, a port must be free.
func TestServeRefuses(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:1"} {
		invoke(t, "serve", "--listen", address, "--data", data, "--lang", "en").exits(exitFailed).complains("set access.tokens_file")
		invoke(t, "demo", "--listen", address).exits(exitFailed).complains("须先设置 access.tokens_file")
	}
	s := serve(t, data)
	taken := strings.TrimPrefix(s.address, "http://")
	invoke(t, "serve", "--listen", taken, "--data", t.TempDir(), "--lang", "en").exits(exitFailed).complains("cannot listen on " + taken)
	if code := s.stop(syscall.SIGTERM); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}
