package api_test

import (
	"net/http"
	"strings"
	"testing"

	"chuangmai/api"
	"chuangmai/graph"
)

// TestOverview: the counts are those of the records, and no made-up need stands beside real
// ones.
func TestOverview(t *testing.T) {
	k := newKit(t, nil)
	o := decode[api.Overview](t, k.want(k.get("/api/v1/overview", ""), 200))
	s := decode[api.Stats](t, k.want(k.get("/api/v1/stats", ""), 200))
	if o.Nodes != s.Nodes || o.Edges != s.Edges || o.SyntheticNodes != s.SyntheticNodes || o.Newest.First() > s.Sources.Newest.First() {
		t.Errorf("%+v\n%+v", o, s)
	}
	if o.Collaborations.Count == 0 || o.OpenResources.Count == 0 || len(o.Sources) == 0 || o.SourcesTotal != len(o.Sources) {
		t.Errorf("%+v", o)
	}
	members := decode[api.Overview](t, k.want(k.get("/api/v1/overview", memberToken), 200))
	if members.Nodes <= o.Nodes || members.Collaborations.Count <= o.Collaborations.Count {
		t.Errorf("members see %d, the public %d", members.Nodes, o.Nodes)
	}
	k.want(k.do(write(http.MethodPost, "/api/v1/batches", `{"items":[{"node":{"id":"local:d","kind":"demand","name":"铝合金压铸件表面有裂纹怎么办","properties":{"posted":"2024-05"}}},`+
		`{"edge":{"relation":"POSES","from":"local:firm","to":"local:d"}}]}`)), 200)
	o = decode[api.Overview](t, k.want(k.get("/api/v1/overview", ""), 200))
	if len(o.Examples) != 1 || o.Examples[0].ID != "local:d" || o.Examples[0].Requester.ID != idFirm || o.Examples[0].Posted.String() != "2024-05" {
		t.Errorf("%+v", o.Examples)
	}
}

func TestDataHealth(t *testing.T) {
	k := newKit(t, nil)
	k.want(k.do(write(http.MethodPost, "/api/v1/batches", `{"items":[`+
		`{"node":{"id":"local:u2","kind":"university","name":"江南焊接大学","sources":[{"title":"旧名录","seen":"2020-01"}]}},`+
		`{"node":{"id":"local:w","kind":"enterprise","name":"某厂","visibility":"members","properties":{"products":["嘎嘣脆吱吱"]}}}]}`)), 200)
	health := decode[api.DataHealth](t, k.want(k.get("/api/v1/data/health", ""), 200))
	counts := make(map[string]int)
	for _, i := range health.Issues {
		counts[i.Issue] = i.Count
		page := decode[api.HealthPage](t, k.want(k.get("/api/v1/data/health/"+i.Issue+"?limit=200", ""), 200))
		if page.Total != i.Count || len(page.Items) != i.Count || i.Label.Zh == "" || i.Help.En == "" {
			t.Errorf("%+v has %d records", i, page.Total)
		}
		for _, f := range page.Items {
			if f.Why.Text == "" || f.Node.ID == "" {
				t.Errorf("%+v", f)
			}
		}
	}
	if len(health.Issues) != 5 || counts["twins"] != 1 || counts["stale"] == 0 || counts["unmapped"] != 0 || len(health.Words) != 0 || health.StaleDays == 0 {
		t.Errorf("%+v", health)
	}
	members := decode[api.HealthPage](t, k.want(k.get("/api/v1/data/health/unmapped?kind=enterprise", memberToken), 200))
	if members.Total != 1 || members.Items[0].Words[0] != "嘎嘣脆吱吱" {
		t.Errorf("%+v", members)
	}
	twins := decode[api.HealthPage](t, k.want(k.get("/api/v1/data/health/twins", ""), 200))
	if twins.Items[0].Twin.ID != idUni && twins.Items[0].Node.ID != idUni || twins.Items[0].By != "name" {
		t.Errorf("%+v", twins.Items)
	}
	first := decode[api.HealthPage](t, k.want(k.get("/api/v1/data/health/unlinked?limit=1", ""), 200))
	if first.Total > 1 {
		second := decode[api.HealthPage](t, k.want(k.get("/api/v1/data/health/unlinked?limit=1&cursor="+first.Next, ""), 200))
		if second.Items[0].Node.ID == first.Items[0].Node.ID {
			t.Errorf("%+v", second)
		}
	}
	k.want(k.get("/api/v1/data/health/nonsense", ""), 400)
	k.want(k.get("/api/v1/data/health/stale?kind=nonsense", ""), 400)
	k.want(k.get("/api/v1/data/health/stale?cursor=x", ""), 400)
}

// TestContact: public pages alone, never a mirror, and whom to ask where there is none.
func TestContact(t *testing.T) {
	k := newKit(t, nil)
	k.want(k.do(write(http.MethodPost, "/api/v1/batches", `{"items":[`+
		`{"node":{"id":"local:host","kind":"institute","name":"依托研究院","region":"320500","properties":{"website":"https://host.example/","contact_page":"https://host.example/contact"}}},`+
		`{"node":{"id":"local:sem","kind":"equipment","name":"扫描电镜","region":"320500"}},{"edge":{"relation":"OWNS","from":"local:host","to":"local:sem"}},`+
		`{"node":{"id":"local:booked","kind":"equipment","name":"透射电镜","properties":{"booking_url":"https://book.example/tem"}}},`+
		`{"node":{"id":"local:mirrored","kind":"institute","name":"转载研究院","sources":[{"title":"转载","address":"https://mirror.example/x","mirror":true}],"properties":{"website":"https://mirror.example/"}}},`+
		`{"node":{"id":"local:who","kind":"talent","name":"某人","properties":{"website":"https://person.example/"}}},{"edge":{"relation":"APPOINTED_AT","from":"local:who","to":"local:host"}},`+
		`{"node":{"id":"local:quiet","kind":"equipment","name":"无人认领的仪器","region":"320500"}},`+
		`{"node":{"id":"local:veiled","kind":"institute","name":"不公开的研究院","visibility":"members","properties":{"website":"https://veiled.example/"}}},`+
		`{"node":{"id":"local:ours","kind":"equipment","name":"不公开者的仪器"}},{"edge":{"relation":"OWNS","from":"local:veiled","to":"local:ours"}}]}`)), 200)
	for _, c := range []struct {
		id, token string
		pages     string // sorts
		ask       string // bodies and their roles
		authority string
	}{
		{"local:host", "", "contact website", "", ""},
		{"local:sem", "", "", "local:host owner", ""},
		{"local:booked", "", "booking", "", ""},
		{"local:mirrored", "", "", "", "science and technology authority of the place"},
		{"local:who", "", "", "local:host where the person works", ""},
		{"local:quiet", "", "", "", "the science and technology authority of Suzhou"},
		{"local:ours", "", "", "", "authority"},
		{"local:ours", memberToken, "", "local:veiled owner", ""},
	} {
		r := k.want(k.get(nodePath(c.id)+"/contact", c.token), 200)
		contact := decode[api.ContactAnswer](t, r).Contact
		var pages, ask []string
		for _, p := range contact.Pages {
			pages = append(pages, p.Sort)
		}
		for _, a := range contact.Ask {
			ask = append(ask, string(a.Body.ID)+" "+a.Role.En)
		}
		if strings.Join(pages, " ") != c.pages || strings.Join(ask, ", ") != c.ask || !strings.Contains(contact.Authority.En, c.authority) || (contact.Authority.En == "") != (c.authority == "") ||
			(contact.None.Text == "") != (c.pages != "") {
			t.Errorf("%s: %s", c.id, r.body)
		}
	}
	k.want(k.get(nodePath("local:nobody")+"/contact", ""), 404)
}

func TestEnquiry(t *testing.T) {
	k := newKit(t, nil)
	ask := func(body string) request {
		return request{method: http.MethodPost, path: "/api/v1/enquiries/text?both=true", body: body}
	}
	r := k.want(k.do(ask(`{"text":"铝合金薄壁件激光焊接后气孔多，孔隙率要小于1%","hit":"local:uni","requester":"local:firm","wanted":["CT无损检测","改工艺"],"deadline":"2027-03"}`)), 200)
	e := decode[api.Enquiry](t, r)
	for _, want := range []string{"江南焊接大学", "铝合金薄壁件激光焊接后气孔多", "CT无损检测、改工艺", "2027-03"} {
		if !strings.Contains(e.Body.Zh, want) {
			t.Errorf("%q is missing: %s", want, e.Body.Zh)
		}
	}
	if !strings.Contains(e.Body.En, "CT无损检测, 改工艺") || !strings.Contains(e.Body.En, "Needed by: 2027-03") || e.Subject.Zh == "" || e.Subject.En == "" || e.Contact.Node.ID != idUni {
		t.Errorf("%s", r.body)
	}
	k.want(k.do(ask(`{"need":{"capabilities":[{"id":"cap:welding-and-joining"}]}}`)), 200)
	for body, pointer := range map[string]string{
		`{}`: "", `{"text":"焊接","hit":"local:nobody"}`: "/hit", `{"text":"焊接","hit":"` + idHidden + `"}`: "/hit",
		`{"text":"焊接","requester":"local:nobody"}`: "/requester", `{"text":"焊接","deadline":"soon"}`: "/deadline", `{"text":"焊接","wanted":[""]}`: "/wanted/0",
	} {
		r := k.want(k.do(ask(body)), 422)
		if !strings.Contains(string(r.body), `"pointer":"`+pointer+`"`) {
			t.Errorf("%s: %s", body, r.body)
		}
	}
}

// TestDemand: a need becomes a record with the capabilities it asks for; what was read is
// marked, what was stated is not.
func TestDemand(t *testing.T) {
	k := newKit(t, nil)
	post := func(body string, headers ...string) request {
		q := write(http.MethodPost, "/api/v1/demands", body, headers...)
		q.token = memberToken
		return q
	}
	body := `{"text":"铝合金薄壁件激光焊接后气孔多","requester":"local:firm","figures":["孔隙率<1%"],"deadline":"2027-03"}`
	r := k.want(k.do(post(body, "Idempotency-Key", "k1")), 201)
	d := decode[api.DemandReceipt](t, r)
	if d.Node.Kind != graph.KindDemand || d.Node.Visibility != graph.VisibilityMembers || r.header.Get("ETag") != `"1"` || len(d.AsksFor) == 0 || !d.AsksFor[0].Derived || d.Requester.ID != idFirm {
		t.Errorf("%s", r.body)
	}
	if again := decode[api.DemandReceipt](t, k.want(k.do(post(body, "Idempotency-Key", "k1")), 201)); again.Node.ID != d.Node.ID || again.Node.Version != 1 {
		t.Errorf("%+v", again.Node)
	}
	k.want(k.do(post(`{"text":"别的需求，关于焊接"}`, "Idempotency-Key", "k1")), 422)
	path := nodePath(string(d.Node.ID))
	k.want(k.get(path, ""), 404)
	page := decode[api.EdgePage](t, k.want(k.get(path+"/edges", memberToken), 200))
	relations := make(map[graph.Relation]int)
	for _, it := range page.Items {
		relations[it.Edge.Relation]++
	}
	if relations[graph.RelPoses] != 1 || relations[graph.RelAsksFor] < len(d.AsksFor) {
		t.Errorf("%+v", page.Items)
	}
	stated := decode[api.DemandReceipt](t, k.want(k.do(post(`{"need":{"capabilities":[{"id":"cap:welding-and-joining"}]},"visibility":"public","title":"焊接"}`)), 201))
	if len(stated.AsksFor) != 1 || stated.AsksFor[0].Derived || stated.Node.Name != "焊接" {
		t.Errorf("%+v", stated)
	}
	k.want(k.get(nodePath(string(stated.Node.ID)), ""), 200)
	for body, pointer := range map[string]string{
		`{}`: "", `{"need":{}}`: "", `{"text":"焊接","requester":"` + idPact + `"}`: "/requester", `{"text":"焊接","requester":"local:ct"}`: "/requester",
		`{"need":{"capabilities":[{"id":"cap:nothing"}]}}`: "/need/capabilities/0/id", `{"text":"焊接","visibility":"parties"}`: "/visibility",
	} {
		r := k.want(k.do(post(body)), 422)
		if !strings.Contains(string(r.body), `"pointer":"`+pointer+`"`) {
			t.Errorf("%s: %s", body, r.body)
		}
	}
}
