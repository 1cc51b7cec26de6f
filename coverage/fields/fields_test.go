package fields_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/coverage/fields"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/team/teamtest"
)

// TestFields: stated fields and capabilities weigh together; what is too little does not count.
func TestFields(t *testing.T) {
	w := &teamtest.Network{}
	w.Node("field:materials", graph.KindField, "新材料")
	w.Node("f:own", graph.KindField, "生物医药") // a network's own node for a known field
	w.Node("f:odd", graph.KindField, "别的")
	w.Node("cap:a", graph.KindCapability, "a")
	w.Edge(graph.RelInField, "cap:a", "f:own", "main", true)
	w.Edge(graph.RelInField, "cap:a", "field:materials")
	for _, id := range []graph.ID{"b:stated", "b:both", "b:little", "b:none", "b:odd"} {
		w.Node(id, graph.KindEnterprise, string(id))
	}
	w.Edge(graph.RelInField, "b:stated", "field:materials")
	w.Edge(graph.RelInField, "b:both", "field:materials")
	w.Edge(graph.RelHasCapability, "b:both", "cap:a", "weight", 1.0)
	w.Edge(graph.RelInField, "b:little", "field:materials")
	w.Edge(graph.RelHasCapability, "b:little", "cap:a", "weight", 0.1)
	w.Edge(graph.RelInField, "b:odd", "f:odd")
	v := w.View(t)
	r := fields.New(v, 0.15)
	number := make(map[string]int)
	for i, f := range lexicon.Fields() {
		number[f.Code] = i
	}
	if len(number) != fields.Count {
		t.Fatalf("%d fields", len(number))
	}
	materials, biomedicine := number[lexicon.FieldMaterials], number[lexicon.FieldBiomedicine]
	for id, want := range map[graph.ID][]int{
		"b:stated": {materials}, "b:both": {biomedicine, materials}, "b:little": {materials}, "b:none": nil, "b:odd": nil,
	} {
		n, _ := v.Lookup(id)
		if diff := cmp.Diff(want, r.Of(n)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
		for i := range fields.Count {
			in := false
			for _, x := range want {
				in = in || x == i
			}
			if r.In(n, i) != in {
				t.Errorf("%s in field %d: %v", id, i, !in)
			}
		}
	}
}
