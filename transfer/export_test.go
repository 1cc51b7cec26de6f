package transfer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/transfer"
)

func export(tb testing.TB, s transfer.Exporter, options transfer.ExportOptions) (transfer.Meta, string) {
	tb.Helper()
	var out bytes.Buffer
	dir := tb.TempDir()
	options.TempDir = dir
	meta, err := transfer.Export(tb.Context(), s, &out, options)
	if err != nil {
		tb.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		tb.Errorf("left behind: %v, %v", left, err)
	}
	return meta, out.String()
}

func TestExport(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	meta, out := export(t, s, transfer.ExportOptions{At: day()})
	equal(t, "header", meta, transfer.Meta{Format: transfer.Format, Revision: 5, Schema: graph.BuiltinSchema().Version, At: day(), Nodes: 3, Edges: 2})
	want := []string{
		`{"meta":{"format":"chuangmai-network","revision":5,"schema":` + strconv.Itoa(meta.Schema) + `,"at":"2025-06-01T08:00:00Z","nodes":3,"edges":2}}`,
		`{"node":{"id":"local:firm","kind":"enterprise","name":"精工机械","sources":[{"title":"loaded file test.jsonl","seen":"2025-06-01"}],"visibility":"public","version":1,"revision":2}}`,
		`{"node":{"id":"local:univ","kind":"university","name":"江南大学","sources":[{"title":"名录"}],"visibility":"public","version":1,"revision":1}}`,
	}
	have := strings.Split(out, "\n")
	equal(t, "first lines", have[:3], want)
	equal(t, "lines", len(have), 7)
	if _, empty := export(t, open(t), transfer.ExportOptions{}); strings.Count(empty, "\n") != 1 {
		t.Errorf("an empty network is exported as %s", empty)
	}
}

// What is exported and loaded elsewhere is equal but for version and revision.
func TestExportThenLoad(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, other := open(t), open(t)
		if items := randomNetwork(rt); len(items) > 0 {
			if _, err := s.Apply(t.Context(), graph.Batch{Items: items}); err != nil {
				rt.Fatal(err)
			}
		}
		_, out := export(t, s, transfer.ExportOptions{})
		mustLoad(t, other, text{"export.jsonl", out})
		equal(t, "loaded", content(t, other), content(t, s))
		_, again := export(t, other, transfer.ExportOptions{})
		equal(t, "exported again", bare(t, again), bare(t, out))
		if t.Failed() {
			rt.Fatal("not equal")
		}
	})
}

// bare returns the records of an export without version and revision.
func bare(tb testing.TB, out string) (list []string) {
	tb.Helper()
	for _, line := range strings.Split(strings.TrimSpace(out), "\n")[1:] {
		l, err := transfer.ParseLine([]byte(line))
		if err != nil {
			tb.Fatal(err)
		}
		if l.Node != nil {
			l.Node.Version, l.Node.Revision = 0, 0
		} else {
			l.Edge.Version, l.Edge.Revision = 0, 0
		}
		text, err := json.Marshal(l)
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, string(text))
	}
	return list
}

// randomNetwork draws nodes and edges that follow the schema.
func randomNetwork(t *rapid.T) (items []graph.Item) {
	common := func() graph.Common {
		return graph.Common{
			ValidFrom:  graph.MustDate(rapid.SampledFrom([]string{"", "2021", "2021-03", "2021-03-05"}).Draw(t, "from")),
			Visibility: rapid.SampledFrom([]graph.Visibility{"", graph.VisibilityMembers, graph.VisibilityParties}).Draw(t, "visibility"),
			Synthetic:  rapid.Bool().Draw(t, "synthetic"),
			Sources: rapid.SampledFrom([][]graph.Source{
				{{Title: "名录"}}, {{Title: "a"}, {Address: "https://example.org/?a=<b>&c", Seen: graph.MustDate("2025"), Confidence: "low", Mirror: true}},
			}).Draw(t, "sources"),
		}
	}
	texts := rapid.StringMatching(`[a-z"\\<>&\n\t 名]{0,8}`)
	n := rapid.IntRange(0, 8).Draw(t, "nodes")
	for i := range n {
		node := graph.Node{ID: graph.ID(fmt.Sprintf("local:%d", i)), Kind: graph.KindEnterprise, Name: "名" + texts.Draw(t, "name"), Common: common()}
		node.Properties = graph.Properties{"note": texts.Draw(t, "note"), "unknown_int": rapid.Int64().Draw(t, "int"), "unknown_float": rapid.Float64Range(-1e9, 1e9).Draw(t, "float")}
		if list := rapid.SliceOfN(texts, 0, 3).Draw(t, "keywords"); len(list) > 0 {
			node.Properties["keywords"] = list
		}
		node.Normalise()
		items = append(items, graph.Item{Op: graph.OpPutNode, Node: &node})
	}
	for i := range rapid.IntRange(0, 2*n).Draw(t, "edges") {
		e := graph.Edge{Relation: graph.RelSuppliesTo, Common: common()}
		e.From = graph.ID(fmt.Sprintf("local:%d", rapid.IntRange(0, n-1).Draw(t, "from")))
		e.To = graph.ID(fmt.Sprintf("local:%d", rapid.IntRange(0, n-1).Draw(t, "to")))
		e.ID = graph.ID(fmt.Sprintf("e:%d", i))
		e.Normalise()
		items = append(items, graph.Item{Op: graph.OpPutEdge, Edge: &e})
	}
	return items
}

// busy is a store that is written to while it is read.
type busy struct {
	transfer.Exporter
	write func()
}

func (b busy) Nodes(ctx context.Context, f graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return during(b.Exporter.Nodes(ctx, f), b.write)
}

func (b busy) Edges(ctx context.Context, f graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return during(b.Exporter.Edges(ctx, f), b.write)
}

func during[T any](stream iter.Seq2[T, error], write func()) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range stream {
			write()
			if !yield(v, err) {
				return
			}
		}
		write()
	}
}

// An export made while others write is the network at its revision.
func TestExportWhileWriting(t *testing.T) {
	for seed := range uint64(5) {
		s := open(t)
		random := rand.New(rand.NewPCG(seed, 1))
		put := func(i, name int) graph.Item {
			n := graph.Node{ID: graph.ID(fmt.Sprintf("local:%02d", i)), Kind: graph.KindEnterprise, Name: fmt.Sprint("企业", name), Common: graph.Common{Synthetic: name%3 == 0}}
			n.Normalise()
			return graph.Item{Op: graph.OpPutNode, Node: &n}
		}
		join := func(i, from, to int) graph.Item {
			e := graph.Edge{ID: graph.ID(fmt.Sprintf("e:%02d", i)), Relation: graph.RelSuppliesTo, From: graph.ID(fmt.Sprintf("local:%02d", from)), To: graph.ID(fmt.Sprintf("local:%02d", to))}
			e.Normalise()
			return graph.Item{Op: graph.OpPutEdge, Edge: &e}
		}
		var items []graph.Item
		for i := range 30 {
			items = append(items, put(i, i), join(i, i, (i*7)%30))
		}
		apply := func(items ...graph.Item) {
			if _, err := s.Apply(t.Context(), graph.Batch{Items: items}); err != nil && !errors.Is(err, graph.ErrNotFound) {
				t.Fatal(err)
			}
		}
		apply(items...)
		meddle := func() {
			i, j := random.IntN(40), random.IntN(40)
			switch random.IntN(4) {
			case 0:
				apply(graph.Item{Op: graph.OpDeleteNode, ID: graph.ID(fmt.Sprintf("local:%02d", i)), WithEdges: true})
			case 1:
				apply(put(i, random.IntN(1000)), put(max(j, i+1), 1), join(random.IntN(40), i, max(j, i+1)))
			case 2:
				apply(graph.Item{Op: graph.OpDeleteEdge, ID: graph.ID(fmt.Sprintf("e:%02d", i)), Relation: graph.RelSuppliesTo})
			default:
				apply(put(i, random.IntN(1000)))
			}
		}
		for _, options := range []transfer.ExportOptions{{}, {NoSynthetic: true}} {
			meta, out := export(t, busy{s, meddle}, options)
			equal(t, "revision", meta.Revision, head(t, s)) // the stream's last write was before the log was read
			still := open(t)
			mustLoad(t, still, text{"export.jsonl", out})
			_, want := export(t, s, options)
			equal(t, "export", bare(t, out), bare(t, want))
			equal(t, "counts", meta.Nodes+meta.Edges, len(bare(t, out)))
		}
	}
}

func TestExportFilters(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	mustLoad(t, s, lines(
		`{"node":{"id":"local:secret","kind":"agreement","name":"秘密协议","visibility":"parties"}}`,
		`{"edge":{"id":"e:s1","relation":"PARTY_TO","from":"local:firm","to":"local:secret"}}`,
		`{"edge":{"id":"e:s2","relation":"COLLABORATES_WITH","from":"local:univ","to":"local:firm","visibility":"members"}}`,
	))
	for name, c := range map[string]struct {
		options transfer.ExportOptions
		want    string
	}{
		"all":       {transfer.ExportOptions{}, "local:firm local:secret local:univ local:yang appointed e:c e:s1 e:s2"},
		"parties":   {transfer.ExportOptions{Audience: graph.VisibilityParties}, "local:firm local:secret local:univ local:yang appointed e:c e:s1 e:s2"},
		"members":   {transfer.ExportOptions{Audience: graph.VisibilityMembers}, "local:firm local:univ local:yang appointed e:c e:s2"},
		"public":    {transfer.ExportOptions{Audience: graph.VisibilityPublic}, "local:firm local:univ e:c"},
		"kinds":     {transfer.ExportOptions{Kinds: []graph.Kind{graph.KindUniversity, graph.KindTalent}}, "local:univ local:yang appointed"},
		"real":      {transfer.ExportOptions{NoSynthetic: true}, "local:firm local:secret local:univ e:c e:s1 e:s2"},
		"all three": {transfer.ExportOptions{NoSynthetic: true, Kinds: []graph.Kind{graph.KindEnterprise}, Audience: graph.VisibilityPublic}, "local:firm"},
	} {
		_, out := export(t, s, c.options)
		var have []string
		for _, line := range strings.Split(strings.TrimSpace(out), "\n")[1:] {
			l, err := transfer.ParseLine([]byte(line))
			switch {
			case err != nil:
				t.Fatal(err)
			case l.Node != nil:
				have = append(have, string(l.Node.ID))
			case l.Edge.Relation == graph.RelAppointedAt:
				have = append(have, "appointed")
			default:
				have = append(have, string(l.Edge.ID))
			}
		}
		equal(t, name, strings.Join(have, " "), c.want)
		if strings.Contains(out, "秘密") && strings.Contains(name, "public") {
			t.Errorf("%s: a hidden name is in the export", name)
		}
	}
	if _, err := transfer.Export(t.Context(), s, &bytes.Buffer{}, transfer.ExportOptions{Audience: "everybody"}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("unknown audience: %v", err)
	}
}

// trimming loses its log while it is exported, so many times.
type trimming struct {
	transfer.Exporter
	times *int
}

func (s trimming) Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error] {
	if *s.times--; *s.times < 0 {
		return s.Exporter.Changes(ctx, since)
	}
	return func(yield func(graph.Change, error) bool) { yield(graph.Change{}, graph.ErrLogTrimmed) }
}

func TestExportErrors(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	for times, want := range []error{nil, nil, nil, graph.ErrLogTrimmed} {
		var out bytes.Buffer
		_, err := transfer.Export(t.Context(), trimming{s, &times}, &out, transfer.ExportOptions{TempDir: t.TempDir()})
		if !errors.Is(err, want) {
			t.Errorf("%d times: %v, want %v", times, err, want)
		}
		if err == nil && strings.Count(out.String(), "meta") != 1 {
			t.Errorf("%d times: %s", times, out.String())
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := transfer.Export(ctx, s, &bytes.Buffer{}, transfer.ExportOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := transfer.Export(t.Context(), s, brokenWriter{}, transfer.ExportOptions{}); !errors.Is(err, errBroken) {
		t.Errorf("broken writer: %v", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }
