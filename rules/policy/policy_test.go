package policy

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/rules"
	"chuangmai/team/teamtest"
)

func TestTableIsSound(t *testing.T) {
	texts := make(map[rules.Document]string)
	for d, name := range map[rules.Document]string{rules.National: "national", rules.Jiangsu: "jiangsu"} {
		data, err := os.ReadFile("../testdata/founding/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		texts[d] = strings.Join(strings.Fields(string(data)), "")
	}
	bilingual := func(id string, s phrase.Text) {
		if s.Zh == "" || s.En == "" || strings.ContainsFunc(s.En, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: %+v", id, s)
		}
	}
	schema := graph.BuiltinSchema()
	seen := make(map[string]bool)
	for _, p := range All() {
		if seen[p.ID] {
			t.Errorf("%s twice", p.ID)
		}
		seen[p.ID] = true
		bilingual(p.ID, p.Title)
		bilingual(p.ID, p.CheckWith)
		if !slices.ContainsFunc(schema.Vocabularies["policy_area"].Terms, func(term graph.Term) bool { return term.Code == p.Area }) {
			t.Errorf("%s: area %q", p.ID, p.Area)
		}
		for _, c := range p.Clauses {
			if !strings.Contains(texts[c.Document], c.Zh) {
				t.Errorf("%s: %s does not say %q", p.ID, c.Document, c.Zh)
			}
		}
		for _, o := range p.Offers {
			for _, d := range o.Documents {
				if !slices.ContainsFunc(p.Clauses, func(c rules.Clause) bool { return c.Document == d }) {
					t.Errorf("%s: no clause of %s", p.ID, d)
				}
			}
			for _, k := range o.Kinds {
				if schema.Kind(k) == nil {
					t.Errorf("%s: kind %s", p.ID, k)
				}
				for _, r := range o.Requires {
					if def := schema.NodeProperty(k, r.Property); r.Property != "" && (def == nil || !def.Ranked) {
						t.Errorf("%s: the picture keeps no %s of a %s", p.ID, r.Property, k)
					}
				}
			}
			for _, a := range o.Ask {
				bilingual(p.ID, a)
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("%d policies, the texts name ten and more", len(seen))
	}
}

func TestParseRefuses(t *testing.T) {
	for _, bad := range []string{``, `{}`, `[{"nonsense":1}]`, `[] []`, `[{"id":"x","offers":[{"requires":[{}]}]}]`, `[{"id":"x","offers":[{"requires":[{"region":"32","country":"CN"}]}]}]`, `[{"id":"x","offers":[{"requires":[{"property":"level"}]}]}]`} {
		if _, err := parse([]byte(bad)); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(policiesJSON)
	f.Add([]byte(`[{"id":"x","offers":[{"kinds":["enterprise"],"requires":[{"region":"32"}]}]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := parse(data)
		if err != nil {
			return
		}
		w := &teamtest.Network{}
		w.Node("c:1", graph.KindCenter, "c")
		v := w.View(t)
		n, _ := v.Lookup("c:1")
		for i := range list {
			for _, o := range list[i].Offers {
				o.hint(&list[i], v, n)
			}
		}
	})
}

// states asks what one node may qualify for: policy and the states of its criteria.
func states(t *testing.T, w *teamtest.Network, id graph.ID) (map[string][]string, int) {
	t.Helper()
	v := w.View(t)
	n, known := v.Lookup(id)
	if !known {
		t.Fatalf("no node %s", id)
	}
	hints, ruledOut := Hints(v, n)
	out := make(map[string][]string)
	for _, h := range hints {
		list := []string{}
		for _, c := range h.Criteria {
			list = append(list, c.State)
			if (c.State == StateRecorded) != (len(c.Nodes)+len(c.Edges) > 0) {
				t.Errorf("%s: %s with %d facts", h.Policy.ID, c.State, len(c.Nodes)+len(c.Edges))
			}
		}
		out[h.Policy.ID] = list
		for _, m := range []phrase.Message{h.Note} {
			for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
				if text := m.Render(lang); strings.ContainsAny(text, "{}") || !strings.Contains(text, h.Policy.CheckWith.In(lang)) {
					t.Errorf("%s: %q", h.Policy.ID, text)
				}
			}
		}
	}
	return out, ruledOut
}

func TestHints(t *testing.T) {
	const r, c = StateRecorded, StateToCheck
	w := &teamtest.Network{}
	w.Node("c:p", graph.KindCenter, "省中心", "level", "provincial", "legal_form", "research_institution").Region = "320500"
	w.Node("c:n", graph.KindCenter, "国家中心", "level", "national").Region = "110000"
	w.Node("c:z", graph.KindCenter, "浙江中心", "level", "provincial").Region = "330100"
	w.Node("c:u", graph.KindCenter, "未知中心")
	w.Node("f:1", graph.KindEnterprise, "企业", "tech_sme", "yes").Region = "320500"
	w.Node("f:2", graph.KindEnterprise, "外国企业", "country", "DE", "tech_sme", "unknown")
	w.Node("t:1", graph.KindTeam, "团队")
	w.Edge(graph.RelHoldsEquity, "t:1", "f:1")
	w.Node("e:1", graph.KindEquipment, "设备", "customs_supervised", true)
	w.Node("e:2", graph.KindEquipment, "设备", "customs_supervised", false)
	w.Node("r:1", graph.KindRegion, "区域")
	for id, want := range map[graph.ID]map[string][]string{
		"c:p": {
			"rd_super_deduction": {r, r, c, c}, "import_duty_relief": {r, r, c, c}, "new_rd_institution_award": {r, r, c}, "institution_recommendation": {r, r, r, c},
			"provincial_funding": {r, r, c}, "programme_priority": {r, r, c},
		},
		"c:n": {
			"rd_super_deduction": {r, c}, "high_tech_enterprise": {r, c, c}, "import_duty_relief": {r, c}, "transfer_bonus": {r, c}, "equity_incentive": {r, c},
			"deferred_income_tax": {r, c}, "research_autonomy": {r}, "base_and_talent_fund": {r}, "transfer_sub_fund": {r},
		},
		"c:z": {},
		"f:1": {"rd_super_deduction": {r, c}, "high_tech_enterprise": {r, c}, "equity_incentive": {r, c}, "deferred_income_tax": {r, c}, "sharing_for_firms": {r, c}},
		"f:2": {"equity_incentive": {c, c}, "deferred_income_tax": {c, c}, "sharing_for_firms": {c, c}},
		"e:1": {"import_duty_relief": {r, c}},
		"e:2": {},
		"r:1": {},
	} {
		got, _ := states(t, w, id)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	if _, ruledOut := states(t, w, "e:2"); ruledOut != 1 {
		t.Errorf("%d ruled out, want 1", ruledOut)
	}
	if got, ruledOut := states(t, w, "c:u"); len(got) != 14 || ruledOut != 0 {
		t.Errorf("a centre of unknown level may qualify for %d policies (%d ruled out)", len(got), ruledOut)
	}
}
