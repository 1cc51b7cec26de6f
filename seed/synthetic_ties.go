package seed

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// ties makes what organisations do together and what comes of it.
func (s *sampler) ties() {
	programmes := s.programmes()
	for i := range s.topics {
		t := &s.topics[i]
		research, firms := s.sides(t)
		s.result(t, research)
		s.demand(t, pick(s.rng, firms))
		s.collaborations(t, research, firms)
		if i%2 == 0 {
			s.project(t, research, firms, programmes)
		}
		if i%4 == 1 {
			s.jointLab(t, pick(s.rng, research), pick(s.rng, firms))
		}
		if i%6 == 2 {
			s.spinOff(t, pick(s.rng, research))
		}
	}
	s.supplies()
	for i := 0; i < len(s.topics); i += 15 {
		s.consortium(&s.topics[i])
	}
}

// sides returns the research bodies and the firms of a topic.
func (s *sampler) sides(t *topic) (research, firms []*org) {
	for _, o := range s.byTopic[t.key] {
		switch o.kind {
		default:
		case graph.KindUniversity, graph.KindRDUnit:
			research = append(research, o)
		case graph.KindEnterprise:
			firms = append(firms, o)
		}
	}
	return research, firms
}

func (s *sampler) programmes() []graph.ID {
	var out []graph.ID
	for _, p := range [][2]string{{"示例省重点研发计划", "Sample provincial key R&D programme"}, {"示例中央引导地方科技发展专项", "Sample central-guides-local fund"}, {"示例后补助专项", "Sample post-subsidy programme"}} {
		out = append(out, s.add(graph.KindProgramme, p[0], p[1], "", nil, graph.Properties{"type": "专项资金"}))
	}
	return out
}

func (s *sampler) result(t *topic, research []*org) {
	by := pick(s.rng, research)
	id, n := s.id(graph.KindResult)
	s.addAs(id, graph.KindResult, t.result+" 示例"+fmt.Sprintf("%02d", n), sentence(t.resultEn)+fmt.Sprintf(", sample %02d", n), by.region, t, graph.Properties{
		"type": s.weighted("新工艺", 40, "新材料", 20, "新装备", 25, "软件", 15), "maturity": int64(s.between(4, 8)), "year": int64(s.between(2018, 2025)), "capability_words": append([]string{t.name}, t.words...),
	})
	s.edge(graph.RelOwns, by.id, id, nil)
	s.edge(graph.RelAtStage, id, graph.ID("stage:"+s.weighted("source_innovation", 30, "pilot_maturation", 40, "transfer", 30)), nil)
	if s.chance(0.5) {
		s.edge(graph.RelOffers, by.id, id, nil)
	}
	s.results = append(s.results, madeOf{id, t, by})
	asset := s.add(graph.KindIPAsset, fmt.Sprintf("示例专利 %02d: %s", n, t.result), fmt.Sprintf("Sample patent %02d: %s", n, t.resultEn), "", t, graph.Properties{
		"type": s.weighted("发明专利", 70, "实用新型", 20, "软件著作权", 10), "number": fmt.Sprintf("示例-%04d", n), "capability_words": t.words,
	})
	s.edge(graph.RelOwns, by.id, asset, nil)
}

// unmet is the state of a demand from which an outcome can still come.
func (s *sampler) demand(t *topic, by *org) {
	id, n := s.id(graph.KindDemand)
	name, _, _ := strings.Cut(t.demand, "，")
	low := float64(s.between(2, 40) * 5)
	year, month := s.month(2024, 2025)
	s.addAs(id, graph.KindDemand, fmt.Sprintf("%s 示例%02d", name, n), fmt.Sprintf("%s, sample %02d", sentence(t.demandEn), n), by.region, t, graph.Properties{
		"type": s.weighted("technology", 65, "service", 20, "equipment", 10, "partnership", 5), "problem": t.demand, "budget_min": low, "budget_max": low * 2, "field_words": []string{t.name},
		"mode": s.weighted("contract_rd", 45, "service", 30, "joint_rd", 25), "posted": yearMonth(year, month), "needed_by": yearMonth(year+1, month),
		"confidentiality": s.weighted("public", 70, "anonymous", 25, "broker_only", 5), "state": s.weighted("open", 55, "talks", 20, "agreed", 15, "closed", 10),
		"tried": "已在本厂试过参数调整，效果不稳定", "targets": []string{"一次合格率提高到98%以上"},
	})
	s.edge(graph.RelPoses, by.id, id, nil)
	s.edge(graph.RelAtStage, id, "stage:applied_development", nil)
	for _, o := range s.byTopic[t.key] {
		if o != by && o.kind == graph.KindEnterprise && strings.Contains(o.name, "技术服务") && s.chance(0.4) {
			s.edge(graph.RelAnswers, o.id, id, nil)
		}
	}
	s.demands = append(s.demands, madeOf{id, t, by})
}

var elements = []string{"technology", "talent", "capital", "information"}

// collaborations joins research with firms; most of the deeper ones rest on an agreement.
func (s *sampler) collaborations(t *topic, research, firms []*org) {
	for _, firm := range firms {
		for _, body := range some(s.rng, research, s.between(1, 2)) {
			mode := s.weighted("contract_rd", 30, "joint_rd", 25, "service", 20, "shared_project", 8, "co_platform", 7, "strategic", 5, "tech_equity", 3, "co_invest", 2)
			year, month := s.month(2017, 2025)
			until := ""
			if s.chance(0.6) {
				until = yearMonth(year+s.between(1, 3), month)
			}
			props := graph.Properties{"mode": mode, "topic": pick(s.rng, append([]string{t.name}, t.words...)), "elements": some(s.rng, elements, s.between(1, 3))}
			if mode != "strategic" {
				props["amount"] = float64(s.between(2, 60) * 5)
			}
			s.dated(graph.RelCollaboratesWith, firm.id, body.id, yearMonth(year, month), until, props)
			if mode != "service" && s.chance(0.35) {
				s.agreement(t, firm, body, yearMonth(year, month))
			}
		}
	}
}

func (s *sampler) agreement(t *topic, a, b *org, signed string) {
	id, n := s.id(graph.KindAgreement)
	s.addAs(id, graph.KindAgreement, fmt.Sprintf("示例合作协议 %03d(%s)", n, t.name), fmt.Sprintf("Sample agreement %03d (%s)", n, t.nameEn), "", nil, graph.Properties{
		"type": s.weighted("技术开发合同", 60, "联合研发协议", 40), "signed": signed,
		"ip_terms":   s.weighted("背景知识产权各自所有，项目成果双方共有", 60, "成果归委托方，研发方有署名与后续改进权", 40),
		"risk_terms": s.weighted("因技术风险中止时按已完成工作量结算", 60, "双方按出资比例分担", 40), "benefit_terms": s.weighted("转让收益按约定比例分配", 70, "委托方按销售额提成支付", 30),
	})
	for _, o := range []*org{a, b} {
		s.edge(graph.RelPartyTo, o.id, id, nil)
	}
	if s.chance(0.6) {
		s.dated(graph.RelSharesIP, a.id, b.id, signed, "", graph.Properties{"basis": "agreement", "agreement": string(id)})
	}
}

func (s *sampler) project(t *topic, research, firms []*org, programmes []graph.ID) {
	id, n := s.id(graph.KindProject)
	year, month := s.month(2018, 2024)
	programme := pick(s.rng, programmes)
	cost := float64(s.between(8, 120) * 10)
	s.addAs(id, graph.KindProject, fmt.Sprintf("示例项目 %02d: %s", n, t.result), fmt.Sprintf("Sample project %02d: %s", n, t.resultEn), "", t, graph.Properties{
		"objective": t.demand, "topic": t.name, "start": yearMonth(year, month), "end": yearMonth(year+3, month), "total_cost": cost, "currency": "CNY", "framework": "示例省重点研发计划", "capability_words": t.words,
	})
	since, until := yearMonth(year, month), yearMonth(year+3, month)
	s.dated(graph.RelFundedBy, id, programme, since, until, graph.Properties{"amount": cost / 2})
	role := "coordinator"
	for _, o := range append(some(s.rng, research, 2), some(s.rng, firms, 2)...) {
		s.dated(graph.RelParticipatesIn, o.id, id, since, until, graph.Properties{"role": role, "amount": cost / 4})
		role = "participant"
	}
	for _, p := range s.talents {
		if p.topic == t && slices.Contains(research, p.home) && s.chance(0.4) {
			s.dated(graph.RelParticipatesIn, p.id, id, since, until, graph.Properties{"role": "participant"})
		}
	}
}

func (s *sampler) jointLab(t *topic, research, firm *org) {
	founded := strconv.Itoa(s.between(2016, 2024))
	o := s.organisation(graph.KindJointLab, "示例"+t.name+"联合实验室", "Sample Joint Laboratory for "+title(t.nameEn), research.at, []*topic{t}, graph.Properties{
		"founded": founded, "field_words": []string{t.name}, "capability_words": append([]string{t.name}, t.words...),
	})
	for _, side := range []*org{research, firm} {
		s.dated(graph.RelParticipatesIn, side.id, o.id, founded, "", graph.Properties{"role": "participant"})
	}
	s.edge(graph.RelHostedBy, o.id, research.id, nil)
}

// spinOff makes a firm that a research body brought forth, held in part by its team.
func (s *sampler) spinOff(t *topic, parent *org) {
	props := graph.Properties{"sme": "yes", "tech_sme": "yes", "size": "micro", "origin": "科研团队创办", "founded": strconv.Itoa(s.between(2018, 2023)), "products": []string{t.product}}
	s.firm(t, parent.at, "示例"+t.product+"创新有限公司", " Sample "+t.productEn+" Ventures Co., Ltd.", props)
	firm := s.orgs[len(s.orgs)-1]
	s.edge(graph.RelSpunOffFrom, firm.id, parent.id, nil)
	s.edge(graph.RelHoldsEquity, parent.id, firm.id, graph.Properties{"share": 0.2, "holder": "institution"})
	if i := slices.IndexFunc(s.teams, func(m madeOf) bool { return m.topic == t }); i >= 0 {
		s.edge(graph.RelHoldsEquity, s.teams[i].id, firm.id, graph.Properties{"share": 0.4, "holder": "team"})
	}
	for _, o := range s.orgs {
		switch {
		case o.kind == graph.KindIncubator && o.at.code == parent.at.code:
			s.edge(graph.RelIncubates, o.id, firm.id, nil)
		case o.kind == graph.KindFund && s.chance(0.25):
			s.edge(graph.RelInvestsIn, o.id, firm.id, graph.Properties{"amount": float64(s.between(10, 80) * 10)})
		}
	}
}

// supplies joins firms of neighbouring topics as supplier and customer.
func (s *sampler) supplies() {
	for i := range s.topics {
		_, from := s.sides(&s.topics[i])
		_, to := s.sides(&s.topics[(i+s.between(1, 9))%len(s.topics)])
		a, b := pick(s.rng, from), pick(s.rng, to)
		if a != b {
			s.edge(graph.RelSuppliesTo, a.id, b.id, nil)
		}
	}
}

func (s *sampler) consortium(t *topic) {
	research, firms := s.sides(t)
	lead := pick(s.rng, firms)
	o := s.organisation(graph.KindConsortium, "示例"+t.name+"创新联合体", "Sample Innovation Consortium for "+title(t.nameEn), lead.at, []*topic{t}, graph.Properties{
		"founded": strconv.Itoa(s.between(2020, 2025)), "field_words": []string{t.name}, "capability_words": t.words,
	})
	s.edge(graph.RelParticipatesIn, lead.id, o.id, graph.Properties{"role": "coordinator"})
	for _, member := range append(some(s.rng, research, 2), some(s.rng, firms, 3)...) {
		if member != lead {
			s.edge(graph.RelParticipatesIn, member.id, o.id, graph.Properties{"role": "participant"})
		}
	}
}
