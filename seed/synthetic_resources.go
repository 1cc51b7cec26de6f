package seed

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// instrumentCount is how many single instruments the sample has.
const instrumentCount = 300

// resources makes instruments, facilities and services.
func (s *sampler) resources() {
	for i := range instrumentCount {
		w := &s.instruments[i%len(s.instruments)]
		if i >= len(s.instruments) { // every type once, then those that topics use
			w = s.instrument(pick(s.rng, pick(s.rng, s.topics).instruments))
		}
		s.equipment(w)
	}
	s.facilities()
	for i := range s.topics {
		for _, words := range s.topics[i].services {
			s.service(&s.topics[i], words)
		}
	}
}

func (s *sampler) instrument(key string) *instrumentWords {
	return &s.instruments[slices.IndexFunc(s.instruments, func(w instrumentWords) bool { return w.key == key })]
}

// ownerOf returns an organisation that would have the instrument, and the topic it has
// it for: nil for a platform that serves everybody.
func (s *sampler) ownerOf(w *instrumentWords) (*org, *topic) {
	var uses []*topic
	for i := range s.topics {
		if slices.Contains(s.topics[i].instruments, w.key) {
			uses = append(uses, &s.topics[i])
		}
	}
	if len(uses) > 0 {
		t := pick(s.rng, uses)
		if owners := owning(s.byTopic[t.key]); len(owners) > 0 && s.chance(0.85) {
			return pick(s.rng, owners), t
		}
	}
	at := pick(s.rng, s.places)
	for _, o := range s.orgs {
		if o.kind == graph.KindPlatform && o.at.code == at.code {
			return o, nil
		}
	}
	return s.school(at), nil
}

// owning keeps those who would have instruments for others: no plain makers of products.
func owning(list []*org) []*org {
	return slices.DeleteFunc(slices.Clone(list), func(o *org) bool {
		return o.kind == graph.KindIncubator || o.kind == graph.KindEnterprise && !strings.Contains(o.name, "技术服务")
	})
}

var makers = []string{"示例精密仪器", "示例科学仪器", "示例检测装备", "示例光电技术"}

func (s *sampler) equipment(w *instrumentWords) {
	owner, t := s.ownerOf(w)
	id, n := s.id(graph.KindEquipment)
	year, month := s.month(2008, 2025)
	share := s.weighted("external", 66, "internal", 24, "none", 10)
	hours := float64(s.between(20, 260) * 10)
	props := graph.Properties{
		"type": w.kind, "model": fmt.Sprintf("%s-%d", strings.ToUpper(w.key[:min(3, len(w.key))]), s.between(20, 990)*10), "manufacturer": pick(s.rng, makers), "technique": w.technique,
		"functions": w.functions, "indicators": w.indicators, "value_wan": s.amount(w.value), "commissioned": yearMonth(year, month), "share_mode": share, "hours_year": hours,
		"run_state":        s.weighted("normal", 82, "occasional_fault", 9, "frequent_fault", 3, "awaiting_repair", 4, "to_be_scrapped", 2),
		"hours_service":    math.Round(hours*s.serviceShare(share)/10) * 10,
		"public_money":     owner.kind != graph.KindEnterprise && s.chance(0.8),
		"use_mode":         s.weighted("operated", 50, "booking", 25, "self_service", 15, "remote", 5, "rental", 5),
		"capability_words": w.technique,
	}
	if s.chance(0.7) { // the rest does not say
		props["customs_supervised"] = s.chance(0.2)
	}
	if share == "external" {
		s.access(props, fmt.Sprintf("equipment/%04d", n), s.amount(w.fee), w.unit)
	}
	s.addAs(id, graph.KindEquipment, fmt.Sprintf("%s 示例%04d", w.name, n), fmt.Sprintf("%s, sample %04d", sentence(w.nameEn), n), owner.region, t, props)
	s.edge(graph.RelOwns, owner.id, id, nil)
	s.openTo(id, owner, props)
}

// serviceShare is the part of the running hours that serves others.
func (s *sampler) serviceShare(share string) float64 {
	switch share {
	case "external":
		return 0.05 + 0.55*s.rng.Float64()
	case "internal":
		return 0.1 * s.rng.Float64()
	}
	return 0
}

// access states who may use a resource, at what price, by what rule; each is missing in
// some records, as in practice.
func (s *sampler) access(props graph.Properties, page string, fee float64, unit string) {
	props["open_to"] = s.weighted("企业与高校院所", 50, "中小企业优先", 30, "协议单位", 20)
	if s.chance(0.7) {
		props["open_rule"] = "按本单位仪器设备开放共享管理办法执行"
	}
	if s.chance(0.8) {
		props["fee_amount"], props["fee_unit"] = fee, unit
		props["fee"] = strconv.FormatFloat(fee, 'f', -1, 64) + " " + unit
	}
	if s.chance(0.45) {
		props["booking_url"] = "https://booking.example.org/" + page
	}
}

// openTo states the opening as an edge to the owner's region in half of the cases.
func (s *sampler) openTo(id graph.ID, owner *org, props graph.Properties) {
	if props["open_to"] == nil || !s.chance(0.5) {
		return
	}
	terms := graph.Properties{"who": props["open_to"], "mode": props["use_mode"], "terms": "需签订委托协议，数据保密"}
	for name, of := range map[string]string{"fee": "fee", "rule": "open_rule"} {
		if props[of] != nil {
			terms[name] = props[of]
		}
	}
	s.edge(graph.RelOpenTo, id, graph.ID("region:"+owner.at.code), terms)
}

// pilotTopics have a pilot line or test rig of their own.
var pilotTopics = map[string]string{
	"finechem": "pilot_line", "membrane": "pilot_line", "ferment": "pilot_line", "antibody": "pilot_line", "formulation": "pilot_line", "tcm": "pilot_line", "battery": "pilot_line", "mems": "pilot_line",
	"display": "pilot_line", "composites": "pilot_line", "fibre": "pilot_line", "synbio": "pilot_line", "catalyst": "pilot_line", "carbon": "pilot_line", "wind": "test_rig", "rail": "test_rig", "marine": "test_rig",
	"uav": "test_rig", "nev": "test_rig", "agri": "test_rig", "grid": "test_rig", "software": "supercomputer", "ai": "data_set", "breeding": "data_set",
}

func (s *sampler) facilities() {
	words := map[string][2]string{"pilot_line": {"中试线", "pilot line"}, "test_rig": {"综合试验台", "test rig"}, "supercomputer": {"计算中心", "computing centre"}, "data_set": {"科学数据集", "data set"}}
	for i := range s.topics {
		t := &s.topics[i]
		kind := pilotTopics[t.key]
		if kind == "" {
			continue
		}
		owner := pick(s.rng, owning(s.byTopic[t.key]))
		id, n := s.id(graph.KindFacility)
		props := graph.Properties{
			"type": kind, "functions": t.words[0] + "工艺验证与放大试验", "scale": fmt.Sprintf("%d 平方米", s.between(3, 60)*100), "field_words": []string{t.name}, "capability_words": append([]string{t.name}, t.words...),
			"share_mode": "external", "use_mode": s.weighted("operated", 60, "booking", 40), "approval_only": s.chance(0.15),
		}
		s.access(props, fmt.Sprintf("facility/%04d", n), s.amount([2]float64{1200, 15000}), "元/天")
		s.addAs(id, graph.KindFacility, fmt.Sprintf("%s%s 示例%02d", t.name, words[kind][0], n), fmt.Sprintf("%s %s, sample %02d", sentence(t.nameEn), words[kind][1], n), owner.region, t, props)
		s.edge(graph.RelOwns, owner.id, id, nil)
		s.edge(graph.RelAtStage, id, "stage:pilot_maturation", nil)
		s.openTo(id, owner, props)
	}
}

// service makes a service at one of the organisations of the topic.
func (s *sampler) service(t *topic, words serviceWords) {
	provider := pick(s.rng, owning(s.byTopic[t.key]))
	id, n := s.id(graph.KindService)
	props := graph.Properties{
		"service_words": append([]string{words.name}, t.words...), "deliverable": deliverable(words.name), "turnaround_days": words.days, "use_mode": "operated",
		"open_to": s.weighted("面向社会", 60, "中小企业优惠", 40),
	}
	if s.chance(0.75) {
		props["open_rule"] = "按技术服务合同执行"
	}
	if s.chance(0.85) {
		fee := s.amount([2]float64{words.fee * 0.85, words.fee * 1.2})
		props["fee_amount"], props["fee_unit"], props["fee"] = fee, "元/"+words.unit, strconv.FormatFloat(fee, 'f', -1, 64)+" 元/"+words.unit
	}
	if s.chance(0.3) {
		props["booking_url"] = fmt.Sprintf("https://booking.example.org/service/%04d", n)
	}
	s.addAs(id, graph.KindService, fmt.Sprintf("%s 示例%04d", words.name, n), fmt.Sprintf("%s, sample %04d", sentence(words.nameEn), n), provider.region, t, props)
	s.edge(graph.RelOffers, provider.id, id, nil)
	s.edge(graph.RelAtStage, id, graph.ID("stage:"+stageOf(words.name)), nil)
}

// deliverable and stageOf read off a service's name what the customer gets and where in
// the innovation chain it stands.
func deliverable(name string) string {
	switch {
	case strings.Contains(name, "开发"), strings.Contains(name, "配方"), strings.Contains(name, "路线"):
		return "工艺方案、样件与试验记录"
	case strings.Contains(name, "方案"), strings.Contains(name, "设计"), strings.Contains(name, "仿真"), strings.Contains(name, "优化"):
		return "设计或整改方案"
	case strings.Contains(name, "试制"), strings.Contains(name, "加工"), strings.Contains(name, "中试"), strings.Contains(name, "打样"):
		return "试制样品与过程数据"
	}
	return "检测报告"
}

func stageOf(name string) string {
	switch {
	case strings.Contains(name, "中试"), strings.Contains(name, "放大"), strings.Contains(name, "试制"):
		return "pilot_maturation"
	case strings.Contains(name, "开发"), strings.Contains(name, "设计"), strings.Contains(name, "优化"), strings.Contains(name, "仿真"), strings.Contains(name, "方案"):
		return "applied_development"
	case strings.Contains(name, "筛选"), strings.Contains(name, "构建"):
		return "source_innovation"
	}
	return "industrialisation"
}
