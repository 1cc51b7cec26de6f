package transfer_test

import (
	"bufio"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"chuangmai/graph/localstore"
	"chuangmai/transfer"
)

var (
	benchNodes = flag.Int("bench.nodes", 250_000, "nodes of the file the benchmark loads")
	benchEdges = flag.Int("bench.edges", 1_000_000, "edges of the file the benchmark loads")
)

// benchID is an id whose place in byte order has nothing to do with its number.
func benchID(i int) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strconv.Itoa(i)))
	return fmt.Sprintf("local:%08x%d", h.Sum32(), i)
}

// writeNetwork writes a file of nodes and edges.
func writeNetwork(b *testing.B, path string, n, m int) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i := range n {
		_, _ = fmt.Fprintf(w, `{"node":{"id":"%s","kind":"enterprise","name":"精密机械制造有限公司%d","name_en":"Precision Machinery %d","region":"320500",`+
			`"sources":[{"title":"企业名录","address":"https://example.org/list","seen":"2025-06-01","confidence":"high"}],`+
			`"properties":{"summary":"研发与制造精密机械零件，提供焊接与检测服务","keywords":["焊接","检测"]}}}`+"\n", benchID(i), i, i)
	}
	for i := range m {
		_, _ = fmt.Fprintf(w, `{"edge":{"relation":"COLLABORATES_WITH","from":"%s","to":"%s","valid_from":"2021",`+
			`"sources":[{"title":"合作项目清单","address":"https://example.org/projects","seen":"2025-06-01"}],`+
			`"properties":{"mode":"joint_rd","topic":"课题%d","share":0.5}}}`+"\n", benchID(i*7919%n), benchID(i*104_729%n), i)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLoad loads a large file, loads it again unchanged, exports it and undoes it.
func BenchmarkLoad(b *testing.B) {
	path := filepath.Join(b.TempDir(), "network.jsonl")
	writeNetwork(b, path, *benchNodes, *benchEdges)
	rows := float64(*benchNodes + *benchEdges)
	for b.Loop() {
		s, err := localstore.Open(b.Context(), localstore.Options{Dir: b.TempDir(), Clock: time.Now})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		var checked time.Duration
		report, err := transfer.Load(b.Context(), s, transfer.File(path), transfer.Options{Clock: time.Now, Load: "bench", Progress: func(p transfer.Progress) {
			if p.Phase == transfer.PhaseWrite && p.Done == 0 {
				checked = time.Since(start)
			}
		}})
		if err != nil || report.Written != *benchNodes+*benchEdges {
			b.Fatal(report, err)
		}
		took := time.Since(start)
		b.ReportMetric(rows/took.Seconds(), "rows/s")
		b.ReportMetric(checked.Seconds(), "check-s")
		b.ReportMetric((took - checked).Seconds(), "write-s")
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(memory.Sys)/1e6, "MB-sys")
		start = time.Now()
		if report, err = transfer.Load(b.Context(), s, transfer.File(path), transfer.Options{Clock: time.Now}); err != nil || report.Written != 0 {
			b.Fatal(report, err)
		}
		b.ReportMetric(rows/time.Since(start).Seconds(), "again-rows/s")
		start = time.Now()
		if _, err := transfer.Export(b.Context(), s, io.Discard, transfer.ExportOptions{TempDir: b.TempDir()}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(rows/time.Since(start).Seconds(), "export-rows/s")
		start = time.Now()
		if _, err := transfer.Undo(b.Context(), s, "bench", transfer.UndoOptions{TempDir: b.TempDir()}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(rows/time.Since(start).Seconds(), "undo-rows/s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
