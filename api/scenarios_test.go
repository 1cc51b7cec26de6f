package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// scenario is one request and what its answer must and must not hold.
type scenario struct {
	name string
	request
	status  int
	holds   []string
	holdsNo []string
	headers map[string]string
}

func (k *kit) play(t *testing.T, list []scenario) {
	t.Helper()
	for _, s := range list {
		t.Run(s.name, func(t *testing.T) {
			k := k.in(t)
			if s.method == "" {
				s.method = http.MethodGet
			}
			r := k.want(k.do(s.request), s.status)
			text := string(r.body)
			for _, part := range s.holds {
				if !strings.Contains(text, part) {
					t.Errorf("the answer lacks %q\n%.1500s", part, text)
				}
			}
			for _, part := range s.holdsNo {
				if strings.Contains(text, part) {
					t.Errorf("the answer holds %q\n%.1500s", part, text)
				}
			}
			for name, want := range s.headers {
				if got := r.header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

// in returns the kit for a subtest.
func (k *kit) in(tb testing.TB) *kit {
	tb.Helper()
	other := *k
	other.tb = tb
	return &other
}

func TestReads(t *testing.T) {
	k := newKit(t, nil)
	t.Run("search", func(t *testing.T) { k.play(t, searchScenarios) })
	t.Run("nodes", func(t *testing.T) { k.play(t, nodeScenarios) })
	t.Run("edges", func(t *testing.T) { k.play(t, edgeScenarios) })
	t.Run("needs", func(t *testing.T) { k.play(t, needScenarios) })
	t.Run("vocabulary", func(t *testing.T) { k.play(t, vocabularyScenarios) })
	t.Run("operation", func(t *testing.T) { k.play(t, operationScenarios) })
	t.Run("pages of a search", k.pagesOfSearch)
	t.Run("pages of edges", k.pagesOfEdges)
	t.Run("head", k.headIsGet)
	t.Run("compressed", k.compressed)
	t.Run("same bytes", k.sameBytes)
	t.Run("audiences", k.audiences)
	t.Run("matrix", k.matrix)
	t.Run("log", k.nothingPrivateIsLogged)
}

var searchScenarios = []scenario{
	{
		name: "words", request: request{path: "/api/v1/search?q=焊接&limit=5"}, status: 200,
		holds: []string{`"local:uni"`, `"facets":[{"name":"kind"`, `"highlights"`, `"step":"literal"`, `"took_ms"`}, holdsNo: []string{idHidden, idPact},
		headers: map[string]string{"Content-Type": "application/json", "Content-Language": "zh-CN", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
	},
	{name: "related", request: request{path: "/api/v1/search?q=焊接&mode=related"}, status: 200, holds: []string{`"local:uni"`}},
	{name: "by kind", request: request{path: "/api/v1/search?q=焊接&kind=university&kind=enterprise"}, status: 200, holds: []string{`"local:uni"`}, holdsNo: []string{`"cap:`}},
	{name: "facts only", request: request{path: "/api/v1/search?q=焊接&facts_only=true&limit=200"}, status: 200, holdsNo: []string{idMade}},
	{name: "with the made-up", request: request{path: "/api/v1/search?q=焊接&limit=200"}, status: 200, holds: []string{idMade, `"synthetic":true`}},
	{name: "in a region", request: request{path: "/api/v1/search?q=检测&region=320500"}, status: 200, holds: []string{idCT}},
	{name: "in another region", request: request{path: "/api/v1/search?q=检测&region=320100"}, status: 200, holds: []string{`"items":[]`, `"total":0`}},
	{name: "usable", request: request{path: "/api/v1/search?q=检测&openness=usable"}, status: 200, holds: []string{idCT}, holdsNo: []string{idUni}},
	{name: "as of an earlier day", request: request{path: "/api/v1/search?q=旧焊接中心&as_of=2019&kind=center"}, status: 200, holds: []string{idOld, `"as_of":"2019-12-31"`}},     //nolint:misspell // the name of a kind
	{name: "as of today", request: request{path: "/api/v1/search?q=旧焊接中心&kind=center"}, status: 200, holdsNo: []string{idOld, idComing}},                                     //nolint:misspell // the name of a kind
	{name: "as of a later day", request: request{path: "/api/v1/search?q=未来焊接中心&as_of=2091-03&kind=center"}, status: 200, holds: []string{idComing, `"as_of":"2091-03-31"`}}, //nolint:misspell // the name of a kind
	{name: "nothing found", request: request{path: "/api/v1/search?q=zzzzqqqq"}, status: 200, holds: []string{`"items":[]`, `"total":0`}, holdsNo: []string{"null"}},
	{name: "an unknown kind", request: request{path: "/api/v1/search?q=a&kind=univrsity"}, status: 400, holds: []string{`"parameter":"kind"`, `"unknown_kind"`, `"nearest":"university"`, "没有“univrsity”这种节点类型"}},
	{name: "an unknown parameter", request: request{path: "/api/v1/search?q=a&as-of=2020"}, status: 400, holds: []string{`"parameter":"as-of"`, `"unknown_parameter"`, "as_of"}},
	{
		name: "several complaints, in English", request: request{path: "/api/v1/search?mode=x&limit=0&as_of=2020-13&facts_only=1", header: map[string]string{"Accept-Language": "en"}}, status: 400,
		holds:   []string{`"title":"a parameter or header is wrong"`, `"parameter":"q"`, `"parameter":"mode"`, `"parameter":"limit"`, `"parameter":"as_of"`, `"parameter":"facts_only"`, `must read YYYY`},
		headers: map[string]string{"Content-Type": "application/problem+json", "Content-Language": "en"},
	},
	{
		name: "in both languages", request: request{path: "/api/v1/search?q=a&as_of=x&both=true"}, status: 400,
		holds: []string{`"title_zh":"参数或请求头有误"`, `"title_en":"a parameter or header is wrong"`, `"message_zh"`, `"message_en"`},
	},
	{name: "a date that does not exist", request: request{path: "/api/v1/search?q=a&as_of=2021-02-30"}, status: 400, holds: []string{`"parameter":"as_of"`, "bad_date"}},
	{name: "a revision that will never be", request: request{path: "/api/v1/stats?min_revision=x"}, status: 400, holds: []string{`"parameter":"min_revision"`}},
	{name: "the same once more", request: request{path: "/api/v1/stats", header: map[string]string{"X-Min-Revision": "-1"}}, status: 400, holds: []string{`"parameter":"X-Min-Revision"`}},
	{name: "a revision that is there", request: request{path: "/api/v1/stats?min_revision=10", header: map[string]string{"X-Min-Revision": "5"}}, status: 200},
}

var nodeScenarios = []scenario{
	{name: "a node", request: request{path: nodePath(idUni)}, status: 200, holds: []string{`"江南焊接大学"`, `"kind_label":"高等学校"`, `"relation":"OWNS"`, `"direction":"out"`}, headers: map[string]string{"Etag": `"1"`}},
	{name: "in English", request: request{path: nodePath(idUni), header: map[string]string{"Accept-Language": "en"}}, status: 200, holds: []string{`"kind_label":"university"`}},
	{name: "an id with a colon and Chinese characters", request: request{path: nodePath(idOdd)}, status: 200, holds: []string{`"local:苏州:检测(1)"`}},
	{name: "the same, fully escaped", request: request{path: "/api/v1/nodes/local%3A%E8%8B%8F%E5%B7%9E%3A%E6%A3%80%E6%B5%8B%281%29"}, status: 200, holds: []string{`"local:苏州:检测(1)"`}},
	{name: "escaped twice is another id", request: request{path: "/api/v1/nodes/local%253Auni"}, status: 400, holds: []string{`"parameter":"id"`}},
	{name: "a slash in an id", request: request{path: "/api/v1/nodes/local:a%2Fb"}, status: 400, holds: []string{`"parameter":"id"`, "bad_id_value"}},
	{name: "another case is another id", request: request{path: nodePath("local:UNI")}, status: 404},
	{name: "the version one has", request: request{path: nodePath(idUni), header: map[string]string{"If-None-Match": `"1"`}}, status: 304},
	{name: "another version", request: request{path: nodePath(idUni), header: map[string]string{"If-None-Match": `"9"`}}, status: 200},
	{name: "not today", request: request{path: nodePath(idOld)}, status: 404, holds: []string{`"code":"not_found"`, `"request_id":"request-`}},
	{name: "then", request: request{path: nodePath(idOld) + "?as_of=2020-06"}, status: 200, holds: []string{"旧焊接中心"}},
	{name: "on the day after", request: request{path: nodePath(idOld) + "?as_of=2020-07-01"}, status: 404},
	{name: "no node", request: request{path: nodePath("local:nobody")}, status: 404},
	{name: "neighbourhood", request: request{path: nodePath(idUni) + "/neighbourhood"}, status: 200, holds: []string{idFirm, idCT, `"depth":1`, edgePublic}, holdsNo: []string{idHidden, idPact, edgeMembers, `"depth":2`}},
	{name: "neighbourhood by relation", request: request{path: nodePath(idUni) + "/neighbourhood?relation=OWNS&depth=2"}, status: 200, holds: []string{idCT, `"truncated":false`}, holdsNo: []string{idFirm, "cap:"}},
	{name: "neighbourhood cut off", request: request{path: nodePath(idUni) + "/neighbourhood?depth=2&limit=4"}, status: 200, holds: []string{`"truncated":true`}},
	{name: "neighbourhood too deep", request: request{path: nodePath(idUni) + "/neighbourhood?depth=3"}, status: 400, holds: []string{`"parameter":"depth"`, "above_maximum"}},
	{name: "neighbourhood too large", request: request{path: nodePath(idUni) + "/neighbourhood?limit=301"}, status: 400, holds: []string{`"parameter":"limit"`}},
	{name: "history", request: request{path: nodePath(idUni) + "/history"}, status: 200, holds: []string{`"complete":true`, `"total":1`, `"op":"put_node"`}, holdsNo: []string{"fixture"}},
	{name: "history for an editor", request: request{path: nodePath(idUni) + "/history", token: editorToken}, status: 200, holds: []string{`"actor":"fixture"`, `"reason":"fixture"`}},
	{name: "stats", request: request{path: "/api/v1/stats"}, status: 200, holds: []string{`"synthetic_nodes":1`, `"kind":"university"`, `"oldest":"2025`}},
}

var edgeScenarios = []scenario{
	{name: "an edge", request: request{path: edgePath("COLLABORATES_WITH", edgePublic)}, status: 200, holds: []string{`"joint_rd"`, `"江南焊接大学"`, `"苏州薄壁件有限公司"`}, headers: map[string]string{"Etag": `"1"`}},
	{name: "the version one has", request: request{path: edgePath("COLLABORATES_WITH", edgePublic), header: map[string]string{"If-None-Match": `"1"`}}, status: 304},
	{name: "before it began", request: request{path: edgePath("COLLABORATES_WITH", edgePublic) + "?as_of=2020"}, status: 404},
	{name: "under another relation", request: request{path: edgePath("OWNS", edgePublic)}, status: 404},
	{name: "not a relation's name", request: request{path: edgePath("owns", edgePublic)}, status: 400, holds: []string{`"parameter":"relation"`}},
	{name: "no edge", request: request{path: edgePath("OWNS", "owns:none")}, status: 404},
	{name: "edges of a node", request: request{path: nodePath(idUni) + "/edges?limit=200"}, status: 200, holds: []string{edgePublic, `"record":{"id":"collaborates_with:public"`, `"derived":true`}, holdsNo: []string{edgeMembers, edgeHidden, idPact}},
	{name: "edges that leave it", request: request{path: nodePath(idUni) + "/edges?direction=out&relation=OWNS"}, status: 200, holds: []string{`"total":1`, "owns:ct"}},
	{name: "edges that reach it", request: request{path: nodePath(idUni) + "/edges?direction=in&relation=OWNS"}, status: 200, holds: []string{`"total":0`, `"items":[]`}},
	{name: "an unknown relation", request: request{path: nodePath(idUni) + "/edges?relation=OWN"}, status: 400, holds: []string{`"parameter":"relation"`, `"nearest":"OWNS"`}},
}

var needScenarios = []scenario{
	{
		name: "read", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"铝合金薄壁件焊接后气孔多，想找能做CT无损检测的单位，最好在苏州附近"}`}, status: 200,
		holds: []string{`"capabilities":[{"id":"cap:`, `"places":[{"code":"320500"`, `"spans"`},
	},
	{name: "an empty text", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"……"}`}, status: 422, holds: []string{`"pointer":"/text"`}},
	{name: "a text too long", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"` + strings.Repeat("焊", 2001) + `"}`}, status: 422, holds: []string{`"pointer":"/text"`, `"too_long"`, `"max":"2000"`}},
	{name: "a text as long as allowed", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"` + strings.Repeat("焊", 2000) + `"}`}, status: 200},
	{
		name: "all groups", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"铝合金焊接气孔，要做无损检测"}`}, status: 200,
		holds: []string{`"group":"do"`, `"group":"use"`, `"group":"ask"`, `"group":"join"`, idUni, idCT, `"because":{"code"`, `"label":"帮你做"`, `"weights"`}, holdsNo: []string{idHidden, idPact, ":null"},
	},
	{
		name: "in English, with both", request: request{method: http.MethodPost, path: "/api/v1/recommendations?both=true", body: `{"text":"weld porosity in aluminium, need CT inspection"}`, header: map[string]string{"Accept-Language": "en-US"}}, status: 200,
		holds: []string{`"label":"do it for me"`, `"zh":"`, `"en":"`},
	},
	{name: "partners", request: request{method: http.MethodPost, path: "/api/v1/recommendations/partners", body: `{"text":"铝合金焊接气孔"}`}, status: 200, holds: []string{`"group":"do"`, `"group":"join"`}, holdsNo: []string{`"group":"use"`}},
	{name: "resources", request: request{method: http.MethodPost, path: "/api/v1/recommendations/resources", body: `{"text":"焊缝气孔CT无损检测"}`}, status: 200, holds: []string{idCT, `"group":"use"`}, holdsNo: []string{`"group":"join"`, `"kind":"university"`}},
	{name: "resources are not universities", request: request{method: http.MethodPost, path: "/api/v1/recommendations/resources", body: `{"text":"检测","filter":{"kinds":["equipment","university"]}}`}, status: 422, holds: []string{`"pointer":"/filter/kinds/1"`, "not_a_resource"}},
	{name: "partners are not used", request: request{method: http.MethodPost, path: "/api/v1/recommendations/partners", body: `{"text":"检测","groups":["do","use"]}`}, status: 422, holds: []string{`"pointer":"/groups/1"`}},
	{name: "a corrected need", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"need":{"capabilities":[{"id":"cap:non-destructive-testing","weight":1,"confidence":1}]},"groups":["use"]}`}, status: 200, holds: []string{idCT}},
	{name: "for a body of the network", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"requester":"local:firm","text":"焊接"}`}, status: 200},
	{name: "for a body that is hidden", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"requester":"local:hidden","text":"焊接"}`}, status: 422, holds: []string{`"pointer":"/requester"`, "unknown_node"}},
	{name: "for a hidden body, by a member", request: request{method: http.MethodPost, path: "/api/v1/recommendations", token: memberToken, body: `{"requester":"local:hidden","text":"焊接"}`}, status: 200},
	{name: "from a place nobody knows", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"焊接","profile":{"city":"亚特兰蒂斯"}}`}, status: 422, holds: []string{`"pointer":"/profile/city"`}},
	{name: "from a city", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"焊接","profile":{"city":"苏州","sme":"yes","size":"small","industry":"C33"}}`}, status: 200},
	{name: "nothing asked", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"limit":3}`}, status: 422, holds: []string{`"nothing_asked"`, `"pointer":""`}},
	{name: "nothing understood", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"你好呀"}`}, status: 200, holds: []string{`"abstained":{"code":"abstain.`, `"hits":0`}},
	{name: "an unknown kind", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"焊接","kinds":["centre"],"need":{"kinds":[{"kind":"equipmnt"}]}}`}, status: 422, holds: []string{`"pointer":"/kinds/0"`, `"pointer":"/need/kinds/0/kind"`, `"nearest":"equipment"`}},
	{name: "an unknown field", request: request{method: http.MethodPost, path: "/api/v1/recommendations", body: `{"text":"焊接","profile":{"town":"苏州"}}`}, status: 422, holds: []string{`"pointer":"/profile/town"`, "unknown_field"}},
	{name: "another media type", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"焊接"}`, header: map[string]string{"Content-Type": "text/plain"}}, status: 415, holds: []string{`"parameter":"Content-Type"`}},
	{name: "another charset", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"焊接"}`, header: map[string]string{"Content-Type": "application/json; charset=gbk"}}, status: 415},
	{name: "no media type", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"焊接"}`, header: map[string]string{"Content-Type": ""}}, status: 415},
	{name: "compressed", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"焊接"}`, header: map[string]string{"Content-Encoding": "gzip"}}, status: 415},
	{name: "the charset said", request: request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"焊接"}`, header: map[string]string{"Content-Type": "application/json; charset=UTF-8"}}, status: 200},
	{name: "no body", request: request{method: http.MethodPost, path: "/api/v1/needs/read", header: map[string]string{"Content-Type": "application/json"}}, status: 400, holds: []string{`"pointer":""`, `"missing"`}},
}

var vocabularyScenarios = []scenario{
	{name: "schema", request: request{path: "/api/v1/schema"}, status: 200, holds: []string{`"COLLABORATES_WITH"`, `"vocabularies"`}},
	{name: "a word", request: request{path: "/api/v1/lexicon/terms?q=焊接"}, status: 200, holds: []string{`"cap:welding-and-joining"`, `"readings":["hanjie"`}},
	{name: "a word unknown", request: request{path: "/api/v1/lexicon/terms?q=zzqq"}, status: 200, holdsNo: []string{"null"}},
	{name: "no word", request: request{path: "/api/v1/lexicon/terms?q=%20"}, status: 400, holds: []string{`"parameter":"q"`}},
	{name: "document", request: request{path: "/api/v1/openapi.yaml"}, status: 200, holds: []string{"openapi: 3.1.0"}, headers: map[string]string{"Content-Type": "application/yaml"}},
	{name: "document as JSON", request: request{path: "/api/v1/openapi.json"}, status: 200, holds: []string{`"openapi":"3.1.0"`}},
	{name: "page", request: request{path: "/docs/"}, status: 200, holds: []string{"swagger-ui"}, headers: map[string]string{"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}},
	{name: "page without the slash", request: request{path: "/docs"}, status: 301},
	{name: "script of the page", request: request{path: "/docs/start.js"}, status: 200, headers: map[string]string{"Content-Type": "text/javascript; charset=utf-8"}},
}

var operationScenarios = []scenario{
	{name: "live", request: request{path: "/livez"}, status: 200, holds: []string{`"live"`}},
	{name: "ready", request: request{path: "/readyz"}, status: 200, holds: []string{`"ready":true`, `"reasons":[]`, `"state":"following"`}},
	{name: "no path", request: request{path: "/api/v1/nothing"}, status: 404, holds: []string{`"code":"no_route"`}},
	{name: "no such method", request: request{method: http.MethodPost, path: "/api/v1/search"}, status: 405, headers: map[string]string{"Allow": "OPTIONS, GET, HEAD"}},
	{name: "a strange method", request: request{method: "BREW", path: "/api/v1/stats"}, status: 405},
	{name: "another host", request: request{path: "/livez", header: map[string]string{"Host": "evil.example"}}, status: 421, holds: []string{`"host_unknown"`}},
	{name: "changes", request: request{path: "/api/v1/changes?limit=2", token: operatorToken}, status: 200, holds: []string{`"revision":1`, `"after":2`}},
	{name: "changes from there", request: request{path: "/api/v1/changes?after=2&limit=1", token: operatorToken}, status: 200, holds: []string{`"after":3`}},
	{name: "changes beyond the head", request: request{path: "/api/v1/changes?after=9007199254740991", token: operatorToken}, status: 200, holds: []string{`"items":[]`, `"after":9007199254740991`}},
	{name: "metrics", request: request{path: "/metrics", token: operatorToken}, status: 200, holds: []string{"chuangmai_http_requests_total{", "chuangmai_revision ", "chuangmai_ready 1"}},
	{name: "metrics from this machine", request: request{path: "/metrics", remote: "127.0.0.1:5000"}, status: 200},
	{name: "metrics through a proxy on it", request: request{path: "/metrics", remote: "127.0.0.1:5000", header: map[string]string{"X-Forwarded-For": "192.0.2.9"}}, status: 401},
}
