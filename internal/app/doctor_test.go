package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/phrase"
)

// examined runs the checks and returns their codes, marked + for pass, ! for warn and -
// for fail. Each must be worded, and have a remedy unless it passes.
func examined(tb testing.TB, settings configs.Settings, change ...func(*Options)) []string {
	tb.Helper()
	o := options(tb)
	for _, c := range change {
		c(&o)
	}
	return marked(tb, Doctor(tb.Context(), func() (configs.Settings, error) { return settings, nil }, o))
}

func marked(tb testing.TB, checks []Check) (out []string) {
	tb.Helper()
	for _, c := range checks {
		for _, m := range []phrase.Message{c.Text, c.Remedy} {
			for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
				if text := m.Render(lang); m.Code != "" && (!phrase.Known(m.Code) || strings.ContainsAny(text, "{}")) {
					tb.Errorf("%s is not worded: %s", m.Code, text)
				}
			}
		}
		if (c.Remedy.Code == "") != (c.Level == graph.LevelPass) {
			tb.Errorf("%s is %s with the remedy %q", c.Text.Code, c.Level, c.Remedy.Code)
		}
		mark := map[graph.Level]string{graph.LevelPass: "+", graph.LevelWarn: "!", graph.LevelFail: "-"}[c.Level]
		out = append(out, mark+strings.TrimPrefix(c.Text.Code, "doctor."))
	}
	return out
}

func expect(tb testing.TB, what string, have []string, want ...string) {
	tb.Helper()
	for _, w := range want {
		if !slices.Contains(have, w) {
			tb.Errorf("%s: %v, want %s", what, have, w)
		}
	}
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	expect(t, "before the first start", examined(t, in(t, dir)), "+settings.pass", "+access.nobody", "+clock.pass", "+folder.pass", "+disk.pass", "+store.pass", "+schema.pass", "!index.none")
	stop(t, started(t, dir))
	sound := examined(t, in(t, dir))
	expect(t, "in use", sound, "+index.pass")
	if slices.ContainsFunc(sound, func(s string) bool { return s[0] != '+' }) {
		t.Errorf("a sound folder: %v", sound)
	}
	expect(t, "clock behind", examined(t, in(t, dir), func(o *Options) { o.Clock = func() time.Time { return time.Now().Add(-time.Hour) } }), "-clock.behind")
	expect(t, "clock of 1970", examined(t, in(t, dir), func(o *Options) { o.Clock = func() time.Time { return time.Unix(0, 0) } }), "-clock.wrong")

	b := bare(t, dir)
	put(t, b.Store, node("local:more", graph.KindTeam, "新团队", ""))
	expect(t, "in use by a silent process", examined(t, in(t, dir)), "!lock.silent")
	stop(t, b)
	expect(t, "written without the index", examined(t, in(t, dir)), "!index.behind")
	tamper(t, dir, "UPDATE goose_db_version SET version_id = 99 WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
	expect(t, "data of a newer program", examined(t, in(t, dir)), "-schema.newer")

	bad := Doctor(t.Context(), func() (configs.Settings, error) { return configs.Settings{}, errors.New("server.listne: unknown") }, options(t))
	if have := marked(t, bad); !slices.Equal(have, []string{"-settings.fail"}) {
		t.Errorf("bad settings: %v", have)
	}
}

// TestDoctorFolder: what is wrong with a folder is named, and nothing is made.
func TestDoctorFolder(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "none")
	expect(t, "no folder", examined(t, in(t, missing)), "!folder.none")
	if _, err := os.Stat(missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
	empty := t.TempDir()
	expect(t, "nothing in it", examined(t, in(t, empty)), "!store.none")
	if entries, err := os.ReadDir(empty); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
	file := filepath.Join(empty, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, "a file", examined(t, in(t, file)), "-folder.file")
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, networkFile), []byte(strings.Repeat("no database", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, "no database", examined(t, in(t, broken)), "-store.unavailable")
}

// TestDoctorAccess: an open door, and a tokens file that cannot work.
func TestDoctorAccess(t *testing.T) {
	t.Parallel()
	settings := in(t, t.TempDir())
	settings.Server.Listen = "0.0.0.0:8080"
	expect(t, "an open door", examined(t, settings), "-access.open")
	tokens := filepath.Join(t.TempDir(), "tokens")
	settings.Access.TokensFile = tokens
	expect(t, "no file", examined(t, settings), "-access.unreadable")
	for text, want := range map[string]string{"editor " + strings.Repeat("ab", 32) + " x\n": "+access.tokens", "nonsense\n": "-access.unreadable"} {
		if err := os.WriteFile(tokens, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		expect(t, text, examined(t, settings), want)
	}
	if err := os.Chmod(tokens, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(tokens, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, "anybody may write", examined(t, settings), "!access.writable")
}

// TestDoctorAsksTheOwner: a folder that a service has is asked for at its address.
func TestDoctorAsksTheOwner(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	s := started(t, dir)
	defer stop(t, s)
	status, text := http.StatusOK, `{"ready":true,"reasons":[]}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			status = http.StatusNotFound
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, text)
	}))
	if err := s.Announce(server.URL); err != nil {
		t.Fatal(err)
	}
	expect(t, "ready", examined(t, in(t, dir)), "+service.pass")
	text = `{"ready":true,"reasons":[{"code":"ready.text_rebuilding","text":"…"}]}`
	expect(t, "rebuilding", examined(t, in(t, dir)), "!service.rebuilding")
	status = http.StatusServiceUnavailable
	expect(t, "not ready", examined(t, in(t, dir)), "!service.not_ready")
	server.Close()
	expect(t, "gone", examined(t, in(t, dir)), "-service.silent")
}

// saying is a store that says how it is.
type saying struct {
	graph.Store
	list []graph.Finding
}

func (s saying) Diagnose(context.Context) []graph.Finding { return s.list }

// TestDoctorTakesOver: what a store says of itself is worded, passed or not.
func TestDoctorTakesOver(t *testing.T) {
	t.Parallel()
	b := bare(t, smallFolder(t))
	defer stop(t, b)
	var list []graph.Finding
	params := map[string]string{
		"address": "bolt://h:7687", "took": "3 ms", "text": "refused", "user": "neo4j", "have": "4.4", "want": "5.26", "missing": "node_id",
		"database": "neo4j", "known": "3", "seconds": "9", "n": "2",
	}
	findings := []string{
		graph.FindingReachable, graph.FindingUnreachable, graph.FindingAuth, graph.FindingVersion, graph.FindingConstraints,
		graph.FindingReadOnly, graph.FindingSchema, graph.FindingClockSkew, graph.FindingForeign,
	}
	for _, code := range findings {
		level := graph.LevelFail
		if code == graph.FindingReachable {
			level = graph.LevelPass
		}
		list = append(list, graph.Finding{Level: level, Code: code, Params: params})
		if code != graph.FindingReachable && code != graph.FindingUnreachable && code != graph.FindingAuth {
			list = append(list, graph.Finding{Level: graph.LevelPass, Code: code, Params: params})
		}
	}
	d := &doctor{options: options(t).withDefaults(), settings: in(t, t.TempDir())}
	d.look(t.Context(), saying{b.Base, list})
	have := marked(t, d.checks)
	for _, code := range findings[1:] {
		expect(t, code, have, "-server."+code)
	}
	expect(t, "passed", have, "+server.reachable", "+server.version_pass", "+server.constraints_pass", "+server.foreign_pass")
}
