package briefing

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"chuangmai/phrase"
)

// Limits of a workbook.
const (
	maxSheetName = 31     // characters
	maxCellText  = 32_767 // characters
	maxRows      = 1_048_576
)

// ErrTooManyRows is a table that no sheet can hold.
var ErrTooManyRows = errors.New("a sheet holds at most 1,048,576 rows")

// WriteXLSX writes a document as a workbook: one sheet for each section, and a sheet that
// says what it was made from and how.
func WriteXLSX(w io.Writer, d Document) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &book{file: file, taken: make(map[string]bool)}
	if err := b.styles(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	for _, s := range d.Sections {
		if err := b.section(s); err != nil {
			return fmt.Errorf("workbook: sheet %q: %w", s.Title, err)
		}
	}
	if err := b.method(d); err != nil {
		return fmt.Errorf("workbook: method: %w", err)
	}
	if err := file.DeleteSheet(firstSheet); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	file.SetActiveSheet(0)
	return file.Write(w)
}

// firstSheet is the one a new workbook has; none of ours can be called so.
const firstSheet = "Sheet1"

type book struct {
	file                *excelize.File
	taken               map[string]bool
	bold, wrap, unknown int
}

// styles makes the looks of heads, words and what is not recorded.
func (b *book) styles() (err error) {
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	fill := func(pattern int, ground string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: pattern, Color: []string{ground}} //nolint:misspell // a name of the library
	}
	if b.bold, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill(solid, "E8F0FB"), Alignment: top}); err != nil {
		return err
	}
	if b.wrap, err = b.file.NewStyle(&excelize.Style{Alignment: top}); err != nil {
		return err
	}
	b.unknown, err = b.file.NewStyle(&excelize.Style{Fill: fill(grey, "C3C9D2"), Alignment: top})
	return err
}

// Patterns of a fill, by the numbers of the format.
const (
	solid = 1
	grey  = 17
)

// sheetName makes a title fit for a sheet: short, without the signs that are refused, and
// not used before.
func (b *book) sheetName(title string) string {
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return '-'
		}
		return r
	}, title), "' ")
	if clean == "" {
		clean = "-"
	}
	name := cut(clean, maxSheetName)
	for n := 2; b.taken[strings.ToLower(name)] || strings.EqualFold(name, firstSheet); n++ {
		tail := fmt.Sprintf(" (%d)", n)
		name = cut(clean, maxSheetName-len(tail)) + tail
	}
	b.taken[strings.ToLower(name)] = true
	return name
}

// cut shortens a text to a number of UTF-16 units, which is how the format counts.
func cut(s string, limit int) string {
	n := 0
	for i, r := range s {
		n++
		if r > 0xffff {
			n++
		}
		if n > limit {
			return s[:i]
		}
	}
	return s
}

func (b *book) section(s Section) error {
	if len(s.Rows)+len(s.Text)+len(s.Notes)+3 > maxRows {
		return ErrTooManyRows
	}
	name := b.sheetName(s.Title)
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	sheet, err := b.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i := range s.Columns {
		if err := sheet.SetColWidth(i+1, i+1, s.width(i)); err != nil {
			return err
		}
	}
	row := 1
	put := func(cells ...any) error {
		at, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return err
		}
		row++
		return sheet.SetRow(at, cells)
	}
	if len(s.Columns) > 0 {
		if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
			return err
		}
		head := make([]any, len(s.Columns))
		for i, c := range s.Columns {
			head[i] = excelize.Cell{StyleID: b.bold, Value: clean(c.Title)}
		}
		if err := put(head...); err != nil {
			return err
		}
	}
	for _, r := range s.Rows {
		if err := put(b.cells(r)...); err != nil {
			return err
		}
	}
	for _, text := range append(append([]string{""}, s.Text...), s.Notes...) {
		if err := put(clean(text)); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

func (b *book) cells(row []Cell) []any {
	out := make([]any, len(row))
	for i, c := range row {
		switch {
		case c.Number:
			out[i] = c.Value
		case c.Unknown:
			out[i] = excelize.Cell{StyleID: b.unknown, Value: clean(c.Text)}
		default:
			out[i] = excelize.Cell{StyleID: b.wrap, Value: clean(c.Text)}
		}
	}
	return out
}

// Bounds of the width of a column, in characters.
const (
	minWidth = 8
	maxWidth = 60
)

func (s Section) width(column int) float64 {
	n := wide(s.Columns[column].Title)
	for _, r := range s.Rows[:min(len(s.Rows), 200)] {
		if column < len(r) {
			n = max(n, wide(r[column].written(s.digits(column))))
		}
	}
	return float64(min(max(n+2, minWidth), maxWidth))
}

// wide is how many columns of a terminal a text takes: Chinese characters take two.
func wide(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}

// method writes the sheet on what the document was made from.
func (b *book) method(d Document) error {
	name := b.sheetName(phrase.New("briefing.method").Render(d.Lang))
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	rows := [][2]string{{d.Title, ""}}
	for _, f := range d.Facts {
		rows = append(rows, [2]string{f.Label, f.Value})
	}
	rows = append(rows, [2]string{"", ""})
	for _, m := range d.Method {
		rows = append(rows, [2]string{m, ""})
	}
	for i, r := range rows {
		for j, text := range r {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := b.file.SetCellStr(name, at, clean(text)); err != nil {
				return err
			}
		}
	}
	return b.file.SetColWidth(name, "A", "B", maxWidth)
}

// clean makes words fit for a cell. A workbook keeps words apart from formulas, so none needs
// an apostrophe.
func clean(s string) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	return cut(s, maxCellText)
}
