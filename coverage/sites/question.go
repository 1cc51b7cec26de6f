package sites

import (
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// What a site can be.
const (
	KindCentre    = string(graph.KindCenter)
	KindFacility  = "facility"
	KindEquipment = "equipment"
)

// How several supplies count for one place.
const (
	CoverageBest       = "best"
	CoverageSaturating = "saturating"
)

// Limits of a question.
const (
	DefaultN        = 3
	MaxN            = 20
	DefaultEvidence = 5
	MaxEvidence     = 200
)

// needWeight is what an open need weighs beside a firm, which weighs 1; ours.
const needWeight = 3

// Question asks for the best places for new sites.
type Question struct {
	// Field and Stage are codes or names, "" for all.
	Field, Stage string
	// Kind is what to place, "" for [KindCentre].
	Kind string
	// N is how many, 0 for [DefaultN].
	N int
	// Coverage is how several supplies count, "" for [CoverageBest].
	Coverage string
	// Evidence is how many ids are listed with each figure, 0 for [DefaultEvidence].
	Evidence int
}

// asked is a question that was understood.
type asked struct {
	Question
	field int // of [lexicon.Fields], -1 for all
	stage int // of the chain, -1 for all
	kind  graph.Kind
	kinds []graph.Kind // that do the same work
}

// sameWork are the kinds of supply that do the work of a site.
func sameWork(kind string) (graph.Kind, []graph.Kind) {
	switch kind {
	case KindFacility:
		return graph.KindFacility, []graph.Kind{graph.KindFacility}
	case KindEquipment:
		return graph.KindEquipment, []graph.Kind{graph.KindEquipment, graph.KindFacility}
	default:
		return graph.KindCenter, []graph.Kind{graph.KindCenter, graph.KindRDUnit, graph.KindPlatform}
	}
}

// read fills in what was left open, or says what cannot be meant.
func (q Question) read(schema *graph.Schema) (asked, error) {
	a := asked{Question: q, field: -1, stage: -1}
	wrong := func(parameter, code string, pairs ...any) (asked, error) {
		return a, phrase.Wrong(parameter, code, pairs...)
	}
	if a.Kind == "" {
		a.Kind = KindCentre
	}
	if !slices.Contains([]string{KindCentre, KindFacility, KindEquipment}, a.Kind) {
		return wrong("kind", "sites.error.kind", "value", a.Kind)
	}
	a.kind, a.kinds = sameWork(a.Kind)
	if a.Coverage == "" {
		a.Coverage = CoverageBest
	}
	if a.Coverage != CoverageBest && a.Coverage != CoverageSaturating {
		return wrong("coverage", "sites.error.coverage", "value", a.Coverage)
	}
	for _, b := range []struct {
		name           string
		value          *int
		standard, most int
	}{{"n", &a.N, DefaultN, MaxN}, {"evidence", &a.Evidence, DefaultEvidence, MaxEvidence}} {
		if *b.value == 0 {
			*b.value = b.standard
		}
		if *b.value < 0 || *b.value > b.most {
			return wrong(b.name, "sites.error.bounds", "value", *b.value, "max", b.most)
		}
	}
	if a.Field != "" {
		f, known := lexicon.FieldByCode(a.Field)
		if !known {
			f, known = lexicon.FieldByName(a.Field)
		}
		if !known {
			return wrong("field", "sites.error.field", "value", a.Field)
		}
		a.Field, a.field = f.Code, slices.Index(lexicon.Fields(), f)
	}
	if a.Stage != "" {
		for i, term := range schema.Vocabularies["stage"].Terms {
			if i < supply.Stages && slices.Contains([]string{term.Code, term.Zh, term.En}, a.Stage) {
				a.Stage, a.stage = term.Code, i
				return a, nil
			}
		}
		return wrong("stage", "sites.error.stage", "value", a.Stage)
	}
	return a, nil
}

// NoRegion is the error of a question without a region.
func NoRegion() error { return phrase.Wrong("region", "sites.error.region") }
