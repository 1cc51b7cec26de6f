package rules

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"chuangmai/phrase"
)

var update = flag.Bool("update", false, "write the generated files anew")

func TestEveryRuleHasOneCheck(t *testing.T) {
	var ids []string
	for _, r := range All() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(checks())), ids); diff != "" {
		t.Errorf("checks and table differ (-checks +table):\n%s", diff)
	}
	if len(slices.Compact(ids)) != 22 {
		t.Errorf("%d rules, want R1 to R21 and R2b", len(ids))
	}
}

// text reads a founding text without its blanks and line ends.
func text(t *testing.T, d Document) string {
	t.Helper()
	data, err := os.ReadFile("testdata/founding/" + map[Document]string{National: "national.txt", Jiangsu: "jiangsu.txt"}[d])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(data)), "")
}

// TestQuotesAreExact: every quote stands in its text, word for word, under the part it names.
func TestQuotesAreExact(t *testing.T) {
	texts := map[Document]string{National: text(t, National), Jiangsu: text(t, Jiangsu)}
	where := regexp.MustCompile(`^[一二三四五六七]([(][一二三四五六][)])?$`)
	check := func(id string, list []Clause) {
		for _, c := range list {
			if !strings.Contains(texts[c.Document], c.Zh) {
				t.Errorf("%s: %s does not say %q", id, c.Document, c.Zh)
			}
			if !where.MatchString(c.Where) {
				t.Errorf("%s: %q is no place in a text", id, c.Where)
			}
			if !under(texts[c.Document], c) {
				t.Errorf("%s: %q does not stand under %s%s", id, c.Zh, c.Document, c.Where)
			}
			if c.En == "" || strings.ContainsFunc(c.En, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: no English rendering: %q", id, c.En)
			}
		}
	}
	for _, r := range All() {
		check(r.ID, r.Clauses)
	}
	for _, c := range Conflicts() {
		check(c.ID, c.National)
		check(c.ID, c.Provincial)
		if len(c.National)+len(c.Provincial) == 0 {
			t.Errorf("%s quotes nothing", c.ID)
		}
	}
}

// under reports whether a quote stands between the heading of its part and the next one.
func under(text string, c Clause) bool {
	part, item, _ := strings.Cut(c.Where, "(")
	numerals := "一二三四五六七八"
	from, to := section(text, numerals, part, "", "、")
	if from < 0 {
		return false
	}
	body := text[from:to]
	if item = strings.TrimSuffix(item, ")"); item != "" {
		body = strings.NewReplacer("(", "（", ")", "）").Replace(body)
		from, to = section(body, numerals, item, "（", "）")
		if from < 0 {
			return false
		}
		body = body[from:to]
	}
	return strings.Contains(body, strings.NewReplacer("(", "（", ")", "）").Replace(c.Zh)) || strings.Contains(body, c.Zh)
}

// section finds the text from one numbered heading to the next of its kind. A part of the
// texts begins behind a full stop or another end, never within a sentence.
func section(text, numerals, number, before, after string) (from, to int) {
	heading := func(n rune, start int) int {
		mark := before + string(n) + after
		for at := start; ; {
			i := strings.Index(text[at:], mark)
			if i < 0 {
				return -1
			}
			if at += i; before != "" || at == 0 || strings.HasSuffix(text[:at], "。") {
				return at
			}
			at += len(mark)
		}
	}
	runes := []rune(numerals)
	i := slices.Index(runes, []rune(number)[0])
	if from = heading(runes[i], 0); from < 0 {
		return -1, -1
	}
	to = len(text)
	if i+1 < len(runes) {
		if next := heading(runes[i+1], from+1); next > 0 {
			to = next
		}
	}
	return from, to
}

// TestSentencesAreBilingual: what a person reads of the table is there in both languages.
func TestSentencesAreBilingual(t *testing.T) {
	check := func(id string, list ...phrase.Text) {
		for _, s := range list {
			if !strings.ContainsFunc(s.Zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || s.En == "" ||
				strings.ContainsFunc(s.En, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: %+v", id, s)
			}
		}
	}
	for _, r := range All() {
		check(r.ID, r.Title, r.Satisfy, r.Record)
		if r.Ours != nil {
			check(r.ID, *r.Ours)
		}
		if !phrase.Known("rule.severity." + string(r.Severity)) {
			t.Errorf("%s: severity %q", r.ID, r.Severity)
		}
		for _, o := range r.Outcomes {
			if !phrase.Known("rule.outcome." + string(o)) {
				t.Errorf("%s: outcome %q", r.ID, o)
			}
		}
	}
	for _, c := range Conflicts() {
		check(c.ID, c.Title, c.Handling)
	}
}

// TestDocument holds docs/rules.md equal to the table; -update writes it.
func TestDocument(t *testing.T) {
	got := document()
	const path = "../docs/rules.md"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/rules.md is not the table's (-file +table):\n%s", diff)
	}
}

func document() string {
	var b strings.Builder
	b.WriteString(`# Rules of the two founding texts

Generated from ` + "`rules/rules.json` and `rules/conflicts.json`" + `; ` + "`go test ./rules -run TestDocument -update`" + ` writes it anew.

**A** is the national plan 国科发区〔2020〕70号, which judges national centres; **J** is the Jiangsu guide 苏科机发〔2020〕325号, which judges
provincial centres in Jiangsu. Neither judges the other's centres. A check has four outcomes:

- **met**: recorded facts meet the rule;
- **not met**: a recorded fact contradicts it, and is cited;
- **not recorded**: nothing known decides it; the answer names the record that would, and no severity is shown;
- **not applicable**: the clause is for other centres.

To add a rule, add a row to ` + "`rules/rules.json`" + ` and a check of the same id in ` + "`rules/engine.go`" + `; tests hold the two together, hold every
quote against the texts, and ask for a small network for each outcome.

| id | about | severity | asks | clauses | what would meet it | ours |
|---|---|---|---|---|---|---|
`)
	for _, r := range All() {
		about := string(r.Subject)
		if r.Class != "" {
			about += ", " + r.Class
		}
		var clauses []string
		for _, c := range r.Clauses {
			clauses = append(clauses, fmt.Sprintf("%s%s: %s", c.Document, c.Where, c.Zh))
		}
		ours := ""
		if r.Ours != nil {
			ours = r.Ours.Zh + " · " + r.Ours.En
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s · %s | %s | %s · %s | %s |\n", r.ID, about, r.Severity, r.Title.Zh, r.Title.En, strings.Join(clauses, "<br>"), r.Satisfy.Zh, r.Satisfy.En, ours)
	}
	b.WriteString("\n## Where the two texts differ\n\n| point | A | J | what we do |\n|---|---|---|---|\n")
	join := func(list []Clause) string {
		if len(list) == 0 {
			return "silent"
		}
		var out []string
		for _, c := range list {
			out = append(out, c.Where+": "+c.Zh)
		}
		return strings.Join(out, "<br>")
	}
	for _, c := range Conflicts() {
		fmt.Fprintf(&b, "| %s · %s | %s | %s | %s · %s |\n", c.Title.Zh, c.Title.En, join(c.National), join(c.Provincial), c.Handling.Zh, c.Handling.En)
	}
	return b.String()
}

func FuzzDecode(f *testing.F) {
	f.Add(rulesJSON)
	f.Add(conflictsJSON)
	f.Add([]byte(`[{"id":"R1"}] x`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		var into []*Rule
		if err := decode(data, &into); err == nil && len(into) > 0 && into[0] != nil {
			into[0].Of(National) // whatever is read can be asked
		}
	})
}
