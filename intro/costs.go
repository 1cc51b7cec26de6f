package intro

import (
	"math"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// money is a cost in millionths, so that sums are exact and do not depend on their order.
type money int64

func micro(x float64) money { return money(math.Round(x * 1e6)) }

func (m money) float() float64 { return float64(m) / 1e6 }

// bond is what one relation is worth.
type bond struct {
	relation graph.Relation
	cost     float64
	// by lists other costs by the tie's qualifier.
	by map[string]float64
	// ages: what happened once grows cold; what goes on does not.
	ages bool
	// sentence names the message that says the tie.
	sentence string
}

// bonds are the relations along which people are introduced, with their costs.
func bonds() []bond {
	return []bond{
		{graph.RelAppointedAt, 0.5, map[string]float64{"dual": 0.5, "primary": 0.5, "flexible": 0.8, "project": 0.8}, false, "appointed"},
		{graph.RelInTeam, 0.5, nil, false, "in_team"},
		{graph.RelSitsOn, 0.7, nil, false, "sits"},
		{graph.RelGoverns, 0.7, nil, false, "governs"},
		{graph.RelPartOf, 0.6, nil, false, "part"},
		{graph.RelHostedBy, 0.6, nil, false, "hosted"},
		{graph.RelOffshoreOf, 0.7, nil, false, "offshore"},
		{graph.RelOperatedBy, 0.8, nil, false, "operated"},
		{graph.RelBuilds, 0.9, nil, false, "builds"},
		{graph.RelParticipatesIn, 0.8, nil, true, "takes_part"},
		{graph.RelPartyTo, 0.8, nil, true, "party"},
		{graph.RelCollaboratesWith, 1.0, map[string]float64{
			"joint_lab": 0.8, "co_platform": 0.8, "joint_rd": 0.9, "shared_project": 0.9, "tech_equity": 0.9, "co_invest": 0.9,
			"part_time_venture": 0.9, "contract_rd": 1.0, "strategic": 1.2, "service": 1.2, "other": 1.3,
		}, true, "collaborates"},
		{graph.RelSpunOffFrom, 0.9, nil, true, "spun_off"},
		{graph.RelHoldsEquity, 0.9, nil, false, "equity"},
		{graph.RelInvestsIn, 1.1, nil, true, "invests"},
		{graph.RelIncubates, 1.1, nil, true, "incubates"},
		{graph.RelMemberOf, 1.2, nil, false, "member"},
		{graph.RelOwns, 0.3, nil, false, "owns"},
		{graph.RelOffers, 0.3, nil, false, "offers"},
	}
}

// What makes a step dearer.
const (
	ageHalfLife  = 8 * 365.25 // days after which an old tie costs half as much again
	unknownAge   = 0.25       // of a tie's cost, when nobody wrote down when it was
	shareFactor  = 0.5        // of a tie's cost, for an appointment of no time at all
	endingDays   = 90
	endingCost   = 0.3
	passPerson   = 0.1
	passBody     = 0.4
	freeLoad     = 0.5 // share of a person's time from which asking costs
	maxLoadCost  = 1.0
	crowdFactor  = 0.2 // times ln(members - 1) of a project, laboratory, board or agreement
	degreeFactor = 0.1 // times ln(1 + ties) of an organisation
	conflictCost = 1.5
	maxCost      = 8.0 // a path that costs more is no introduction
)

// met reports whether two who take part in such a node have met there.
func met(k graph.Kind) bool {
	switch k {
	case graph.KindTalent, graph.KindTeam, graph.KindProject, graph.KindBody, graph.KindAgreement:
		return true
	default:
		return false
	}
}

// held reports whether such a node can only be an end: somebody holds it.
func held(k graph.Kind) bool {
	switch k {
	case graph.KindEquipment, graph.KindFacility, graph.KindService, graph.KindResult, graph.KindIPAsset:
		return true
	default:
		return false
	}
}

// tieParts are what an edge costs.
func (f *finder) tieParts(b *bond, info snapshot.Edge) []part {
	base := b.cost
	if c, known := b.by[info.Qualifier]; known {
		base = c
	}
	parts := []part{{"tie", micro(base)}}
	add := func(name string, x float64) {
		if m := micro(x); m > 0 {
			parts = append(parts, part{name, m})
		}
	}
	day := f.view.Day()
	if b.ages && info.Start == graph.DayMin {
		add("age", base*unknownAge)
	} else if b.ages {
		add("age", base*(1-math.Exp2(-float64(day-info.Start)/ageHalfLife)))
	}
	if b.relation == graph.RelAppointedAt {
		if info.HasWeight {
			add("share", base*shareFactor*(1-min(1, max(0, info.Weight))))
		}
		if info.End != graph.DayMax && info.End-day < endingDays {
			add("ending", endingCost)
		}
	}
	return parts
}

// passParts are what it costs that a node between the ends is asked or met in.
func (f *finder) passParts(n snapshot.N) []part {
	v := f.view
	var parts []part
	add := func(name string, x float64) {
		if m := micro(x); m > 0 {
			parts = append(parts, part{name, m})
		}
	}
	switch v.Kind(n) {
	case graph.KindTalent:
		add("pass", passPerson)
		if load, known := loadOf(v, n); known {
			add("load", min(maxLoadCost, load-freeLoad))
		}
	case graph.KindTeam:
		add("pass", passPerson)
	case graph.KindProject, graph.KindConsortium, graph.KindJointLab, graph.KindBody, graph.KindAgreement:
		add("crowd", crowdFactor*math.Log(float64(max(1, f.degree(n)-1))))
	default:
		add("pass", passBody)
		add("crowd", degreeFactor*math.Log1p(float64(f.degree(n))))
	}
	if len(f.conflicts(n)) > 0 {
		add("conflict", conflictCost)
	}
	return parts
}

// loadOf is the share of a person's time that is given away: the sum over the
// appointments that hold, else what the record says.
func loadOf(v snapshot.View, n snapshot.N) (float64, bool) {
	sum, known := 0.0, false
	for e := range v.Out(n, v.Rel(graph.RelAppointedAt)) {
		if info := v.Edge(e); info.HasWeight {
			sum, known = sum+info.Weight, true
		}
	}
	if !known {
		return v.Number(n, "load")
	}
	return math.Round(sum*1e4) / 1e4, true
}

type part struct {
	name  string
	value money
}

func total(parts []part) money {
	sum := money(0)
	for _, p := range parts {
		sum += p.value
	}
	return sum
}
