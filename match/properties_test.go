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

func ranker(tb testing.TB) *Ranker {
	tb.Helper()
	w, err := BuiltinWeights()
	if err != nil {
		tb.Fatal(err)
	}
	return New(load(tb), w)
}

// each calls do with every explained hit of a random question.
func each(t *testing.T, do func(t *rapid.T, w *network, q Question, rk *Ranking, h Hit, rec Recommendation)) {
	t.Helper()
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t, r.lex)
		q := ask(t, w.view(t, ""))
		rk := r.Rank(q)
		for _, h := range rk.All() {
			do(t, w, q, rk, h, rk.Explain(h))
		}
	})
}

func TestAddendsSumToTheScore(t *testing.T) {
	each(t, func(t *rapid.T, _ *network, _ Question, _ *Ranking, h Hit, rec Recommendation) {
		sum := 0.0
		for _, a := range rec.Addends {
			sum += a.Value
			if want := a.Weight * math.Pow(a.Raw/a.Scale, a.Power); math.Abs(want-a.Value) > 1e-6 {
				t.Fatalf("%s: value %v is not weight × (raw/scale)^power = %v", a.Signal, a.Value, want)
			}
			if a.Raw > a.Scale*(1+1e-5) {
				t.Fatalf("%s: raw %v above its scale %v", a.Signal, a.Raw, a.Scale)
			}
		}
		if math.Abs(sum-rec.Score) > 1e-9 || rec.Score != h.Score {
			t.Fatalf("addends sum to %v, the score is %v (%v)", sum, rec.Score, h.Score)
		}
	})
}

func TestEverythingCitedExists(t *testing.T) {
	each(t, func(t *rapid.T, w *network, q Question, _ *Ranking, _ Hit, rec Recommendation) {
		edges := make(map[graph.ID]bool)
		for _, c := range w.changes {
			if c.Op == graph.OpPutEdge {
				edges[c.ID] = true
			}
		}
		exists := func(node, edge graph.ID) {
			if _, known := q.View.Lookup(node); !known {
				t.Fatalf("%s is cited and not in the view", node)
			}
			if edge != "" && !edges[edge] {
				t.Fatalf("edge %s is cited and does not exist", edge)
			}
		}
		for _, a := range rec.Addends {
			if len(a.Evidence) > maxEvidence {
				t.Fatalf("%d pieces of evidence", len(a.Evidence))
			}
			for _, e := range a.Evidence {
				exists(e.Node, e.Edge)
			}
		}
		for i, s := range rec.Path {
			exists(s.Node, s.Edge)
			if (s.Edge == "") != (i == 0) {
				t.Fatalf("step %d of the path: %+v", i, s)
			}
		}
		if len(rec.Path) > 0 && rec.Path[len(rec.Path)-1].Node != rec.ID {
			t.Fatalf("the path ends at %s", rec.Path[len(rec.Path)-1].Node)
		}
	})
}

// TestTakingACitedEdgeAwayLowersTheRawValue: by what the evidence says.
func TestTakingACitedEdgeAwayLowersTheRawValue(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t, r.lex)
		q := ask(t, w.view(t, ""))
		rk := r.Rank(q)
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
				other := again(q, w.view(t, e.Edge))
				n, known := other.View.Lookup(rec.ID)
				if !known {
					t.Fatal("the hit is gone")
				}
				before, after := rk.rawOf(a.Signal, h.N), r.Rank(other).rawOf(a.Signal, n)
				if math.Abs((before-after)-e.Amount) > 1e-4*math.Max(1, before) {
					t.Fatalf("%s: without %s the raw value falls from %v to %v, the evidence says %v", a.Signal, e.Edge, before, after, e.Amount)
				}
			}
		}
	})
}

func (rk *Ranking) rawOf(name string, n snapshot.N) float64 {
	for _, s := range rk.signals {
		if s.name() == name {
			return s.value(n, noEdge)
		}
	}
	return math.NaN()
}

// TestValueSkipsAnEdge: what spread gives equals the value of each node, and skipping an
// edge gives what evidence says, for every signal.
func TestValueSkipsAnEdge(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t, r.lex)
		q := ask(t, w.view(t, ""))
		rk := r.Rank(q)
		for _, sig := range rk.signals {
			got := make(map[snapshot.N]float64)
			sig.spread(func(n snapshot.N, raw float64) {
				if raw > 0 {
					got[n] += raw
				}
			})
			for n := range q.View.Nodes() {
				if q.Requester.Known && n == q.Requester.Node {
					continue // never a candidate
				}
				value := sig.value(n, noEdge)
				if math.Abs(value-got[n]) > 1e-9*math.Max(1, value) {
					t.Fatalf("%s of %s: spread %v, value %v", sig.name(), q.View.ID(n), got[n], value)
				}
				for _, c := range sig.cites(n) {
					if c.edge != noEdge && sig.value(n, c.edge) > value+1e-9 && sig.name() != "walk" {
						t.Fatalf("%s of %s rises without %s", sig.name(), q.View.ID(n), q.View.EdgeID(c.edge))
					}
				}
			}
		}
	})
}

func TestReasonsAgainstHoldExactly(t *testing.T) {
	each(t, func(t *rapid.T, _ *network, q Question, _ *Ranking, h Hit, rec Recommendation) {
		v := q.View
		has := func(code string) bool { return slices.Contains(codes(rec), code) }
		check := func(code string, holds bool) {
			if has(code) != holds {
				t.Fatalf("%s: shown %v, holds %v", code, has(code), holds)
			}
		}
		check("against.synthetic", v.Synthetic(h.N))
		check("against.customs", func() bool { x, _ := v.Number(h.N, "customs_supervised"); return x > 0 }())
		mode := v.Text(h.N, "share_mode")
		check("against.not_open", sharable(rec.Kind) && (mode == "none" || mode == "internal"))
		check("against.mirror_only", v.MirrorOnly(h.N))
		check("against.stale", v.Fresh(h.N) != graph.DayMin && v.Fresh(h.N) < day-1000)
		check("against.single_person", rec.Kind == graph.KindTalent)
		check("against.far", rec.Distance != nil && rec.Distance.Km > farKm)
		if rec.RestsOnFacts && v.Synthetic(h.N) {
			t.Fatal("a made-up hit is said to rest on facts")
		}
	})
}

func TestSentencesAreWordedInBothLanguages(t *testing.T) {
	each(t, func(t *rapid.T, _ *network, _ Question, _ *Ranking, _ Hit, rec Recommendation) {
		list := slices.Concat(rec.Because, rec.Against, rec.Raise)
		for _, a := range rec.Addends {
			list = append(list, a.Reason)
		}
		for _, m := range list {
			for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
				if text := m.Render(lang); text == m.Code || slices.ContainsFunc([]rune(text), func(r rune) bool { return r == '{' }) {
					t.Fatalf("%s in %s: %q", m.Code, lang, text)
				}
			}
		}
	})
}

// TestSameQuestionSameBytes: whatever the order in which a store numbered its records.
func TestSameQuestionSameBytes(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t, r.lex)
		q := ask(t, w.view(t, ""))
		shuffled := &network{}
		nodes, edges := []graph.Change{}, []graph.Change{}
		for _, c := range w.changes {
			if c.Op == graph.OpPutNode {
				nodes = append(nodes, c)
			} else {
				edges = append(edges, c)
			}
		}
		shuffled.changes = append(rapid.Permutation(nodes).Draw(t, "nodes"), rapid.Permutation(edges).Draw(t, "edges")...)
		if diff := cmp.Diff(answer(t, r, q), answer(t, r, again(q, shuffled.view(t, "")))); diff != "" {
			t.Fatalf("another order of records gives another answer:\n%s", diff)
		}
	})
}

func answer(t *rapid.T, r *Ranker, q Question) string {
	rk := r.Rank(q)
	var recs []Recommendation
	for _, group := range AllGroups() {
		for _, h := range rk.Group(group) {
			recs = append(recs, rk.Explain(h))
		}
	}
	data, err := json.MarshalIndent(recs, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestHiddenRecordsLeaveNoTrace: the public's answer is the same with and without what
// the public may not see.
func TestHiddenRecordsLeaveNoTrace(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t, r.lex)
		hidden := make(map[graph.ID]bool)
		only := &network{}
		for _, c := range w.changes {
			if c.Op == graph.OpPutNode && c.Node.Visibility != graph.VisibilityPublic {
				hidden[c.ID] = true
			}
		}
		for _, c := range w.changes {
			if !hidden[c.ID] && (c.Op != graph.OpPutEdge || !hidden[c.Edge.From] && !hidden[c.Edge.To]) {
				only.changes = append(only.changes, c)
			}
		}
		public := func(w *network) snapshot.View { return w.view(t, "").Picture().View(day, snapshot.AudiencePublic) }
		q := ask(t, public(only))
		if diff := cmp.Diff(answer(t, r, q), answer(t, r, again(q, public(w)))); diff != "" {
			t.Fatalf("hidden records change the public's answer:\n%s", diff)
		}
	})
}
