package evaluation

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
)

// Judgements hold the grade of each judged document of each query. Grades above 0 are
// relevant.
type Judgements map[string]map[string]int

// Run holds the score of each retrieved document of each query.
type Run map[string]map[string]float64

// Exclusions hold, per query, documents that are dropped before ranking.
type Exclusions map[string]map[string]bool

// maxLine bounds a line of any of the formats.
const maxLine = 4 << 20

// Open opens a file, unpacking it when it is gzip; "-" is the standard input.
func Open(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	file, err := os.Open(path) //nolint:gosec // a file the user names
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewReader(file)
	if magic, _ := buffered.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return opened{buffered, file}, nil
	}
	unpacked, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return opened{unpacked, file}, nil
}

type opened struct {
	io.Reader
	io.Closer
}

// eachLine calls do with every line that is not blank, its number and no line end.
func eachLine(r io.Reader, file string, do func(n int, line string) error) error {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 64<<10), maxLine)
	n := 1
	for ; scanner.Scan(); n++ {
		line := strings.TrimSuffix(scanner.Text(), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := do(n, line); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return fault(file, n, "%v", err)
	}
	return nil
}

// cells splits at tabs where a line has one, so that a document may be a name with
// blanks, else at white space.
func cells(line string) []string {
	if strings.Contains(line, "\t") {
		return strings.Split(line, "\t")
	}
	return strings.Fields(line)
}

// LineError is a fault of an input file: where and what.
type LineError struct {
	File string
	Line int
	Text string
}

// Error names file, line and fault.
func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text) }

func fault(file string, line int, format string, args ...any) error {
	return &LineError{File: file, Line: line, Text: fmt.Sprintf(format, args...)}
}

// ReadJudgements reads lines "qid 0 doc grade". A pair judged twice, a grade that is
// no integer and a file without a relevant document are errors.
func ReadJudgements(r io.Reader, file string) (Judgements, error) {
	out := make(Judgements)
	relevant := false
	err := eachLine(r, file, func(n int, line string) error {
		c := cells(line)
		if len(c) != 4 {
			return fault(file, n, "4 columns expected, %d found", len(c))
		}
		grade, err := strconv.Atoi(strings.TrimSpace(c[3]))
		if err != nil {
			return fault(file, n, "relevance is not an integer: %q", c[3])
		}
		if _, twice := out[c[0]][c[2]]; twice {
			return fault(file, n, "%s %s judged twice", c[0], c[2])
		}
		if out[c[0]] == nil {
			out[c[0]] = make(map[string]int)
		}
		out[c[0]][c[2]] = grade
		relevant = relevant || grade > 0
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !relevant {
		return nil, fault(file, 0, "no relevant document")
	}
	return out, nil
}

// ReadRun reads lines "qid Q0 doc rank score tag". With candidates, any other document
// is an error, as are a document twice in a query and a score that is no finite number.
func ReadRun(r io.Reader, file string, candidates map[string]bool) (Run, error) {
	out := make(Run)
	err := eachLine(r, file, func(n int, line string) error {
		c := cells(line)
		if len(c) != 6 {
			return fault(file, n, "6 columns expected, %d found", len(c))
		}
		score, err := strconv.ParseFloat(strings.TrimSpace(c[4]), 64)
		if _, errRank := strconv.Atoi(strings.TrimSpace(c[3])); err != nil || errRank != nil {
			return fault(file, n, "rank or score is not a number")
		}
		switch {
		case math.IsNaN(score) || math.IsInf(score, 0):
			return fault(file, n, "score is not finite: %s", c[4])
		case candidates != nil && !candidates[c[2]]:
			return fault(file, n, "%s is not a candidate", c[2])
		}
		if _, twice := out[c[0]][c[2]]; twice {
			return fault(file, n, "%s occurs twice for %s", c[2], c[0])
		}
		if out[c[0]] == nil {
			out[c[0]] = make(map[string]float64)
		}
		out[c[0]][c[2]] = score
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// ReadCandidates reads a tab-separated table with a header whose first column is the
// document. With a column name only rows that hold 1 there count. The order of the
// file is kept.
func ReadCandidates(r io.Reader, file, column string) ([]string, error) {
	var out []string
	var head []string
	at := -1
	err := eachLine(r, file, func(n int, line string) error {
		c := strings.Split(line, "\t")
		if head == nil {
			head = c
			for i, name := range head {
				if name == column {
					at = i
				}
			}
			if column != "" && at < 0 {
				return fault(file, n, "no column %q", column)
			}
			return nil
		}
		if len(c) != len(head) {
			return fault(file, n, "%d columns expected, %d found", len(head), len(c))
		}
		if column == "" || c[at] == "1" {
			out = append(out, c[0])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fault(file, 0, "no candidate")
	}
	return out, nil
}

// ReadExclusions reads lines "qid TAB doc".
func ReadExclusions(r io.Reader, file string) (Exclusions, error) {
	out := make(Exclusions)
	err := eachLine(r, file, func(n int, line string) error {
		c := strings.Split(line, "\t")
		if len(c) != 2 {
			return fault(file, n, "2 columns expected, %d found", len(c))
		}
		if out[c[0]] == nil {
			out[c[0]] = make(map[string]bool)
		}
		out[c[0]][c[1]] = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Conditions are KEY=VALUE pairs that a query's fields must meet; true, false, null and
// numbers are written as in JSON.
type Conditions []string

// Match reports whether the fields of a query meet all conditions.
func (cs Conditions) Match(fields map[string]any) (bool, error) {
	for _, c := range cs {
		key, want, found := strings.Cut(c, "=")
		if !found {
			return false, fmt.Errorf("condition %q: KEY=VALUE expected", c)
		}
		value, present := fields[key]
		if !present {
			return false, fmt.Errorf("condition %q: the query has no field %q", c, key)
		}
		text, isText := value.(string)
		if !isText {
			written, err := json.Marshal(value)
			if err != nil {
				return false, err
			}
			text = string(written)
		}
		if text != want {
			return false, nil
		}
	}
	return true, nil
}

// ReadWhere reads queries, one JSON object with a "qid" a line, and returns the ids of
// those that meet the conditions.
func ReadWhere(r io.Reader, file string, conditions Conditions) (map[string]bool, error) {
	out := make(map[string]bool)
	err := eachLine(r, file, func(n int, line string) error {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			return fault(file, n, "%v", err)
		}
		ok, err := conditions.Match(fields)
		if err != nil {
			return fault(file, n, "%v", err)
		}
		if qid, _ := fields["qid"].(string); ok {
			out[qid] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
