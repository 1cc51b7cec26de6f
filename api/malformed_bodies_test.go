package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sample is a sound request with a body, which the mutations make unsound.
type sample struct {
	name string
	request
	patch bool // null is a value: it removes
}

// samples returns a sound request for each kind of body. They name as many fields as there are.
func samples() []sample {
	const spans = `"spans":[{"start":0,"end":2,"text":"焊接"}],"confidence":0.5`
	node := func(id string) string {
		return `{"id":"` + id + `","kind":"team","name":"甲","name_en":"A","aliases":["乙","丙"],"region":"320500","valid_from":"2020","valid_to":"2090-06",` +
			`"sources":[{"title":"名录","address":"https://a.example/","seen":"2024-05","confidence":"high","mirror":false}],` +
			`"visibility":"public","synthetic":false,"properties":{"expertise":["激光焊接"],"size":3},"version":1,"revision":2}`
	}
	edge := func(id string) string {
		return `{"id":"` + id + `","relation":"COLLABORATES_WITH","from":"local:uni","to":"local:made","valid_from":"2024",` +
			`"sources":[{"title":"合同"}],"visibility":"members","synthetic":true,"properties":{"mode":"joint_rd","amount":3.5}}`
	}
	return []sample{
		{name: "recommendation", request: request{method: http.MethodPost, path: "/api/v1/recommendations?both=true", body: `{"text":"焊接气孔","field":"新材料","requester":"local:firm",` +
			`"profile":{"city":"苏州","industry":"C33","size":"small","sme":"yes"},"groups":["do","use"],"kinds":["equipment","service"],` +
			`"filter":{"kinds":["equipment"],"regions":["320500"],"openness":"usable","facts_only":true},"limit":5}`}},
		{name: "need", request: request{method: http.MethodPost, path: "/api/v1/recommendations/partners?both=true", body: `{"need":{"text":"焊接","lang":"zh",` +
			`"capabilities":[{"id":"cap:non-destructive-testing","name":"检测","name_en":"testing","weight":1,"words":["检测"],` + spans + `}],` +
			`"terms":[{"text":"焊接","text_en":"welding","sort":"process",` + spans + `}],"groups":[{"code":"do",` + spans + `}],` +
			`"kinds":[{"kind":"equipment",` + spans + `}],"places":[{"code":"320500","name":"苏州","radius_km":50,"required":false,"own":true,` + spans + `}],` +
			`"figures":[{"quantity":"厚","op":"<=","value":2.5,"unit":"mm",` + spans + `}],"budget":{"min_wan":1,"max_wan":20,` + spans + `},` +
			`"needed_by":{"date":"2030-06",` + spans + `},"unread":[{"start":0,"end":1,"text":"焊"}]}}`}},
		{name: "sentence", request: request{method: http.MethodPost, path: "/api/v1/needs/read?both=true", body: `{"text":"铝合金焊接\n气孔","field":"新材料"}`}},
		{name: "mark", request: write(http.MethodPost, "/api/v1/marks?both=true", `{"text":"焊接气孔","need":{"capabilities":[{"id":"cap:welding","weight":1,`+spans+`}]},`+
			`"requester":"local:firm","hit":"local:uni","verdict":"not_suitable","reason":"other","because":"只做钢件"}`)},
		{name: "node", request: put(nodePath("local:bad")+"?both=true", node("local:bad"), "If-None-Match", "*")},
		{name: "edge", request: put(edgePath("COLLABORATES_WITH", "collaborates_with:bad")+"?both=true", edge("collaborates_with:bad"), "If-None-Match", "*")},
		{name: "patch of a node", patch: true, request: write(http.MethodPatch, nodePath(idFirm)+"?both=true", `{"name_en":"Firm","aliases":["厂"],"properties":{"products":["铝件"],"offers_services":false}}`, "If-Match", `"1"`)},
		{name: "patch of an edge", patch: true, request: write(http.MethodPatch, edgePath("COLLABORATES_WITH", edgePublic)+"?both=true", `{"valid_to":"2090","properties":{"topic":"焊接"}}`, "If-Match", `"1"`)},
		{name: "enquiry", request: request{method: http.MethodPost, path: "/api/v1/enquiries/text?both=true", body: `{"text":"焊接气孔","need":{"capabilities":[{"id":"cap:welding-and-joining","weight":1,` + spans + `}]},` +
			`"hit":"local:uni","requester":"local:firm","wanted":["检测"],"figures":["孔隙率<1%"],"deadline":"2030-03"}`}},
		{name: "demand", request: write(http.MethodPost, "/api/v1/demands?both=true", `{"text":"焊接气孔","title":"气孔","requester":"local:firm","wanted":["检测"],"figures":["孔隙率<1%"],"deadline":"2030-03","visibility":"public"}`)},
		{name: "merge", request: write(http.MethodPost, "/api/v1/merges?dry_run=true&both=true", `{"keep":"local:firm","drop":"local:uni","reason":"同一家"}`)},
		{name: "batch", request: write(http.MethodPost, "/api/v1/batches?both=true", `{"reason":"一批","items":[{"node":`+node("local:worse")+`,"expect":0},{"edge":`+edge("collaborates_with:worse")+`},{"delete":{"edge":"owns:ct","relation":"OWNS","with_edges":false},"expect":1}]}`)},
	}
}

// with returns the sample with another body.
func (s sample) with(name, body, at string) malformed {
	q := s.request
	q.body = body
	return malformed{name: s.name + ", " + name, request: q, at: at}
}

// malformedBodies changes one value of a sound body each.
func malformedBodies(t *testing.T) []malformed {
	t.Helper()
	var out []malformed
	for _, s := range samples() {
		for _, at := range pointers(value(t, s.body), "") {
			old := valueAt(value(t, s.body), at)
			for _, other := range others(old, s.patch) {
				if _, isList := old.([]any); isList && other == "x" && strings.Contains(at, "/properties/") { // a list of one
					continue
				}
				out = append(out, s.with(fmt.Sprintf("%s is %v", at, other), replaced(t, s.body, at, other), at))
			}
			switch v := old.(type) {
			case map[string]any:
				if strings.HasSuffix(at, "/properties") { // what the schema does not know is kept
					continue
				}
				v["zz_nobody"] = "x"
				out = append(out, s.with(at+" has an unknown field", replaced(t, s.body, at, v), at+"/zz_nobody"))
			case json.Number:
				for _, word := range []string{"NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10", "1e", "--1", "１"} {
					out = append(out, s.with(at+" is "+word, insert(t, s.body, at, word), inBody))
				}
				for _, word := range []string{"1e999", "-1e999", "99999999999999999999"} {
					out = append(out, s.with(at+" is "+word, insert(t, s.body, at, word), at))
				}
			case string:
				for _, bytes := range []string{"\xff", "\xc0\x80", "\xed\xa0\x80", "\xba\xb8"} {
					out = append(out, s.with(at+" is not UTF-8", insert(t, s.body, at, `"`+bytes+`"`), inBody))
				}
				for _, escape := range []string{`\ud800`, `\udfff\ud800`, `\u0000`, `\u001b`} {
					out = append(out, s.with(at+" holds "+escape, insert(t, s.body, at, `"`+escape+`"`), at))
				}
			}
		}
	}
	return out
}

// malformedTexts breaks bodies as texts: cut off at every byte, with a stray byte at
// every place, nested without end, too large.
func malformedTexts(t *testing.T) []malformed {
	t.Helper()
	var out []malformed
	for _, s := range samples() {
		for i := 1; i < len(s.body); i++ {
			out = append(out, s.with("cut off", s.body[:i], inBody))
		}
		for i := 0; i <= len(s.body); i += 7 {
			out = append(out, s.with("a stray byte", s.body[:i]+"\xfe"+s.body[i:], inBody))
		}
		for _, text := range []string{"null", "1", `"x"`, "true", "[]", "[" + s.body + "]", s.body + s.body, s.body + ",", "{}{", "\ufeff" + s.body, " "} {
			out = append(out, s.with("instead", text, inBody))
		}
		for _, depth := range []int{13, 100, 20_000} {
			out = append(out, s.with("too deep", strings.Repeat(`{"a":`, depth)+"1"+strings.Repeat("}", depth), inBody))
		}
		out = append(out,
			s.with("too deep within", strings.Replace(s.body, "{", `{"zz":`+strings.Repeat("[", 12)+strings.Repeat("]", 12)+",", 1), inBody),
			s.with("a key twice", strings.Replace(s.body, "{", `{"zz":1,"zz":2,`, 1), "/zz"),
			s.with("too large", strings.Replace(s.body, "{", `{"zz":"`+strings.Repeat("x", 65<<10)+`",`, 1), inBody),
			s.with("too large in blanks", s.body+strings.Repeat(" ", 65<<10), inBody),
		)
	}
	return out
}

// value decodes a text.
func value(tb testing.TB, body string) any {
	tb.Helper()
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		tb.Fatalf("%v in %s", err, body)
	}
	return v
}

// pointers lists the places of a value, itself left out, in their order.
func pointers(v any, at string) []string {
	var out []string
	below := func(name string, v any) {
		out = append(append(out, at+"/"+name), pointers(v, at+"/"+name)...)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			below(name, v[name])
		}
	case []any:
		for i, element := range v {
			below(strconv.Itoa(i), element)
		}
	}
	return out
}

func valueAt(v any, at string) any {
	for name := range strings.SplitSeq(strings.TrimPrefix(at, "/"), "/") {
		switch whole := v.(type) {
		case map[string]any:
			v = whole[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil {
				return nil
			}
			v = whole[i]
		}
	}
	return v
}

// replaced returns a body with another value at a place.
func replaced(tb testing.TB, body, at string, other any) string {
	tb.Helper()
	v := value(tb, body)
	above := at[:strings.LastIndex(at, "/")]
	name := at[len(above)+1:]
	parent := v
	if above != "" {
		parent = valueAt(v, above)
	}
	switch whole := parent.(type) {
	case map[string]any:
		whole[name] = other
	case []any:
		i, err := strconv.Atoi(name)
		if err != nil {
			tb.Fatal(err)
		}
		whole[i] = other
	}
	return text(tb, v)
}

// insert returns a body with a text, which need not be JSON, at a place.
func insert(tb testing.TB, body, at, raw string) string {
	tb.Helper()
	return strings.Replace(replaced(tb, body, at, "@here@"), `"@here@"`, raw, 1)
}

// others lists values of every other type than a value's own.
func others(v any, patch bool) []any {
	var list []any
	for _, other := range []any{"x", json.Number("7"), true, nil, []any{}, map[string]any{}} {
		if fmt.Sprintf("%T", other) == fmt.Sprintf("%T", v) || other == nil && patch {
			continue
		}
		list = append(list, other)
	}
	return list
}
