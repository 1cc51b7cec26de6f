package health

import (
	"cmp"
	"slices"

	"chuangmai/coverage/health/structure"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// actorUser is the kind of actor of a body that poses a need.
const actorUser = "user"

// Tell answers a question from the survey. A question that cannot be meant is a
// [phrase.QuestionError].
func (s *Survey) Tell(q Question) (Answer, error) {
	q, err := q.complete()
	if err != nil {
		return Answer{}, err
	}
	out := Answer{Structure: s.structure(), Actors: []Flow{}}
	if s.region != supply.NoPlace {
		p := s.placeOf(s.inv.Regions.At(s.region).Code)
		out.Region = &p
	}
	out.Fragility = s.fragility(q)
	out.Brokers = pageOf(q, PartBrokers, s.ranked(), func(v int32) Broker { return s.broker(v, q.Evidence) })
	out.Bridges = pageOf(q, PartBridges, s.bridge, func(b structure.Bridge) Bridge { return s.bridgeOf(b, q.Evidence) })
	out.Appointees = pageOf(q, PartAppointees, s.appointees(), func(a appointed) Appointee { return s.appointee(a, q.Evidence) })
	s.communities(q, &out)
	s.flows(q, &out)
	out.Notes = s.notes()
	return out, nil
}

func (s *Survey) structure() Structure {
	out := Structure{
		Bodies: len(s.inside), Pairs: s.shape.Ties(), Density: s.shape.Density(), CutBodies: len(s.cuts), Bridges: len(s.bridge),
		Modularity: s.parts.Modularity, Exact: s.paths.Error == nil, Pivots: s.paths.Pivots, Bound: s.paths.Bound,
	}
	made := 0
	for v := range s.inside {
		if s.shape.Degree(int32(v)) > 0 {
			out.Tied++
		}
		if s.inv.View.Synthetic(s.web.members[s.inside[v]]) {
			made++
		}
	}
	var families [8]int
	for _, t := range s.web.ties {
		if s.local[t.a] >= 0 && s.local[t.b] >= 0 {
			families[t.family]++
			out.Ties++
		}
	}
	out.ByFamily = byFamily(families[:])
	out.Untied = out.Bodies - out.Tied
	if out.Tied > 0 {
		out.MeanDegree = 2 * float64(out.Pairs) / float64(out.Tied)
	}
	for _, n := range s.sizes {
		if n > 1 {
			out.Components++
			out.Largest = max(out.Largest, n)
		}
	}
	for _, n := range s.parts.Sizes {
		if n > 1 {
			out.Communities++
		}
	}
	out.LargestShare, out.Synthetic = share(out.Largest, out.Tied), share(made, out.Bodies)
	return out
}

func byFamily(counts []int) []FamilyCount {
	out := []FamilyCount{}
	for i, f := range Families() {
		if counts[i] > 0 {
			out = append(out, FamilyCount{f, counts[i]})
		}
	}
	return out
}

// ranked lists the bodies that stand between others, by score, then id.
func (s *Survey) ranked() []int32 {
	var list []int32
	for v, score := range s.paths.Score {
		if score > 1e-9 {
			list = append(list, int32(v))
		}
	}
	slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(s.paths.Score[b], s.paths.Score[a]) })
	return list
}

// pairs is the number of pairs of tied bodies other than one.
func (s *Survey) pairs() float64 {
	tied := 0
	for v := range s.inside {
		if s.shape.Degree(int32(v)) > 0 {
			tied++
		}
	}
	return max(1, float64(tied-1)*float64(tied-2)/2)
}

func (s *Survey) broker(v int32, limit int) Broker {
	b := Broker{Record: s.body(v), Score: s.paths.Score[v] / s.pairs(), Degree: s.shape.Degree(v), CutsOff: s.cuts[v].CutOff}
	if s.paths.Error != nil {
		b.Error = s.paths.Error[v] / s.pairs()
	}
	communities, cities := make(map[int32]bool), make(map[string]bool)
	b.Records.IDs = []graph.ID{}
	for _, u := range s.shape.Neighbours(v) {
		communities[s.parts.Of[u]] = true
		cities[s.city[s.inside[u]]] = true
		for _, t := range s.between(s.inside[v], s.inside[u]) {
			s.cite(&b.Records, t, limit)
		}
	}
	b.Communities, b.Cities = len(communities), len(cities)
	b.Why = append(b.Why, phrase.New("health.broker", "percent", 100*b.Score, "degree", b.Degree, "communities", b.Communities, "cities", b.Cities))
	if b.Error > 0 {
		b.Why = append(b.Why, phrase.New("health.broker_error", "percent", 100*b.Error))
	}
	if b.CutsOff > 0 {
		b.Why = append(b.Why, phrase.New("health.broker_cut", "n", b.CutsOff))
	}
	return b
}

func (s *Survey) bridgeOf(b structure.Bridge, limit int) Bridge {
	out := Bridge{A: s.body(b.A), B: s.body(b.B), SideA: b.SideA, SideB: b.SideB, Records: Records{IDs: []graph.ID{}}}
	for _, t := range s.between(s.inside[b.A], s.inside[b.B]) {
		s.cite(&out.Records, t, limit)
	}
	out.Why = phrase.New("health.bridge", "a", out.A.Text(), "b", out.B.Text(), "side_a", out.SideA, "side_b", out.SideB, "records", out.Records.Total)
	return out
}

func (s *Survey) placeOf(code string) Place {
	p := Place{Region: s.inv.Regions.Region(code)}
	if at, known := s.inv.Regions.Find(code); known {
		p.Whole = s.inv.Regions.At(at).Type == lexicon.PlaceProvince && !s.inv.Regions.Points(at)
	}
	return p
}

// notes say how to read the figures.
func (s *Survey) notes() []phrase.Message {
	notes := []phrase.Message{phrase.New("health.note.ties")}
	if s.paths.Error != nil {
		notes = append(notes, phrase.New("health.note.sampled", "pivots", s.paths.Pivots, "percent", 100*s.paths.Bound))
	}
	for v := range s.inside {
		if s.inv.View.Synthetic(s.web.members[s.inside[v]]) {
			return append(notes, phrase.New("health.note.synthetic", "percent", 100*s.structure().Synthetic))
		}
	}
	return notes
}

// appointed is a person with the bodies that employ them.
type appointed struct {
	person      snapshot.N
	bodies      []int32 // members
	edges       []snapshot.E
	communities []int
	onlyLink    bool
}

// appointees lists the people appointed at two bodies or more of which one lies in the
// region: those who connect communities first, then those between whose bodies nothing
// but people is recorded, then by id.
func (s *Survey) appointees() []appointed {
	view := s.inv.View
	rel := view.Rel(graph.RelAppointedAt)
	var out []appointed
	for p := range view.Nodes(graph.KindTalent) {
		ends := s.web.ends(func(yield func(snapshot.E, snapshot.N) bool) { view.Out(p, rel)(yield) })
		if len(ends) < 2 || len(ends) > maxMembers {
			continue
		}
		slices.SortFunc(ends, func(a, b end) int { return cmp.Compare(s.web.number[a.n], s.web.number[b.n]) })
		a := appointed{person: p, onlyLink: true}
		near := false
		for _, x := range ends {
			m := s.web.number[x.n]
			a.bodies, a.edges = append(a.bodies, m), append(a.edges, x.e)
			if v := s.local[m]; v >= 0 {
				near = true
				if c := s.community(v); !slices.Contains(a.communities, c) {
					a.communities = append(a.communities, c)
				}
			}
		}
		if !near {
			continue
		}
		slices.Sort(a.communities)
		for i, x := range a.bodies {
			for _, y := range a.bodies[i+1:] {
				for _, t := range s.between(x, y) {
					a.onlyLink = a.onlyLink && t.family == familyPeople
				}
			}
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b appointed) int {
		return cmp.Or(
			cmp.Compare(len(b.communities), len(a.communities)), -compareBool(a.onlyLink, b.onlyLink), cmp.Compare(view.ID(a.person), view.ID(b.person)),
		)
	})
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (s *Survey) appointee(a appointed, limit int) Appointee {
	out := Appointee{Person: s.describe(a.person), Communities: a.communities, OnlyLink: a.onlyLink, Records: Records{IDs: []graph.ID{}}}
	if out.Communities == nil {
		out.Communities = []int{}
	}
	names := make([]phrase.Text, len(a.bodies))
	for i, m := range a.bodies {
		b := s.describe(s.web.members[m])
		out.Bodies, names[i] = append(out.Bodies, b), b.Text()
		if i < limit {
			out.Records.IDs = append(out.Records.IDs, s.inv.View.EdgeID(a.edges[i]))
		}
	}
	out.Records.Total = len(a.bodies)
	code := "health.appointee"
	switch {
	case len(a.communities) > 1 && a.onlyLink:
		code = "health.appointee_connects_only"
	case len(a.communities) > 1:
		code = "health.appointee_connects"
	case a.onlyLink:
		code = "health.appointee_only"
	}
	out.Why = phrase.New(code, "person", out.Person.Text(), "bodies", names, "n", len(a.communities))
	return out
}
