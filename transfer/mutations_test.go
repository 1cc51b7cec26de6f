package transfer_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"chuangmai/graph"
	"chuangmai/transfer"
)

// mutation is a line that must be refused: its first problem with the code, "" for any,
// stands at the pointer, at something within it or, loosely, at something it is within.
type mutation struct {
	what, line, at, code string
	loose                bool
}

// validLines are good beside the small network and have every field of the format.
func validLines() []string {
	return []string{
		`{"node":{"id":"local:new","kind":"enterprise","name":"新企业","name_en":"New firm","aliases":["甲","乙"],"region":"320500","valid_from":"2020","valid_to":"2030-01",` +
			`"sources":[{"title":"名录","address":"https://example.org/a","seen":"2025-06-01","confidence":"high","mirror":true}],"visibility":"members","synthetic":true,"version":3,"revision":9,` +
			`"properties":{"summary":"做焊接","website":"https://example.org/","keywords":["焊接","检测"]}}}`,
		`{"edge":{"id":"e:new","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:univ","valid_from":"2021-02-03","sources":[{"title":"清单"}],"properties":{"mode":"joint_rd","topic":"工艺"}}}`,
		`{"delete":{"node":"local:yang","edges":true}}`,
		`{"delete":{"edge":"e:c","relation":"COLLABORATES_WITH"}}`,
	}
}

// cutLines break a line at every byte.
func cutLines() (list []mutation) {
	for _, line := range validLines() {
		for i := 1; i < len(line); i++ {
			cut, code := line[:i], graph.CodeBadSyntax
			if !utf8.ValidString(cut) {
				code = graph.CodeBadText
			}
			list = append(list, mutation{what: "cut at " + strconv.Itoa(i), line: cut, code: code})
			inText := strings.Count(line[:i], `"`)%2 == 1
			if c := line[i]; c == '"' || !inText && strings.IndexByte(`{}[]:`, c) >= 0 {
				list = append(list, mutation{what: "without byte " + strconv.Itoa(i), line: line[:i] + line[i+1:], loose: true})
			}
			if i%3 == 0 {
				list = append(list, mutation{what: "byte FF at " + strconv.Itoa(i), line: line[:i] + "\xff" + line[i:], code: graph.CodeBadText},
					mutation{what: "byte 00 at " + strconv.Itoa(i), line: line[:i] + "\x00" + line[i:], loose: true})
			}
		}
	}
	return list
}

// values walks a JSON value: visit gets every value below it with its pointer and a
// function that returns the whole with another value in its place.
func values(value any, at string, with func(any) any, visit func(at string, value any, with func(any) any)) {
	if at != "" {
		visit(at, value, with)
	}
	switch v := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			values(v[key], at+"/"+key, func(other any) any {
				changed := make(map[string]any, len(v))
				for k, old := range v {
					changed[k] = old
				}
				changed[key] = other
				return with(changed)
			}, visit)
		}
	case []any:
		for i := range v {
			values(v[i], at+"/"+strconv.Itoa(i), func(other any) any {
				changed := slices.Clone(v)
				changed[i] = other
				return with(changed)
			}, visit)
		}
	}
}

func sortedKeys(m map[string]any) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func mustJSON(tb testing.TB, value any) string {
	tb.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// typeOf names the JSON type of a value.
func typeOf(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case float64, int:
		return "number"
	case bool:
		return "bool"
	case []any:
		return "list"
	}
	return "object"
}

// wrongTypes put values of other types in the place of each value, and keys that the
// format does not have, or has under another spelling, into each object.
func wrongTypes(tb testing.TB) (list []mutation) {
	tb.Helper()
	others := []any{12, -1.5, true, "x", []any{}, []any{"x"}, []any{1}, []any{[]any{"x"}}, map[string]any{}, map[string]any{"x": 1}}
	for _, line := range validLines() {
		var whole any
		if err := json.Unmarshal([]byte(line), &whole); err != nil {
			tb.Fatal(err)
		}
		values(whole, "", func(v any) any { return v }, func(at string, value any, with func(any) any) {
			property := strings.Contains(at, "/properties/")
			for _, other := range others {
				have, want := typeOf(other), typeOf(value)
				empty := fmt.Sprint(other) == "[]" || fmt.Sprint(other) == "map[]"
				number := strings.HasSuffix(at, "/version") || strings.HasSuffix(at, "/revision")
				switch {
				case have == want && (want != "list" || !strings.Contains(mustJSON(tb, other), "1")) && (want != "number" || other != -1.5):
				case property && want == "list" && have == "string": // one text stands for a list of one
				case property && empty && want == "list", want == "object" && have == "object":
				case strings.HasSuffix(at, "/sources") && have == "list":
				case number && have == "number" && other != -1.5:
				default:
					list = append(list, mutation{what: fmt.Sprintf("%v at %s", other, at), line: mustJSON(tb, with(other)), at: at, loose: true})
				}
			}
			if property {
				list = append(list, mutation{what: "null at " + at, line: mustJSON(tb, with(nil)), at: at, code: graph.CodeWrongType, loose: true})
			}
			object, is := value.(map[string]any)
			if !is {
				return
			}
			bag := strings.HasSuffix(at, "/properties")
			key, code := "unknown_key", graph.CodeUnknownField
			if bag {
				key, code = "Bad-Name", graph.CodeBadName
			}
			more := map[string]any{key: "x"}
			for k, v := range object {
				more[k] = v
			}
			list = append(list, mutation{what: "unknown key in " + at, line: mustJSON(tb, with(more)), at: at + "/" + key, code: code})
			for _, k := range sortedKeys(object) {
				whole := mustJSON(tb, with(object))
				inside := mustJSON(tb, object)
				twice := strings.Replace(whole, inside, strings.TrimSuffix(inside, "}")+`,"`+k+`":`+mustJSON(tb, object[k])+"}", 1)
				list = append(list, mutation{what: "key twice at " + at + "/" + k, line: twice, at: at + "/" + k, code: graph.CodeRepeated})
				if other := strings.ToUpper(k); !bag {
					misspelt := map[string]any{other: object[k]}
					for name, v := range object {
						if name != k {
							misspelt[name] = v
						}
					}
					list = append(list, mutation{what: "key " + other, line: mustJSON(tb, with(misspelt)), at: at + "/" + other, code: graph.CodeUnknownField})
				}
			}
		})
	}
	return list
}

// wrongNames use kinds, relations, terms, ends and ids that do not exist or do not fit.
func wrongNames(tb testing.TB) (list []mutation) {
	tb.Helper()
	schema := graph.BuiltinSchema()
	node := func(kind graph.Kind, more string) string {
		return fmt.Sprintf(`{"node":{"id":"local:new","kind":"%s","name":"新"%s}}`, kind, more)
	}
	for _, k := range schema.Kinds {
		list = append(list, mutation{what: "kind", line: node(k.Name+"s", ""), at: "/node/kind", code: graph.CodeUnknownKind},
			mutation{what: "kind", line: node(graph.Kind(strings.ToUpper(string(k.Name))), ""), at: "/node/kind", code: graph.CodeBadName})
		for _, p := range schema.NodeProperties(k.Name) {
			at := "/node/properties/" + p.Name
			put := func(what, value, code string) {
				list = append(list, mutation{what: what, line: node(k.Name, fmt.Sprintf(`,"properties":{"%s":%s}`, p.Name, value)), at: at, code: code})
			}
			switch {
			case p.Vocabulary != "":
				put("term", `"no such term"`, graph.CodeUnknownTerm)
			case p.Type == graph.TypeDate:
				put("date", `"2021-02-30"`, graph.CodeBadDate)
			case p.Type == graph.TypeURL:
				put("address", `"ftp://example.org"`, graph.CodeBadURL)
			}
			switch p.Type {
			case graph.TypeInt:
				put("integer", `1.5`, graph.CodeWrongType)
			case graph.TypeFloat, graph.TypeBool:
				put("number or truth value", `"1"`, graph.CodeWrongType)
			default:
				put("text", `1`, graph.CodeWrongType)
			}
		}
	}
	edge := func(relation graph.Relation, from, to string) string {
		return fmt.Sprintf(`{"edge":{"id":"e:new","relation":"%s","from":"%s","to":"%s"}}`, relation, from, to)
	}
	for _, r := range schema.Relations {
		list = append(list, mutation{what: "relation", line: edge(r.Name+"X", "local:firm", "local:univ"), at: "/edge/relation", code: graph.CodeUnknownRelation},
			mutation{what: "relation", line: edge(graph.Relation(strings.ToLower(string(r.Name))), "local:firm", "local:univ"), at: "/edge/relation", code: graph.CodeBadName},
			mutation{what: "missing end", line: edge(r.Name, "local:nobody", "local:nowhere"), at: "/edge/from", code: graph.CodeUnknownNode})
		if !schema.Joins(r.Name, graph.KindTalent, graph.KindEnterprise) {
			list = append(list, mutation{what: "wrong end", line: edge(r.Name, "local:yang", "local:firm"), at: "/edge", code: graph.CodeWrongEnd})
		}
	}
	for _, id := range []string{"", "firm", "Local:firm", ":firm", "local:", "local:a b", "local:a/b", "local:a?b", "local:a#b", "local:a%20b", `local:a\\b`, "local:a\\tb", "local:e\u0301", "9local:a", "lo-cal:a", "local:" + strings.Repeat("长", graph.MaxIDValue+1)} {
		list = append(list,
			mutation{what: "id", line: fmt.Sprintf(`{"node":{"id":"%s","kind":"team","name":"新"}}`, id), at: "/node/id"},
			mutation{what: "from", line: edge(graph.RelPartOf, id, "local:univ"), at: "/edge/from"}, mutation{what: "to", line: edge(graph.RelPartOf, "local:univ", id), at: "/edge/to"},
			mutation{what: "delete", line: fmt.Sprintf(`{"delete":{"node":"%s"}}`, id), at: "/delete"},
			mutation{what: "delete edge", line: fmt.Sprintf(`{"delete":{"edge":"%s","relation":"PART_OF"}}`, id), at: "/delete"})
	}
	return list
}

// wrongValues are dates, regions, texts and lists outside their bounds.
func wrongValues() (list []mutation) {
	node := func(more string) string {
		return `{"node":{"id":"local:new","kind":"team","name":"新",` + more + `}}`
	}
	for _, date := range []string{"0", "21", "999", "0999", "20210", "2021-", "2021-0", "2021-00", "2021-13", "2021-1-1", "2021-02-29", "2021-04-31", "2021-03-00", "2021-03-5", "2021-03-055", "2021/03/05", "2021.03", "20210305", "2021-03-05T00:00:00Z", "2021年3月", "-2021", "+2021", "２０２１", "today", " 2021", "2021 "} {
		for at, line := range map[string]string{
			"/node/valid_from": node(`"valid_from":"` + date + `"`), "/node/valid_to": node(`"valid_to":"` + date + `"`),
			"/node/sources/1/seen": node(`"sources":[{"title":"a"},{"title":"b","seen":"` + date + `"}]`),
			"/edge/valid_from":     `{"edge":{"relation":"COLLABORATES_WITH","from":"local:firm","to":"local:univ","valid_from":"` + date + `"}}`,
		} {
			list = append(list, mutation{what: "date " + date, line: line, at: at, code: graph.CodeBadDate})
		}
	}
	for _, region := range []string{"苏州", "32050", "3205000", "032050", "d", "D", "de21", "DE21HX", "320500 "} {
		list = append(list, mutation{what: "region", line: node(`"region":"` + region + `"`), at: "/node/region", code: graph.CodeBadRegion})
	}
	many := func(n int, one string) string { return strings.TrimSuffix(strings.Repeat(one+",", n), ",") }
	list = append(list,
		mutation{what: "visibility", line: node(`"visibility":"all"`), at: "/node/visibility", code: graph.CodeUnknownTerm},
		mutation{what: "order of dates", line: node(`"valid_from":"2021","valid_to":"2020"`), at: "/node/valid_to", code: graph.CodeDateOrder},
		mutation{what: "empty source", line: node(`"sources":[{"title":"a"},{}]`), at: "/node/sources/1", code: graph.CodeSourceEmpty},
		mutation{what: "confidence", line: node(`"sources":[{"title":"a","confidence":"sure"}]`), at: "/node/sources/0/confidence", code: graph.CodeUnknownTerm},
		mutation{what: "control", line: node(`"name_en":"a\u0007"`), at: "/node/name_en", code: graph.CodeBadText},
		mutation{what: "long name", line: node(`"name_en":"` + strings.Repeat("x", graph.MaxName+1) + `"`), at: "/node/name_en", code: graph.CodeTooLong},
		mutation{what: "long text", line: node(`"properties":{"summary":"` + strings.Repeat("长", graph.MaxText+1) + `"}`), at: "/node/properties/summary", code: graph.CodeTooLong},
		mutation{what: "many sources", line: node(`"sources":[` + many(graph.MaxList+1, `{"title":"a"}`) + `]`), at: "/node/sources", code: graph.CodeTooMany},
		mutation{what: "many values", line: node(`"properties":{"keywords":[` + many(graph.MaxList+1, `"a"`) + `]}`), at: "/node/properties/keywords", code: graph.CodeTooMany},
		mutation{what: "blank name", line: `{"node":{"id":"local:new","kind":"team","name":" 　"}}`, at: "/node/name", code: graph.CodeMissing},
		mutation{what: "long line", line: node(`"name_en":"` + strings.Repeat("x", transfer.MaxLine) + `"`), code: graph.CodeTooLong},
		mutation{what: "long line of blanks", line: `{"node":` + strings.Repeat(" ", transfer.MaxLine) + `{}}`, code: graph.CodeTooLong},
		mutation{what: "big integer", line: node(`"properties":{"n":9223372036854775808}`), at: "/node/properties/n", code: graph.CodeWrongType},
		mutation{what: "great number", line: node(`"properties":{"n":1e999}`), at: "/node/properties/n", code: graph.CodeWrongType},
		mutation{what: "mixed list", line: node(`"properties":{"n":[1,"a"]}`), at: "/node/properties/n", code: graph.CodeWrongType},
		mutation{what: "lone surrogate", line: node(`"name_en":"a\ud800\u0000"`), at: "/node/name_en", code: graph.CodeBadText},
		mutation{what: "two values", line: node(`"name_en":"a"`) + " " + node(`"name_en":"a"`), code: graph.CodeBadSyntax},
		mutation{what: "kind of what is there", line: `{"node":{"id":"local:univ","kind":"institute","name":"院"}}`, at: "/node/kind", code: graph.CodeOtherKind},
		mutation{what: "relation of what is there", line: `{"edge":{"id":"e:c","relation":"SUPPLIES_TO","from":"local:firm","to":"local:firm"}}`, at: "/edge/relation", code: graph.CodeOtherRelation},
		mutation{what: "delete with edges left", line: `{"delete":{"node":"local:univ"}}`, at: "/delete/node", code: graph.CodeHasEdges},
		mutation{what: "delete of another relation", line: `{"delete":{"edge":"e:c","relation":"PART_OF"}}`, at: "/delete/relation", code: graph.CodeOtherRelation},
	)
	for _, text := range []string{`null`, `1`, `"node"`, `[]`, `[{"node":{}}]`, `{}`, `{"node":null}`, `{"node":{}}`, `{"edge":{}}`, `{"delete":{}}`, `{"nodes":{}}`, `{"node":{},"edge":{}}`, `true`, `{"meta":1}`, `{'node':{}}`, `// a comment`, `{"node":{"id":NaN}}`, `id,kind,name`, `<node/>`, "\ufeff{}"} {
		list = append(list, mutation{what: "no record", line: text, loose: true})
	}
	return list
}
