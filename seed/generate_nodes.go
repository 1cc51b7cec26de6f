package seed

import (
	"fmt"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// brands are syllables of made-up trade names.
var (
	brands   = []string{"恒", "锐", "瑞", "华", "科", "达", "盛", "新", "创", "联", "中", "智", "宏", "泰", "源", "信", "奥", "德", "诺", "凯", "博", "康", "力", "迈", "优", "合", "远", "博"}
	brandsEn = []string{"heng", "rui", "rey", "hua", "ke", "da", "sheng", "xin", "chuang", "lian", "zhong", "zhi", "hong", "tai", "yuan", "sin", "ao", "de", "nuo", "kai", "bo", "kang", "li", "mai", "you", "he", "yun", "bok"}
)

// freeNode makes the i-th node of a kind.
func (g *generator) freeNode(kind graph.Kind, i, number int) graph.Node {
	t, at := g.topicOf(number), g.spotOf(number)
	tag := fmt.Sprintf("%06d", number)
	n := graph.Node{ID: nodeID(kind, i), Kind: kind, Region: at.code}
	name := func(zh, en string) {
		n.Name, n.NameEn = at.name+zh+" 仿真"+tag, at.nameEn+" "+en+", simulated "+tag
	}
	words := append([]string{t.name}, t.words...)
	var props graph.Properties
	switch kind {
	case graph.KindEnterprise:
		a, b := g.draw(useName, number, len(brands)), g.draw(useMore, number, len(brands))
		name(brands[a]+brands[b]+t.product+"有限公司", sentence(brandsEn[a]+brandsEn[b])+" "+t.productEn+" Co., Ltd.")
		props = g.firmProperties(t, number)
	case graph.KindUniversity:
		name("工程大学", "University of Engineering")
		props = graph.Properties{"ownership": "公办", "study_level": "本科", "field_words": []string{t.name}, "capability_words": words}
	case graph.KindInstitute:
		name(t.name+"研究所", "Institute of "+title(t.nameEn))
		props = graph.Properties{"type": "provincial", "field_words": []string{t.name}, "capability_words": words}
	case graph.KindRDUnit:
		name(t.name+"产业技术研究院", "Industrial Institute of "+title(t.nameEn))
		props = graph.Properties{"type": "new_type", "field_words": []string{t.name}, "capability_words": words}
	case graph.KindCenter:
		name(t.name+"技术创新中心", "Technology Innovation Centre for "+title(t.nameEn))
		props = graph.Properties{"level": "provincial", "class": "domain", "state": "operating", "field_words": []string{t.name}, "capability_words": words}
	case graph.KindPlatform:
		name(t.name+"检验检测中心", "Testing Centre for "+title(t.nameEn))
		props = graph.Properties{"type": "testing_centre", "level": "provincial", "share_mode": "external", "open_to": "企业委托检测", "capability_words": words}
	case graph.KindFacility:
		name(t.name+"中试平台", title(t.nameEn)+" Pilot Platform")
		props = graph.Properties{"type": "pilot_line", "share_mode": "external", "capability_words": words}
	case graph.KindJointLab:
		name(t.name+"联合实验室", "Joint Laboratory for "+title(t.nameEn))
		props = graph.Properties{"field_words": []string{t.name}, "capability_words": words}
	case graph.KindIncubator:
		name(t.name+"众创空间", "Makerspace for "+title(t.nameEn))
		props = graph.Properties{"level": "provincial", "field_words": []string{t.name}}
	case graph.KindTeam:
		name(t.name+"团队", title(t.nameEn)+" Team")
		props = graph.Properties{"expertise": words, "size": int64(3 + g.draw(useSize, number, 20))}
	case graph.KindTalent:
		n.Name, n.NameEn = "仿真专家 "+tag+"("+t.name+")", "Simulated expert "+tag+" ("+t.nameEn+")"
		props = graph.Properties{"post": []string{"教授", "研究员", "高级工程师", "副教授"}[g.draw(useSize, number, 4)], "expertise": words[:1+g.draw(useMore, number, len(words))], "load": float64(8+g.draw(useName, number, 5)) / 10}
	case graph.KindService:
		s := t.services[g.draw(useName, number, len(t.services))]
		name(s.name, title(s.nameEn))
		props = graph.Properties{"service_words": append([]string{s.name}, t.words...), "turnaround_days": s.days, "fee_amount": s.fee, "fee_unit": "元/" + s.unit, "fee": strconv.FormatFloat(s.fee, 'f', -1, 64) + " 元/" + s.unit, "open_to": "面向社会"}
	case graph.KindEquipment:
		w := g.byKey[t.instruments[g.draw(useName, number, len(t.instruments))]]
		name(w.name, title(w.nameEn))
		props = g.instrumentProperties(w, number)
	case graph.KindDemand:
		problem, _, _ := strings.Cut(t.demand, "，")
		n.Name, n.NameEn = problem+" 仿真"+tag, sentence(t.demandEn)+", simulated "+tag
		low := float64(5 * (1 + g.draw(useSize, number, 40)))
		props = graph.Properties{"type": "technology", "problem": t.demand, "budget_min": low, "budget_max": 2 * low, "posted": strconv.Itoa(2021 + g.draw(useDate, number, 6)), "state": []string{"open", "talks", "agreed", "closed"}[g.draw(useMore, number, 4)], "field_words": []string{t.name}}
	case graph.KindResult:
		n.Name, n.NameEn = t.result+" 仿真"+tag, sentence(t.resultEn)+", simulated "+tag
		props = graph.Properties{"maturity": int64(3 + g.draw(useSize, number, 6)), "year": int64(2015 + g.draw(useDate, number, 11)), "capability_words": words}
	case graph.KindProject:
		year := 2016 + g.draw(useDate, number, 9)
		n.Name, n.NameEn = t.result+"研发项目 仿真"+tag, "Project: "+t.resultEn+", simulated "+tag
		props = graph.Properties{"objective": t.demand, "start": strconv.Itoa(year), "end": strconv.Itoa(year + 3), "total_cost": float64(50 + 10*g.draw(useSize, number, 100)), "currency": "CNY", "capability_words": t.words}
	default: // agreement
		n.Region = ""
		n.Name, n.NameEn = t.name+"合作协议 仿真"+tag, "Agreement on "+t.nameEn+", simulated "+tag
		props = graph.Properties{"type": "技术开发合同", "ip_terms": "项目成果双方共有", "signed": strconv.Itoa(2017 + g.draw(useDate, number, 9))}
	}
	n.Properties = props
	return n
}

func (g *generator) firmProperties(t *topic, number int) graph.Properties {
	size := []string{"micro", "small", "small", "medium", "medium", "large"}[g.draw(useSize, number, 6)]
	sme := "yes"
	if size == "large" {
		sme = "no"
	}
	props := graph.Properties{"sme": sme, "size": size, "industry_words": []string{t.name}, "products": []string{t.product}}
	if g.draw(useMore, number, 5) == 0 {
		props["offers_services"], props["capability_words"] = true, t.words
	}
	return props
}

func (g *generator) instrumentProperties(w *instrumentWords, number int) graph.Properties {
	hours := float64(200 + 10*g.draw(useSize, number, 230))
	props := graph.Properties{
		"type": w.kind, "technique": w.technique, "functions": w.functions, "indicators": w.indicators, "value_wan": w.value[0], "run_state": "normal", "hours_year": hours,
		"share_mode": []string{"external", "external", "internal", "none"}[g.draw(useMore, number, 4)], "customs_supervised": g.draw(useOther, number, 6) == 0, "public_money": g.draw(useEnd, number, 3) > 0,
	}
	if props["share_mode"] == "external" {
		props["hours_service"], props["open_to"] = hours*float64(g.draw(useDate, number, 60))/100, "企业与高校院所"
		props["fee_amount"], props["fee_unit"], props["fee"] = w.fee[0], w.unit, strconv.FormatFloat(w.fee[0], 'f', -1, 64)+" "+w.unit
	}
	return props
}
