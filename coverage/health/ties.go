package health

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Family says what a tie between two bodies consists in.
type Family string

// The families of ties. What belongs to a body (its units, equipment, services) and what it
// buys are no collaboration and make no tie.
const (
	FamilyCollaboration Family = "collaboration" // COLLABORATES_WITH, SHARES_IP
	FamilyJoint         Family = "joint"         // PARTICIPATES_IN the same project, or a consortium or laboratory
	FamilyPeople        Family = "people"        // APPOINTED_AT of one person at both
	FamilyBuilding      Family = "building"      // BUILDS another body, MEMBER_OF it, LEADS it
	FamilyCapital       Family = "capital"       // FUNDS, FUNDED_BY, INVESTS_IN, HOLDS_EQUITY
	FamilySupport       Family = "support"       // SUPPORTS of a government, COORDINATES_WITH
)

// Families returns the families in their order.
func Families() []Family {
	return []Family{FamilyCollaboration, FamilyJoint, FamilyPeople, FamilyBuilding, FamilyCapital, FamilySupport}
}

// direct are the relations of which one edge between two organisations is a tie.
var direct = []struct {
	relation graph.Relation
	family   uint8 // of Families
}{
	{graph.RelCollaboratesWith, 0},
	{graph.RelSharesIP, 0},
	{graph.RelParticipatesIn, 1},
	{graph.RelBuilds, 3},
	{graph.RelMemberOf, 3},
	{graph.RelLeads, 3},
	{graph.RelFunds, 4},
	{graph.RelFundedBy, 4},
	{graph.RelInvestsIn, 4},
	{graph.RelHoldsEquity, 4},
	{graph.RelSupports, 5},
	{graph.RelCoordinatesWith, 5},
}

// Sizes of a project whose members count as tied, and the weights of ties, which matter for
// communities only: a direct tie is worth 1, one of m members of a project 1/(m-1), a shared
// person one half. The weights are ours.
const (
	minMembers   = 2
	maxMembers   = 60
	sharedPerson = 0.5
)

const noEdge snapshot.E = -1

// tie is one tie of two bodies, a before b. It rests on one edge, or on two.
type tie struct {
	a, b   int32
	weight float32
	first  snapshot.E
	second snapshot.E // noEdge for a direct tie
	family uint8
}

// weaver collects the bodies of a view and the ties between them.
type weaver struct {
	view    snapshot.View
	members []snapshot.N // by id
	number  []int32      // of a node among the members, -1
	ties    []tie
}

// weave reads the organisations of a view and their ties. Members are numbered by their
// ids, so that the numbering tells nothing of how they were loaded.
func weave(view snapshot.View) *weaver {
	w := &weaver{view: view, number: make([]int32, view.Bound())}
	for n := range w.number {
		w.number[n] = -1
	}
	for n := range view.Nodes(organisations(view.Schema())...) {
		w.members = append(w.members, n)
	}
	slices.SortFunc(w.members, func(a, b snapshot.N) int { return cmp.Compare(view.ID(a), view.ID(b)) })
	for i, n := range w.members {
		w.number[n] = int32(i)
	}
	for _, d := range direct {
		rel := view.Rel(d.relation)
		for _, n := range w.members {
			for e, m := range view.Out(n, rel) {
				w.add(n, m, tie{weight: 1, first: e, second: noEdge, family: d.family})
			}
		}
	}
	w.projects()
	w.people()
	w.sort()
	return w
}

func organisations(schema *graph.Schema) []graph.Kind {
	var kinds []graph.Kind
	for _, def := range schema.Kinds {
		if def.Organisation {
			kinds = append(kinds, def.Name)
		}
	}
	return kinds
}

func (w *weaver) add(n, m snapshot.N, t tie) {
	t.a, t.b = w.number[n], w.number[m]
	if t.a < 0 || t.b < 0 || t.a == t.b {
		return
	}
	if t.a > t.b {
		t.a, t.b, t.first, t.second = t.b, t.a, t.second, t.first
		if t.first == noEdge {
			t.first, t.second = t.second, noEdge
		}
	}
	w.ties = append(w.ties, t)
}

// projects ties the members of each project of a moderate size with each other.
func (w *weaver) projects() {
	rel := w.view.Rel(graph.RelParticipatesIn)
	for p := range w.view.Nodes(graph.KindProject) {
		members := w.ends(func(yield func(snapshot.E, snapshot.N) bool) { w.view.In(p, rel)(yield) })
		if len(members) < minMembers || len(members) > maxMembers {
			continue
		}
		weight := 1 / float32(len(members)-1)
		w.all(members, weight, 1)
	}
}

// people ties the bodies at which one person is appointed.
func (w *weaver) people() {
	rel := w.view.Rel(graph.RelAppointedAt)
	for p := range w.view.Nodes(graph.KindTalent) {
		bodies := w.ends(func(yield func(snapshot.E, snapshot.N) bool) { w.view.Out(p, rel)(yield) })
		if len(bodies) <= maxMembers {
			w.all(bodies, sharedPerson, 2)
		}
	}
}

// end is a body with its edge to what it shares with others.
type end struct {
	n snapshot.N
	e snapshot.E
}

// ends lists the bodies among the ends of edges, each once with its first edge by id.
func (w *weaver) ends(edges func(func(snapshot.E, snapshot.N) bool)) []end {
	var out []end
	for e, n := range edges {
		if w.number[n] < 0 {
			continue
		}
		if i := slices.IndexFunc(out, func(x end) bool { return x.n == n }); i >= 0 {
			if w.view.EdgeID(e) < w.view.EdgeID(out[i].e) {
				out[i].e = e
			}
			continue
		}
		out = append(out, end{n, e})
	}
	return out
}

func (w *weaver) all(list []end, weight float32, family uint8) {
	for i, x := range list {
		for _, y := range list[i+1:] {
			w.add(x.n, y.n, tie{weight: weight, first: x.e, second: y.e, family: family})
		}
	}
}

// sort puts the ties in the order of their ends, those of one pair in that of their edges' ids.
func (w *weaver) sort() {
	slices.SortFunc(w.ties, func(x, y tie) int {
		if c := cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.family, y.family)); c != 0 {
			return c
		}
		return cmp.Compare(w.view.EdgeID(x.first), w.view.EdgeID(y.first))
	})
}
