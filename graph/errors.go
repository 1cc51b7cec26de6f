package graph

import (
	"errors"
	"fmt"
	"strings"
)

// Errors every store reports. Compare with [errors.Is]; no error of a driver passes
// a store without one of these around it.
var (
	// ErrNotFound: the record asked for does not exist.
	ErrNotFound = errors.New("not found")
	// ErrInvalid: a batch or record breaks the rules; the error is an [*InvalidError].
	ErrInvalid = errors.New("invalid")
	// ErrConflict: an expected version does not hold; the error is a [*ConflictError].
	ErrConflict = errors.New("version conflict")
	// ErrKeyReused: an idempotency key came again with another batch.
	ErrKeyReused = errors.New("idempotency key reused for another batch")
	// ErrLogTrimmed: changes are asked for that the log no longer holds; read everything anew.
	ErrLogTrimmed = errors.New("change log trimmed")
	// ErrUnavailable: the store cannot be reached or did not answer in time.
	ErrUnavailable = errors.New("store unavailable")
	// ErrFull: no space is left to write; what was written before stays readable.
	ErrFull = errors.New("no space left")
	// ErrNewerSchema: the data was written by a newer version of the program.
	ErrNewerSchema = errors.New("data of a newer version")
	// ErrLocked: another process owns the data folder.
	ErrLocked = errors.New("data folder in use")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store closed")
)

// The codes of a [Problem].
const (
	CodeMissing          = "missing"           // a required value is absent or blank
	CodeBadIDScheme      = "bad_id_scheme"     // no "scheme:" before the value
	CodeBadIDValue       = "bad_id_value"      // blank, control, format or one of / ? # % \ in the value, or none
	CodeBadIDForm        = "bad_id_form"       // not UTF-8 in normal form C
	CodeTooLong          = "too_long"          // longer than allowed
	CodeTooMany          = "too_many"          // more items than allowed
	CodeUnknownKind      = "unknown_kind"      // params: value, nearest
	CodeUnknownRelation  = "unknown_relation"  // params: value, nearest
	CodeUnknownTerm      = "unknown_term"      // a value outside its vocabulary; params: value, allowed
	CodeWrongType        = "wrong_type"        // params: want
	CodeBadDate          = "bad_date"          // not YYYY, YYYY-MM or YYYY-MM-DD; params: value
	CodeDateOrder        = "date_order"        // the end lies before the beginning
	CodeBadRegion        = "bad_region"        // neither six digits nor a NUTS code; params: value
	CodeBadURL           = "bad_url"           // not an http or https address; params: value
	CodeBadName          = "bad_name"          // a property name outside [a-z][a-z0-9_]*
	CodeNotFinite        = "not_finite"        // NaN or infinite
	CodeBadText          = "bad_text"          // not UTF-8, or control characters
	CodeUnknownNode      = "unknown_node"      // an edge's end does not exist; params: id
	CodeWrongEnd         = "wrong_end"         // the relation does not join this kind; params: kind, allowed
	CodeHasEdges         = "has_edges"         // the node still has edges; params: id, count
	CodeOtherRelation    = "other_relation"    // the edge id exists under another relation; params: relation
	CodeOtherKind        = "other_kind"        // the node exists with another kind; params: kind
	CodeRepeated         = "repeated"          // the same record twice in one batch; params: id
	CodeUnknownOperation = "unknown_operation" // the item says neither put nor delete
	CodeEmptyBatch       = "empty_batch"       // a batch without items
	CodeBatchTooLarge    = "batch_too_large"   // more than [MaxBatch] items
	CodeUnknownField     = "unknown_field"     // a key the format does not have; params: value
	CodeBadSyntax        = "bad_syntax"        // not the format at all; params: detail
	CodeNegative         = "negative"          // a version below zero
	CodeSourceEmpty      = "source_empty"      // a source with neither title nor address
)

// Problem is one thing wrong with an input: where, what, and the values to say it with.
type Problem struct {
	// Pointer is a JSON pointer (RFC 6901) into the input.
	Pointer string
	// Code is one of the Code constants.
	Code string
	// Params fill the sentence that belongs to the code.
	Params map[string]string
}

// String is for logs; people read the sentence of package phrase.
func (p Problem) String() string {
	if len(p.Params) == 0 {
		return p.Pointer + ": " + p.Code
	}
	return fmt.Sprintf("%s: %s %v", p.Pointer, p.Code, p.Params)
}

// InvalidError lists everything wrong with an input. It is an [ErrInvalid].
type InvalidError struct {
	Problems []Problem
}

// Error joins the problems.
func (e *InvalidError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return "invalid: " + strings.Join(texts, "; ")
}

// Is makes every InvalidError an [ErrInvalid].
func (e *InvalidError) Is(target error) bool { return target == ErrInvalid }

// ConflictError says which item expected which version and what the store has (0: the
// record does not exist). It is an [ErrConflict].
type ConflictError struct {
	Item       int
	ID         ID
	Want, Have int64
}

// Error names the item and both versions.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("version conflict: item %d (%s) expects version %d, stored is %d", e.Item, e.ID, e.Want, e.Have)
}

// Is makes every ConflictError an [ErrConflict].
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }
