package search

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"

	"chuangmai/graph"
)

// Errors of the index. Compare with [errors.Is].
var (
	// ErrBroken: files are missing or damaged, or the engine failed or hangs. [Index.Rebuild] repairs it.
	ErrBroken = errors.New("text index broken")
	// ErrOutdated: the index was made with another lexicon, schema or layout. [Index.Rebuild] repairs it.
	ErrOutdated = errors.New("text index made by another version")
	// ErrBusy: another process has the index open.
	ErrBusy = errors.New("text index in use by another process")
	// ErrClosed: the index or reader was closed.
	ErrClosed = errors.New("text index closed")
)

// broken wraps what the engine reports, so that callers see one of this package's errors, and a full disk as
// [graph.ErrFull].
func broken(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrBroken), errors.Is(err, graph.ErrFull):
		return fmt.Errorf("%s: %w", what, err)
	case isFull(err):
		return fmt.Errorf("%s: %w: %w", what, graph.ErrFull, err)
	}
	return fmt.Errorf("%s: %w: %w", what, ErrBroken, err)
}

// isFull also reads the text: the engine passes some errors on as text alone.
func isFull(err error) bool {
	for _, e := range []error{syscall.ENOSPC, syscall.EFBIG, syscall.EDQUOT} {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return true
		}
	}
	return false
}

// recovered turns a panic of the engine, met on damaged files, into an error. It is deferred; memory faults reach it
// when the goroutine called [debug.SetPanicOnFault].
func recovered(what string, err *error) {
	r := recover()
	if r == nil {
		return
	}
	place := ""
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") {
			place = f.Function
			break
		}
	}
	*err = fmt.Errorf("%s: %w: panic in %s: %v", what, ErrBroken, place, r)
}
