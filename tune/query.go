package tune

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Signal is one addend of a score: weight × share^power.
type Signal struct {
	Name   string
	Weight float64
	Power  float64 // above 0
	// Shape lets the power be fitted too, within a quarter and four times what it is.
	Shape bool
}

// Candidate is what may be ranked for a query.
type Candidate struct {
	ID string
	// Grade is how well it suits, 0 also for what nobody judged; below 0 for what was found
	// not to suit, which is then worse than nothing among the first.
	Grade int
	// Shares hold, per signal, the raw value over the greatest of the query's candidates.
	Shares []float64
}

// Query is a judged query with the candidates that are ranked for it.
type Query struct {
	ID         string
	Candidates []Candidate
	// Judged are the grades of all that was judged, also of what is no candidate: the best
	// order there could be is made of them. Where nothing suits but something was found not
	// to, the best order is one without that, which measures 0, and the worst are below it.
	Judged []int
}

// ErrNoFolds is returned for fewer judged queries than folds, and for fewer than two folds.
var ErrNoFolds = errors.New("tune: more folds than judged queries, or fewer than 2")

// InputError says which query cannot be used and why.
type InputError struct {
	Query string
	Text  string
}

// Error names the query and the fault.
func (e *InputError) Error() string { return fmt.Sprintf("tune: query %s: %s", e.Query, e.Text) }

// table is a query made ready for measuring.
type table struct {
	id     string
	shares [][]float64 // by signal, then candidate
	gains  []float64   // by candidate
	ideal  float64     // the greatest discounted gain
}

// depth is how many of an order count.
const depth = 10

// tables checks queries and lays them out in the order of their ids.
func tables(signals []Signal, queries []Query) ([]table, error) {
	for _, s := range signals {
		if !(s.Power > 0) || math.IsInf(s.Power, 0) || math.IsNaN(s.Weight) || math.IsInf(s.Weight, 0) {
			return nil, fmt.Errorf("tune: signal %s: weight %g, power %g", s.Name, s.Weight, s.Power)
		}
	}
	queries = slices.SortedFunc(slices.Values(queries), func(a, b Query) int { return cmp.Compare(a.ID, b.ID) })
	out := make([]table, len(queries))
	for i, q := range queries {
		if i > 0 && queries[i-1].ID == q.ID {
			return nil, &InputError{q.ID, "stands twice"}
		}
		t, err := newTable(signals, q)
		if err != nil {
			return nil, err
		}
		out[i] = t
	}
	return out, nil
}

func newTable(signals []Signal, q Query) (table, error) {
	t := table{id: q.ID, shares: make([][]float64, len(signals)), gains: make([]float64, len(q.Candidates))}
	switch t.ideal = ideal(q.Judged); {
	case t.ideal > 0:
	case slices.ContainsFunc(q.Judged, func(grade int) bool { return grade < 0 }):
		t.ideal = gain(1) // as if one thing there were did suit
	default:
		return t, &InputError{q.ID, "nothing judged suits"}
	}
	for k := range t.shares {
		t.shares[k] = make([]float64, len(q.Candidates))
	}
	candidates := slices.SortedFunc(slices.Values(q.Candidates), func(a, b Candidate) int { return cmp.Compare(a.ID, b.ID) })
	for c, candidate := range candidates {
		if len(candidate.Shares) != len(signals) {
			return t, &InputError{q.ID, fmt.Sprintf("%s has %d shares for %d signals", candidate.ID, len(candidate.Shares), len(signals))}
		}
		if c > 0 && candidates[c-1].ID == candidate.ID {
			return t, &InputError{q.ID, candidate.ID + " stands twice"}
		}
		t.gains[c] = gain(candidate.Grade)
		for k, share := range candidate.Shares {
			if !(share >= 0 && share <= 1) {
				return t, &InputError{q.ID, fmt.Sprintf("%s: share %g of %s is not within 0 and 1", candidate.ID, share, signals[k].Name)}
			}
			t.shares[k][c] = share
		}
	}
	return t, nil
}

// gain of a grade is 2^grade - 1.
func gain(grade int) float64 { return math.Exp2(float64(min(grade, 30))) - 1 }

func discount(place int) float64 { return 1 / math.Log2(float64(place)+2) }

// ideal is the discounted gain of the best order of grades.
func ideal(grades []int) (sum float64) {
	grades = slices.SortedFunc(slices.Values(grades), func(a, b int) int { return cmp.Compare(b, a) })
	for place, grade := range grades[:min(depth, len(grades))] {
		sum += max(0, gain(grade)) * discount(place)
	}
	return sum
}
