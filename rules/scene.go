package rules

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// scene is what one check looks at.
type scene struct {
	v    snapshot.View
	n    snapshot.N // the centre or zone
	text Document   // the text it is judged by
	in   func(snapshot.N) bool
}

// end is an edge and where it leads.
type end struct {
	edge  snapshot.E
	node  snapshot.N
	about snapshot.Edge
}

func (e end) cite() Cite { return Cite{Edge: e.edge, IsEdge: true} }

// out and into list the edges of a relation at a node, by the id of the other end and their
// own, so that what is cited first does not hang on the order of loading.
func (s *scene) out(n snapshot.N, r graph.Relation) []end {
	var list []end
	for e, to := range s.v.Out(n, s.v.Rel(r)) {
		list = append(list, end{e, to, s.v.Edge(e)})
	}
	return s.sorted(list)
}

func (s *scene) into(n snapshot.N, r graph.Relation) []end {
	var list []end
	for e, from := range s.v.In(n, s.v.Rel(r)) {
		list = append(list, end{e, from, s.v.Edge(e)})
	}
	return s.sorted(list)
}

func (s *scene) sorted(list []end) []end {
	slices.SortFunc(list, func(a, b end) int {
		return cmp.Or(cmp.Compare(s.v.ID(a.node), s.v.ID(b.node)), cmp.Compare(s.v.EdgeID(a.edge), s.v.EdgeID(b.edge)))
	})
	return list
}

// both lists the edges of a relation at a node in either direction.
func (s *scene) both(n snapshot.N, r graph.Relation) []end {
	return append(s.out(n, r), s.into(n, r)...)
}

// papers are the records of a kind that concern a node.
func (s *scene) papers(n snapshot.N, kind graph.Kind) []end {
	return slices.DeleteFunc(s.into(n, graph.RelConcerns), func(e end) bool { return s.v.Kind(e.node) != kind })
}

// property cites a recorded property of the subject.
func (s *scene) property(name string) Cite { return Cite{Node: s.n, Property: name} }

// name is the name of a node for a sentence.
func (s *scene) name(n snapshot.N) phrase.Text { return nameOf(s.v, n) }

func nameOf(v snapshot.View, n snapshot.N) phrase.Text {
	t := phrase.Text{Zh: v.Name(n), En: v.NameEn(n)}
	if t.En == "" {
		t.En = t.Zh
	}
	return t
}

func (s *scene) names(list []end) []phrase.Text {
	var out []phrase.Text
	for _, e := range list {
		if t := s.name(e.node); !slices.Contains(out, t) {
			out = append(out, t)
		}
		if len(out) == maxNames {
			break
		}
	}
	return out
}

// maxNames is the greatest number of names in one sentence.
const maxNames = 8

func cites(lists ...[]end) []Cite {
	var out []Cite
	for _, list := range lists {
		for _, e := range list {
			out = append(out, e.cite())
		}
	}
	return out
}

// with keeps the ends whose edge has the qualifier.
func with(list []end, qualifier string) []end {
	var out []end
	for _, e := range list {
		if e.about.Qualifier == qualifier {
			out = append(out, e)
		}
	}
	return out
}

// of keeps the ends of some kinds.
func (s *scene) of(list []end, kinds ...graph.Kind) []end {
	var out []end
	for _, e := range list {
		if slices.Contains(kinds, s.v.Kind(e.node)) {
			out = append(out, e)
		}
	}
	return out
}

// term is the label of a vocabulary's term.
func (s *scene) term(vocabulary, code string) phrase.Text {
	l := s.v.Schema().TermLabel(vocabulary, code)
	return phrase.Text{Zh: l.Zh, En: l.En}
}

// actors are the kinds of actor among some bodies, in the order of 政产学研用资. Whoever poses
// a demand is a user besides.
func (s *scene) actors(list []end) []phrase.Text {
	have := make(map[string]bool)
	for _, e := range list {
		if def := s.v.Schema().Kind(s.v.Kind(e.node)); def != nil && def.Actor != "" {
			have[def.Actor] = true
		}
		if len(s.out(e.node, graph.RelPoses)) > 0 {
			have["user"] = true
		}
	}
	var out []phrase.Text
	for _, a := range []string{"government", "industry", "university", "research", "user", "capital"} {
		if have[a] {
			out = append(out, phrase.New("actor."+a).Both())
		}
	}
	return out
}

// first returns the first fact of a list that is known not to be empty.
func first(list []Cite) (Cite, []Cite) { return list[0], list[1:] }
