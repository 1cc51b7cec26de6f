package plan

import (
	"chuangmai/advise"
	"chuangmai/coverage/health"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// Health is [planner.HealthAnswer] with its sentences worded. No list of it is absent.
type Health struct {
	health.Answer
	Structure   Structure                     `json:"structure"`
	Fragility   Fragility                     `json:"fragility"`
	Brokers     health.Page[Broker]           `json:"brokers"`
	Bridges     health.Page[Bridge]           `json:"bridges"`
	Appointees  health.Page[Appointee]        `json:"appointees"`
	Communities health.Page[health.Community] `json:"communities"`
	Flows       health.Page[Flow]             `json:"flows"`
	Actors      []Flow                        `json:"actors"`
	Notes       []report.Sentence             `json:"notes"`
	// Next leads to the next page of the one part that was asked for, "" for none.
	Next string `json:"next,omitempty"`
	advise.Meta
}

// Longest is the greatest number of items that one list of the answer has in all, of the
// one part that was asked for.
func (h Health) Longest(part string) int {
	switch part {
	case health.PartFragility:
		return max(h.Fragility.Single.Total, h.Fragility.Bodies.Total, h.Fragility.Records.Total)
	case health.PartBrokers:
		return h.Brokers.Total
	case health.PartBridges:
		return h.Bridges.Total
	case health.PartAppointees:
		return h.Appointees.Total
	case health.PartCommunities:
		return h.Communities.Total
	case health.PartCities:
		return h.Cities.Total
	case health.PartFlows:
		return h.Flows.Total
	}
	return 0
}

// Structure is [health.Structure] with labels.
type Structure struct {
	health.Structure
	ByFamily []Family `json:"by_family"`
}

// Family is [health.FamilyCount] with its label.
type Family struct {
	health.FamilyCount
	Label string `json:"label"`
}

// Fragility is [health.Fragility] with labels.
type Fragility struct {
	health.Fragility
	Single  health.Page[FragileCell] `json:"single"`
	Bodies  health.Page[Holder]      `json:"bodies"`
	Records health.Page[Holder]      `json:"records"`
}

// FragileCell is [health.FragileCell] with labels.
type FragileCell struct {
	health.FragileCell
	FieldLabel string `json:"field_label"`
	StageLabel string `json:"stage_label"`
}

// Holder is [health.Holder] with labels.
type Holder struct {
	health.Holder
	KindLabel   string   `json:"kind_label"`
	FieldLabels []string `json:"field_labels"`
	StageLabels []string `json:"stage_labels"`
}

// Broker is [health.Broker] with its sentences worded.
type Broker struct {
	health.Broker
	KindLabel string            `json:"kind_label"`
	Why       []report.Sentence `json:"why"`
}

// Bridge is [health.Bridge] with its sentence worded.
type Bridge struct {
	health.Bridge
	Why report.Sentence `json:"why"`
}

// Appointee is [health.Appointee] with its sentence worded.
type Appointee struct {
	health.Appointee
	Why report.Sentence `json:"why"`
}

// Flow is [health.Flow] with labels.
type Flow struct {
	health.Flow
	FromLabel string   `json:"from_label"`
	ToLabel   string   `json:"to_label"`
	ByFamily  []Family `json:"by_family"`
}

// NewHealth words an answer.
func NewHealth(a planner.HealthAnswer, l report.Language) Health {
	out := Health{
		Answer: a.Answer, Meta: a.Meta, Notes: worded(a.Notes, l), Structure: Structure{a.Structure, families(a.Structure.ByFamily, l)},
		Fragility: Fragility{Fragility: a.Fragility}, Communities: a.Communities, Actors: []Flow{},
	}
	out.Fragility.Single = pageOf(a.Fragility.Single, func(c health.FragileCell) FragileCell {
		return FragileCell{c, fieldLabel(c.Field, l.Lang), stageLabel(c.Stage, l.Lang)}
	})
	holder := func(h health.Holder) Holder {
		x := Holder{Holder: h, KindLabel: kindName(h.Kind, l.Lang)}
		for _, f := range h.Fields {
			x.FieldLabels = append(x.FieldLabels, fieldLabel(f, l.Lang))
		}
		for _, s := range h.Stages {
			x.StageLabels = append(x.StageLabels, stageLabel(s, l.Lang))
		}
		return x
	}
	out.Fragility.Bodies, out.Fragility.Records = pageOf(a.Fragility.Bodies, holder), pageOf(a.Fragility.Records, holder)
	out.Brokers = pageOf(a.Brokers, func(b health.Broker) Broker { return Broker{b, kindName(b.Kind, l.Lang), worded(b.Why, l)} })
	out.Bridges = pageOf(a.Bridges, func(b health.Bridge) Bridge { return Bridge{b, l.Sentence(b.Why)} })
	out.Appointees = pageOf(a.Appointees, func(p health.Appointee) Appointee { return Appointee{p, l.Sentence(p.Why)} })
	out.Flows = pageOf(a.Flows, func(f health.Flow) Flow {
		return Flow{f, cityLabel(f.From, f.FromText, l), cityLabel(f.To, f.ToText, l), families(f.ByFamily, l)}
	})
	for _, f := range a.Actors {
		out.Actors = append(out.Actors, Flow{f, say("actor."+f.From, l.Lang), say("actor."+f.To, l.Lang), families(f.ByFamily, l)})
	}
	return out
}

func pageOf[T, U any](p health.Page[T], show func(T) U) health.Page[U] {
	out := health.Page[U]{Total: p.Total, Items: make([]U, len(p.Items))}
	for i, x := range p.Items {
		out.Items[i] = show(x)
	}
	return out
}

func families(list []health.FamilyCount, l report.Language) []Family {
	out := make([]Family, len(list))
	for i, f := range list {
		out[i] = Family{f, say("health.family."+string(f.Family), l.Lang)}
	}
	return out
}

func cityLabel(code string, name phrase.Text, l report.Language) string {
	switch code {
	case "":
		return say("health.city_unknown", l.Lang)
	case health.Elsewhere:
		return say("health.city_elsewhere", l.Lang)
	}
	if label := name.In(l.Lang); label != "" {
		return label
	}
	return code
}
