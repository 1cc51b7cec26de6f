package seed

import (
	"fmt"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// bond is a way in which generated edges join kinds: from every node of a kind in turn,
// or at random.
type bond struct {
	relation graph.Relation
	from     graph.Kind
	to       []graph.Kind // nil: the region, field, stage or area that belongs to from
	parts    int          // of the random edges, in 1/100
}

var providers = []graph.Kind{graph.KindUniversity, graph.KindInstitute, graph.KindRDUnit, graph.KindEnterprise}

// firmBonds give every node of a kind one edge each, as far as the number of edges
// goes; locations come before them.
var firmBonds = []bond{
	{relation: graph.RelOwns, from: graph.KindEquipment, to: providers},
	{relation: graph.RelAppointedAt, from: graph.KindTalent, to: providers},
	{relation: graph.RelOffers, from: graph.KindService, to: providers},
	{relation: graph.RelPoses, from: graph.KindDemand, to: []graph.Kind{graph.KindEnterprise}},
	{relation: graph.RelOwns, from: graph.KindResult, to: []graph.Kind{graph.KindUniversity, graph.KindInstitute, graph.KindRDUnit}},
	{relation: graph.RelParticipatesIn, from: graph.KindProject, to: providers},
	{relation: graph.RelPartyTo, from: graph.KindAgreement, to: providers},
	{relation: graph.RelPartOf, from: graph.KindTeam, to: providers},
}

// looseBonds share the edges that are left.
var looseBonds = []bond{
	{graph.RelHasCapability, graph.KindEnterprise, nil, 22},
	{graph.RelHasCapability, graph.KindTalent, nil, 10},
	{graph.RelHasCapability, graph.KindEquipment, nil, 6},
	{graph.RelHasCapability, graph.KindService, nil, 4},
	{graph.RelInField, graph.KindEnterprise, nil, 10},
	{graph.RelAtStage, graph.KindService, nil, 2},
	{graph.RelCollaboratesWith, graph.KindEnterprise, []graph.Kind{graph.KindUniversity, graph.KindInstitute, graph.KindRDUnit}, 14},
	{graph.RelCollaboratesWith, graph.KindEnterprise, []graph.Kind{graph.KindEnterprise}, 4},
	{graph.RelAppointedAt, graph.KindTalent, []graph.Kind{graph.KindEnterprise}, 9},
	{graph.RelParticipatesIn, graph.KindProject, []graph.Kind{graph.KindEnterprise, graph.KindTalent}, 8},
	{graph.RelSuppliesTo, graph.KindEnterprise, []graph.Kind{graph.KindEnterprise}, 7},
	{graph.RelInTeam, graph.KindTalent, []graph.Kind{graph.KindTeam}, 3},
	{graph.RelMemberOf, graph.KindEnterprise, []graph.Kind{graph.KindCenter}, 1},
}

// allEdges streams the edges until their number is reached.
func (g *generator) allEdges(yield func(graph.Item) bool) {
	e := &edgeWriter{g: g, yield: yield}
	for _, n := range g.fixed { // counties to cities to the province
		if above, ok := broader(n); ok && !e.edge(graph.RelBroader, n.ID, above, "", nil) {
			return
		}
	}
	for _, s := range generatedKinds {
		for i := range g.count[s.kind] {
			if s.kind == graph.KindAgreement {
				break
			}
			if !e.edge(graph.RelLocatedIn, nodeID(s.kind, i), graph.ID("region:"+g.spotOf(g.first[s.kind]+i).code), "", nil) {
				return
			}
		}
	}
	for _, b := range firmBonds {
		for i := range g.count[b.from] {
			if !e.bond(b, i, i+e.made) {
				return
			}
		}
	}
	for e.made < g.edges {
		if b := looseBond(g.draw(useRelation, e.made, 100)); !e.bond(b, g.draw(useOther, e.made, g.count[b.from]), e.made) {
			return
		}
	}
}

func looseBond(left int) bond {
	for _, b := range looseBonds {
		if left -= b.parts; left < 0 {
			return b
		}
	}
	return looseBonds[0]
}

func broader(n graph.Node) (graph.ID, bool) {
	code := n.Region
	switch {
	case n.Kind != graph.KindRegion || code == "100000":
		return "", false
	case strings.HasSuffix(code, "0000"):
		return "region:100000", true
	case strings.HasSuffix(code, "00"):
		return graph.ID("region:" + code[:2] + "0000"), true
	}
	return graph.ID("region:" + code[:4] + "00"), true
}

// edgeWriter numbers the edges and stops at the wanted one.
type edgeWriter struct {
	g     *generator
	yield func(graph.Item) bool
	made  int
}

// edge hands on an edge; false when no more are wanted.
func (e *edgeWriter) edge(relation graph.Relation, from, to graph.ID, since string, props graph.Properties) bool {
	if e.made >= e.g.edges {
		return false
	}
	out := graph.Edge{Relation: relation, From: from, To: to, Common: graph.Common{ValidFrom: graph.MustDate(since), Properties: props, Sources: e.g.source, Synthetic: true}}
	// An id in the form of a generated one; the odd factor keeps 60-bit numbers apart.
	out.ID = graph.ID(fmt.Sprintf("%s:%015x", strings.ToLower(string(relation)), uint64(e.made)*0x9E3779B97F4A7C5&(1<<60-1))) //nolint:gosec // counts from 0
	out.Normalise()
	e.made++
	return e.yield(graph.Item{Op: graph.OpPutEdge, Edge: &out})
}

// bond makes one edge from or to the i-th node of the bond's kind.
func (e *edgeWriter) bond(b bond, i, salt int) bool {
	g := e.g
	number := g.first[b.from] + i
	from := nodeID(b.from, i)
	t := g.topicOf(number)
	year := strconv.Itoa(2016 + g.draw(useDate, salt, 10))
	if b.to == nil {
		return e.meaning(b, from, t, salt)
	}
	kind := b.to[g.draw(useMore, salt, len(b.to))]
	to := nodeID(kind, g.popular(salt, g.count[kind]))
	if to == from {
		to = nodeID(kind, (i+1)%g.count[kind])
	}
	switch b.relation {
	case graph.RelAppointedAt:
		props := graph.Properties{"role": "researcher", "type": "primary", "share_of_time": 0.8}
		if kind == graph.KindEnterprise && b.parts > 0 {
			props = graph.Properties{"role": "deputy_technical_head", "type": "dual", "share_of_time": 0.2}
		}
		return e.edge(b.relation, from, to, year, props)
	case graph.RelCollaboratesWith:
		return e.edge(b.relation, from, to, year, graph.Properties{"mode": []string{"contract_rd", "joint_rd", "service", "shared_project"}[g.draw(useSize, salt, 4)], "topic": t.name, "amount": float64(10 * (1 + g.draw(useName, salt, 60)))})
	case graph.RelParticipatesIn:
		role := "participant"
		if b.parts == 0 {
			role = "coordinator"
		}
		return e.edge(b.relation, to, from, year, graph.Properties{"role": role})
	case graph.RelOwns, graph.RelOffers, graph.RelPoses, graph.RelPartyTo: // the other way round: one end for each
		return e.edge(b.relation, to, from, "", nil)
	default:
		return e.edge(b.relation, from, to, "", nil)
	}
}

// meaning joins a node with a field, stage or area: mostly that of its topic.
func (e *edgeWriter) meaning(b bond, from graph.ID, t *topic, salt int) bool {
	g := e.g
	switch b.relation {
	case graph.RelInField:
		return e.edge(b.relation, from, t.field, "", graph.Properties{"main": true})
	case graph.RelAtStage:
		return e.edge(b.relation, from, g.stages[g.draw(useMore, salt, len(g.stages))].ID, "", nil)
	default:
	}
	if g.draw(useMore, salt, 3) == 0 {
		t = &g.topics[g.draw(useName, salt, len(g.topics))]
	}
	return e.edge(b.relation, from, areaID(t.key), "", graph.Properties{"weight": float64(5+g.draw(useSize, salt, 6)) / 10, "evidence": t.words[g.draw(useDate, salt, len(t.words))]})
}

// popular draws a number below n; low numbers come far more often, as hubs do.
func (g *generator) popular(salt, n int) int {
	u := float64(g.hash(useEnd, salt)>>11) / (1 << 53)
	return min(int(u*u*u*float64(n)), n-1)
}
