// Package apply decides what a batch does, for every store alike.
//
// A batch becomes [Rows], records in a form that can be compared. A [Plan] asks the
// store, through a [Finder], for what stands, carries the items out on that in order,
// and checks what only holds at the end: afterwards it says what every record was and
// is, and what the log gets. Nothing is written before a plan has succeeded, and all
// writing, in whatever form, is the store's.
package apply
