package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// classifications writes the disciplines with their neighbours and crosswalk, the two national standards' code tables,
// the fields of industries and those of technology exchanges, and what is special about English words.
func (b *builder) classifications(context.Context) error {
	var errs []error
	for _, copied := range []struct {
		name    string
		columns int
	}{
		{"disciplines", 6},
		{"discipline_neighbours", 3},
		{"gbt13745", 2},
		{"exchange_fields", 5},
		{"industries", 4},
		{"english", 3},
	} {
		rows, err := b.curatedTable(copied.name, copied.columns)
		if err != nil {
			return err
		}
		var text strings.Builder
		for _, row := range rows {
			fmt.Fprintln(&text, strings.Join(row, "\t"))
		}
		name := copied.name
		if name == "gbt13745" {
			name = "gbt13745_disciplines"
		}
		errs = append(errs, b.write(name+".tsv.gz", text.String()))
	}
	for _, standard := range []string{"gbt13745_2009", "gbt4754_2017"} {
		rows, err := csvRows(filepath.Join(b.shared, "cn-classifications", standard+".csv"), 2)
		if err != nil {
			return err
		}
		var text strings.Builder
		for _, row := range rows {
			fmt.Fprintln(&text, strings.Join(row, "\t"))
			b.texts = append(b.texts, row[1])
		}
		errs = append(errs, b.write(standard+".tsv.gz", text.String()))
	}
	return errors.Join(errs...)
}

// csvRows reads a comma-separated table without its header line.
func csvRows(path string, columns int) ([][]string, error) {
	f, err := os.Open(path) //nolint:gosec // paths come from the command line of a build step
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(f)
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("%s: no rows", path)
	}
	return rows[1:], nil
}
