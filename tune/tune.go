package tune

import "math"

// Change is what fitting did to the weight and the power of one signal.
type Change struct {
	Signal        string
	Before, After float64
	PowerBefore   float64
	Power         float64 // after
}

// QueryGain is the graded nDCG at 10 of one query, before and, with weights fitted on
// the queries of the other folds, after.
type QueryGain struct {
	ID            string
	Before, After float64
}

// Result is the outcome of [Fit].
type Result struct {
	Folds int
	// Before and After are means over all queries, on which the weights were fitted; After is
	// never smaller.
	Before, After float64
	// HeldOutBefore and HeldOutAfter are means over PerQuery. Gain is their difference and
	// StandardError that of the paired difference.
	HeldOutBefore, HeldOutAfter float64
	Gain, StandardError         float64
	PerQuery                    []QueryGain // by id
	// Weights are in the order of the signals.
	Weights []Change
}

// BeyondNoise reports whether the gain on queries not fitted on is above two standard errors.
func (r Result) BeyondNoise() bool { return r.Gain > 0 && r.Gain > 2*r.StandardError }

// Fit fits the weights of signals to queries, starting from those they have. Fold i of
// folds holds the queries i, i+folds, … in the order of their ids.
func Fit(signals []Signal, queries []Query, folds int) (Result, error) {
	if folds < 2 || folds > len(queries) {
		return Result{}, ErrNoFolds
	}
	all, err := tables(signals, queries)
	if err != nil {
		return Result{}, err
	}
	start, shape := point{make([]float64, len(signals)), make([]float64, len(signals))}, make([]bool, len(signals))
	for k, s := range signals {
		start.weights[k], start.powers[k], shape[k] = s.Weight, s.Power, s.Shape
	}
	r := Result{Folds: folds, PerQuery: make([]QueryGain, len(all))}
	if len(signals) == 0 {
		return r, &InputError{all[0].id, "no signals to weigh"}
	}
	for fold := range folds {
		var train []table
		for i := range all {
			if i%folds != fold {
				train = append(train, all[i])
			}
		}
		found := ascend(train, start, shape)
		for i := fold; i < len(all); i += folds {
			r.PerQuery[i] = QueryGain{ID: all[i].id, Before: all[i].measure(start), After: all[i].measure(found)}
		}
	}
	r.summarise()
	found := ascend(all, start, shape)
	r.Before, r.After = mean(all, start), mean(all, found)
	for k, s := range signals {
		r.Weights = append(r.Weights, Change{Signal: s.Name, Before: s.Weight, After: found.weights[k], PowerBefore: s.Power, Power: found.powers[k]})
	}
	return r, nil
}

// summarise takes the means over the queries.
func (r *Result) summarise() {
	diffs := make([]float64, len(r.PerQuery))
	for i, q := range r.PerQuery {
		r.HeldOutBefore += q.Before / float64(len(r.PerQuery))
		r.HeldOutAfter += q.After / float64(len(r.PerQuery))
		diffs[i] = q.After - q.Before
	}
	r.Gain, r.StandardError = meanAndError(diffs)
}

// meanAndError are the mean of values and its standard error, 0 for fewer than two.
func meanAndError(values []float64) (mean, se float64) {
	n := float64(len(values))
	for _, v := range values {
		mean += v / n
	}
	if n < 2 {
		return mean, 0
	}
	for _, v := range values {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se / (n - 1) / n)
}
