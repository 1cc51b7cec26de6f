package chains_test

import (
	"testing"

	"chuangmai/coverage/chains"
	"chuangmai/coverage/coveragetest"
	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
)

// BenchmarkTell tells of the chains of all cities, and of all centres, of a network of
// 250,000 nodes and 1.2 million edges.
func BenchmarkTell(b *testing.B) {
	words := words(b)
	picture, err := coveragetest.Generated(words, 250_000, 1_200_000)
	if err != nil {
		b.Fatal(err)
	}
	inv := supply.Build(picture.View(coveragetest.Day(), snapshot.AudiencePublic), words, supply.NewRegions(words), supply.DefaultSettings())
	jiangsu, _ := inv.Regions.Named("江苏")
	for _, q := range []chains.Question{{Of: chains.OfCity}, {Of: chains.OfCity, Field: "新材料"}, {Of: chains.OfCentre, Limit: 200}, {ID: "320500"}} {
		b.Run(q.Of+q.Field+q.ID, func(b *testing.B) {
			for b.Loop() {
				if _, err := chains.Tell(inv, jiangsu, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
