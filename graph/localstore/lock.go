package localstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"chuangmai/graph"
)

// lockFile is the file in the data folder that its owner keeps locked.
const lockFile = "owner.lock"

// Owner says which process has a data folder open.
type Owner struct {
	PID int `json:"pid"`
	// Address is where the owner can be asked instead, "" when it serves nothing.
	Address string    `json:"address,omitempty"`
	Since   time.Time `json:"since"`
}

// LockedError says who owns the data folder. It is a [graph.ErrLocked].
type LockedError struct {
	Dir   string
	Owner Owner
}

// Error names the folder, the process and its address.
func (e *LockedError) Error() string {
	text := fmt.Sprintf("data folder %s is in use by process %d", e.Dir, e.Owner.PID)
	if e.Owner.Address != "" {
		text += " at " + e.Owner.Address
	}
	return text
}

// Is makes every LockedError a [graph.ErrLocked].
func (e *LockedError) Is(target error) bool { return target == graph.ErrLocked }

var errHeld = errors.New("held by another process")

// lock makes this process the owner of dir. The lock belongs to the open file, so
// it ends with the process however that ends; what a dead owner left in the file is
// written over.
func lock(dir string, owner Owner) (*os.File, error) {
	path := filepath.Join(dir, lockFile)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the operator's folder
	if err != nil {
		return nil, err
	}
	if err := acquire(f); err != nil {
		if errors.Is(err, errHeld) {
			err = &LockedError{Dir: dir, Owner: readOwner(f)}
		}
		return nil, errors.Join(err, f.Close())
	}
	if err := writeOwner(f, owner); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// readOwner reads what the owner wrote; a half-written entry gives the zero Owner.
func readOwner(f *os.File) Owner {
	var owner Owner
	data, err := io.ReadAll(io.LimitReader(f, 1<<16))
	if err != nil || json.Unmarshal(data, &owner) != nil {
		return Owner{}
	}
	return owner
}

func writeOwner(f *os.File, owner Owner) error {
	data, err := json.Marshal(owner)
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(append(data, '\n'), 0)
	return err
}

// unlock empties the file, so that it names nobody, and lets go of it.
func unlock(f *os.File) error { return errors.Join(f.Truncate(0), f.Close()) }
