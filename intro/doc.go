// Package intro finds warm introductions: paths from one body to another through people
// appointed at both, joint laboratories, boards on which both sit, and projects.
//
// A path costs the sum of its steps. A step costs what its tie is worth (dual appointees
// are near, fellow members of a large consortium far), more when the tie is old or about
// to end, and what passing its node on asks: the load of a person, the crowd in a project,
// and a conflict where the one who introduces is on both sides of a review. All parts of a
// cost are in the answer. The numbers are ours; they stand in costs.go.
//
// The package is pure and reads nothing but a view: what is not valid on its day or not
// visible to its audience changes no path, no cost and no count.
package intro
