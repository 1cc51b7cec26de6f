package dossier

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// reportHeads are the heads of the yearly report. The guide asks for the report and sets no
// outline: these are ours, by its tasks (part four) and its forms of working (part five).
func reportHeads() []phrase.Text {
	return []phrase.Text{
		{Zh: "年度概况", En: "The year in short"},
		{Zh: "技术研发与成果转化", En: "R&D and transfer"},
		{Zh: "合作与企业服务", En: "Collaboration and services to firms"},
		{Zh: "资源开放", En: "Open resources"},
		{Zh: "人才引育", En: "Talent"},
		{Zh: "收入与支持", En: "Income and support"},
		{Zh: "治理与变动", En: "Governance and changes"},
		{Zh: "评估与下一年安排", En: "Evaluation and the year ahead"},
	}
}

func (w *writer) report(year int) []Section {
	own := func(n snapshot.N) []link {
		return append(w.out(n, graph.RelOwns), w.out(n, graph.RelOffers)...)
	}
	held := w.tidy(append(own(w.n), w.ofParts(own)...), []graph.Kind{graph.KindEquipment, graph.KindFacility, graph.KindService, graph.KindPlatform})
	parts := [][]Entry{
		{w.property("state", "state", "lifecycle_state"), w.listed("field", w.out(w.n, graph.RelInField)), author("summary")},
		{
			w.some("projects", w.out(w.n, graph.RelParticipatesIn, graph.KindProject)),
			w.some("new_results", w.begun(append(w.out(w.n, graph.RelOwns, graph.KindResult, graph.KindIPAsset), w.out(w.n, graph.RelOffers, graph.KindResult)...))),
			w.some("spin_offs", w.begun(append(w.into(w.n, graph.RelSpunOffFrom), w.out(w.n, graph.RelIncubates)...))),
			author("breakthroughs"),
		},
		{
			w.counted("new_collaborations", "collaboration_mode", w.begun(w.both(w.n, graph.RelCollaboratesWith))),
			w.some("new_partners", w.begun(w.both(w.n, graph.RelCollaboratesWith))),
			w.some("answered", w.begun(w.out(w.n, graph.RelAnswers))),
		},
		{w.some("held", held), w.some("opened", w.opened(held)), author("use")},
		{
			w.counted("new_appointments", "appointment_type", w.begun(w.into(w.n, graph.RelAppointedAt))),
			w.some("new_talent", w.begun(w.into(w.n, graph.RelAppointedAt))),
		},
		{w.incomes("income", year), w.counted("new_funding", "fund_mode", w.begun(w.into(w.n, graph.RelFunds))), w.counted("supports", "support_kind", w.into(w.n, graph.RelSupports))},
		{
			w.listed("bodies", w.into(w.n, graph.RelGoverns)),
			w.some("new_members", w.begun(w.into(w.n, graph.RelMemberOf))),
			w.listed("new_builders", w.begun(w.into(w.n, graph.RelBuilds))),
			w.listed("new_units", w.begun(w.into(w.n, graph.RelPartOf))),
		},
		{w.listed("evaluations", w.dated(w.papers(graph.KindEvaluation), "date")), w.listed("reports", w.filedFor(year)), author("next_year")},
	}
	out := make([]Section, len(parts))
	for i, title := range reportHeads() {
		out[i] = Section{Number: i + 1, Title: title, Entries: parts[i]}
	}
	return out
}

func (w *writer) ofParts(list func(snapshot.N) []link) []link {
	var out []link
	for _, p := range w.into(w.n, graph.RelPartOf) {
		out = append(out, list(p.node)...)
	}
	return out
}

// opened keeps the resources that are recorded as open to others.
func (w *writer) opened(held []link) []link {
	var out []link
	for _, l := range held {
		if w.v.Text(l.node, "share_mode") == "external" || w.v.Text(l.node, "open_to") != "" || len(w.out(l.node, graph.RelOpenTo)) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// dated keeps the records with a date in the year reported on.
func (w *writer) dated(list []link, property string) []link {
	var out []link
	for _, l := range list {
		d, err := graph.ParseDate(w.v.Text(l.node, property))
		if err == nil && !d.IsZero() && d.First() <= w.last && d.Last() >= w.first {
			out = append(out, l)
		}
	}
	return out
}

// filedFor are the reports on a year.
func (w *writer) filedFor(year int) []link {
	var out []link
	for _, l := range w.papers(graph.KindReport) {
		if y, ok := w.v.Number(l.node, "year"); ok && int(y) == year {
			out = append(out, l)
		}
	}
	return out
}
