package seed

import (
	"slices"
	"strconv"

	"chuangmai/graph"
)

// organisations makes schools, institutes, firms, platforms, incubators, funds.
func (s *sampler) organisations() {
	s.schools()
	for i := range s.topics {
		t := &s.topics[i]
		places := some(s.rng, s.places, 4)
		if i%3 != 0 {
			s.researchUnit(t, places[0])
		}
		s.serviceFirm(t, places[1])
		for j, at := range places[2:] {
			s.smallFirm(t, at, j == 1)
		}
	}
	s.platforms()
	s.incubators()
	s.funds()
}

// organisation registers what add made.
func (s *sampler) organisation(kind graph.Kind, name, nameEn string, at place, topics []*topic, props graph.Properties) *org {
	region := at.code
	if kind == graph.KindEnterprise && len(at.counties) > 0 && s.chance(0.5) {
		region = pick(s.rng, at.counties)
	}
	var main *topic
	if len(topics) == 1 {
		main = topics[0]
	}
	o := &org{kind: kind, name: name, nameEn: nameEn, at: at, region: region, founded: graph.MustDate(props.Text("founded")).Year(), topics: topics}
	o.id = s.add(kind, name, nameEn, region, main, props)
	if len(topics) > 1 {
		var fields []graph.ID
		for _, t := range topics {
			if !slices.Contains(fields, t.field) {
				fields = append(fields, t.field)
				s.edge(graph.RelInField, o.id, t.field, nil)
			}
		}
	}
	if len(at.zones) > 0 && kind != graph.KindUniversity && s.chance(0.25) {
		s.edge(graph.RelLocatedIn, o.id, pick(s.rng, at.zones), nil)
	}
	s.orgs = append(s.orgs, o)
	for _, t := range topics {
		s.byTopic[t.key] = append(s.byTopic[t.key], o)
	}
	return o
}

// capabilityWords joins the words of the topics without repetition.
func capabilityWords(topics []*topic) []string {
	var out []string
	for _, t := range topics {
		for _, w := range append([]string{t.name}, t.words...) {
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

func fieldWords(topics []*topic) []string {
	out := make([]string, len(topics))
	for i, t := range topics {
		out[i] = t.name
	}
	return out
}

func (s *sampler) schools() {
	for i, at := range s.places {
		var topics []*topic
		for j := i; j < len(s.topics); j += len(s.places) { // every topic is taught somewhere
			topics = append(topics, &s.topics[j])
		}
		for range 3 {
			if t := &s.topics[s.rng.IntN(len(s.topics))]; !slices.Contains(topics, t) {
				topics = append(topics, t)
			}
		}
		s.organisation(graph.KindUniversity, at.name+"示例理工大学", at.nameEn+" Sample University of Technology", at, topics, graph.Properties{
			"ownership": "公办", "study_level": "本科", "founded": strconv.Itoa(s.between(1952, 1985)), "field_words": fieldWords(topics), "capability_words": capabilityWords(topics),
		})
	}
}

func (s *sampler) researchUnit(t *topic, at place) {
	founded := strconv.Itoa(s.between(2004, 2016))
	topics := []*topic{t}
	o := s.organisation(graph.KindRDUnit, at.name+"示例"+t.name+"研究院", at.nameEn+" Sample Institute of "+title(t.nameEn), at, topics, graph.Properties{
		"type": s.weighted("new_type", 60, "specialised", 30, "other", 10), "founded": founded, "field_words": fieldWords(topics), "capability_words": capabilityWords(topics),
	})
	s.edge(graph.RelAtStage, o.id, graph.ID("stage:"+s.weighted("source_innovation", 25, "pilot_maturation", 35, "applied_development", 40)), nil)
	if school := s.near(graph.KindUniversity, t, at); school != nil && s.chance(0.7) {
		s.dated(graph.RelHostedBy, o.id, school.id, founded, "", graph.Properties{"two_systems": s.chance(0.4)})
	}
}

func (s *sampler) serviceFirm(t *topic, at place) {
	s.firm(t, at, "示例"+t.name+"技术服务有限公司", " Sample "+title(t.nameEn)+" Services Co., Ltd.", graph.Properties{"offers_services": true, "sme": "yes", "size": s.weighted("micro", 30, "small", 55, "medium", 15)})
}

func (s *sampler) smallFirm(t *topic, at place, second bool) {
	suffix, suffixEn := "有限公司", " Co., Ltd."
	if second {
		suffix, suffixEn = "科技有限公司", " Technology Co., Ltd."
	}
	size := s.weighted("micro", 20, "small", 45, "medium", 27, "large", 8)
	props := graph.Properties{"sme": "yes", "size": size, "products": []string{t.product}}
	if size == "large" {
		props["sme"] = "no"
	}
	props["tech_sme"] = s.weighted("yes", 60, "no", 15, "unknown", 25)
	if tier := s.weighted("", 70, "specialised", 18, "little_giant", 8, "champion", 4); tier != "" && size != "large" {
		props["tier"] = []string{tier}
	}
	s.firm(t, at, "示例"+t.product+suffix, " Sample "+t.productEn+suffixEn, props)
}

func (s *sampler) firm(t *topic, at place, name, nameEn string, props graph.Properties) {
	props["industry_words"] = []string{t.name}
	if props["founded"] == nil {
		props["founded"] = strconv.Itoa(s.between(1995, 2016)) // before anything it does here
	}
	if props["offers_services"] == true || s.chance(0.5) {
		props["capability_words"] = t.words
	}
	o := s.organisation(graph.KindEnterprise, at.name+name, at.nameEn+nameEn, at, []*topic{t}, props)
	s.edge(graph.RelInIndustry, o.id, t.industry, graph.Properties{"main": true})
}

// near returns an organisation of the kind that works in the topic, in the same city if
// there is one; nil when none does.
func (s *sampler) near(kind graph.Kind, t *topic, at place) *org {
	var other *org
	for _, o := range s.byTopic[t.key] {
		if o.kind != kind {
			continue
		}
		if o.at.code == at.code {
			return o
		}
		other = o
	}
	return other
}

// testedTopics are those with a testing centre of their own.
var testedTopics = []string{"ndt", "emc", "reliability", "failure", "metrology", "device", "food", "water", "battery", "pv", "polymer", "fibre"}

func (s *sampler) platforms() {
	for _, at := range s.places {
		school := s.school(at)
		o := s.organisation(graph.KindPlatform, at.name+"示例大型仪器共享平台", at.nameEn+" Sample Shared Instrument Platform", at, school.topics, graph.Properties{
			"type": "instrument_platform", "level": "municipal", "open_to": "企业与高校院所", "share_mode": "external", "use_mode": "booking", "capability_words": capabilityWords(school.topics),
		})
		s.edge(graph.RelOperatedBy, o.id, school.id, nil)
	}
	for i := range s.topics {
		t := &s.topics[i]
		if !slices.Contains(testedTopics, t.key) {
			continue
		}
		at := pick(s.rng, s.places)
		o := s.organisation(graph.KindPlatform, at.name+"示例"+t.name+"检验检测中心", at.nameEn+" Sample Testing Centre for "+title(t.nameEn), at, []*topic{t}, graph.Properties{
			"type": "testing_centre", "level": s.weighted("national", 15, "provincial", 60, "municipal", 25), "open_to": "企业委托检测", "share_mode": "external", "use_mode": "operated",
			"capability_words": capabilityWords([]*topic{t}), "approval_only": s.chance(0.15),
		})
		if firm := s.near(graph.KindEnterprise, t, at); firm != nil {
			s.edge(graph.RelOwns, firm.id, o.id, nil)
		}
	}
}

// school returns the made-up university of the city.
func (s *sampler) school(at place) *org {
	return s.orgs[slices.IndexFunc(s.orgs, func(o *org) bool { return o.kind == graph.KindUniversity && o.at.code == at.code })]
}

func (s *sampler) incubators() {
	for _, at := range s.places {
		topics := s.school(at).topics
		o := s.organisation(graph.KindIncubator, at.name+"示例专业化众创空间", at.nameEn+" Sample Makerspace", at, topics, graph.Properties{
			"type": "众创空间", "level": s.weighted("provincial", 60, "municipal", 40), "area_m2": float64(s.between(12, 120) * 100), "field_words": fieldWords(topics),
		})
		s.edge(graph.RelOperatedBy, o.id, s.school(at).id, nil)
		s.edge(graph.RelAtStage, o.id, "stage:incubation", nil)
	}
}

func (s *sampler) funds() {
	var guide *org
	for i, name := range []string{"省级成果转化引导基金", "产业创新基金一号", "产业创新基金二号", "天使投资基金", "装备产业投资基金", "生物医药产业投资基金"} {
		english := []string{"Provincial Guidance Fund for Result Transfer", "Industrial Innovation Fund I", "Industrial Innovation Fund II", "Angel Fund", "Equipment Industry Fund", "Biomedicine Industry Fund"}[i]
		o := s.organisation(graph.KindFund, "示例"+name, "Sample "+english, s.places[i], nil, graph.Properties{"type": "创投基金", "size_wan": float64(s.between(5, 50) * 1000)})
		if i == 0 {
			guide = o
		} else if i < 3 {
			s.edge(graph.RelSubfundOf, o.id, guide.id, nil)
		}
	}
}
