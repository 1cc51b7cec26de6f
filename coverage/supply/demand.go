package supply

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Demand is one recorded need.
type Demand struct {
	Node   snapshot.N
	Place  Place
	State  DemandState
	Fields []Part // by field, as of a supply; empty when no field is recorded
	// Stages are those stated of the need or, where ReadStages, those of the capabilities it asks for.
	Stages     StageSet
	ReadStages bool
	Asked      []Ability
	Fresh      graph.Day
	Synthetic  bool
}

// DemandState says whether a need still waits.
type DemandState uint8

// The states.
const (
	DemandOpen    DemandState = iota // open or in talks
	DemandUnknown                    // no state is recorded
	DemandDone                       // agreed or closed
)

// demand reads one need.
func (p *portion) demand(n snapshot.N) Demand {
	d := Demand{Node: n, Fresh: p.v.Fresh(n), Synthetic: p.v.Synthetic(n)}
	switch p.v.Text(n, "state") {
	case "open", "talks":
		d.State = DemandOpen
	case "agreed", "closed":
		d.State = DemandDone
	default:
		d.State = DemandUnknown
	}
	l := &p.links
	p.gather(n, graph.KindDemand, l)
	if d.Place, _, _ = p.place(n, l); d.Place == NoPlace && l.owner[offeredBy] != NoNode {
		d.Place = p.placeOfBody(l.owner[offeredBy])
	}
	s := Supply{Node: n, Kind: graph.KindDemand}
	p.meanings(&s, l, rating{}, rating{})
	d.Fields, d.Stages, d.ReadStages, d.Asked = s.Parts, s.Stages, s.ReadStages, s.Abilities
	return d
}
