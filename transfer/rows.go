package transfer

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
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
		in, err := source.Open()
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer in.Close() //nolint:errcheck // it was only read
		from, err := newLines(in)
		for err == nil {
			var number int
			var text []byte
			number, text, err = from.next()
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, errLongLine):
				err = nil
			case err == nil:
				if line, wrong := ParseLine(text); wrong == nil && !yield(Row{number, line}, nil) {
					return
				}
			}
		}
		yield(Row{}, err)
	}
}

// LoadName makes the name of a load from the time and the name of its source.
func LoadName(now time.Time, source string) string { return loadName(now, source) }
