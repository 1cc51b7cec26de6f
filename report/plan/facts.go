package plan

import (
	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/report"
	"chuangmai/rules"
)

// Fact is [rules.NodeFact] with its labels.
type Fact struct {
	rules.NodeFact
	KindLabel     string `json:"kind_label"`
	PropertyLabel string `json:"property_label,omitempty"`
}

// Tie is [rules.EdgeFact] with its labels.
type Tie struct {
	ID             graph.ID       `json:"id"`
	Relation       graph.Relation `json:"relation"`
	RelationLabel  string         `json:"relation_label"`
	Qualifier      string         `json:"qualifier,omitempty"`
	QualifierLabel string         `json:"qualifier_label,omitempty"`
	From           Fact           `json:"from"`
	To             Fact           `json:"to"`
	ValidFrom      graph.Date     `json:"valid_from,omitzero"`
	ValidTo        graph.Date     `json:"valid_to,omitzero"`
	Synthetic      bool           `json:"synthetic"`
}

// Clause is [rules.Clause] with the name of its text.
type Clause struct {
	rules.Clause
	DocumentTitle string `json:"document_title"`
}

func factOf(f rules.NodeFact, lang phrase.Lang) Fact {
	out := Fact{NodeFact: f, KindLabel: string(f.Kind)}
	schema := graph.BuiltinSchema()
	if def := schema.Kind(f.Kind); def != nil {
		out.KindLabel = def.In(string(lang))
	}
	switch def := schema.NodeProperty(f.Kind, f.Property); {
	case def != nil:
		out.PropertyLabel = def.In(string(lang))
	case f.Property == "region":
		out.PropertyLabel = phrase.New("plan.property.region").Render(lang)
	}
	return out
}

func factsOf(list []rules.NodeFact, lang phrase.Lang) []Fact {
	out := make([]Fact, len(list))
	for i, f := range list {
		out[i] = factOf(f, lang)
	}
	return out
}

func tieOf(e rules.EdgeFact, lang phrase.Lang) Tie {
	out := Tie{
		ID: e.ID, Relation: e.Relation, RelationLabel: string(e.Relation), Qualifier: e.Qualifier, QualifierLabel: e.Qualifier,
		From: factOf(e.From, lang), To: factOf(e.To, lang), ValidFrom: e.ValidFrom, ValidTo: e.ValidTo, Synthetic: e.Synthetic,
	}
	schema := graph.BuiltinSchema()
	def := schema.Relation(e.Relation)
	if def == nil {
		return out
	}
	out.RelationLabel = def.In(string(lang))
	if p := schema.EdgeProperty(e.Relation, def.Qualifier); p != nil {
		out.QualifierLabel = schema.TermLabel(p.Vocabulary, e.Qualifier).In(string(lang))
	}
	return out
}

func tiesOf(list []rules.EdgeFact, lang phrase.Lang) []Tie {
	out := make([]Tie, len(list))
	for i, e := range list {
		out[i] = tieOf(e, lang)
	}
	return out
}

func clausesOf(list []rules.Clause, lang phrase.Lang) []Clause {
	out := make([]Clause, len(list))
	for i, c := range list {
		out[i] = Clause{c, c.Document.Title().Render(lang)}
	}
	return out
}

// nameOf is the name of a node in a language, with a mark where it is made up.
func nameOf(f rules.NodeFact, lang phrase.Lang) string {
	name := f.Name
	if lang == phrase.En && f.NameEn != "" {
		name = f.NameEn
	}
	if f.Synthetic {
		name += " 〔" + phrase.New("report.synthetic").Render(lang) + "〕"
	}
	return name
}

// label is a code with its label.
func label(under, code string, lang phrase.Lang) report.Labelled {
	return report.Labelled{Code: code, Label: phrase.New(under + "." + code).Render(lang)}
}
