package supply

import (
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// meaning says what the words of a network stand for: fields and stages of its capability,
// field, stage and discipline nodes.
type meaning struct {
	fields      map[snapshot.N]Field
	stages      map[snapshot.N]int
	abilities   []ability // by node, of capabilities
	disciplines map[snapshot.N][Fields]float32
}

// ability is a capability's field and stages.
type ability struct {
	field  Field
	stages StageSet
}

func readMeaning(v snapshot.View, lex *lexicon.Lexicon, rel relations, words map[graph.Kind][]snapshot.N) meaning {
	m := meaning{
		fields: make(map[snapshot.N]Field), stages: make(map[snapshot.N]int),
		abilities: make([]ability, v.Bound()), disciplines: make(map[snapshot.N][Fields]float32),
	}
	m.readFields(v, rel, words[graph.KindField])
	stageByCode := stageNumbers(v.Schema())
	for _, n := range words[graph.KindStage] {
		if i, known := stageByCode[v.ID(n).Value()]; known {
			m.stages[n] = i
		}
	}
	for _, n := range words[graph.KindCapability] {
		m.abilities[n] = m.ability(v, lex, rel, n, stageByCode)
	}
	for _, n := range words[graph.KindDiscipline] {
		if d, known := lex.Discipline(v.ID(n).Value()); known {
			m.disciplines[n] = disciplineFields(d)
		} else if d, known := lex.DisciplineByName(v.Name(n)); known {
			m.disciplines[n] = disciplineFields(d)
		}
	}
	return m
}

// stageNumbers numbers the stages of the chain in the order of the schema.
func stageNumbers(schema *graph.Schema) map[string]int {
	out := make(map[string]int, Stages)
	for i, t := range schema.Vocabularies["stage"].Terms {
		if i < Stages {
			out[t.Code] = i
		}
	}
	return out
}

// readFields maps field nodes to the six fields, finer ones by way of the field above.
func (m *meaning) readFields(v snapshot.View, rel relations, nodes []snapshot.N) {
	numbers := make(map[string]Field)
	for i, f := range lexicon.Fields() {
		numbers[f.Code] = Field(i)
	}
	for _, n := range nodes {
		at := n
		for range 5 {
			code := strings.TrimPrefix(string(v.ID(at)), "field:")
			if f, known := numbers[code]; known {
				m.fields[n] = f
				break
			}
			if f, known := lexicon.FieldByName(v.Name(at)); known {
				m.fields[n] = numbers[f.Code]
				break
			}
			up, found := first(v.Out(at, rel.broader))
			if !found {
				break
			}
			at = up
		}
	}
}

// ability reads a capability's field and stages from the network, and where it has none
// from the vocabulary.
func (m *meaning) ability(v snapshot.View, lex *lexicon.Lexicon, rel relations, n snapshot.N, stages map[string]int) ability {
	a := ability{field: FieldUnknown}
	for e, to := range v.Out(n, rel.inField) {
		if f, known := m.fields[to]; known && (a.field == FieldUnknown || v.Edge(e).Main) {
			a.field = f
		}
	}
	for _, to := range v.Out(n, rel.atStage) {
		if i, known := m.stages[to]; known {
			a.stages |= 1 << i
		}
	}
	area, known := lex.Area(string(v.ID(n)))
	if !known {
		return a
	}
	if a.field == FieldUnknown {
		for i, f := range lexicon.Fields() {
			if f.Code == area.Field {
				a.field = Field(i)
			}
		}
	}
	if a.stages == 0 {
		for _, code := range area.Stages {
			if i, known := stages[code]; known {
				a.stages |= 1 << i
			}
		}
	}
	return a
}

func disciplineFields(d *lexicon.Discipline) [Fields]float32 {
	var out [Fields]float32
	for i, f := range lexicon.Fields() {
		for _, w := range d.Fields {
			if w.Field == f.Code {
				out[i] = float32(w.Weight)
			}
		}
	}
	return out
}

// relations are the numbers of the relations that are read of the vocabulary.
type relations struct{ inField, atStage, broader, locatedIn snapshot.Rel }

func relationsOf(v snapshot.View) relations {
	return relations{
		inField: v.Rel(graph.RelInField), atStage: v.Rel(graph.RelAtStage), broader: v.Rel(graph.RelBroader), locatedIn: v.Rel(graph.RelLocatedIn),
	}
}
