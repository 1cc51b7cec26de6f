package main

import (
	"net/url"
	"slices"
	"strings"

	"chuangmai/graph"
)

// rorIndex finds records of the ROR registry located in China.
type rorIndex struct {
	byID, byZh, byEn map[string]row
	decided          map[string]string // folded name: ROR id, "-" for none
	parents          [][2]string       // child, parent
}

// wrongLabels are labels of the registry that are no names of the body.
var wrongLabels = []string{
	"汉索制药", "亚州大学文正学院", "苏州职业健康学院", "江苏牧医学院", "中国水产科学研究院东海水产研究所", "苏州科技学院", "徐州医学院", "南京审计学院",
	"Nantong University Affiliated Tumor Hospital",
}

// sharedSites are addresses that the registry gives for more than one body.
var sharedSites = []string{"njzy666.com"}

const rorPrefix = "https://ror.org/"

func readROR(shared string) (*rorIndex, error) {
	rows, err := readCSV(shared, "ror-china/ror_cn.csv")
	if err != nil {
		return nil, err
	}
	x := &rorIndex{byID: make(map[string]row), byZh: make(map[string]row), byEn: make(map[string]row), decided: make(map[string]string)}
	ambiguous := make(map[string]bool)
	for _, r := range rows {
		r["ror_id"] = strings.TrimPrefix(r["ror_id"], rorPrefix)
		x.byID[r["ror_id"]] = r
		if r["status"] != "active" {
			continue
		}
		for _, zh := range words(r["name_zh"]) {
			if !slices.Contains(wrongLabels, zh) {
				x.byZh[fold(zh)] = r
			}
		}
		key := fold(englishName(r))
		ambiguous[key] = x.byEn[key] != nil
		x.byEn[key] = r
	}
	for key, twice := range ambiguous {
		if twice {
			delete(x.byEn, key)
		}
	}
	decided, err := readTable("ror")
	if err != nil {
		return nil, err
	}
	for _, r := range decided {
		x.decided[fold(r["name"])] = r["ror"]
	}
	relations, err := readCSV(shared, "ror-china/ror_cn_relationships.csv")
	if err != nil {
		return nil, err
	}
	for _, r := range relations {
		if r["type"] == "parent" {
			x.parents = append(x.parents, [2]string{strings.TrimPrefix(r["ror_id"], rorPrefix), strings.TrimPrefix(r["related_id"], rorPrefix)})
		}
	}
	return x, nil
}

// englishName is the registry's name without the country it puts behind companies.
func englishName(r row) string { return strings.TrimSuffix(r["name"], " (China)") }

// record returns the registry's record of the body: the one a row of it cites, else the
// one decided by hand, else the one with its Chinese or full English name.
func (x *rorIndex) record(b *body) row {
	for _, s := range b.sources {
		if id, cited := strings.CutPrefix(s.address, rorPrefix); cited && !b.mentioned && x.byID[id] != nil && b.kind != graph.KindUniversity {
			return x.byID[id]
		}
	}
	for _, name := range append([]string{b.name}, b.aliases...) {
		if id := x.decided[fold(name)]; id != "" {
			return x.byID[id] // nil for "-"
		}
		if r := x.byZh[fold(name)]; r != nil {
			return r
		}
	}
	if b.nameEn != "" && len(b.nameEn) > 20 {
		return x.byEn[fold(b.nameEn)]
	}
	return nil
}

// applyROR gives bodies that the registry knows their id, English name, site and other
// names. A facility of this network that merely shares its name with a body is one too.
func (w *world) applyROR() {
	taken := make(map[string]*body)
	for _, b := range w.bodies {
		switch b.kind {
		default:
		case graph.KindRegion, graph.KindIndustry, graph.KindDemand, graph.KindProgramme, graph.KindZone, graph.KindCluster:
			continue
		}
		r := w.ror.record(b)
		if r == nil {
			continue
		}
		if other := taken[r["ror_id"]]; other != nil {
			w.fail("%q and %q are the same ROR record %s", other.name, b.name, r["ror_id"])
			continue
		}
		taken[r["ror_id"]] = b
		b.ror = r["ror_id"]
		if b.nameEn == "" {
			b.nameEn = englishName(r)
		}
		for _, alias := range append(words(r["name_zh"]), words(r["aliases"])...) {
			if latin := !hasHan(alias); !slices.Contains(wrongLabels, alias) && (latin && isASCII(alias) || fold(alias) != fold(b.name) && !latin) {
				b.alias(alias)
			}
		}
		if site, err := url.Parse(r["website"]); err == nil && site.Host != "" && !slices.ContainsFunc(sharedSites, func(s string) bool { return strings.HasSuffix(site.Host, s) }) {
			b.set("website", r["website"])
		}
		if b.kind == graph.KindUniversity {
			b.add("identifiers", "ror:"+b.ror)
		}
		b.sources = addSources(b.sources, []source{{title: "ROR registry record (CC0)", address: rorPrefix + b.ror, seen: "2026-06-23", confidence: "medium"}})
	}
	for _, p := range w.ror.parents {
		child, parent := taken[p[0]], taken[p[1]]
		if child != nil && parent != nil && child != parent && !w.joined(child, parent, graph.RelPartOf, graph.RelHostedBy) && !w.joined(parent, child, graph.RelBuilds) {
			w.link(graph.RelPartOf, child, parent, []source{{title: "ROR registry record (CC0)", address: rorPrefix + p[0], seen: "2026-06-23", confidence: "medium"}})
		}
	}
}

// isASCII leaves out the registry's romanised spellings with tone marks.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
