package api

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// itemsIn lists the places and codes of a failure.
func itemsIn(err error) []string {
	var f *failure
	if !errors.As(err, &f) {
		return nil
	}
	out := []string{f.code}
	for _, i := range f.items {
		where := i.parameter
		if i.pointer != nil {
			where = *i.pointer
		}
		out = append(out, where+" "+i.code)
	}
	return out
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"sound", `{"a":[1,2.5,-3e2],"b":{"c":null,"d":true},"e":"文字\n"}`, nil},
		{"nothing", "", []string{codeBadSyntax, " missing"}},
		{"blanks", " \n", []string{codeBadSyntax, " missing"}},
		{"cut off", `{"a":`, []string{codeBadSyntax, " bad_syntax"}},
		{"two values", `{} {}`, []string{codeBadSyntax, " bad_syntax"}},
		{"a comma too many", `[1,]`, []string{codeBadSyntax, " bad_syntax"}},
		{"not UTF-8", "{\"a\":\"\xff\"}", []string{codeBadSyntax, " bad_text"}},
		{"GB 18030", "{\"a\":\"\xba\xb8\xbd\xd3\"}", []string{codeBadSyntax, " bad_text"}},
		{"half a pair", `{"a":"\ud800"}`, []string{codeInvalid, "/a bad_text"}},
		{"a replacement character is one", `{"a":"\ufffd"}`, nil},
		{"control character", `{"a":"\u0000"}`, []string{codeInvalid, "/a bad_text"}},
		{"control character in a key", `{"a\u0007":1}`, []string{codeInvalid, "/a\u0007 bad_text"}},
		{"key twice", `{"a":1,"b":{"c":1,"c":2}}`, []string{codeInvalid, "/b/c repeated_key"}},
		{"mixed list", `{"a":[1,"b"]}`, []string{codeInvalid, "/a mixed_list"}},
		{"integer beyond 64 bits", `{"a":[9223372036854775808]}`, []string{codeInvalid, "/a/0 number_range"}},
		{"number beyond 64 bits", `{"a":1e999}`, []string{codeInvalid, "/a number_range"}},
		{"escaped pointer", `{"a/b~c":[{"d":1e999}]}`, []string{codeInvalid, "/a~1b~0c/0/d number_range"}},
		{"several", `{"a":1e999,"b":[1,true]}`, []string{codeInvalid, "/a number_range", "/b mixed_list"}},
		{"as deep as allowed", `[[[[1]]]]`, nil},
		{"too deep", `{"a":[[[[1]]]]}`, []string{codeBadSyntax, "/a/0/0/0 too_deep"}},
		{"very deep", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), []string{codeBadSyntax, " bad_syntax"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse([]byte(c.text), 4)
			if diff := cmp.Diff(c.want, itemsIn(err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseStopsAtTooMuch(t *testing.T) {
	_, err := parse([]byte("["+strings.Repeat("1,", maxValues)+"1]"), 4)
	if diff := cmp.Diff([]string{codeBadSyntax, "/399999 too_much"}, itemsIn(err)); diff != "" {
		t.Error(diff)
	}
}

// TestParseKeepsNumbers: what is written is what is read.
func TestParseKeepsNumbers(t *testing.T) {
	const text = `{"a":9007199254740993,"b":1.0,"c":0.1}`
	value, err := parse([]byte(text), 4)
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(value)
	if err != nil || string(out) != text {
		t.Errorf("%s, %v", out, err)
	}
}

func TestLocate(t *testing.T) {
	type inner struct {
		N int64 `json:"n"`
	}
	var into struct {
		A []inner `json:"a"`
		B inner   `json:"b"`
		C bool    `json:"c"`
	}
	for text, want := range map[string]string{
		`{"a":[{"n":1},{"n":1.5}]}`:                  "/a/1/n",
		`{"b":{"n":"x"}}`:                            "/b/n",
		`{"a":[{"n":1}],"b":{"n":1e3}}`:              "/b/n",
		`{ "a" : [ { "n" : 1 } , 7 ] }`:              "/a/1",
		`{"a":[{"n":1},{"x":{"y":[1,2]},"n":true}]}`: "/a/1/n",
		`{"c":[1]}`:              "/c",
		`{"a":[{"n":1}],"c":{}}`: "/c",
	} {
		err := decode([]byte(text), &into)
		if diff := cmp.Diff([]string{codeInvalid, want + " wrong_type"}, itemsIn(err)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}
