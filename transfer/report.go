package transfer

import (
	"fmt"

	"chuangmai/graph"
)

// MaxRowErrors is how many bad rows a [Report] lists; all are counted.
const MaxRowErrors = 1000

// RowError is a row that cannot be loaded, and why. Pointers point into the line.
type RowError struct {
	Line     int
	Problems []graph.Problem
}

// Counts are rows by what loading them does, or would do.
type Counts struct {
	New, Changed, Same int
	// Deleted counts the records rows delete by name, without the edges that go with a
	// node.
	Deleted  int
	Rejected int
}

// Report is the outcome of a load.
type Report struct {
	// Load is the name under which the load can be undone.
	Load   string
	Source string
	DryRun bool
	// Rows are the lines that say something; a header does not.
	Rows  int
	Nodes map[graph.Kind]Counts
	Edges map[graph.Relation]Counts
	// Unreadable are rows of which not even the kind or relation could be read.
	Unreadable int
	Rejected   int        // all rejected rows, unreadable ones too
	Errors     []RowError // by line
	// Written are the rows applied, in Batches batches; Revision is the last one's.
	Written, Batches int
	Revision         graph.Revision
}

// Total adds up the counts of all kinds and relations.
func (r *Report) Total() Counts {
	var t Counts
	add := func(c Counts) {
		t.New += c.New
		t.Changed += c.Changed
		t.Same += c.Same
		t.Deleted += c.Deleted
		t.Rejected += c.Rejected
	}
	for _, c := range r.Nodes {
		add(c)
	}
	for _, c := range r.Edges {
		add(c)
	}
	return t
}

// RejectedError says that a load wrote nothing because of bad rows, which its [Report]
// lists. It is a [graph.ErrInvalid].
type RejectedError struct {
	Source   string
	Rejected int
}

// Error names the file and the number of bad rows.
func (e *RejectedError) Error() string {
	return fmt.Sprintf("%s: %d rows are bad, nothing was loaded", e.Source, e.Rejected)
}

// Is makes every RejectedError a [graph.ErrInvalid].
func (e *RejectedError) Is(target error) bool { return target == graph.ErrInvalid }

// Phase is what a load or a copy is doing.
type Phase string

// The phases: a load checks and writes, a copy copies.
const (
	PhaseCheck Phase = "check"
	PhaseWrite Phase = "write"
	PhaseCopy  Phase = "copy"
)

// Progress tells how far a load is: rows done of all, 0 while their number is unknown.
type Progress struct {
	Phase       Phase
	Done, Total int
}
