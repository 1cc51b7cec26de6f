// Package feedback keeps what people say of hits: that one suits a question, or that it does
// not, and why.
//
// A mark is a node of kind evaluation with an edge to the hit that it concerns, seen by the
// parties alone (docs/adr/0011-marks.md). It holds no personal data: not who marked, and no
// address or number of a person in its words.
package feedback
