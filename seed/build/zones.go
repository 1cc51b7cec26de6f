package main

import (
	"strings"

	"chuangmai/graph"
)

const clusterKind = "national_advanced_manufacturing_cluster"

// zoneTypes maps the collected kinds of zones.
var zoneTypes = map[string][]string{
	"national_high_tech_zone":                {"national_high_tech"},
	"sunan_nidz_member":                      {"self_innovation"},
	"provincial_high_tech_zone":              {"provincial_high_tech"},
	"provincial_or_national_high_tech_zone":  {"high_tech"},
	"economic_development_zone_hi_tech_park": {"development_zone", "park"},
	"hi_tech_park":                           {"park"},
}

// statedIndustries are the single industries that rows state of a zone without a
// cluster, with the class of GB/T 4754 above them.
var statedIndustries = map[string]string{"生物医药": "27", "硅材料": "C", "智能制造装备": "C"}

const oneIndustry = "(一区一战略产业)"

func (w *world) addZones(shared string) error {
	rows, err := readCSV(shared, "jiangsu/zones.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		sources := rowSources(r)
		if r["kind"] == clusterKind {
			w.cluster(r["name"], r["leading_or_strategic_industry"], "national", sources, w.cities(r["city"])...)
			continue
		}
		b := w.declare(graph.KindZone, r["name"], "", sources)
		w.place(b, r["city"], sources)
		w.shortForm(b)
		for _, kind := range words(r["kind"]) {
			if zoneTypes[kind] == nil {
				w.fail("%s: no type for kind %q", b.name, kind)
			}
			b.add("type", zoneTypes[kind]...)
			if kind == "sunan_nidz_member" {
				w.link(graph.RelPartOf, b, w.mention("苏南国家自主创新示范区", sources), sources)
			}
		}
		w.zoneIndustry(b, words(r["leading_or_strategic_industry"]), words(r["national_cluster"]), sources)
	}
	if sunan := w.find("苏南国家自主创新示范区"); sunan != nil {
		w.link(graph.RelLocatedIn, sunan, w.regions["sunan"], sunan.sources)
	}
	return nil
}

// shortForm adds the usual short name, which is unique within the province.
func (w *world) shortForm(b *body) {
	name, _, _ := strings.Cut(b.name, "(")
	if short := strings.Replace(name, "高新技术产业开发区", "高新区", 1); short != name && w.find(short) == nil {
		b.alias(short)
	}
}

// zoneIndustry states the strategic industry where a single one is given, and clusters.
func (w *world) zoneIndustry(b *body, industries, clusters []string, sources []source) {
	for i, text := range industries {
		if plain, marked := strings.CutSuffix(text, oneIndustry); marked {
			industries[i] = plain
			w.link(graph.RelStrategicIndustry, b, w.statedIndustry(plain, sources), sources)
		}
	}
	b.add("industry_words", industries...)
	for i, name := range clusters {
		level := "national"
		if strings.HasSuffix(name, "(省级)") {
			level = "provincial"
		}
		words := industries
		if len(clusters) == len(industries) {
			words = industries[i : i+1]
		}
		c := w.cluster(name, strings.Join(words, "|"), level, sources, b)
		if len(industries) == 1 {
			w.link(graph.RelStrategicIndustry, b, c, sources)
		}
	}
	if len(industries) == 1 && len(clusters) == 0 {
		w.link(graph.RelStrategicIndustry, b, w.statedIndustry(industries[0], sources), sources)
	}
}

func (w *world) cluster(name, industries, level string, sources []source, places ...*body) *body {
	b := w.declare(graph.KindCluster, name, "", sources)
	b.set("level", level)
	b.add("industry_words", words(industries)...)
	for _, at := range places {
		if b.region == "" {
			b.region = at.region
		}
		w.link(graph.RelLocatedIn, b, at, sources)
	}
	return b
}

func (w *world) cities(cell string) (out []*body) {
	for _, name := range words(cell) {
		out = append(out, w.city(name))
	}
	return out
}

// statedIndustry makes an industry named by its zone.
func (w *world) statedIndustry(name string, sources []source) *body {
	above, known := statedIndustries[name]
	if !known {
		w.fail("no class above the industry %q", name)
		return nil
	}
	b := w.declare(graph.KindIndustry, name, "", sources)
	b.set("standard", "来源原文")
	if parent := w.find("ind:" + above); !w.joined(b, parent, graph.RelBroader) {
		w.link(graph.RelBroader, b, parent, sources)
	}
	return b
}

var industrySource = source{title: "GB/T 4754-2017 国民经济行业分类", seen: "2022-03-25", confidence: "medium"}

// addIndustries makes the sections and divisions of GB/T 4754-2017.
func (w *world) addIndustries(shared string) error {
	rows, err := readCSV(shared, "cn-classifications/gbt4754_2017.csv")
	if err != nil {
		return err
	}
	english, err := readTable("industries")
	if err != nil {
		return err
	}
	nameEn := make(map[string]string, len(english))
	for _, r := range english {
		nameEn[r["code"]] = r["name_en"]
	}
	var section *body
	for _, r := range rows {
		code := r["code"]
		if len(code) > 2 || len(code) == 1 && code[0] < 'A' {
			continue
		}
		if nameEn[code] == "" {
			w.fail("tables/industries.tsv: no English name of %s", code)
		}
		b := &body{kind: graph.KindIndustry, name: r["name"], nameEn: nameEn[code], fixedID: "ind:" + code, props: map[string]string{"code": code, "standard": "GB/T 4754-2017"}, sources: []source{industrySource}}
		w.bodies = append(w.bodies, b)
		w.index(b, b.fixedID)
		if len(code) == 1 {
			section = b
		} else {
			w.link(graph.RelBroader, b, section, b.sources)
		}
	}
	return nil
}
