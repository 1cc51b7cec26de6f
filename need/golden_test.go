package need

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden holds the readings of testdata/sentences.txt against testdata/sentences.golden.
func TestGolden(t *testing.T) {
	var b strings.Builder
	for _, text := range sentences(t, "sentences.txt") {
		render(&b, read(t, text, Options{}))
	}
	path := filepath.Join("testdata", "sentences.golden")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n\n"), strings.Split(b.String(), "\n\n")); diff != "" {
		t.Errorf("readings (-golden +now; -update takes them over):\n%s", diff)
	}
}

// goldenCapabilities is how many capabilities and disciplines the golden file shows.
const goldenCapabilities = 4

// render writes a need for people: each part with the words it was read from, weights before confidences.
func render(b *strings.Builder, n Need) {
	fmt.Fprintf(b, "%s\n", strings.ReplaceAll(n.Text, "\n", "\\n"))
	line := func(part string, items []string) {
		if len(items) > 0 {
			fmt.Fprintf(b, "    %-12s %s\n", part, strings.Join(items, "; "))
		}
	}
	var items []string
	for _, c := range n.Capabilities[:min(len(n.Capabilities), goldenCapabilities)] {
		items = append(items, fmt.Sprintf("%s %.2f/%.2f (%s)", c.Name, c.Weight, c.Confidence, strings.Join(c.Words, ", ")))
	}
	line("capability", items)
	items = nil
	for _, x := range n.Terms {
		items = append(items, fmt.Sprintf("%s %s", x.Sort, x.Text))
	}
	line("term", items)
	items = nil
	for _, d := range n.Disciplines[:min(len(n.Disciplines), goldenCapabilities)] {
		items = append(items, fmt.Sprintf("%s %.2f", d.Name, d.Weight))
	}
	line("discipline", items)
	items = nil
	for _, f := range n.Fields {
		items = append(items, fmt.Sprintf("%s %.2f", f.Code, f.Weight))
	}
	line("field", items)
	items = nil
	for _, g := range n.Groups {
		items = append(items, said(g.Code, g.Reading))
	}
	line("group", items)
	items = nil
	for _, k := range n.Kinds {
		items = append(items, fmt.Sprintf("%s %.2f", strings.TrimSuffix(string(k.Kind)+":"+k.Type, ":"), k.Confidence))
	}
	line("kind", items)
	items = nil
	for _, m := range n.Modes {
		items = append(items, fmt.Sprintf("%s %.2f", m.Code, m.Confidence))
	}
	line("mode", items)
	items = nil
	for _, s := range n.Stages {
		items = append(items, said(s.Code, s.Reading))
	}
	line("stage", items)
	if len(n.Places) > 0 {
		line("place", []string{placesOf(n)})
	}
	items = nil
	for _, f := range n.Figures {
		s := fmt.Sprintf("%s %s %g", f.Quantity, f.Op, f.Value)
		if f.Op == "range" || f.Max != 0 {
			s += fmt.Sprintf("..%g", f.Max)
		}
		items = append(items, strings.TrimSpace(s)+" "+f.Unit)
	}
	line("figure", items)
	if n.Budget != nil {
		line("budget", []string{said(fmt.Sprintf("%g-%g", n.Budget.MinWan, n.Budget.MaxWan), n.Budget.Reading)})
	}
	if n.NeededBy != nil {
		line("needed by", []string{said(n.NeededBy.Date.String(), n.NeededBy.Reading)})
	}
	items = nil
	for _, s := range n.Unread {
		items = append(items, s.Text)
	}
	line("unread", items)
	fmt.Fprintf(b, "    %-12s %.2f\n\n", "substance", n.Substance())
}

func said(what string, r Reading) string {
	var words []string
	for _, s := range r.Spans {
		words = append(words, strings.ReplaceAll(s.Text, "\n", "\\n"))
	}
	return fmt.Sprintf("%s %.2f (%s)", what, r.Confidence, strings.Join(words, ", "))
}
