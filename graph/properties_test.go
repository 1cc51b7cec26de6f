package graph

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPropertiesJSON(t *testing.T) {
	for text, want := range map[string]Properties{
		`{}`:                            {},
		`{"a":1}`:                       {"a": int64(1)},
		`{"a":-0}`:                      {"a": int64(0)},
		`{"a":1.0}`:                     {"a": 1.0},
		`{"a":1e3}`:                     {"a": 1000.0},
		`{"a":-1.5E-3}`:                 {"a": -0.0015},
		`{"a":9223372036854775807}`:     {"a": int64(math.MaxInt64)},
		`{"a":-9223372036854775808}`:    {"a": int64(math.MinInt64)},
		`{"a":""}`:                      {"a": ""},
		`{"a":"中\n\"\\\u0041"}`:         {"a": "中\n\"\\A"},
		`{"a":true,"b":false}`:          {"a": true, "b": false},
		`{"a":[]}`:                      {"a": []string{}},
		`{"a":["x",""]}`:                {"a": []string{"x", ""}},
		`{"a":[1,2]}`:                   {"a": []int64{1, 2}},
		`{"a":[1.5,2.0]}`:               {"a": []float64{1.5, 2}},
		`{"a":[1,2.5]}`:                 {"a": []float64{1, 2.5}},
		`{"a":[2.5,1]}`:                 {"a": []float64{2.5, 1}},
		`{"a":[true,false]}`:            {"a": []bool{true, false}},
		` { "a" : [ 1 , 2 ] , "b":"x"}`: {"a": []int64{1, 2}, "b": "x"},
		`null`:                          nil,
	} {
		var have Properties
		if err := json.Unmarshal([]byte(text), &have); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s (-want +have):\n%s", text, diff)
		}
	}
}

func TestRefusedProperties(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":null}`:                 "null",
		`{"a":{}}`:                   "objects",
		`{"a":[[1]]}`:                "lists within lists",
		`{"a":[{}]}`:                 "objects",
		`{"a":[null]}`:               "null",
		`{"a":[1,"x"]}`:              "one type",
		`{"a":["x",1]}`:              "one type",
		`{"a":[true,1]}`:             "one type",
		`{"a":[1,true]}`:             "one type",
		`{"a":9223372036854775808}`:  "64-bit",
		`{"a":-9223372036854775809}`: "64-bit",
		`{"a":1e999}`:                "out of range",
		`{"a":[1,1e999]}`:            "out of range",
	} {
		var p Properties
		err := json.Unmarshal([]byte(text), &p)
		var property *PropertyError
		if !errors.As(err, &property) || property.Name != "a" || !strings.Contains(err.Error(), want) || property.Unwrap() == nil {
			t.Errorf("%s: %v, want something about %s", text, err, want)
		}
	}
	for _, text := range []string{``, `x`, `[]`, `"a"`, `1`, `{"a":1`, `{"a" 1}`, `{"a":01}`, `{"a":1.}`, `{"a":+1}`, `{"a":tru}`, `{"a":1}x`, `{"a":1,}`, `{"a":["x"`, `{"a":[`, `{"a":"x`} {
		var p Properties
		if err := p.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("%s was read as %v", text, p)
		}
	}
}

func TestMarshalProperties(t *testing.T) {
	for want, p := range map[string]Properties{
		`{}`:                        nil,
		`{"a":1,"b":1.0,"c":"<&>"}`: {"c": "<&>", "b": 1.0, "a": int64(1)},
		`{"a":[],"b":[],"c":[]}`:    {"a": []string(nil), "b": []int64{}, "c": []float64(nil)},
		`{"a":1e+21,"b":-0.0,"c":5e-324,"d":[1.0,2.5]}`:             {"a": 1e21, "b": math.Copysign(0, -1), "c": 5e-324, "d": []float64{1, 2.5}},
		`{"a":"\u2028","b":"\t","c":"\\\"","d":"€","e":["\u2029"]}`: {"a": "\u2028", "b": "\t", "c": `\"`, "d": "€", "e": []string{"\u2029"}},
	} {
		if have, err := p.MarshalJSON(); err != nil || string(have) != want {
			t.Errorf("%s, %v, want %s", have, err, want)
		}
	}
	for _, bad := range []any{nil, 1, uint8(1), float32(1), math.NaN(), math.Inf(1), []float64{math.Inf(-1)}, []any{"x"}, map[string]any{}, struct{}{}} {
		if text, err := (Properties{"a": bad}).MarshalJSON(); err == nil || !strings.Contains(err.Error(), "a") {
			t.Errorf("%T was written as %s, %v", bad, text, err)
		}
	}
}

func TestPropertyValues(t *testing.T) {
	p := Properties{"s": "x", "l": []string{"x", "y"}, "i": int64(3), "f": 0.5, "b": true}
	if p.Text("s") != "x" || p.Text("l") != "" || p.Text("none") != "" {
		t.Error("texts")
	}
	if diff := cmp.Diff([][]string{{"x"}, {"x", "y"}, nil, nil}, [][]string{p.Texts("s"), p.Texts("l"), p.Texts("i"), p.Texts("none")}); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]float64{"i": 3, "f": 0.5} {
		if have, known := p.Number(name); have != want || !known {
			t.Errorf("number %s is %v", name, have)
		}
	}
	if _, known := p.Number("s"); known {
		t.Error("a text is a number")
	}
	if value, known := p.Bool("b"); !value || !known {
		t.Error("truth value")
	}
	if _, known := p.Bool("i"); known {
		t.Error("a number is a truth value")
	}
	if diff := cmp.Diff([]string{"b", "f", "i", "l", "s"}, p.Names()); diff != "" {
		t.Error(diff)
	}
}

// properties draws values of every type, none of them an empty list but of texts.
func properties() *rapid.Generator[Properties] {
	value := rapid.OneOf(
		rapid.String().AsAny(), rapid.Int64().AsAny(), rapid.Float64().Filter(func(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }).AsAny(), rapid.Bool().AsAny(),
		rapid.SliceOf(rapid.String()).AsAny(), rapid.SliceOfN(rapid.Int64(), 1, 5).AsAny(),
		rapid.SliceOfN(rapid.Float64Range(-1e300, 1e300), 1, 5).AsAny(), rapid.SliceOfN(rapid.Bool(), 1, 5).AsAny(),
	)
	return rapid.Custom(func(t *rapid.T) Properties {
		return rapid.MapOfN(rapid.StringMatching(`[a-z][a-z0-9_]{0,5}`), value, 0, 6).Draw(t, "properties")
	})
}

// What is written is read back as the same values of the same types.
func TestPropertiesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := properties().Draw(t, "p")
		text, err := want.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var have Properties
		if err := have.UnmarshalJSON(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Fatalf("%s (-want +have):\n%s", text, diff)
		}
		viaJSON, err := json.Marshal(map[string]any{"p": want})
		var within struct{ P Properties }
		if err == nil {
			err = json.Unmarshal(viaJSON, &within)
		}
		if diff := cmp.Diff(want, within.P); diff != "" || err != nil {
			t.Fatalf("%v, through the JSON package (-want +have):\n%s", err, diff)
		}
	})
}

// FuzzProperties: the quick reader takes nothing that the JSON package does not, and
// nothing differently; what is read can be written and read again.
func FuzzProperties(f *testing.F) {
	for _, text := range []string{
		`{}`, `null`, `{"a":1,"b":1.5,"c":"x","d":true,"e":[1,2],"f":["x"],"g":[1.5,2],"h":[],"i":[false]}`, `{"a":-0,"b":-0.0,"c":1e5}`, `{"a":"\u0041"}`,
		`{"a":1,"a":2}`, `{"a":[1,"x"]}`, `{"a":null}`, `{"a":{"b":1}}`, `{"a":00}`, `{"a":1e999}`, "{\"a\":\"\xff\"}", `{"":1}`, `{"a":[1,2`, ` {"a":1}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var careful Properties
		carefulErr := careful.unmarshal(text)
		if quick, ok := readPlain(string(text)); ok {
			if carefulErr != nil {
				t.Fatalf("the quick reader took what is wrong: %v", carefulErr)
			}
			if diff := cmp.Diff(careful, quick); diff != "" {
				t.Fatalf("the readers differ:\n%s", diff)
			}
		}
		var p Properties
		if err := p.UnmarshalJSON(text); (err == nil) != (carefulErr == nil) {
			t.Fatalf("%v, carefully %v", err, carefulErr)
		} else if err != nil {
			return
		}
		written, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again Properties
		if err := again.UnmarshalJSON(written); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if diff := cmp.Diff(p, again); diff != "" && p != nil {
			t.Fatalf("%s:\n%s", written, diff)
		}
	})
}
