package api_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"chuangmai/briefing"
	"chuangmai/graph"
	"chuangmai/planner"
	"chuangmai/rules"
)

const (
	idCentre   = "local:centre"
	checksPath = "/api/v1/checks"
	ofCentre   = checksPath + "?" + string(graph.KindCenter) + "="
)

// ruleItems are a provincial centre that sells, and the fixture around it.
func ruleItems(tb testing.TB) []graph.Item {
	tb.Helper()
	items := append(fixture(tb),
		graph.Item{Op: graph.OpPutNode, Node: &graph.Node{ID: idCentre, Kind: graph.KindCenter, Name: "=焊接中心", Region: "110000", Common: graph.Common{
			Properties: graph.Properties{"level": "national", "class": "domain", "product_sales": true}, Sources: []graph.Source{{Title: "t"}},
		}}},
		graph.Item{Op: graph.OpPutEdge, Edge: &graph.Edge{ID: "builds:1", Relation: graph.RelBuilds, From: idUni, To: idCentre, Common: graph.Common{
			Properties: graph.Properties{"role": "lead"}, Sources: []graph.Source{{Title: "t"}},
		}}},
		graph.Item{Op: graph.OpPutEdge, Edge: &graph.Edge{ID: "builds:2", Relation: graph.RelBuilds, From: idHidden, To: idCentre, Common: graph.Common{
			Properties: graph.Properties{"role": "lead"}, Sources: []graph.Source{{Title: "t"}},
		}}},
	)
	for _, it := range items {
		if it.Node != nil {
			it.Node.Normalise()
		} else {
			it.Edge.Normalise()
		}
	}
	return items
}

// sound answers a request and fails the test unless it is as the document says.
func (k *kit) sound(t *testing.T, path string, header map[string]string) reply {
	t.Helper()
	q := request{method: http.MethodGet, path: path, header: header}
	r := k.want(k.do(q), http.StatusOK)
	if err := conforms(testDocument(t), q, r); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	return r
}

func TestChecks(t *testing.T) {
	k := newKitOf(t, ruleItems(t), nil)
	type answer struct {
		Items []struct {
			Rule    string `json:"rule"`
			Outcome struct {
				Code string `json:"code"`
			} `json:"outcome"`
			Severity json.RawMessage   `json:"severity"`
			Nodes    []json.RawMessage `json:"nodes"`
		} `json:"items"`
		Total int    `json:"total"`
		Next  string `json:"next"`
	}
	read := func(path string) (a answer) {
		t.Helper()
		if err := json.Unmarshal(k.sound(t, path, nil).body, &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := read(ofCentre + url.QueryEscape(idCentre) + "&outcome=not_met&both=true"); len(a.Items) != 1 || a.Items[0].Rule != "R7" || len(a.Items[0].Severity) == 0 || len(a.Items[0].Nodes) != 1 {
		t.Errorf("not met: %+v", a)
	}
	var ids []string
	whole := read(checksPath + "?limit=200")
	for page := read(checksPath + "?limit=7"); ; page = read(checksPath + "?limit=7&cursor=" + url.QueryEscape(page.Next)) {
		for _, x := range page.Items {
			ids = append(ids, x.Rule)
		}
		if page.Next == "" {
			break
		}
	}
	if len(ids) != whole.Total || len(ids) != len(whole.Items) {
		t.Errorf("%d on pages, %d of %d on one", len(ids), len(whole.Items), whole.Total)
	}
	if a := read(checksPath + "?region=" + url.QueryEscape("江苏") + "&rule=R7&rule=R4"); a.Total != 0 {
		t.Errorf("a centre of Beijing in Jiangsu: %+v", a)
	}
	for path, status := range map[string]int{
		ofCentre + "local:nobody": 404, ofCentre + idUni: 400, checksPath + "?rule=R99": 400, checksPath + "?outcome=perhaps": 400,
		checksPath + "?region=nowhere-at-all": 400, checksPath + "?cursor=abc": 400, ofCentre: 400, ofCentre + idOld: 404,
	} {
		k.want(k.get(path, ""), status)
	}
	if a := read(ofCentre + idOld + "&as_of=2019"); a.Total == 0 {
		t.Error("a centre of then is not judged as of then")
	}
}

// TestRulesAreInTheDocument: the document names exactly the rules and views there are.
func TestRulesAreInTheDocument(t *testing.T) {
	named := func(path, parameter string) []string {
		for _, p := range testDocument(t).Paths.Value(path).Get.Parameters {
			if p.Value.Name == parameter {
				var out []string
				for _, v := range p.Value.Schema.Value.Items.Value.Enum {
					out = append(out, v.(string))
				}
				return out
			}
		}
		return nil
	}
	var ids []string
	for _, r := range rules.All() {
		ids = append(ids, r.ID)
	}
	got := named(checksPath, "rule") // in an order of its own
	slices.Sort(got)
	slices.Sort(ids)
	if !slices.Equal(got, ids) {
		t.Errorf("the document names %v, there are %v", got, ids)
	}
	if got := named("/api/v1/coverage/export", "view"); !slices.Equal(got, planner.ExportViews()) {
		t.Errorf("the document names %v, there are %v", got, planner.ExportViews())
	}
}

func TestDossierAndPolicies(t *testing.T) {
	k := newKitOf(t, ruleItems(t), nil)
	base := "/api/v1/nodes/" + url.PathEscape(idCentre)
	r := k.sound(t, base+"/dossier?lang=en", nil)
	if text := string(r.body); !strings.Contains(text, "Background and significance") || strings.Contains(text, idHidden) {
		t.Errorf("the paper lacks a head or shows what is hidden: %.300s", text)
	}
	k.sound(t, base+"/dossier?form=report&year=2024", nil)
	page := k.sound(t, base+"/dossier?format=html", nil)
	if page.header.Get("Content-Security-Policy") != briefing.Policy() || strings.Contains(string(page.body), "<script") || page.header.Get("Content-Language") != "zh-CN" {
		t.Errorf("the page's headers: %v", page.header)
	}
	if got := k.sound(t, base+"/dossier?format=html&lang=en", nil).header.Get("Content-Language"); got != "en" {
		t.Errorf("language %q", got)
	}
	if r := k.sound(t, base+"/policies", map[string]string{"Accept-Language": "en"}); !strings.Contains(string(r.body), "May qualify for") {
		t.Errorf("%.300s", r.body)
	}
	k.sound(t, "/api/v1/nodes/"+url.PathEscape(idFirm)+"/policies?both=true", nil)
	for path, status := range map[string]int{
		base + "/dossier?year=2024": 400, base + "/dossier?form=report&year=1": 400, base + "/dossier?form=song": 400, base + "/dossier?format=pdf": 400, base + "/dossier?lang=fr": 400,
		"/api/v1/nodes/local:nobody/dossier": 404, "/api/v1/nodes/" + url.PathEscape(idUni) + "/dossier": 400, "/api/v1/nodes/local:nobody/policies": 404,
		"/api/v1/nodes/" + url.PathEscape(idHidden) + "/policies": 404,
	} {
		k.want(k.get(path, ""), status)
	}
}

func TestExport(t *testing.T) {
	k := newKitOf(t, ruleItems(t), nil)
	for _, format := range []string{"xlsx", "csv", "html"} {
		r := k.sound(t, "/api/v1/coverage/export?region="+url.QueryEscape("江苏")+"&format="+format, nil)
		disposition := r.header.Get("Content-Disposition")
		if (format == "html") != (disposition == "") || format != "html" && !strings.HasSuffix(disposition, "."+format+`"`) {
			t.Errorf("%s is offered as %q", format, disposition)
		}
		if format == "xlsx" && !strings.HasPrefix(string(r.body), "PK") {
			t.Error("no workbook")
		}
	}
	table := k.sound(t, "/api/v1/coverage/export?view=checks&format=csv&lang=en", nil)
	text, marked := strings.CutPrefix(string(table.body), "\ufeff")
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	if err != nil || !marked || len(rows) < 10 {
		t.Fatalf("%d rows, mark %v, %v", len(rows), marked, err)
	}
	if !strings.Contains(text, "'=焊接中心") || strings.Contains(text, "\r\n=") {
		t.Error("a name that looks like a formula was let through")
	}
	for _, path := range []string{"?format=pdf", "?view=weather", "?region=nowhere-at-all", "?field=alchemy", "?stage=magic", "?lang=fr"} {
		k.want(k.get("/api/v1/coverage/export"+path, ""), http.StatusBadRequest)
	}
}

// TestExportCompared: an export takes the rows, the date to compare with and the scenarios
// that the matrix takes.
func TestExportCompared(t *testing.T) {
	k := newKitOf(t, ruleItems(t), nil)
	path := "/api/v1/coverage/export"
	region := "&region=" + url.QueryEscape("江苏")
	csvOf := func(query string) string {
		return string(k.sound(t, path+"?format=csv&view=matrix&lang=en"+region+query, nil).body)
	}
	cities, compared := csvOf("&by=city"), csvOf("&compare_with=2019")
	if !strings.Contains(cities, "city not recorded") || strings.Contains(csvOf("&by=province"), "city not recorded") {
		t.Errorf("by city: %.300s", cities)
	}
	if !strings.Contains(compared, "Compared with 2019") || strings.Contains(cities, "Compared with") {
		t.Errorf("compared: %.300s", compared)
	}
	for _, query := range []string{"?by=street", "?compare_with=2019-13", "?compare_with=yesterday"} {
		k.want(k.get(path+query, ""), http.StatusBadRequest)
	}
	const add = `{"op":"add","kind":"facility","region":"徐州","field":"新材料","stages":["中试熟化"],"openness":"usable"}`
	post := func(body string) reply {
		return k.do(request{method: http.MethodPost, path: path, body: body})
	}
	for _, format := range []string{"csv", "html", "xlsx"} {
		r := k.want(post(`{"format":"`+format+`","view":["matrix"],"lang":"en","region":"江苏","by":"city","compare_with":"2019","scenario":{"name":"Line","changes":[`+add+`]},"against":{"changes":[]}}`), 200)
		text := string(r.body)
		switch format {
		case "xlsx":
			if !strings.HasPrefix(text, "PK") {
				t.Error("no workbook")
			}
		default:
			for _, want := range []string{"Scenario 1 Line", "Scenario 2", "Compared with", "The second scenario against the first", "scenario:1", "Coverage index"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q is missing", format, want)
				}
			}
		}
	}
	for body, pointer := range map[string]string{
		`{}`: "/scenario",
		`{"region":"火星","scenario":{"changes":[]}}`:                                              "/region",
		`{"region":"火星","view":["chains"],"scenario":{"changes":[]}}`:                            "/region",
		`{"field":"alchemy","scenario":{"changes":[]}}`:                                          "/field",
		`{"compare_with":"2019-13","scenario":{"changes":[]}}`:                                   "/compare_with",
		`{"scenario":{"changes":[{"op":"close","id":"local:nobody"}]}}`:                          "/scenario/changes/0/id",
		`{"scenario":{"changes":[]},"against":{"changes":[{"op":"close","id":"local:nobody"}]}}`: "/against/changes/0/id",
		`{"view":["weather"],"scenario":{"changes":[]}}`:                                         "/view/0",
	} {
		if r := k.want(post(body), http.StatusUnprocessableEntity); !strings.Contains(string(r.body), `"pointer":"`+pointer+`"`) {
			t.Errorf("%s: want %s, got %.300s", body, pointer, r.body)
		}
	}
}
