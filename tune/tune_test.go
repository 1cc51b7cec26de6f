package tune

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawn are signals and judged queries of any shape.
func drawn(t *rapid.T) ([]Signal, []Query) {
	signals := make([]Signal, rapid.IntRange(1, 5).Draw(t, "signals"))
	for k := range signals {
		signals[k] = Signal{
			Name: fmt.Sprint("s", k), Weight: rapid.Float64Range(-1, 2).Draw(t, "weight"), Power: rapid.Float64Range(0.2, 3).Draw(t, "power"),
			Shape: rapid.Bool().Draw(t, "shape"),
		}
	}
	queries := make([]Query, rapid.IntRange(2, 8).Draw(t, "queries"))
	for i := range queries {
		q := Query{ID: fmt.Sprint("q", i), Judged: []int{rapid.IntRange(1, 3).Draw(t, "missing")}}
		for c := range rapid.IntRange(0, 25).Draw(t, "candidates") {
			candidate := Candidate{ID: fmt.Sprint("d", c), Grade: rapid.IntRange(-1, 3).Draw(t, "grade")}
			for range signals {
				candidate.Shares = append(candidate.Shares, rapid.Float64Range(0, 1).Draw(t, "share"))
			}
			q.Candidates = append(q.Candidates, candidate)
			q.Judged = append(q.Judged, candidate.Grade)
		}
		queries[i] = q
	}
	return signals, queries
}

func TestTrainingNeverLoses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		signals, queries := drawn(t)
		r, err := Fit(signals, queries, 2)
		if err != nil {
			t.Fatal(err)
		}
		if r.After < r.Before {
			t.Fatalf("training fell from %g to %g", r.Before, r.After)
		}
		if r.Before > 1+1e-9 || r.After > 1+1e-9 {
			t.Fatalf("nDCG above 1: %g, %g", r.Before, r.After)
		}
		for _, w := range r.Weights {
			if w.Power > 4*w.PowerBefore || w.Power < w.PowerBefore/4-0.01 {
				t.Fatalf("%s went from power %g to %g", w.Signal, w.PowerBefore, w.Power)
			}
			if w.Before*w.After < 0 {
				t.Fatalf("%s changed its sign: %g to %g", w.Signal, w.Before, w.After)
			}
		}
		if math.Abs(r.HeldOutAfter-r.HeldOutBefore-r.Gain) > 1e-12 || r.StandardError < 0 {
			t.Fatalf("figures do not fit: %+v", r)
		}
	})
}

// TestOrderOfInputDoesNotCount: queries and candidates in another order give the same.
func TestOrderOfInputDoesNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		signals, queries := drawn(t)
		first, err := Fit(signals, queries, 2)
		if err != nil {
			t.Fatal(err)
		}
		turned := rapid.Permutation(queries).Draw(t, "order")
		for i := range turned {
			turned[i].Candidates = rapid.Permutation(turned[i].Candidates).Draw(t, "candidates")
		}
		second, err := Fit(signals, turned, 2)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatal(diff)
		}
	})
}

// telling are queries in which only the second signal finds what suits.
func telling(n int) []Query {
	var out []Query
	for i := range n {
		q := Query{ID: fmt.Sprintf("q%02d", i), Judged: []int{3, 1}}
		for c := range 40 {
			candidate := Candidate{ID: fmt.Sprintf("d%02d", c), Shares: []float64{float64((c*7+i)%40) / 40, 0.1}}
			switch c {
			case i % 40:
				candidate.Grade, candidate.Shares[1] = 3, 1
			case (i + 5) % 40:
				candidate.Grade, candidate.Shares[1] = 1, 0.6
			}
			q.Candidates = append(q.Candidates, candidate)
		}
		out = append(out, q)
	}
	return out
}

func TestFitFindsTheSignalThatTells(t *testing.T) {
	r, err := Fit([]Signal{{"noise", 1, 1, false}, {"tells", 0.1, 1, false}}, telling(20), 5)
	if err != nil {
		t.Fatal(err)
	}
	if !r.BeyondNoise() || r.HeldOutAfter < 0.9 || r.After < 0.9 || r.Before > 0.6 {
		t.Errorf("%+v", r)
	}
	if noise, tells := r.Weights[0], r.Weights[1]; tells.After <= noise.After {
		t.Errorf("weights are %+v, %+v", noise, tells)
	}
	if sum := r.Weights[0].After + r.Weights[1].After; math.Abs(sum-1.1) > 1e-3 {
		t.Errorf("the weights add up to %g, want 1.1", sum)
	}
}

// TestFitFindsThePower: a signal that must count more where it is strong gets a higher power.
func TestFitFindsThePower(t *testing.T) {
	var queries []Query
	for i := range 20 {
		q := Query{ID: fmt.Sprintf("q%02d", i), Judged: []int{3}}
		for c := range 30 { // what suits is strong in one signal, the others are middling in both
			shares := []float64{0.6, 0.6}
			if c == (i*7)%30 {
				shares = []float64{1, 0}
			}
			q.Candidates = append(q.Candidates, Candidate{ID: fmt.Sprintf("d%02d", c), Shares: shares})
		}
		q.Candidates[(i*7)%30].Grade = 3
		queries = append(queries, q)
	}
	fit := func(shape bool) Result {
		r, err := Fit([]Signal{{"strong", 1, 1, shape}, {"flat", 0.9, 1, shape}}, queries, 4)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if kept := fit(false); kept.Weights[0].Power != 1 {
		t.Errorf("a power that was to stay is %g", kept.Weights[0].Power)
	}
	if r := fit(true); r.After < 0.99 || r.HeldOutAfter < 0.99 || r.Before > 0.5 {
		t.Errorf("%+v", r)
	}
}

// TestOnlyWhatDoesNotSuit: where only that is known, it is moved out of the first ten.
func TestOnlyWhatDoesNotSuit(t *testing.T) {
	queries := telling(20)
	for i := range queries {
		queries[i].Judged = []int{-1}
		for c := range queries[i].Candidates {
			x := &queries[i].Candidates[c]
			x.Grade = 0
			if x.Shares[0] > 0.9 {
				x.Grade = -1
			}
		}
	}
	r, err := Fit([]Signal{{"noise", 1, 1, false}, {"tells", 0.1, 1, false}}, queries, 5)
	if err != nil {
		t.Fatal(err)
	}
	if r.Before >= 0 || r.After <= r.Before || r.After > 0 || !r.BeyondNoise() {
		t.Errorf("%+v", r)
	}
}

// TestMeasure: the value agrees with one reckoned by hand.
func TestMeasure(t *testing.T) {
	queries := []Query{{ID: "q", Judged: []int{2, 1, 3, -1}, Candidates: []Candidate{
		{ID: "a", Grade: 1, Shares: []float64{0.5}},
		{ID: "b", Grade: 2, Shares: []float64{0.5}},
		{ID: "c", Grade: -1, Shares: []float64{1}},
		{ID: "d", Shares: []float64{0}},
	}}}
	list, err := tables([]Signal{{"s", 1, 1, false}}, queries)
	if err != nil {
		t.Fatal(err)
	}
	want := (-0.5 + 1/math.Log2(3) + 3/math.Log2(4)) / (7 + 3/math.Log2(3) + 1/math.Log2(4))
	if got := list[0].measure(point{[]float64{1}, []float64{1}}); math.Abs(got-want) > 1e-12 {
		t.Errorf("got %g, want %g", got, want)
	}
}

func TestBadInput(t *testing.T) {
	good := []Signal{{"s", 1, 1, false}}
	one := func(id string, shares ...float64) Query {
		return Query{ID: id, Judged: []int{1}, Candidates: []Candidate{{ID: "d", Grade: 1, Shares: shares}}}
	}
	for name, c := range map[string]struct {
		signals []Signal
		queries []Query
		folds   int
	}{
		"no queries":      {good, nil, 2},
		"one fold":        {good, telling(5), 1},
		"too many folds":  {good, []Query{one("a", 1), one("b", 1)}, 3},
		"a query twice":   {good, []Query{one("a", 1), one("a", 1)}, 2},
		"shares missing":  {good, []Query{one("a"), one("b", 1)}, 2},
		"share above 1":   {good, []Query{one("a", 1.5), one("b", 1)}, 2},
		"share not given": {good, []Query{one("a", math.NaN()), one("b", 1)}, 2},
		"nothing suits":   {good, []Query{{ID: "a"}, one("b", 1)}, 2},
		"no signals":      {nil, []Query{one("a"), one("b")}, 2},
		"power 0":         {[]Signal{{"s", 1, 0, false}}, []Query{one("a", 1), one("b", 1)}, 2},
	} {
		_, err := Fit(c.signals, c.queries, c.folds)
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		if (c.folds == 1 || c.folds == 3 || c.queries == nil) != errors.Is(err, ErrNoFolds) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
