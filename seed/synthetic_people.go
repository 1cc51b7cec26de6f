package seed

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"chuangmai/graph"
)

// talentCount is how many people the sample has.
const talentCount = 250

// talent is a made-up person.
type talent struct {
	id    graph.ID
	topic *topic
	home  *org
	posts []appointment
}

// appointment is one post of a talent.
type appointment struct {
	at           *org
	kind, role   string
	share        float64
	since, until string
}

// people makes talents with their appointments, and teams of them.
func (s *sampler) people() {
	for i := range talentCount {
		s.talent(&s.topics[i%len(s.topics)])
	}
	for i := range s.topics {
		if t := &s.topics[i]; s.chance(0.85) {
			s.team(t)
		}
	}
}

func (s *sampler) talent(t *topic) {
	id, n := s.id(graph.KindTalent)
	p := &talent{id: id, topic: t, home: s.home(t)}
	firm := p.home.kind == graph.KindEnterprise
	primary := appointment{at: p.home, kind: "primary", role: "researcher", share: 1, since: strconv.Itoa(s.between(max(2005, p.home.founded), 2021))}
	if firm {
		primary.role = "engineer"
	}
	p.posts = []appointment{primary}
	s.secondPost(p, firm)
	props := graph.Properties{
		"post":      s.weighted("教授", 25, "研究员", 20, "副教授", 15, "高级工程师", 40),
		"track":     s.weighted("applied_basic", 25, "engineering", 60, "extension", 15),
		"expertise": append([]string{t.name}, some(s.rng, t.words, 2)...), "load": loadOn(p.posts, graph.MustDate(sampleDay)),
	}
	if firm {
		props["post"] = "高级工程师"
	}
	s.addAs(id, graph.KindTalent, fmt.Sprintf("示例专家 %04d(%s)", n, t.name), fmt.Sprintf("Sample expert %04d (%s)", n, t.nameEn), p.home.region, t, props)
	for _, a := range p.posts {
		s.dated(graph.RelAppointedAt, id, a.at.id, a.since, a.until, s.appointmentTerms(a))
	}
	s.talents = append(s.talents, p)
}

// home is where a talent of the topic works first.
func (s *sampler) home(t *topic) *org {
	var research, firms []*org
	for _, o := range s.byTopic[t.key] {
		switch o.kind {
		default:
		case graph.KindUniversity, graph.KindRDUnit:
			research = append(research, o)
		case graph.KindEnterprise:
			firms = append(firms, o)
		}
	}
	if s.chance(0.78) {
		return pick(s.rng, research)
	}
	return pick(s.rng, firms)
}

// secondPost gives most talents a second appointment, some of it over, and a few a third.
func (s *sampler) secondPost(p *talent, firm bool) {
	for range s.between(0, 2) {
		if s.chance(0.2) {
			continue
		}
		a := appointment{share: float64(s.between(2, 6)) / 20}
		year, month := s.month(2020, 2025)
		a.since, a.until = yearMonth(year, month), yearMonth(year+2, month)
		var hosts []*org
		for _, o := range s.byTopic[p.topic.key] {
			if o != p.home && (firm && o.kind == graph.KindUniversity || !firm && (o.kind == graph.KindEnterprise || o.kind == graph.KindRDUnit)) && !slices.ContainsFunc(p.posts, func(b appointment) bool { return b.at == o }) {
				hosts = append(hosts, o)
			}
		}
		if len(hosts) == 0 {
			return
		}
		a.at = pick(s.rng, hosts)
		a.kind, a.role = "dual", "deputy_technical_head"
		switch {
		case firm:
			a.role = "industry_professor"
		case s.chance(0.2):
			a.kind, a.role, a.until = "flexible", "chief_scientist", yearMonth(year+3, month)
		case s.chance(0.15):
			a.kind, a.role, a.until = "project", "project_manager", yearMonth(year+1, month)
		}
		p.posts[0].share = math.Max(0.4, math.Round((p.posts[0].share-a.share*0.7)*20)/20)
		p.posts = append(p.posts, a)
	}
}

func (s *sampler) appointmentTerms(a appointment) graph.Properties {
	props := graph.Properties{"role": a.role, "type": a.kind, "share_of_time": a.share}
	if a.kind != "primary" && s.chance(0.6) {
		props["ip_rule"] = s.weighted("聘期内成果归聘用单位，署名双方", 50, "按合作协议约定共享", 50)
		props["income_rule"] = s.weighted("按项目到账经费的约定比例计酬", 60, "聘用单位发放岗位津贴", 40)
	}
	return props
}

// loadOn sums the shares of the appointments that hold on the day.
func loadOn(posts []appointment, day graph.Date) float64 {
	sum := 0.0
	for _, a := range posts {
		if graph.MustDate(a.since).First() <= day.Last() && graph.MustDate(a.until).Last() >= day.First() {
			sum += a.share
		}
	}
	return math.Round(sum*100) / 100
}

func (s *sampler) team(t *topic) {
	var members []*talent
	for _, p := range s.talents {
		if p.topic == t {
			members = append(members, p)
		}
	}
	members = some(s.rng, members, s.between(2, 4))
	if len(members) < 2 {
		return
	}
	home := members[0].home
	id, n := s.id(graph.KindTeam)
	s.addAs(id, graph.KindTeam, fmt.Sprintf("示例%s团队 %02d", t.name, n), fmt.Sprintf("Sample %s team %02d", t.nameEn, n), home.region, t, graph.Properties{
		"expertise": append([]string{t.name}, t.words...), "size": int64(len(members) + s.between(2, 12)),
	})
	s.edge(graph.RelPartOf, id, home.id, nil)
	for _, p := range members {
		s.edge(graph.RelInTeam, p.id, id, nil)
	}
	s.teams = append(s.teams, madeOf{id, t, home})
}
