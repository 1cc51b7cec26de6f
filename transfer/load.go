package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"chuangmai/graph"
)

// Target is what a load reads and writes: a store, or a wrapper that adds to batches.
type Target interface {
	Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error]
	Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error]
	Head(ctx context.Context) (graph.Revision, error)
	Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error)
}

// Options say how a file is loaded.
type Options struct {
	// Schema checks the records; nil: the built-in one.
	Schema *graph.Schema
	// Clock dates the load; required.
	Clock func() time.Time
	// Load names the load; "": made from the time and the source's name. A load that
	// was broken off goes on when it is repeated under its name.
	Load          string
	Actor, Reason string
	// Batch is the number of rows written at a time, up to [graph.MaxBatch]; 0: that many.
	Batch int
	// DryRun checks and counts, and writes nothing.
	DryRun bool
	// SkipBad loads the good rows of a file that has bad ones.
	SkipBad bool
	// Progress is told how far the load is; nil for nobody.
	Progress func(Progress)
}

const defaultBatch = graph.MaxBatch

// Load loads a file. It reads it once and checks every row: syntax, rules, schema,
// repetitions, whether the ends of edges exist in the file or the target, and what the
// target has. Unless all rows are good, or SkipBad is set, the error is a
// [*RejectedError] and nothing is written. Then it writes the rows that change
// something: nodes, then edges, then deletions of edges and of nodes. The report is
// good also when there is an error; what was written by then can be undone, and stays
// when the load is repeated.
//
// A record without a source gets the file as its source. Memory grows with the number
// of ids in the file, not with the records.
func Load(ctx context.Context, target Target, source Source, options Options) (*Report, error) {
	if options.Clock == nil || options.Batch < 0 || options.Batch > graph.MaxBatch {
		return nil, fmt.Errorf("%w: a clock is required and a batch has at most %d rows", graph.ErrInvalid, graph.MaxBatch)
	}
	if options.Schema == nil {
		options.Schema = graph.BuiltinSchema()
	}
	if options.Batch == 0 {
		options.Batch = defaultBatch
	}
	now := options.Clock()
	if options.Load == "" {
		options.Load = LoadName(now, source.Name())
	}
	if err := checkTexts(options.Actor, options.Reason, options.Load); err != nil {
		return nil, err
	}
	l := &loader{
		target: target, source: source, options: options,
		origin: graph.Source{Title: "loaded file " + shorten(source.Name(), graph.MaxName), Seen: graph.DateOf(now)},
		report: &Report{
			Load: options.Load, Source: source.Name(), DryRun: options.DryRun,
			Nodes: make(map[graph.Kind]Counts), Edges: make(map[graph.Relation]Counts),
		},
	}
	if err := l.check(ctx); err != nil {
		return l.report, fmt.Errorf("check %s: %w", source.Name(), err)
	}
	if options.DryRun {
		return l.report, nil
	}
	if l.report.Rejected > 0 && !options.SkipBad {
		return l.report, &RejectedError{Source: source.Name(), Rejected: l.report.Rejected}
	}
	if err := l.write(ctx); err != nil {
		return l.report, fmt.Errorf("load %s: %w", source.Name(), err)
	}
	return l.report, nil
}

// checkTexts checks what goes into the log beside the records.
func checkTexts(actor, reason, load string) error {
	items := []graph.Item{{Op: graph.OpDeleteNode, ID: "local:any"}}
	return graph.Batch{Items: items, Actor: actor, Reason: reason, Load: load}.Check()
}

// LoadName makes the name of a load from the time and the name of its source.
func LoadName(now time.Time, source string) string {
	return now.UTC().Format("20060102T150405.000Z") + "-" + shorten(source, 200)
}

// shorten cuts a text to n characters and leaves out what a log cannot hold.
func shorten(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}

// loader is a load under way.
type loader struct {
	target  Target
	source  Source
	options Options
	origin  graph.Source // of records without one
	report  *Report
	head    graph.Revision // when the load began
	plan    []step         // by line, from line 1
}

// step is what a line calls for.
type step byte

const (
	pass step = iota // nothing: blank, header, bad, or no change
	writeNode
	writeEdge
	dropEdge
	dropNode
)

func (l *loader) progress(phase Phase, done, total int) {
	if l.options.Progress != nil {
		l.options.Progress(Progress{phase, done, total})
	}
}

// eachLine yields the lines of a source with their numbers; text is good until the next
// line. A line that is too long is an error of its own, any other error the last.
func eachLine(ctx context.Context, source Source) iter.Seq2[numbered, error] {
	return func(yield func(numbered, error) bool) {
		in, err := source.Open()
		if err != nil {
			yield(numbered{}, err)
			return
		}
		defer in.Close() //nolint:errcheck // it was only read
		from, err := newLines(in)
		for err == nil {
			var line numbered
			line.number, line.text, err = from.next()
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, errLongLine):
				if !yield(line, err) {
					return
				}
				err = nil
			case err == nil:
				if !yield(line, nil) {
					return
				}
			}
		}
		yield(numbered{}, err)
	}
}

type numbered struct {
	number int
	text   []byte
}

// finish brings a record into the form in which it is stored: values as the schema
// wants them, a source, an id.
func (l *loader) finish(items []graph.Item) error {
	err := l.options.Schema.Conform(graph.Batch{Items: items}, nil)
	for _, it := range items {
		switch {
		case it.Node != nil:
			l.addOrigin(&it.Node.Common)
			it.Node.Normalise()
		case it.Edge != nil:
			l.addOrigin(&it.Edge.Common)
			it.Edge.Normalise()
		}
	}
	return err
}

func (l *loader) addOrigin(c *graph.Common) {
	if len(c.Sources) == 0 {
		c.Sources = []graph.Source{l.origin}
	}
}
