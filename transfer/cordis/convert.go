package cordis

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"chuangmai/graph"
	"chuangmai/transfer"
)

// Options say what is read.
type Options struct {
	// Dir holds the tables of projects, participations and organisations and, when there
	// are any, of objectives and field labels, each as .csv or .csv.gz under the names the
	// publisher gives them.
	Dir string
	// History is the table of an earlier programme, "" for none. Names of its
	// organisations are read from the table of 2017 beside it, when that is there.
	History string
	// Until leaves out projects that start on its first day or later; zero: none.
	Until graph.Date
	// Progress is told how many rows are read; nil for nobody.
	Progress func(rows int)
}

// RowError is a row that cannot be loaded, and why. Pointers name the column.
type RowError struct {
	File     string
	Line     int
	Problems []graph.Problem
}

// Converted is the tables as a file that [transfer.Load] reads. Close removes it.
type Converted struct {
	// Rejected counts the rows that could not be turned into lines; Errors are the first
	// [transfer.MaxRowErrors] of them, in the order in which the tables are read.
	Rejected int
	Errors   []RowError
	// Lines counts the lines made.
	Lines int

	name    string
	path    string
	files   []string
	origins []origin // by line, from line 1
}

// origin is where a line comes from.
type origin struct{ file, line int32 }

// Name is the name of the folder, with what it is.
func (c *Converted) Name() string { return c.name }

// Open returns a reader at the beginning of the lines.
func (c *Converted) Open() (io.ReadCloser, error) { return os.Open(c.path) }

// Close removes the lines.
func (c *Converted) Close() error { return os.Remove(c.path) }

// Origin returns the table and the row that a line, counted from 1, was made from.
func (c *Converted) Origin(line int) (file string, row int) {
	if line < 1 || line > len(c.origins) {
		return c.name, line
	}
	o := c.origins[line-1]
	return c.files[o.file], int(o.line)
}

// Convert reads the tables and writes lines to a temporary file in dir, "" for the
// system's folder. Rows that cannot be read are listed in the outcome; the error is for
// tables that are missing or cannot be read at all.
func Convert(ctx context.Context, options Options, dir string) (*Converted, error) {
	out, err := os.CreateTemp(dir, "cordis-*.jsonl")
	if err != nil {
		return nil, err
	}
	c := &Converted{name: "CORDIS " + filepath.Base(filepath.Clean(options.Dir)), path: out.Name()}
	buffered := bufio.NewWriterSize(out, 256<<10)
	w := newWriter(ctx, c, options, buffered)
	err = w.all()
	err = errors.Join(err, buffered.Flush(), out.Close())
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// writer turns rows into lines.
type writer struct {
	ctx     context.Context //nolint:containedctx // lives no longer than the call of Convert
	out     *Converted
	options Options
	lines   *json.Encoder
	rows    int

	objectives map[string]string // project → objective
	projects   map[string]bool   // those that are read
	bodies     map[string]body   // organisations that take part
	ties       map[tie]bool      // participations written
	fields     map[string]bool   // field labels written
	history    map[string]bool   // projects of the earlier programme
}

// tie is one participation; a repetition of it says nothing new.
type tie struct{ project, body, role string }

// body is what a participation tells of an organisation.
type body struct {
	file, line int32  // of the participation
	kind       string // activity type; "" when the organisations' table tells it
	country    string
}

func newWriter(ctx context.Context, c *Converted, options Options, out io.Writer) *writer {
	w := &writer{
		ctx: ctx, out: c, options: options, lines: json.NewEncoder(out),
		objectives: make(map[string]string), projects: make(map[string]bool), bodies: make(map[string]body),
		ties: make(map[tie]bool), fields: make(map[string]bool), history: make(map[string]bool),
	}
	w.lines.SetEscapeHTML(false)
	return w
}

func (w *writer) all() error {
	for _, read := range []func() error{w.readObjectives, w.readProjects, w.readParticipations, w.readHistory, w.readOrganisations, w.readHistoryNames, w.readFields} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// progressEvery is after how many rows progress is told.
const progressEvery = 5_000

// each calls do with every good row of a table. Problems that do returns are the row's.
func (w *writer) each(path string, columns []string, do func(t *table) ([]graph.Problem, error)) (err error) {
	t, err := openTable(path, columns...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	return w.eachRow(t, do)
}

func (w *writer) eachRow(t *table, do func(t *table) ([]graph.Problem, error)) error {
	w.out.files = append(w.out.files, t.name)
	for {
		problem, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err = errors.Join(err, w.ctx.Err()); err != nil {
			return err
		}
		if w.rows++; w.rows%progressEvery == 0 && w.options.Progress != nil {
			w.options.Progress(w.rows)
		}
		var problems []graph.Problem
		if problem != nil {
			problems = []graph.Problem{*problem}
		} else if problems, err = do(t); err != nil {
			return err
		}
		if problems != nil {
			w.reject(t.name, t.line, problems)
		}
	}
}

func (w *writer) reject(file string, line int, problems []graph.Problem) {
	if w.out.Rejected++; w.out.Rejected <= transfer.MaxRowErrors {
		w.out.Errors = append(w.out.Errors, RowError{File: file, Line: line, Problems: problems})
	}
}

// here is the current row of the table that is being read.
func (w *writer) here(t *table) origin {
	return origin{int32(len(w.out.files) - 1), int32(t.line)} //nolint:gosec // tables are far shorter
}

func (w *writer) write(from origin, line transfer.Line) error {
	w.out.origins = append(w.out.origins, from)
	w.out.Lines++
	return w.lines.Encode(line)
}

func (w *writer) node(from origin, n graph.Node) error {
	n.Sources = []graph.Source{{Title: acknowledgement}}
	return w.write(from, transfer.Line{Node: &n})
}

func (w *writer) edge(from origin, e graph.Edge) error {
	e.Sources = []graph.Source{{Title: acknowledgement}}
	return w.write(from, transfer.Line{Edge: &e})
}

// acknowledgement names the source, as its terms of reuse ask.
const acknowledgement = "CORDIS, (c) European Union"
