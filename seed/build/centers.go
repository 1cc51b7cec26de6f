package main

import (
	"slices"

	"chuangmai/graph"
)

// coBuilders are the centres of which collaborations.csv calls all but the first of the
// named organisations co-building units.
var coBuilders = []string{"国家耐盐碱水稻技术创新中心", "国家建筑绿色低碳技术创新中心"}

func (w *world) addCenters(shared string) error {
	rows, err := readCSV(shared, "jiangsu/centers.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		sources := rowSources(r)
		b := w.declare(graph.KindCenter, r["name"], r["english_name"], sources)
		b.set("level", r["level"])
		b.set("class", r["class"])
		b.add("field_words", words(r["domain"])...)
		b.add("platform_words", words(r["platforms_or_units"])...)
		b.remark(r["note"])
		if year := r["approved_year"]; year != "" {
			b.set("approved", year)
			b.validFrom = year
		}
		if r["city"] != "" {
			w.place(b, r["city"], sources)
		} else {
			w.place(b, r["province"], sources)
		}
	}
	for _, r := range rows {
		sources := rowSources(r)
		b := w.find(r["name"])
		for i, name := range words(r["lead_organizations"]) { //nolint:misspell // a column of the data set
			role := "lead"
			if i > 0 && slices.Contains(coBuilders, b.name) {
				role = "co"
			}
			w.link(graph.RelBuilds, w.actor(name, sources), b, sources, "role", role)
		}
	}
	return nil
}
