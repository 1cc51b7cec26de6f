// Package team forms a few clearly different teams that together can do what a need asks
// for, under constraints, and says of each what stays uncovered, why each member is in
// and what breaks when one leaves.
//
// The package is pure: it reads a view of the network, does no I/O and uses no clock.
package team
