package team_test

import (
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/need"
	"chuangmai/seed"
	"chuangmai/team"
	"chuangmai/team/teamtest"
)

// BenchmarkForm forms teams over a generated network of 20,000 nodes and 160,000 edges.
func BenchmarkForm(b *testing.B) {
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
	q := question(b, &teamtest.Network{})
	q.View = p.View(teamtest.Day, snapshot.AudiencePublic)
	for n := range q.View.Nodes(graph.KindCapability) {
		if len(q.Need.Capabilities) < 6 {
			q.Need.Capabilities = append(q.Need.Capabilities, need.Capability{ID: q.View.ID(n), Name: q.View.Name(n), Weight: 1, Reading: need.Reading{Confidence: 1}})
		}
	}
	for name, c := range map[string]team.Constraints{
		"free": {}, "constrained": {Size: 5, SMEShare: 0.4, Actors: []string{"学", "研", "产"}, Places: []string{"320000"}},
	} {
		b.Run(name, func(b *testing.B) {
			q.Constraints = c
			for b.Loop() {
				if _, err := team.Form(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
