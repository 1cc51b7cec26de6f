package transfer

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Source is a file to load. It is read several times.
type Source interface {
	// Name is what the file is called, for people and for the source of its records.
	Name() string
	// Open returns a reader at the beginning.
	Open() (io.ReadCloser, error)
}

// File is the file at path, plain or compressed with gzip.
func File(path string) Source { return file{path, filepath.Base(path)} }

type file struct{ path, name string }

func (f file) Name() string { return f.name }

func (f file) Open() (io.ReadCloser, error) { return os.Open(f.path) }

// Spooled is a copy of a stream that can be read only once. Close it after loading.
type Spooled struct{ file }

// Spool copies in, which is called name, to a temporary file in dir, "" for the
// system's.
func Spool(in io.Reader, name, dir string) (*Spooled, error) {
	out, err := os.CreateTemp(dir, "load-*.jsonl")
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(out.Name()))
	}
	return &Spooled{file{out.Name(), name}}, nil
}

// Close removes the copy.
func (s *Spooled) Close() error { return os.Remove(s.path) }
