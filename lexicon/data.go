package lexicon

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

//go:embed data/*.gz data/vectors.i8 data/simplified.txt
var embedded embed.FS

// vectorFile is embedded as a string too: its rows are used where they lie in the program, without a copy.
//
//go:embed data/vectors.i8
var vectorRows string

// tables reads the files of one folder.
type tables struct {
	files   fs.FS
	vectors string // contents of vectors.i8, "" to read them from files
}

// rows reads a compressed tab-separated table and calls each with the cells of every line. The cells share one string
// per table. A line with another number of cells is an error.
func (t tables) rows(name string, columns int, each func(cells []string) error) error {
	text, err := t.text(name)
	if err != nil {
		return err
	}
	cells := make([]string, 0, columns)
	for n := 1; text != ""; n++ {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		cells = cells[:0]
		for range columns - 1 {
			cell, after, found := strings.Cut(line, "\t")
			if !found {
				break
			}
			cells, line = append(cells, cell), after
		}
		if cells = append(cells, line); len(cells) != columns || strings.Contains(line, "\t") {
			return fmt.Errorf("lexicon: %s:%d: not %d cells", name, n, columns)
		}
		if err := each(cells); err != nil {
			return fmt.Errorf("lexicon: %s:%d: %w", name, n, err)
		}
	}
	return nil
}

// text reads a compressed file whole.
func (t tables) text(name string) (string, error) {
	f, err := t.files.Open(name)
	if err != nil {
		return "", fmt.Errorf("lexicon: %w", err)
	}
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return "", errors.Join(fmt.Errorf("lexicon: %s: %w", name, err), f.Close())
	}
	var b strings.Builder
	if _, err := io.Copy(&b, z); err != nil { //nolint:gosec // our own files, a few MB
		return "", errors.Join(fmt.Errorf("lexicon: %s: %w", name, err), f.Close())
	}
	return b.String(), f.Close()
}

// version is a short digest of all files in the order of their names.
func (t tables) version() (string, error) {
	entries, err := fs.ReadDir(t.files, ".")
	if err != nil {
		return "", fmt.Errorf("lexicon: %w", err)
	}
	sum := sha256.New()
	for _, e := range entries {
		data, err := fs.ReadFile(t.files, e.Name())
		if err != nil {
			return "", fmt.Errorf("lexicon: %w", err)
		}
		sum.Write(fmt.Appendf(nil, "%s %d\n", e.Name(), len(data)))
		sum.Write(data)
	}
	return hex.EncodeToString(sum.Sum(nil))[:versionDigits], nil
}

// versionDigits is how many hexadecimal digits of the digest make a version.
const versionDigits = 12

// list splits a cell with | between its parts; an empty cell has none.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// weighted splits a cell of "name:weight" parts.
func weighted(cell string) (names []string, weights []float64, err error) {
	for _, part := range list(cell) {
		i := strings.LastIndexByte(part, ':')
		if i < 0 {
			return nil, nil, fmt.Errorf("%q has no weight", part)
		}
		w, err := strconv.ParseFloat(part[i+1:], 64)
		if err != nil || w <= 0 || w > 1 {
			return nil, nil, fmt.Errorf("%q has a bad weight", part)
		}
		names, weights = append(names, part[:i]), append(weights, w)
	}
	return names, weights, nil
}

// sortedKeys returns the keys of m in order, so that nothing depends on the order of maps.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
