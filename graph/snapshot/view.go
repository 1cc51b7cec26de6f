package snapshot

import (
	"iter"
	"slices"
	"sort"

	"chuangmai/graph"
)

// Audience says for whom a view is.
type Audience uint8

// The audiences, from the widest to the narrowest circle. Each sees what the ones
// before it see.
const (
	AudiencePublic Audience = iota
	AudienceMembers
	AudienceAll
)

// Sees reports whether the audience sees records of a visibility. One of a newer program is
// shown to nobody.
func (a Audience) Sees(v graph.Visibility) bool { return visibilityRank(v) <= uint8(a) }

// View shows a picture as of a day to an audience. It is the only way to read a
// picture: what is not valid on the day, or not visible to the audience, does not
// exist in it, and neither does an edge one of whose ends does not exist. It is
// immutable and safe for concurrent use.
type View struct {
	p        *Picture
	day      graph.Day
	audience Audience
}

// View returns the picture as of day for the audience.
func (p *Picture) View(day graph.Day, audience Audience) View { return View{p, day, audience} }

// Revision returns the revision of the picture.
func (v View) Revision() graph.Revision { return v.p.revision }

// Day returns the day as of which the view shows the network.
func (v View) Day() graph.Day { return v.day }

// Audience returns for whom the view is.
func (v View) Audience() Audience { return v.audience }

// Schema returns the schema of the network.
func (v View) Schema() *graph.Schema { return v.p.schema }

// Picture returns what the view reads.
func (v View) Picture() *Picture { return v.p }

// Bound is one more than the greatest node number the view can hold: the length of
// a slice indexed by N.
func (v View) Bound() int { return v.p.nodes.n }

func (v View) node(n N) *nodeRow { return v.p.nodes.at(int32(n)) }
func (v View) edge(e E) *edgeRow { return v.p.edges.at(int32(e)) }

// Has reports whether the node exists in the view.
func (v View) Has(n N) bool {
	if n < 0 || int(n) >= v.p.nodes.n {
		return false
	}
	row := v.node(n)
	return row.flags&flagAlive != 0 && row.vis <= uint8(v.audience) && row.from <= v.day && v.day <= row.to
}

func (v View) hasEdge(row *edgeRow) bool {
	return row.flags&flagAlive != 0 && row.vis <= uint8(v.audience) && row.start <= v.day && v.day <= row.end
}

// Shows reports whether a record that was read from a store is there for the view's audience
// on its day: since the picture was made it may have been hidden.
func (v View) Shows(c graph.Common) bool {
	return v.audience.Sees(c.Visibility) && c.ValidFrom.First() <= v.day && v.day <= c.ValidTo.Last()
}

// Lookup returns the number of a node that exists in the view.
func (v View) Lookup(id graph.ID) (N, bool) {
	n, ok := v.p.numbers.Number(id)
	return n, ok && v.Has(n)
}

// Nodes yields the nodes of the given kinds, or of all when none is given, by number.
func (v View) Nodes(kinds ...graph.Kind) iter.Seq[N] {
	wanted := make([]bool, len(v.p.kinds))
	for i, k := range v.p.kinds {
		wanted[i] = len(kinds) == 0 || slices.Contains(kinds, k)
	}
	return func(yield func(N) bool) {
		for i := range v.p.nodes.n {
			n := N(i)
			if v.Has(n) && wanted[v.node(n).kind] && !yield(n) {
				return
			}
		}
	}
}

// ID returns the id of a node.
func (v View) ID(n N) graph.ID { return v.node(n).id }

// Kind returns the kind of a node.
func (v View) Kind(n N) graph.Kind { return v.p.kinds[v.node(n).kind] }

// Name returns the name of a node.
func (v View) Name(n N) string { return v.node(n).name }

// NameEn returns the English name of a node, "" when none is recorded.
func (v View) NameEn(n N) string { return v.node(n).nameEn }

// Aliases returns the other names of a node; the caller must not change them.
func (v View) Aliases(n N) []string { return v.node(n).aliases }

// Region returns the region code of a node, "" when none is recorded.
func (v View) Region(n N) string { return v.p.texts[v.node(n).region] }

// Synthetic reports whether a node is made up.
func (v View) Synthetic(n N) bool { return v.node(n).flags&flagSynthetic != 0 }

// MirrorOnly reports whether all sources of a node are mirrors.
func (v View) MirrorOnly(n N) bool { return v.node(n).flags&flagMirror != 0 }

// Fresh returns the latest day a source of the node was seen, [graph.DayMin] when none
// is stated. A source dated by its year alone counts up to the year's last day, but never
// beyond the day of the view.
func (v View) Fresh(n N) graph.Day { return min(v.node(n).fresh, v.day) }

// Validity returns the first and last day of a node's validity.
func (v View) Validity(n N) (from, to graph.Day) { return v.node(n).from, v.node(n).to }

// Text returns the text of a ranked property, the first one of a list, or "".
func (v View) Text(n N, property string) string {
	for _, p := range v.node(n).props {
		if v.p.texts[p.name] == property {
			return v.p.texts[p.text]
		}
	}
	return ""
}

// Texts returns the texts of a ranked property.
func (v View) Texts(n N, property string) []string {
	var out []string
	for _, p := range v.node(n).props {
		if v.p.texts[p.name] == property {
			out = append(out, v.p.texts[p.text])
		}
	}
	return out
}

// Number returns the number of a ranked property (1 and 0 for true and false) and
// whether it is recorded.
func (v View) Number(n N, property string) (float64, bool) {
	for _, p := range v.node(n).props {
		if v.p.texts[p.name] == property {
			return float64(p.num), true
		}
	}
	return 0, false
}

// Rel returns the number of a relation, [NoRel] when the picture does not know it.
func (v View) Rel(r graph.Relation) Rel {
	if i := slices.Index(v.p.rels, r); i >= 0 {
		return Rel(i) //nolint:gosec // a schema has far fewer relations
	}
	return NoRel
}

// Out yields the edges of one relation that leave a node, and where they lead, by number.
func (v View) Out(n N, rel Rel) iter.Seq2[E, N] {
	list := v.span(v.node(n).out, rel)
	return func(yield func(E, N) bool) {
		for _, e := range list {
			if row := v.edge(e); v.hasEdge(row) && v.Has(row.to) && !yield(e, row.to) {
				return
			}
		}
	}
}

// In yields the edges of one relation that reach a node, and where they come from.
func (v View) In(n N, rel Rel) iter.Seq2[E, N] {
	list := v.span(v.node(n).in, rel)
	return func(yield func(E, N) bool) {
		for _, e := range list {
			if row := v.edge(e); v.hasEdge(row) && v.Has(row.from) && !yield(e, row.from) {
				return
			}
		}
	}
}

// Edges yields every edge at a node and its other end: first those that leave, then
// those that reach it. A self-loop comes once.
func (v View) Edges(n N) iter.Seq2[E, N] {
	return func(yield func(E, N) bool) {
		for _, e := range v.node(n).out {
			if row := v.edge(e); v.hasEdge(row) && v.Has(row.to) && !yield(e, row.to) {
				return
			}
		}
		for _, e := range v.node(n).in {
			if row := v.edge(e); v.hasEdge(row) && v.Has(row.from) && row.from != n && !yield(e, row.from) {
				return
			}
		}
	}
}

// span cuts the part of a list that belongs to a relation.
func (v View) span(list []E, rel Rel) []E {
	if len(list) <= 8 { // short lists: a scan beats two searches
		from := 0
		for from < len(list) && v.edge(list[from]).rel < rel {
			from++
		}
		to := from
		for to < len(list) && v.edge(list[to]).rel == rel {
			to++
		}
		return list[from:to]
	}
	from := sort.Search(len(list), func(i int) bool { return v.edge(list[i]).rel >= rel })
	to := from + sort.Search(len(list)-from, func(i int) bool { return v.edge(list[from+i]).rel > rel })
	return list[from:to]
}

// Edge is what the picture knows of an edge.
type Edge struct {
	From, To  N
	Relation  graph.Relation
	Qualifier string // the term the relation declares: mode, role, grade …
	Note      string // the text the relation declares: evidence, topic …
	Weight    float64
	HasWeight bool
	Start     graph.Day // validity
	End       graph.Day
	Derived   bool
	Main      bool
	Synthetic bool
}

// Edge returns what the picture knows of an edge of the view.
func (v View) Edge(e E) Edge {
	row := v.edge(e)
	return Edge{
		From: row.from, To: row.to, Relation: v.p.rels[row.rel],
		Qualifier: v.p.texts[row.qualifier], Note: v.p.texts[row.note],
		Weight: float64(row.weight), HasWeight: row.flags&flagWeight != 0,
		Start: row.start, End: row.end,
		Derived: row.flags&flagDerived != 0, Main: row.flags&flagMain != 0, Synthetic: row.flags&flagSynthetic != 0,
	}
}

// EdgeID returns the id of an edge.
func (v View) EdgeID(e E) graph.ID {
	row := v.edge(e)
	return row.ref.id(v.p.rels[row.rel], v.p.texts)
}
