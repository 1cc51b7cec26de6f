package health

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

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

// direct is the family of the ties of which one edge of a relation between two
// organisations is one.
func direct(r graph.Relation) (family uint8, is bool) {
	switch r {
	case graph.RelCollaboratesWith, graph.RelSharesIP:
		return familyCollaboration, true
	case graph.RelParticipatesIn:
		return familyJoint, true
	case graph.RelBuilds, graph.RelMemberOf, graph.RelLeads:
		return familyBuilding, true
	case graph.RelFunds, graph.RelFundedBy, graph.RelInvestsIn, graph.RelHoldsEquity:
		return familyCapital, true
	case graph.RelSupports, graph.RelCoordinatesWith:
		return familySupport, true
	default:
		return 0, false
	}
}

// The places of the families in [Families].
const (
	familyCollaboration uint8 = iota
	familyJoint
	familyPeople
	familyBuilding
	familyCapital
	familySupport
)

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
	ties    []tie        // by their ends, those of one pair by family and id
}

// weave reads the organisations of a view and their ties. Members are numbered by their
// ids, so that the numbering tells nothing of how they were loaded.
func weave(view snapshot.View) *weaver {
	w := &weaver{view: view, number: make([]int32, view.Bound())}
	for n := range w.number {
		w.number[n] = -1
	}
	kinds := organisations(view.Schema())
	var projects, people []snapshot.N
	for n := range view.Nodes(append(kinds, graph.KindProject, graph.KindTalent)...) {
		switch view.Kind(n) {
		case graph.KindProject:
			projects = append(projects, n)
		case graph.KindTalent:
			people = append(people, n)
		default:
			w.members = append(w.members, n)
		}
	}
	slices.SortFunc(w.members, func(a, b snapshot.N) int { return cmp.Compare(view.ID(a), view.ID(b)) })
	for i, n := range w.members {
		w.number[n] = int32(i)
	}
	threads := make([]*thread, max(1, runtime.GOMAXPROCS(0)))
	var work sync.WaitGroup
	for i := range threads {
		t := &thread{weaver: w}
		threads[i] = t
		work.Go(func() { // each takes every n-th record; sorting leaves no trace of who did
			for at := i; at < len(w.members); at += len(threads) {
				t.direct(w.members[at])
			}
			for at := i; at < len(projects); at += len(threads) {
				t.project(projects[at])
			}
			for at := i; at < len(people); at += len(threads) {
				t.person(people[at])
			}
		})
	}
	work.Wait()
	w.sort(threads)
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

// thread collects ties of a part of the records.
type thread struct {
	*weaver
	found []tie
}

func (w *thread) add(n, m snapshot.N, t tie) {
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
	w.found = append(w.found, t)
}

// direct ties a body with those to which its edges lead.
func (w *thread) direct(n snapshot.N) {
	for e, m := range w.view.Edges(n) {
		edge := w.view.Edge(e)
		if edge.From != n {
			return // those that reach it are seen from their own beginning
		}
		if family, is := direct(edge.Relation); is {
			w.add(n, m, tie{weight: 1, first: e, second: noEdge, family: family})
		}
	}
}

// project ties the members of a project of a moderate size with each other.
func (w *thread) project(p snapshot.N) {
	rel := w.view.Rel(graph.RelParticipatesIn)
	members := w.ends(func(yield func(snapshot.E, snapshot.N) bool) { w.view.In(p, rel)(yield) })
	if len(members) >= minMembers && len(members) <= maxMembers {
		w.all(members, 1/float32(len(members)-1), familyJoint)
	}
}

// person ties the bodies at which one person is appointed.
func (w *thread) person(p snapshot.N) {
	rel := w.view.Rel(graph.RelAppointedAt)
	bodies := w.ends(func(yield func(snapshot.E, snapshot.N) bool) { w.view.Out(p, rel)(yield) })
	if len(bodies) <= maxMembers {
		w.all(bodies, sharedPerson, familyPeople)
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

func (w *thread) all(list []end, weight float32, family uint8) {
	for i, x := range list {
		for _, y := range list[i+1:] {
			w.add(x.n, y.n, tie{weight: weight, first: x.e, second: y.e, family: family})
		}
	}
}

// sort puts the ties in the order of their ends, those of one pair in that of their
// families and their edges' ids.
func (w *weaver) sort(threads []*thread) {
	from := make([]int32, len(w.members)+1) // of the ties of a member, which are few
	for _, t := range threads {
		for i := range t.found {
			from[t.found[i].a+1]++
		}
	}
	for a := range w.members {
		from[a+1] += from[a]
	}
	w.ties = make([]tie, from[len(w.members)])
	next := slices.Clone(from)
	for _, t := range threads {
		for i := range t.found {
			a := t.found[i].a
			w.ties[next[a]] = t.found[i]
			next[a]++
		}
	}
	for a := range w.members {
		slices.SortFunc(w.ties[from[a]:from[a+1]], func(x, y tie) int {
			switch {
			case x.b != y.b:
				return cmp.Compare(x.b, y.b)
			case x.family != y.family:
				return cmp.Compare(x.family, y.family)
			}
			return cmp.Compare(w.view.EdgeID(x.first), w.view.EdgeID(y.first))
		})
	}
}
