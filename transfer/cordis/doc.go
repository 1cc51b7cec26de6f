// Package cordis reads the European Union's open data on framework programmes, as tables
// of projects, organisations, participations, objectives and field labels, and turns them
// into the lines of a load.
//
// A project becomes a node cordis:<id>, an organisation a node pic:<id>, a participation
// an edge between them. A table of an earlier programme may be added as history: who took
// part in what, without texts.
//
// Every problem names the table and the line it stands in.
package cordis
