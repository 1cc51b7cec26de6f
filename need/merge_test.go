package need

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

func TestMergeLeavesWhatIsNotStated(t *testing.T) {
	n := read(t, "铝合金焊接后气孔多，想找苏州附近的检测机构，预算20万以内，年底前要，孔隙率小于1%", Options{})
	if diff := cmp.Diff(n, Merge(n, Need{})); diff != "" {
		t.Errorf("nothing stated (-read +merged):\n%s", diff)
	}
	if diff := cmp.Diff(n, Merge(Need{}, n)); diff != "" {
		t.Errorf("everything stated (-stated +merged):\n%s", diff)
	}
}

func TestMergeStatedWins(t *testing.T) {
	n := read(t, "铝合金焊接后气孔多，想找苏州附近的检测机构，预算20万以内，年底前要", Options{})
	stated := Need{
		Capabilities: []Capability{{ID: "cap:heat-treatment"}, {ID: "cap:non-destructive-testing", Weight: 0.5}, {ID: "cap:mine", Weight: 0.5}},
		Places:       []Place{{Code: "320200", RadiusKm: 30, Required: true}},
		Budget:       &Budget{MaxWan: 5},
		NeededBy:     &Deadline{Date: graph.MustDate("2027-01")},
	}
	merged := Merge(n, stated)
	want := []Capability{
		{ID: "cap:heat-treatment", Weight: 0.333333333333, Reading: Reading{Confidence: 1}},
		{ID: "cap:non-destructive-testing", Weight: 0.333333333333, Reading: Reading{Confidence: 1}},
		{ID: "cap:mine", Weight: 0.333333333333, Reading: Reading{Confidence: 1}},
	}
	if diff := cmp.Diff(want, merged.Capabilities); diff != "" {
		t.Errorf("capabilities (-want +got):\n%s", diff)
	}
	if len(merged.Places) != 1 || merged.Places[0].Code != "320200" || merged.Places[0].Confidence != 1 {
		t.Errorf("places %+v", merged.Places)
	}
	if merged.Budget.MaxWan != 5 || merged.Budget.Confidence != 1 || merged.NeededBy.Date != graph.MustDate("2027-01") {
		t.Errorf("budget %+v, needed by %+v", merged.Budget, merged.NeededBy)
	}
	if diff := cmp.Diff(n.Terms, merged.Terms); diff != "" || merged.Text != n.Text {
		t.Errorf("what was not stated changed: %s", diff)
	}
	if stated.Capabilities[0].Weight != 0 || stated.Budget.Confidence != 0 {
		t.Error("Merge changed what was stated")
	}
}

func TestMergeClears(t *testing.T) {
	n := read(t, "铝合金焊接后气孔多，想找苏州附近的检测机构，预算20万以内，年底前要", Options{})
	var stated Need
	if err := json.Unmarshal([]byte(`{"terms":[],"places":[],"kinds":[],"budget":{},"needed_by":{"date":""}}`), &stated); err != nil {
		t.Fatal(err)
	}
	merged := Merge(n, stated)
	if len(merged.Terms)+len(merged.Places)+len(merged.Kinds) != 0 || merged.Budget != nil || merged.NeededBy != nil {
		t.Errorf("cleared parts are still there: %+v", merged)
	}
	if len(merged.Capabilities) == 0 || len(merged.Groups) == 0 {
		t.Error("parts that were not stated are gone")
	}
}

func TestMergeDropsSpansThatDoNotFit(t *testing.T) {
	n := read(t, "焊接后气孔多", Options{})
	merged := Merge(n, Need{Terms: []Term{
		{Text: "气孔", Reading: Reading{Confidence: 0.5, Spans: []Span{{Start: 3, End: 5, Text: "气孔"}, {Start: 0, End: 2, Text: "气孔"}, {Start: 90, End: 92, Text: "气孔"}}}},
	}})
	if diff := cmp.Diff([]Span{{Start: 3, End: 5, Text: "气孔"}}, merged.Terms[0].Spans); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
}
