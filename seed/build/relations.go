package main

import (
	"regexp"
	"strconv"
	"strings"

	"chuangmai/graph"
)

func (w *world) addCollaborations(shared string) error {
	rows, err := readCSV(shared, "jiangsu/collaborations.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		sources := rowSources(r)
		mode := r["mode"]
		if mode == "other" && strings.Contains(r["topic"], "战略合作") {
			mode = "strategic"
		}
		a, b := w.actor(r["a_name"], sources), w.actor(r["b_name"], sources)
		l := w.link(graph.RelCollaboratesWith, a, b, sources, "mode", mode, "topic", r["topic"], "amount", amountIn(r["topic"]))
		l.valid = r["year"]
	}
	return nil
}

var sum = regexp.MustCompile(`([\d.]+)(亿|万)元`)

// amountIn returns the sum named in the text in 10,000 CNY, "" when there is none.
func amountIn(text string) string {
	m := sum.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	f, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return ""
	}
	if m[2] == "亿" {
		f *= 10_000
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// programmes are those of dual appointment, with the English names used here.
var programmes = map[string]string{
	"江苏省科技副总":      "Jiangsu deputy technical heads (university staff in firms)",
	"江苏省产业教授":      "Jiangsu industry professors (firm staff in universities)",
	"江苏省产业教授(本科类)": "Jiangsu industry professors, undergraduate class",
	"江苏省科技镇长团":     "Jiangsu science and technology town-head groups",
}

// addDualAppointments reads counts of programmes and the organisations that take part.
func (w *world) addDualAppointments(shared string) error {
	rows, err := readCSV(shared, "jiangsu/dual_appointments.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		sources := rowSources(r)
		b := w.declare(graph.KindProgramme, r["programme"], programmes[r["programme"]], sources)
		b.set("type", "人才双聘")
		b.region = "320000"
		from, to := w.appointing(r["organisation_a"], sources), w.appointing(r["organisation_b"], sources)
		count := strings.TrimSpace(r["count"] + r["count_unit"])
		if r["count"] == "" {
			count = ""
		}
		if from == nil && to == nil {
			w.programmeCount(b, r, count)
		}
		note := count
		if r["note"] != "" {
			note = strings.TrimPrefix(note+"; "+r["note"], "; ")
		}
		if to == nil && strings.Contains(r["organisation_b"], "盐城") {
			note = strings.TrimPrefix(note+"; 派往"+r["organisation_b"], "; ")
		}
		for _, org := range []*body{from, to} {
			if org == nil {
				continue
			}
			l := w.link(graph.RelParticipatesIn, org, b, sources, "role", "participant", "note", note)
			l.valid = firstDate(r["year"])
		}
		if from != nil && to != nil {
			l := w.link(graph.RelCollaboratesWith, from, to, sources, "mode", "other", "topic", "科技副总选派")
			l.valid = firstDate(r["year"])
		}
	}
	return nil
}

// appointing returns the organisation that a row names, nil for a group of them.
func (w *world) appointing(name string, sources []source) *body {
	for _, group := range []string{"全国高校院所", "企业", "江苏省企业", "江苏省高校", "江苏省普通本科高校", "江苏省基层"} {
		if strings.HasPrefix(name, group) {
			return nil
		}
	}
	if name == "江苏省" || strings.HasSuffix(name, "区企业") {
		return nil
	}
	return w.actor(name, sources)
}

// programmeCount keeps the first plain count as the programme's own and all of them, with
// their years, in its note.
func (w *world) programmeCount(b *body, r row, count string) {
	text := strings.TrimSpace(r["year"] + ": " + strings.Trim(count+"; "+r["note"], "; "))
	if group := strings.TrimPrefix(strings.TrimPrefix(r["organisation_b"], "江苏省企业"), "企业"); strings.HasPrefix(group, "(") || strings.Contains(group, "盐城") {
		text += " " + group
	}
	b.remark(text)
	if b.props["count_words"] != "" || r["count"] == "" {
		return
	}
	b.set("count_words", r["count"]+r["count_unit"])
	b.set("count_unit", r["count_unit"])
	b.set("year_words", r["year"])
	if _, err := strconv.Atoi(r["count"]); err == nil {
		b.set("count", r["count"])
	}
}

// addRecognitions notes how many engineering technology research centres were recognised.
func (w *world) addRecognitions(shared string) error {
	rows, err := readCSV(shared, "jiangsu-facts/etrc_2012_by_city.csv")
	if err != nil {
		return err
	}
	total := 0
	var parts []string
	for _, r := range rows {
		n, err := strconv.Atoi(r["provincial_engineering_research_centers_approved"]) //nolint:misspell // a column of the data set
		if err != nil {
			return err
		}
		total += n
		parts = append(parts, r["city"]+strconv.Itoa(n))
	}
	b := w.declare(graph.KindProgramme, "江苏省工程技术研究中心 2012年批准", "Jiangsu engineering technology research centres approved in 2012",
		[]source{{address: rows[0]["source_url"], seen: rows[0]["year"], confidence: "medium"}})
	b.region = "320000"
	b.set("type", "平台认定")
	b.set("count", strconv.Itoa(total))
	b.set("count_unit", "家")
	b.set("year_words", rows[0]["year"])
	b.remark(strings.Join(parts, ", "))
	return nil
}

// addExtra reads facts that stand in notes of rows, row by row.
func (w *world) addExtra() error {
	rows, err := readTable("extra")
	if err != nil {
		return err
	}
	for _, r := range rows {
		evidence := w.find(r["sources_of"])
		if evidence == nil {
			w.fail("tables/extra.tsv: no body %q", r["sources_of"])
			continue
		}
		to := w.regions[strings.TrimPrefix(r["to"], "region:")]
		if to == nil {
			to = w.mention(r["to"], evidence.sources)
		}
		name, value, _ := strings.Cut(r["property"], "=")
		w.link(graph.Relation(r["relation"]), w.mention(r["from"], evidence.sources), to, evidence.sources, name, value)
	}
	return nil
}
