package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// program is the built program, which all tests run.
var program string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(withProgram(m.Run))
}

// withProgram builds the program into a temporary folder.
func withProgram(do func() int) int {
	dir, err := os.MkdirTemp("", "chuangmai-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	program = filepath.Join(dir, "chuangmai")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", program, ".")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	code := 1
	if err := build.Run(); err == nil {
		code = do()
	}
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// deadline bounds every run of the program.
const deadline = 2 * time.Minute

// environment is all that the program sees of the machine's.
func environment(tb testing.TB) []string {
	tb.Helper()
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + tb.TempDir(), "TMPDIR=" + tb.TempDir()}
}

// outcome is what one run of the program left.
type outcome struct {
	tb       testing.TB
	args     []string
	out, err string
	code     int
}

// invoke runs the program.
func invoke(tb testing.TB, args ...string) outcome {
	tb.Helper()
	return invokeWith(tb, "", args...)
}

func invokeWith(tb testing.TB, in string, args ...string) outcome {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), deadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env, cmd.Dir, cmd.Stdin = environment(tb), tb.TempDir(), strings.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		tb.Fatalf("%v: %v\n%s", args, err, errs.String())
	}
	if strings.Contains(errs.String(), "panic:") {
		tb.Fatalf("%v: panic\n%s", args, errs.String())
	}
	return outcome{tb, args, out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// exits checks the exit code.
func (o outcome) exits(code int) outcome {
	o.tb.Helper()
	if o.code != code {
		o.tb.Fatalf("%v: exit code %d, want %d\n%s%s", o.args, o.code, code, o.out, o.err)
	}
	return o
}

// says checks that each text stands on the standard output.
func (o outcome) says(texts ...string) outcome {
	o.tb.Helper()
	for _, text := range texts {
		if !strings.Contains(o.out, text) {
			o.tb.Errorf("%v: does not print %q:\n%.3000s", o.args, text, o.out)
		}
	}
	return o
}

// complains checks that each text stands on the error stream.
func (o outcome) complains(texts ...string) outcome {
	o.tb.Helper()
	for _, text := range texts {
		if !strings.Contains(o.err, text) {
			o.tb.Errorf("%v: does not complain %q:\n%.3000s", o.args, text, o.err)
		}
	}
	return o
}

// decoded reads the standard output as JSON.
func decoded[T any](o outcome) (value T) {
	o.tb.Helper()
	if err := json.Unmarshal([]byte(o.out), &value); err != nil {
		o.tb.Fatalf("%v: %v\n%.2000s", o.args, err, o.out)
	}
	return value
}

// Parts of what is printed that differ from run to run.
var volatile = []struct {
	pattern *regexp.Regexp
	mask    string
}{
	{regexp.MustCompile(`/\S*/(chuangmai-\S*|Test\S*)`), "PATH"},
	{regexp.MustCompile(`\d+(\.\d+)? (秒|s)\b?（\d+ 行/秒）`), "TIME"},
	{regexp.MustCompile(`\d+\.\d s \(\d+ rows/s\)`), "TIME"},
	{regexp.MustCompile(`\d{8}T\d{6}\.\d{3}Z`), "MOMENT"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`), "MOMENT"},
	{regexp.MustCompile(`go1\.\S+\)`), "GO)"},
	{regexp.MustCompile(`\b[0-9a-f]{12}\b`), "VERSION"},
}

// golden compares a text with testdata/name, which -update writes.
func golden(tb testing.TB, name, text string) {
	tb.Helper()
	for _, v := range volatile {
		text = v.pattern.ReplaceAllString(text, v.mask)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		tb.Errorf("%s (-file +printed; -update writes it anew):\n%s", name, diff)
	}
}

// file writes a file of lines and returns its path.
func file(tb testing.TB, name string, lines ...string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 0x3000 && r <= 0x9fff || r >= 0xff00 && r <= 0xffef })
}

// ownNetwork is a good file: a lab, a firm, an instrument and what joins them.
func ownNetwork(tb testing.TB) string {
	tb.Helper()
	return file(tb, "own.jsonl",
		`{"edge":{"id":"e:owns","relation":"OWNS","from":"local:lab","to":"local:ct"}}`,
		`{"node":{"id":"local:lab","kind":"institute","name":"滨湖焊接技术研究所","name_en":"Lakeside Welding Institute","region":"320500","sources":[{"title":"名录"}],"properties":{"summary":"铝合金焊接工艺、无损检测"}}}`,
		`{"node":{"id":"local:firm","kind":"enterprise","name":"城东铝件厂","region":"320583","properties":{"summary":"生产铝合金薄壁件"}}}`,
		``,
		`{"node":{"id":"local:ct","kind":"equipment","name":"工业CT检测系统","region":"320500","properties":{"summary":"铝合金铸件与焊缝的无损检测"}}}`,
	)
}
