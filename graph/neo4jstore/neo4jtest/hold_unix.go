//go:build unix

package neo4jtest

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// hold waits for the lock on the file and keeps it until the test ends.
func hold(tb testing.TB, path string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		tb.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the repository's own
	if err != nil {
		tb.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := f.Close(); err != nil { // which gives the lock up
			tb.Error(err)
		}
	})
}
