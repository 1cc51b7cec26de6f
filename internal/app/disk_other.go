//go:build !linux && !darwin

package app

// freeSpace is how much may still be written to the disk of a folder; not known here.
func freeSpace(string) (free uint64, known bool) { return 0, false }
