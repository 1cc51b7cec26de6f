package team

import (
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/team/ability"
)

// member says who somebody is in a team, why, and what breaks without.
func (p *pool) member(members []int, m int) Member {
	v, n := p.q.View, p.nodes[m]
	out := Member{
		ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Region: v.Region(n), Actors: p.actors[m],
		SME: p.sme(n), Synthetic: v.Synthetic(n), Fills: []Fill{},
	}
	rest := slices.DeleteFunc(slices.Clone(members), func(x int) bool { return x == m })
	out.Brings = round(p.problem.Coverage(members) - p.problem.Coverage(rest))
	for a, asked := range p.table.Asked() {
		if p.level(m, a) > 0 && p.cover(members, a).By == out.ID {
			out.Fills = append(out.Fills, Fill{
				Capability: asked.ID, Name: asked.Label().Zh, NameEn: asked.Label().En, Level: p.level(m, a), Evidence: p.table.Evidence(n, a),
			})
		}
	}
	out.Why = p.why(members, m, out)
	out.Leaving = p.leaving(members, rest)
	if s, ok := p.substitute(members, rest, m); ok {
		out.Substitute = &s
		out.Leaving = append(out.Leaving, phrase.New("team.leaving.substitute", "name", p.labelOf(s.ID), "percent", 100*s.Coverage))
	}
	return out
}

// why lists the grounds on which a member was chosen.
func (p *pool) why(members []int, m int, self Member) []phrase.Message {
	out := []phrase.Message{}
	var best, only []phrase.Text
	for _, f := range self.Fills {
		t := phrase.Text{Zh: f.Name, En: f.NameEn}
		a := slices.IndexFunc(p.table.Asked(), func(a ability.Asked) bool { return a.ID == f.Capability })
		if p.cover(members, a).Only {
			only = append(only, t)
		} else {
			best = append(best, t)
		}
	}
	if len(only) > 0 {
		out = append(out, phrase.New("team.why.only", "capabilities", only))
	}
	if len(best) > 0 {
		out = append(out, phrase.New("team.why.best", "capabilities", best))
	}
	if slices.Contains(p.problem.Must, m) {
		out = append(out, phrase.New("team.why.included"))
	}
	for i, name := range p.quotas {
		if !p.problem.Quotas[i].Has[m] {
			continue
		}
		if actor, isActor := strings.CutPrefix(name, "actors:"); isActor {
			out = append(out, phrase.New("team.why.actor", "actor", actorText(actor)))
		} else {
			out = append(out, phrase.New("team.why."+name))
		}
	}
	if t := p.known[p.nodes[m]]; t.Strength > 0 && p.q.Ties != TiesSome {
		out = append(out, phrase.New("team.why.ties"))
	}
	if len(out) == 0 {
		out = append(out, phrase.New("team.why.spare"))
	}
	return out
}

// leaving says what a team without a member lacks.
func (p *pool) leaving(members, rest []int) []phrase.Message {
	out := []phrase.Message{}
	if len(rest) == 0 {
		return append(out, phrase.New("team.leaving.nobody"))
	}
	var lost, weaker []phrase.Text
	for a, asked := range p.table.Asked() {
		before, after := p.cover(members, a).Level, p.cover(rest, a).Level
		switch {
		case before >= coveredAt && after < coveredAt:
			lost = append(lost, asked.Label())
		case before-after > 0.05:
			weaker = append(weaker, asked.Label())
		}
	}
	if len(lost) > 0 {
		out = append(out, phrase.New("team.leaving.lost", "capabilities", lost))
	}
	if len(weaker) > 0 {
		out = append(out, phrase.New("team.leaving.weaker", "capabilities", weaker))
	}
	for i, q := range p.problem.Quotas {
		have, need := 0, q.AtLeast
		for _, m := range rest {
			if q.Has[m] {
				have++
			}
		}
		if q.Share > 0 && float64(have) < q.Share*float64(len(rest))-1e-9 {
			need = have + 1
		}
		if have >= need {
			continue
		}
		if actor, isActor := strings.CutPrefix(p.quotas[i], "actors:"); isActor {
			out = append(out, phrase.New("team.leaving.actor", "actor", actorText(actor)))
		} else {
			out = append(out, phrase.New("team.leaving."+p.quotas[i]))
		}
	}
	if len(out) == 0 {
		out = append(out, phrase.New("team.leaving.nothing"))
	}
	return out
}

// substitute finds who outside the team could best take a member's place.
func (p *pool) substitute(members, rest []int, m int) (Substitute, bool) {
	if slices.Contains(p.problem.Must, m) {
		return Substitute{}, false
	}
	best, top := -1, -1.0
	for c := range p.nodes {
		if slices.Contains(members, c) {
			continue
		}
		team := append(slices.Clone(rest), c)
		value := p.problem.Coverage(team) + preferWeight*p.problem.Prefer[c]
		if value > top+1e-12 && p.problem.Feasible(team) {
			best, top = c, value
		}
	}
	if best < 0 {
		return Substitute{}, false
	}
	v, n := p.q.View, p.nodes[best]
	return Substitute{ID: v.ID(n), Name: v.Name(n), NameEn: v.NameEn(n), Coverage: round(p.problem.Coverage(append(slices.Clone(rest), best)))}, true
}

func (p *pool) labelOf(id graph.ID) phrase.Text {
	n, _ := p.q.View.Lookup(id)
	return match.Label(p.q.View, n)
}
