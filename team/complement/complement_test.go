package complement_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/team/ability"
	"chuangmai/team/complement"
	"chuangmai/team/teamtest"
)

// words is read once: it never changes.
var words = sync.OnceValues(lexicon.Load)

func question(t teamtest.Fataler, w *teamtest.Network, centre graph.ID, areas ...graph.ID) (complement.Question, bool) {
	lex, err := words()
	if err != nil {
		t.Fatal(err)
	}
	weights, err := match.BuiltinWeights()
	if err != nil {
		t.Fatal(err)
	}
	q := complement.Question{Sources: ability.Sources{View: w.View(t), Words: lex, Quality: weights.Quality}, Novelty: 0.5, Limit: 100}
	for _, id := range areas {
		q.Need.Capabilities = append(q.Need.Capabilities, need.Capability{ID: id, Name: string(id), Weight: 1, Reading: need.Reading{Confidence: 1}})
	}
	var known bool
	q.Centre, known = q.View.Lookup(centre)
	return q, known
}

// town: the centre has x; its partner o adds y; n, a stranger, adds as much; m adds y and z.
func town() *teamtest.Network {
	w := &teamtest.Network{}
	for _, id := range []graph.ID{"cap:x", "cap:y", "cap:z"} {
		w.Node(id, graph.KindCapability, string(id))
	}
	for _, id := range []graph.ID{"b:centre", "b:o", "b:n", "b:m", "b:unit", "b:same"} {
		w.Node(id, graph.KindInstitute, string(id)).Region = "320500"
	}
	can := func(id graph.ID, capability graph.ID) { w.Edge(graph.RelHasCapability, id, capability) }
	can("b:centre", "cap:x")
	can("b:same", "cap:x")
	can("b:o", "cap:y")
	can("b:n", "cap:y")
	can("b:m", "cap:y")
	can("b:m", "cap:z")
	w.Edge(graph.RelCollaboratesWith, "b:centre", "b:o")
	w.Edge(graph.RelPartOf, "b:unit", "b:centre")
	return w
}

func order(t *testing.T, novelty float64) []graph.ID {
	t.Helper()
	q, _ := question(t, town(), "b:centre", "cap:x", "cap:y", "cap:z")
	q.Novelty = novelty
	a, err := complement.Find(q)
	if err != nil {
		t.Fatal(err)
	}
	var out []graph.ID
	for _, p := range a.Partners {
		out = append(out, p.ID)
	}
	return out
}

// TestByHand: what is asked for is parted into own and missing, those who add nothing are
// no partners, and the slider moves the known one down.
func TestByHand(t *testing.T) {
	q, _ := question(t, town(), "b:centre", "cap:x", "cap:y", "cap:z")
	a, err := complement.Find(q)
	if err != nil {
		t.Fatal(err)
	}
	var missing []bool
	for _, x := range a.Asked {
		missing = append(missing, x.Missing)
	}
	if diff := cmp.Diff([]bool{false, true, true}, missing); diff != "" || math.Abs(a.Missing-2.0/3) > 1e-6 || a.Total != 3 {
		t.Errorf("missing %v, total %d (-want +got):\n%s", a.Missing, a.Total, diff)
	}
	m := a.Partners[slices.IndexFunc(a.Partners, func(p complement.Partner) bool { return p.ID == "b:m" })]
	if m.Addends[0].Signal != "adds" || m.Addends[0].Value != 2 || len(m.Fills) != 2 || m.Tie != 0 {
		t.Errorf("%+v", m)
	}
	for novelty, want := range map[float64][]graph.ID{
		// adds: m 2, o and n 1; record: o .5; actor: .3 each; tie: o 1-ν, m and n ν
		0: {"b:o", "b:m", "b:n"}, 0.5: {"b:m", "b:o", "b:n"}, 1: {"b:m", "b:n", "b:o"},
	} {
		if diff := cmp.Diff(want, order(t, novelty)); diff != "" {
			t.Errorf("novelty %v (-want +got):\n%s", novelty, diff)
		}
	}
}

// TestBadInput: each has an error that names it.
func TestBadInput(t *testing.T) {
	q, _ := question(t, town(), "b:centre", "cap:y")
	for name, change := range map[string]func(*complement.Question){
		"novelty":   func(q *complement.Question) { q.Novelty = 1.1 },
		"no number": func(q *complement.Question) { q.Novelty = math.NaN() },
		"centre":    func(q *complement.Question) { q.Centre, _ = q.View.Lookup("cap:x") },
	} {
		bad := q
		change(&bad)
		_, err := complement.Find(bad)
		var question *phrase.QuestionError
		if !errors.As(err, &question) || question.Reason.Render(phrase.Zh) == question.Reason.Render(phrase.En) {
			t.Errorf("%s: %v", name, err)
		}
	}
	q.Need = need.Need{}
	if _, err := complement.Find(q); !errors.Is(err, complement.ErrNothingAsked) {
		t.Errorf("nothing asked: %v", err)
	}
	q, _ = question(t, town(), "b:centre", "cap:x")
	a, err := complement.Find(q)
	if err != nil || len(a.Partners) != 0 || len(a.Notes) != 1 || a.Notes[0].Code != "complement.note.nothing_missing" {
		t.Errorf("nothing missing: %+v, %v", a, err)
	}
}

// each calls do with a partner of a random question.
func each(t *testing.T, do func(t *rapid.T, w *teamtest.Network, q complement.Question, p complement.Partner)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 7)
		q, known := question(t, w, "b:00", teamtest.Areas()[:3]...)
		if !known {
			return
		}
		q.Novelty = rapid.Float64Range(0, 1).Draw(t, "novelty")
		a, err := complement.Find(q)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Partners) > 0 {
			do(t, w, q, rapid.SampledFrom(a.Partners).Draw(t, "partner"))
		}
	})
}

// TestAddendsSumToTheScore, each as its weight, raw value and scale say, and every sentence
// is worded in both languages.
func TestAddendsSumToTheScore(t *testing.T) {
	each(t, func(t *rapid.T, _ *teamtest.Network, _ complement.Question, p complement.Partner) {
		sum := 0.0
		for _, a := range p.Addends {
			sum += a.Value
			if want := a.Weight * math.Pow(a.Raw/a.Scale, a.Power); math.Abs(want-a.Value) > 2e-6 {
				t.Fatalf("%s: %v is not weight · (raw / scale)^power = %v", a.Signal, a.Value, want)
			}
			for _, m := range append([]phrase.Message{a.Reason}, p.Against...) {
				if both := m.Both(); !phrase.Known(m.Code) || both.Zh == both.En {
					t.Fatalf("%s is not worded in both languages", m.Code)
				}
			}
		}
		if math.Abs(sum-p.Score) > 1e-9 {
			t.Fatalf("addends sum to %v, score %v", sum, p.Score)
		}
	})
}

// TestEvidence: taking a cited edge away lowers the raw value by the stated amount.
func TestEvidence(t *testing.T) {
	each(t, func(t *rapid.T, w *teamtest.Network, q complement.Question, p complement.Partner) {
		for _, a := range p.Addends {
			for _, e := range a.Evidence {
				if e.Edge == "" {
					if _, known := q.View.Lookup(e.Node); !known {
						t.Fatalf("%s cites %s", a.Signal, e.Node)
					}
					continue
				}
				again, known := question(t, w.Without(e.Edge), "b:00", teamtest.Areas()[:3]...)
				if !known {
					t.Fatal("the centre is gone")
				}
				again.Novelty = q.Novelty
				other, err := complement.Find(again)
				if err != nil {
					t.Fatal(err)
				}
				after := rawOf(other, p.ID, a.Signal)
				if left := slices.ContainsFunc(other.Partners, func(x complement.Partner) bool { return x.ID == p.ID }); !left && a.Signal != "adds" {
					continue // no partner any more without it
				}
				// taking an edge away can lower the centre's own level too
				if fall := a.Raw - after; math.Abs(fall-e.Amount) > 1e-4*max(1, a.Raw) && own(other) == ownOf(t, q) {
					t.Fatalf("%s of %s without %s: from %v to %v, said to fall by %v", a.Signal, p.ID, e.Edge, a.Raw, after, e.Amount)
				}
			}
		}
	})
}

func rawOf(a complement.Answer, id graph.ID, signal string) float64 {
	for _, p := range a.Partners {
		for _, x := range p.Addends {
			if p.ID == id && x.Signal == signal {
				return x.Raw
			}
		}
	}
	return 0
}

func own(a complement.Answer) (sum float64) {
	for _, x := range a.Asked {
		sum += x.Own
	}
	return sum
}

func ownOf(t *rapid.T, q complement.Question) float64 {
	a, err := complement.Find(q)
	if err != nil {
		t.Fatal(err)
	}
	return own(a)
}

// TestTheSliderIsMonotone: more novelty never lifts a known partner over a new one.
func TestTheSliderIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 7)
		q, known := question(t, w, "b:00", teamtest.Areas()[:3]...)
		if !known {
			return
		}
		low, high := rapid.Float64Range(0, 1).Draw(t, "one"), rapid.Float64Range(0, 1).Draw(t, "other")
		if low > high {
			low, high = high, low
		}
		scores := func(novelty float64) map[graph.ID]complement.Partner {
			q.Novelty = novelty
			a, err := complement.Find(q)
			if err != nil {
				t.Fatal(err)
			}
			out := make(map[graph.ID]complement.Partner)
			for _, p := range a.Partners {
				out[p.ID] = p
			}
			return out
		}
		before, after := scores(low), scores(high)
		for _, tied := range before {
			for _, stranger := range before {
				if tied.Tie == 0 || stranger.Tie > 0 {
					continue
				}
				gapBefore, gapAfter := stranger.Score-tied.Score, after[stranger.ID].Score-after[tied.ID].Score
				if gapAfter < gapBefore-1e-5 {
					t.Fatalf("%s over %s: %v at %v, %v at %v", stranger.ID, tied.ID, gapBefore, low, gapAfter, high)
				}
			}
		}
	})
}

// TestHiddenLeavesNoTrace: the answer equals that over the visible part alone, and that
// over the same records in the opposite order.
func TestHiddenLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 7)
		want := answer(t, w)
		for name, other := range map[string]*teamtest.Network{"visible part": w.Visible(), "opposite order": w.Reversed()} {
			if diff := cmp.Diff(want, answer(t, other)); diff != "" {
				t.Fatalf("%s (-whole +other):\n%s", name, diff)
			}
		}
	})
}

func answer(t *rapid.T, w *teamtest.Network) string {
	q, known := question(t, w, "b:00", teamtest.Areas()[:3]...)
	if !known {
		return "unknown"
	}
	a, err := complement.Find(q)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
