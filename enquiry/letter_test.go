package enquiry_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chuangmai/enquiry"
	"chuangmai/graph"
	"chuangmai/need"
	"chuangmai/phrase"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", name, got)
	}
}

func span(text string) need.Reading {
	return need.Reading{Spans: []need.Span{{Start: 0, End: len([]rune(text)), Text: text}}, Confidence: 0.8}
}

// welding is a need that says much.
func welding() need.Need {
	return need.Need{
		Text: "铝合金薄壁件焊接后气孔多，孔隙率要小于1%，想找能做CT检测的单位",
		Capabilities: []need.Capability{
			{ID: "cap:non-destructive-testing", Name: "无损检测", NameEn: "non-destructive testing", Weight: 0.6, Words: []string{"CT检测"}, Reading: span("CT检测")},
			{ID: "cap:welding-and-joining", Name: "焊接与连接", NameEn: "welding and joining", Weight: 0.4, Reading: need.Reading{Confidence: 1}},
		},
		Figures: []need.Figure{{Quantity: "孔隙率", Op: "<", Value: 1, Unit: "%", Reading: span("小于1%")}},
		Modes:   []need.Mode{{Code: "joint_rd"}},
		Places: []need.Place{
			{Code: "320500", Name: "苏州市", NameEn: "Suzhou", RadiusKm: 50}, {Code: "320200", Name: "无锡市", NameEn: "Wuxi", Own: true},
		},
		NeededBy: &need.Deadline{Date: graph.MustDate("2027-03")},
		Budget:   &need.Budget{MinWan: 5, MaxWan: 20},
	}
}

func TestLetter(t *testing.T) {
	for name, q := range map[string]enquiry.Question{
		"full": {
			Need: welding(), To: phrase.Text{Zh: "滨湖焊接研究所", En: "Lakeside Welding Institute"}, From: phrase.Text{Zh: "城东铝件厂", En: "East Town Aluminium"},
			Wanted: []string{"CT检测", "改进工艺"}, Figures: []string{"孔隙率 < 1%", "壁厚 2 mm"}, Deadline: graph.MustDate("2027-01-15"),
		},
		"read":  {Need: welding()},
		"short": {Need: need.Need{Text: "泵漏水"}},
		"parts": {Need: need.Need{Capabilities: welding().Capabilities[1:]}},
	} {
		letter := enquiry.Write(q)
		golden(t, name+".zh.txt", letter.Subject.Zh+"\n\n"+letter.Body.Zh)
		golden(t, name+".en.txt", letter.Subject.En+"\n\n"+letter.Body.En)
		for _, text := range []string{letter.Subject.Zh, letter.Subject.En, letter.Body.Zh, letter.Body.En} {
			if strings.ContainsAny(text, "{}") || strings.Contains(text, "enquiry.") {
				t.Errorf("%s: %s", name, text)
			}
		}
		if strings.Contains(letter.Body.Zh, "20") && strings.Contains(letter.Body.Zh, "预算") {
			t.Error("the letter gives the budget away")
		}
	}
}

func TestDemand(t *testing.T) {
	d := enquiry.Demand{
		ID: "local:demand-1", Need: welding(), Requester: "local:firm", Wanted: []string{"CT检测"}, Visibility: graph.VisibilityMembers,
		Today: graph.MustDate("2026-11-22"), Source: graph.Source{Title: "登记"},
	}
	items := d.Items()
	batch := graph.Batch{Items: items}
	kinds := map[graph.ID]graph.Kind{"local:firm": graph.KindEnterprise, "cap:non-destructive-testing": graph.KindCapability, "cap:welding-and-joining": graph.KindCapability}
	if err := batch.Check(); err != nil {
		t.Fatal(err)
	}
	if err := graph.BuiltinSchema().Conform(batch, func(id graph.ID) graph.Kind { return kinds[id] }); err != nil {
		t.Fatal(err)
	}
	p := items[0].Node.Properties
	if p.Text("needed_by") != "2027-03" || p.Text("mode") != "joint_rd" || p["budget_max"] != 20.0 || p.Texts("targets")[0] != "孔隙率小于1%" || items[0].Node.Visibility != graph.VisibilityMembers {
		t.Errorf("%v", p)
	}
	if len(items) != 4 || items[3].Edge.Relation != graph.RelPoses || items[3].Edge.From != "local:firm" {
		t.Fatalf("%+v", items)
	}
	for i, derived := range []bool{true, false} {
		e := items[i+1].Edge
		if got, _ := e.Properties.Bool("derived"); got != derived || e.Visibility != graph.VisibilityMembers {
			t.Errorf("%+v", e)
		}
	}
	// What is stated part by part has a title and a problem too.
	parts := enquiry.Demand{ID: "local:d", Need: need.Need{Capabilities: welding().Capabilities}, Wanted: []string{"检测"}}.Items()
	if n := parts[0].Node; n.Name != "检测、无损检测、焊接与连接" || n.Properties.Text("problem") != n.Name {
		t.Errorf("%+v", n)
	}
}

func TestPages(t *testing.T) {
	n := &graph.Node{ID: "local:x", Kind: graph.KindInstitute}
	n.Sources = []graph.Source{{Address: "https://copy.example/1", Mirror: true}, {Address: "https://own.example/1"}}
	for url, shown := range map[string]bool{
		"https://own.example/": true, "http://own.example/a?b=c": true, "https://COPY.example/": false, "javascript:alert(1)": false, "ftp://own.example/": false,
		"https://user:word@own.example/": false, "https://": false, "own.example": false, "": false, "https://own.example/\x01": false,
	} {
		n.Properties = graph.Properties{"website": url}
		if got := enquiry.Pages(n); (len(got) == 1) != shown {
			t.Errorf("%q: %v", url, got)
		}
	}
	n.Kind, n.Properties = graph.KindTalent, graph.Properties{"website": "https://own.example/"}
	if got := enquiry.Pages(n); len(got) > 0 {
		t.Errorf("a person's page is shown: %v", got)
	}
}

func FuzzPages(f *testing.F) {
	for _, text := range []string{"https://a.example/", "javascript:alert(1)", "//a", "https://a@b/"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := &graph.Node{Kind: graph.KindInstitute}
		n.Properties = graph.Properties{"website": text}
		for _, p := range enquiry.Pages(n) {
			if !strings.HasPrefix(p.URL, "http://") && !strings.HasPrefix(p.URL, "https://") {
				t.Errorf("%q is shown as %q", text, p.URL)
			}
		}
	})
}
