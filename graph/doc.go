// Package graph says what the network is made of: records (nodes and edges), the
// schema they follow, and the contract of a store that keeps them.
//
// The schema is declared once, in schema.json; kinds, relations, vocabularies,
// labels in Chinese and English and the clause of the founding texts each comes
// from are read from there. The package does no I/O and depends on nothing but the
// standard library and Unicode tables.
package graph

//go:generate go run ./gen
