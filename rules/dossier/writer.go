package dossier

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/rules"
)

// maxValues is the greatest number of values one entry shows.
const maxValues = 12

// writer reads the facts around one centre.
type writer struct {
	v snapshot.View
	n snapshot.N
	// first and last day of the year reported on.
	first, last graph.Day
}

// link is an edge at some node and where it leads.
type link struct {
	edge snapshot.E
	node snapshot.N
}

func (w *writer) out(n snapshot.N, r graph.Relation, kinds ...graph.Kind) []link {
	var list []link
	if !w.v.Has(n) {
		return nil
	}
	for e, to := range w.v.Out(n, w.v.Rel(r)) {
		list = append(list, link{e, to})
	}
	return w.tidy(list, kinds)
}

func (w *writer) into(n snapshot.N, r graph.Relation, kinds ...graph.Kind) []link {
	var list []link
	if !w.v.Has(n) {
		return nil
	}
	for e, from := range w.v.In(n, w.v.Rel(r)) {
		list = append(list, link{e, from})
	}
	return w.tidy(list, kinds)
}

// tidy keeps some kinds, all when none is given, in order of id.
func (w *writer) tidy(list []link, kinds []graph.Kind) []link {
	list = slices.DeleteFunc(list, func(l link) bool { return len(kinds) > 0 && !slices.Contains(kinds, w.v.Kind(l.node)) })
	slices.SortFunc(list, func(a, b link) int {
		return cmp.Or(cmp.Compare(w.v.ID(a.node), w.v.ID(b.node)), cmp.Compare(w.v.EdgeID(a.edge), w.v.EdgeID(b.edge)))
	})
	return list
}

func (w *writer) both(n snapshot.N, r graph.Relation) []link {
	return slices.DeleteFunc(append(w.out(n, r), w.into(n, r)...), func(l link) bool { return l.node == n && w.v.Edge(l.edge).From != n })
}

// qualified keeps the links whose edge has one of the qualifiers.
func (w *writer) qualified(list []link, qualifiers ...string) []link {
	var out []link
	for _, l := range list {
		if slices.Contains(qualifiers, w.v.Edge(l.edge).Qualifier) {
			out = append(out, l)
		}
	}
	return out
}

// typed keeps the links to nodes of a type.
func (w *writer) typed(list []link, kind string) []link {
	var out []link
	for _, l := range list {
		if w.v.Text(l.node, "type") == kind {
			out = append(out, l)
		}
	}
	return out
}

// begun keeps the links that began in the year reported on.
func (w *writer) begun(list []link) []link {
	var out []link
	for _, l := range list {
		if start := w.v.Edge(l.edge).Start; start >= w.first && start <= w.last {
			out = append(out, l)
		}
	}
	return out
}

func (w *writer) name(n snapshot.N) phrase.Text {
	t := phrase.Text{Zh: w.v.Name(n), En: w.v.NameEn(n)}
	if t.En == "" {
		t.En = t.Zh
	}
	return t
}

func (w *writer) term(vocabulary, code string) phrase.Text {
	l := w.v.Schema().TermLabel(vocabulary, code)
	return phrase.Text{Zh: l.Zh, En: l.En}
}

// entry begins an entry; its label and hint go by its code.
func entry(code string) Entry {
	return Entry{Code: code, Label: phrase.New("dossier.entry." + code).Both(), Values: []Value{}, Hint: phrase.New("dossier.hint").Both()}
}

// author is an entry that only a person can write.
func author(code string) Entry {
	e := entry(code)
	e.Hint = phrase.New("dossier.hint.author").Both()
	return e
}

func (e *Entry) add(v Value) {
	if len(e.Values) == maxValues {
		e.More++
		return
	}
	if v.Nodes == nil {
		v.Nodes = []rules.NodeFact{}
	}
	if v.Edges == nil {
		v.Edges = []rules.EdgeFact{}
	}
	e.Values = append(e.Values, v)
}

// listed enters the far ends of links by name, each once.
func (w *writer) listed(code string, links []link) Entry {
	e := entry(code)
	seen := make(map[snapshot.N]bool)
	for _, l := range links {
		if !seen[l.node] {
			e.add(w.value(w.name(l.node), l))
		}
		seen[l.node] = true
	}
	return e
}

func (w *writer) value(text phrase.Text, links ...link) Value {
	v := Value{Text: text}
	for _, l := range links[:min(len(links), maxValues)] {
		v.Edges = append(v.Edges, rules.EdgeOf(w.v, l.edge))
	}
	return v
}

// property enters a property of the centre: its term where a vocabulary is named, else as
// it is written.
func (w *writer) property(code, property, vocabulary string) Entry {
	e := entry(code)
	if !w.v.Has(w.n) {
		return e
	}
	for _, text := range w.v.Texts(w.n, property) {
		label := phrase.Text{Zh: text, En: text}
		if vocabulary != "" {
			label = w.term(vocabulary, text)
		}
		e.add(Value{Text: label, Nodes: []rules.NodeFact{w.fact(w.n, property)}})
	}
	return e
}

func (w *writer) fact(n snapshot.N, property string) rules.NodeFact {
	f := rules.NodeOf(w.v, n)
	f.Property = property
	return f
}

// counted enters how many links there are of each qualifier of a vocabulary, in its order.
func (w *writer) counted(code, vocabulary string, links []link) Entry {
	e := entry(code)
	by := make(map[string][]link)
	for _, l := range links {
		q := w.v.Edge(l.edge).Qualifier
		by[q] = append(by[q], l)
	}
	for _, t := range w.v.Schema().Vocabularies[vocabulary].Terms {
		if list := by[t.Code]; len(list) > 0 {
			text := phrase.New("dossier.counted", "what", phrase.Text{Zh: t.Zh, En: t.En}, "n", len(list))
			e.add(w.value(text.Both(), list...))
		}
	}
	return e
}

// some enters a count with its first few names.
func (w *writer) some(code string, links []link) Entry {
	e := entry(code)
	var names []phrase.Text
	for _, l := range links {
		if t := w.name(l.node); !slices.Contains(names, t) {
			names = append(names, t)
		}
	}
	if len(names) > 0 {
		text := phrase.New("dossier.some", "n", len(names), "names", names[:min(len(names), 5)])
		e.add(w.value(text.Both(), links...))
	}
	return e
}

// papers are the records of a kind that concern the centre.
func (w *writer) papers(kind graph.Kind) []link { return w.into(w.n, graph.RelConcerns, kind) }

// incomes enters the income on record, of one year or of all (0).
func (w *writer) incomes(code string, year int) Entry {
	e := entry(code)
	for _, l := range w.papers(graph.KindIncome) {
		when, dated := w.v.Number(l.node, "year")
		amount, known := w.v.Number(l.node, "amount_wan")
		if !dated || !known || year != 0 && int(when) != year {
			continue
		}
		text := phrase.New("dossier.income", "year", int(when), "source", w.term("income_source", w.v.Text(l.node, "source")), "amount", amount)
		e.add(Value{Text: text.Both(), Nodes: []rules.NodeFact{w.fact(l.node, "amount_wan")}, Edges: []rules.EdgeFact{rules.EdgeOf(w.v, l.edge)}})
	}
	slices.SortStableFunc(e.Values, func(a, b Value) int { return strings.Compare(b.Text.En, a.Text.En) })
	return e
}

// builders are those who build the centre in some roles.
func (w *writer) builders(roles ...string) []link {
	return w.qualified(w.into(w.n, graph.RelBuilds), roles...)
}

// around lists the links of one relation at the centre, its parts and its lead units.
func (w *writer) around(list func(snapshot.N) []link) []link {
	out := list(w.n)
	for _, l := range append(w.into(w.n, graph.RelPartOf), w.builders("lead")...) {
		out = append(out, list(l.node)...)
	}
	return w.tidy(out, nil)
}
