package main

import (
	"strings"

	"chuangmai/graph"
)

// addResources reads instruments, facilities, testing centres and platforms.
func (w *world) addResources(shared string) error {
	instruments, err := readTable("instruments")
	if err != nil {
		return err
	}
	class := make(map[string]string, len(instruments))
	for _, r := range instruments {
		class[r["name"]] = r["type"]
	}
	var all []row
	for _, name := range []string{"equipment", "equipment_more", "resources_more"} {
		rows, err := readCSV(shared, "jiangsu/"+name+".csv")
		if err != nil {
			return err
		}
		all = append(all, rows...)
	}
	for _, r := range all {
		w.resource(r, class)
	}
	for _, r := range all { // owners may be rows of the same files
		w.owners(r)
	}
	return nil
}

func (w *world) resource(r row, class map[string]string) {
	b, _ := w.described(r)
	b.add("capability_words", words(r["capability_keywords"])...)
	switch b.kind {
	default:
	case graph.KindEquipment:
		if class[b.name] == "" {
			w.fail("tables/instruments.tsv: no class of %q", b.name)
		}
		b.set("type", class[b.name])
	case graph.KindPlatform:
		if b.props["type"] == "testing_centre" && strings.Contains(b.name, "计量") {
			b.props["type"] = "metrology_centre"
		}
		switch {
		case strings.HasPrefix(b.name, "国家"):
			b.set("level", "national")
		case strings.HasPrefix(b.name, "江苏省"):
			b.set("level", "provincial")
		}
	}
	b.set("open_to", r["open_to"])
	b.set("fee", r["fee_if_stated"])
	if approvalOnly(r) && b.kind != graph.KindEquipment {
		b.set("approval_only", "true")
		b.remark("来源仅载: " + approvalPhrase(remarkOf(r)))
	}
}

// approvalPhrase says in Chinese what the remark says a page reports.
func approvalPhrase(remark string) string {
	remark = strings.ToLower(remark)
	for _, p := range []struct{ have, say string }{
		{"proposed", "拟认定名单"},
		{"setting-up approved", "批准筹建"},
		{"feasibility", "可行性研究获批"},
		{"expert review", "筹建前专家评审"},
		{"under construction", "在建"},
		{"construction started", "开工"},
		{"ground broken", "奠基"},
		{"being set up", "筹建中"},
		{"signed", "签约"},
		{"funded project", "立项"},
		{"plan", "规划"},
		{"approv", "获批"},
	} {
		if strings.Contains(remark, p.have) {
			return p.say
		}
	}
	return "批准或筹建"
}

func (w *world) owners(r row) {
	sources := rowSources(r)
	b := w.find(r["name"])
	if r["owner"] == "沪苏浙皖三省一市共建" {
		for _, name := range []string{"上海市人民政府", "江苏省人民政府", "浙江省人民政府", "安徽省人民政府"} {
			w.link(graph.RelBuilds, w.mention(name, sources), b, sources, "role", "co")
		}
		return
	}
	for _, name := range words(r["owner"]) {
		owner := w.actor(name, sources)
		if owner == nil || owner == b {
			continue
		}
		w.own(owner, b, sources)
		if zone := w.zoneOf(owner); zone != nil && owner.kind == graph.KindGovernment {
			w.link(graph.RelLocatedIn, b, zone, sources)
		}
	}
}

// own joins an owner with a resource. A facility that owns another is its whole; one
// that is a body in its own right (a consortium, a joint laboratory) has a host.
func (w *world) own(owner, b *body, sources []source) {
	switch {
	case owner.kind == graph.KindFacility || owner.kind == graph.KindZone:
		w.link(graph.RelPartOf, b, owner, sources)
	case b.kind == graph.KindEquipment || b.kind == graph.KindFacility || b.kind == graph.KindPlatform:
		w.link(graph.RelOwns, owner, b, sources)
	default:
		w.link(graph.RelHostedBy, b, owner, sources)
	}
}

// addEngineeringCentres reads the notices of engineering research centres.
func (w *world) addEngineeringCentres(shared string) error {
	rows, err := readCSV(shared, "jiangsu-facts/engineering_centers.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		sources := []source{{address: r["source_url"], seen: r["year"], confidence: "medium"}}
		b := w.declare(graph.KindPlatform, r["name"], "", sources)
		b.set("type", "engineering_research_centre")
		b.set("level", "provincial")
		if strings.HasPrefix(r["status"], "proposed") {
			b.set("approval_only", "true")
			b.remark("来源仅载: 拟认定名单")
		} else if b.validFrom == "" {
			b.validFrom = r["year"]
		}
		if b.region == "" {
			w.place(b, r["city"], sources)
		}
		if r["host"] != "" {
			host := w.actor(r["host"], sources)
			if !w.joined(host, b, graph.RelOwns) {
				w.link(graph.RelHostedBy, b, host, sources)
			}
		}
	}
	return nil
}
