package briefing

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"
)

// byteOrderMark lets spreadsheet programs know that the file is UTF-8.
const byteOrderMark = "\ufeff"

// WriteCSV writes the sections of a document as comma-separated values: UTF-8 with a byte
// order mark, lines ended by CR LF. Where there are several sections each begins with its
// title and an empty line stands between them; the facts come last. A cell that a
// spreadsheet program would take for a formula is led by an apostrophe.
func WriteCSV(w io.Writer, d Document) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	var rows [][]string
	for i, s := range d.Sections {
		if i > 0 {
			rows = append(rows, []string{""})
		}
		if len(d.Sections) > 1 {
			rows = append(rows, []string{plain(s.Title)})
		}
		rows = append(rows, s.records()...)
	}
	rows = append(rows, []string{""})
	for _, f := range d.Facts {
		rows = append(rows, []string{plain(f.Label), plain(f.Value)})
	}
	return out.WriteAll(rows)
}

func (s Section) records() [][]string {
	if len(s.Columns) == 0 {
		var rows [][]string
		for _, text := range s.Text {
			rows = append(rows, []string{plain(text)})
		}
		return rows
	}
	head := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = plain(c.Title)
	}
	rows := [][]string{head}
	for _, r := range s.Rows {
		row := make([]string, len(r))
		for i, c := range r {
			switch {
			case c.Number:
				row[i] = c.written(s.digits(i))
			default:
				row[i] = plain(c.Text)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// digits after the point in a column; a row may be longer than the head.
func (s Section) digits(column int) int {
	if column < len(s.Columns) {
		return s.Columns[column].Digits
	}
	return 0
}

// plain makes words safe for a spreadsheet program: what begins like a formula is led by an
// apostrophe, in its full-width form too, and what is no text is replaced.
func plain(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), string(utf8.RuneError))
	if strings.IndexAny(s, "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + s
	}
	return s
}
