package supply

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// links is what the edges of one node say, gathered in one walk over them: a picture of
// a large network has millions of edges, and each is looked at once.
type links struct {
	capabilities []Ability
	fields       []fieldLink
	disciplines  []disciplineLink
	stages       StageSet
	locations    []location
	owner        owners
	openTo       bool
	shared       bool // a dual or flexible appointment
}

type fieldLink struct {
	field Field
	read  bool
}

type disciplineLink struct {
	discipline snapshot.N
	grade      string
	read       bool
}

type location struct {
	to    snapshot.N
	dated bool
}

// owners are the candidates for whom a record belongs to, by relation in order of precedence.
type owners [ownerRanks]snapshot.N

const (
	ownedBy = iota
	operatedBy
	offeredBy
	hostedBy
	partOf
	primaryPost
	anyPost
	ownerRanks
)

func (l *links) reset() {
	l.capabilities, l.fields, l.disciplines, l.locations = l.capabilities[:0], l.fields[:0], l.disciplines[:0], l.locations[:0]
	l.stages, l.openTo, l.shared = 0, false, false
	for i := range l.owner {
		l.owner[i] = NoNode
	}
}

// gather walks the edges of a node. What reaches a body says nothing of it here, nor what
// it owns or does with others, and a large body has many such edges: they are passed over.
func (b *builder) gather(n snapshot.N, k graph.Kind, l *links) {
	l.reset()
	body := isBody(k)
	for e, other := range b.v.Edges(n) {
		edge := b.v.Edge(e)
		switch {
		case body && (edge.From != n || b.ordered && saysNothing(edge.Relation)):
			return
		case edge.From == n:
			b.leaving(l, &edge, other)
		default:
			b.reaching(l, &edge, other)
		}
	}
}

// saysNothing: relations of bodies that are not read. A node's edges come in the order of
// the relations' numbers; where all that is read has lower numbers, the rest is not walked.
func saysNothing(r graph.Relation) bool {
	switch r {
	case graph.RelOwns, graph.RelOffers, graph.RelCollaboratesWith, graph.RelParticipatesIn, graph.RelSuppliesTo:
		return true
	default:
		return false
	}
}

// inOrder reports whether all that is read of a body comes before all that is not.
func inOrder(v snapshot.View) bool {
	var last snapshot.Rel
	for _, r := range []graph.Relation{
		graph.RelHasCapability, graph.RelInField, graph.RelHasDiscipline, graph.RelAtStage, graph.RelLocatedIn, graph.RelPartOf, graph.RelHostedBy,
	} {
		last = max(last, v.Rel(r))
	}
	for _, r := range []graph.Relation{graph.RelOwns, graph.RelOffers, graph.RelCollaboratesWith, graph.RelParticipatesIn, graph.RelSuppliesTo} {
		if v.Rel(r) < last {
			return false
		}
	}
	return true
}

func (b *builder) leaving(l *links, edge *snapshot.Edge, to snapshot.N) {
	switch edge.Relation {
	case graph.RelHasCapability, graph.RelAsksFor:
		weight := float32(edge.Weight)
		if !edge.HasWeight {
			weight = 1
		}
		l.capabilities = append(l.capabilities, Ability{Capability: to, Weight: weight, Read: edge.Derived})
	case graph.RelInField:
		if f, known := b.mean.fields[to]; known {
			l.fields = append(l.fields, fieldLink{f, edge.Derived})
		}
	case graph.RelHasDiscipline:
		l.disciplines = append(l.disciplines, disciplineLink{to, edge.Qualifier, edge.Derived})
	case graph.RelAtStage:
		if i, known := b.mean.stages[to]; known {
			l.stages |= 1 << i
		}
	case graph.RelLocatedIn:
		l.locations = append(l.locations, location{to, edge.Start != graph.DayMin || edge.End != graph.DayMax})
	case graph.RelOpenTo:
		l.openTo = true
	case graph.RelOperatedBy: // of no account for bodies, which act for themselves
		b.candidate(l, operatedBy, to)
	case graph.RelHostedBy:
		b.candidate(l, hostedBy, to)
	case graph.RelPartOf:
		b.candidate(l, partOf, to)
	case graph.RelAppointedAt:
		b.candidate(l, anyPost, to)
		switch edge.Qualifier {
		case "primary":
			b.candidate(l, primaryPost, to)
		case "dual", "flexible":
			l.shared = true
		}
	default:
	}
}

func (b *builder) reaching(l *links, edge *snapshot.Edge, from snapshot.N) {
	switch edge.Relation {
	case graph.RelOwns:
		b.candidate(l, ownedBy, from)
	case graph.RelOffers, graph.RelPoses:
		b.candidate(l, offeredBy, from)
	default:
	}
}

// candidate keeps, of several, the body with the least id.
func (b *builder) candidate(l *links, rank int, n snapshot.N) {
	if k := b.v.Kind(n); !isOrganisation(k) && k != graph.KindTalent && k != graph.KindTeam {
		return
	}
	if at := l.owner[rank]; at == NoNode || at != n && b.v.ID(n) < b.v.ID(at) {
		l.owner[rank] = n
	}
}
