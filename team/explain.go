package team

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/team/cover"
	"chuangmai/team/ties"
)

// coveredAt is the level from which a capability counts as covered; ours.
const coveredAt = 0.3

// explain says everything about one choice of members.
func (p *pool) explain(s cover.Solution) Team {
	t := Team{
		Members: []Member{}, Coverage: round(s.Coverage), Upper: round(s.Upper), Exact: s.Exact,
		Covered: []Cover{}, Uncovered: []Cover{}, Actors: []string{}, RestsOnFacts: true,
	}
	for a := range p.table.Asked() {
		if c := p.cover(s.Members, a); c.Level >= coveredAt {
			t.Covered = append(t.Covered, c)
		} else {
			t.Uncovered = append(t.Uncovered, c)
		}
	}
	for _, m := range s.Members {
		member := p.member(s.Members, m)
		t.Members = append(t.Members, member)
		t.RestsOnFacts = t.RestsOnFacts && !member.Synthetic
		for _, f := range member.Fills {
			for _, e := range f.Evidence {
				t.RestsOnFacts = t.RestsOnFacts && !e.Synthetic
			}
		}
	}
	slices.SortStableFunc(t.Members, func(a, b Member) int { return cmp.Compare(b.Brings, a.Brings) })
	for _, actor := range Actors() {
		if slices.ContainsFunc(s.Members, func(m int) bool { return slices.Contains(p.actors[m], actor) }) {
			t.Actors = append(t.Actors, actor)
		}
	}
	t.SMEShare = p.smeShare(s.Members)
	t.Disciplines, t.Regions = p.disciplines(s.Members), p.regions(s.Members)
	t.Ties = p.ties(s.Members)
	p.judge(&t)
	return t
}

func (p *pool) level(m, a int) float64 { return p.problem.Levels[m][a] }

// cover says who of some members is best at a capability.
func (p *pool) cover(members []int, a int) Cover {
	asked := p.table.Asked()[a]
	c := Cover{Capability: asked.ID, Name: asked.Label().Zh, NameEn: asked.Label().En, Share: round(asked.Share)}
	able := 0
	for _, m := range members {
		if l := p.level(m, a); l > c.Level {
			c.Level, c.By = l, p.q.View.ID(p.nodes[m])
		}
		if p.level(m, a) >= coveredAt {
			able++
		}
	}
	c.Only = able == 1
	return c
}

func (p *pool) smeShare(members []int) float64 {
	n := 0
	for _, m := range members {
		if p.sme(p.nodes[m]) == "yes" {
			n++
		}
	}
	return round(float64(n) / float64(len(members)))
}

// disciplines are those that what is asked falls into and that a member has.
func (p *pool) disciplines(members []int) []Named {
	v := p.q.View
	wanted := make(map[graph.ID]bool)
	for _, a := range p.table.Asked() {
		if area, known := p.q.Words.Area(string(a.ID)); known {
			for _, d := range p.q.Words.AreaDisciplines(area) {
				wanted[graph.ID(d.Discipline.ID)] = true
			}
		}
	}
	found := make(map[graph.ID]Named)
	for _, m := range members {
		for _, d := range v.Out(p.nodes[m], v.Rel(graph.RelHasDiscipline)) {
			if id := v.ID(d); wanted[id] {
				found[id] = Named{ID: string(id), Name: v.Name(d), NameEn: v.NameEn(d)}
			}
		}
	}
	return sorted(found)
}

// regions are the members' cities.
func (p *pool) regions(members []int) []Named {
	found := make(map[graph.ID]Named)
	for _, m := range members {
		region := p.q.View.Region(p.nodes[m])
		if region == "" {
			continue
		}
		at := Named{ID: region, Name: region}
		if place, known := p.q.Words.Place(region); known {
			at = Named{ID: place.Code, Name: place.Name, NameEn: place.NameEn}
			for _, above := range p.q.Words.Ancestors(region) {
				if above.Type == "city" && place.Type != "city" {
					at = Named{ID: above.Code, Name: above.Name, NameEn: above.NameEn}
				}
			}
		}
		found[graph.ID(at.ID)] = at
	}
	return sorted(found)
}

func sorted(found map[graph.ID]Named) []Named {
	out := make([]Named, 0, len(found))
	for _, n := range found {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Named) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// ties are what members have done with the requester and with each other.
func (p *pool) ties(members []int) []Tie {
	v, out := p.q.View, []Tie{}
	add := func(from, to snapshot.N, t ties.Tie) {
		if t.Strength == 0 {
			return
		}
		tie := Tie{From: v.ID(from), To: v.ID(to), Strength: t.Strength}
		for _, e := range t.Edges {
			tie.Edges = append(tie.Edges, v.EdgeID(e))
		}
		out = append(out, tie)
	}
	for _, m := range members {
		add(p.q.Requester, p.nodes[m], p.known[p.nodes[m]])
	}
	for i, m := range members {
		all := ties.Of(v, p.nodes[m])
		for _, other := range members[i+1:] {
			add(p.nodes[m], p.nodes[other], all[p.nodes[other]])
		}
	}
	return out
}

// judge says what speaks for and against a team as a whole.
func (p *pool) judge(t *Team) {
	t.Because = []phrase.Message{phrase.New("team.because.covers", "n", len(t.Covered), "of", len(p.table.Asked()), "percent", 100*t.Coverage)}
	add := func(list *[]phrase.Message, holds bool, code string, pairs ...any) {
		if holds {
			*list = append(*list, phrase.New(code, pairs...))
		}
	}
	actors := make([]phrase.Text, len(t.Actors))
	for i, a := range t.Actors {
		actors[i] = actorText(a)
	}
	add(&t.Because, len(actors) > 1, "team.because.actors", "actors", actors)
	add(&t.Because, len(t.Disciplines) > 1, "team.because.disciplines", "n", len(t.Disciplines))
	add(&t.Because, len(t.Regions) > 1, "team.because.regions", "regions", texts(t.Regions))
	add(&t.Because, len(t.Ties) > 0, "team.because.ties", "n", len(t.Ties))
	t.Against = []phrase.Message{}
	add(&t.Against, len(t.Uncovered) > 0, "team.against.uncovered", "capabilities", capabilities(t.Uncovered, func(Cover) bool { return true }))
	single := capabilities(t.Covered, func(c Cover) bool { return c.Only })
	add(&t.Against, len(single) > 0 && len(t.Members) > 1, "team.against.single", "capabilities", single)
	add(&t.Against, len(t.Members) > 1 && len(t.Ties) == 0, "team.against.no_ties")
	var made []phrase.Text
	for _, m := range t.Members {
		if m.Synthetic {
			n, _ := p.q.View.Lookup(m.ID)
			made = append(made, match.Label(p.q.View, n))
		}
	}
	add(&t.Against, len(made) > 0, "team.against.made_up", "names", made)
}

func texts(list []Named) []phrase.Text {
	out := make([]phrase.Text, len(list))
	for i, n := range list {
		out[i] = phrase.Text{Zh: n.Name, En: cmp.Or(n.NameEn, n.Name)}
	}
	return out
}

func capabilities(list []Cover, keep func(Cover) bool) []phrase.Text {
	var out []phrase.Text
	for _, c := range list {
		if keep(c) {
			out = append(out, phrase.Text{Zh: c.Name, En: c.NameEn})
		}
	}
	return out
}

func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
