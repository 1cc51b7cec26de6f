package main

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

//go:embed tables/*.tsv
var tables embed.FS

// row is one line of a data set or table: the cell under each column name.
type row map[string]string

// readCSV reads a comma-separated data set below the shared folder.
func readCSV(shared, name string) ([]row, error) {
	data, err := os.ReadFile(filepath.Join(shared, "data", filepath.FromSlash(name))) //nolint:gosec // the operator names the folder
	if err != nil {
		return nil, err
	}
	rows, err := parse(data, ',')
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

// readTable reads one of the tables of decisions beside this file.
func readTable(name string) ([]row, error) {
	data, err := tables.ReadFile("tables/" + name + ".tsv")
	if err != nil {
		return nil, err
	}
	rows, err := parse(data, '\t')
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", name, err)
	}
	return rows, nil
}

func parse(data []byte, comma rune) ([]row, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	reader.Comma = comma
	reader.LazyQuotes = comma == '\t'
	header, err := reader.Read()
	if err != nil {
		return nil, err
	}
	var rows []row
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		r := make(row, len(header))
		for i, name := range header {
			r[name] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, r)
	}
}

// words splits a multi-valued cell.
func words(cell string) []string {
	var out []string
	for part := range strings.SplitSeq(cell, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// fold brings a name into the form in which names are compared: half width, lower
// case, without spaces, brackets and punctuation.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0
		}
		if unicode.IsSpace(r) || strings.ContainsRune("()[]【】〔〕〈〉《》\"'`“”‘’·•.,、，。;:：-–—_/&", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// hasHan reports whether the text holds a Chinese character.
func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
