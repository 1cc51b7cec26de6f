package match

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// sameAsRanked checks that features, weighed, are the order and the scores of a ranking;
// the ranking may leave out its tail.
func sameAsRanked(t *rapid.T, r *Ranker, q Question, hits []Hit) {
	f := r.Features(q, 0, nil)
	weights := r.weights.Sets[q.Use].Signals
	if !slices.IsSorted(f.Signals) || len(f.Signals) != len(weights) {
		t.Fatalf("signals %v of %d", f.Signals, len(weights))
	}
	if len(f.Rows) < len(hits) {
		t.Fatalf("%d candidates, %d hits", len(f.Rows), len(hits))
	}
	for i, row := range f.Rows {
		score := 0.0
		for k, share := range row.Shares {
			if !(share >= 0 && share <= 1) {
				t.Fatalf("share %v of %s", share, f.Signals[k])
			}
			if share > 0 {
				score += round6(weights[f.Signals[k]].Weight * math.Pow(share, weights[f.Signals[k]].Power))
			}
		}
		if i < len(hits) && (row.N != hits[i].N || math.Abs(score-hits[i].Score) > 1e-6) {
			t.Fatalf("place %d: %s %v, ranked %s %v", i, q.View.ID(row.N), score, q.View.ID(hits[i].N), hits[i].Score)
		}
	}
	if len(f.Rows) < 2 {
		return
	}
	last := f.Rows[len(f.Rows)-1].N
	few := r.Features(q, 2, map[snapshot.N]bool{last: true})
	if !slices.ContainsFunc(few.Rows, func(row FeatureRow) bool { return row.N == last }) || cmp.Diff(few.Rows[0], f.Rows[0]) != "" {
		t.Fatalf("of %d candidates these stay: %v", len(f.Rows), few.Rows)
	}
}

func TestFeaturesAreWhatIsRanked(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		q := ask(t, draw(t, r.lex).view(t, ""))
		q.Use = rapid.SampledFrom([]string{SetPartners, SetResources}).Draw(t, "set")
		q.Among = nil
		var all []Hit
		for _, group := range AllGroups() { // a tail is cut in each group
			q.Groups = []string{group}
			sameAsRanked(t, r, q, r.Rank(q).All())
			all = append(all, r.Rank(q).All()...)
		}
		for _, h := range all {
			q.Among = append(q.Among, h.N)
		}
		q.Groups = nil
		if q.Among != nil {
			sameAsRanked(t, r, q, r.Rank(q).All())
		}
	})
}

func TestFeaturesOverAHistory(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawHistory(t)
		q := askHistory(t, w.view(t, ""))
		q.Depth = 0
		sameAsRanked(t, r, q, r.RankNetwork(q).All())
	})
}

// TestHistoryNeedsProjects: a network without projects enough has no history, and nothing
// is laid out to find that out.
func TestHistoryNeedsProjects(t *testing.T) {
	r := ranker(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawHistory(t)
		v := w.view(t, "")
		if r.HasHistory(v) || len(r.histories.kept) > 0 {
			t.Fatal("a few projects are a history")
		}
		if events := slices.Collect(v.Nodes(EventKinds()...)); len(events) > 0 && v.Kind(events[0]) != graph.KindProject {
			t.Fatalf("%s is an event", v.ID(events[0]))
		}
	})
}
