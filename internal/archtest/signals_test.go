package archtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chuangmai/phrase"
)

// TestSignalsAreDocumented: every signal that has a name people read stands in the table of
// docs/signals.md, and every row names one.
func TestSignalsAreDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(t), "docs", "signals.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]bool)
	for line := range strings.Lines(string(text)) {
		if name, _, found := strings.Cut(strings.TrimPrefix(line, "| `"), "` |"); found && strings.HasPrefix(line, "| `") {
			rows[name] = true
		}
	}
	named := make(map[string]bool)
	for _, code := range phrase.Codes() {
		if name, is := strings.CutPrefix(code, "signal."); is {
			named[name] = true
			if !rows[name] {
				t.Errorf("signal %s is not in docs/signals.md", name)
			}
		}
	}
	for name := range rows {
		if !named[name] {
			t.Errorf("docs/signals.md has a row for %s, which no signal is called", name)
		}
	}
}
