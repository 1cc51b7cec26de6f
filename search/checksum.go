package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// damagedSegments reads every segment file of a folder and returns what is wrong, by file name. The engine itself
// never checks the checksum it writes. A file that a killed process was writing is damaged too, but nothing refers to
// it.
func damagedSegments(dir string) (map[string]error, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil {
		return nil, err
	}
	damaged := make(map[string]error)
	buffer := make([]byte, 1<<20)
	for _, path := range files {
		if err := checkSegment(path, buffer); err != nil {
			damaged[filepath.Base(path)] = err
		}
	}
	return damaged, nil
}

// checkSegment compares a segment with its checksum: CRC-32 (IEEE) of all bytes before, in its last four.
func checkSegment(path string, buffer []byte) (err error) {
	f, err := os.Open(path) //nolint:gosec // a file of the index
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	const footer = 4
	if info.Size() < footer {
		return fmt.Errorf("%s is cut short", filepath.Base(path))
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(struct{ io.Writer }{sum}, io.LimitReader(f, info.Size()-footer), buffer); err != nil {
		return err
	}
	var want [footer]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if sum.Sum32() != binary.BigEndian.Uint32(want[:]) {
		return fmt.Errorf("%s: checksum does not match", filepath.Base(path))
	}
	return nil
}
