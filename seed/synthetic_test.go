package seed

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chuangmai/graph"
)

func synthetic(t *testing.T) (nodes map[graph.ID]*graph.Node, edges []*graph.Edge) {
	t.Helper()
	items, err := Synthetic(rand.New(rand.NewPCG(7, 7)))
	if err != nil {
		t.Fatal(err)
	}
	nodes = make(map[graph.ID]*graph.Node)
	for _, it := range items {
		if it.Node != nil {
			nodes[it.Node.ID] = it.Node
		} else {
			edges = append(edges, it.Edge)
		}
	}
	return nodes, edges
}

func TestSyntheticVariety(t *testing.T) {
	nodes, edges := synthetic(t)
	perKind := make(map[graph.Kind]int)
	cities, names := make(map[string]bool), make(map[string]bool)
	organisations := 0
	for _, n := range nodes {
		perKind[n.Kind]++
		if n.Region != "" {
			cities[n.Region[:4]] = true
		}
		if names[n.Name] {
			t.Errorf("two records are called %q", n.Name)
		}
		names[n.Name] = true
		if graph.BuiltinSchema().Kind(n.Kind).Organisation {
			organisations++
		}
	}
	topics, err := readTopics()
	if err != nil {
		t.Fatal(err)
	}
	if len(topics) < 60 || len(cities) != 13 || organisations < 250 {
		t.Errorf("%d topics, %d cities, %d organisations", len(topics), len(cities), organisations)
	}
	for kind, atLeast := range map[graph.Kind]int{
		graph.KindEquipment: 300, graph.KindTalent: 250, graph.KindService: 200, graph.KindTeam: 40, graph.KindResult: 60, graph.KindIPAsset: 60, graph.KindProject: 30, graph.KindIncubator: 13, graph.KindFund: 5,
		graph.KindAgreement: 40, graph.KindCenter: 3, graph.KindBody: 5, graph.KindDocument: 4, graph.KindReport: 8, graph.KindIncome: 10, graph.KindEvaluation: 2, graph.KindApplication: 2, graph.KindDemand: 60,
	} {
		if perKind[kind] < atLeast {
			t.Errorf("%d records of kind %s, want at least %d", perKind[kind], kind, atLeast)
		}
	}
	relations := make(map[graph.Relation]bool)
	for _, e := range edges {
		relations[e.Relation] = true
	}
	for _, r := range []graph.Relation{graph.RelAppointedAt, graph.RelSharesIP, graph.RelPartyTo, graph.RelIncubates, graph.RelInvestsIn, graph.RelHoldsEquity, graph.RelSitsOn, graph.RelGoverns, graph.RelMemberOf, graph.RelOpenTo, graph.RelAnswers, graph.RelConcerns, graph.RelConvertedTo} {
		if !relations[r] {
			t.Errorf("no edge %s", r)
		}
	}
}

func TestSyntheticAppointments(t *testing.T) {
	nodes, edges := synthetic(t)
	day := graph.MustDate(sampleDay)
	load := make(map[graph.ID]float64)
	primary, second, over := make(map[graph.ID]int), 0, 0
	for _, e := range edges {
		if e.Relation != graph.RelAppointedAt {
			continue
		}
		share, _ := e.Properties.Number("share_of_time")
		if share <= 0 || share > 1 || e.Properties.Text("role") == "" {
			t.Errorf("%s: share %v, role %q", e.ID, share, e.Properties.Text("role"))
		}
		if e.ValidFrom.First() <= day.Last() && e.ValidTo.Last() >= day.First() {
			load[e.From] += share
		} else {
			over++
		}
		if e.Properties.Text("type") == "primary" {
			primary[e.From]++
		} else {
			second++
			if e.ValidTo.IsZero() {
				t.Errorf("%s has no end", e.ID)
			}
		}
	}
	for id, n := range nodes {
		if n.Kind != graph.KindTalent {
			continue
		}
		if primary[id] != 1 {
			t.Errorf("%s has %d primary posts", id, primary[id])
		}
		if got, _ := n.Properties.Number("load"); math.Abs(got-load[id]) > 1e-9 {
			t.Errorf("%s: load %v, its appointments sum to %v", id, got, load[id])
		}
		if !strings.HasPrefix(n.Name, "示例专家 ") || !strings.HasPrefix(n.NameEn, "Sample expert ") {
			t.Errorf("%s is called %q, %q", id, n.Name, n.NameEn)
		}
	}
	if second < 100 || over < 30 {
		t.Errorf("%d second posts, %d of all are over", second, over)
	}
}

func TestSyntheticResources(t *testing.T) {
	nodes, edges := synthetic(t)
	owned := make(map[graph.ID]int)
	for _, e := range edges {
		if e.Relation == graph.RelOwns || e.Relation == graph.RelOffers {
			owned[e.To]++
		}
	}
	seen := make(map[string]map[string]bool)
	note := func(property, value string) {
		if seen[property] == nil {
			seen[property] = make(map[string]bool)
		}
		seen[property][value] = true
	}
	for id, n := range nodes {
		switch n.Kind {
		case graph.KindEquipment, graph.KindService, graph.KindFacility:
		default:
			continue
		}
		if owned[id] == 0 {
			t.Errorf("nobody has %s", id)
		}
		p := n.Properties
		hours, _ := p.Number("hours_year")
		service, _ := p.Number("hours_service")
		if n.Kind == graph.KindEquipment && (hours <= 0 || service < 0 || service > hours) {
			t.Errorf("%s serves %v of %v hours", id, service, hours)
		}
		if amount, has := p.Number("fee_amount"); has && (amount <= 0 || p.Text("fee") == "" || p.Text("fee_unit") == "") {
			t.Errorf("%s: fee %v %q %q", id, amount, p.Text("fee"), p.Text("fee_unit"))
		}
		for _, name := range []string{"share_mode", "use_mode", "run_state"} {
			note(name, p.Text(name))
		}
		supervised, known := p.Bool("customs_supervised")
		note("customs_supervised", map[bool]string{true: "yes", false: "no"}[supervised]+map[bool]string{true: "", false: " unknown"}[known])
	}
	for name, atLeast := range map[string]int{"share_mode": 3, "use_mode": 4, "run_state": 4, "customs_supervised": 3} {
		if len(seen[name]) < atLeast {
			t.Errorf("%s has only the values %v", name, seen[name])
		}
	}
}

func TestSharedRightsRestOnAgreements(t *testing.T) {
	nodes, edges := synthetic(t)
	parties := make(map[graph.ID][]graph.ID)
	for _, e := range edges {
		if e.Relation == graph.RelPartyTo {
			parties[e.To] = append(parties[e.To], e.From)
		}
	}
	without := 0
	for _, e := range edges {
		if e.Relation != graph.RelSharesIP {
			continue
		}
		id := graph.ID(e.Properties.Text("agreement"))
		if id == "" {
			without++ // one on purpose, for the check of the rule
			continue
		}
		if nodes[id] == nil || !slices.Contains(parties[id], e.From) || !slices.Contains(parties[id], e.To) {
			t.Errorf("%s rests on %s with the parties %v", e.ID, id, parties[id])
		}
	}
	if without != 1 {
		t.Errorf("%d edges without an agreement, want the one of the faulty centre", without)
	}
}

// Any state of the generator gives records that pass every check.
func TestSyntheticFromOtherStates(t *testing.T) {
	vocabulary, facts, _ := sampleParts(t)
	kinds := make(map[graph.ID]graph.Kind)
	for _, it := range slices.Concat(vocabulary, facts) {
		if it.Node != nil {
			kinds[it.Node.ID] = it.Node.Kind
		}
	}
	digests := make(map[string]bool)
	for state := range uint64(5) {
		items, err := Synthetic(rand.New(rand.NewPCG(state, 1<<63)))
		if err != nil {
			t.Fatal(err)
		}
		batch := graph.Batch{Items: items}
		if err := batch.Check(); err != nil {
			t.Errorf("state %d: check: %.1000v", state, err)
		}
		if err := graph.BuiltinSchema().Conform(batch, func(id graph.ID) graph.Kind { return kinds[id] }); err != nil {
			t.Errorf("state %d: conform: %.1000v", state, err)
		}
		digests[digest(t, slices.Values(items))] = true
	}
	if len(digests) != 5 {
		t.Errorf("5 states gave %d samples", len(digests))
	}
}

// Nothing happens to a body before it exists.
func TestSyntheticDatesFollowFoundings(t *testing.T) {
	nodes, edges := synthetic(t)
	dated := 0
	for _, e := range edges {
		if e.ValidFrom.IsZero() {
			continue
		}
		for _, id := range []graph.ID{e.From, e.To} {
			n := nodes[id]
			if n == nil || n.ValidFrom.IsZero() {
				continue
			}
			dated++
			if e.ValidFrom.Last() < n.ValidFrom.First() {
				t.Errorf("%s begins in %s, before %s of %s", e.ID, e.ValidFrom, id, n.ValidFrom)
			}
		}
	}
	if dated < 500 {
		t.Errorf("only %d dated ends", dated)
	}
}
