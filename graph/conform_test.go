package graph

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testSchema is small and has one of everything.
const testSchema = `{
  "version": 3,
  "vocabularies": {"colour": {"zh": "颜色", "en": "colour", "terms": [{"code": "red", "zh": "红", "en": "red"}, {"code": "blue", "zh": "蓝", "en": "blue"}]}},
  "sets": {"body": ["firm", "school"], "all": ["@body", "person"]},
  "common": [{"name": "note", "type": "text", "zh": "备注", "en": "note"}],
  "kinds": [
    {"name": "firm", "zh": "企业", "en": "firm", "properties": [
      {"name": "colour", "type": "text", "vocabulary": "colour", "zh": "颜色", "en": "colour"},
      {"name": "colours", "type": "text_list", "vocabulary": "colour", "zh": "颜色", "en": "colours"},
      {"name": "staff", "type": "int", "zh": "人数", "en": "staff"}, {"name": "share", "type": "float", "zh": "份额", "en": "share"},
      {"name": "listed", "type": "bool", "zh": "上市", "en": "listed"}, {"name": "founded", "type": "date", "zh": "成立", "en": "founded"},
      {"name": "site", "type": "url", "zh": "网站", "en": "site"}]},
    {"name": "school", "zh": "学校", "en": "school", "properties": [{"name": "level", "type": "text", "required": true, "zh": "级别", "en": "level"}]},
    {"name": "person", "zh": "人", "en": "person", "properties": []}],
  "relations": [
    {"name": "WORKS_AT", "zh": "就职", "en": "works at", "from": ["person"], "to": ["@body"], "weight": "share", "properties": [{"name": "share", "type": "float", "zh": "份额", "en": "share"}]},
    {"name": "KNOWS", "zh": "认识", "en": "knows", "from": ["@all"], "to": ["*"], "properties": []}]
}`

func smallSchema(t *testing.T) *Schema {
	t.Helper()
	s, err := ParseSchema([]byte(testSchema))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestConformNodes(t *testing.T) {
	s := smallSchema(t)
	for name, c := range map[string]struct {
		kind  Kind
		props Properties
		want  []string
		after Properties // when not as before
	}{
		"good":             {"firm", Properties{"colour": "red", "colours": []string{"red", "blue"}, "staff": int64(3), "share": 0.5, "listed": true, "founded": "2021-03", "site": "https://example.org/x"}, nil, nil},
		"unknown property": {"firm", Properties{"later": []int64{1}}, nil, nil},
		"common property":  {"person", Properties{"note": "x"}, nil, nil},
		"of another kind":  {"person", Properties{"colour": "green"}, nil, nil},
		"integer to float": {"firm", Properties{"share": int64(1)}, nil, Properties{"share": 1.0}},
		"text to list":     {"firm", Properties{"colours": "red"}, nil, Properties{"colours": []string{"red"}}},
		"empty list":       {"firm", Properties{"colours": []string{}}, nil, nil},
		"float for int":    {"firm", Properties{"staff": 3.0}, []string{"/staff wrong_type"}, nil},
		"text for float":   {"firm", Properties{"share": "1"}, []string{"/share wrong_type"}, nil},
		"list for float":   {"firm", Properties{"share": []float64{1}}, []string{"/share wrong_type"}, nil},
		"number for text":  {"firm", Properties{"colour": int64(1), "note": 1.5}, []string{"/colour wrong_type", "/note wrong_type"}, nil},
		"text for bool":    {"firm", Properties{"listed": "yes"}, []string{"/listed wrong_type"}, nil},
		"numbers for list": {"firm", Properties{"colours": []int64{1}}, []string{"/colours wrong_type"}, nil},
		"list for date":    {"firm", Properties{"founded": []string{"2021"}}, []string{"/founded wrong_type"}, nil},
		"term":             {"firm", Properties{"colour": "green"}, []string{"/colour unknown_term"}, nil},
		"term of a list":   {"firm", Properties{"colours": []string{"red", "Blue"}}, []string{"/colours/1 unknown_term"}, nil},
		"empty term":       {"firm", Properties{"colour": ""}, []string{"/colour unknown_term"}, nil},
		"date":             {"firm", Properties{"founded": "2021-13"}, []string{"/founded bad_date"}, nil},
		"empty date":       {"firm", Properties{"founded": ""}, []string{"/founded bad_date"}, nil},
		"address":          {"firm", Properties{"site": "example.org"}, []string{"/site bad_url"}, nil},
		"script address":   {"firm", Properties{"site": "javascript:alert(1)"}, []string{"/site bad_url"}, nil},
		"address, no host": {"firm", Properties{"site": "https:///x"}, []string{"/site bad_url"}, nil},
		"required":         {"school", nil, []string{"/level missing"}, nil},
		"required, there":  {"school", Properties{"level": ""}, nil, nil},
	} {
		n := Node{ID: "local:a", Kind: c.kind, Name: "x", Common: Common{Properties: c.props}}
		have := problemsOf(t, s.Conform(Batch{Items: []Item{{Op: OpDeleteNode, ID: "local:z"}, {Op: OpPutNode, Node: &n}}}, nil))
		var want []string
		for _, w := range c.want {
			want = append(want, "/items/1/node/properties"+w)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s (-want +have):\n%s", name, diff)
		}
		after := c.after
		if after == nil {
			after = c.props
		}
		if diff := cmp.Diff(after, n.Properties); diff != "" {
			t.Errorf("%s, values (-want +have):\n%s", name, diff)
		}
	}
}

func TestConformNearest(t *testing.T) {
	for value, want := range map[string]string{"centre": string(KindCenter), "unversity": "university", "enterprises": "enterprise", "tallent": "talent", "xyzzy": "", "te": "", "": ""} {
		err := BuiltinSchema().Conform(Batch{Items: []Item{{Op: OpPutNode, Node: &Node{ID: "local:a", Kind: Kind(value)}}}}, nil)
		var invalid *InvalidError
		if value == "" { // for Check to report
			if err != nil {
				t.Errorf("no kind: %v", err)
			}
			continue
		}
		if !errors.As(err, &invalid) || invalid.Problems[0].Code != CodeUnknownKind || invalid.Problems[0].Params["nearest"] != want {
			t.Errorf("kind %s: %v, want %s", value, err, want)
		}
	}
	for value, want := range map[string]string{"HAS_CAPABILTY": "HAS_CAPABILITY", "part_of": "PART_OF", "COLABORATES_WITH": "COLLABORATES_WITH", "ZZZ": ""} {
		err := BuiltinSchema().Conform(Batch{Items: []Item{{Op: OpPutEdge, Edge: &Edge{ID: "e:1", Relation: Relation(value)}}}}, nil)
		var invalid *InvalidError
		if !errors.As(err, &invalid) || invalid.Problems[0].Code != CodeUnknownRelation || invalid.Problems[0].Params["nearest"] != want {
			t.Errorf("relation %s: %v, want %s", value, err, want)
		}
	}
}

func TestConformEnds(t *testing.T) {
	s := smallSchema(t)
	stored := map[ID]Kind{"local:f": "firm", "local:s": "school", "local:p": "person", "local:x": "spaceship"}
	kindOf := func(id ID) Kind { return stored[id] }
	for name, c := range map[string]struct {
		relation Relation
		from, to ID
		want     []string
	}{
		"good":                    {"WORKS_AT", "local:p", "local:f", nil},
		"good, in a set":          {"WORKS_AT", "local:p", "local:s", nil},
		"of the batch":            {"WORKS_AT", "local:new", "local:f", nil},
		"any kind":                {"KNOWS", "local:f", "local:f", nil},
		"wrong from":              {"WORKS_AT", "local:f", "local:s", []string{"/from wrong_end"}},
		"wrong to":                {"WORKS_AT", "local:p", "local:p", []string{"/to wrong_end"}},
		"both wrong":              {"WORKS_AT", "local:f", "local:p", []string{"/from wrong_end", "/to wrong_end"}},
		"missing":                 {"WORKS_AT", "local:p", "local:none", []string{"/to unknown_node"}},
		"both missing":            {"KNOWS", "local:none", "local:nil", []string{"/from unknown_node", "/to unknown_node"}},
		"kind of a newer program": {"WORKS_AT", "local:x", "local:f", nil},
		"batch over store":        {"WORKS_AT", "local:s2", "local:f", nil},
	} {
		stored["local:s2"] = "school" // the batch says person
		items := []Item{
			{Op: OpPutEdge, Edge: &Edge{ID: "e:1", Relation: c.relation, From: c.from, To: c.to}},
			{Op: OpPutNode, Node: &Node{ID: "local:new", Kind: "person"}},
			{Op: OpPutNode, Node: &Node{ID: "local:s2", Kind: "person"}},
		}
		var want []string
		for _, w := range c.want {
			want = append(want, "/items/0/edge"+w)
		}
		if diff := cmp.Diff(want, problemsOf(t, s.Conform(Batch{Items: items}, kindOf))); diff != "" {
			t.Errorf("%s (-want +have):\n%s", name, diff)
		}
		if err := s.Conform(Batch{Items: items}, nil); err != nil {
			t.Errorf("%s, ends not to be checked: %v", name, err)
		}
		if c.want == nil && c.from != "local:new" && c.from != "local:x" && c.from != "local:s2" && !s.Joins(c.relation, stored[c.from], stored[c.to]) {
			t.Errorf("%s: Joins says no", name)
		}
	}
	if s.Joins("UNKNOWN", "person", "firm") || s.Joins("WORKS_AT", "firm", "firm") {
		t.Error("Joins says yes")
	}
	e := Edge{ID: "e:1", Relation: "WORKS_AT", Common: Common{Properties: Properties{"share": int64(1)}}}
	if err := s.Conform(Batch{Items: []Item{{Op: OpPutEdge, Edge: &e}}}, nil); err != nil || e.Properties["share"] != 1.0 {
		t.Errorf("share is %v, %v", e.Properties["share"], err)
	}
}
