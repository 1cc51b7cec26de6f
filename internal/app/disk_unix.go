//go:build linux || darwin

package app

import "syscall"

// freeSpace is how much may still be written to the disk of a folder, in bytes.
func freeSpace(dir string) (free uint64, known bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return st.Bavail * uint64(st.Bsize), true //nolint:gosec // a block has a positive size
}
