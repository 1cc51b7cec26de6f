// Package structure measures the shape of an undirected network: its components, the ties
// and members whose loss splits it, the share of shortest paths that run through a member,
// and the groups it falls into. It knows nothing of what the members are.
//
// Members are numbered from 0. All results depend on the numbering and the ties alone, never
// on the order in which ties were given, so that whoever numbers members by their ids gets
// the same answer wherever they were loaded from.
package structure
