package match

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// state is what all signals of one question share.
type state struct {
	q       *Question
	view    snapshot.View
	lex     *lexicon.Lexicon
	weights *Weights
	rel     relations
	linked  int // nodes with a capability, counted once
}

// relations are the numbers of the relations that signals follow.
type relations struct {
	hasCapability, hasDiscipline, collaborates, participates snapshot.Rel
	holds                                                    []snapshot.Rel // holder → held
	heldBy                                                   []snapshot.Rel // held → holder
}

func newState(q *Question, lex *lexicon.Lexicon, weights *Weights) *state {
	s := &state{q: q, view: q.View, lex: lex, weights: weights, linked: -1}
	rel := q.View.Rel
	s.rel = relations{
		hasCapability: rel(graph.RelHasCapability), hasDiscipline: rel(graph.RelHasDiscipline),
		collaborates: rel(graph.RelCollaboratesWith), participates: rel(graph.RelParticipatesIn),
		holds:  []snapshot.Rel{rel(graph.RelOwns), rel(graph.RelOffers), rel(graph.RelBuilds), rel(graph.RelParticipatesIn)},
		heldBy: []snapshot.Rel{rel(graph.RelHostedBy), rel(graph.RelPartOf), rel(graph.RelAppointedAt), rel(graph.RelOperatedBy), rel(graph.RelInTeam)},
	}
	return s
}

// providers counts the nodes that have any capability.
func (s *state) providers() int {
	if s.linked >= 0 {
		return s.linked
	}
	s.linked = 0
	for n := range s.view.Nodes() {
		for range s.view.Out(n, s.rel.hasCapability) {
			s.linked++
			break
		}
	}
	return s.linked
}

// requesterRegion is where the asking body is, "" when nobody said.
func (s *state) requesterRegion() string {
	switch {
	case s.q.Requester.Region != "":
		return s.q.Requester.Region
	case s.q.Requester.Known && s.view.Has(s.q.Requester.Node):
		return s.view.Region(s.q.Requester.Node)
	}
	for _, p := range s.q.Need.Places {
		if p.Own {
			return p.Code
		}
	}
	return ""
}

// small reports whether the asking body is a small or medium enterprise.
func (s *state) small() bool {
	r := s.q.Requester
	if r.SME != "" || !r.Known || !s.view.Has(r.Node) {
		return r.SME == string(Yes)
	}
	return s.view.Text(r.Node, "sme") == string(Yes)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// round6 rounds to six decimals and significant6 to six digits: what is reported does not
// depend on the order in which a store happened to number its records.
func round6(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func significant6(x float64) float64 {
	if x == 0 {
		return 0
	}
	abs := math.Abs(x)
	_, two := math.Frexp(abs)
	ten := int(math.Floor(float64(two-1) * math.Log10(2))) // of the power of two below x; x may reach the next
	if math.Pow10(ten+1) <= abs {
		ten++
	}
	// Twelve digits first: sums of simple fractions like to end in a 5 at the seventh, which
	// the order of adding must not decide.
	fine, unit := math.Pow10(11-ten), math.Pow10(5-ten)
	return math.Round(math.Round(x*fine)/fine*unit) / unit
}
