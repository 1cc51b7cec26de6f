//go:build unix

package localstore

import (
	"errors"
	"os"
	"syscall"
)

// acquire takes the lock without waiting; errHeld when another process has it.
func acquire(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errHeld
	}
	return err
}
