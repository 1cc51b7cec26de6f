// Package match ranks partners and resources for a need, and explains every place.
//
// A score is a sum of addends. Each addend is one [signal] of why a candidate suits:
// what it can do, its disciplines, its words, what it owns, where it is, whom it knows.
// The raw value of a signal is divided by the greatest among the candidates of the
// question, raised to the signal's power and multiplied by its weight. The weights
// stand in one file with the data they were fitted on.
//
// The package is pure: it reads a view of the network and values that others found,
// does no I/O and uses no clock.
package match
