package main

import (
	"cmp"

	"chuangmai/graph"
)

var schoolSource = source{
	title: "全国普通高等学校名单 2017 (教育部), repository hugg95/university-data @d06ae89 (MIT)", address: "https://github.com/hugg95/university-data",
	seen: "2017-06-22", confidence: "medium",
}

// readSchools indexes the ministry's list of 2017 by name.
func (w *world) readSchools(shared string) error {
	rows, err := readCSV(shared, "china-universities/universities_2017.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		w.schools[fold(r["name"])] = r
		if now, renamed := w.same[fold(r["name"])]; renamed {
			w.schools[fold(now)] = r
		}
	}
	return nil
}

// addUniversities makes the schools of Jiangsu in the list and those of which strengths
// are stated; the latter's names are printed.
func (w *world) addUniversities(shared string) error {
	strengths, err := readCSV(shared, "jiangsu/university_strengths.csv")
	if err != nil {
		return err
	}
	for _, r := range strengths {
		if w.find(r["university"]) == nil {
			listed := w.schools[fold(r["university"])]
			if listed == nil {
				w.fail("%q is not in the list of schools", r["university"])
				continue
			}
			w.school(row{"name": r["university"], "moe_code": listed["moe_code"], "province": listed["province"], "city": listed["city"], "level": listed["level"], "ownership": listed["ownership"]})
		}
	}
	rows, err := readCSV(shared, "china-universities/universities_2017.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r["province"] == "江苏省" {
			w.school(r)
		}
	}
	return nil
}

// school makes the university of a row of the list.
func (w *world) school(r row) *body {
	if b := w.find(r["name"]); b != nil {
		return b
	}
	name := r["name"]
	if now, renamed := w.same[fold(name)]; renamed {
		name = now
	}
	b := w.declare(graph.KindUniversity, name, "", []source{schoolSource})
	b.moe = r["moe_code"]
	b.set("study_level", r["level"])
	b.set("ownership", r["ownership"])
	b.remark("名单为2017年状态")
	at := w.city(r["city"])
	if at == nil {
		at = w.city(r["province"])
	}
	if at == nil {
		w.fail("%s: neither %q nor %q is a region", name, r["city"], r["province"])
		return b
	}
	b.region = cmp.Or(b.region, at.region)
	w.link(graph.RelLocatedIn, b, at, []source{schoolSource})
	return b
}
