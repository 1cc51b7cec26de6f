package loading

import (
	"errors"
	"time"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/steward"
	"chuangmai/transfer"
)

// Phase says where a load stands.
type Phase string

// The phases.
const (
	Waiting  Phase = "waiting"  // others come first
	Checking Phase = "checking" // rows are read and compared
	Writing  Phase = "writing"
	Done     Phase = "done"
	Stopped  Phase = "stopped"  // on demand; what was written stays
	Rejected Phase = "rejected" // bad rows; nothing was written
	Failed   Phase = "failed"   // what was written stays
	Kept     Phase = "kept"     // known from the store alone
	Undoing  Phase = "undoing"
	Undone   Phase = "undone"
)

// Running reports whether a load in the phase goes on by itself.
func (p Phase) Running() bool {
	return p == Waiting || p == Checking || p == Writing || p == Undoing
}

// Errors of a [Manager].
var (
	// ErrBusy: as many loads as may wait are waiting.
	ErrBusy = errors.New("too many loads are waiting")
	// ErrRunning: the load still runs and cannot be taken back yet.
	ErrRunning = errors.New("the load is running")
	// ErrNotRunning: there is nothing to stop.
	ErrNotRunning = errors.New("the load is not running")
)

// Request says what is loaded and how.
type Request struct {
	// Name is what the file is called.
	Name          string
	Actor, Reason string
	DryRun        bool
	// SkipBad loads the good rows of a file that has bad ones.
	SkipBad bool
}

// Twin is a new row that looks like another record.
type Twin struct {
	Line         int
	Record, Like steward.Brief
	By           steward.By
	Value        string
}

// Undo is the outcome of taking a load back.
type Undo struct {
	transfer.UndoReport
	// Changed is how many records were changed since or are used by others; unless the undo
	// was forced, nothing was taken back then. Conflicts lists the first of them.
	Changed   int
	Conflicts []transfer.Conflict
}

// State is where a load stands.
type State struct {
	ID string
	Request
	Phase Phase
	// Started and Ended are zero as long as that has not happened.
	Started, Ended time.Time
	// Done of Of rows (records, of an undo) are through; Of is 0 while it is not known.
	Done, Of int
	// Report is what the load said; nil before it ended, and for one that the service did
	// not run itself. It is not changed any more.
	Report *transfer.Report
	// Twins are the first new rows of a dry run that look like a record; TwinCount counts
	// them all.
	Twins     []Twin
	TwinCount int
	// Records is how many records the load touched, as the store knows.
	Records int64
	// LastSeen is the revision of its last change.
	LastSeen graph.Revision
	// Problem says why it was rejected, failed, or could not be taken back; nil for none.
	Problem *phrase.Message
	// Undo is the outcome of the last attempt to take it back; nil for none.
	Undo *Undo
}
