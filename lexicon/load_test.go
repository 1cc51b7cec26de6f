package lexicon

import (
	"runtime"
	"sync"
	"testing"
)

// loaded is the lexicon all tests share; it never changes.
var loaded = sync.OnceValues(Load)

func load(tb testing.TB) *Lexicon {
	tb.Helper()
	l, err := loaded()
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
	l, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "heap-MB")
	runtime.KeepAlive(l)
}

// benchText is a page of mixed text, repeated to 1 MiB.
func benchText() string {
	const page = "我们厂的橡胶履带老是开裂，想找昆山附近的单位帮忙做老化测试；焊丝改良后仍有气孔缺陷，需要降低飞溅。" +
		"苏州工业园区一家做碳化硅外延片的企业需要降低缺陷密度，预算50万元，半年内完成。" +
		"We need a partner in Suzhou for laser welding of aluminium battery housings, 0.05 mm accuracy. " +
		"江苏省产业技术研究院先进激光技术研究所提供激光清洗、激光熔覆、增材制造等技术服务与中试平台。\n"
	text := Fold(page)
	for len(text) < 1<<20 {
		text += text
	}
	return text
}

func BenchmarkFold(b *testing.B) {
	text := benchText()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Fold(text)
	}
}

func BenchmarkFoldMapped(b *testing.B) {
	text := "我們" + benchText()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FoldMapped(text)
	}
}

func BenchmarkSegment(b *testing.B) {
	l, text := load(b), benchText()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l.Segment(text)
	}
}

func BenchmarkFind(b *testing.B) {
	l, text := load(b), benchText()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l.Find(text)
	}
}

func BenchmarkFindPlaces(b *testing.B) {
	l, text := load(b), benchText()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l.FindPlaces(text)
	}
}

func BenchmarkLinkSentence(b *testing.B) {
	l := load(b)
	for b.Loop() {
		l.Link(Text{Part: "sentence", Text: "我们厂的橡胶履带老是开裂，想找昆山附近的单位帮忙做老化测试"})
	}
}

func BenchmarkCosine(b *testing.B) {
	l := load(b)
	for b.Loop() {
		l.Cosine(11, 4711)
	}
}

func BenchmarkNearest(b *testing.B) {
	l := load(b)
	for b.Loop() {
		l.Nearest("焊接", 10)
	}
}
