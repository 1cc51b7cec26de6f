//go:build !unix

package search

import (
	"os"
	"path/filepath"
)

// lockFolder opens the lock file. Where there is no advisory lock, the engine's own lock on its table of contents
// keeps a second process out.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the operator's folder
	return f, broken("lock", err)
}

// syncFolder does nothing: a rename is durable when it returns.
func syncFolder(string) error { return nil }
