package transfer

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

var dates = cmp.Comparer(func(a, b graph.Date) bool { return a == b })

func TestParseLine(t *testing.T) {
	full := `{"node":{"id":"csl:1","kind":"result","name":"名","name_en":"Name","aliases":["甲","乙"],"region":"320500","valid_from":"2021-03","valid_to":"2022",` +
		`"visibility":"members","synthetic":true,"version":7,"revision":9,"sources":[{"title":"t","address":"https://example.org","seen":"2025-06","confidence":"medium","mirror":true}],` +
		`"properties":{"summary":"s","n":1,"f":1.0,"l":["a"],"b":true}}}`
	want := graph.Node{
		ID: "csl:1", Kind: "result", Name: "名", NameEn: "Name", Aliases: []string{"甲", "乙"}, Region: "320500",
		Common: graph.Common{
			ValidFrom: graph.MustDate("2021-03"), ValidTo: graph.MustDate("2022"), Visibility: "members", Synthetic: true, Version: 7, Revision: 9,
			Sources:    []graph.Source{{Title: "t", Address: "https://example.org", Seen: graph.MustDate("2025-06"), Confidence: "medium", Mirror: true}},
			Properties: graph.Properties{"summary": "s", "n": int64(1), "f": 1.0, "l": []string{"a"}, "b": true},
		},
	}
	for name, c := range map[string]struct {
		text string
		want Line
	}{
		"node":           {full, Line{Node: &want}},
		"blanks":         {strings.ReplaceAll(strings.ReplaceAll(full, `":`, `" :  `), `","`, "\" ,\t\""), Line{Node: &want}},
		"escaped key":    {strings.Replace(full, `"name"`, `"n\u0061me"`, 1), Line{Node: &want}},
		"edge":           {`{"edge":{"id":"e:1","relation":"PART_OF","from":"a:1","to":"a:2"}}`, Line{Edge: &graph.Edge{ID: "e:1", Relation: "PART_OF", From: "a:1", To: "a:2"}}},
		"edge, no id":    {`{"edge":{"relation":"PART_OF","from":"a:1","to":"a:2","properties":{}}}`, Line{Edge: &graph.Edge{Relation: "PART_OF", From: "a:1", To: "a:2", Common: graph.Common{Properties: graph.Properties{}}}}},
		"delete node":    {`{"delete":{"node":"a:1"}}`, Line{Delete: &Delete{Node: "a:1"}}},
		"with edges":     {`{"delete":{"node":"a:1","edges":true}}`, Line{Delete: &Delete{Node: "a:1", Edges: true}}},
		"delete edge":    {`{"delete":{"edge":"e:1","relation":"PART_OF"}}`, Line{Delete: &Delete{Edge: "e:1", Relation: "PART_OF"}}},
		"header":         {`{"meta":{"format":"chuangmai-network","revision":5,"later":{"a":[1]}}}`, Line{Meta: &Meta{Format: Format, Revision: 5}}},
		"null fields":    {`{"node":{"id":"a:1","kind":"team","name":"n","name_en":null,"aliases":null,"valid_from":null,"sources":null,"properties":null,"synthetic":null},"edge":null}`, Line{Node: &graph.Node{ID: "a:1", Kind: "team", Name: "n"}}},
		"nothing needed": {`{"node":{}}`, Line{Node: &graph.Node{}}},
	} {
		have, err := ParseLine([]byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, have, dates); diff != "" {
			t.Errorf("%s (-want +have):\n%s", name, diff)
		}
	}
}

// malformed are lines that must be refused, with what must be said of them.
var malformed = map[string]string{
	``:                                       " bad_syntax",
	`x`:                                      " bad_syntax",
	`{`:                                      " bad_syntax",
	`{"node":`:                               " bad_syntax",
	`{"node":{}`:                             " bad_syntax",
	`{"node":{}}}`:                           " bad_syntax",
	`{"node":{}} x`:                          " bad_syntax",
	`{"node":{}}{"node":1}`:                  " bad_syntax",
	`{node:{}}`:                              " bad_syntax",
	`{'node':{}}`:                            " bad_syntax",
	`{"node":{},}`:                           " bad_syntax",
	`{"node":{"id":"a` + "\n" + `"}}`:        " bad_syntax",
	"{\"node\":{\"id\":\"a\x01\"}}":          " bad_syntax",
	"{\"node\":{\"id\":\"a:\xff\"}}":         " bad_text",
	"{\"n\xffode\":{}}":                      " bad_text",
	`{"node":{"id":"\x"}}`:                   " bad_syntax",
	`{"node":{"properties":{"a":01}}}`:       " bad_syntax",
	`{"node":{"properties":{"a":.5}}}`:       " bad_syntax",
	`{"node":{"properties":{"a":NaN}}}`:      " bad_syntax",
	`null`:                                   " unknown_operation",
	`{}`:                                     " unknown_operation",
	`{"node":null}`:                          " unknown_operation",
	`[]`:                                     " wrong_type",
	`[{"node":{}}]`:                          " wrong_type",
	`"node"`:                                 " wrong_type",
	`1`:                                      " wrong_type",
	`{"node":{},"edge":{}}`:                  " unknown_operation",
	`{"node":{},"meta":{}}`:                  " unknown_operation",
	`{"Node":{}}`:                            "/Node unknown_field",
	`{"node":{},"nodes":{}}`:                 "/nodes unknown_field",
	`{"id":"a:1","kind":"team"}`:             "/id unknown_field; /kind unknown_field",
	`{"node":[]}`:                            "/node wrong_type",
	`{"node":"a:1"}`:                         "/node wrong_type",
	`{"edge":7}`:                             "/edge wrong_type",
	`{"delete":"a:1"}`:                       "/delete wrong_type",
	`{"meta":[]}`:                            "/meta wrong_type",
	`{"node":{},"node":{}}`:                  "/node repeated",
	`{"node":{"id":"a:1","id":"a:2"}}`:       "/node/id repeated",
	`{"node":{"id":"a:1","\u0069d":"a:2"}}`:  "/node/id repeated",
	`{"node":{"ID":"a:1"}}`:                  "/node/ID unknown_field",
	`{"node":{"title":"x"}}`:                 "/node/title unknown_field",
	`{"node":{"from":"a:1"}}`:                "/node/from unknown_field",
	`{"node":{"a/b~c":1}}`:                   "/node/a~1b~0c unknown_field",
	`{"edge":{"name":"x"}}`:                  "/edge/name unknown_field",
	`{"delete":{"node":"a:1","force":true}}`: "/delete/force unknown_field",
	`{"node":{"sources":[{"url":"x"}]}}`:     "/node/sources/0/url unknown_field",
	`{"node":{"sources":[{},{"seen":"x"}]}}`: "/node/sources/1/seen bad_date",
	`{"node":{"sources":[{"mirror":"no"}]}}`: "/node/sources/0/mirror wrong_type",
	`{"node":{"sources":[{"title":"a","title":"b"}]}}`:            "/node/sources/0/title repeated",
	`{"node":{"sources":["x"]}}`:                                  "/node/sources/0 wrong_type",
	`{"node":{"sources":{}}}`:                                     "/node/sources wrong_type",
	`{"node":{"id":1}}`:                                           "/node/id wrong_type",
	`{"node":{"name":["x"]}}`:                                     "/node/name wrong_type",
	`{"node":{"aliases":"x"}}`:                                    "/node/aliases wrong_type",
	`{"node":{"aliases":[1]}}`:                                    "/node/aliases wrong_type",
	`{"node":{"valid_from":"2021-13"}}`:                           "/node/valid_from bad_date",
	`{"node":{"valid_from":2021}}`:                                "/node/valid_from wrong_type",
	`{"node":{"valid_to":"2021-02-29"}}`:                          "/node/valid_to bad_date",
	`{"edge":{"valid_to":"21"}}`:                                  "/edge/valid_to bad_date",
	`{"node":{"synthetic":"yes"}}`:                                "/node/synthetic wrong_type",
	`{"node":{"version":1.5}}`:                                    "/node/version wrong_type",
	`{"node":{"revision":"9"}}`:                                   "/node/revision wrong_type",
	`{"node":{"properties":[]}}`:                                  "/node/properties wrong_type",
	`{"node":{"properties":{"a":null}}}`:                          "/node/properties/a wrong_type",
	`{"node":{"properties":{"a":{"b":1}}}}`:                       "/node/properties/a wrong_type",
	`{"node":{"properties":{"a":[[1]]}}}`:                         "/node/properties/a wrong_type",
	`{"node":{"properties":{"a":[1,"b"]}}}`:                       "/node/properties/a wrong_type",
	`{"node":{"properties":{"a":[null]}}}`:                        "/node/properties/a wrong_type",
	`{"node":{"properties":{"a":1,"a":2}}}`:                       "/node/properties/a repeated",
	`{"node":{"properties":{"a":99999999999999999999}}}`:          "/node/properties/a wrong_type",
	`{"node":{"properties":{"a":1e999}}}`:                         "/node/properties/a wrong_type",
	`{"delete":{}}`:                                               "/delete unknown_operation",
	`{"delete":{"edge":"e:1"}}`:                                   "/delete unknown_operation",
	`{"delete":{"relation":"PART_OF"}}`:                           "/delete unknown_operation",
	`{"delete":{"node":"a:1","edge":"e:1","relation":"PART_OF"}}`: "/delete unknown_operation",
	`{"delete":{"edge":"e:1","relation":"PART_OF","edges":true}}`: "/delete unknown_operation",
	`{"delete":{"node":"a:1","edges":"yes"}}`:                     "/delete/edges wrong_type",
	`{"node":{"id":1,"name":2,"x":3}}`:                            "/node/id wrong_type; /node/name wrong_type; /node/x unknown_field",
}

func TestMalformedLines(t *testing.T) {
	for text, want := range malformed {
		line, err := ParseLine([]byte(text))
		var invalid *graph.InvalidError
		if !errors.As(err, &invalid) {
			t.Errorf("%s: read as %+v, %v", text, line, err)
			continue
		}
		var have []string
		for _, p := range invalid.Problems {
			have = append(have, p.Pointer+" "+p.Code)
		}
		slices.Sort(have)
		if joined := strings.Join(have, "; "); joined != want {
			t.Errorf("%s:\nhave %s\nwant %s", text, joined, want)
		}
		if !reflect.DeepEqual(line, Line{}) {
			t.Errorf("%s: an error and a line", text)
		}
	}
}

func TestDeepAndWideLines(t *testing.T) {
	deep := `{"node":{"properties":{"a":` + strings.Repeat(`[`, 20000) + strings.Repeat(`]`, 20000) + `}}}`
	if _, err := ParseLine([]byte(deep)); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("deep: %v", err)
	}
	nested := strings.Repeat(`{"node":`, 50) + `1` + strings.Repeat(`}`, 50)
	if _, err := ParseLine([]byte(nested)); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("nested: %v", err)
	}
	props := make(graph.Properties)
	for i := range 300 {
		props["p"+strings.Repeat("x", i%60)+string(rune('a'+i%26))+string(rune('a'+i/26))] = int64(i)
	}
	text, err := marshalLine(Line{Node: &graph.Node{ID: "a:1", Kind: "team", Name: "n", Common: graph.Common{Properties: props}}})
	if err != nil {
		t.Fatal(err)
	}
	line, err := ParseLine(text)
	if err != nil || len(line.Node.Properties) != 300 {
		t.Errorf("wide: %d properties, %v", len(line.Node.Properties), err)
	}
}

// FuzzParseLine: what the quick reader takes the strict one takes too, and equally;
// what is read can be written and read again.
func FuzzParseLine(f *testing.F) {
	for text := range malformed {
		f.Add([]byte(text))
	}
	f.Add([]byte(`{"node":{"id":"csl:1","kind":"result","name":"名","aliases":["甲"],"valid_from":"2021-03","sources":[{"title":"t","seen":"2025"}],"properties":{"n":1,"f":1.5,"l":["a","b"],"i":[1,2],"t":true}}}`))
	f.Add([]byte(`{"edge":{"relation":"PART_OF","from":"a:1","to":"a:2","visibility":"members","version":3,"properties":{"weight":0.7}}}`))
	f.Add([]byte(`{"delete":{"node":"a:1","edges":true}}`))
	f.Add([]byte(`{"meta":{"format":"x","revision":1}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		line, err := ParseLine(text)
		careful, carefulErr := parseStrictly(text)
		if (err == nil) != (carefulErr == nil) {
			t.Fatalf("read: %v, read strictly: %v", err, carefulErr)
		}
		if diff := cmp.Diff(careful, line, dates); diff != "" {
			t.Fatalf("read and read strictly differ:\n%s", diff)
		}
		if err != nil {
			var invalid *graph.InvalidError
			if !errors.As(err, &invalid) || len(invalid.Problems) == 0 {
				t.Fatalf("error is %v", err)
			}
			return
		}
		written, err := marshalLine(line)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseLine(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		x, errX := json.Marshal(line)
		y, errY := json.Marshal(again)
		if errX != nil || errY != nil || string(x) != string(y) {
			t.Fatalf("%s\n%s", x, y)
		}
	})
}
