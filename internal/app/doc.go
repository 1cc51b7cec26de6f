// Package app wires the rooms together: a store, what follows it, and what answers from
// it. It is the only place that knows all of them.
package app
