package transfer

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"os"
)

// spool keeps entries, each a few texts, in a temporary file.
type spool struct {
	file *os.File
	out  *bufio.Writer
	at   int64
	buf  []byte
	n    int // entries
}

func newSpool(dir string) (*spool, error) {
	f, err := os.CreateTemp(dir, "network-*.spool")
	if err != nil {
		return nil, err
	}
	return &spool{file: f, out: bufio.NewWriterSize(f, 256<<10)}, nil
}

// close removes the spool.
func (s *spool) close() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }

// add appends an entry and returns its place.
func (s *spool) add(texts ...[]byte) (at int64, err error) {
	s.buf = s.buf[:0]
	for _, text := range texts {
		s.buf = append(binary.AppendUvarint(s.buf, uint64(len(text))), text...)
	}
	at = s.at
	s.at += int64(len(s.buf))
	s.n++
	_, err = s.out.Write(s.buf)
	return at, err
}

// entries yields the entries, of n texts each. A text is good until the next entry.
func (s *spool) entries(n int) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		if err := s.out.Flush(); err != nil {
			yield(nil, err)
			return
		}
		in := bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.at), 256<<10)
		texts := make([][]byte, n)
		for {
			err := readEntry(in, texts)
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(texts, err) || err != nil {
				return
			}
		}
	}
}

// entry returns the entry of n texts at a place.
func (s *spool) entry(at int64, n int) ([][]byte, error) {
	if err := s.out.Flush(); err != nil {
		return nil, err
	}
	texts := make([][]byte, n)
	return texts, readEntry(bufio.NewReader(io.NewSectionReader(s.file, at, s.at-at)), texts)
}

// readEntry fills texts; [io.EOF] means that there is no further entry.
func readEntry(in *bufio.Reader, texts [][]byte) error {
	for i := range texts {
		size, err := binary.ReadUvarint(in)
		if err == nil {
			texts[i] = grow(texts[i], int(size)) //nolint:gosec // the length of what was written
			_, err = io.ReadFull(in, texts[i])
		}
		if i > 0 && errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// grow returns buf with the length n.
func grow(buf []byte, n int) []byte {
	if cap(buf) < n {
		return make([]byte, n)
	}
	return buf[:n]
}
