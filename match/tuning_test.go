package match

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWeightSetsAreReadAsWritten(t *testing.T) {
	w, err := BuiltinWeights()
	if err != nil {
		t.Fatal(err)
	}
	for name, ws := range w.Sets {
		data, err := FormatWeightSet(name, ws)
		if err != nil {
			t.Fatal(err)
		}
		set, read, err := ParseWeightSet(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ws, read); diff != "" || set != name {
			t.Errorf("%s is read as %s:\n%s", name, set, diff)
		}
	}
	for name, ws := range map[string]WeightSet{
		"": w.Sets[SetPartners], "empty": {}, "unknown": {Signals: map[string]SignalWeight{"charm": {1, 1}}},
		"power": {Signals: map[string]SignalWeight{"words": {1, 0}}},
	} {
		if _, err := FormatWeightSet(name, ws); err == nil {
			t.Errorf("%q is written", name)
		}
	}
}
