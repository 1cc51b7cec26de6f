package supply_test

import (
	"testing"

	"chuangmai/coverage/coveragetest"
	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// BenchmarkBuild reads the supply of a network of 250,000 nodes.
func BenchmarkBuild(b *testing.B) {
	lex, err := lexicon.Load()
	if err != nil {
		b.Fatal(err)
	}
	picture, err := coveragetest.Generated(lex, 250_000, 1_000_000)
	if err != nil {
		b.Fatal(err)
	}
	nodes, edges := picture.Size()
	regions := supply.NewRegions(lex)
	v := picture.View(coveragetest.Day(), snapshot.AudienceAll)
	var inv *supply.Inventory
	for b.Loop() {
		inv = supply.Build(v, lex, regions, supply.DefaultSettings())
	}
	b.ReportMetric(float64(nodes), "nodes")
	b.ReportMetric(float64(edges), "edges")
	b.ReportMetric(float64(len(inv.Supplies)), "supplies")
}
