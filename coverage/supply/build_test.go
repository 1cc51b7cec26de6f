package supply

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/coverage/coveragetest"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// TestBuildOnAnyMachine: what is read does not depend on how many read at once.
func TestBuildOnAnyMachine(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := coveragetest.Generated(lex, 20_000, 80_000)
	if err != nil {
		t.Fatal(err)
	}
	v, base, set := picture.View(coveragetest.Day(), snapshot.AudienceAll), NewRegions(lex), DefaultSettings()
	want := build(v, lex, base, set, 1)
	if len(want.Supplies) == 0 || len(want.Demands) == 0 {
		t.Fatal("nothing was read")
	}
	for _, workers := range []int{2, 5, 64} {
		got := build(v, lex, base, set, workers)
		if diff := cmp.Diff(want.Supplies, got.Supplies); diff != "" {
			t.Errorf("%d workers: supplies: %s", workers, diff)
		}
		if diff := cmp.Diff(want.Demands, got.Demands); diff != "" {
			t.Errorf("%d workers: needs: %s", workers, diff)
		}
		if !cmp.Equal(want.Firms, got.Firms) || want.FirmsNowhere != got.FirmsNowhere {
			t.Errorf("%d workers: firms differ", workers)
		}
	}
}
