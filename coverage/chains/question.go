package chains

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// What subjects can be.
const (
	OfCentre = string(graph.KindCenter)
	OfZone   = "zone"
	OfCity   = "city"
)

// Limits of a question.
const (
	DefaultLimit    = 20
	MaxLimit        = 200
	DefaultEvidence = 5
	MaxEvidence     = 200
)

// Question asks for the chains of subjects.
type Question struct {
	// Of is what the subjects are, "" for cities or whatever ID is.
	Of string
	// ID asks for one subject: a centre or zone by id, or a city by code or name.
	ID string
	// Field is the code or name of the only field that counts, "" for all.
	Field string
	// Limit is how many subjects are given, 0 for [DefaultLimit]; Offset how many are passed over.
	Limit, Offset int
	// Evidence is how many ids are listed with each count, 0 for [DefaultEvidence].
	Evidence int
}

// complete fills in what was left open, or says what cannot be meant. field is the place of
// the field in [lexicon.Fields], -1 for all.
func (q Question) complete() (out Question, field int, err error) {
	if q.Of != "" && !slices.Contains([]string{OfCentre, OfZone, OfCity}, q.Of) {
		return q, 0, phrase.Wrong("of", "chains.error.of", "value", q.Of)
	}
	for _, b := range []struct {
		name           string
		value          *int
		standard, most int
	}{{"limit", &q.Limit, DefaultLimit, MaxLimit}, {"evidence", &q.Evidence, DefaultEvidence, MaxEvidence}} {
		if *b.value == 0 {
			*b.value = b.standard
		}
		if *b.value < 0 || *b.value > b.most {
			return q, 0, phrase.Wrong(b.name, "chains.error.bounds", "value", *b.value, "max", b.most)
		}
	}
	if q.Offset < 0 {
		return q, 0, phrase.Wrong("offset", "chains.error.offset", "value", q.Offset)
	}
	if q.Field == "" {
		return q, -1, nil
	}
	f, known := lexicon.FieldByCode(q.Field)
	if !known {
		f, known = lexicon.FieldByName(q.Field)
	}
	if !known {
		return q, 0, phrase.Wrong("field", "chains.error.field", "value", q.Field)
	}
	q.Field = f.Code
	return q, slices.Index(lexicon.Fields(), f), nil
}

func unknownSubject(id string) error {
	return &phrase.QuestionError{Parameter: "id", Unknown: true, Reason: phrase.New("chains.error.id", "value", id)}
}

// ofKind is what subjects of a kind of node are called, "" for others.
func ofKind(k graph.Kind) string {
	switch k {
	case graph.KindCenter:
		return OfCentre
	case graph.KindZone:
		return OfZone
	default:
		return ""
	}
}
