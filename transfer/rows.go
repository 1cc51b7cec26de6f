package transfer

import (
	"context"
	"errors"
	"iter"
)

// Row is a line of a file that could be read.
type Row struct {
	Number int // of the line, from 1
	Line   Line
}

// Rows yields the lines of a source that can be read and passes over the others, which a
// load reports. An error of the source itself is the last element.
func Rows(ctx context.Context, source Source) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for line, err := range eachLine(ctx, source) {
			switch {
			case errors.Is(err, errLongLine):
				continue
			case err != nil:
				yield(Row{}, err)
				return
			}
			if row, wrong := ParseLine(line.text); wrong == nil && !yield(Row{line.number, row}, nil) {
				return
			}
		}
	}
}
