package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"chuangmai/phrase"
)

// wellRefused fails the test unless an error is an answer that names places and has its
// sentences in both languages.
func wellRefused(t *testing.T, err error) {
	t.Helper()
	var f *failure
	if !errors.As(err, &f) || statusOf(f.code) < 400 || statusOf(f.code) > 499 || len(f.items) == 0 {
		t.Fatalf("no good answer: %v", err)
	}
	for _, it := range f.items {
		if (it.pointer == nil) == (it.parameter == "") {
			t.Fatalf("%s has no place, or two", it.code)
		}
		if m := it.sentence(); m.Render(phrase.Zh) == m.Render(phrase.En) {
			t.Fatalf("%s has no sentence in both languages", it.code)
		}
	}
	if _, err := json.Marshal(f.problem(&call{})); err != nil {
		t.Fatal(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{`{"a":[1,2.5]}`, `{"a":1,"a":2}`, `[[[[[1]]]]]`, `"\ud800"`, "\xff", "", "1e999", `{"a":"\u0000"}`, `[1,"b"]`, "nul"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := parse(data, 4)
		if err != nil {
			wellRefused(t, err)
			return
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parse(text, 4)
		if diff := cmp.Diff(value, again); err != nil || diff != "" {
			t.Fatalf("%q is read as %s, %v: %s", data, text, err, diff)
		}
	})
}

// FuzzDecode: wherever decoding fails, the place that is named is in the text.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{`{"items":[{"expect":1.5}]}`, `{"items":[{"node":{"version":1e3}}]}`, `{"reason":1}`, `[]`, `{"items":{}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := parse(data, 12)
		if err != nil {
			return
		}
		if err = decode(data, new(BatchRequest)); err == nil {
			return
		}
		wellRefused(t, err)
		var failed *failure
		if errors.As(err, &failed) {
			for part := range strings.SplitSeq(strings.TrimPrefix(*failed.items[0].pointer, "/"), "/") {
				whole, isObject := value.(map[string]any)
				if !isObject {
					break
				}
				name := strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
				if _, there := whole[name]; !there && part != "" {
					t.Fatalf("%q is not in %s", *failed.items[0].pointer, data)
				}
				value = whole[name]
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	c := &call{question: "/api/v1/search?q=a"}
	for _, text := range []string{c.cursor("20"), c.cursor("3 owns:ct"), c.cursor("-1"), "", "x", "AAAA", strings.Repeat("A", 100), "=", "\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		place, err := c.place(text)
		if err != nil {
			wellRefused(t, err)
		} else if text != "" && c.cursor(place) != text {
			t.Fatalf("%q is taken for the cursor %q", text, c.cursor(place))
		}
		if n, err := c.offset(text); err == nil && n < 0 {
			t.Fatalf("%q leads to %d", text, n)
		}
		if again, err := c.place(c.cursor(text)); text != "" && (err != nil || again != text) {
			t.Fatalf("%q comes back as %q, %v", text, again, err)
		}
	})
}

func FuzzIfMatch(f *testing.F) {
	for _, text := range []string{`"1"`, `W/"1"`, `*`, `"1", "2"`, `"0"`, `"`, ``, `"9223372036854775808"`, ` "3" `} {
		f.Add(text, "*")
		f.Add("", text)
	}
	f.Fuzz(func(t *testing.T, match, noneMatch string) {
		version, ok := parseETag(match)
		if ok && version != -1 && (version < 1 || etag(version) != strings.TrimSpace(match)) {
			t.Fatalf("%q is version %d", match, version)
		}
		if ok && version > 0 && !unchanged(match, version) {
			t.Fatalf("%q does not name version %d to a reader", match, version)
		}
		got, err := expected(t.Context(), match, noneMatch, func(context.Context) (int64, error) { return 3, nil })
		if err != nil {
			wellRefused(t, err)
		} else if got < 0 {
			t.Fatalf("%q %q expect %d", match, noneMatch, got)
		}
	})
}

func FuzzAcceptLanguage(f *testing.F) {
	for _, text := range []string{"zh-CN", "en;q=0.5", "de, en-GB;q=0.8, *;q=0.1", "", ";;", "q=1", "en-\xff", strings.Repeat("a-", 500), "zh-Hant-u-co-stroke"} {
		f.Add(text, "both=true")
	}
	f.Fuzz(func(t *testing.T, header, query string) {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		r.Header.Set("Accept-Language", header)
		r.URL.RawQuery = query
		l := languageOf(r)
		if l.Lang != phrase.Zh && l.Lang != phrase.En {
			t.Fatalf("%q asks for %q", header, l.Lang)
		}
		if values, err := url.ParseQuery(query); err == nil && l.Both != (values.Get("both") == "true") {
			t.Fatalf("%q asks for both: %v", query, l.Both)
		}
	})
}

func FuzzQuery(f *testing.F) {
	d, err := readDocument(documentYAML)
	if err != nil {
		f.Fatal(err)
	}
	o := d.operation("GET", "/api/v1/nodes/:id/edges")
	for _, text := range []string{"", "limit=5&direction=out", "limit=0", "as_of=2024-02-30", "relation=OWNS&relation=LEADS", "a;b", "%zz=1", "limit=%ff", "cursor=", "min_revision=9e9", "=&=&&", "both=true&both=true"} {
		f.Add(text, "local:uni")
	}
	e := echo.New()
	f.Fuzz(func(t *testing.T, query, id string) {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		r.URL.RawQuery = query
		c := e.NewContext(r, httptest.NewRecorder())
		c.SetParamNames("id")
		c.SetParamValues(url.PathEscape(id))
		err := o.checkParameters(c)
		if err != nil {
			wellRefused(t, err)
			return
		}
		values, err := queryOf(query)
		if err != nil {
			t.Fatalf("%q is accepted and cannot be read: %v", query, err)
		}
		for name := range values {
			if !o.names[name] {
				t.Fatalf("%q is accepted with the parameter %q", query, name)
			}
		}
		if questionOf("/p", query) != questionOf("/p", values.Encode()) {
			t.Fatalf("%q and %q are two questions", query, values.Encode())
		}
	})
}

func FuzzTokens(f *testing.F) {
	for _, text := range []string{"", "# x\n", "editor 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 a b\r\n", "editor x y", "\ufeff", "boss"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens, err := ReadTokens(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, e := range tokens.entries {
			if e.who.role == RoleNone || strings.TrimSpace(e.who.label) == "" {
				t.Fatalf("%q has a token of nobody: %+v", text, e.who)
			}
		}
	})
}
