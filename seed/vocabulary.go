package seed

import (
	"strings"

	"chuangmai/graph"
)

// Field is one of the broad fields of technology.
type Field struct {
	ID           graph.ID // "field:…"
	Name, NameEn string
}

// Stage is a stage of the innovation chain.
type Stage struct {
	ID           graph.ID // "stage:<code of vocabulary stage>"
	Name, NameEn string
	Order        int // from 1
}

// Discipline is a first-level discipline.
type Discipline struct {
	ID           graph.ID // "disc:<code>"
	Name, NameEn string
	Standard     string // the classification its code is from; "" for none
}

// Area is a capability area.
type Area struct {
	ID           graph.ID // "cap:<slug>"
	Name, NameEn string
	AlsoCalled   []string
	Field        graph.ID   // main field, "" for none
	Disciplines  []graph.ID // most central first
	Related      []graph.ID // other areas
	Stages       []graph.ID
}

// VocabularySource lists what the words of the network mean. Empty Fields and Stages
// stand for [Fields] and [Stages].
type VocabularySource struct {
	Version     string // of the lexicon, named in the records' source
	Fields      []Field
	Stages      []Stage
	Disciplines []Discipline
	Areas       []Area
}

// Fields returns the five priority fields of the province and the forward-looking one.
func Fields() []Field {
	return []Field{
		{"field:information", "信息技术", "information technology"},
		{"field:biomedicine", "生物医药", "biomedicine"},
		{"field:manufacturing", "装备制造", "equipment manufacturing"},
		{"field:energy_environment", "能源环境", "energy and environment"},
		{"field:materials", "新材料", "new materials"},
		{"field:frontier", "前瞻技术", "forward-looking technologies"},
	}
}

// Stages returns the stages of the innovation chain in the order of the schema.
func Stages() []Stage {
	terms := graph.BuiltinSchema().Vocabularies["stage"].Terms
	out := make([]Stage, len(terms))
	for i, t := range terms {
		out[i] = Stage{ID: graph.ID("stage:" + t.Code), Name: t.Zh, NameEn: t.En, Order: i + 1}
	}
	return out
}

// Vocabulary returns the nodes of fields, stages, disciplines and capability areas and
// the edges among them: area to field (IN_FIELD), to stages (AT_STAGE) and to disciplines
// (BROADER). Ends that the source does not list are left out. Related areas are a
// property, for the schema has no relation between areas of one level.
func Vocabulary(v VocabularySource) []graph.Item {
	if len(v.Fields) == 0 {
		v.Fields = Fields()
	}
	if len(v.Stages) == 0 {
		v.Stages = Stages()
	}
	title := strings.TrimSpace("vocabulary of the lexicon " + v.Version)
	w := &itemWriter{source: graph.Source{Title: title, Confidence: graph.ConfidenceHigh}}
	known := make(map[graph.ID]bool)
	node := func(id graph.ID, kind graph.Kind, name, nameEn string, props graph.Properties) {
		known[id] = true
		w.node(graph.Node{ID: id, Kind: kind, Name: name, NameEn: nameEn, Common: graph.Common{Properties: props}})
	}
	for _, f := range v.Fields {
		node(f.ID, graph.KindField, f.Name, f.NameEn, graph.Properties{"code": f.ID.Value()})
	}
	for _, s := range v.Stages {
		node(s.ID, graph.KindStage, s.Name, s.NameEn, graph.Properties{"order": int64(s.Order)})
	}
	for _, d := range v.Disciplines {
		props := graph.Properties{"code": d.ID.Value()}
		if d.Standard != "" {
			props["standard"] = d.Standard
		}
		node(d.ID, graph.KindDiscipline, d.Name, d.NameEn, props)
	}
	for _, a := range v.Areas {
		node(a.ID, graph.KindCapability, a.Name, a.NameEn, areaProperties(a))
	}
	edge := func(relation graph.Relation, from, to graph.ID, props graph.Properties) {
		if known[to] {
			w.edge(graph.Edge{Relation: relation, From: from, To: to, Common: graph.Common{Properties: props}})
		}
	}
	for _, a := range v.Areas {
		edge(graph.RelInField, a.ID, a.Field, graph.Properties{"main": true})
		for _, d := range a.Disciplines {
			edge(graph.RelBroader, a.ID, d, nil)
		}
		for _, s := range a.Stages {
			edge(graph.RelAtStage, a.ID, s, nil)
		}
	}
	return w.items
}

func areaProperties(a Area) graph.Properties {
	props := graph.Properties{"type": "area"}
	if len(a.AlsoCalled) > 0 {
		props["also_called"] = a.AlsoCalled
	}
	if len(a.Related) > 0 {
		related := make([]string, len(a.Related))
		for i, id := range a.Related {
			related[i] = string(id)
		}
		props["related"] = related
	}
	return props
}

// itemWriter collects records that share a source and the synthetic flag.
type itemWriter struct {
	source    graph.Source
	synthetic bool
	items     []graph.Item
}

func (w *itemWriter) node(n graph.Node) {
	n.Sources, n.Synthetic = []graph.Source{w.source}, w.synthetic
	n.Normalise()
	w.items = append(w.items, graph.Item{Op: graph.OpPutNode, Node: &n})
}

func (w *itemWriter) edge(e graph.Edge) {
	e.Sources, e.Synthetic = []graph.Source{w.source}, w.synthetic
	e.Normalise()
	w.items = append(w.items, graph.Item{Op: graph.OpPutEdge, Edge: &e})
}
