package briefing

import (
	"math"
	"strconv"

	"chuangmai/phrase"
)

// Document is what is carried away.
type Document struct {
	Lang  phrase.Lang
	Title string
	// Facts say what it was made from: date, filters, revision.
	Facts []Fact
	// Method says how the figures come about.
	Method   []string
	Sections []Section
}

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Section is one part of a document. A section without a table is text only.
type Section struct {
	Title string
	// Text stands before the figure and the table, Notes after them.
	Text    []string
	Figure  *Bars
	Columns []Column
	Rows    [][]Cell
	Notes   []string
}

// Column is the head of a column.
type Column struct {
	Title string
	// Digits after the point of its numbers.
	Digits int
}

// Cell is a text, a number, or the words for what is not recorded.
type Cell struct {
	Text    string
	Value   float64
	Number  bool
	Unknown bool
}

// Text returns a cell of words.
func Text(s string) Cell { return Cell{Text: s} }

// Number returns a cell with a number. What is no number (NaN, infinite) is unknown.
func Number(f float64) Cell {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Unknown("")
	}
	return Cell{Value: f, Number: true}
}

// Count returns a cell with a whole number.
func Count(n int) Cell { return Number(float64(n)) }

// Unknown returns a cell for what is not recorded; words say so.
func Unknown(words string) Cell { return Cell{Text: words, Unknown: true} }

// written is the cell as a person reads it.
func (c Cell) written(digits int) string {
	if c.Number {
		return strconv.FormatFloat(c.Value, 'f', digits, 64)
	}
	return c.Text
}

// Bars is a figure of bars, one under the other. Its numbers stand in the table too, for
// readers who do not see it.
type Bars struct {
	Title string
	Items []Bar
}

// Bar is one bar. Parts are laid end to end; their words are in the legend.
type Bar struct {
	Label string
	Parts []Part
}

// Part is a piece of a bar. Shade picks one of the figure's fills, of which 0 to 3 are solid
// and 4 is hatched: what is not recorded.
type Part struct {
	Value float64
	Shade int
	Words string
}

// Hatched is the shade for what is not recorded.
const Hatched = 4
