package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chuangmai/report/plan"
)

// TestCoverage: the matrix, its records, the gaps and two dates (the kit compares each reply
// with the document), and what cannot be meant, in both languages.
func TestCoverage(t *testing.T) {
	k := newKit(t, nil)
	jiangsu := "region=" + url.QueryEscape("江苏")
	for path, bad := range map[string]string{ // the parameter at fault, "-" for none
		"?" + jiangsu: "-",
		"?" + jiangsu + "&by=city&field=materials&stage=" + url.QueryEscape("中试熟化"): "-",
		"?" + jiangsu + "&columns=both&by=county":                                   "-",
		"?" + jiangsu + "&by=zone&columns=stages":                                   "-",
		"?region=sr:yangtze-river-delta&compare_with=2019&as_of=2020":               "-",
		"?" + jiangsu + "&facts_only=true&both=true":                                "-",
		"?":                                  "region",
		"?region=":                           "region",
		"?region=" + url.QueryEscape("火星"):   "region",
		"?" + jiangsu + "&by=street":         "by",
		"?" + jiangsu + "&field=alchemy":     "field",
		"?" + jiangsu + "&stage=dreaming":    "stage",
		"?" + jiangsu + "&columns=all":       "columns",
		"?" + jiangsu + "&compare_with=soon": "compare_with",
		"?" + jiangsu + "&as_of=2020-13":     "as_of",
		"?" + jiangsu + "&facts_only=maybe":  "facts_only",
		"?" + jiangsu + "&colour=red":        "colour",
		"/records?" + jiangsu:                "-",
		"/records?" + jiangsu + "&measure=index&field=materials&limit=2":  "-",
		"/records?" + jiangsu + "&measure=suppliers&kind=university":      "-",
		"/records?" + jiangsu + "&measure=firms&rest_of=city":             "-",
		"/records?" + jiangsu + "&measure=needs":                          "-",
		"/records?" + jiangsu + "&measure=joy":                            "measure",
		"/records?" + jiangsu + "&rest_of=self":                           "rest_of",
		"/records?" + jiangsu + "&limit=0":                                "limit",
		"/records?" + jiangsu + "&cursor=x":                               "cursor",
		"/records?region=nowhere":                                         "region",
		"/gaps?" + jiangsu:                                                "-",
		"/gaps?" + jiangsu + "&cause=no_supply&by=city&limit=1&both=true": "-",
		"/gaps?" + jiangsu + "&cause=fate":                                "cause",
		"/gaps?" + jiangsu + "&limit=201":                                 "limit",
		"/gaps?region=nowhere":                                            "region",
	} {
		for _, language := range []string{"zh-CN", "en"} {
			r := k.do(request{method: http.MethodGet, path: "/api/v1/coverage" + path, header: map[string]string{"Accept-Language": language}})
			if bad == "-" {
				k.want(r, 200)
			} else if k.want(r, 400); !strings.Contains(string(r.body), `"parameter":"`+bad+`"`) {
				t.Errorf("%s: want %s, got %.300s", path, bad, r.body)
			}
		}
	}
	first := decode[plan.Gaps](t, k.want(k.get("/api/v1/coverage/gaps?"+jiangsu+"&limit=1", ""), 200))
	second := decode[plan.Gaps](t, k.want(k.get("/api/v1/coverage/gaps?"+jiangsu+"&limit=1&cursor="+first.Next, ""), 200))
	if first.Total < 2 || second.Items[0].Region == first.Items[0].Region && second.Items[0].Column == first.Items[0].Column {
		t.Errorf("%d gaps; the second page has %+v", first.Total, second.Items)
	}
	k.want(k.get("/api/v1/coverage/records?"+jiangsu+"&cursor="+first.Next, ""), 400) // of another question
}

// TestCoverageHidesWhatIsHidden: what only members see is in no count of the public's.
func TestCoverageHidesWhatIsHidden(t *testing.T) {
	k := newKit(t, nil)
	const path = "/api/v1/coverage/records?region=100000&measure=supplies&limit=200"
	public := string(k.want(k.get(path, ""), 200).body)
	if strings.Contains(public, idHidden) {
		t.Error("a hidden record is listed")
	}
	if strings.Contains(string(k.want(k.get(path+"&measure=needs", ""), 400).body), idHidden) {
		t.Error("a hidden record is listed")
	}
}

func TestScenarios(t *testing.T) {
	k := newKit(t, nil)
	const add = `{"op":"add","kind":"facility","region":"徐州","field":"新材料","stages":["中试熟化"],"openness":"usable"}`
	for body, pointer := range map[string]string{
		`{"region":"江苏","scenario":{"changes":[]}}`:                                                            "-",
		`{"region":"江苏","by":"city","field":"materials","scenario":{"name":"甲","changes":[` + add + `]}}`:      "-",
		`{"region":"江苏","scenario":{"changes":[` + add + `]},"against":{"changes":[` + add + `,` + add + `]}}`: "-",
		`{"region":"江苏","scenario":{"changes":[{"op":"close","id":"` + idUni + `"}]}}`:                         "-",
		`{"region":"火星","scenario":{"changes":[]}}`:                                                            "/region",
		`{"region":"江苏","field":"alchemy","scenario":{"changes":[]}}`:                                          "/field",
		`{"region":"江苏"}`:                                                                                           "/scenario",
		`{"region":"江苏","scenario":{}}`:                                                                             "/scenario/changes",
		`{"region":"江苏","scenario":{"changes":[{"op":"sell"}]}}`:                                                    "/scenario/changes/0/op",
		`{"region":"江苏","scenario":{"changes":[{"op":"move","id":"` + idUni + `"}]}}`:                               "/scenario/changes/0/region",
		`{"region":"江苏","scenario":{"changes":[{"op":"close","id":"` + idHidden + `"}]}}`:                           "/scenario/changes/0/id",
		`{"region":"江苏","scenario":{"changes":[]},"against":{"changes":[{"op":"close","id":"local:nobody"}]}}`:      "/against/changes/0/id",
		`{"region":"江苏","scenario":{"changes":[{"op":"add","kind":"facility","region":"江苏","field":"materials"}]}}`: "/scenario/changes/0/region",
	} {
		for _, language := range []string{"zh-CN", "en"} {
			r := k.do(request{method: http.MethodPost, path: "/api/v1/coverage/scenarios?both=true", body: body, header: map[string]string{"Accept-Language": language}})
			if pointer == "-" {
				k.want(r, 200)
			} else if k.want(r, 422); !strings.Contains(string(r.body), `"pointer":"`+pointer+`"`) {
				t.Errorf("%s: want %s, got %.300s", body, pointer, r.body)
			}
		}
	}
}
