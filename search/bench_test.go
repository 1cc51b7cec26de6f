package search

import (
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// madeUp yields nodes with a name of about 15 characters and about 30 characters of capability words, drawn from the
// lexicon's words by Zipf's law; the same for the same seed.
func madeUp(l *lexicon.Lexicon, n int) iter.Seq2[graph.Node, error] {
	return func(yield func(graph.Node, error) bool) {
		random := rand.New(rand.NewPCG(1, 2))
		words := rand.NewZipf(random, 1.1, 50, uint64(l.Words()-1))
		write := func(characters int) string {
			var b strings.Builder
			for b.Len() < 3*characters {
				if w := l.Word(int32(words.Uint64())); onlyHan(w) {
					b.WriteString(w)
				}
			}
			return b.String()
		}
		for i := range n {
			node := graph.Node{ID: graph.ID("bench:" + strconv.Itoa(i)), Kind: graph.KindInstitute, Name: write(12 + i%6)}
			node.Properties = graph.Properties{"capability_words": []string{write(15), write(15)}}
			if !yield(node, nil) {
				return
			}
		}
	}
}

// positions numbers the made-up nodes.
type positions struct{}

func (positions) Number(id graph.ID) (int32, bool) {
	n, err := strconv.Atoi(id.Value())
	return int32(n), err == nil
}

// peakMemory returns the greatest resident size of the process so far, in MB; 0 where it is not known.
func peakMemory() float64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			return float64(kb) / 1024
		}
	}
	return 0
}

// closed closes c and fails when that does.
func closed(tb testing.TB, c io.Closer) {
	tb.Helper()
	if err := c.Close(); err != nil {
		tb.Error(err)
	}
}

func folderSize(b *testing.B, dir string) float64 {
	b.Helper()
	var size int64
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return float64(size) / (1 << 20)
}

// BenchmarkIndex measures building, updating and asking an index of 10,000 and 250,000 short documents; one run of
// each is enough: go test ./search -run ^$ -bench Index -benchtime 1x for building, and 200x for the rest.
func BenchmarkIndex(b *testing.B) {
	l, err := lexicon.Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{10_000, 250_000} {
		b.Run(fmt.Sprintf("nodes=%d", n), func(b *testing.B) { benchmarkIndex(b, l, n) })
	}
}

func benchmarkIndex(b *testing.B, l *lexicon.Lexicon, n int) {
	b.Helper()
	dir := b.TempDir()
	ix, err := Open(b.Context(), Options{Dir: dir, Lexicon: l, Schema: graph.BuiltinSchema(), Numbering: positions{}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { closed(b, ix) })
	built := false
	rebuild := func(b *testing.B) {
		b.Helper()
		if err := ix.Rebuild(b.Context(), madeUp(l, n), 1, nil); err != nil {
			b.Fatal(err)
		}
		built = true
	}
	b.Run("rebuild", func(b *testing.B) {
		runtime.GC()
		debug.FreeOSMemory()
		b.ReportMetric(peakMemory(), "MB-before")
		for b.Loop() {
			rebuild(b)
		}
		b.ReportMetric(peakMemory(), "MB-peak")
		b.ReportMetric(folderSize(b, dir), "MB-disk")
	})
	if !built {
		rebuild(b)
	}
	reader := func(b *testing.B) *Reader {
		b.Helper()
		r, err := ix.Reader()
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { closed(b, r) })
		return r
	}
	b.Run("first_reader", func(b *testing.B) {
		for b.Loop() {
			ix.mu.Lock()
			ix.segments = nil
			ix.mu.Unlock()
			r, err := ix.Reader()
			if err != nil {
				b.Fatal(err)
			}
			closed(b, r)
		}
	})
	b.Run("update_one", func(b *testing.B) {
		node := graph.Node{Kind: graph.KindInstitute, Name: "碳化硅外延生长与检测研究中心"}
		reader(b)
		i := 0
		for b.Loop() {
			i++
			node.ID = graph.ID("bench:" + strconv.Itoa(i*7919%n))
			if err := ix.Update(b.Context(), []graph.Node{node}, nil, graph.Revision(i+1)); err != nil {
				b.Fatal(err)
			}
			r, err := ix.Reader()
			if err != nil {
				b.Fatal(err)
			}
			closed(b, r)
		}
	})
	r := reader(b)
	everyone := View{Key: "all"}
	b.Run("first_view", func(b *testing.B) {
		for b.Loop() {
			r.view(View{Visible: func(int32) bool { return true }})
		}
	})
	r.view(everyone)
	var questions []string
	for node, err := range madeUp(l, 400) {
		if err != nil {
			b.Fatal(err)
		}
		questions = append(questions, cutRunes(node.Name, 6))
	}
	ask := func(b *testing.B, mode Mode, question func(i int) string) {
		b.Helper()
		i := 0
		for b.Loop() {
			i++
			if _, err := r.Search(b.Context(), Query{Text: question(i), Mode: mode}, everyone); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("search_keyword", func(b *testing.B) {
		ask(b, ModeFind, func(i int) string { return questions[i%400] })
	})
	b.Run("search_sentence", func(b *testing.B) {
		ask(b, ModeFind, func(i int) string {
			return "想找能做" + questions[i%400] + "并且懂" + questions[(i+7)%400] + "的单位"
		})
	})
	b.Run("search_related", func(b *testing.B) {
		ask(b, ModeRelated, func(i int) string { return questions[i%400] })
	})
	b.Run("names", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i++
			if _, err := r.Names(b.Context(), cutRunes(questions[i%400], 3), 10, everyone); err != nil {
				b.Fatal(err)
			}
		}
	})
}
