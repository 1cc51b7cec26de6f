// Package link derives what a record can do from its own words: links to the
// capabilities and disciplines that the lexicon reads in its name, field, products and
// the like. A derived link is the shadow of a fact, marked as such; what was stated wins.
package link

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// Limits of what is derived for one record.
const (
	maxCapabilities = 6
	minCapability   = 0.18
	maxDisciplines  = 4
	minDiscipline   = 0.2
	maxWords        = 4 // words named as evidence
)

// Linker derives links. It is immutable and safe for concurrent use.
type Linker struct {
	lex    *lexicon.Lexicon
	schema *graph.Schema
}

// New returns a linker that reads with the lexicon.
func New(lex *lexicon.Lexicon, schema *graph.Schema) *Linker {
	return &Linker{lex: lex, schema: schema}
}

// Source is the title of the source of links derived with the linker's lexicon.
func (l *Linker) Source() string { return "lexicon " + l.lex.Version() }

// Relations are those whose edges may be derived.
func Relations() []graph.Relation {
	return []graph.Relation{graph.RelHasCapability, graph.RelHasDiscipline, graph.RelAsksFor}
}

// partWeights say how far a part of a record is believed: what a body says it can do
// counts fully, a name or a summary names more than it can do.
func partWeight(part string) float64 {
	switch part {
	case "name":
		return 0.8
	case "summary", "problem", "objective":
		return 0.7
	case "products", "industry_words":
		return 0.8
	}
	return 1
}

// Texts returns the parts of a record that are read, the name first.
func (l *Linker) Texts(n *graph.Node) []lexicon.Text {
	texts := []lexicon.Text{{Part: "name", Text: n.Name, Weight: partWeight("name")}}
	if !hasHan(n.Name) && n.NameEn != "" {
		texts = append(texts, lexicon.Text{Part: "name", Text: n.NameEn, Weight: partWeight("name")})
	}
	for _, name := range n.Properties.Names() {
		def := l.schema.NodeProperty(n.Kind, name)
		if def == nil || !def.Linked {
			continue
		}
		for _, text := range n.Properties.Texts(name) {
			texts = append(texts, lexicon.Text{Part: name, Text: text, Weight: partWeight(name)})
		}
	}
	return texts
}

func hasHan(s string) bool { return strings.ContainsFunc(s, lexicon.IsHan) }

// Derives reports whether records of the kind get links at all.
func (l *Linker) Derives(k graph.Kind) bool {
	def := l.schema.Kind(k)
	return k == graph.KindDemand || def != nil && def.Provider
}

// Edges returns the links derived for the node, by id; none for kinds that get none.
func (l *Linker) Edges(n *graph.Node) []graph.Edge {
	if !l.Derives(n.Kind) {
		return nil
	}
	texts := l.Texts(n)
	links := l.lex.Link(texts...)
	relation := graph.RelHasCapability
	if n.Kind == graph.KindDemand {
		relation = graph.RelAsksFor
	}
	var out []graph.Edge
	for _, link := range links[:min(len(links), maxCapabilities)] {
		if link.Weight < minCapability {
			break
		}
		out = append(out, l.edge(n, relation, graph.ID(link.Area.ID), graph.Properties{
			"weight": round(link.Weight), "evidence": words(link), "part": link.Part, "derived": true,
		}))
	}
	if relation == graph.RelHasCapability && l.hasDisciplines(n.Kind) {
		for i, d := range l.lex.Disciplines(links, texts...) {
			if i == maxDisciplines || d.Weight < minDiscipline {
				break
			}
			out = append(out, l.edge(n, graph.RelHasDiscipline, graph.ID(d.Discipline.ID), graph.Properties{
				"weight": round(d.Weight), "evidence": "derived", "derived": true,
			}))
		}
	}
	slices.SortFunc(out, func(a, b graph.Edge) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// hasDisciplines: bodies of research and learning are described by disciplines.
func (l *Linker) hasDisciplines(k graph.Kind) bool {
	actor := l.schema.Kind(k).Actor
	return actor == "research" || actor == "university"
}

// edge makes a derived edge, whose id depends on its ends alone, so that reading again
// changes the edge and does not add another.
func (l *Linker) edge(n *graph.Node, relation graph.Relation, to graph.ID, props graph.Properties) graph.Edge {
	e := graph.Edge{Relation: relation, From: n.ID, To: to}
	e.Properties = graph.Properties{"derived": true}
	e.ID = e.GenerateID()
	e.Properties = props
	e.Visibility, e.Synthetic = n.Visibility, n.Synthetic
	e.Sources = []graph.Source{{Title: l.Source()}}
	return e
}

// words names the words a link was read from, each once, strongest first.
func words(link lexicon.Link) string {
	var out []string
	for _, w := range link.Words {
		if !slices.Contains(out, w.Surface) && len(out) < maxWords {
			out = append(out, w.Surface)
		}
	}
	return strings.Join(out, "、")
}

// round keeps three digits: weights are judgement, and stores should agree on them.
func round(w float64) float64 { return float64(int(w*1000+0.5)) / 1000 }
