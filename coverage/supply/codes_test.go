package supply

import (
	"testing"

	"pgregory.net/rapid"

	"chuangmai/lexicon"
)

// TestCodes: regions are found by code as the index of all codes has them.
func TestCodes(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := NewRegions(lex)
	for code, want := range r.index {
		if got, known := r.Find(code); !known || got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.OneOf(rapid.StringMatching(`[0-9]{6}`), rapid.StringMatching(`3[0-9]0[0-3]{3}`), rapid.String()).Draw(t, "code")
		want, known := r.index[code]
		got, found := r.Find(code)
		if found != known || known && got != want {
			t.Errorf("%q: %d %v, want %d %v", code, got, found, want, known)
		}
	})
}
