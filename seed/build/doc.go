// Command build makes the tables of the sample network from the collected facts:
//
//	go run ./seed/build -shared DIR
//
// DIR holds the data sets that seed/README.md lists. The command writes seed/data and
// the list of names that must stay resolvable; the same input gives the same bytes.
//
// What the data sets leave open (which body a short name means, what kind a body is
// that they only mention) is decided in the tables beside this file, one row a decision.
package main
