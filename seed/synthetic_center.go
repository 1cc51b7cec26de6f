package seed

import (
	"fmt"
	"slices"
	"strconv"

	"chuangmai/graph"
)

// The parties of annual reports in the schema's vocabulary.
const (
	partyCenter    = "center" //nolint:misspell // a code of the schema
	partyAuthority = "local_authority"
)

// centre makes three centres for the checks of policy rules: a provincial one with all
// its papers, one whose papers are late or missing, and a comprehensive one that
// breaks rules on purpose. Governments and evaluators around them are made up too.
func (s *sampler) centre() {
	suzhou := s.places[slices.IndexFunc(s.places, func(p place) bool { return p.nameEn == "Suzhou" })]
	xuzhou := s.places[slices.IndexFunc(s.places, func(p place) bool { return p.nameEn == "Xuzhou" })]
	office := s.offices(suzhou)
	s.fullCentre(suzhou, office)
	s.lateCentre(xuzhou, office)
	s.faultyCentre(suzhou, office)
	s.chain(s.topic("welding"))
}

// offices are the made-up authorities around the centres.
type offices struct {
	province, city, bureau, evaluator *org
	postSubsidy                       graph.ID
}

func (s *sampler) offices(at place) offices {
	government := func(name, nameEn, level string) *org {
		return s.organisation(graph.KindGovernment, name, nameEn, at, nil, graph.Properties{"level": level})
	}
	o := offices{
		province: government("示例省科技厅", "Sample Provincial Department of Science and Technology", "provincial"),
		city:     government("示例设区市人民政府", "Sample Prefecture-city People's Government", "municipal"),
		bureau:   government("示例市科技局", "Sample City Science and Technology Bureau", "municipal"),
	}
	s.edge(graph.RelPartOf, o.bureau.id, o.city.id, nil)
	s.edge(graph.RelCoordinatesWith, o.province.id, o.city.id, graph.Properties{"mechanism": "departments"})
	o.evaluator = s.organisation(graph.KindEvaluator, "示例科技评估中心", "Sample Science and Technology Evaluation Centre", at, nil, graph.Properties{"type": "第三方机构"})
	o.postSubsidy = s.add(graph.KindProgramme, "示例技术创新中心后补助", "Sample post-subsidy for technology innovation centres", "", nil, graph.Properties{"type": "后补助"})
	return o
}

func (s *sampler) topic(key string) *topic {
	return &s.topics[slices.IndexFunc(s.topics, func(t topic) bool { return t.key == key })]
}

// fullCentre is a provincial domain centre that meets the rules.
func (s *sampler) fullCentre(at place, office offices) {
	welding := s.topic("welding")
	c := s.organisation(graph.KindCenter, "江苏示例焊接与增材制造技术创新中心", "Jiangsu Sample Technology Innovation Centre for Welding and Additive Manufacturing", at, []*topic{welding}, graph.Properties{
		"level": "provincial", "class": "domain", "legal_form": "rd_service_company", "product_sales": false, "approved": "2021-11", "state": "operating",
		"duties": []string{"战略规划", "制度建设", "研究领域布局", "运行管理", "内部资源配置"}, "field_words": []string{"焊接与增材制造"}, "capability_words": capabilityWords([]*topic{welding, s.topic("additive"), s.topic("ndt")}),
	})
	s.builders(c, welding, "2021-11") // before its own units join the topic
	s.parts(c, at, []string{"welding", "additive", "ndt"})
	s.members(c, []string{"welding", "additive", "heat", "mould", "nev"})
	s.governance(c, []string{"council", "technical_committee", "party_organisation"})
	for _, p := range []struct{ kind, name, english, date string }{
		{"charter", "章程", "charter", "2021-12-01"}, {"plan", "建设方案", "construction plan", "2021-06-15"}, {"minutes", "理事会会议纪要 2024", "council minutes 2024", "2024-03-20"}, {"minutes", "技术委员会会议纪要 2025", "technical committee minutes 2025", "2025-04-10"},
	} {
		s.paper(c, graph.KindDocument, p.name, p.english, graph.Properties{"type": p.kind, "issued": p.date})
	}
	s.application(c, office, graph.Properties{"route": "competitive", "state": "operating", "filed": "2021-05-20", "started": "2021-11-10", "reviewers_technical": int64(5), "reviewers_management": int64(3)})
	for year := 2022; year <= 2025; year++ {
		s.annualReports(c, year, partyCenter, partyAuthority)
	}
	s.evaluations(c, office)
	for year := 2022; year <= 2025; year++ {
		s.income(c, year, map[string]float64{"competitive_project": 480, "market_service": 620 + float64(year-2022)*90, "post_subsidy": 150, "transfer": 130})
	}
	s.dated(graph.RelFunds, office.postSubsidy, c.id, "2025-03", "", graph.Properties{"mode": "post_subsidy", "amount": 150.0})
	for _, kind := range []string{"land", "facilities"} {
		s.edge(graph.RelSupports, office.city.id, c.id, graph.Properties{"kind": kind})
	}
	s.edge(graph.RelServes, c.id, "ind:34", nil)
	for _, m := range []struct{ area, name, english string }{{"benefit", "科研团队持股的收益分配办法", "equity of research teams"}, {"talent", "双聘人员考核互认", "mutual recognition of dual appointees"}, {"openness", "仪器设备向中小企业开放的优惠办法", "discounted instrument time for SMEs"}} {
		id := s.add(graph.KindMeasure, "示例举措: "+m.name, "Sample measure: "+m.english, "", nil, graph.Properties{"area": m.area})
		s.edge(graph.RelPartOf, id, c.id, nil)
	}
	s.origin(c, welding)
	s.roadmap(welding)
}

// parts makes the headquarters and the units of a centre, each in another city.
func (s *sampler) parts(c *org, at place, keys []string) {
	hq := s.organisation(graph.KindRDUnit, c.name+"(本部)有限公司", c.nameEn+" (Headquarters)", at, c.topics, graph.Properties{"type": "other", "founded": "2021-12", "field_words": fieldWords(c.topics)})
	s.edge(graph.RelPartOf, hq.id, c.id, graph.Properties{"role": "hq"})
	s.dated(graph.RelBuilds, hq.id, c.id, "2021-12", "", graph.Properties{"role": "co"})
	for i, key := range keys {
		t := s.topic(key)
		city := s.places[(i*4+1)%len(s.places)]
		u := s.organisation(graph.KindRDUnit, city.name+"示例"+t.name+"专业研究所", city.nameEn+" Sample Specialised Institute of "+title(t.nameEn), city, []*topic{t}, graph.Properties{
			"type": "specialised", "founded": "2022", "field_words": []string{t.name}, "capability_words": append([]string{t.name}, t.words...),
		})
		s.dated(graph.RelPartOf, u.id, c.id, "2022", "", graph.Properties{"role": "unit"})
		s.edge(graph.RelHostedBy, u.id, s.school(city).id, graph.Properties{"two_systems": true})
	}
}

func (s *sampler) builders(c *org, t *topic, since string) {
	research, firms := s.sides(t)
	lead := research[len(research)-1]
	s.dated(graph.RelBuilds, lead.id, c.id, since, "", graph.Properties{"role": "lead"})
	for i, o := range append(research[:len(research)-1:len(research)-1], firms...) {
		if i < 4 {
			s.dated(graph.RelBuilds, o.id, c.id, since, "", graph.Properties{"role": []string{"co", "participant"}[i%2]})
		}
	}
	for _, o := range firms {
		s.edge(graph.RelLeads, c.id, o.id, nil)
	}
}

func (s *sampler) members(c *org, keys []string) {
	for _, key := range keys {
		_, firms := s.sides(s.topic(key))
		for _, o := range firms {
			tier, fee := "普通会员", 2.0
			if s.chance(0.3) {
				tier, fee = "理事会员", 10.0
			}
			s.dated(graph.RelMemberOf, o.id, c.id, strconv.Itoa(s.between(2022, 2025)), "", graph.Properties{"tier": tier, "fee": fee})
			if s.chance(0.4) {
				s.dated(graph.RelCollaboratesWith, c.id, o.id, strconv.Itoa(s.between(2022, 2025)), "", graph.Properties{"mode": s.weighted("contract_rd", 50, "service", 30, "joint_rd", 20), "topic": s.topic(key).name, "amount": float64(s.between(2, 40) * 5)})
			}
		}
	}
}

var bodyNames = map[string][2]string{
	"council": {"理事会", "council"}, "technical_committee": {"技术委员会", "technical committee"}, "expert_committee": {"专家委员会", "expert committee"}, "party_organisation": {"基层党组织", "Party organisation"},
}

func (s *sampler) governance(c *org, kinds []string) {
	for _, kind := range kinds {
		id := s.add(graph.KindBody, c.name+bodyNames[kind][0], c.nameEn+", "+bodyNames[kind][1], "", nil, graph.Properties{"type": kind})
		s.edge(graph.RelGoverns, id, c.id, nil)
		if kind == "party_organisation" {
			continue
		}
		for i, p := range some(s.rng, s.talents, 5) {
			role := "委员"
			if i == 0 {
				role = "主任"
			}
			s.dated(graph.RelSitsOn, p.id, id, "2021-12", "", graph.Properties{"role": role})
		}
	}
}

// paper makes a document, report, evaluation or the like that concerns the centre.
func (s *sampler) paper(c *org, kind graph.Kind, name, nameEn string, props graph.Properties) graph.ID {
	id := s.add(kind, c.name+" "+name, c.nameEn+", "+nameEn, "", nil, props)
	s.edge(graph.RelConcerns, id, c.id, nil)
	return id
}

func (s *sampler) application(c *org, office offices, props graph.Properties) {
	id := s.paper(c, graph.KindApplication, "申报", "application", props)
	s.edge(graph.RelConcerns, id, office.city.id, nil)
	s.edge(graph.RelSupports, office.city.id, id, graph.Properties{"kind": "policy"})
}

func (s *sampler) annualReports(c *org, year int, parties ...string) {
	names := map[string][2]string{partyCenter: {"年度报告", "annual report"}, partyAuthority: {"地方主管部门年度报告", "annual report of the local authority"}}
	for _, party := range parties {
		s.paper(c, graph.KindReport, fmt.Sprintf("%s %d", names[party][0], year), fmt.Sprintf("%s %d", names[party][1], year), graph.Properties{"party": party, "year": int64(year), "filed": yearMonth(year+1, 2)})
	}
}

func (s *sampler) evaluations(c *org, office offices) {
	for _, e := range []struct{ kind, name, english, date, outcome string }{
		{"end_of_period", "建设期满评估", "end-of-period evaluation", "2024-12", "良好"}, {"third_party", "第三方绩效评价", "third-party evaluation", "2025-02", "优秀"},
	} {
		id := s.paper(c, graph.KindEvaluation, e.name, e.english, graph.Properties{"type": e.kind, "date": e.date, "outcome": e.outcome})
		s.edge(graph.RelConcerns, id, office.evaluator.id, nil)
	}
}

// income makes one record a source; amounts are in 10,000 CNY.
func (s *sampler) income(c *org, year int, amounts map[string]float64) {
	for _, term := range graph.BuiltinSchema().Vocabularies["income_source"].Terms {
		amount, stated := amounts[term.Code]
		if !stated {
			continue
		}
		props := graph.Properties{"source": term.Code, "year": int64(year), "amount_wan": amount}
		if term.Code == "transfer" {
			props["use_rd_team_share"] = 0.7
		}
		s.paper(c, graph.KindIncome, fmt.Sprintf("%s %d", term.Zh, year), fmt.Sprintf("%s %d", term.En, year), props)
	}
}

// origin gives the centre the engineering centre it grew from.
func (s *sampler) origin(c *org, t *topic) {
	o := s.organisation(graph.KindPlatform, "示例焊接工程技术研究中心", "Sample Engineering Technology Research Centre for Welding", c.at, []*topic{t}, graph.Properties{"type": "engineering_technology_research_centre", "level": "provincial"})
	s.dated(graph.RelConvertedTo, o.id, c.id, "2021-11", "", nil)
	goal := s.add(graph.KindTarget, "示例目标: 新建省技术创新中心", "Sample target: new provincial centres", "", nil, graph.Properties{"metric": "省技术创新中心", "value": 3.0, "by": "2025"})
	s.edge(graph.RelCandidateFor, o.id, goal, graph.Properties{"status": "approved"})
}

func (s *sampler) roadmap(t *topic) {
	id := s.add(graph.KindRoadmap, "示例焊接产业技术创新战略规划", "Sample technology roadmap for welding", "", nil, graph.Properties{"issued": "2022-09"})
	s.edge(graph.RelCallsFor, id, t.field, nil)
	for _, r := range s.results {
		if r.topic.key == "welding" || r.topic.key == "additive" || r.topic.key == "ndt" {
			s.edge(graph.RelCallsFor, id, r.id, nil)
		}
	}
}

// lateCentre is in its building period with reports missing and no charter on record.
func (s *sampler) lateCentre(at place, office offices) {
	t := s.topic("agri")
	c := s.organisation(graph.KindCenter, "江苏示例智能农机技术创新中心", "Jiangsu Sample Technology Innovation Centre for Smart Farm Machinery", at, []*topic{t}, graph.Properties{
		"level": "provincial", "class": "domain", "legal_form": "social_service", "product_sales": false, "approved": "2022-06", "state": "building", "field_words": []string{"智能农机"}, "capability_words": capabilityWords([]*topic{t}),
	})
	s.builders(c, t, "2022-06")
	s.governance(c, []string{"council"})
	s.application(c, office, graph.Properties{"route": "designated", "state": "building", "filed": "2022-01-15", "started": "2022-06-30", "reviewers_technical": int64(4), "reviewers_management": int64(0)})
	s.annualReports(c, 2022, partyCenter, partyAuthority)
	s.annualReports(c, 2023, partyCenter)
	s.income(c, 2023, map[string]float64{"competitive_project": 90, "direct_subsidy": 600, "market_service": 40})
}

// faultyCentre is a comprehensive centre that breaks rules: it sells products, has a
// single unit, shares rights without a contract and gets a subsidy without an evaluation.
func (s *sampler) faultyCentre(at place, office offices) {
	t := s.topic("packaging")
	c := s.organisation(graph.KindCenter, "示例长三角综合类技术创新中心", "Sample Comprehensive Technology Innovation Centre", at, []*topic{t, s.topic("antibody")}, graph.Properties{
		"level": "national", "class": "comprehensive", "legal_form": "company", "product_sales": true, "approved": "2020-09", "state": "rectify", "exception_note": "一事一议: 由企业法人承担", "field_words": []string{"综合"},
	})
	s.parts(c, at, []string{"packaging"})
	s.edge(graph.RelServes, c.id, "region:changsanjiao", nil)
	s.governance(c, []string{"expert_committee"})
	_, firms := s.sides(t)
	s.edge(graph.RelBuilds, firms[0].id, c.id, graph.Properties{"role": "lead"})
	s.edge(graph.RelSharesIP, c.id, firms[0].id, graph.Properties{"basis": "口头约定"})
	s.dated(graph.RelFunds, office.postSubsidy, c.id, "2023-05", "", graph.Properties{"mode": "post_subsidy", "amount": 300.0})
	s.income(c, 2024, map[string]float64{"direct_subsidy": 900, "transfer": 200, "market_service": 100})
}

// chain makes the segments of an industry chain.
func (s *sampler) chain(t *topic) {
	var before graph.ID
	for i, name := range [][2]string{{"焊接材料", "welding materials"}, {"焊接装备", "welding equipment"}, {"结构件加工", "fabrication of structures"}, {"检测与服务", "inspection and services"}} {
		id := s.add(graph.KindChainSegment, "示例焊接产业链: "+name[0], "Sample welding chain: "+name[1], "", t, graph.Properties{"order": int64(i + 1)})
		if before != "" {
			s.edge(graph.RelSuppliesTo, before, id, nil)
		}
		before = id
	}
}
