package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func read(tb testing.TB, path string) string {
	tb.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// records are the lines of an export but for its header.
func records(tb testing.TB, data string) string {
	tb.Helper()
	out := invoke(tb, "export", "--data", data).exits(exitDone).out
	header, rest, _ := strings.Cut(out, "\n")
	if !strings.HasPrefix(header, `{"meta":`) {
		tb.Fatalf("the header is %s", header)
	}
	return rest
}

// TestLoadAndUndo: a load is reported, listed and undone; a file with bad rows changes
// nothing.
func TestLoadAndUndo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	empty := records(t, data)

	own := ownNetwork(t)
	o := invoke(t, "load", own, "--dry-run", "--data", data).exits(exitDone).says("共 4 行：新增 4")
	if strings.Contains(o.out, "undo") || records(t, data) != empty {
		t.Errorf("a dry run wrote something: %s", o.out)
	}
	o = invoke(t, "load", own, "--load-id", "first", "--reason", "测试", "--data", data).exits(exitDone)
	golden(t, "load.zh.txt", o.out)
	loaded := records(t, data)
	if !strings.Contains(loaded, `"local:lab"`) || !strings.Contains(loaded, `"cap:welding-and-joining"`) {
		t.Error("neither the record nor a link read from it is there")
	}
	invoke(t, "load", own, "--data", data, "--lang", "en").exits(exitDone).says("4 rows: 0 new, 0 changed, 4 same")

	bad := file(t, "bad.jsonl",
		`{"node":{"id":"local:x","kind":"enterprise","name":"好企业"}}`,
		`{"node":{"id":"local:y","kind":"enterprisee","name":"坏企业"}}`,
		`not JSON`,
		`{"edge":{"relation":"OWNS","from":"local:x","to":"local:nothing"}}`,
		`{"node":{"id":"local:z","kind":"enterprise","name":"企业","valid_from":"2021-13"}}`)
	o = invoke(t, "load", bad, "--data", data).exits(exitFailed).says("拒绝 4").complains(
		"bad.jsonl 第 2 行 /node/kind", "enterprise", "bad.jsonl 第 3 行", "bad.jsonl 第 4 行 /edge/to", "bad.jsonl 第 5 行 /node/valid_from", "未写入任何内容")
	golden(t, "bad_rows.zh.txt", o.err)
	golden(t, "bad_rows.en.txt", invoke(t, "load", bad, "--data", data, "--lang", "en").exits(exitFailed).says("4 rejected").err)
	if records(t, data) != loaded {
		t.Error("a file with bad rows changed the network")
	}
	invoke(t, "load", bad, "--dry-run", "--data", data).says("拒绝 4")
	invoke(t, "load", bad, "--skip-bad", "--load-id", "second", "--data", data).exits(exitDone).says("新增 1", "拒绝 4")

	list := invoke(t, "loads", "--data", data).exits(exitDone).out
	if !regexp.MustCompile(`(?m)^second\t\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\t\d+\t可撤销\n`).MatchString(list) || !strings.Contains(list, "first\t") {
		t.Errorf("the loads are\n%s", list)
	}
	invoke(t, "undo", "second", "--data", data).exits(exitDone).says("second")
	if records(t, data) != loaded {
		t.Error("undoing did not bring the network back")
	}
	invoke(t, "load", file(t, "more.jsonl", `{"node":{"id":"local:lab","kind":"institute","name":"改了名","sources":[{"title":"名录"}]}}`), "--data", data).exits(exitDone)
	invoke(t, "undo", "first", "--data", data).exits(exitFailed).complains("local:lab", "--force")
	invoke(t, "undo", "first", "--force", "--data", data).exits(exitDone)
	if left := records(t, data); left != empty {
		t.Error("undoing all loads does not leave the network as it was")
	}
	invoke(t, "loads", "--data", data).exits(exitDone).says("second", "已撤销")
}

// stored are the counts that each store makes of its own.
var stored = regexp.MustCompile(`,"(version|revision)":\d+`)

// TestExportAndLoad: an export that is loaded elsewhere is exported as the same bytes, but
// for the counts of the store, from a file, a compressed file and the standard input.
func TestExportAndLoad(t *testing.T) {
	t.Parallel()
	first, second, third := t.TempDir(), t.TempDir(), t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", first).exits(exitDone)
	path := filepath.Join(t.TempDir(), "out.jsonl")
	invoke(t, "export", "--out", path, "--data", first, "--lang", "en").exits(exitDone).complains("nodes", "exported")
	text := read(t, path)
	_, want, _ := strings.Cut(text, "\n")
	bare := func(text string) string { return stored.ReplaceAllString(text, "") }
	if want != records(t, first) || !strings.Contains(want, "local:ct") {
		t.Error("the file and the standard output differ")
	}
	invoke(t, "load", path, "--data", second).exits(exitDone)
	if have := records(t, second); bare(have) != bare(want) {
		t.Errorf("%d bytes loaded and exported, %d before", len(have), len(want))
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	invokeWith(t, packed.String(), "load", "-", "--data", third).exits(exitDone)
	if have := records(t, third); bare(have) != bare(want) {
		t.Errorf("%d bytes loaded from the standard input, %d before", len(have), len(want))
	}
	only := invoke(t, "export", "--kind", "equipment", "--data", first).exits(exitDone).out
	if strings.Contains(only, "local:lab") || !strings.Contains(only, "local:ct") {
		t.Errorf("only equipment: %s", only)
	}
	if left, err := filepath.Glob(path + "*"); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestRelink: reading all records anew changes nothing when they were just read.
func TestRelink(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	before := records(t, data)
	invoke(t, "relink", "--data", data, "--lang", "en").exits(exitDone).says("0 links written, 0 deleted")
	if records(t, data) != before {
		t.Error("relinking changed the network")
	}
}

// TestGenerate: what is generated is the same for the same seed and can be loaded.
func TestGenerate(t *testing.T) {
	t.Parallel()
	args := []string{"generate", "--nodes", "600", "--edges", "900"}
	first := invoke(t, append(args, "--seed", "7")...).exits(exitDone).out
	if first != invoke(t, append(args, "--seed", "7")...).out || first == invoke(t, append(args, "--seed", "8")...).out {
		t.Error("the seed does not decide what is generated")
	}
	if n := strings.Count(first, "\n"); n != 1500 {
		t.Errorf("%d lines", n)
	}
	invokeWith(t, first, "load", "-", "--data", t.TempDir(), "--lang", "en").exits(exitDone).says("1500 rows", "0 rejected")
}
