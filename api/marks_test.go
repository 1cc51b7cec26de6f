package api_test

import (
	"net/http"
	"strings"
	"testing"

	"chuangmai/api"
	"chuangmai/graph"
)

func markWith(body string) request { return write(http.MethodPost, "/api/v1/marks?both=true", body) }

// TestMarks: a mark is kept for operators, the next one of the same hit replaces it, and
// nobody else sees that there is one.
func TestMarks(t *testing.T) {
	k := newKit(t, nil)
	const far = `{"text":"焊接 气孔","hit":"local:uni","verdict":"not_suitable","reason":"cannot_do","because":"只做钢件"}`
	first := decode[api.MarkReceipt](t, k.want(k.do(markWith(far)), http.StatusCreated))
	if !first.Visible || first.Mark.Date.IsZero() || first.Mark.Question == "" {
		t.Errorf("%+v", first)
	}
	k.want(k.do(markWith(`{"need":{"capabilities":[{"id":"cap:welding","weight":1,"confidence":1}]},"requester":"local:firm","hit":"local:uni","verdict":"suitable"}`)), http.StatusCreated)
	again := decode[api.MarkReceipt](t, k.want(k.do(markWith(`{"text":" 焊接  气孔","hit":"local:uni","verdict":"suitable","because":"换了设备"}`)), http.StatusCreated))
	if again.Mark.ID != first.Mark.ID || again.Mark.Question != first.Mark.Question || again.Revision <= first.Revision {
		t.Errorf("first %+v, again %+v", first, again)
	}
	other := markWith(far)
	other.token = operatorToken
	if of := decode[api.MarkReceipt](t, k.want(k.do(other), http.StatusCreated)); of.Mark.ID == first.Mark.ID {
		t.Error("one marker replaces the mark of another")
	}

	var all []api.Mark
	path := "/api/v1/marks?limit=2"
	for path != "" {
		page := decode[api.MarkPage](t, k.want(k.get(path, operatorToken), http.StatusOK))
		all = append(all, page.Items...)
		path = ""
		if page.Next != "" {
			path = "/api/v1/marks?limit=2&cursor=" + page.Next
		}
	}
	if len(all) != 3 {
		t.Fatalf("%d marks: %+v", len(all), all)
	}
	withNeed := 0
	for i, m := range all {
		if i > 0 && m.ID <= all[i-1].ID || m.Hit != idUni {
			t.Errorf("%+v", m)
		}
		if m.Need != nil && m.Need.Capabilities[0].ID == "cap:welding" && m.Requester == idFirm {
			withNeed++
		}
	}
	if withNeed != 1 {
		t.Errorf("%d marks with a need", withNeed)
	}

	id := string(first.Mark.ID)
	for _, role := range []string{"", "reader", "member"} {
		k.want(k.get(nodePath(id), tokenOf(role)), http.StatusNotFound)
		if r := k.want(k.get(nodePath(idUni)+"/edges", tokenOf(role)), http.StatusOK); strings.Contains(string(r.body), "mark:") {
			t.Errorf("%q sees a mark: %s", role, r.body)
		}
	}
	k.want(k.get(nodePath(id), editorToken), http.StatusOK)
}

// TestMarksAreRefused: what a mark cannot mean is said in both languages.
func TestMarksAreRefused(t *testing.T) {
	k := newKit(t, nil)
	before := k.stored(t)
	for name, c := range map[string]struct{ body, at, code string }{
		"nothing asked":        {`{"hit":"local:uni","verdict":"suitable"}`, "", "nothing_asked"},
		"blank":                {`{"text":" ","need":{},"hit":"local:uni","verdict":"suitable"}`, "", "nothing_asked"},
		"no verdict":           {`{"text":"焊接","hit":"local:uni"}`, "/verdict", graph.CodeMissing},
		"no hit":               {`{"text":"焊接","verdict":"suitable"}`, "/hit", graph.CodeMissing},
		"no reason":            {`{"text":"焊接","hit":"local:uni","verdict":"not_suitable"}`, "/reason", graph.CodeMissing},
		"unknown reason":       {`{"text":"焊接","hit":"local:uni","verdict":"not_suitable","reason":"ugly"}`, "/reason", graph.CodeUnknownTerm},
		"other without words":  {`{"text":"焊接","hit":"local:uni","verdict":"not_suitable","reason":"other","because":" "}`, "/because", graph.CodeMissing},
		"reason of a good hit": {`{"text":"焊接","hit":"local:uni","verdict":"suitable","reason":"too_far"}`, "/reason", "reason_unwanted"},
		"hit nobody knows":     {`{"text":"焊接","hit":"local:nobody","verdict":"suitable"}`, "/hit", graph.CodeUnknownNode},
		"requester":            {`{"text":"焊接","requester":"local:nobody","hit":"local:uni","verdict":"suitable"}`, "/requester", graph.CodeUnknownNode},
		"telephone":            {`{"text":"焊接","hit":"local:uni","verdict":"not_suitable","reason":"not_open","because":"问过 138 0000 0000"}`, "/because", "personal_data"},
		"e-mail in the need":   {`{"text":"焊接，联系 a.b@c.example","hit":"local:uni","verdict":"suitable"}`, "/text", "personal_data"},
		"need too large": {
			`{"need":{"terms":[` + strings.Repeat(`{"text":"`+strings.Repeat("焊", 150)+`"},`, 199) + `{"text":"x"}]},"hit":"local:uni","verdict":"suitable"}`,
			"/need", graph.CodeTooLong,
		},
	} {
		r := k.want(k.do(markWith(c.body)), http.StatusUnprocessableEntity)
		p := decode[api.Problem](t, r)
		if fault := named(p, c.at); c.at != "" && fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
		if fault := worded(p); fault != "" || p.Errors[0].Code != c.code {
			t.Errorf("%s: code %s, want %s; %s", name, p.Errors[0].Code, c.code, fault)
		}
	}
	for _, token := range []string{"", "reader-token", "member-token"} {
		q := markWith(`{"text":"焊接","hit":"local:uni","verdict":"suitable"}`)
		q.token = token
		if r := k.do(q); r.status != http.StatusUnauthorized && r.status != http.StatusForbidden {
			t.Errorf("%q: %d", token, r.status)
		}
		if r := k.get("/api/v1/marks", token); r.status != http.StatusUnauthorized && r.status != http.StatusForbidden {
			t.Errorf("%q reads marks: %d", token, r.status)
		}
	}
	after := k.stored(t)
	if len(before) != len(after) {
		t.Error("the store was changed")
	}
}
