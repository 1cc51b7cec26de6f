package sites_test

import (
	"testing"

	"chuangmai/coverage/coveragetest"
	"chuangmai/coverage/sites"
	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
)

// BenchmarkFind places three pilot lines of a field and stage in Jiangsu, in a network of
// 250,000 nodes and 1.2 million edges; the whole with reading the inventory anew.
func BenchmarkFind(b *testing.B) {
	words := words(b)
	picture, err := coveragetest.Generated(words, 250_000, 1_200_000)
	if err != nil {
		b.Fatal(err)
	}
	view := picture.View(coveragetest.Day(), snapshot.AudiencePublic)
	regions := supply.NewRegions(words)
	inv := supply.Build(view, words, regions, supply.DefaultSettings())
	jiangsu, _ := inv.Regions.Named("江苏")
	for _, c := range []struct {
		name string
		q    sites.Question
	}{
		{"facility", sites.Question{Field: "新材料", Stage: "中试熟化", Kind: sites.KindFacility, N: 3}},
		{"equipment of all fields", sites.Question{Kind: sites.KindEquipment, N: 10, Coverage: sites.CoverageSaturating}},
		{"centres", sites.Question{Field: "新材料", N: 20}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var a sites.Answer
			for b.Loop() {
				if a, err = sites.Find(b.Context(), inv, jiangsu, c.q); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(100*a.Gap, "gap-%")
		})
	}
	b.Run("with a new inventory", func(b *testing.B) {
		for b.Loop() {
			inv := supply.Build(view, words, regions, supply.DefaultSettings())
			if _, err := sites.Find(b.Context(), inv, jiangsu, sites.Question{Field: "新材料", Stage: "中试熟化", Kind: sites.KindFacility, N: 3}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
