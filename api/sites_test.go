package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chuangmai/graph"
	"chuangmai/report/plan"
)

// TestSites: what is asked is answered with what the document says (the kit compares), and
// what cannot be meant is refused where it stands.
func TestSites(t *testing.T) {
	k := newKit(t, nil)
	for body, pointer := range map[string]string{
		`{"region":"江苏"}`: "-",
		`{"region":"320000","field":"materials","stage":"中试熟化","kind":"facility","n":2,"coverage":"saturating","evidence":1}`: "-",
		`{"region":"没有这个地方"}`:              "/region",
		`{"region":"江苏","field":"没有这个领域"}`: "/field",
		`{"region":"江苏","stage":"没有这个环节"}`: "/stage",
		`{"region":"江苏","kind":"talent"}`:  "/kind",
		`{"region":"江苏","n":21}`:           "/n",
		`{"region":"江苏","coverage":"all"}`: "/coverage",
		`{"region":"江苏","evidence":201}`:   "/evidence",
		`{"region":"江苏","other":1}`:        "/other",
		`{}`:                               "/region",
		`{"region":"   "}`:                 "/region",
	} {
		for _, language := range []string{"zh-CN", "en"} {
			q := request{method: http.MethodPost, path: "/api/v1/coverage/sites?both=true", body: body, header: map[string]string{"Accept-Language": language}}
			if pointer == "-" {
				k.want(k.do(q), 200)
				continue
			}
			if r := k.want(k.do(q), 422); !strings.Contains(string(r.body), `"pointer":"`+pointer+`"`) {
				t.Errorf("%s: want %s, got %.300s", body, pointer, r.body)
			}
		}
	}
}

// TestChains: subjects of each sort, pages of them, and subjects that are not there.
func TestChains(t *testing.T) {
	k := newKit(t, nil)
	get := func(query string, status int) reply {
		return k.want(k.get("/api/v1/coverage/chains?"+query, ""), status)
	}
	all := decode[plan.Chains](t, get("of=city", 200))
	if all.Of != "city" || all.Total == 0 || len(all.Subjects) != all.Total || all.Next != "" || len(all.Subjects[0].Chains) != 6 {
		t.Fatalf("cities: %+v", all)
	}
	one := decode[plan.Chains](t, get("id="+url.QueryEscape(string(all.Subjects[0].ID))+"&both=true&evidence=1&field=materials", 200))
	if one.Total != 1 || one.Subjects[0].ID != all.Subjects[0].ID || one.Notes[0].En == "" {
		t.Errorf("one city: %+v", one)
	}
	if all.Total > 1 {
		page := decode[plan.Chains](t, get("of=city&limit=1", 200))
		rest := decode[plan.Chains](t, get("of=city&limit=1&cursor="+page.Next, 200))
		if rest.Subjects[0].ID != all.Subjects[1].ID {
			t.Errorf("second page: %+v", rest.Subjects)
		}
		get("of=zone&limit=1&cursor="+page.Next, 400) // of another question
	}
	for query, status := range map[string]int{
		"of=" + string(graph.KindCenter): 200, "of=zone": 200, "of=talent": 400, "region=" + url.QueryEscape("没有这个地方"): 400, "field=nothing": 400, "evidence=0": 400,
		"id=local:nobody": 404, "id=" + idHidden: 404, "limit=201": 400, "cursor=x": 400, "as_of=2024-13": 400, "as_of=2020": 200,
	} {
		get(query, status)
	}
}

// TestNetworkHealth: the whole, one part with its pages, and what cannot be meant. What only
// members see is in no figure of the public's.
func TestNetworkHealth(t *testing.T) {
	k := newKit(t, nil)
	get := func(query, token string, status int) reply {
		return k.want(k.get("/api/v1/coverage/health?"+query, token), status)
	}
	public := decode[plan.Health](t, get("", "", 200))
	members := decode[plan.Health](t, get("both=true", memberToken, 200))
	if public.Structure.Pairs == 0 || public.Structure.Ties >= members.Structure.Ties {
		t.Errorf("public %+v, members %+v", public.Structure.Structure, members.Structure.Structure)
	}
	if strings.Contains(string(get("evidence=200", "", 200).body), idHidden) {
		t.Error("the public sees what is hidden from it")
	}
	part := decode[plan.Health](t, get("part=flows&limit=1", "", 200))
	if len(part.Flows.Items) != 1 || len(part.Actors) != 0 || (part.Flows.Total > 1) != (part.Next != "") {
		t.Errorf("one part: %+v", part)
	}
	if part.Next != "" {
		next := decode[plan.Health](t, get("part=flows&limit=1&cursor="+part.Next, "", 200))
		if len(next.Flows.Items) != 1 || next.Flows.Items[0].From+next.Flows.Items[0].To == part.Flows.Items[0].From+part.Flows.Items[0].To {
			t.Errorf("second page: %+v", next.Flows)
		}
	}
	for query, status := range map[string]int{
		"region=" + url.QueryEscape("苏州"): 200, "region=" + url.QueryEscape("没有这个地方"): 400, "part=x": 400, "limit=0": 400, "evidence=201": 400, "cursor=x": 400,
	} {
		get(query, "", status)
	}
}
