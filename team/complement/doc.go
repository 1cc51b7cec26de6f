// Package complement finds collaborators for a centre: those who add what a topic asks for
// and the centre lacks.
//
// The score of a body is a sum of addends, each weight · (raw / scale)^power with the
// greatest raw value among the candidates as scale, as in package match. A slider from 0
// to 1 moves weight from bodies the centre has worked with to bodies it has no tie with.
// The weights are ours; no collaborations were there to fit them on.
//
// The package is pure: it reads a view of the network, does no I/O and uses no clock.
package complement
