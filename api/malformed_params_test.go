package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// described is an operation of the document with a sound request for it.
type described struct {
	request
	template   string
	operation  *openapi3.Operation
	parameters []*openapi3.Parameter
}

// operations lists the operations of the document in a stable order, each with a sound
// request of an operator.
func operations(tb testing.TB) []described {
	tb.Helper()
	var out []described
	paths := testDocument(tb).Paths.Map()
	for _, template := range slices.Sorted(maps.Keys(paths)) {
		item := paths[template]
		for _, method := range slices.Sorted(maps.Keys(item.Operations())) {
			d := described{template: template, operation: item.GetOperation(method)}
			for _, p := range append(slices.Clone(item.Parameters), d.operation.Parameters...) {
				d.parameters = append(d.parameters, p.Value)
			}
			id := idUni
			if strings.Contains(template, "{relation}") {
				id = edgePublic
			}
			path := strings.NewReplacer("{id}", url.PathEscape(id), "{relation}", "COLLABORATES_WITH", "{issue}", "unlinked", "{load}", "nothing").Replace(template)
			d.request = request{method: method, path: path, token: operatorToken, header: map[string]string{}}
			if d.operation.RequestBody != nil {
				d.body = soundBody(d.operation.OperationID)
				if d.operation.RequestBody.Value.Content["application/x-ndjson"] != nil {
					d.header["Content-Type"] = "application/x-ndjson"
				}
			}
			if d.has("If-Match") {
				d.header["If-Match"] = `"99"`
			}
			out = append(out, d)
		}
	}
	return out
}

// soundBody returns a body that an operation takes.
func soundBody(operation string) string {
	of := map[string]string{
		"putNode": "node", "putEdge": "edge", "patchNode": "patch of a node", "patchEdge": "patch of an edge", "postBatch": "batch", "readNeed": "sentence", "postMark": "mark",
	}
	for _, s := range samples() {
		if s.name == of[operation] {
			return s.body
		}
	}
	switch operation {
	case "startLoad":
		return `{"node":{"id":"local:bad","kind":"team","name":"甲"}}`
	case "findSites":
		return `{"region":"江苏"}`
	case "compareScenarios", "exportScenario":
		return `{"region":"江苏","scenario":{"changes":[]}}`
	case "postMerge":
		return `{"keep":"local:uni","drop":"local:nobody"}`
	}
	if operation == "recommendComplement" {
		return `{"centre":"` + idUni + `","text":"焊接"}`
	}
	return `{"text":"焊接"}`
}

func (d described) has(name string) bool {
	return slices.ContainsFunc(d.parameters, func(p *openapi3.Parameter) bool { return p.Name == name })
}

// requires reports whether the operation cannot do without a parameter of its query.
func (d described) requires(name string) bool {
	return slices.ContainsFunc(d.operation.Parameters, func(p *openapi3.ParameterRef) bool {
		return p.Value.In == "query" && p.Value.Name == name && p.Value.Required
	})
}

// asking returns the request with a query, to which what the operation requires is added.
func (d described) asking(name, query, at string) malformed {
	q := d.request
	if d.has("q") && !strings.HasPrefix(query, "q=") && at != "q" {
		query += "&q=a"
	}
	for _, end := range []string{"from", "to"} {
		if d.has(end) && !strings.HasPrefix(query, end+"=") && at != end {
			query += "&" + end + "=" + map[string]string{"from": idUni, "to": idFirm}[end]
		}
	}
	if d.requires("region") && !strings.HasPrefix(query, "region=") && at != "region" {
		query += "&region=320000"
	}
	if d.has("both") && at != "both" {
		query += "&both=true"
	}
	q.path += "?" + strings.TrimPrefix(query, "&")
	return malformed{name: d.operation.OperationID + ", " + name, request: q, at: at}
}

// badDates are no partial dates.
var badDates = []string{
	"x", "24", "20244", "2024-", "2024-13", "2024-00", "2024-1", "2024-02-30", "2023-02-29", "2024-02-00", "2024/02", "2024-02-1", "0999", "-2024", "２０２４", "2024-02-30T00", "today", "2024 ",
}

// malformedParameters gives each query parameter of each operation what it cannot mean.
func malformedParameters(t *testing.T) []malformed {
	t.Helper()
	var out []malformed
	for _, d := range operations(t) {
		for _, p := range d.parameters {
			if p.In != openapi3.ParameterInQuery {
				continue
			}
			for _, text := range badValues(p) {
				out = append(out, d.asking(fmt.Sprintf("%s is %.20q", p.Name, text), p.Name+"="+url.QueryEscape(text), p.Name))
			}
			if !p.Schema.Value.Type.Is("array") {
				out = append(out, d.asking(p.Name+" twice", p.Name+"=true&"+p.Name+"=true", p.Name))
			}
			out = append(out,
				d.asking(p.Name+" with half an escape", p.Name+"=%e", p.Name),
				d.asking(p.Name+" in capitals", strings.ToUpper(p.Name)+"=1", strings.ToUpper(p.Name)),
			)
			if p.Required {
				out = append(out, d.asking(p.Name+" left out", "", p.Name))
			}
		}
		for _, c := range [][2]string{{"zz", "zz"}, {"=1", "="}, {"=%zz", "="}, {"zz=1", "zz"}, {"a%20b=1", "a b"}, {"%zz=1", "%zz"}, {"x;y=1", "x;y"}, {"焊=1", "焊"}, {"__proto__=1", "__proto__"}} {
			out = append(out, d.asking("unknown parameter", c[0], c[1]))
		}
	}
	return out
}

// badValues lists what a parameter cannot be.
func badValues(p *openapi3.Parameter) []string {
	s := p.Schema.Value
	if s.Type.Is("array") {
		list := badValues(&openapi3.Parameter{Name: p.Name, Schema: s.Items})
		if p.Name != "region" { // one that nobody knows has nothing in it
			list = append(list, "no_such_"+p.Name)
		}
		return list
	}
	switch {
	case s.Type.Is("integer"):
		list := []string{"x", "", "1.5", "1e3", "+1", "0x1", " 1", "1 ", "NaN", "-1", "９", "99999999999999999999", "null", "true"}
		if s.Max != nil {
			list = append(list, fmt.Sprintf("%.0f", *s.Max+1))
		}
		return list
	case s.Type.Is("boolean"):
		return []string{"", "1", "0", "yes", "TRUE", "True", "null", " true", "2"}
	case len(s.Enum) > 0:
		return []string{"", "zz", strings.ToUpper(fmt.Sprint(s.Enum[0])), fmt.Sprint(s.Enum[0]) + " ", "1"}
	case s.Format == "partial-date":
		return badDates
	case p.Name == "cursor":
		return []string{"", "x", "AAAA", "====", "a b", "../..", "MTAw", "0", "-1", strings.Repeat("A", 1001), strings.Repeat("A", 400), "焊接", "\x00"}
	}
	list := []string{"a\x00b", "a\x1bb", "\xff", "\xc0\x80", "\xed\xa0\x80"}
	if s.MinLength > 0 {
		list = append(list, "")
	}
	if s.MaxLength != nil {
		list = append(list, strings.Repeat("长", int(*s.MaxLength)+1))
	}
	return list
}

// malformedIDs uses what is no id where an id stands in the path or the body.
func malformedIDs(t *testing.T) []malformed {
	t.Helper()
	bad := []string{
		"x", ":", "a:", ":a", "A:b", "a b:c", "a:b c", "a:b/c", "a:b?c", "a:b#c", "a:b%c", `a:b\c`, "a:\x00", "a:\n", "a:\u00a0b", "a:\xff", "a:e\u0301",
		"a:" + strings.Repeat("长", 201), strings.Repeat("a", 301) + ":b", "1:b", "é:b", "..", "%2e%2e",
	}
	var out []malformed
	for _, d := range operations(t) {
		for _, p := range d.parameters {
			if p.In != openapi3.ParameterInPath {
				continue
			}
			list := bad
			if p.Name == "relation" {
				list = []string{"owns", "OWNS ", "OWNS-1", "1OWNS", "_OWNS", "拥有", strings.Repeat("A", 65), "OWNS\x00", "\xff"}
			}
			for _, id := range list {
				q := d.request
				segments := strings.Split(d.template, "/")
				for i, segment := range segments {
					switch segment {
					case "{" + p.Name + "}":
						segments[i] = strings.ReplaceAll(url.PathEscape(id), ".", "%2E")
					case "{id}":
						segments[i] = "owns:ct"
					case "{relation}":
						segments[i] = "OWNS"
					}
				}
				q.path = strings.Join(segments, "/") + "?both=true"
				out = append(out, malformed{name: fmt.Sprintf("%s, %s is %.20q", d.operation.OperationID, p.Name, id), request: q, at: p.Name})
			}
			q := d.request
			q.path = strings.Replace(d.template, "{"+p.Name+"}", "a%2", 1)
			if !strings.Contains(q.path, "{") { // the standard library itself refuses half an escape in a request line
				q.path = strings.Replace(d.template, "{"+p.Name+"}", "a:%252", 1) + "?both=true"
				out = append(out, malformed{name: d.operation.OperationID + ", half an escape, escaped", request: q, at: p.Name})
			}
		}
	}
	for _, s := range samples() {
		for _, at := range pointers(value(t, s.body), "") {
			name := at[strings.LastIndex(at, "/")+1:]
			list := map[string][]string{
				"from": bad, "to": bad, "requester": bad, "valid_from": badDates, "valid_to": badDates, "date": badDates, "seen": badDates,
				"id": bad, "kind": {"", "teem", "TEAM", "team ", "\x00"}, "relation": {"", "owns", "OWN", "COLLABORATES WITH"}, "region": {"苏州", "1", "320500 ", "32050"},
				"visibility": {"all", "PUBLIC", "private"}, "size": {"many"}, "mode": {"joint", "JOINT_RD", " "}, "code": {"", "\x00", "zz\x1b"},
				"openness": {"open", "", "Usable"}, "op": {"<>", "", "=="}, "lang": {"fr", "zh-CN", "EN"}, "confidence": {"sure"},
			}[name]
			for _, text := range list {
				if strings.HasSuffix(at, "/delete/relation") && text == "OWN" {
					continue // a name that no edge has is no malformed name
				}
				if plainly(text) {
					out = append(out, s.with(fmt.Sprintf("%s is %.20q", at, text), replaced(t, s.body, at, text), at))
				}
			}
		}
	}
	return out
}

// plainly reports whether JSON can carry a text as it is.
func plainly(text string) bool { return strings.ToValidUTF8(text, "") == text }

// malformedHeaders is about versions, keys, media types, tokens and revisions.
func malformedHeaders(t *testing.T) []malformed {
	t.Helper()
	var out []malformed
	for _, d := range operations(t) {
		with := func(name, header, value, at string) {
			q := d.request
			q.header = maps.Clone(d.header)
			q.header[header] = value
			if d.has("both") {
				q.path += "?both=true"
			}
			if d.has("q") {
				q.path += "&q=a"
			}
			if d.has("from") {
				q.path += "&from=" + idUni + "&to=" + idFirm
			}
			if d.requires("region") {
				q.path += "&region=320000"
			}
			out = append(out, malformed{name: d.operation.OperationID + ", " + name, request: q, at: at})
		}
		if d.has("If-Match") {
			with("no version", "If-Match", "", "If-Match")
			for _, tag := range []string{"1", `"`, `""`, `"0"`, `"-1"`, `"01"`, `"+1"`, `W/"1"`, `"1", "2"`, `"x"`, `"99999999999999999999"`, `'1'`, "**", `"1`, `1"`, `"１"`, "NaN", strings.Repeat("1", 101)} {
				with("If-Match "+tag, "If-Match", tag, "If-Match")
			}
		}
		if d.has("Idempotency-Key") {
			for _, key := range []string{"a b", "键", "a\tb", strings.Repeat("k", 201)} {
				with("Idempotency-Key "+key, "Idempotency-Key", key, "Idempotency-Key")
			}
		}
		if d.has("min_revision") {
			for _, revision := range []string{"x", "-1", "1.5", "1e3", "99999999999999999999", "0x1", "９", "1,2"} {
				with("X-Min-Revision "+revision, "X-Min-Revision", revision, "X-Min-Revision")
			}
		}
		if d.body != "" {
			for _, media := range []string{"", "text/plain", "application/xml", "application/json5", "multipart/form-data", "application/x-www-form-urlencoded", "application/json; charset=gbk", "json", "*/*", ";"} {
				with("Content-Type "+media, "Content-Type", media, "Content-Type")
			}
			for _, encoding := range []string{"gzip", "br", "deflate", "x"} {
				with("Content-Encoding "+encoding, "Content-Encoding", encoding, "Content-Type")
			}
		}
		if d.template == "/metrics" || strings.HasPrefix(d.template, "/api/") {
			for _, token := range []string{"Bearer", "Bearer ", "Bearer guessed", "Basic dXNlcjpwYXNz", "Token " + operatorToken, operatorToken, "Bearer " + operatorToken + "x", "Bearer \xff", "Bearer 令牌", ","} {
				with("Authorization "+token, "Authorization", token, nowhere)
				out[len(out)-1].token = ""
			}
		}
	}
	return out
}

// malformedRoutes asks for what is not there.
func malformedRoutes(t *testing.T) []malformed {
	t.Helper()
	var out []malformed
	paths := testDocument(t).Paths.Map()
	for _, template := range slices.Sorted(maps.Keys(paths)) {
		path := strings.NewReplacer("{id}", "local:uni", "{relation}", "OWNS", "{issue}", "stale", "{load}", "nothing").Replace(template)
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodTrace, http.MethodConnect, "BREW", "get", "QUERY"} {
			if paths[template].Operations()[method] == nil {
				out = append(out, malformed{name: "another method", request: request{method: method, path: path + "?both=true", token: operatorToken}})
			}
		}
		for _, other := range []string{path + "/", path + "/zz", path + "x", "/x" + path, strings.ToUpper(path), "/" + path, path + "//", path + "%20"} {
			if operationAt(testDocument(t), http.MethodGet, other) == nil && operationAt(testDocument(t), http.MethodPost, other) == nil {
				out = append(out, malformed{name: "another path", request: request{method: http.MethodGet, path: other + "?both=true", token: operatorToken}})
			}
		}
	}
	for _, path := range []string{"/api/v2/search", "/api", "/api/v1", "/.env", "/docs/../openapi.yaml", "/docs/%2e%2e/openapi.yaml", "/docs/x", "/..", "/%00", "/%ff"} {
		out = append(out, malformed{name: "no path", request: request{method: http.MethodGet, path: path + "?both=true"}})
	}
	return out
}
