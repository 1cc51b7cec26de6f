package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var compareDates = cmp.Comparer(func(a, b Date) bool { return a == b })

// problemsOf lists the problems of an error as "pointer code", in order of pointer.
func problemsOf(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var invalid *InvalidError
	if !errors.As(err, &invalid) || !errors.Is(err, ErrInvalid) || len(invalid.Problems) == 0 {
		t.Fatalf("error is %v, want an InvalidError", err)
	}
	var list []string
	for _, p := range invalid.Problems {
		list = append(list, p.Pointer+" "+p.Code)
	}
	slices.Sort(list)
	return list
}

// goodNode returns a node that passes Check, changed by edit.
func goodNode(edit func(*Node)) Item {
	n := Node{ID: "local:a", Kind: KindTeam, Name: "组", Common: Common{Visibility: VisibilityPublic, Sources: []Source{{Title: "名录"}}}}
	if edit != nil {
		edit(&n)
	}
	return Item{Op: OpPutNode, Node: &n}
}

func goodEdge(edit func(*Edge)) Item {
	e := Edge{ID: "e:1", Relation: RelPartOf, From: "local:a", To: "local:b", Common: Common{Visibility: VisibilityPublic}}
	if edit != nil {
		edit(&e)
	}
	return Item{Op: OpPutEdge, Edge: &e}
}

func TestCheck(t *testing.T) {
	negative, zero := int64(-1), int64(0)
	long := strings.Repeat("长", MaxText)
	for name, c := range map[string]struct {
		item Item
		want []string // pointers below the item
	}{
		"good node":        {goodNode(nil), nil},
		"good edge":        {goodEdge(nil), nil},
		"good delete":      {Item{Op: OpDeleteNode, ID: "local:a", WithEdges: true, Expect: &zero}, nil},
		"good edge delete": {Item{Op: OpDeleteEdge, ID: "part_of:1", Relation: RelPartOf}, nil},
		"no operation":     {Item{}, []string{" unknown_operation"}},
		"other operation":  {Item{Op: "merge", ID: "local:a"}, []string{" unknown_operation"}},
		"put nothing":      {Item{Op: OpPutEdge}, []string{" unknown_operation"}},
		"put node as edge": {Item{Op: OpPutEdge, Node: &Node{}}, []string{" unknown_operation"}},
		"empty node":       {Item{Op: OpPutNode, Node: &Node{}}, []string{"/node/id missing", "/node/kind missing", "/node/name missing", "/node/visibility unknown_term"}},
		"empty edge": {Item{Op: OpPutEdge, Edge: &Edge{}}, []string{
			"/edge/from missing", "/edge/id missing", "/edge/relation missing", "/edge/to missing", "/edge/visibility unknown_term",
		}},
		"empty deletes":        {Item{Op: OpDeleteEdge}, []string{"/delete/edge missing", "/delete/relation missing"}},
		"delete without id":    {Item{Op: OpDeleteNode}, []string{"/delete/node missing"}},
		"expecting too little": {Item{Op: OpDeleteNode, ID: "local:a", Expect: &negative}, []string{"/expect negative"}},
		"kind":                 {goodNode(func(n *Node) { n.Kind = "Team" }), []string{"/node/kind bad_name"}},
		"kind with blank":      {goodNode(func(n *Node) { n.Kind = "a team" }), []string{"/node/kind bad_name"}},
		"long kind":            {goodNode(func(n *Node) { n.Kind = Kind(strings.Repeat("k", 65)) }), []string{"/node/kind bad_name"}},
		"longest kind":         {goodNode(func(n *Node) { n.Kind = Kind(strings.Repeat("k", 64)) }), nil},
		"relation":             {goodEdge(func(e *Edge) { e.Relation = "part_of" }), []string{"/edge/relation bad_name"}},
		"relation with digit":  {goodEdge(func(e *Edge) { e.Relation = "R2_D2" }), nil},
		"blank name":           {goodNode(func(n *Node) { n.Name = " \u3000\t" }), []string{"/node/name missing"}},
		"long name":            {goodNode(func(n *Node) { n.Name = strings.Repeat("名", MaxName+1) }), []string{"/node/name too_long"}},
		"longest name":         {goodNode(func(n *Node) { n.Name = strings.Repeat("名", MaxName) }), nil},
		"long English name":    {goodNode(func(n *Node) { n.NameEn = strings.Repeat("x", MaxName+1) }), []string{"/node/name_en too_long"}},
		"control":              {goodNode(func(n *Node) { n.Name = "a\x00b" }), []string{"/node/name bad_text"}},
		"not UTF-8":            {goodNode(func(n *Node) { n.NameEn = "\xff" }), []string{"/node/name_en bad_text"}},
		"line breaks":          {goodNode(func(n *Node) { n.Name = "a\n\tb\r" }), nil},
		"alias":                {goodNode(func(n *Node) { n.Aliases = []string{"a", "\x01"} }), []string{"/node/aliases/1 bad_text"}},
		"many aliases":         {goodNode(func(n *Node) { n.Aliases = make([]string, MaxList+1) }), []string{"/node/aliases too_many"}},
		"region":               {goodNode(func(n *Node) { n.Region = "32050" }), []string{"/node/region bad_region"}},
		"region 0":             {goodNode(func(n *Node) { n.Region = "020500" }), []string{"/node/region bad_region"}},
		"GB/T region":          {goodNode(func(n *Node) { n.Region = "320500" }), nil},
		"NUTS region":          {goodNode(func(n *Node) { n.Region = "DE21H" }), nil},
		"NUTS country":         {goodNode(func(n *Node) { n.Region = "DE" }), nil},
		"too fine a region":    {goodNode(func(n *Node) { n.Region = "DE21H1" }), []string{"/node/region bad_region"}},
		"dates":                {goodNode(func(n *Node) { n.ValidFrom, n.ValidTo = MustDate("2021-03"), MustDate("2021-02") }), []string{"/node/valid_to date_order"}},
		"dates that overlap":   {goodNode(func(n *Node) { n.ValidFrom, n.ValidTo = MustDate("2021-03"), MustDate("2021") }), nil},
		"dates of edges":       {goodEdge(func(e *Edge) { e.ValidFrom, e.ValidTo = MustDate("2022"), MustDate("2021-12-31") }), []string{"/edge/valid_to date_order"}},
		"visibility":           {goodEdge(func(e *Edge) { e.Visibility = "secret" }), []string{"/edge/visibility unknown_term"}},
		"empty source":         {goodNode(func(n *Node) { n.Sources = []Source{{Title: "a"}, {Title: " ", Mirror: true}} }), []string{"/node/sources/1 source_empty"}},
		"confidence":           {goodNode(func(n *Node) { n.Sources = []Source{{Title: "a", Confidence: "sure"}} }), []string{"/node/sources/0/confidence unknown_term"}},
		"address that runs":    {goodNode(func(n *Node) { n.Sources = []Source{{Address: "javascript:alert(1)"}} }), []string{"/node/sources/0/address bad_url"}},
		"texts of sources":     {goodNode(func(n *Node) { n.Sources = []Source{{Title: long + "x", Address: "\x02"}} }), []string{"/node/sources/0/address bad_text", "/node/sources/0/address bad_url", "/node/sources/0/title too_long"}},
		"many sources":         {goodEdge(func(e *Edge) { e.Sources = slices.Repeat([]Source{{Title: "a"}}, MaxList+1) }), []string{"/edge/sources too_many"}},
		"property name":        {goodNode(func(n *Node) { n.Properties = Properties{"Name": "x", "a-b": "x", "": "x", "1a": "x"} }), []string{"/node/properties/ bad_name", "/node/properties/1a bad_name", "/node/properties/Name bad_name", "/node/properties/a-b bad_name"}},
		"escaped pointer":      {goodNode(func(n *Node) { n.Properties = Properties{"a/b~c": "x"} }), []string{"/node/properties/a~1b~0c bad_name"}},
		"property types": {goodNode(func(n *Node) {
			n.Properties = Properties{"a": nil, "b": 1, "c": []any{"x"}, "d": map[string]any{}, "e": float32(1)}
		}), []string{"/node/properties/a wrong_type", "/node/properties/b wrong_type", "/node/properties/c wrong_type", "/node/properties/d wrong_type", "/node/properties/e wrong_type"}},
		"all property types": {goodNode(func(n *Node) {
			n.Properties = Properties{"a": "x", "b": int64(1), "c": 1.5, "d": true, "e": []string{}, "f": []int64{1}, "g": []float64{1}, "h": []bool{true}, "i": long}
		}), nil},
		"numbers": {goodNode(func(n *Node) { n.Properties = Properties{"a": math.NaN(), "b": []float64{1, math.Inf(1)}} }), []string{"/node/properties/a not_finite", "/node/properties/b/1 not_finite"}},
		"texts":   {goodNode(func(n *Node) { n.Properties = Properties{"a": long + "x", "b": []string{"ok", "\x00"}} }), []string{"/node/properties/a too_long", "/node/properties/b/1 bad_text"}},
		"long lists": {goodNode(func(n *Node) {
			n.Properties = Properties{"a": make([]string, MaxList+1), "b": make([]int64, MaxList+1), "c": make([]bool, MaxList+1), "d": make([]float64, MaxList+1)}
		}), []string{"/node/properties/a too_many", "/node/properties/b too_many", "/node/properties/c too_many", "/node/properties/d too_many"}},
		"many properties":   {goodNode(func(n *Node) { n.Properties = manyProperties(MaxProperties + 1) }), []string{"/node/properties too_many"}},
		"as many as may be": {goodNode(func(n *Node) { n.Properties = manyProperties(MaxProperties) }), nil},
		"ends":              {goodEdge(func(e *Edge) { e.From, e.To = "a b", "part_of:1" }), []string{"/edge/from bad_id_scheme", "/edge/to bad_id_scheme"}},
	} {
		other := goodNode(func(n *Node) { n.ID = "local:other" })
		have := problemsOf(t, Batch{Items: []Item{other, c.item}}.Check())
		var want []string
		for _, w := range c.want {
			want = append(want, "/items/1"+w)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s (-want +have):\n%s", name, diff)
		}
	}
}

func manyProperties(n int) Properties {
	p := make(Properties)
	for i := range n {
		p[fmt.Sprint("p", i)] = int64(i)
	}
	return p
}

func TestCheckBatch(t *testing.T) {
	for name, c := range map[string]struct {
		batch Batch
		want  []string
	}{
		"empty":                   {Batch{}, []string{"/items empty_batch"}},
		"too large":               {Batch{Items: make([]Item, MaxBatch+1)}, []string{"/items batch_too_large"}},
		"texts":                   {Batch{Items: []Item{goodNode(nil)}, Actor: "\x00", Reason: strings.Repeat("x", MaxName+1), Key: "\xff", Load: "a\x7f"}, []string{"/actor bad_text", "/key bad_text", "/load bad_text", "/reason too_long"}},
		"node twice":              {Batch{Items: []Item{goodNode(nil), {Op: OpDeleteNode, ID: "local:a"}, goodNode(nil)}}, []string{"/items/1 repeated", "/items/2 repeated"}},
		"edge twice":              {Batch{Items: []Item{goodEdge(nil), {Op: OpDeleteEdge, ID: "e:1", Relation: RelOwns}}}, []string{"/items/1 repeated"}},
		"node and edge of one id": {Batch{Items: []Item{goodNode(nil), goodEdge(func(e *Edge) { e.ID = "local:a" })}}, nil},
		"all are named":           {Batch{Items: []Item{goodNode(func(n *Node) { n.Name = "" }), {}, goodEdge(func(e *Edge) { e.To = "" })}}, []string{"/items/0/node/name missing", "/items/1 unknown_operation", "/items/2/edge/to missing"}},
	} {
		if diff := cmp.Diff(c.want, problemsOf(t, c.batch.Check())); diff != "" {
			t.Errorf("%s (-want +have):\n%s", name, diff)
		}
	}
}

func TestNormalise(t *testing.T) {
	n := Node{
		ID: "local:a", Kind: KindTeam, Name: " e\u0301cole\t", NameEn: "\u3000School ", Aliases: []string{" ", "别名 ", "别名", "école", "b"},
		Common: Common{Sources: []Source{}, Properties: Properties{"note": "e\u0301 ", "list": []string(nil), "tags": []string{"e\u0301"}, "n": int64(1)}, Version: 3, Revision: 4},
	}
	n.Normalise()
	want := Node{
		ID: "local:a", Kind: KindTeam, Name: "école", NameEn: "School", Aliases: []string{"别名", "b"},
		Common: Common{Visibility: VisibilityPublic, Properties: Properties{"note": "é ", "list": []string{}, "tags": []string{"é"}, "n": int64(1)}},
	}
	if diff := cmp.Diff(want, n, compareDates); diff != "" {
		t.Errorf("node (-want +have):\n%s", diff)
	}
	again := n
	again.Normalise()
	if diff := cmp.Diff(n, again, compareDates); diff != "" {
		t.Errorf("twice (-once +twice):\n%s", diff)
	}
	empty := Node{Aliases: []string{" "}, Common: Common{Properties: Properties{}, Visibility: VisibilityMembers}}
	empty.Normalise()
	if diff := cmp.Diff(Node{Common: Common{Visibility: VisibilityMembers}}, empty, compareDates); diff != "" {
		t.Errorf("empty (-want +have):\n%s", diff)
	}
	e := Edge{Relation: RelPartOf, From: "local:a", To: "local:b"}
	e.Normalise()
	if e.ID != e.GenerateID() || e.Visibility != VisibilityPublic {
		t.Errorf("edge %+v", e)
	}
	named := Edge{ID: "e:1"}
	if named.Normalise(); named.ID != "e:1" {
		t.Errorf("the id became %s", named.ID)
	}
}

func TestLabels(t *testing.T) {
	n := Node{Name: "江南大学", NameEn: "Jiangnan University"}
	if n.Label("zh") != "江南大学" || n.Label("en") != "Jiangnan University" || n.Label("") != "江南大学" {
		t.Error("labels of a node with both names")
	}
	if n.NameEn = ""; n.Label("en") != "江南大学" {
		t.Error("label of a node without an English name")
	}
}

func TestErrors(t *testing.T) {
	invalid := error(&InvalidError{Problems: []Problem{{Pointer: "/a", Code: CodeMissing}, {Pointer: "/b", Code: CodeTooLong, Params: map[string]string{"max": "5"}}}})
	if !errors.Is(invalid, ErrInvalid) || errors.Is(invalid, ErrConflict) || invalid.Error() != "invalid: /a: missing; /b: too_long map[max:5]" {
		t.Error(invalid)
	}
	conflict := error(&ConflictError{Item: 2, ID: "local:a", Want: 1, Have: 3})
	if !errors.Is(conflict, ErrConflict) || errors.Is(conflict, ErrInvalid) || conflict.Error() != "version conflict: item 2 (local:a) expects version 1, stored is 3" {
		t.Error(conflict)
	}
}

func TestRecordJSON(t *testing.T) {
	for _, text := range []string{
		`{"id":"local:a","kind":"team","name":"组"}`,
		`{"id":"local:a","kind":"team","name":"组","name_en":"Team","aliases":["a"],"region":"320500","valid_from":"2021","valid_to":"2022-01-02","sources":[{"title":"t","address":"https://example.org","seen":"2025-06","confidence":"low","mirror":true}],"visibility":"members","synthetic":true,"properties":{"a":1.0},"version":3,"revision":9}`,
	} {
		var n Node
		if err := json.Unmarshal([]byte(text), &n); err != nil {
			t.Fatal(err)
		}
		if have, err := json.Marshal(n); err != nil || string(have) != text {
			t.Errorf("%v\n%s\nbecame\n%s", err, text, have)
		}
	}
}

// FuzzNode: a node that is read can be written and read again, before and after it is
// brought into its stored form, and checking it never fails in another way than by
// listing problems.
func FuzzNode(f *testing.F) {
	f.Add([]byte(`{"id":"local:a","kind":"team","name":"组"}`))
	f.Add([]byte(`{"id":"local:a","kind":"team","name":" e\u0301 ","aliases":["x"," x"],"valid_from":"2021-13","properties":{"a":[],"b":[1,2.5],"c":""}}`))
	f.Add([]byte(`{"id":"\u0000","sources":[{}],"visibility":"x","version":-1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var n Node
		if json.Unmarshal(text, &n) != nil {
			return
		}
		for range 2 {
			written, err := json.Marshal(n)
			if err != nil {
				t.Fatal(err)
			}
			var again Node
			if err := json.Unmarshal(written, &again); err != nil {
				t.Fatalf("%s: %v", written, err)
			}
			rewritten, err := json.Marshal(again)
			if err != nil || string(rewritten) != string(written) {
				t.Fatalf("%s became %s, %v", written, rewritten, err)
			}
			n.Normalise()
		}
		problemsOf(t, Batch{Items: []Item{{Op: OpPutNode, Node: &n}}}.Check())
		problemsOf(t, BuiltinSchema().Conform(Batch{Items: []Item{{Op: OpPutNode, Node: &n}}}, nil))
	})
}
