package team

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/team/ability"
	"chuangmai/team/cover"
	"chuangmai/team/ties"
)

// preferWeight is what a full preference is worth beside coverage; least is the gain in
// coverage that makes another member worth asking. Both are ours.
const (
	preferWeight = 0.03
	least        = 0.02
)

// pool is the bodies that may be members, with the constraints as quotas over them.
type pool struct {
	q       *Question
	table   *ability.Table
	nodes   []snapshot.N // by id
	actors  [][]string   // per node
	known   map[snapshot.N]ties.Tie
	problem cover.Problem
	quotas  []string // what each quota stands for
}

func newPool(q *Question, table *ability.Table, factsOnly bool) (*pool, error) {
	p := &pool{q: q, table: table}
	if q.Known {
		p.known = ties.Of(q.View, q.Requester)
	}
	if err := p.gather(factsOnly); err != nil {
		return nil, err
	}
	p.problem = cover.Problem{Size: q.size(), PreferWeight: preferWeight, Least: least}
	for _, a := range table.Asked() {
		p.problem.Weights = append(p.problem.Weights, a.Share)
	}
	for _, n := range p.nodes {
		levels := table.Levels(n)
		if levels == nil {
			levels = make([]float64, len(table.Asked()))
		}
		p.problem.Levels = append(p.problem.Levels, levels)
		p.problem.Prefer = append(p.problem.Prefer, p.preference(n))
		p.actors = append(p.actors, p.actorsOf(n))
	}
	for _, id := range q.Include {
		n, _ := q.View.Lookup(id)
		if i := p.index(n); !slices.Contains(p.problem.Must, i) {
			p.problem.Must = append(p.problem.Must, i)
		}
	}
	p.addQuotas()
	return p, nil
}

// gather finds the bodies that the constraints on single members leave.
func (p *pool) gather(factsOnly bool) error {
	q := p.q
	include, err := p.included()
	if err != nil {
		return err
	}
	exclude := make(map[snapshot.N]bool)
	for _, id := range q.Exclude {
		n, known := q.View.Lookup(id)
		if !known {
			return phrase.Wrong("exclude", "team.error.unknown", "id", string(id))
		}
		if include[n] {
			return phrase.Wrong("exclude", "team.error.both", "name", match.Label(q.View, n))
		}
		exclude[n] = true
	}
	take := func(n snapshot.N) {
		if include[n] || exclude[n] || q.Known && n == q.Requester || factsOnly && q.View.Synthetic(n) ||
			!p.inPlace(n) || q.Ties == TiesNone && p.known[n].Strength > 0 {
			return
		}
		p.nodes = append(p.nodes, n)
	}
	for _, n := range p.table.Bodies() {
		if p.able(n) {
			take(n)
		}
	}
	p.named(take)
	for n := range include {
		p.nodes = append(p.nodes, n)
	}
	slices.SortFunc(p.nodes, func(a, b snapshot.N) int { return cmp.Compare(q.View.ID(a), q.View.ID(b)) })
	p.nodes = slices.Compact(p.nodes)
	return nil
}

// included reads who must be in; such a body keeps the constraints on single members too.
func (p *pool) included() (map[snapshot.N]bool, error) {
	q, out := p.q, make(map[snapshot.N]bool)
	for _, id := range q.Include {
		n, known := q.View.Lookup(id)
		switch {
		case !known:
			return nil, phrase.Wrong("include", "team.error.unknown", "id", string(id))
		case !p.organisation(n):
			return nil, phrase.Wrong("include", "team.error.no_body", "name", match.Label(q.View, n))
		case !p.inPlace(n):
			return nil, phrase.Wrong("places", "team.error.include_place", "name", match.Label(q.View, n))
		case q.FactsOnly && q.View.Synthetic(n):
			return nil, phrase.Wrong("include", "team.error.include_made_up", "name", match.Label(q.View, n))
		case q.Ties == TiesNone && p.known[n].Strength > 0:
			return nil, phrase.Wrong("ties", "team.error.include_tied", "name", match.Label(q.View, n))
		}
		out[n] = true
	}
	return out, nil
}

// named hands over bodies that can do nothing of what is asked, but are of a kind of actor
// that has to be there.
func (p *pool) named(take func(snapshot.N)) {
	if len(p.q.Actors) == 0 {
		return
	}
	wanted := make(map[string]bool)
	for _, word := range p.q.Actors {
		actor, _ := ActorOf(word)
		wanted[actor] = true
	}
	for n := range p.q.View.Nodes() {
		if p.table.Levels(n) != nil && p.able(n) || !p.organisation(n) {
			continue
		}
		for _, a := range p.actorsOf(n) {
			if wanted[a] && a != ActorIndustry { // a firm that can do nothing of it helps nobody but as a user
				take(n)
				break
			}
		}
	}
}

func (p *pool) organisation(n snapshot.N) bool {
	def := p.q.View.Schema().Kind(p.q.View.Kind(n))
	return def != nil && def.Organisation
}

// able reports whether a body can be asked to do something: an organisation that provides;
// an enterprise when it offers something or when enterprises are asked for.
func (p *pool) able(n snapshot.N) bool {
	v := p.q.View
	def := v.Schema().Kind(v.Kind(n))
	if def == nil || !def.Organisation || !def.Provider {
		return false
	}
	if v.Kind(n) != graph.KindEnterprise || p.q.SMEShare > 0 || p.wants(ActorIndustry) {
		return true
	}
	return match.Offers(v, n)
}

func (p *pool) wants(actor string) bool {
	return slices.ContainsFunc(p.q.Actors, func(word string) bool { a, _ := ActorOf(word); return a == actor })
}

// actorsOf returns the kinds of actor a body is: that of its kind, and user when it poses
// a demand.
func (p *pool) actorsOf(n snapshot.N) []string {
	v := p.q.View
	out := []string{}
	if def := v.Schema().Kind(v.Kind(n)); def != nil && def.Actor != "" {
		out = append(out, def.Actor)
	}
	for range v.Out(n, v.Rel(graph.RelPoses)) {
		return append(out, ActorUser)
	}
	return out
}

// inPlace reports whether a body lies where the members have to.
func (p *pool) inPlace(n snapshot.N) bool {
	q := p.q
	region := q.View.Region(n)
	within := func(code string) bool {
		return region != "" && (region == code || q.Words.Within(region, code))
	}
	if len(q.Places) > 0 && !slices.ContainsFunc(q.Places, within) {
		return false
	}
	required := false
	for _, place := range q.Need.Places {
		if !place.Required || place.Own {
			continue
		}
		required = true
		if within(place.Code) {
			return true
		}
		if km, _, ok := q.Words.Distance(region, place.Code); ok && region != "" && place.RadiusKm > 0 && km <= place.RadiusKm {
			return true
		}
	}
	return !required
}

// addQuotas turns the constraints on the team as a whole into quotas.
func (p *pool) addQuotas() {
	count := func(name string, quota cover.Quota, has func(i int) bool) {
		quota.Has = make([]bool, len(p.nodes))
		for i := range p.nodes {
			quota.Has[i] = has(i)
		}
		p.problem.Quotas = append(p.problem.Quotas, quota)
		p.quotas = append(p.quotas, name)
	}
	done := make(map[string]bool)
	for _, word := range p.q.Actors {
		actor, _ := ActorOf(word)
		if !done[actor] {
			count("actors:"+actor, cover.Quota{AtLeast: 1}, func(i int) bool { return slices.Contains(p.actors[i], actor) })
		}
		done[actor] = true
	}
	if p.q.SMEShare > 0 {
		count("sme_share", cover.Quota{Share: p.q.SMEShare}, func(i int) bool { return p.sme(p.nodes[i]) == "yes" })
	}
	if p.q.Ties == TiesSome {
		count("ties", cover.Quota{AtLeast: 1}, func(i int) bool { return p.known[p.nodes[i]].Strength > 0 })
	}
}

func (p *pool) sme(n snapshot.N) string { return p.q.View.Text(n, "sme") }

func (p *pool) index(n snapshot.N) int { return slices.Index(p.nodes, n) }
