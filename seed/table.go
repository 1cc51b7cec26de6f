package seed

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"chuangmai/graph"
)

//go:embed data
var dataFiles embed.FS

// record is one line of a table: the cell under each column, blank ones left out.
type record map[string]string

// readTable returns the lines of a table under data, in order.
func readTable(name string) ([]record, error) {
	text, err := fs.ReadFile(dataFiles, "data/"+name)
	if err != nil {
		return nil, err
	}
	records, err := parseTable(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return records, nil
}

// parseTable reads tab-separated text whose first line names the columns.
func parseTable(text string) ([]record, error) {
	header, body, _ := strings.Cut(text, "\n")
	columns := strings.Split(header, "\t")
	var out []record
	line := 1
	for text := range strings.SplitSeq(strings.TrimSuffix(body, "\n"), "\n") {
		line++
		if text == "" {
			continue
		}
		cells := strings.Split(text, "\t")
		if len(cells) != len(columns) {
			return nil, fmt.Errorf("line %d has %d cells, want %d", line, len(cells), len(columns))
		}
		r := make(record, len(columns))
		for i, cell := range cells {
			if cell != "" {
				r[columns[i]] = cell
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// list splits a multi-valued cell; nil for a blank one.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// value turns a cell into the type that the schema declares; text where it declares none.
func value(def *graph.Property, cell string) (any, error) {
	if def == nil {
		return cell, nil
	}
	switch def.Type {
	case graph.TypeTextList:
		return list(cell), nil
	case graph.TypeInt:
		return strconv.ParseInt(cell, 10, 64)
	case graph.TypeFloat:
		return strconv.ParseFloat(cell, 64)
	case graph.TypeBool:
		return strconv.ParseBool(cell)
	case graph.TypeText, graph.TypeDate, graph.TypeURL:
	}
	return cell, nil
}

// date reads the partial date of a cell.
func date(cell string) (graph.Date, error) { return graph.ParseDate(cell) }
