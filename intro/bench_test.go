package intro

import (
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/seed"
	"chuangmai/team/teamtest"
)

// BenchmarkFind finds introductions between firms and universities of a generated network
// of 20,000 nodes and 160,000 edges.
func BenchmarkFind(b *testing.B) {
	items, err := seed.Generate(20_000, 160_000, 1)
	if err != nil {
		b.Fatal(err)
	}
	var changes []graph.Change
	for it := range items {
		c := graph.Change{Seq: graph.Revision(len(changes) + 1), Op: it.Op}
		if it.Node != nil {
			it.Node.Normalise()
			c.ID, c.Node = it.Node.ID, it.Node
		} else {
			it.Edge.Normalise()
			c.ID, c.Relation, c.Edge = it.Edge.ID, it.Edge.Relation, it.Edge
		}
		changes = append(changes, c)
	}
	p, err := snapshot.Empty(graph.BuiltinSchema(), snapshot.NewNumbers(0)).Apply(changes)
	if err != nil {
		b.Fatal(err)
	}
	v := p.View(teamtest.Day, snapshot.AudiencePublic)
	var firms, schools []graph.ID
	for n := range v.Nodes(graph.KindEnterprise) {
		firms = append(firms, v.ID(n))
	}
	for n := range v.Nodes(graph.KindUniversity) {
		schools = append(schools, v.ID(n))
	}
	i, found := 0, 0
	for b.Loop() {
		a, err := Find(Question{View: v, From: firms[i*37%len(firms)], To: schools[i%len(schools)]})
		if err != nil {
			b.Fatal(err)
		}
		i++
		found += len(a.Paths)
	}
	b.ReportMetric(float64(found)/float64(i), "paths/op")
}
