// Package snapshot holds the picture of the network: everything ranking reads of every
// node and edge, in memory, immutable, at one revision.
//
// A [Picture] is built once from a store and then moved forward by the changes of the
// log; each step makes a new picture that shares with the old one whatever did not
// change (rows stand in chunks that are copied when written). Readers see it only
// through a [View], which knows a date and an audience: what is not valid on that
// date, or not visible to that audience, does not exist in it.
package snapshot
