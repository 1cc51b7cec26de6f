package localstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"chuangmai/graph"
)

// fault puts one of the graph's errors around what the driver or the file system
// reported while doing op. A cancelled or expired context is reported as such.
func fault(ctx context.Context, op string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case isContract(err):
		return err
	case errors.Is(err, sql.ErrConnDone), err.Error() == "sql: database is closed":
		return fmt.Errorf("%s: %w", op, graph.ErrClosed)
	case isFull(err):
		return fmt.Errorf("%s: %w: %w", op, graph.ErrFull, err)
	}
	return fmt.Errorf("%s: %w: %w", op, graph.ErrUnavailable, err)
}

// isContract reports whether err already is an error of the contract.
func isContract(err error) bool {
	for _, known := range []error{
		graph.ErrNotFound, graph.ErrInvalid, graph.ErrConflict, graph.ErrKeyReused, graph.ErrLogTrimmed, graph.ErrUnavailable,
		graph.ErrFull, graph.ErrNewerSchema, graph.ErrLocked, graph.ErrClosed, context.Canceled, context.DeadlineExceeded,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// isFull reports whether the disk, a quota or the page limit is used up. SQLite
// reports a shared-memory file it cannot extend under a code of its own.
func isFull(err error) bool {
	var code *sqlite.Error
	if errors.As(err, &code) {
		return code.Code()&0xff == sqlite3.SQLITE_FULL || code.Code() == sqlite3.SQLITE_IOERR_SHMSIZE
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// isDuplicate reports whether an id was inserted that exists.
func isDuplicate(err error) bool {
	var code *sqlite.Error
	return errors.As(err, &code) && code.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}
