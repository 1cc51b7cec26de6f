// Package health says how well a network hangs together: which bodies and ties it would fall
// apart without, who stands between the others, who is appointed at bodies that otherwise
// have little to do with each other, into which communities the bodies fall, what flows
// between cities and between kinds of actor, and where a field has one supplier only.
//
// It reads a view and nothing else: what is over on the view's day, or hidden from its
// audience, is not there. It states what is recorded; a body without ties has none recorded.
package health
