// Package tune fits the weights of signals to judged queries: coordinate ascent on the
// graded nDCG at 10, and k-fold cross-validation that says what the fit is worth on
// queries it has not seen.
//
// The package is pure. It knows signals by name only, does no I/O, and uses neither clock
// nor random numbers: the same input gives the same weights.
package tune
