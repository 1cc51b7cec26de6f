package need

import "testing"

// TestSubstanceTellsNeedsFromNonsense holds the two kinds of sentences apart at EnoughSubstance, and the errors made.
func TestSubstanceTellsNeedsFromNonsense(t *testing.T) {
	for _, c := range []struct {
		file   string
		enough bool
		errors int // at most
	}{
		{"sentences.txt", true, 0},
		{"ontopic.txt", true, 12},
		{"offtopic.txt", false, 9},
	} {
		var wrong []string
		all := sentences(t, c.file)
		for _, text := range all {
			if n := read(t, text, Options{}); n.Substance() >= EnoughSubstance != c.enough {
				wrong = append(wrong, text)
			}
		}
		t.Logf("%s: %d of %d on the wrong side", c.file, len(wrong), len(all))
		if len(wrong) > c.errors {
			t.Errorf("%s: %d of %d on the wrong side, at most %d: %q", c.file, len(wrong), len(all), c.errors, wrong)
		}
	}
}

func TestSubstanceOfStatedNeeds(t *testing.T) {
	stated := Need{Capabilities: []Capability{{ID: "cap:welding-and-joining", Weight: 1, Reading: Reading{Confidence: 1}}}}
	if s := stated.Substance(); s != 1 {
		t.Errorf("a stated capability has substance %g", s)
	}
	if s := (Need{}).Substance(); s != 0 {
		t.Errorf("nothing has substance %g", s)
	}
	merged := Merge(read(t, "今天天气怎么样", Options{}), stated)
	if s := merged.Substance(); s < EnoughSubstance {
		t.Errorf("a stated capability over a nonsense text has substance %g", s)
	}
}
