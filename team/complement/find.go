package complement

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/team/ability"
	"chuangmai/team/ties"
)

// ownAt is the level from which the centre has a capability itself; ours.
const ownAt = 0.3

type finder struct {
	q        *Question
	table    *ability.Table
	own      []float64
	ties     map[snapshot.N]ties.Tie
	partners map[string]int // of the centre, by kind of actor
	scale    map[string]float64
}

// ranked is a candidate with its score.
type ranked struct {
	n     snapshot.N
	score float64
}

// Find answers a question: what is asked for, what of it the centre has, and who adds the
// rest, the best first and by id where equal.
func Find(q Question) (Answer, error) {
	if err := q.check(); err != nil {
		return Answer{}, err
	}
	asked := ability.AskedIn(q.Need)
	if len(asked) == 0 {
		return Answer{}, ErrNothingAsked
	}
	f := &finder{q: &q, table: ability.New(q.Sources, asked), ties: ties.Of(q.View, q.Centre), partners: make(map[string]int)}
	f.own = f.table.Levels(q.Centre)
	if f.own == nil {
		f.own = make([]float64, len(asked))
	}
	for n, t := range f.ties {
		if t.Strength > 0 {
			f.partners[f.actorOf(n)]++
		}
	}
	a := Answer{Centre: step(q.View, q.Centre), Novelty: q.Novelty, Partners: []Partner{}, Notes: []phrase.Message{}}
	for i, x := range asked {
		a.Missing += x.Share * (1 - f.own[i])
		a.Asked = append(a.Asked, Asked{Asked: x, Own: f.own[i], Missing: f.own[i] < ownAt, Evidence: f.table.Evidence(q.Centre, i)})
	}
	a.Missing = round(a.Missing)
	list := f.rank()
	a.Total = len(list)
	start := min(max(0, q.Offset), len(list))
	for _, r := range list[start : start+min(max(0, q.Limit), len(list)-start)] {
		a.Partners = append(a.Partners, f.explain(r))
	}
	missing := slices.ContainsFunc(a.Asked, func(x Asked) bool { return x.Missing })
	switch {
	case !missing:
		a.Notes = append(a.Notes, phrase.New("complement.note.nothing_missing"))
	case len(list) == 0:
		a.Notes = append(a.Notes, phrase.New("complement.note.nobody"))
	}
	return a, nil
}

func step(v snapshot.View, n snapshot.N) match.Step {
	return match.Step{Node: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n)}
}

// rank scores everybody who adds anything.
func (f *finder) rank() []ranked {
	var list []ranked
	for _, n := range f.table.Bodies() {
		if f.candidate(n) && f.adds(n) > 1e-9 {
			list = append(list, ranked{n: n})
		}
	}
	signals := f.signals()
	f.scale = make(map[string]float64)
	raws := make([][]float64, len(list))
	for i, r := range list {
		for _, s := range signals {
			raw := s.raw(r.n)
			raws[i] = append(raws[i], raw)
			f.scale[s.name] = max(f.scale[s.name], raw)
		}
	}
	for i := range list {
		for j, s := range signals {
			list[i].score += f.addend(s, raws[i][j])
		}
		list[i].score = round(list[i].score)
	}
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(f.q.View.ID(a.n), f.q.View.ID(b.n)))
	})
	return list
}

// addend is weight · (raw / scale)^power, rounded so that sums are exact.
func (f *finder) addend(s signal, raw float64) float64 {
	scale := f.scale[s.name]
	if raw <= 0 || scale <= 0 {
		return 0
	}
	return round(s.weight * math.Pow(significant(raw)/significant(scale), s.power))
}

// candidate reports whether a body can be a partner: an organisation that provides, is
// wanted, and neither is the centre nor belongs to it.
func (f *finder) candidate(n snapshot.N) bool {
	v, q := f.q.View, f.q
	def := v.Schema().Kind(v.Kind(n))
	if n == q.Centre || def == nil || !def.Organisation || !def.Provider || q.FactsOnly && v.Synthetic(n) {
		return false
	}
	if q.Kinds != nil && !slices.Contains(q.Kinds, v.Kind(n)) {
		return false
	}
	for _, rel := range []graph.Relation{graph.RelPartOf, graph.RelHostedBy} {
		for _, whole := range v.Out(n, v.Rel(rel)) {
			if whole == q.Centre {
				return false
			}
		}
	}
	region := v.Region(n)
	return len(q.Regions) == 0 || slices.ContainsFunc(q.Regions, func(code string) bool {
		return region != "" && (region == code || q.Words.Within(region, code))
	})
}

func (f *finder) actorOf(n snapshot.N) string {
	if def := f.q.View.Schema().Kind(f.q.View.Kind(n)); def != nil {
		return def.Actor
	}
	return ""
}

// distance is from the centre; nil where a place is not known.
func (f *finder) distance(n snapshot.N) *match.Distance {
	from, to := f.q.View.Region(f.q.Centre), f.q.View.Region(n)
	if from == "" || to == "" {
		return nil
	}
	km, precision, ok := f.q.Words.Distance(from, to)
	if !ok {
		return nil
	}
	d := &match.Distance{Km: math.Round(km*10) / 10, From: from, Precision: precision}
	if p, known := f.q.Words.Place(from); known {
		d.Name, d.NameEn = p.Name, p.NameEn
	}
	return d
}
