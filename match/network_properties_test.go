package match

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// eachHistory calls do with every explained hit of a random question over a history.
func eachHistory(t *testing.T, do func(t *rapid.T, w *network, q Question, rk *Ranking, h Hit, rec Recommendation)) {
	t.Helper()
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawHistory(t)
		q := askHistory(t, w.view(t, ""))
		rk := r.RankNetwork(q)
		for _, h := range rk.All() {
			do(t, w, q, rk, h, rk.Explain(h))
		}
	})
}

func TestNetworkAddendsSumToTheScore(t *testing.T) {
	eachHistory(t, func(t *rapid.T, _ *network, _ Question, _ *Ranking, h Hit, rec Recommendation) {
		sum := 0.0
		for _, a := range rec.Addends {
			sum += a.Value
			if want := a.Weight * math.Pow(a.Raw/a.Scale, a.Power); math.Abs(want-a.Value) > 1e-6 {
				t.Fatalf("%s: value %v is not weight × (raw/scale)^power = %v", a.Signal, a.Value, want)
			}
		}
		if math.Abs(sum-rec.Score) > 1e-9 || rec.Score != h.Score {
			t.Fatalf("addends sum to %v, the score is %v (%v)", sum, rec.Score, h.Score)
		}
	})
}

func TestNetworkEvidenceExistsAndIsWorded(t *testing.T) {
	eachHistory(t, func(t *rapid.T, w *network, q Question, _ *Ranking, _ Hit, rec Recommendation) {
		for _, a := range rec.Addends {
			placed := slices.Contains([]string{signalCountry, signalNUTS, signalRenown}, a.Signal)
			if len(a.Evidence) == 0 || len(a.Evidence) > maxEvidence {
				t.Fatalf("%s: %d pieces of evidence", a.Signal, len(a.Evidence))
			}
			for _, e := range a.Evidence {
				if _, known := q.View.Lookup(e.Node); !known {
					t.Fatalf("%s cites %s, which does not exist", a.Signal, e.Node)
				}
				exists := slices.ContainsFunc(w.changes, func(c graph.Change) bool { return c.Op == graph.OpPutEdge && c.ID == e.Edge })
				if exists == placed {
					t.Fatalf("%s cites the edge %q", a.Signal, e.Edge)
				}
			}
			for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
				text := a.Reason.Render(lang)
				if text == a.Reason.Code || slices.ContainsFunc([]rune(text), func(r rune) bool { return r == '{' }) {
					t.Fatalf("%s in %s: %q", a.Reason.Code, lang, text)
				}
			}
		}
	})
}

// TestNetworkTakingACitedEdgeAway: the raw value falls by what the evidence says, or rises
// where the edge stands in the way.
func TestNetworkTakingACitedEdgeAway(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawHistory(t)
		q := askHistory(t, w.view(t, ""))
		q.NewOnly = false
		rk := r.RankNetwork(q)
		all := rk.All()
		if len(all) == 0 {
			return
		}
		h := rapid.SampledFrom(all).Draw(t, "hit")
		rec := rk.Explain(h)
		for _, a := range rec.Addends {
			for _, e := range a.Evidence {
				if e.Edge == "" {
					continue
				}
				other := againHistory(q, w.view(t, e.Edge))
				for _, n := range all { // the candidates stay, though one may have nothing left
					if m, known := other.View.Lookup(q.View.ID(n.N)); known {
						other.Among = append(other.Among, m)
					}
				}
				n, _ := other.View.Lookup(rec.ID)
				before, after := rk.rawOf(a.Signal, h.N), r.RankNetwork(other).rawOf(a.Signal, n)
				if math.Abs(max(0, before-after)-e.Amount) > 1e-5*math.Max(1, before) {
					t.Fatalf("%s: without %s the raw value falls from %v to %v, the evidence says %v", a.Signal, e.Edge, before, after, e.Amount)
				}
			}
		}
	})
}

// TestNetworkValueSkipsAnyEdge: the value of every body without any participation or
// collaboration, not only its own, is that of the network without it.
func TestNetworkValueSkipsAnyEdge(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawHistory(t)
		q := askHistory(t, w.view(t, ""))
		q.NewOnly = false
		rk := r.RankNetwork(q)
		all := rk.All()
		var edges []graph.Change
		for _, c := range w.changes {
			if c.Op == graph.OpPutEdge {
				edges = append(edges, c)
			}
		}
		if len(edges) == 0 || len(all) == 0 {
			return
		}
		gone := rapid.SampledFrom(edges).Draw(t, "gone")
		if in := q.Text.Projects; in != nil && in.Own && gone.Edge.From == "b:0" {
			return // the question itself would be another
		}
		other := againHistory(q, w.view(t, gone.ID))
		for _, n := range all {
			if m, known := other.View.Lookup(q.View.ID(n.N)); known {
				other.Among = append(other.Among, m)
			}
		}
		rk2 := r.RankNetwork(other)
		from, _ := q.View.Lookup(gone.Edge.From)
		skip := noEdge
		for e := range q.View.Edges(from) {
			if q.View.EdgeID(e) == gone.ID {
				skip = e
			}
		}
		if skip == noEdge {
			t.Fatal("the edge is not in the view")
		}
		for _, sig := range rk.signals {
			for _, h := range all {
				m, _ := other.View.Lookup(q.View.ID(h.N))
				got, want := sig.value(h.N, skip), rk2.rawOf(sig.name(), m)
				if math.Abs(got-want) > 1e-9*math.Max(1, want) {
					t.Fatalf("%s of %s without %s: %v, want %v", sig.name(), q.View.ID(h.N), gone.ID, got, want)
				}
			}
		}
	})
}

func TestNetworkSameQuestionSameBytes(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawHistory(t)
		q := askHistory(t, w.view(t, ""))
		shuffled := &network{}
		var nodes, edges []graph.Change
		for _, c := range w.changes {
			if c.Op == graph.OpPutNode {
				nodes = append(nodes, c)
			} else {
				edges = append(edges, c)
			}
		}
		shuffled.changes = append(rapid.Permutation(nodes).Draw(t, "nodes"), rapid.Permutation(edges).Draw(t, "edges")...)
		written := func(q Question) string {
			rk := r.RankNetwork(q)
			var recs []Recommendation
			for _, h := range rk.All() {
				recs = append(recs, rk.Explain(h))
			}
			data, err := json.MarshalIndent(recs, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		if diff := cmp.Diff(written(q), written(againHistory(q, shuffled.view(t, "")))); diff != "" {
			t.Fatalf("another order of records gives another answer:\n%s", diff)
		}
	})
}

// TestNetworkSpreadEqualsValue: for every signal and node.
func TestNetworkSpreadEqualsValue(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawHistory(t)
		q := askHistory(t, w.view(t, ""))
		for _, sig := range r.RankNetwork(q).signals {
			got := make(map[snapshot.N]float64)
			sig.spread(func(n snapshot.N, raw float64) { got[n] += max(0, raw) })
			for n := range q.View.Nodes() {
				if q.Requester.Known && n == q.Requester.Node {
					continue
				}
				if value := sig.value(n, noEdge); math.Abs(value-got[n]) > 1e-12*math.Max(1, value) {
					t.Fatalf("%s of %s: spread %v, value %v", sig.name(), q.View.ID(n), got[n], value)
				}
			}
		}
	})
}
