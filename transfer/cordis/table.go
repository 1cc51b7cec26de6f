package cordis

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"chuangmai/graph"
)

// table reads one table row by row, with the columns found by name.
type table struct {
	name string // of the file, without its folder
	in   *csv.Reader
	file io.Closer
	at   map[string]int
	row  []string
	line int // of the current row
}

// find returns the path of a table in a folder, plain or packed.
func find(dir, name string) (string, error) {
	for _, ending := range []string{".csv.gz", ".csv"} {
		path := filepath.Join(dir, name+ending)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%s: no table %s.csv or %s.csv.gz: %w", dir, name, name, fs.ErrNotExist)
}

// openTable opens a table that must have the columns.
func openTable(path string, columns ...string) (*table, error) {
	file, err := os.Open(path) //nolint:gosec // a file the user names
	if err != nil {
		return nil, err
	}
	t, err := newTable(file, filepath.Base(path), columns...)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	t.file = file
	return t, nil
}

func newTable(in io.Reader, name string, columns ...string) (*table, error) {
	buffered := bufio.NewReaderSize(in, 256<<10)
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		buffered = bufio.NewReaderSize(unpacked, 256<<10)
	}
	if mark, _ := buffered.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		if _, err := buffered.Discard(len(mark)); err != nil {
			return nil, err
		}
	}
	t := &table{name: name, in: csv.NewReader(buffered), at: make(map[string]int), file: io.NopCloser(nil)}
	t.in.FieldsPerRecord, t.in.ReuseRecord = -1, true
	head, err := t.in.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: header: %w", name, err)
	}
	for i, column := range head {
		t.at[column] = i
	}
	for _, column := range columns {
		if _, known := t.at[column]; !known {
			return nil, fmt.Errorf("%s: %w: no column %q", name, graph.ErrInvalid, column)
		}
	}
	return t, nil
}

// next moves to the next row; [io.EOF] is the end. A row that is no row of the table is a
// problem, after which reading goes on.
func (t *table) next() (problem *graph.Problem, err error) {
	row, err := t.in.Read()
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax):
		t.line = syntax.StartLine
		return &graph.Problem{Code: graph.CodeBadSyntax, Params: map[string]string{"detail": syntax.Err.Error()}}, nil
	case err != nil:
		if !errors.Is(err, io.EOF) {
			err = fmt.Errorf("%s: after line %d: %w", t.name, t.line, err)
		}
		return nil, err
	}
	t.row = row
	t.line, _ = t.in.FieldPos(0)
	if len(row) != len(t.at) {
		detail := fmt.Sprintf("%d columns expected, %d found", len(t.at), len(row))
		return &graph.Problem{Code: graph.CodeBadSyntax, Params: map[string]string{"detail": detail}}, nil
	}
	return nil, nil
}

// text returns a column of the current row, "" for one the table does not have.
func (t *table) text(column string) string {
	if i, known := t.at[column]; known {
		return t.row[i]
	}
	return ""
}

func (t *table) close() error { return t.file.Close() }
