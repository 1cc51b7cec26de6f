package app

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chuangmai/graph"
	"chuangmai/phrase"
)

func verified(tb testing.TB, dir string) *VerifyReport {
	tb.Helper()
	report, err := Verify(tb.Context(), in(tb, dir), options(tb))
	if err != nil {
		tb.Fatal(err)
	}
	for _, m := range slices.Concat(report.Differences, report.Notes) {
		for _, text := range []string{m.Render(phrase.Zh), m.Render(phrase.En)} {
			if !phrase.Known(m.Code) || strings.ContainsAny(text, "{}") {
				tb.Errorf("%s is not worded: %s", m.Code, text)
			}
		}
	}
	return report
}

// reportNodes lists as many entries as the store has nodes.
func reportNodes(r *VerifyReport) []struct{} {
	nodes, _ := r.Contents.Totals()
	return make([]struct{}, nodes)
}

func codes(list []phrase.Message) []string {
	var out []string
	for _, m := range list {
		if !slices.Contains(out, m.Code) {
			out = append(out, m.Code)
		}
	}
	return out
}

// TestVerifySound: a network in use is sound, with and without an index, and verifying
// changes nothing.
func TestVerifySound(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	first := verified(t, dir)
	if len(first.Differences) > 0 || !slices.Equal(codes(first.Notes), []string{"verify.index_none"}) || first.Documents != -1 {
		t.Errorf("before the first start: %+v", first)
	}
	s := started(t, dir)
	write(t, s, node("local:lab", graph.KindInstitute, "滨湖研究所", "工业软件"), graph.Item{Op: graph.OpDeleteNode, ID: "local:ct", WithEdges: true})
	write(t, s, node("cap:own", graph.KindCapability, "工业软件二次开发", ""))
	stop(t, s)
	report := verified(t, dir)
	if len(report.Differences) > 0 || report.Documents != len(reportNodes(report)) || report.Links == 0 {
		t.Errorf("after use: %v, %d documents", report.Differences, report.Documents)
	}
	if again := verified(t, dir); again.Revision != report.Revision {
		t.Errorf("verifying wrote: %d, then %d", report.Revision, again.Revision)
	}
	var missing *NoNetworkError
	if _, err := Verify(t.Context(), in(t, t.TempDir()), options(t)); !errors.As(err, &missing) {
		t.Errorf("an empty folder: %v", err)
	}
}

// TestVerifyFinds: each kind of damage is named.
func TestVerifyFinds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql  string
		do   func(testing.TB, string)
		want string
	}{
		"a change is gone":   {sql: "DELETE FROM change WHERE seq = 1000", want: "verify.store"},
		"an end is gone":     {sql: "UPDATE edge SET dst = (SELECT n FROM node WHERE id = 'local:ct') + 100000 WHERE id = 'e:owns'", want: "verify.store"},
		"a record is gone":   {sql: "DELETE FROM edge WHERE id = 'e:owns'", want: "verify.store"},
		"the log ends early": {sql: "DELETE FROM change WHERE seq >= (SELECT max(seq) FROM change) - 1", want: "verify.beyond"},
		"a link is gone": {do: func(tb testing.TB, dir string) {
			tb.Helper()
			b := bare(tb, dir)
			for _, e := range capabilities(tb, b.Base, "local:lab") {
				put(tb, b.Base, graph.Item{Op: graph.OpDeleteEdge, ID: e.ID, Relation: e.Relation})
			}
			stop(tb, b)
		}, want: "verify.link_lacking"},
		"a link too many": {do: func(tb testing.TB, dir string) {
			tb.Helper()
			b := bare(tb, dir)
			it := edge("e:wrong", graph.RelHasCapability, "local:firm", knownWords(tb).Areas()[3].ID)
			it.Edge.Properties = graph.Properties{"derived": true}
			put(tb, b.Base, it)
			stop(tb, b)
		}, want: "verify.link_stale"},
		"the index lacks a node": {do: func(tb testing.TB, dir string) {
			tb.Helper()
			s := started(tb, dir)
			if err := s.network.index.Update(tb.Context(), nil, []graph.ID{"local:firm"}, s.network.index.Position()); err != nil {
				tb.Fatal(err)
			}
			stop(tb, s)
		}, want: "verify.index_lacks"},
		"the index has one too many": {do: func(tb testing.TB, dir string) {
			tb.Helper()
			s := started(tb, dir)
			if err := s.network.index.Update(tb.Context(), []graph.Node{*node("local:ghost", graph.KindTeam, "幽灵", "").Node}, nil, s.network.index.Position()); err != nil {
				tb.Fatal(err)
			}
			stop(tb, s)
		}, want: "verify.index_extra"},
		"the index is ahead": {do: func(tb testing.TB, dir string) {
			tb.Helper()
			s := started(tb, dir)
			if err := s.network.index.Update(tb.Context(), nil, nil, s.network.index.Position()+5); err != nil {
				tb.Fatal(err)
			}
			stop(tb, s)
		}, want: "verify.index_ahead"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := smallFolder(t)
			if c.sql != "" {
				tamper(t, dir, c.sql)
			} else {
				c.do(t, dir)
			}
			report := verified(t, dir)
			if !slices.Contains(codes(report.Differences), c.want) {
				t.Errorf("found %v, want %s", report.Differences, c.want)
			}
		})
	}
}

// lying is a store that reads other than it stands.
type lying struct {
	graph.Store
	nodes   func(graph.Node) (graph.Node, bool)
	edges   func(graph.Edge) (graph.Edge, bool)
	changes func(graph.Change) (graph.Change, bool)
}

func bent[T any](stream iter.Seq2[T, error], bend func(T) (T, bool)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for value, err := range stream {
			keep := true
			if err == nil && bend != nil {
				value, keep = bend(value)
			}
			if keep && !yield(value, err) {
				return
			}
		}
	}
}

func (l lying) Nodes(ctx context.Context, f graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return bent(l.Store.Nodes(ctx, f), l.nodes)
}

func (l lying) Edges(ctx context.Context, f graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return bent(l.Store.Edges(ctx, f), l.edges)
}

func (l lying) Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error] {
	return bent(l.Store.Changes(ctx, since), l.changes)
}

// TestVerifyAnyStore: what no store may do is named, whatever the store.
func TestVerifyAnyStore(t *testing.T) {
	t.Parallel()
	b := bare(t, smallFolder(t))
	defer stop(t, b)
	head, err := b.Base.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, c := range []struct {
		want  string
		store lying
	}{
		{"verify.log_gap", lying{changes: func(c graph.Change) (graph.Change, bool) { return c, c.Seq != 1000 }}},
		{"verify.log_end", lying{changes: func(c graph.Change) (graph.Change, bool) { return c, c.Seq != head }}},
		{"verify.unlogged", lying{changes: func(c graph.Change) (graph.Change, bool) { return c, c.ID != "local:lab" }}},
		{"verify.log_unstored", lying{nodes: func(n graph.Node) (graph.Node, bool) { return n, n.ID != "local:lab" }}},
		{"verify.no_end", lying{nodes: func(n graph.Node) (graph.Node, bool) { return n, n.ID != "local:lab" }}},
		{"verify.log_other", lying{nodes: func(n graph.Node) (graph.Node, bool) { n.Version += 5; return n, true }}},
		{"verify.beyond", lying{edges: func(e graph.Edge) (graph.Edge, bool) { e.Revision += 1_000_000; return e, true }}},
		{"verify.picture", lying{nodes: func(n graph.Node) (graph.Node, bool) { // another name each time
			calls++
			n.NameEn = strconv.Itoa(calls)
			return n, true
		}}},
		{"verify.picture_size", lying{edges: func(e graph.Edge) (graph.Edge, bool) { // one less each time
			calls++
			return e, calls%100 != 0
		}}},
	} {
		c.store.Store = b.Base
		v := &verifier{store: c.store, lex: b.Lexicon, settings: in(t, t.TempDir()), options: options(t).withDefaults()}
		if err := v.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if have := codes(v.result().Differences); !slices.Contains(have, c.want) {
			t.Errorf("found %v, want %s", have, c.want)
		}
	}
}

// tamper changes the file of the store behind its back.
func tamper(tb testing.TB, dir, query string) {
	tb.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, networkFile))
	if err != nil {
		tb.Fatal(err)
	}
	result, err := db.ExecContext(tb.Context(), query)
	if err != nil {
		tb.Fatal(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		tb.Fatalf("%s: %d rows, %v", query, n, err)
	}
	stop(tb, db)
}

// TestVerifyNotes: an index that the next start brings up is no difference.
func TestVerifyNotes(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	stop(t, started(t, dir))
	b := bare(t, dir)
	put(t, b.Store, node("local:more", graph.KindTeam, "新团队", ""))
	stop(t, b)
	if report := verified(t, dir); len(report.Differences) > 0 || !slices.Equal(codes(report.Notes), []string{"verify.index_behind"}) {
		t.Errorf("behind: %v %v", report.Differences, report.Notes)
	}
}

// TestFindings: of many findings of one sort the first are named and the rest counted.
func TestFindings(t *testing.T) {
	t.Parallel()
	var f findings
	for range namedFindings + 3 {
		f.add("verify.twice", "id", "local:x")
		f.add("verify.index_lacks", "id", "local:x")
	}
	f.add("verify.log_end", "have", 1, "head", 2)
	list := f.all()
	if len(list) != 2*namedFindings+3 || !slices.Contains(codes(list), "verify.more") {
		t.Errorf("%d findings: %v", len(list), codes(list))
	}
}
