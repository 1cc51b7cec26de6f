package coverage

import (
	"strings"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/lexicon"
)

// The fields and stages of a cell beside the recorded ones.
const (
	// None stands for what has no field, or no stage, recorded.
	None = "none"
	// All stands for every field, or every stage, recorded or not; what belongs to several
	// counts once.
	All = "*"
)

// Column is a field and a stage: the place of a cell within its row. Each is a code of
// the vocabulary, [None] or [All].
type Column struct {
	Field string `json:"field"`
	Stage string `json:"stage"`
}

// Sizes of the table of one row: the fields, none and all; the stages, none and all.
const (
	fieldNone  = supply.Fields
	fieldAll   = supply.Fields + 1
	fieldSlots = supply.Fields + 2
	stageNone  = supply.Stages
	stageAll   = supply.Stages + 1
	stageSlots = supply.Stages + 2
	slots      = fieldSlots * stageSlots
)

func slot(field, stage int) int { return field*stageSlots + stage }

// FieldCodes are the codes of the six fields in their order.
func FieldCodes() []string {
	fields := lexicon.Fields()
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Code
	}
	return out
}

// StageCodes are the codes of the stages of the chain in their order.
func StageCodes() []string {
	terms := graph.BuiltinSchema().Vocabularies["stage"].Terms
	out := make([]string, 0, supply.Stages)
	for _, t := range terms[:min(len(terms), supply.Stages)] {
		out = append(out, t.Code)
	}
	return out
}

// ReadField returns the code of a field written as a code, in Chinese or in English, of
// [None] and of [All] (also written "all").
func ReadField(text string) (code string, ok bool) {
	text = strings.TrimSpace(text)
	if text == All || text == "all" {
		return All, true
	}
	if text == None {
		return None, true
	}
	if f, known := lexicon.FieldByName(strings.TrimPrefix(text, "field:")); known {
		return f.Code, true
	}
	return "", false
}

// ReadStage returns the code of a stage written as a code, in Chinese or in English.
func ReadStage(text string) (code string, ok bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "stage:")
	if text == All || text == "all" {
		return All, true
	}
	if text == None {
		return None, true
	}
	for i, t := range graph.BuiltinSchema().Vocabularies["stage"].Terms {
		if i < supply.Stages && (t.Code == text || t.Zh == text || strings.EqualFold(t.En, text)) {
			return t.Code, true
		}
	}
	return "", false
}

// codes numbers the codes of fields and stages.
type codes struct{ fields, stages []string }

func newCodes() codes {
	return codes{append(FieldCodes(), None, All), append(StageCodes(), None, All)}
}

// slot returns the number of a column.
func (c codes) slot(col Column) (int, bool) {
	f, s := indexOf(c.fields, col.Field), indexOf(c.stages, col.Stage)
	return slot(f, s), f >= 0 && s >= 0
}

func (c codes) column(i int) Column { return Column{c.fields[i/stageSlots], c.stages[i%stageSlots]} }

func indexOf(list []string, code string) int {
	for i, c := range list {
		if c == code {
			return i
		}
	}
	return -1
}

// slotsOf calls do with every slot in which a record with these parts and stages counts.
func slotsOf(parts []supply.Part, stages supply.StageSet, do func(slot int, part *supply.Part)) {
	for i := range parts {
		stagesOf(int(parts[i].Field), parts[i].Stages, &parts[i], do)
	}
	if len(parts) == 0 {
		stagesOf(fieldNone, stages, nil, do)
	}
	stagesOf(fieldAll, stages, nil, do)
}

func stagesOf(field int, stages supply.StageSet, part *supply.Part, do func(int, *supply.Part)) {
	for s := range supply.Stages {
		if stages.Has(s) {
			do(slot(field, s), part)
		}
	}
	if stages == 0 {
		do(slot(field, stageNone), part)
	}
	do(slot(field, stageAll), part)
}
