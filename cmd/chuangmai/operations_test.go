package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadingMakesNothing: commands that only read leave a folder as it is, and make none.
func TestReadingMakesNothing(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "none")
	own := ownNetwork(t)
	invoke(t, "loads", "--data", missing, "--lang", "en").exits(exitDone).complains("holds no network yet")
	invoke(t, "load", own, "--dry-run", "--data", missing).exits(exitDone).says("新增 4").complains("还没有网络")
	if out := invoke(t, "export", "--data", missing).exits(exitDone).out; !strings.Contains(out, `"cap:welding-and-joining"`) || strings.Contains(out, "local:lab") {
		t.Errorf("what a new network begins with: %.500s", out)
	}
	invoke(t, "verify", "--data", missing, "--lang", "en").exits(exitFailed).complains("holds no network")
	invoke(t, "doctor", "--data", missing, "--lang", "en").exits(exitDone).says("[warn] there is no data folder", "remedy:")
	if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
	data := t.TempDir()
	invoke(t, "load", own, "--data", data).exits(exitDone)
	before := records(t, data)
	invoke(t, "load", file(t, "more.jsonl", `{"node":{"id":"local:new","kind":"team","name":"新团队"}}`), "--dry-run", "--data", data).exits(exitDone).says("新增 1")
	invoke(t, "verify", "--data", data).exits(exitDone).says("核对无误")
	if records(t, data) != before {
		t.Error("reading changed the network")
	}
}

// TestCopy: a network is copied to another folder and compared; repeated it writes
// nothing, what differs is named and exits with 1.
func TestCopy(t *testing.T) {
	t.Parallel()
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "new")
	invoke(t, "load", ownNetwork(t), "--data", from).exits(exitDone)
	invoke(t, "copy", "--from", from, "--to", to, "--lang", "en").exits(exitDone).says("written, 0 same", "equal:")
	bare := func(data string) string { return stored.ReplaceAllString(records(t, data), "") }
	if bare(from) != bare(to) {
		t.Error("the copy is another network")
	}
	invoke(t, "copy", "--from", from, "--to", to, "--lang", "zh").exits(exitDone).says("节点：写入 0", "核对一致")
	invoke(t, "load", file(t, "extra.jsonl", `{"node":{"id":"local:extra","kind":"team","name":"多出的团队"}}`), "--data", to).exits(exitDone)
	o := invoke(t, "copy", "--from", from, "--to", to, "--lang", "en").exits(exitFailed).says("not equal: team has 0", "local:extra\tonly in the target").complains("1 kind or relation differs")
	if strings.Contains(o.err, "chuangmai help") {
		t.Errorf("a difference is no wrong use: %s", o.err)
	}
	o = invoke(t, "copy", "--from", from, "--to", to, "--json").exits(exitFailed)
	report := decoded[struct {
		Equal       bool
		Nodes       struct{ Extra int }
		Differences []struct {
			Name    string
			Records []struct{ ID, Gap string }
		}
	}](o)
	if report.Equal || report.Nodes.Extra != 1 || len(report.Differences) != 1 || report.Differences[0].Records[0].Gap != "extra" {
		t.Errorf("as JSON: %+v", report)
	}
	invoke(t, "copy", "--from", from, "--to", to, "--mirror", "--lang", "en").exits(exitDone).says("1 deleted", "equal:")
	if bare(from) != bare(to) {
		t.Error("the mirror is another network")
	}

	for _, c := range []struct {
		args []string
		code int
		text string
	}{
		{[]string{"copy"}, exitWrongUse, "--from and --to"},
		{[]string{"copy", "--from", from}, exitWrongUse, "--from and --to"},
		{[]string{"copy", "--from", from, "--to", to, "--data", from}, exitWrongUse, "--from and --to"},
		{[]string{"copy", "--from", t.TempDir(), "--to", to}, exitFailed, "holds no network"},
		{[]string{"copy", "--from", from, "--to", from}, exitFailed, "the same store"},
		{[]string{"copy", "--from", from, "--to", "ftp://u:secret@h/"}, exitFailed, "no store is available under ftp://"},
		{[]string{"copy", "--from", "bolt://", "--to", to}, exitFailed, "a data folder or the address"},
		{[]string{"verify", "--sample"}, exitWrongUse, "not on --sample"},
		{[]string{"doctor", "--sample"}, exitWrongUse, "not on --sample"},
	} {
		if o := invoke(t, append(c.args, "--lang", "en")...).exits(c.code).complains(c.text); strings.Contains(o.err, "secret") {
			t.Errorf("%v: shows the password: %s", c.args, o.err)
		}
	}
}

// TestVerifyAndDoctor: sound and damaged folders, in words and as JSON; a folder that a
// service has.
func TestVerifyAndDoctor(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	s := serve(t, data)
	s.ready()
	invoke(t, "doctor", "--data", data, "--lang", "en").exits(exitDone).says("serves at "+s.address, "is ready")
	invoke(t, "verify", "--data", data, "--lang", "en").exits(exitFailed).complains("in use by process", s.address)
	s.stop(syscall.SIGTERM)
	invoke(t, "verify", "--data", data, "--lang", "en").exits(exitDone).says("all agrees", "documents", "institute")
	report := decoded[struct {
		Documents   int
		Nodes       map[string]struct{ Count int }
		Differences []any
	}](invoke(t, "verify", "--data", data, "--json").exits(exitDone))
	nodes := 0
	for _, n := range report.Nodes {
		nodes += n.Count
	}
	if report.Documents != nodes || nodes == 0 || report.Differences == nil || len(report.Differences) > 0 {
		t.Errorf("as JSON: %+v", report)
	}
	invoke(t, "doctor", "--data", data).exits(exitDone).says("[正常] 文本索引与存储一致")

	path := filepath.Join(data, "network.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	o := invoke(t, "doctor", "--data", data, "--lang", "en").exits(exitFailed).says("[fail] the store does not answer", "remedy:").complains("1 check failed")
	if hasHan(o.out) {
		t.Errorf("Chinese: %s", o.out)
	}
	var checks []struct{ Name, Level, Code, Text, Remedy string }
	o = invoke(t, "doctor", "--data", data, "--json", "--lang", "en").exits(exitFailed)
	if err := json.Unmarshal([]byte(o.out), &checks); err != nil || len(checks) == 0 || checks[len(checks)-1].Level != "fail" || checks[len(checks)-1].Remedy == "" {
		t.Errorf("as JSON: %v %+v", err, checks)
	}
	invoke(t, "doctor", "--config", file(t, "bad.yaml", "server:", "  listne: x"), "--lang", "en").exits(exitFailed).says("[fail] the settings cannot be used", "listne")
}
