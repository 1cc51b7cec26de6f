package supply

import (
	"math"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Kinds are the kinds of node that count as supply, in the order lists show them. An
// enterprise counts when it is recorded that it offers services.
func Kinds() []graph.Kind {
	return []graph.Kind{
		graph.KindCenter, graph.KindRDUnit, graph.KindUniversity, graph.KindInstitute, graph.KindPlatform, graph.KindJointLab,
		graph.KindConsortium, graph.KindEnterprise, graph.KindIncubator, graph.KindTeam, graph.KindTalent, graph.KindService,
		graph.KindEquipment, graph.KindFacility, graph.KindResult,
	}
}

// NoNode stands for a node that is not recorded.
const NoNode snapshot.N = -1

// Supply is one record that offers something.
type Supply struct {
	Node snapshot.N
	Kind graph.Kind
	// KindIndex is the place of Kind in [Kinds].
	KindIndex uint8
	// Body owns, runs or employs the supply; the node itself where it is a body, [NoNode]
	// when nobody is recorded. Supplies of one body are one independent supplier.
	Body       snapshot.N
	Place      Place
	PlaceFrom  PlaceOrigin
	Zones      []Place  // parks and zones it is recorded in
	Parts      []Part   // by field; empty when no field is recorded
	Stages     StageSet // of all parts, or its own where no field is recorded
	Openness   float64  // in [0, 1]
	OpenState  OpenState
	OpenFrom   OpenOrigin
	Fresh      graph.Day // latest day a source was seen, [graph.DayMin] when none is stated
	Synthetic  bool
	Quality    float64 // outside of its fields: level, type or that of its body
	QualityBy  QualityOrigin
	Abilities  []Ability
	ReadStages bool // no stage of its own is stated: stages come from its capabilities
}

// Part is what a supply is in one field.
type Part struct {
	Field Field
	// Share is the field's part of the weight of all evidence, in (0, 1].
	Share float32
	// Stages are those of the evidence that speaks for the field; empty when none is recorded.
	Stages StageSet
	// Quality in [0, 1] and where it was read.
	Quality   float64
	QualityBy QualityOrigin
	// Read is true when nothing stated speaks for the field, only what the linker read in
	// the record's name and words.
	Read bool
}

// Ability is a capability that a supply has.
type Ability struct {
	Capability snapshot.N
	Weight     float32
	Read       bool // derived by the linker
}

// Field numbers one of the six technology fields in the order of lexicon.Fields.
type Field uint8

// Fields is how many fields there are; FieldUnknown marks what has none.
const (
	Fields             = 6
	FieldUnknown Field = Fields
)

// Stages is how many stages the innovation chain has.
const Stages = 7

// StageSet is a set of stages, bit i for the stage i of the chain in the order of the schema.
type StageSet uint8

// Has reports whether the set holds a stage.
func (s StageSet) Has(stage int) bool { return s&(1<<stage) != 0 }

// Part returns what the supply is in a field.
func (s *Supply) Part(f Field) (Part, bool) {
	for _, p := range s.Parts {
		if p.Field == f {
			return p, true
		}
	}
	return Part{}, false
}

// Age returns the age of a record in days on a day, and whether its date is recorded.
func Age(fresh, day graph.Day) (days int, known bool) {
	if fresh == graph.DayMin {
		return 0, false
	}
	return max(0, int(day)-int(fresh)), true
}

// Decay is the part of a supply's worth that is left at a distance: e^(-km/reach).
func Decay(km, reach float64) float64 { return math.Exp(-km / reach) }

// QualityOrigin says where a quality was read.
type QualityOrigin uint8

// The origins of a quality.
const (
	QualityUnrated   QualityOrigin = iota // nothing is recorded
	QualityGrade                          // the grade of a discipline of the field
	QualityLevel                          // national, provincial and so on
	QualityType                           // the type implies the level
	QualityBodyGrade                      // the grade of its body's discipline in the field
	QualityBodyLevel                      // the level of its body
)

// String returns the stable code.
func (q QualityOrigin) String() string {
	return [...]string{"unrated", "grade", "level", "type", "body_grade", "body_level"}[q]
}

// OpenState is what is recorded of opening to firms.
type OpenState uint8

// The states, from the most open.
const (
	OpenUsable     OpenState = iota // open, with terms to book under
	OpenAccessible                  // open to firms
	OpenUnknown                     // not recorded
	OpenInside                      // shared inside its body only
	OpenClosed                      // not shared, out of order, or approved only
)

// String returns the stable code.
func (o OpenState) String() string {
	return [...]string{"usable", "accessible", "unknown", "inside", "closed"}[o]
}

// Shut reports whether it is recorded that firms cannot use it.
func (o OpenState) Shut() bool { return o >= OpenInside }

// OpenOrigin says where the openness was read.
type OpenOrigin uint8

// The origins of an openness.
const (
	OpenByNothing     OpenOrigin = iota // nothing is recorded
	OpenByShareMode                     // the sharing mode
	OpenByTerms                         // to whom it is open, or where to book
	OpenByEdge                          // an OPEN_TO relation
	OpenByState                         // it is out of order
	OpenByApproval                      // it is approved only
	OpenByOffer                         // an enterprise that offers services
	OpenByAppointment                   // a person who also works for another body
)

// String returns the stable code.
func (o OpenOrigin) String() string {
	return [...]string{"not_recorded", "share_mode", "terms", "open_to", "run_state", "approval_only", "offers_services", "appointment"}[o]
}
