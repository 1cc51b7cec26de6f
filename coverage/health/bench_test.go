package health_test

import (
	"testing"

	"chuangmai/coverage/coveragetest"
	"chuangmai/coverage/health"
	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
)

// BenchmarkHealth surveys and tells of a network of 250,000 nodes and 1.2 million edges.
func BenchmarkHealth(b *testing.B) {
	words := words(b)
	picture, err := coveragetest.Generated(words, 250_000, 1_200_000)
	if err != nil {
		b.Fatal(err)
	}
	inv := supply.Build(picture.View(coveragetest.Day(), snapshot.AudiencePublic), words, supply.NewRegions(words), supply.DefaultSettings())
	suzhou, _ := inv.Regions.Named("苏州")
	for name, region := range map[string]supply.Place{"everywhere": supply.NoPlace, "Suzhou": suzhou} {
		b.Run(name, func(b *testing.B) {
			var s *health.Survey
			for b.Loop() {
				if s, err = health.Look(b.Context(), inv, region); err != nil {
					b.Fatal(err)
				}
			}
			a, err := s.Tell(health.Question{})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(a.Structure.Tied), "tied")
			b.ReportMetric(float64(a.Structure.Pairs), "pairs")
			b.ReportMetric(float64(a.Structure.Pivots), "pivots")
		})
		b.Run(name+", telling", func(b *testing.B) {
			s, err := health.Look(b.Context(), inv, region)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := s.Tell(health.Question{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
