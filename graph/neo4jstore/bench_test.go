package neo4jstore_test

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"strconv"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/neo4jstore/neo4jtest"
)

var (
	benchNodes = flag.Int("bench.nodes", 50_000, "nodes of the network the benchmark loads")
	benchEdges = flag.Int("bench.edges", 200_000, "edges of the network the benchmark loads")
	benchBatch = flag.Int("bench.batch", 5000, "items of a batch")
)

// benchID is an id whose place in byte order has nothing to do with its number.
func benchID(i int) graph.ID {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strconv.Itoa(i)))
	return graph.ID(fmt.Sprintf("local:%08x%d", h.Sum32(), i))
}

func benchNode(i int) graph.Item {
	n := graph.Node{
		ID: benchID(i), Kind: graph.KindEnterprise, Name: fmt.Sprintf("精密机械制造有限公司%d", i), NameEn: fmt.Sprintf("Precision Machinery %d", i),
		Region: "320500",
		Common: graph.Common{
			Sources:    []graph.Source{{Title: "企业名录", Address: "https://example.org/list", Seen: graph.MustDate("2025-06-01"), Confidence: graph.ConfidenceHigh}},
			Properties: graph.Properties{"summary": "研发与制造精密机械零件，提供焊接与检测服务", "keywords": []string{"焊接", "检测"}},
		},
	}
	n.Normalise()
	return graph.Item{Op: graph.OpPutNode, Node: &n}
}

func benchEdge(i, nodes int) graph.Item {
	e := graph.Edge{
		Relation: graph.RelCollaboratesWith, From: benchID(i * 7919 % nodes), To: benchID(i * 104_729 % nodes),
		Common: graph.Common{
			ValidFrom:  graph.MustDate("2021"),
			Sources:    []graph.Source{{Title: "合作项目清单", Address: "https://example.org/projects", Seen: graph.MustDate("2025-06-01")}},
			Properties: graph.Properties{"mode": "joint_rd", "topic": fmt.Sprint("课题", i), "share": 0.5},
		},
	}
	e.Normalise()
	return graph.Item{Op: graph.OpPutEdge, Edge: &e}
}

// applyAll writes n items in batches and returns how long Apply took.
func applyAll(ctx context.Context, b *testing.B, s graph.Store, n int, item func(int) graph.Item) time.Duration {
	b.Helper()
	var spent time.Duration
	for at := 0; at < n; at += *benchBatch {
		batch := graph.Batch{Actor: "bench", Reason: "load", Load: "bench", Key: fmt.Sprint("bench", n, at)}
		for i := at; i < min(at+*benchBatch, n); i++ {
			batch.Items = append(batch.Items, item(i))
		}
		start := time.Now()
		if _, err := s.Apply(ctx, batch); err != nil {
			b.Fatal(err)
		}
		spent += time.Since(start)
	}
	return spent
}

// BenchmarkNetwork loads a network, reads it whole and reports the rates.
func BenchmarkNetwork(b *testing.B) {
	ctx := b.Context()
	options := optionsOf(neo4jtest.Get(b), time.Now)
	for b.Loop() {
		s := openEmpty(b, options)
		nodes := applyAll(ctx, b, s, *benchNodes, benchNode)
		edges := applyAll(ctx, b, s, *benchEdges, func(i int) graph.Item { return benchEdge(i, *benchNodes) })
		b.ReportMetric(float64(*benchNodes)/nodes.Seconds(), "nodes/s")
		b.ReportMetric(float64(*benchEdges)/edges.Seconds(), "edges/s")
		b.ReportMetric(float64(*benchNodes+*benchEdges)/(nodes+edges).Seconds(), "rows/s")
		start := time.Now()
		count := 0
		for _, err := range s.Nodes(ctx, graph.NodeFilter{AnyOrder: true}) {
			count++
			if err != nil {
				b.Fatal(err)
			}
		}
		for _, err := range s.Edges(ctx, graph.EdgeFilter{AnyOrder: true}) {
			count++
			if err != nil {
				b.Fatal(err)
			}
		}
		if count != *benchNodes+*benchEdges {
			b.Fatalf("%d records read", count)
		}
		b.ReportMetric(float64(count)/time.Since(start).Seconds(), "scan-rows/s")
		start = time.Now()
		count = 0
		for _, err := range s.Changes(ctx, 0) {
			if err != nil {
				b.Fatal(err)
			}
			count++
		}
		b.ReportMetric(float64(count)/time.Since(start).Seconds(), "changes/s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
