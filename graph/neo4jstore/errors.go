package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/graph"
)

// Reasons why a server that may well be there cannot be used. Each comes with
// [graph.ErrUnavailable] around it, so that callers who need not know treat them alike.
var (
	// ErrUnauthorised: the server refuses user or password, or the user may not do this.
	ErrUnauthorised = errors.New("the server refuses the log-in")
	// ErrReadOnly: the database takes no writes; reading goes on.
	ErrReadOnly = errors.New("the database is read-only")
	// ErrNoDatabase: the server has no database of this name, or has it stopped.
	ErrNoDatabase = errors.New("no such database")
	// ErrForeign: another program has put something into the database that the store
	// cannot take for a record, or that stands in the way of a write.
	ErrForeign = errors.New("edited by another program")
)

// codeConstraint is the server's refusal of a second record with an id.
const codeConstraint = "Neo.ClientError.Schema.ConstraintValidationFailed"

// errStale: what this process remembered of the store no longer holds.
var errStale = errors.New("remembered state does not hold")

// fault puts one of the graph's errors around what the driver reported while doing op.
// A cancelled or expired context of the caller is reported as such.
func (s *Store) fault(ctx context.Context, op string, err error) error {
	switch {
	case err == nil:
		return nil
	case s.closed.Load():
		return graph.ErrClosed
	case isContract(err):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if reason := reasonOf(err); reason != nil {
		return fmt.Errorf("%s: %w: %w: %w", op, graph.ErrUnavailable, reason, err)
	}
	if isFull(err) {
		return fmt.Errorf("%s: %w: %w", op, graph.ErrFull, err)
	}
	return fmt.Errorf("%s: %w: %w", op, graph.ErrUnavailable, err)
}

// isContract reports whether err already is an error of the contract.
func isContract(err error) bool {
	for _, known := range []error{
		graph.ErrNotFound, graph.ErrInvalid, graph.ErrConflict, graph.ErrKeyReused, graph.ErrLogTrimmed, graph.ErrUnavailable,
		graph.ErrFull, graph.ErrNewerSchema, graph.ErrClosed, context.Canceled,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// isRefusal reports whether err says what is wrong with a batch, of which nothing was
// written then.
func isRefusal(err error) bool {
	for _, known := range []error{graph.ErrInvalid, graph.ErrConflict, graph.ErrNotFound, graph.ErrKeyReused} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// code is the server's code of an error, "" when it is none of the server's.
func code(err error) string {
	var e *neo4j.Neo4jError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func reasonOf(err error) error {
	c := code(err)
	switch {
	case errors.Is(err, ErrForeign):
		return nil // it says so itself
	case strings.HasPrefix(c, "Neo.ClientError.Security."):
		return ErrUnauthorised
	case isReadOnly(c):
		return ErrReadOnly
	case c == "Neo.ClientError.Database.DatabaseNotFound", c == "Neo.TransientError.Database.DatabaseUnavailable":
		return ErrNoDatabase
	case strings.HasPrefix(c, "Neo.ClientError.Schema."):
		return ErrForeign
	}
	return nil
}

func isReadOnly(code string) bool {
	switch code {
	case "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
		"Neo.ClientError.General.ReadOnly":
		return true
	}
	return false
}

// isFull reports whether the server has no space left on its disk.
func isFull(err error) bool {
	c := code(err)
	return strings.HasPrefix(c, "Neo.") && strings.Contains(strings.ToLower(err.Error()), "no space left")
}

// canRetry reports whether doing it again may help: the connection was lost, also
// during a commit, or the server says that the trouble passes.
func canRetry(err error) bool {
	if errors.Is(err, errStale) {
		return true
	}
	if isReadOnly(code(err)) {
		return false
	}
	var lost *neo4j.ConnectivityError
	return errors.As(err, &lost) || neo4j.IsRetryable(err) || isGone(err)
}

// isGone reports whether a record was deleted while it was read.
func isGone(err error) bool { return code(err) == "Neo.ClientError.Statement.EntityNotFound" }
