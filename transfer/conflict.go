package transfer

import (
	"fmt"

	"chuangmai/graph"
)

// MaxConflicts is how many conflicts a [ConflictsError] lists; all are counted.
const MaxConflicts = 1000

// Reason says why a record cannot be taken back.
type Reason string

// The reasons of a [Conflict].
const (
	// ReasonChanged: the record was changed after the load.
	ReasonChanged Reason = "changed"
	// ReasonEdges: edges made by others hang on a node that the load made.
	ReasonEdges Reason = "edges"
	// ReasonEnds: an end of an edge that was there before no longer exists.
	ReasonEnds Reason = "ends"
)

// Conflict is a record that was not left alone after its load.
type Conflict struct {
	ID       graph.ID
	Relation graph.Relation // of an edge
	Reason   Reason
	// Have is the version stored, 0 when the record is gone; Left the one the load left.
	Have, Left int64
	// Edges is how many edges of others the node has, for ReasonEdges.
	Edges int
}

// ConflictsError lists what stands against undoing a load. It is a
// [graph.ErrConflict].
type ConflictsError struct {
	Load      string
	Conflicts []Conflict
	Total     int
}

// Error names the load and the number of conflicts.
func (e *ConflictsError) Error() string {
	return fmt.Sprintf("load %s: %d records were changed since, or are used by others", e.Load, e.Total)
}

// Is makes every ConflictsError a [graph.ErrConflict].
func (e *ConflictsError) Is(target error) bool { return target == graph.ErrConflict }

func (e *ConflictsError) add(c Conflict) {
	e.Total++
	if len(e.Conflicts) < MaxConflicts {
		e.Conflicts = append(e.Conflicts, c)
	}
}
