package main

import (
	"slices"
	"strings"

	"chuangmai/graph"
)

// addEnterprises reads the firms of which something besides the listing collection
// speaks, and of those only what it says.
func (w *world) addEnterprises(shared string) error {
	rows, err := readCSV(shared, "jiangsu/enterprises.csv")
	if err != nil {
		return err
	}
	classes := listingClasses(rows)
	for _, r := range rows {
		sources := rowSources(r)
		if len(sources) == 0 {
			continue // only the listing collection
		}
		b := w.declare(graph.KindEnterprise, r["name"], "", sources)
		if !hasHan(r["name"]) {
			b.nameEn = r["name"]
		}
		b.mentioned = false
		w.place(b, r["city"], sources)
		recognition := words(r["recognition"])
		if strings.Contains(r["source_url"], droppedSource) {
			recognition = slices.DeleteFunc(recognition, func(s string) bool { return strings.HasPrefix(s, "A股上市公司") })
			if !classes[r["industry"]] {
				b.add("industry_words", words(r["industry"])...)
			}
		} else {
			b.add("industry_words", strings.FieldsFunc(r["industry"], func(c rune) bool { return c == '|' || c == '/' })...)
			b.add("products", words(r["products_or_capabilities"])...)
		}
		b.add("recognition", recognition...)
		for _, text := range recognition {
			if tier := tierOf(text); tier != "" {
				b.add("tier", tier)
			}
			if strings.Contains(text, "上市") {
				b.set("listed", text)
			}
		}
		b.set("sme", smeOf(recognition))
	}
	return nil
}

// listingClasses are the words by which the listing collection classes industries; on a
// merged row they came from it unless a row without it has them from the same page.
func listingClasses(rows []row) map[string]bool {
	classes := map[string]bool{"锂电专用设备": true, "中药": true}
	stated := make(map[string]bool)
	for _, r := range rows {
		switch sources := rowSources(r); {
		case len(sources) == 0:
			classes[r["industry"]] = true
		case !strings.Contains(r["source_url"], droppedSource):
			stated[r["industry"]+sources[0].address] = true
		}
	}
	for _, r := range rows {
		if sources := rowSources(r); len(sources) > 0 && stated[r["industry"]+sources[0].address] {
			delete(classes, r["industry"])
		}
	}
	return classes
}

func tierOf(recognition string) string {
	switch {
	case strings.Contains(recognition, "国家级专精特新小巨人"):
		return "little_giant"
	case strings.Contains(recognition, "专精特新"), strings.Contains(recognition, "小巨人"):
		return "specialised"
	case strings.Contains(recognition, "单项冠军"):
		return "champion"
	case strings.Contains(recognition, "国家企业技术中心"):
		return "enterprise_technology_centre"
	case strings.Contains(recognition, "上市"):
		return "listed"
	}
	return ""
}

// smeOf is yes for recognitions that only small and medium-sized firms can have.
func smeOf(recognition []string) string {
	for _, text := range recognition {
		if tier := tierOf(text); tier == "little_giant" || tier == "specialised" {
			return "yes"
		}
	}
	return "unknown"
}
