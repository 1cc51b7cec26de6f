package phrase

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// names returns the parameters of a text.
func names(text string) map[string]bool {
	out := make(map[string]bool)
	for _, part := range placeholder.FindAllStringSubmatch(text, -1) {
		out[part[1]] = true
	}
	return out
}

func TestBothLanguagesAreComplete(t *testing.T) {
	code := regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)
	for _, name := range Codes() {
		text := table()[name]
		if !code.MatchString(name) {
			t.Errorf("%s: codes are lower-case words joined by points", name)
		}
		if strings.TrimSpace(text.Zh) == "" || strings.TrimSpace(text.En) == "" {
			t.Errorf("%s: a language is missing", name)
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(names(text.Zh))), slices.Sorted(maps.Keys(names(text.En)))); diff != "" {
			t.Errorf("%s: the languages have different parameters (-zh +en):\n%s", name, diff)
		}
		rest := placeholder.ReplaceAllString(text.Zh+text.En, "")
		if strings.ContainsAny(rest, "{}") {
			t.Errorf("%s: a brace that is no parameter: %s", name, rest)
		}
		if strings.ContainsFunc(placeholder.ReplaceAllString(text.En, ""), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: Chinese in the English text", name)
		}
	}
}

func TestRender(t *testing.T) {
	texts, err := load(fstest.MapFS{"messages/a.json": {Data: []byte(`{"t.x":{"zh":"{n}条，距{place}{km|1}公里：{words}","en":"{n} {n#hit|hits}, {km|1} km from {place}: {words}"}}`)}})
	if err != nil {
		t.Fatal(err)
	}
	fill := func(m Message, lang Lang) string {
		return placeholder.ReplaceAllStringFunc(texts[m.Code].In(lang), func(hole string) string { return m.fill(hole, lang) })
	}
	m := New("t.x", "n", 1, "km", 32.04, "place", Text{"苏州", "Suzhou"}, "words", []string{"焊接", "气孔"})
	if got, want := fill(m, Zh), "1条，距苏州32.0公里：焊接、气孔"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := fill(m, En), "1 hit, 32.0 km from Suzhou: 焊接, 气孔"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	m.Params["n"] = 2
	if got := fill(m, En); !strings.HasPrefix(got, "2 hits") {
		t.Errorf("got %q", got)
	}
	delete(m.Params, "km")
	if got := fill(m, Zh); !strings.Contains(got, "{km|1}") {
		t.Errorf("a missing parameter is hidden: %q", got)
	}
	if got := New("no.such").Render(En); got != "no.such" {
		t.Errorf("an unknown code renders as %q", got)
	}
}

func TestLoadRefusesTheSameCodeTwice(t *testing.T) {
	one := &fstest.MapFile{Data: []byte(`{"a.b":{"zh":"一","en":"one"}}`)}
	if _, err := load(fstest.MapFS{"messages/a.json": one, "messages/b.json": one}); err == nil {
		t.Error("accepted")
	}
}

func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"": "", "field": "Field", "Field": "Field", "élan": "Élan", "领域": "领域", "3 more": "3 more"} {
		if got := Capital(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
