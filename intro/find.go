package intro

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
)

// Find answers a question. Two ends that nothing joins get no path and a note. What cannot
// be meant is a [phrase.QuestionError].
func Find(q Question) (Answer, error) {
	from, to, err := q.check()
	if err != nil {
		return Answer{}, err
	}
	k := q.Paths
	if k == 0 {
		k = DefaultPaths
	}
	f := newFinder(q.View, from, to)
	a := Answer{From: end(q.View, from), To: end(q.View, to), Paths: []Path{}, Notes: []phrase.Message{}}
	for _, w := range f.different(k) {
		a.Paths = append(a.Paths, f.explain(w, q.Topic))
	}
	for _, r := range f.shared() {
		a.Notes = append(a.Notes, phrase.New("intro.note.review", "review", match.Label(q.View, r)))
	}
	switch {
	case len(a.Paths) == 0:
		a.Notes = append(a.Notes, phrase.New("intro.note.none"))
	case len(a.Paths) < k:
		a.Notes = append(a.Notes, phrase.New("intro.note.fewer", "n", len(a.Paths)))
	}
	return a, nil
}

func end(v snapshot.View, n snapshot.N) End {
	return End{ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Synthetic: v.Synthetic(n)}
}

// shared are the reviews that concern both ends.
func (f *finder) shared() []snapshot.N {
	var out []snapshot.N
	for r := range f.fromReviews {
		if f.toReviews[r] {
			out = append(out, r)
		}
	}
	sortByID(f.view, out)
	return out
}

func (f *finder) explain(w way, topic string) Path {
	p := Path{Steps: []Step{f.first(w.nodes[0])}, Cost: w.cost.float(), Because: []phrase.Message{}, Against: []phrase.Message{}}
	p.RestsOnFacts = !f.view.Synthetic(w.nodes[0])
	for i, a := range w.arcs {
		s := f.step(w.nodes[i], a)
		p.RestsOnFacts = p.RestsOnFacts && !s.Synthetic
		p.Steps = append(p.Steps, s)
		p.Because = append(p.Because, f.sentence(a.edge))
	}
	if n, found := f.introducer(w); found {
		p.Introducer = f.describe(n)
	}
	p.Opening = f.opening(w, topic)
	p.Against = f.against(w)
	return p
}

func (f *finder) first(n snapshot.N) Step {
	v := f.view
	return Step{
		Step:  match.Step{Node: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n)},
		Parts: []Part{}, Synthetic: v.Synthetic(n),
	}
}

func (f *finder) step(by snapshot.N, a arc) Step {
	v, info := f.view, f.view.Edge(a.edge)
	s := f.first(a.to)
	s.Edge, s.Relation, s.Forward, s.Qualifier = v.EdgeID(a.edge), info.Relation, info.From == by, info.Qualifier
	s.Since, s.Until = info.Start.Date(), info.End.Date()
	s.Synthetic = s.Synthetic || info.Synthetic
	for _, e := range a.also {
		s.Also = append(s.Also, v.EdgeID(e))
	}
	parts := f.tieParts(f.bonds[info.Relation], info)
	if a.to != f.to {
		parts = append(parts, f.passParts(a.to)...)
	}
	for _, x := range parts {
		s.Parts = append(s.Parts, Part{x.name, x.value.float()})
	}
	s.Cost = total(parts).float()
	return s
}

// acts reports whether a node can be spoken to: a person, a team or an organisation, not
// what people meet in.
func (f *finder) acts(n snapshot.N) bool {
	switch f.view.Kind(n) {
	case graph.KindTalent, graph.KindTeam:
		return true
	case graph.KindJointLab, graph.KindConsortium, graph.KindBody, graph.KindProject, graph.KindAgreement:
		return false
	default:
		return true
	}
}

// introducer is the first one on the way who can be spoken to.
func (f *finder) introducer(w way) (snapshot.N, bool) {
	for i, n := range w.nodes[1 : len(w.nodes)-1] {
		first, last := i == 0 && held(f.view.Kind(f.from)), i == len(w.nodes)-3 && held(f.view.Kind(f.to))
		if f.acts(n) && !first && !last { // who holds an end is that end, not an introducer
			return n, true
		}
	}
	return 0, false
}

func (f *finder) describe(n snapshot.N) *Introducer {
	v := f.view
	out := &Introducer{ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Synthetic: v.Synthetic(n)}
	if load, known := loadOf(v, n); known && v.Kind(n) == graph.KindTalent {
		out.Load = &load
	}
	for _, r := range f.conflicts(n) {
		out.Conflicts = append(out.Conflicts, v.ID(r))
	}
	return out
}
