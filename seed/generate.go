package seed

import (
	"fmt"
	"iter"
	"strings"

	"chuangmai/graph"
)

// GeneratedSource is the title of the source of every generated record.
const GeneratedSource = "generated for load tests"

// share is a kind of node with its part of the nodes that are not fixed, in 1/10,000.
type share struct {
	kind  graph.Kind
	parts int
}

// generatedKinds are laid out one after the other; the last takes the rest.
var generatedKinds = []share{
	{graph.KindUniversity, 8},
	{graph.KindCenter, 4},
	{graph.KindInstitute, 80},
	{graph.KindRDUnit, 60},
	{graph.KindPlatform, 90},
	{graph.KindFacility, 50},
	{graph.KindJointLab, 25},
	{graph.KindIncubator, 15},
	{graph.KindTeam, 130},
	{graph.KindProject, 350},
	{graph.KindResult, 400},
	{graph.KindAgreement, 60},
	{graph.KindDemand, 600},
	{graph.KindService, 700},
	{graph.KindEquipment, 1400},
	{graph.KindTalent, 2400},
	{graph.KindEnterprise, 0},
}

// Generate streams a network like that of a large province: exactly the given numbers
// of nodes, then of edges, all flagged synthetic. It brings its own regions, fields, stages
// and capability areas, so no edge dangles. The same arguments give the same records;
// nothing is kept between records, so the size costs no memory. At least
// [MinGenerated] nodes are needed.
func Generate(nodes, edges int, seed uint64) (iter.Seq[graph.Item], error) {
	g, err := newGenerator(nodes, edges, seed)
	if err != nil {
		return nil, err
	}
	return func(yield func(graph.Item) bool) {
		if g.fixedNodes(yield) && g.freeNodes(yield) {
			g.allEdges(yield)
		}
	}, nil
}

// MinGenerated is the smallest number of nodes that [Generate] makes.
const MinGenerated = 400

// generator computes every record from its number: which kind a number belongs to is
// told by the ranges, what it is like by a hash of seed and number.
type generator struct {
	nodes, edges int
	seed         uint64
	topics       []topic
	instruments  []instrumentWords
	byKey        map[string]*instrumentWords
	places       []place
	spots        []spot // every region a node may lie in
	stages       []Stage
	fixed        []graph.Node
	first        map[graph.Kind]int // number of the first node of a kind
	count        map[graph.Kind]int
	source       []graph.Source
}

// spot is a region with the names used in those of its bodies.
type spot struct{ code, name, nameEn string }

func newGenerator(nodes, edges int, seed uint64) (*generator, error) {
	if nodes < MinGenerated || edges < 0 {
		return nil, fmt.Errorf("generate: %d nodes and %d edges: want at least %d nodes and no negative number of edges", nodes, edges, MinGenerated)
	}
	g := &generator{nodes: nodes, edges: edges, seed: seed, byKey: make(map[string]*instrumentWords), stages: Stages(), source: []graph.Source{{Title: GeneratedSource, Confidence: graph.ConfidenceLow}}}
	var err error
	if g.topics, err = readTopics(); err != nil {
		return nil, err
	}
	if g.instruments, err = readInstruments(); err != nil {
		return nil, err
	}
	for i := range g.instruments {
		g.byKey[g.instruments[i].key] = &g.instruments[i]
	}
	if g.places, err = readPlaces(); err != nil {
		return nil, err
	}
	if err := g.layOut(); err != nil {
		return nil, err
	}
	return g, nil
}

// layOut makes the fixed nodes and gives each kind its range of numbers.
func (g *generator) layOut() error {
	regions, err := readTable("nodes/region.tsv")
	if err != nil {
		return err
	}
	for _, r := range regions {
		code := r["code"]
		if code != "100000" && !strings.HasPrefix(code, "32") {
			continue
		}
		g.fixed = append(g.fixed, graph.Node{ID: graph.ID(r["id"]), Kind: graph.KindRegion, Name: r["name"], NameEn: r["name_en"], Region: code, Common: graph.Common{Properties: graph.Properties{"type": r["type"], "code": code}}})
		if r["type"] == "city" || r["type"] == "county" {
			city := g.places[0]
			for _, p := range g.places {
				if strings.HasPrefix(code, p.code[:4]) {
					city = p
				}
			}
			g.spots = append(g.spots, spot{code, city.name, city.nameEn})
		}
	}
	for _, it := range Vocabulary(VocabularySource{}) {
		if it.Node != nil {
			g.fixed = append(g.fixed, *it.Node)
		}
	}
	for _, t := range g.topics {
		g.fixed = append(g.fixed, graph.Node{ID: areaID(t.key), Kind: graph.KindCapability, Name: t.name, NameEn: t.nameEn, Common: graph.Common{Properties: graph.Properties{"type": "area", "also_called": t.words}}})
	}
	g.first, g.count = make(map[graph.Kind]int), make(map[graph.Kind]int)
	free, next := g.nodes-len(g.fixed), len(g.fixed)
	for i, s := range generatedKinds {
		n := max(1, free*s.parts/10_000)
		if i == len(generatedKinds)-1 {
			n = g.nodes - next
		}
		g.first[s.kind], g.count[s.kind] = next, n
		next += n
	}
	if next != g.nodes || g.count[graph.KindEnterprise] < 1 {
		return fmt.Errorf("generate: %d nodes are too few", g.nodes)
	}
	return nil
}

func areaID(key string) graph.ID { return graph.ID("cap:gen-" + key) }

// nodeID names the node with the number within its kind.
func nodeID(kind graph.Kind, n int) graph.ID {
	return graph.ID(fmt.Sprintf("local:gen-%s-%07d", kind, n))
}

// hash mixes seed, kind of use and number (splitmix64).
func (g *generator) hash(use, n int) uint64 {
	x := g.seed + uint64(use)*0x9E3779B97F4A7C15 + uint64(n)*0xD1B54A32D192ED03 //nolint:gosec // numbers of records
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// draw returns a number below n that is fixed for use and number.
func (g *generator) draw(use, number, n int) int {
	return int(g.hash(use, number) % uint64(n)) //nolint:gosec // n is the length of a list
}

// The uses of [generator.hash].
const (
	useSpot = iota + 1
	useTopic
	useName
	useSize
	useMore
	useEnd
	useOther
	useRelation
	useDate
)

// spotOf and topicOf tell where the node with the number lies and what it works in; a
// city with its counties draws more the more developed it is.
func (g *generator) spotOf(number int) spot {
	h := g.hash(useSpot, number)
	i := int(h % uint64(len(g.spots)))         //nolint:gosec // length of a list
	j := int((h >> 32) % uint64(len(g.spots))) //nolint:gosec // length of a list
	if favoured := g.spots[j].code[:4]; favoured == "3205" || favoured == "3201" || favoured == "3202" {
		return g.spots[j]
	}
	return g.spots[i]
}

func (g *generator) topicOf(number int) *topic {
	return &g.topics[g.draw(useTopic, number, len(g.topics))]
}

// emit normalises a node or edge and hands it on.
func (g *generator) emitNode(n graph.Node, yield func(graph.Item) bool) bool {
	n.Sources, n.Synthetic = g.source, true
	n.Normalise()
	return yield(graph.Item{Op: graph.OpPutNode, Node: &n})
}

func (g *generator) fixedNodes(yield func(graph.Item) bool) bool {
	for _, n := range g.fixed {
		props := make(graph.Properties, len(n.Properties)) // records are the receiver's to change
		for name, value := range n.Properties {
			props[name] = value
		}
		n.Properties = props
		if !g.emitNode(n, yield) {
			return false
		}
	}
	return true
}

func (g *generator) freeNodes(yield func(graph.Item) bool) bool {
	for _, s := range generatedKinds {
		for i := range g.count[s.kind] {
			number := g.first[s.kind] + i
			if !g.emitNode(g.freeNode(s.kind, i, number), yield) {
				return false
			}
		}
	}
	return true
}
