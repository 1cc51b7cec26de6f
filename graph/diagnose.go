package graph

import "context"

// Level grades a [Finding].
type Level string

// The levels.
const (
	LevelPass Level = "pass" // as it should be
	LevelWarn Level = "warn" // works, and needs looking after
	LevelFail Level = "fail" // does not work
)

// Finding is one thing a store says of its own state.
type Finding struct {
	Level Level
	// Code is one of the Finding constants; the sentence and the remedy belong to it.
	Code string
	// Params fill the sentence.
	Params map[string]string
}

// The codes of a [Finding].
const (
	FindingReachable   = "reachable"    // the server answers; params: address, took
	FindingUnreachable = "unreachable"  // it does not; params: address, text
	FindingAuth        = "auth"         // user or password is refused; params: address, user
	FindingVersion     = "version"      // of the server; params: have, want
	FindingConstraints = "constraints"  // constraints or indexes; params: missing (names, "" for none)
	FindingReadOnly    = "read_only"    // the database refuses writes; params: database
	FindingSchema      = "store_schema" // version of the store's tables or migrations; params: have, known
	FindingClockSkew   = "clock_skew"   // the server's clock is another; params: seconds
	FindingForeign     = "foreign"      // records that another program has edited; params: n
)

// Diagnoser is a store that can say how it is. It reports what is sound as well as what
// is not, within the context's deadline, and changes nothing.
type Diagnoser interface {
	Diagnose(ctx context.Context) []Finding
}
