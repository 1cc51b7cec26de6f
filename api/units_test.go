package api

import (
	"context"
	"errors"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

func TestReadTokens(t *testing.T) {
	const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" // of "test"
	tokens, err := ReadTokens(strings.NewReader("\ufeff# comment\n\n  editor\t" + strings.ToUpper(hash) + "  city  office \r\n"))
	if err != nil {
		t.Fatal(err)
	}
	who, known := tokens.find("test")
	if want := (principal{RoleEditor, "city office"}); !known || who != want {
		t.Errorf("found %v %v, want %v", who, known, want)
	}
	if who, known := tokens.find("tes"); known || who != (principal{}) || tokens.Len() != 1 {
		t.Errorf("another token: %v %v", who, known)
	}
	for text, want := range map[string]string{
		"editor " + hash:                                  "line 1: want role",
		"# x\nboss " + hash + " label":                    `line 2: "boss" is no role`,
		"editor test label":                               "line 1: the second column",
		"editor " + hash[:62] + " label":                  "line 1: the second column",
		"editor " + hash + " a\nreader " + hash + " b":    "line 2: the token of line 1 again",
		"editor " + hash + " a\x00b":                      "line 1: the label",
		"editor " + hash + " " + strings.Repeat("长", 101): "line 1: the label",
		strings.Repeat("x", 100_000):                      "token too long",
	} {
		if _, err := ReadTokens(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
}

func TestRoles(t *testing.T) {
	for role, want := range map[Role]snapshot.Audience{
		RoleNone: snapshot.AudiencePublic, RoleReader: snapshot.AudiencePublic, RoleMember: snapshot.AudienceMembers,
		RoleEditor: snapshot.AudienceAll, RoleOperator: snapshot.AudienceAll,
	} {
		if got := role.audience(); got != want {
			t.Errorf("%v sees %v, want %v", role, got, want)
		}
		if parsed, err := ParseRole(role.String()); role != RoleNone && (err != nil || parsed != role) {
			t.Errorf("%v is read as %v, %v", role, parsed, err)
		}
	}
}

func TestCheckListen(t *testing.T) {
	for _, c := range []struct {
		listen, tokens string
		ok             bool
	}{
		{"127.0.0.1:8080", "", true},
		{"localhost:8080", "", true},
		{"[::1]:8080", "", true},
		{"127.9.9.9:0", "", true},
		{":8080", "", false},
		{"0.0.0.0:8080", "", false},
		{"[::]:8080", "", false},
		{"192.168.1.5:80", "", false},
		{"example.org:80", "", false},
		{"0.0.0.0:8080", "tokens", true},
		{"8080", "tokens", false},
	} {
		if err := CheckListen(c.listen, c.tokens); (err == nil) != c.ok {
			t.Errorf("%s with tokens %q: %v", c.listen, c.tokens, err)
		}
	}
}

func TestHosts(t *testing.T) {
	for _, c := range []struct {
		settings Settings
		host     string
		want     bool
	}{
		{Settings{}, "localhost:8080", true},
		{Settings{}, "LOCALHOST.", true},
		{Settings{}, "127.0.0.1", true},
		{Settings{}, "[::1]:8080", true},
		{Settings{}, "[::ffff:127.0.0.1]", true},
		{Settings{}, "app.localhost:8080", true},
		{Settings{}, "evil.example", false},
		{Settings{}, "localhost.evil.example", false},
		{Settings{}, "", false},
		{Settings{Listen: "0.0.0.0:80"}, "10.0.0.1", false},
		{Settings{Listen: "10.0.0.1:80"}, "10.0.0.1:80", true},
		{Settings{Listen: "10.0.0.1:80", Hosts: []string{"Net.Example"}}, "net.example:443", true},
		{Settings{Listen: "10.0.0.1:80", Hosts: []string{"net.example"}}, "10.0.0.1", false},
		{Settings{Hosts: []string{"net.example"}}, "127.0.0.1:80", true},
	} {
		if got := newHosts(c.settings).answers(c.host); got != c.want {
			t.Errorf("%+v answers %q: %v", c.settings, c.host, got)
		}
	}
}

func TestIsLocal(t *testing.T) {
	for remote, want := range map[string]bool{"127.0.0.1:1": true, "[::1]:1": true, "192.0.2.1:1": false, "": false, "x": false} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = remote
		if got := isLocal(r); got != want {
			t.Errorf("%q is local: %v", remote, got)
		}
		r.Header.Set("X-Forwarded-For", "127.0.0.1")
		if isLocal(r) {
			t.Errorf("%q through a proxy is not local", remote)
		}
	}
}

// clockAt is a clock that stands where it is put.
type clockAt struct{ now time.Time }

func (c *clockAt) time() time.Time { return c.now }

func TestLimiter(t *testing.T) {
	clock := &clockAt{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	l := newLimiter(2, 3, clock.time)
	take := func(address string, want bool, left int) {
		t.Helper()
		if ok, n, wait := l.take(address); ok != want || n != left || !ok && wait <= 0 {
			t.Errorf("%s: %v, %d left, wait %v; want %v, %d", address, ok, n, wait, want, left)
		}
	}
	take("192.0.2.1", true, 2)
	take("192.0.2.1", true, 1)
	take("192.0.2.1", true, 0)
	take("192.0.2.1", false, 0)
	take("192.0.2.2", true, 2)
	take("::ffff:192.0.2.1", false, 0)
	take("2001:db8::1", true, 2)
	take("2001:db8::ffff", true, 1) // the same subscriber
	take("2001:db8:0:1::1", true, 2)
	clock.now = clock.now.Add(500 * time.Millisecond)
	take("192.0.2.1", true, 0)
	take("192.0.2.1", false, 0)
	take("not an address", true, 2)
	if newLimiter(0, 10, clock.time) != nil {
		t.Error("a rate of 0 limits nothing")
	}
}

// TestLimiterForgets: addresses at rest do not stay, and their number is bounded.
func TestLimiterForgets(t *testing.T) {
	clock := &clockAt{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	l := newLimiter(1000, 1, clock.time)
	for i := range 3 * sweepAt {
		l.take("10." + itoa(i>>16) + "." + itoa(i>>8&255) + "." + itoa(i&255))
		clock.now = clock.now.Add(time.Millisecond)
	}
	if len(l.buckets) > sweepAt {
		t.Errorf("%d addresses are kept", len(l.buckets))
	}
}

func itoa(i int) string { return strconv.Itoa(i) }

func TestETag(t *testing.T) {
	for text, want := range map[string]int64{`"1"`: 1, ` "12" `: 12, `*`: -1} {
		if got, ok := parseETag(text); !ok || got != want {
			t.Errorf("%q: %d %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "1", `"`, `""`, `"0"`, `"-1"`, `"01"`, `"+1"`, `W/"1"`, `"1", "2"`, `"x"`, `"99999999999999999999"`} {
		if got, ok := parseETag(text); ok {
			t.Errorf("%q is taken for version %d", text, got)
		}
	}
	for text, want := range map[string]bool{`"3"`: true, `W/"3"`: true, `"2", "3"`: true, `*`: true, `"2"`: false, "": false, "3": false} {
		if got := unchanged(text, 3); got != want {
			t.Errorf("unchanged(%q) = %v", text, got)
		}
	}
}

func TestExpected(t *testing.T) {
	current := func(context.Context) (int64, error) { return 7, nil }
	none := func(context.Context) (int64, error) { return 0, graph.ErrNotFound }
	for _, c := range []struct {
		match, noneMatch string
		current          func(context.Context) (int64, error)
		want             int64
		items            []string
	}{
		{`"3"`, "", current, 3, nil},
		{`*`, "", current, 7, nil},
		{`*`, "", none, 0, []string{codeConflict, "If-Match version_differs"}},
		{"", "*", current, 0, nil},
		{"", "", current, 0, []string{codePrecondition, "If-Match missing"}},
		{"", `"3"`, current, 0, []string{codeBadRequest, "If-None-Match bad_etag"}},
		{"3", "", current, 0, []string{codeBadRequest, "If-Match bad_etag"}},
		{`"3"`, "*", current, 0, []string{codeBadRequest, "If-None-Match not_wanted"}},
	} {
		got, err := expected(t.Context(), c.match, c.noneMatch, c.current)
		if diff := cmp.Diff(c.items, itemsIn(err)); diff != "" || got != c.want {
			t.Errorf("%q %q: %d, %s", c.match, c.noneMatch, got, diff)
		}
	}
}

// TestCursorFitsItsQuestion: a cursor leads back to its place, for its question only,
// and nothing else is taken for one.
func TestCursorFitsItsQuestion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 40, -1)
		c := &call{question: text.Draw(t, "question")}
		place := text.Draw(t, "place")
		cursor := c.cursor(place)
		if got, err := c.place(cursor); err != nil || got != place {
			t.Fatalf("place %q, %v", got, err)
		}
		other := &call{question: c.question + "x"}
		if _, err := other.place(cursor); err == nil {
			t.Fatal("a cursor of another question is taken")
		}
		i := rapid.IntRange(0, len(cursor)-1).Draw(t, "changed")
		for _, letter := range []byte("Aa0_") {
			if changed := cursor[:i] + string(letter) + cursor[i+1:]; changed != cursor {
				if _, err := c.place(changed); err == nil {
					t.Fatalf("%q is taken for %q", changed, cursor)
				}
			}
		}
	})
}

func TestQuestion(t *testing.T) {
	one := questionOf("/p", "q=a&kind=b&kind=c")
	for query, same := range map[string]bool{
		"kind=b&q=a&kind=c":            true,
		"q=a&kind=b&kind=c&cursor=x":   true,
		"q=a&kind=b&kind=c&limit=5":    true,
		"both=true&q=a&kind=b&kind=c":  true,
		"q=a&kind=b":                   false,
		"q=a&kind=b&kind=c&as_of=2020": false,
	} {
		if got := questionOf("/p", query) == one; got != same {
			t.Errorf("%s: %v", query, got)
		}
	}
	if questionOf("/q", "q=a&kind=b&kind=c") == one {
		t.Error("another path is another question")
	}
}

// TestMergePatch holds the examples of RFC 7396.
func TestMergePatch(t *testing.T) {
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var parts [3]any
		for i, text := range c {
			var err error
			if parts[i], err = parse([]byte(text), 5); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(parts[2], mergePatch(parts[0], parts[1])); diff != "" {
			t.Errorf("%s + %s: %s", c[0], c[1], diff)
		}
	}
}

func TestLanguage(t *testing.T) {
	for header, want := range map[string]phrase.Lang{
		"": phrase.Zh, "zh-CN": phrase.Zh, "en": phrase.En, "en-GB,en;q=0.8": phrase.En, "zh-TW": phrase.Zh, "de, en;q=0.5": phrase.En,
		"de": phrase.Zh, "en;q=0.1, zh;q=0.9": phrase.Zh, "*": phrase.Zh, "not a language, at all!": phrase.Zh,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Language", header)
		if got := languageOf(r).Lang; got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

// TestFailures: every error has its answer, and what is none of ours is a fault.
func TestFailures(t *testing.T) {
	late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, c := range []struct {
		ctx  context.Context //nolint:containedctx // a row of a table
		err  error
		want string
	}{
		{t.Context(), graph.ErrNotFound, codeNotFound},
		{t.Context(), &graph.ConflictError{Want: 1}, codeConflict},
		{t.Context(), &graph.InvalidError{}, codeInvalid},
		{t.Context(), graph.ErrKeyReused, codeKeyReused},
		{t.Context(), graph.ErrFull, codeFull},
		{t.Context(), graph.ErrUnavailable, codeUnavailable},
		{t.Context(), graph.ErrClosed, codeUnavailable},
		{t.Context(), graph.ErrLogTrimmed, codeGone},
		{t.Context(), context.DeadlineExceeded, codeUnavailable},
		{late, errors.Join(graph.ErrUnavailable, context.DeadlineExceeded), codeDeadline},
		{gone, context.Canceled, codeClientClosed},
		{t.Context(), context.Canceled, codeInternal},
		{t.Context(), graph.ErrNewerSchema, codeInternal},
		{t.Context(), errors.New("secret of the store"), codeInternal},
	} {
		f := failureOf(c.ctx, c.err)
		if f.code != c.want {
			t.Errorf("%v: %s, want %s", c.err, f.code, c.want)
		}
		if text := f.problem(&call{}).Title; strings.Contains(text, "secret") {
			t.Errorf("the fault is told: %s", text)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	_, err := New(Options{})
	for _, name := range []string{"Advisor", "Store", "Wait", "Status", "Explain", "Schema", "Clock", "Logger", "NewID"} {
		if err == nil || !strings.Contains(err.Error(), "option "+name+" is missing") {
			t.Errorf("%s is not missed: %v", name, err)
		}
	}
	for text, change := range map[string]func(*Options){
		"trusted_proxies": func(o *Options) { o.Settings.TrustedProxies = []string{"10.0.0.1"} },
		"no such file":    func(o *Options) { o.Settings.TokensFile = "testdata/absent" },
	} {
		o := stubOptions()
		change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
