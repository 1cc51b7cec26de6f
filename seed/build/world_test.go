package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

var page = []source{{address: "http://page.example/1", confidence: "medium"}}

// testWorld has the decisions, two cities with a county town, and no data sets.
func testWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld()
	if err := w.readDecisions(); err != nil {
		t.Fatal(err)
	}
	province := w.region("320000", "江苏省", "Jiangsu", "province", nil)
	suzhou := w.region("320500", "苏州市", "Suzhou", "city", province)
	w.region("320583", "昆山市", "Kunshan", "county", suzhou)
	w.region("320509", "吴江区", "Wujiang District", "county", suzhou)
	w.region("320100", "南京市", "Nanjing", "city", province)
	return w
}

// said lists the links as "from RELATION to property=value …".
func (w *world) said() []string {
	var out []string
	for _, l := range w.links {
		if l.from.kind == graph.KindRegion {
			continue
		}
		var props []string
		for name, value := range l.props {
			props = append(props, name+"="+value)
		}
		slices.Sort(props)
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", l.from.name, l.relation, l.to.name, strings.Join(props, " "))))
	}
	return out
}

func (w *world) noErrors(t *testing.T) {
	t.Helper()
	for _, err := range w.errs {
		t.Error(err)
	}
}

func TestDeclareJoinsNames(t *testing.T) {
	w := testWorld(t)
	first := w.declare(graph.KindPlatform, "State Key Laboratory of Digital Medical Engineering", "State Key Laboratory of Digital Medical Engineering", page)
	second := w.declare(graph.KindInstitute, "数字医学工程全国重点实验室", "State Key Laboratory of Digital Medical Engineering", []source{{title: "another"}})
	third := w.declare(graph.KindPlatform, "甲检验中心（江苏）", "", page)
	fourth := w.declare(graph.KindPlatform, "甲检验中心(江苏)", "", page)
	if first != second || third != fourth || first == third {
		t.Fatal("names of one body are not joined, or those of two are")
	}
	if first.kind != graph.KindPlatform || len(first.sources) != 2 || len(w.bodies) != 5+2 {
		t.Errorf("joined into %+v of %d bodies", first, len(w.bodies))
	}
	if diff := cmp.Diff([]string{"数字医学工程全国重点实验室"}, first.aliases); diff != "" {
		t.Errorf("aliases (-want +got)\n%s", diff)
	}
	w.noErrors(t)
}

func TestActorsAndMentions(t *testing.T) {
	w := testWorld(t)
	gov := w.actor("苏州市吴江区", page)
	if gov == nil || gov.kind != graph.KindGovernment || gov.name != "苏州市吴江区人民政府" || gov.region != "320509" {
		t.Errorf("the place acts as %+v", gov)
	}
	zone := w.declare(graph.KindZone, "苏州工业园区", "", page)
	admin := w.actor("苏州工业园区", page)
	if admin == zone || admin.kind != graph.KindGovernment || w.zoneOf(admin) != zone {
		t.Errorf("the park acts as %+v", admin)
	}
	if w.mention("苏州工业园区", page) != zone {
		t.Error("the park itself is not found")
	}
	branch := w.mention("江苏省特种设备安全监督检验研究院无锡分院", page)
	if !w.joined(branch, w.find("江苏省特种设备安全监督检验研究院"), graph.RelPartOf) {
		t.Error("a branch is not part of its whole")
	}
	if w.noErrors(t); w.mention("从未见过的单位", page) != nil || len(w.errs) != 1 {
		t.Errorf("an unknown body gives %v", w.errs)
	}
}

func TestHosts(t *testing.T) {
	tests := []struct {
		name, kind string
		body       graph.Kind
		hosts      string
		want       []string
	}{
		{"甲研究所", "jitri_institute", graph.KindRDUnit, "江苏省产业技术研究院|中国科学院半导体研究所", []string{
			"甲研究所 PART_OF 江苏省产业技术研究院 role=unit", "中国科学院半导体研究所 PART_OF 中国科学院", "中国科学院半导体研究所 BUILDS 甲研究所 role=co",
		}},
		{"乙实验室", "provincial_laboratory", graph.KindPlatform, "江苏省实验室|苏州市|盛虹集团", []string{"苏州市人民政府 BUILDS 乙实验室 role=co", "乙实验室 HOSTED_BY 盛虹集团"}},
		{"丙联合体", "innovation_consortium", graph.KindConsortium, "双登集团|南钢", []string{"双登集团 PARTICIPATES_IN 丙联合体 role=coordinator", "南钢 PARTICIPATES_IN 丙联合体 role=participant"}},
		{"丁联合实验室", "joint_laboratory", graph.KindJointLab, "中国移动", []string{"丁联合实验室 HOSTED_BY 中国移动"}},
		{"戊研究院", "university_research_institute", graph.KindInstitute, "苏州市相城区", []string{"苏州市相城区人民政府 SUPPORTS 戊研究院"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := testWorld(t)
			w.declare(graph.KindInstitute, "江苏省产业技术研究院", "", page).set("type", "headquarters")
			b := w.declare(tt.body, tt.name, "", page)
			w.hosts(b, tt.hosts, tt.kind, page, false)
			w.hosts(b, tt.hosts, tt.kind, page, false) // another file says the same
			w.noErrors(t)
			if diff := cmp.Diff(tt.want, w.said()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	tests := []struct{ name, cities, region, want string }{
		{"昆山市工业技术研究院", "苏州", "320583", "昆山市工业技术研究院 LOCATED_IN 昆山市"},
		{"苏州某研究院", "苏州", "320500", "苏州某研究院 LOCATED_IN 苏州市"},
		{"两地中心", "南京|苏州", "320100", "两地中心 LOCATED_IN 南京市,两地中心 LOCATED_IN 苏州市"},
		{"无地点", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := testWorld(t)
			b := w.declare(graph.KindInstitute, tt.name, "", page)
			w.place(b, tt.cities, page)
			w.noErrors(t)
			if got := strings.Join(w.said(), ","); b.region != tt.region || got != tt.want {
				t.Errorf("region %q, %s", b.region, got)
			}
		})
	}
	w := testWorld(t)
	if w.place(w.declare(graph.KindInstitute, "甲", "", page), "某地", page); len(w.errs) != 1 {
		t.Errorf("an unknown place gives %v", w.errs)
	}
}

func TestEnterpriseOfTheListingCollection(t *testing.T) {
	rows := []row{
		{"name": "甲", "industry": "铝", "source_url": "https://" + droppedSource, "source_date_or_seen": "listing data"},
		{"name": "乙", "industry": "膜材料", "source_url": "https://" + droppedSource, "source_date_or_seen": "listing data"},
		{"name": "丙", "industry": "膜材料", "source_url": "http://membranes.example", "source_date_or_seen": "2013"},
		{"name": "丁", "industry": "膜材料", "source_url": "http://membranes.example ; https://" + droppedSource, "source_date_or_seen": "2013 ; listing data"},
	}
	classes := listingClasses(rows)
	if !classes["铝"] || classes["膜材料"] {
		t.Errorf("classes %v: the second is also stated by the page of the merged row", classes)
	}
}

func TestZoneIndustry(t *testing.T) {
	tests := []struct {
		name                 string
		industries, clusters []string
		want                 []string
	}{
		{"one with a cluster", []string{"纳米"}, []string{"纳米集群"}, []string{"纳米集群 LOCATED_IN 园区", "园区 STRATEGIC_INDUSTRY 纳米集群"}},
		{"several", []string{"纳米", "医药"}, []string{"纳米集群", "医药集群"}, []string{"纳米集群 LOCATED_IN 园区", "医药集群 LOCATED_IN 园区"}},
		{"marked among several", []string{"智能制造装备(一区一战略产业)", "新材料"}, nil, []string{"智能制造装备 BROADER 制造业", "园区 STRATEGIC_INDUSTRY 智能制造装备"}},
		{"none", nil, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := testWorld(t)
			section := &body{kind: graph.KindIndustry, name: "制造业", fixedID: "ind:C", props: map[string]string{}}
			w.index(section, "ind:C")
			b := w.declare(graph.KindZone, "园区", "", page)
			w.zoneIndustry(b, tt.industries, tt.clusters, page)
			w.noErrors(t)
			if diff := cmp.Diff(tt.want, w.said()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if strings.Contains(b.props["industry_words"], "(") {
				t.Errorf("industry words %q", b.props["industry_words"])
			}
		})
	}
}

func TestDemands(t *testing.T) {
	tests := []struct {
		row  row
		want map[string]string
	}{
		{row{"title": "8兆瓦主轴轴承设计", "budget_if_stated": "3000000元", "year": "2022"}, map[string]string{"type": "technology", "budget_min": "300", "budget_max": "300", "posted": "2022", "problem": "8兆瓦主轴轴承设计"}},
		{row{"title": "[批次] 挑战赛 企业技术需求800多项", "budget_if_stated": "意向金额超1.8亿元"}, map[string]string{"type": "round", "count": "800", "budget_words": "意向金额超1.8亿元", "budget_max": "", "problem": ""}},
		{row{"title": "[征集] 揭榜挂帅", "budget_if_stated": "单项原则上不低于500万元"}, map[string]string{"type": "round", "budget_min": "500", "count": ""}},
		{row{"title": "苏州圣汇装备有限公司 技术需求(挑战赛)"}, map[string]string{"type": "technology", "problem": "", "confidentiality": "public"}},
	}
	for _, tt := range tests {
		w := testWorld(t)
		w.demand(tt.row)
		w.noErrors(t)
		b := w.find(tt.row["title"])
		for name, want := range tt.want {
			if b.props[name] != want {
				t.Errorf("%s: %s = %q, want %q", b.name, name, b.props[name], want)
			}
		}
	}
}

func TestTidying(t *testing.T) {
	list := []source{{address: "http://copy.example/1", seen: "2023"}, {address: "http://copy.example/1", seen: "2023-10"}, {address: "https://ror.org/1"}, {title: "notice"}}
	got := tidySources(list, map[string]bool{"copy.example": true, "ror.org": true, "": true})
	want := []source{{address: "http://copy.example/1", seen: "2023-10", mirror: true}, {address: "https://ror.org/1"}, {title: "notice"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(source{})); diff != "" {
		t.Errorf("sources (-want +got)\n%s", diff)
	}
	w := testWorld(t)
	a, b := w.declare(graph.KindInstitute, "甲", "", page), w.declare(graph.KindInstitute, "乙", "", page)
	w.links = nil
	w.link(graph.RelCollaboratesWith, a, b, page, "mode", "joint_rd")
	w.link(graph.RelCollaboratesWith, a, b, []source{{title: "notice"}}, "mode", "joint_rd")
	w.link(graph.RelCollaboratesWith, a, b, page, "mode", "service")
	merged := mergeLinks(w.links)
	if len(merged) != 2 || len(merged[0].sources) != 2 {
		t.Errorf("%d links, the first with %d sources", len(merged), len(merged[0].sources))
	}
}

func TestTableText(t *testing.T) {
	text, err := table{columns: []string{"id", "name"}, rows: [][]string{{"a", "b"}}}.encode()
	if err != nil || string(text) != "id\tname\na\tb\n" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := (table{columns: []string{"id"}, rows: [][]string{{"a\tb"}}}).encode(); err == nil {
		t.Error("a cell with a tab is written")
	}
}
