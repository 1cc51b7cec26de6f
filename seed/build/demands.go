package main

import (
	"regexp"
	"strconv"
	"strings"

	"chuangmai/graph"
)

var (
	needCount = regexp.MustCompile(`(\d+)(?:余|多)?(?:项|条)`)
	yuan      = regexp.MustCompile(`^(\d+)元$`)
	atLeast   = regexp.MustCompile(`不低于(\d+)万元`)
	firmName  = regexp.MustCompile(`^(\S*公司) 技术|\(([^()]*公司)\)$`)
)

// addDemands reads technology needs: single ones by title, and whole rounds of them.
func (w *world) addDemands(shared string) error {
	rows, err := readCSV(shared, "jiangsu/demands.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		w.demand(r)
	}
	return nil
}

func (w *world) demand(r row) {
	sources := rowSources(r)
	b := w.declare(graph.KindDemand, r["title"], "", sources)
	round := strings.HasPrefix(r["title"], "[") || strings.Contains(r["title"], "打包发布")
	if round {
		b.set("type", "round")
		if m := needCount.FindStringSubmatch(r["title"]); m != nil {
			b.set("count", m[1])
		}
	} else {
		b.set("type", "technology")
		if !strings.Contains(r["title"], "公司 技术") { // else the title only says whose it is
			b.set("problem", r["title"])
		}
	}
	b.add("field_words", strings.FieldsFunc(r["field"], func(c rune) bool { return c == '|' || c == '/' })...)
	if round && r["city"] == "" {
		b.region = "320000" // rounds held in several cities of the province
	}
	w.place(b, r["city"], sources)
	b.set("posted", r["year"])
	b.set("state", "unknown")
	w.budget(b, r["budget_if_stated"], round)
	if m := firmName.FindStringSubmatch(r["title"]); m != nil && !round {
		if firm := w.actor(m[1]+m[2], sources); firm != nil {
			w.link(graph.RelPoses, firm, b, sources)
			b.set("confidentiality", "public")
		}
	}
}

// budget normalises a single need's budget to 10,000 CNY. The sums of a round are of
// other kinds (prizes, intentions, signed contracts) and stay in words.
func (w *world) budget(b *body, text string, round bool) {
	if text == "" {
		return
	}
	if m := yuan.FindStringSubmatch(text); m != nil && !round {
		n, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			w.fail("%s: %w", b.name, err)
			return
		}
		value := strconv.FormatFloat(n/10_000, 'f', -1, 64)
		b.set("budget_min", value)
		b.set("budget_max", value)
		return
	}
	b.set("budget_words", text)
	if m := atLeast.FindStringSubmatch(text); m != nil {
		b.set("budget_min", m[1])
	}
}
