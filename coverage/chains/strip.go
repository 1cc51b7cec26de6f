package chains

import (
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// The six chains (J三(三)), in their order.
const (
	ChainInnovation = "innovation"
	ChainIndustry   = "industry"
	ChainCapital    = "capital"
	ChainPolicy     = "policy"
	ChainTalent     = "talent"
	ChainService    = "service"
)

// source says which records make a part of a chain.
type source struct {
	// kind: nodes of the kind that belong to the subject, and those that its nodes are joined
	// with by via.
	kind graph.Kind
	via  []graph.Relation
	// edges: edges of the relations at its nodes.
	edges []graph.Relation
}

// part is a source with its name.
type part struct {
	name string
	source
}

// strip declares what each chain consists of.
var strip = []struct {
	chain string
	parts []part
}{
	{ChainInnovation, []part{
		{"capability", source{edges: []graph.Relation{graph.RelHasCapability}}},
		{"service", source{kind: graph.KindService}},
		{"result", source{kind: graph.KindResult}},
	}},
	{ChainIndustry, []part{
		{"chain_segment", source{kind: graph.KindChainSegment, via: []graph.Relation{graph.RelSuppliesTo}}},
		{"supplies_to", source{edges: []graph.Relation{graph.RelSuppliesTo}}},
	}},
	{ChainCapital, []part{
		{"fund", source{kind: graph.KindFund, via: []graph.Relation{graph.RelFunds, graph.RelFundedBy, graph.RelInvestsIn}}},
		{"programme", source{kind: graph.KindProgramme, via: []graph.Relation{graph.RelFunds, graph.RelFundedBy}}},
		{"funds", source{edges: []graph.Relation{graph.RelFunds, graph.RelFundedBy, graph.RelInvestsIn}}},
		{"income", source{kind: graph.KindIncome, via: []graph.Relation{graph.RelConcerns}}},
	}},
	{ChainPolicy, []part{
		{"policy", source{kind: graph.KindPolicy, via: []graph.Relation{graph.RelAppliesTo}}},
		{"zone", source{kind: graph.KindZone, via: []graph.Relation{graph.RelLocatedIn}}},
		{"applies_to", source{edges: []graph.Relation{graph.RelAppliesTo}}},
	}},
	{ChainTalent, []part{
		{"talent", source{kind: graph.KindTalent, via: []graph.Relation{graph.RelAppointedAt}}},
		{"team", source{kind: graph.KindTeam}},
		{"appointed_at", source{edges: []graph.Relation{graph.RelAppointedAt}}},
	}},
	{ChainService, []part{
		{"service", source{kind: graph.KindService}},
		{"equipment", source{kind: graph.KindEquipment}},
		{"facility", source{kind: graph.KindFacility}},
		{"incubator", source{kind: graph.KindIncubator}},
		{"open_to", source{edges: []graph.Relation{graph.RelOpenTo}}},
	}},
}

// tally collects the records of a part, each once.
type tally struct {
	nodes []snapshot.N
	edges []snapshot.E
}

// strip counts the six chains of a subject.
func (t *teller) strip(s *subject) []Chain {
	own := s.set
	if t.field >= 0 {
		own = nil
		for _, n := range s.set {
			if t.fields.In(n, t.field) {
				own = append(own, n)
			}
		}
	}
	t.generation++
	for _, n := range own {
		t.member[n] = t.generation
	}
	tallies := t.collect(s.node, own)
	out := make([]Chain, 0, len(strip))
	for _, def := range strip {
		c := Chain{Chain: def.chain, Parts: []Part{}}
		var stages [supply.Stages]int
		for _, src := range def.parts {
			got := tallies[0]
			tallies = tallies[1:]
			p := Part{Part: src.name, Relation: src.edges != nil, Count: len(got.nodes) + len(got.edges)}
			p.IDs = t.first(got)
			c.Parts = append(c.Parts, p)
			c.Count += p.Count
			c.Synthetic += t.made(got)
			if def.chain == ChainInnovation {
				c.Unstaged += t.stages(got, &stages)
			}
		}
		c.NoneRecorded = c.Count == 0
		if def.chain == ChainInnovation {
			for i, n := range stages {
				c.Stages = append(c.Stages, StageCount{t.stageTerms()[i].Code, n})
			}
		}
		out = append(out, c)
	}
	return out
}

// collect finds the records of all parts, in their order, at the nodes of a subject. A zone
// is no policy of its own, and no record of what lies in it. Each edge is looked at once,
// whatever the number of parts.
func (t *teller) collect(self snapshot.N, own []snapshot.N) []tally {
	var sources []source
	byEdge, byVia := make(map[graph.Relation][]int), make(map[graph.Relation][]int)
	for _, def := range strip {
		for _, src := range def.parts {
			for _, rel := range src.edges {
				byEdge[rel] = append(byEdge[rel], len(sources))
			}
			for _, rel := range src.via {
				byVia[rel] = append(byVia[rel], len(sources))
			}
			sources = append(sources, src.source)
		}
	}
	got := make([]tally, len(sources))
	take := func(i int, n snapshot.N) {
		if t.view.Kind(n) != sources[i].kind || n == self {
			return
		}
		if t.seenIn[n] != t.generation {
			t.seenIn[n], t.seen[n] = t.generation, 0
		}
		if bit := uint32(1) << i; t.seen[n]&bit == 0 {
			t.seen[n] |= bit
			got[i].nodes = append(got[i].nodes, n)
		}
	}
	for _, n := range own {
		for i := range sources {
			if sources[i].kind != "" {
				take(i, n)
			}
		}
		for e, m := range t.view.Edges(n) {
			edge := t.view.Edge(e)
			if edge.Relation != graph.RelLocatedIn || edge.From == n {
				for _, i := range byVia[edge.Relation] {
					take(i, m)
				}
			}
			if edge.From == n || t.member[m] != t.generation { // else it was met where it begins
				for _, i := range byEdge[edge.Relation] {
					got[i].edges = append(got[i].edges, e)
				}
			}
		}
	}
	return got
}

// first lists the first records by id.
func (t *teller) first(got tally) []graph.ID {
	ids := make([]graph.ID, 0, t.q.Evidence+1)
	put := func(id graph.ID) {
		if len(ids) == t.q.Evidence && id >= ids[len(ids)-1] {
			return
		}
		at, _ := slices.BinarySearch(ids, id)
		ids = slices.Insert(ids, at, id)
		ids = ids[:min(len(ids), t.q.Evidence)]
	}
	for _, n := range got.nodes {
		put(t.view.ID(n))
	}
	for _, e := range got.edges {
		put(t.view.EdgeID(e))
	}
	return ids
}

func (t *teller) made(got tally) (n int) {
	for _, x := range got.nodes {
		if t.view.Synthetic(x) {
			n++
		}
	}
	for _, e := range got.edges {
		if t.view.Edge(e).Synthetic {
			n++
		}
	}
	return n
}

// stages counts records by stage: of a node its own, of a capability's edge that of the
// capability. It returns how many have none.
func (t *teller) stages(got tally, counts *[supply.Stages]int) (unstaged int) {
	count := func(at supply.StageSet) {
		if at == 0 {
			unstaged++
		}
		for i := range counts {
			if at.Has(i) {
				counts[i]++
			}
		}
	}
	for _, n := range got.nodes {
		count(t.stagesOf(n))
	}
	for _, e := range got.edges {
		to := t.view.Edge(e).To
		at, seen := t.staged[to]
		if !seen {
			at = t.stagesOf(to)
			t.staged[to] = at
		}
		count(at)
	}
	return unstaged
}

// stagesOf are the stages that are stated of a record.
func (t *teller) stagesOf(n snapshot.N) (at supply.StageSet) {
	for _, stage := range t.view.Out(n, t.rel[graph.RelAtStage]) {
		code := t.view.ID(stage).Value()
		for i, term := range t.stageTerms() {
			if code == term.Code {
				at |= 1 << i
			}
		}
	}
	return at
}

func (t *teller) stageTerms() []graph.Term {
	return t.view.Schema().Vocabularies["stage"].Terms[:supply.Stages]
}
