package coverage_test

import (
	"testing"

	"chuangmai/coverage"
	"chuangmai/coverage/coveragetest"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// BenchmarkMatrix fills the matrix of Jiangsu by city, all fields and stages, over a network
// of 250,000 nodes.
func BenchmarkMatrix(b *testing.B) {
	lex, err := lexicon.Load()
	if err != nil {
		b.Fatal(err)
	}
	picture, err := coveragetest.Generated(lex, 250_000, 1_000_000)
	if err != nil {
		b.Fatal(err)
	}
	regions := supply.NewRegions(lex)
	v := picture.View(coveragetest.Day(), snapshot.AudienceAll)
	inv := supply.Build(v, lex, regions, supply.DefaultSettings())
	jiangsu, _ := inv.Regions.Find("320000")
	ask := func(inv *supply.Inventory) coverage.Matrix {
		return coverage.New(inv, false).Matrix(coverage.Query{Region: jiangsu, By: coverage.ByCity})
	}
	b.Run("kept", func(b *testing.B) {
		for b.Loop() {
			if m := ask(inv); len(m.Rows) != 13 {
				b.Fatal(len(m.Rows))
			}
		}
	})
	b.Run("new date", func(b *testing.B) {
		for b.Loop() {
			ask(supply.Build(v, lex, regions, supply.DefaultSettings()))
		}
	})
	b.Run("gaps", func(b *testing.B) {
		for b.Loop() {
			coverage.New(inv, false).Gaps(coverage.Query{Region: jiangsu, By: coverage.ByCity})
		}
	})
	b.Run("what-if", func(b *testing.B) {
		scenario := coverage.Scenario{Changes: []coverage.Change{{Op: coverage.OpAdd, Kind: graph.KindFacility, Region: "徐州", Field: "materials", Stages: []string{"中试熟化"}}}}
		q := coverage.Query{Region: jiangsu, By: coverage.ByCity}
		for b.Loop() {
			base := coverage.New(inv, false)
			base.Measure(q)
			laid, err := scenario.Overlay(inv, nil)
			if err != nil {
				b.Fatal(err)
			}
			after := coverage.New(laid, false)
			after.Measure(q)
			coverage.Compare(base, after, q)
		}
	})
}
