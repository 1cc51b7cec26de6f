package transfer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// MaxLine is the greatest length of a line in bytes.
const MaxLine = 4 << 20

// errLongLine: the line is longer than [MaxLine].
var errLongLine = errors.New("line too long")

// lines reads the lines of a file, which may be compressed with gzip and may begin
// with a byte order mark.
type lines struct {
	in     *bufio.Reader
	number int
	text   []byte
}

const lineBuffer = 256 << 10

func newLines(in io.Reader) (*lines, error) {
	buffered := bufio.NewReaderSize(in, lineBuffer)
	if magic, err := buffered.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		buffered = bufio.NewReaderSize(unzipped, lineBuffer)
	}
	if mark, err := buffered.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		if _, err := buffered.Discard(len(mark)); err != nil {
			return nil, err
		}
	}
	return &lines{in: buffered}, nil
}

// next returns the next line that is not blank, which is good until the next call,
// and its number from 1. The end is [io.EOF]. After errLongLine reading goes on with the
// line after it.
func (l *lines) next() (number int, text []byte, err error) {
	for {
		l.number++
		text, err := l.line()
		if err != nil {
			return l.number, nil, err
		}
		if text = bytes.TrimSpace(text); len(text) > 0 {
			return l.number, text, nil
		}
	}
}

// line returns the next line, without a copy when it fits the buffer.
func (l *lines) line() ([]byte, error) {
	part, err := l.in.ReadSlice('\n')
	if err == nil || errors.Is(err, io.EOF) && len(part) > 0 {
		return part, nil
	}
	l.text = l.text[:0]
	long := false
	for errors.Is(err, bufio.ErrBufferFull) {
		if long = long || len(l.text)+len(part) > MaxLine; !long {
			l.text = append(l.text, part...)
		}
		part, err = l.in.ReadSlice('\n')
	}
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case errors.Is(err, io.EOF) && len(part) == 0 && len(l.text) == 0 && !long:
		return nil, io.EOF
	case long || len(l.text)+len(part) > MaxLine:
		return nil, errLongLine
	}
	l.text = append(l.text, part...)
	return l.text, nil
}
