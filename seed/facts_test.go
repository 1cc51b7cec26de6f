package seed

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// network indexes facts for questions in tests.
type network struct {
	nodes  map[graph.ID]*graph.Node
	byName map[string]*graph.Node
	edges  []*graph.Edge
}

func factNetwork(t *testing.T, resolve DisciplineResolver) network {
	t.Helper()
	items, err := Facts(resolve)
	if err != nil {
		t.Fatal(err)
	}
	w := network{nodes: make(map[graph.ID]*graph.Node), byName: make(map[string]*graph.Node)}
	for _, it := range items {
		if it.Edge != nil {
			w.edges = append(w.edges, it.Edge)
			continue
		}
		w.nodes[it.Node.ID] = it.Node
		for _, name := range append(it.Node.Aliases, it.Node.Name) {
			if w.byName[name] == nil || it.Node.Kind != graph.KindRegion {
				w.byName[name] = it.Node
			}
		}
	}
	return w
}

// joined lists "RELATION name property=value" of the edges that leave the body.
func (w network) joined(name string, relation graph.Relation) (out []string) {
	from := w.byName[name]
	for _, e := range w.edges {
		if from != nil && e.From == from.ID && e.Relation == relation {
			out = append(out, strings.TrimSpace(w.nodes[e.To].Name+" "+e.Properties.Text("role")))
		}
	}
	slices.Sort(out)
	return out
}

func TestFactsOfBodies(t *testing.T) {
	w := factNetwork(t, nil)
	tests := []struct {
		name string
		kind graph.Kind
		want map[string]string // properties; "id", "en" and "region" are the node's own
	}{
		{"数字医学工程全国重点实验室", graph.KindPlatform, map[string]string{"id": "ror:03ab0at74", "type": "state_key_laboratory", "level": "national", "en": "State Key Laboratory of Digital Medical Engineering", "region": "320100"}},
		{"江苏海洋大学", graph.KindUniversity, map[string]string{"id": "moe:4132011641"}},
		{"淮海工学院", graph.KindUniversity, map[string]string{"id": "moe:4132011641"}},
		{"南京大学", graph.KindUniversity, map[string]string{"id": "moe:4132010284", "en": "Nanjing University", "website": "http://www.nju.edu.cn/english/"}},
		{"国家超级计算昆山中心", graph.KindFacility, map[string]string{"id": "ror:01et3vf73", "type": "supercomputer"}},
		{"江苏省产业技术研究院有机光电技术研究所", graph.KindRDUnit, map[string]string{"type": "jitri", "founded": "2016"}},
		{"国家钢丝绳产品质量监督检验中心", graph.KindPlatform, map[string]string{"type": "testing_centre", "approval_only": "true"}},
		{"国家轨道交通装备产业计量测试中心(常州)", graph.KindPlatform, map[string]string{"type": "metrology_centre", "approval_only": ""}},
		{"鹰游纺机", graph.KindEnterprise, map[string]string{"sme": "yes", "region": "320700"}},
		{"徐工集团", graph.KindEnterprise, map[string]string{"sme": "unknown", "id": "ror:02y5rmj89"}},
		{"南通海星电子股份有限公司", graph.KindEnterprise, map[string]string{"listed": "", "sme": "unknown"}},
		{"昆山市工业技术研究院", graph.KindRDUnit, map[string]string{"region": "320583"}},
		{"苏南", graph.KindRegion, map[string]string{"id": "region:sunan", "type": ""}},
		{"长三角", graph.KindRegion, map[string]string{"id": "region:changsanjiao", "type": "strategic"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := w.byName[tt.name]
			if n == nil || n.Kind != tt.kind {
				t.Fatalf("is %+v, want a %s", n, tt.kind)
			}
			for name, want := range tt.want {
				got := n.Properties.Text(name)
				switch name {
				case "id":
					got = string(n.ID)
				case "en":
					got = n.NameEn
				case "region":
					got = n.Region
				case "approval_only":
					if yes, _ := n.Properties.Bool(name); yes {
						got = "true"
					}
				}
				if got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
	if n := w.byName["南通海星电子股份有限公司"]; n != nil && (len(n.Properties.Texts("products")) > 0 || len(n.Properties.Texts("industry_words")) > 0) {
		t.Errorf("data of the listing collection are left on %+v", n)
	}
}

func TestFactsOfRelations(t *testing.T) {
	w := factNetwork(t, nil)
	tests := []struct {
		name     string
		relation graph.Relation
		want     []string
	}{
		{"南京先进激光技术研究院", graph.RelPartOf, []string{"江苏省产业技术研究院 unit"}},
		{"中国科学院上海光学精密机械研究所", graph.RelBuilds, []string{"南京先进激光技术研究院 co"}},
		{"国家专用集成电路系统工程技术研究中心", graph.RelConvertedTo, []string{"国家集成电路设计自动化技术创新中心(EDA国创中心)"}},
		{"国家集成电路设计自动化技术创新中心", graph.RelLocatedIn, []string{"南京市"}},
		{"苏州苏大维格科技集团股份有限公司", graph.RelParticipatesIn, []string{"江苏省新型显示产业技术创新联合体 coordinator"}},
		{"国家第三代半导体技术创新中心", graph.RelLocatedIn, []string{"深圳市", "苏州市"}},
		{"连云港高新技术产业开发区", graph.RelStrategicIndustry, []string{"智能制造装备"}},
		{"江阴高新技术产业开发区", graph.RelStrategicIndustry, nil},
		{"江苏恒神股份有限公司", graph.RelPoses, []string{"大涵道比航空发动机复合材料叶片短程自动铺放装备的研发(江苏恒神股份有限公司)"}},
		{"徐州市检验检测中心", graph.RelBroader, nil},
		{"长三角国家技术创新中心", graph.RelServes, []string{"长三角"}},
		{"国家纺织机械质量监督检验中心", graph.RelOwns, []string{"国家纺织机械质量监督检验中心半消声检测室"}},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+string(tt.relation), func(t *testing.T) {
			if diff := cmp.Diff(tt.want, w.joined(tt.name, tt.relation)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestInferredHostsAreMarked(t *testing.T) {
	w := factNetwork(t, nil)
	inferred := 0
	for _, e := range w.edges {
		if yes, _ := e.Properties.Bool("inferred"); yes && e.Relation == graph.RelHostedBy {
			inferred++
		}
	}
	if inferred != 15 { // 12 of a copied page without the school's name, 3 not spelt out
		t.Errorf("%d inferred hosts, want 15", inferred)
	}
}

func TestDualAppointmentProgrammes(t *testing.T) {
	w := factNetwork(t, nil)
	head := w.byName["江苏省科技副总"]
	if n, _ := head.Properties.Number("count"); n != 2088 {
		t.Errorf("count = %v", n)
	}
	pairs, takers := 0, make(map[graph.ID]bool)
	for _, e := range w.edges {
		if e.Properties.Text("topic") == "科技副总选派" {
			pairs++
		}
		if e.To == head.ID && e.Relation == graph.RelParticipatesIn {
			takers[e.From] = true
		}
	}
	if pairs != 5 || len(takers) != 15 {
		t.Errorf("%d pairs and %d organisations, want 5 and 15", pairs, len(takers))
	}
	if got := w.joined("重庆科技大学", graph.RelParticipatesIn); len(got) != 1 {
		t.Errorf("重庆科技大学 takes part in %v", got)
	}
}

func TestRegionsLeadToTheCountry(t *testing.T) {
	w := factNetwork(t, nil)
	above := make(map[graph.ID][]graph.ID)
	for _, e := range w.edges {
		if e.Relation == graph.RelBroader {
			above[e.From] = append(above[e.From], e.To)
		}
	}
	cities, counties := 0, 0
	for id, n := range w.nodes {
		if n.Kind != graph.KindRegion || n.Region == "" || id == "region:100000" {
			continue
		}
		seen := map[graph.ID]bool{id: true}
		for queue := []graph.ID{id}; len(queue) > 0; queue = queue[1:] {
			for _, up := range above[queue[0]] {
				if !seen[up] {
					seen[up] = true
					queue = append(queue, up)
				}
			}
		}
		if !seen["region:100000"] {
			t.Errorf("%s %s is not under the country", id, n.Name)
		}
		if strings.HasPrefix(n.Region, "32") {
			switch n.Properties.Text("type") {
			case "city":
				cities++
			case "county":
				counties++
			}
		}
		if _, has := n.Properties.Number("latitude"); !has || n.NameEn == "" {
			t.Errorf("%s %s lacks a point or an English name", id, n.Name)
		}
	}
	if cities != 13 || counties != 104 {
		t.Errorf("Jiangsu has %d cities and %d counties here", cities, counties)
	}
	if got := len(above["region:320500"]); got != 2 {
		t.Errorf("Suzhou has %d regions right above it, want the province and 苏南", got)
	}
}

func TestStrengths(t *testing.T) {
	resolve, _ := namedDisciplines(t)
	with, without := factNetwork(t, resolve), factNetwork(t, nil)
	count := func(w network) (n int, grades map[string]bool) {
		grades = make(map[string]bool)
		for _, e := range w.edges {
			if e.Relation == graph.RelHasDiscipline {
				n++
				grades[e.Properties.Text("evidence")+" "+e.Properties.Text("grade")] = true
			}
		}
		return n, grades
	}
	n, grades := count(with)
	if n < 500 || !grades["fourth_round A+"] || !grades["double_first_class "] {
		t.Errorf("%d disciplines, grades %v", n, grades)
	}
	if n, _ := count(without); n != 0 {
		t.Errorf("%d disciplines without a resolver", n)
	}
	words := with.byName["江苏大学"].Properties.Texts("strength_words")
	for _, want := range []string{"智能农机装备", "江苏高水平大学高峰计划A类(2021)"} {
		if !slices.Contains(words, want) {
			t.Errorf("江苏大学 has the strengths %v, want %s", words, want)
		}
	}
	if slices.Contains(words, "农业工程") || !slices.Contains(without.byName["江苏大学"].Properties.Texts("strength_words"), "农业工程") {
		t.Error("a discipline is a strength word exactly when nothing resolves it")
	}
}

func TestBudgetsAreInTenThousands(t *testing.T) {
	w := factNetwork(t, nil)
	n := w.byName["配电设备底部防护不停电作业机器人研发"]
	if low, _ := n.Properties.Number("budget_min"); low != 300 {
		t.Errorf("budget_min = %v, want 300", low)
	}
	round := w.byName["[批次] 江苏首届J-TOP创新挑战季 169项技术难题"]
	if _, has := round.Properties.Number("budget_max"); has || round.Properties.Text("budget_words") == "" {
		t.Errorf("a round's prizes are no budget: %v", round.Properties)
	}
	if c, _ := round.Properties.Number("count"); c != 169 {
		t.Errorf("count = %v", c)
	}
}
