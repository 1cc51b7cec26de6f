package match

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

const graphDayMin = graph.DayMin

// tellingShare is how much of a raw value a piece of evidence must bring to be named.
const tellingShare = 0.1

// names are the other ends of the evidence that tells, each once.
func (rk *Ranking) names(list []Evidence) []phrase.Text {
	var out []phrase.Text
	seen := make(map[graph.ID]bool)
	for i, e := range list {
		n, ok := rk.state.view.Lookup(e.Node)
		if ok && !seen[e.Node] && (i == 0 || e.Share >= tellingShare) {
			seen[e.Node] = true
			out = append(out, Label(rk.state.view, n))
		}
	}
	return out
}

// reason words an addend: a code and what fills it.
func (rk *Ranking) reason(n snapshot.N, a Addend) phrase.Message {
	switch a.Signal {
	case "capability":
		return rk.capabilityReason(a)
	case "discipline":
		return phrase.New("reason.discipline", "disciplines", rk.disciplines(n, a))
	case "words":
		return phrase.New("reason.words")
	case "similar":
		return phrase.New("reason.similar")
	case "holdings":
		return phrase.New("reason.holdings", "things", rk.names(a.Evidence), "n", len(a.Evidence)+a.More)
	case "asked":
		def := rk.state.view.Schema().Kind(rk.state.view.Kind(n))
		return phrase.New("reason.asked", "kind", phrase.Text{Zh: def.Zh, En: def.En})
	case "place", "near":
		if d := rk.distance(n); d != nil {
			code := "reason." + a.Signal
			if d.Km == 0 {
				code = "reason.in_place"
			}
			return phrase.New(code, "place", phrase.Text{Zh: d.Name, En: d.NameEn}, "km", d.Km)
		}
		if km, ok := newNearSignal(rk.state).distance(rk.state.view.Region(n)); ok {
			return phrase.New("reason.near_point", "km", km)
		}
	case "walk":
		return rk.walkReason(a)
	case "openness":
		return rk.opennessReason(n)
	case "popularity", "made_up":
		return phrase.New("reason." + a.Signal)
	}
	if slices.Contains(networkSignalNames(), a.Signal) {
		return rk.networkReason(n, a)
	}
	return phrase.New("reason." + a.Signal)
}

func (rk *Ranking) capabilityReason(a Addend) phrase.Message {
	var words []string
	derived := len(a.Evidence) > 0
	for _, e := range a.Evidence {
		words = append(words, e.Words...)
		derived = derived && e.Derived && !ownStatement(e.Part)
	}
	code := "reason.capability"
	switch {
	case len(words) == 0:
		code = "reason.capability_plain"
	case derived:
		code = "reason.capability_read"
	}
	return phrase.New(code, "capabilities", rk.names(a.Evidence), "words", firstOf(unique(words), 4))
}

// ownStatement reports whether a part of a record is what the body says it can do, in
// contrast to its name and field.
func ownStatement(part string) bool {
	switch part {
	case "capability_words", "technique", "functions", "service_words", "expertise", "products", "keywords":
		return true
	}
	return false
}

func firstOf(list []string, n int) []string { return list[:min(len(list), n)] }

// disciplines names disciplines with the grade that is stated.
func (rk *Ranking) disciplines(n snapshot.N, a Addend) []phrase.Text {
	v := rk.state.view
	var out []phrase.Text
	for _, e := range a.Evidence {
		d, ok := v.Lookup(e.Node)
		if !ok {
			continue
		}
		t := Label(rk.state.view, d)
		for edge, to := range v.Out(n, rk.state.rel.hasDiscipline) {
			if to == d && v.EdgeID(edge) == e.Edge {
				t = rk.graded(t, v.Edge(edge))
			}
		}
		out = append(out, t)
	}
	return out
}

func (rk *Ranking) graded(t phrase.Text, edge snapshot.Edge) phrase.Text {
	schema := rk.state.view.Schema()
	grade := phrase.Text{Zh: edge.Qualifier, En: edge.Qualifier}
	if _, isGrade := rk.state.weights.Quality[edge.Qualifier]; !isGrade || edge.Qualifier == "" {
		label := schema.TermLabel("evidence_kind", edge.Note)
		grade = phrase.Text{Zh: label.Zh, En: label.En}
	}
	if grade.Zh == "" {
		return t
	}
	return phrase.Text{Zh: t.Zh + "(" + grade.Zh + ")", En: t.En + " (" + grade.En + ")"}
}

func (rk *Ranking) walkReason(a Addend) phrase.Message {
	from := rk.state.q.Requester.Node
	for _, e := range a.Evidence {
		if e.Node == rk.state.view.ID(from) {
			return phrase.New("reason.walk_direct", "requester", Label(rk.state.view, from))
		}
	}
	return phrase.New("reason.walk", "requester", Label(rk.state.view, from), "others", rk.names(a.Evidence))
}

func (rk *Ranking) opennessReason(n snapshot.N) phrase.Message {
	o := opennessOf(rk.state.view, n)
	switch {
	case o.Usable == Yes:
		return phrase.New("reason.usable")
	case o.Accessible == Yes:
		return phrase.New("reason.accessible")
	}
	return phrase.New("reason.visible")
}

// Distances and shares from which a reason against is given.
const farKm = 150.0

// against lists the reasons against a hit; each appears exactly when its condition holds.
func (rk *Ranking) against(n snapshot.N, rec Recommendation) []phrase.Message {
	v := rk.state.view
	out := []phrase.Message{}
	add := func(holds bool, code string, pairs ...any) {
		if holds {
			out = append(out, phrase.New(code, pairs...))
		}
	}
	add(rec.Synthetic, "against.synthetic")
	if o := rec.Openness; o != nil {
		add(o.Accessible == No, "against.not_open")
		add(o.Accessible == Unknown, "against.openness_unknown")
		approvalOnly, _ := v.Number(n, "approval_only")
		add(approvalOnly > 0, "against.approval_only")
		state := v.Text(n, "run_state")
		if state != "" && state != "normal" {
			label := v.Schema().TermLabel("run_state", state)
			add(true, "against.run_state", "state", phrase.Text{Zh: label.Zh, En: label.En})
		}
		add(o.Accessible == Yes && o.Fee == "", "against.fee_unknown")
	}
	customs, _ := v.Number(n, "customs_supervised")
	add(customs > 0, "against.customs")
	if d := rec.Distance; d != nil {
		add(d.Km > farKm, "against.far", "km", d.Km, "place", phrase.Text{Zh: d.Name, En: d.NameEn})
	}
	add(rec.Stale, "against.stale", "date", rec.Fresh.String())
	add(v.MirrorOnly(n), "against.mirror_only")
	add(rk.organisation(n) && v.Kind(n) != graph.KindEnterprise && !rk.worksWithFirms(n), "against.no_firm_ties")
	add(v.Kind(n) == graph.KindTalent, "against.single_person")
	add(rk.readOnly(n), "against.derived_only")
	return out
}

func (rk *Ranking) organisation(n snapshot.N) bool {
	def := rk.state.view.Schema().Kind(rk.state.view.Kind(n))
	return def != nil && def.Organisation
}

// worksWithFirms reports whether any tie with an enterprise is recorded.
func (rk *Ranking) worksWithFirms(n snapshot.N) bool {
	v := rk.state.view
	for _, y := range v.Out(n, rk.state.rel.collaborates) {
		if v.Kind(y) == graph.KindEnterprise {
			return true
		}
	}
	for _, y := range v.In(n, rk.state.rel.collaborates) {
		if v.Kind(y) == graph.KindEnterprise {
			return true
		}
	}
	for _, project := range v.Out(n, rk.state.rel.participates) {
		for _, y := range v.In(project, rk.state.rel.participates) {
			if v.Kind(y) == graph.KindEnterprise {
				return true
			}
		}
	}
	return false
}

// readOnly reports whether all capabilities of a node were read from its words and none
// was stated.
func (rk *Ranking) readOnly(n snapshot.N) bool {
	v := rk.state.view
	found := false
	for e := range v.Out(n, rk.state.rel.hasCapability) {
		if info := v.Edge(e); !info.Derived || ownStatement(info.Qualifier) {
			return false
		}
		found = true
	}
	return found
}

// raise says what would raise the score, with by how much where that can be told.
func (rk *Ranking) raise(n snapshot.N, rec Recommendation, sr setRanking) []phrase.Message {
	out := []phrase.Message{}
	if o := rec.Openness; o != nil && o.Usable != Yes {
		gain := sr.addend("openness", 1) - sr.addend("openness", rk.state.rung(*o))
		if gain > 0 {
			out = append(out, phrase.New("raise.open_terms", "gain", gain))
		}
	}
	if rk.readOnly(n) {
		out = append(out, phrase.New("raise.state_capabilities"))
	}
	if rec.Region == "" && (len(rk.state.q.Need.Places) > 0 || rk.state.requesterRegion() != "") {
		out = append(out, phrase.New("raise.record_place"))
	}
	if rec.Stale {
		out = append(out, phrase.New("raise.confirm"))
	}
	return out
}
