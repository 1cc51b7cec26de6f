package dossier

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/rules"
)

// planHeads are the heads of the outline in the annex of the Jiangsu guide, as written.
func planHeads() []phrase.Text {
	return []phrase.Text{
		{Zh: "建设背景与意义", En: "Background and significance"},
		{Zh: "基础条件与优势", En: "Foundations and strengths"},
		{Zh: "建设目标与主要任务", En: "Goals and main tasks"},
		{Zh: "建设方式与组织架构", En: "Way of building and organisation"},
		{Zh: "管理模式与运行机制", En: "Management and operation"},
		{Zh: "经费投入与保障措施", En: "Funding and safeguards"},
		{Zh: "建设进度安排", En: "Timetable"},
	}
}

func (w *writer) plan() []Section {
	parts := [][]Entry{w.background(), w.foundations(), w.goals(), w.organisation(), w.operation(), w.funding(), w.timetable()}
	out := make([]Section, len(parts))
	for i, title := range planHeads() {
		out[i] = Section{Number: i + 1, Title: title, Entries: parts[i]}
	}
	return out
}

func (w *writer) background() []Entry {
	return []Entry{
		w.listed("field", w.out(w.n, graph.RelInField)),
		w.listed("region", w.out(w.n, graph.RelServes, graph.KindRegion, graph.KindZone)),
		w.listed("industry", append(w.out(w.n, graph.RelInIndustry), w.out(w.n, graph.RelServes, graph.KindIndustry, graph.KindCluster)...)),
		w.some("demands", w.demands()),
		author("significance"),
	}
}

// demands are those that ask for what the centre can do.
func (w *writer) demands() []link {
	var out []link
	seen := make(map[snapshot.N]bool)
	for _, c := range w.out(w.n, graph.RelHasCapability) {
		for _, l := range w.into(c.node, graph.RelAsksFor, graph.KindDemand) {
			if state := w.v.Text(l.node, "state"); !seen[l.node] && state != "closed" && state != "agreed" {
				out = append(out, l)
			}
			seen[l.node] = true
		}
	}
	return w.tidy(out, nil)
}

func (w *writer) foundations() []Entry {
	return []Entry{
		w.listed("lead", w.builders("lead")),
		w.listed("builders", w.builders("co", "participant")),
		w.some("talent", w.around(func(n snapshot.N) []link { return w.into(n, graph.RelAppointedAt, graph.KindTalent) })),
		w.some("equipment", w.around(func(n snapshot.N) []link {
			return append(w.out(n, graph.RelOwns, graph.KindEquipment, graph.KindFacility, graph.KindPlatform), w.out(n, graph.RelOffers, graph.KindEquipment, graph.KindFacility)...)
		})),
		w.some("disciplines", w.around(func(n snapshot.N) []link { return w.out(n, graph.RelHasDiscipline) })),
		w.some("projects", w.around(func(n snapshot.N) []link { return w.out(n, graph.RelParticipatesIn, graph.KindProject) })),
		w.some("partners", w.both(w.n, graph.RelCollaboratesWith)),
		w.listed("origin", append(w.into(w.n, graph.RelConvertedTo), w.into(w.n, graph.RelCandidateFor)...)),
	}
}

func (w *writer) goals() []Entry {
	return []Entry{
		w.some("capabilities", w.out(w.n, graph.RelHasCapability)),
		w.some("results", append(w.out(w.n, graph.RelOwns, graph.KindResult), w.out(w.n, graph.RelOffers, graph.KindResult)...)),
		w.listed("roadmap", w.roadmaps()),
		author("targets"),
		author("tasks"),
	}
}

// roadmaps are those that call for a field of the centre.
func (w *writer) roadmaps() []link {
	var out []link
	for _, f := range w.out(w.n, graph.RelInField) {
		out = append(out, w.into(f.node, graph.RelCallsFor, graph.KindRoadmap)...)
	}
	return w.tidy(out, nil)
}

func (w *writer) organisation() []Entry {
	parts := w.into(w.n, graph.RelPartOf)
	form := []Entry{w.property("legal_form", "legal_form", "legal_form")}
	if note := w.property("exception", "exception_note", ""); !note.Blank() { // an exception is no duty
		form = append(form, note)
	}
	return append(form,
		w.listed("headquarters", w.qualified(parts, "hq")),
		w.property("duties", "duties", ""),
		w.listed("units", w.qualified(parts, "unit", "branch")),
		w.listed("host", w.out(w.n, graph.RelHostedBy)),
		w.listed("bodies", w.into(w.n, graph.RelGoverns)),
	)
}

func (w *writer) operation() []Entry {
	return []Entry{
		w.listed("charter", w.typed(w.papers(graph.KindDocument), "charter")),
		w.listed("measures", w.into(w.n, graph.RelPartOf, graph.KindMeasure)),
		w.counted("appointments", "appointment_type", w.into(w.n, graph.RelAppointedAt)),
		w.counted("modes", "collaboration_mode", w.both(w.n, graph.RelCollaboratesWith)),
		w.some("rights", append(w.out(w.n, graph.RelPartyTo), w.both(w.n, graph.RelSharesIP)...)),
	}
}

func (w *writer) funding() []Entry {
	return []Entry{
		w.incomes("income", 0),
		w.counted("funders", "fund_mode", w.into(w.n, graph.RelFunds)),
		w.counted("supports", "support_kind", w.into(w.n, graph.RelSupports)),
		w.some("members", w.into(w.n, graph.RelMemberOf)),
		author("budget"),
	}
}

func (w *writer) timetable() []Entry {
	c := rules.ScheduleOf(w.v, w.n)
	nodes, _ := rules.Facts(w.v, c.Applications)
	dated := func(code string, d graph.Date) Entry {
		e := entry(code)
		if !d.IsZero() {
			from := slices.Clone(nodes)
			if len(from) == 0 {
				from = append(from, w.fact(w.n, "approved"))
			}
			e.add(Value{Text: phrase.Text{Zh: d.String(), En: d.String()}, Nodes: from})
		}
		return e
	}
	end := entry("build_end")
	if !c.Started.IsZero() {
		date := c.BuildEnd.Date().String()
		end.add(Value{Text: phrase.Text{Zh: date, En: date}, Nodes: nodes})
	}
	return []Entry{dated("filed", c.Filed), dated("started", c.Started), end, author("milestones")}
}
