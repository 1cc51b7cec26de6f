package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// builder carries what one step hands to the next.
type builder struct {
	shared, curated, out string
	report               []string

	packed     map[string][]byte // files of the outside packages, by package and path
	gse        map[string]float64
	gseNames   map[string]bool // words the dictionary marks as names of places, people and other things
	speller    speller
	areas      []area
	terms      []term
	surfaces   map[string]bool // folded surfaces of the vocabulary
	placeNames []string        // folded names of places that the segmenter should know
	texts      []string        // folded texts whose words are worth a vector
}

// table reads a tab-separated table: lines that begin with # are remarks, the first other line names the columns.
func table(path string, columns int) ([][]string, error) {
	raw, err := os.ReadFile(path) //nolint:gosec // paths come from the command line of a build step
	if err != nil {
		return nil, err
	}
	var rows [][]string
	header := false
	for n, line := range strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !header {
			header = true
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != columns {
			return nil, fmt.Errorf("%s:%d: %d cells, want %d", path, n+1, len(cells), columns)
		}
		rows = append(rows, cells)
	}
	if len(rows) == 0 {
		return nil, errors.New(path + ": no rows")
	}
	return rows, nil
}

func (b *builder) curatedTable(name string, columns int) ([][]string, error) {
	return table(filepath.Join(b.curated, name+".tsv"), columns)
}

// write compresses text into out/name; the stream holds no time and no name, so equal text gives equal bytes.
func (b *builder) write(name, text string) error {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(z, text); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return b.writeRaw(name, packed.Bytes(), strings.Count(text, "\n"))
}

func (b *builder) writeRaw(name string, data []byte, rows int) error {
	b.report = append(b.report, fmt.Sprintf("%-24s %8d bytes %7d lines", name, len(data), rows))
	return os.WriteFile(filepath.Join(b.out, name), data, 0o644) //nolint:gosec // files of a source tree
}

// list splits a cell with | between its parts.
func list(cell string) []string {
	var parts []string
	for part := range strings.SplitSeq(cell, "|") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// gunzipFile reads a compressed file whole.
func gunzipFile(path string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // as above
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	data, err := io.ReadAll(z)
	return data, errors.Join(err, z.Close(), f.Close())
}
