package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chuangmai/report"
)

// TestTeamsAndCollaborators: what is asked is answered with what the document says (the kit
// compares), and what cannot be meant is refused where it stands.
func TestTeamsAndCollaborators(t *testing.T) {
	k := newKit(t, nil)
	for _, c := range []struct {
		path, body, pointer string
	}{
		{"teams", `{"text":"激光焊接气孔，需要无损检测"}`, "-"},
		{"teams", `{"need":{"capabilities":[{"id":"cap:welding-and-joining"},{"id":"cap:non-destructive-testing"}]},"size":2,"teams":2}`, "-"},
		{"teams", `{}`, ""},
		{"teams", `{"text":"焊接","size":13}`, "/size"},
		{"teams", `{"text":"焊接","sme_share":1.5}`, "/sme_share"},
		{"teams", `{"text":"焊接","actors":["官"]}`, "/actors/0"},
		{"teams", `{"text":"激光焊接","actors":["资"]}`, "/actors"},
		{"teams", `{"text":"激光焊接","include":["local:nobody"]}`, "/include"},
		{"teams", `{"text":"激光焊接","include":["` + idHidden + `"]}`, "/include"},
		{"teams", `{"text":"激光焊接","places":["苏州","没有这个地方"]}`, "/places/1"},
		{"teams", `{"text":"激光焊接","ties":"some"}`, "/ties"},
		{"complement", `{"centre":"` + idUni + `","text":"激光焊接气孔，需要无损检测","novelty":0}`, "-"},
		{"complement", `{"centre":"` + idFirm + `","text":"激光焊接气孔，需要无损检测"}`, "-"},
		{"complement", `{"text":"焊接"}`, "/centre"},
		{"complement", `{"centre":"local:nobody","text":"焊接"}`, "/centre"},
		{"complement", `{"centre":"` + idCT + `","text":"激光焊接"}`, "/centre"},
		{"complement", `{"centre":"` + idUni + `","text":"焊接","novelty":2}`, "/novelty"},
		{"complement", `{"centre":"` + idUni + `","text":"焊接","kinds":["nonsense"]}`, "/kinds/0"},
		{"complement", `{"centre":"` + idUni + `","text":"激光焊接","regions":["没有这个地方"]}`, "/regions/0"},
	} {
		for _, language := range []string{"zh-CN", "en"} {
			q := request{method: http.MethodPost, path: "/api/v1/recommendations/" + c.path, body: c.body, header: map[string]string{"Accept-Language": language}}
			if c.pointer == "-" {
				k.want(k.do(q), 200)
				continue
			}
			r := k.want(k.do(q), 422)
			if !strings.Contains(string(r.body), `"pointer":"`+c.pointer+`"`) {
				t.Errorf("%s %s: want %s, got %.300s", c.path, c.body, c.pointer, r.body)
			}
		}
	}
}

// TestPaths: the two bodies that work together are found, hidden ties for those who may
// see them alone, and ends that are not there are not found.
func TestPaths(t *testing.T) {
	k := newKit(t, nil)
	path := func(from, to string) string {
		return "/api/v1/paths?from=" + url.QueryEscape(from) + "&to=" + url.QueryEscape(to)
	}
	a := decode[report.Introductions](t, k.want(k.get(path(idUni, idFirm), ""), 200))
	if len(a.Paths) == 0 || a.Paths[0].Steps[1].Edge != edgePublic || len(a.Paths[0].Steps[1].Also) != 0 || a.Paths[0].Opening.Zh == "" || a.Paths[0].Opening.En == "" {
		t.Errorf("%+v", a.Paths)
	}
	a = decode[report.Introductions](t, k.want(k.get(path(idUni, idFirm), memberToken), 200))
	if len(a.Paths) == 0 || len(a.Paths[0].Steps[1].Also) == 0 {
		t.Errorf("members see %+v", a.Paths)
	}
	a = decode[report.Introductions](t, k.want(k.get(path(idFirm, idCT), ""), 200))
	if len(a.Paths) == 0 || a.Paths[0].Steps[len(a.Paths[0].Steps)-1].Node != idCT {
		t.Errorf("to an instrument: %+v", a.Paths)
	}
	k.want(k.get(path(idUni, idHidden), ""), 404)
	k.want(k.get(path(idUni, idHidden), memberToken), 200)
	k.want(k.get(path("local:nobody", idFirm), ""), 404)
	k.want(k.get(path(idUni, idUni), ""), 400)
	k.want(k.get(path(idUni, idFirm)+"&paths=11", ""), 400)
	k.want(k.get("/api/v1/paths?from="+idUni, ""), 400)
}
