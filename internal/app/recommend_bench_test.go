package app

import (
	"runtime"
	"testing"

	"chuangmai/advise"
	"chuangmai/graph"
)

// BenchmarkRecommend answers one need on the sample, each time after a write.
func BenchmarkRecommend(b *testing.B) {
	dir := b.TempDir()
	o := options(b)
	store, err := OpenBare(b.Context(), in(b, dir), o)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := LoadSample(b.Context(), store.Base, store.Lexicon, false); err != nil {
		b.Fatal(err)
	}
	stop(b, store)
	s := started(b, dir)
	defer stop(b, s)
	ask := func(b *testing.B) {
		b.Helper()
		if _, err := s.Advisor.Recommend(b.Context(), advise.Query{Text: "铝合金薄壁件焊接后气孔多，想找能做CT无损检测的单位"}, advise.Scope{}); err != nil {
			b.Fatal(err)
		}
	}
	ask(b)
	b.Run("again", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ask(b)
		}
	})
	b.Run("after a write", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			n := node("local:bench", graph.KindTeam, "甲", "")
			n.Node.Properties = graph.Properties{"size": int64(i + 1)}
			write(b, s, n)
			ask(b)
		}
	})
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.Logf("heap %d MB", m.HeapInuse>>20)
}
