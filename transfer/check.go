package transfer

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"chuangmai/graph"
	"chuangmai/internal/ahead"
)

// groupSize is the number of rows checked, and looked up in the target, together.
const groupSize = 1000

// checker is the first reading of a file.
type checker struct {
	*loader
	ids       *idTable
	edgeNo    map[idHash]int32 // index of edges
	edges     []fileEdge
	relations []graph.Relation
	relNo     map[graph.Relation]int32
	// withEdges are the lines that delete nodes with their edges.
	withEdges map[int32]bool
	group     []row
	held      *holding // nil for a target with many records, which is asked
}

// row is a row that could be read.
type row struct {
	line     int
	item     graph.Item
	unstated bool // it names no source
	problems []graph.Problem
	edge     int32 // index of edges
}

// check reads the whole source and decides what each line calls for.
func (l *loader) check(ctx context.Context) error {
	var err error
	if l.head, err = l.target.Head(ctx); err != nil {
		return err
	}
	c := &checker{loader: l, ids: newIDTable(), edgeNo: make(map[idHash]int32), relNo: make(map[graph.Relation]int32), withEdges: make(map[int32]bool)}
	l.plan = make([]step, 1)
	if err := c.hold(ctx); err != nil {
		return err
	}
	for group, err := range ahead.Of(ctx, 1, l.parsed) {
		for _, line := range group {
			if err == nil {
				err = c.add(line)
			}
		}
		if err == nil {
			err = c.settle(ctx)
		}
		if err != nil {
			return err
		}
	}
	if err := c.checkEnds(ctx); err != nil {
		return err
	}
	if err := c.checkDropped(ctx); err != nil {
		return err
	}
	c.countEdges()
	slices.SortStableFunc(l.report.Errors, func(a, b RowError) int { return a.Line - b.Line })
	l.progress(PhaseCheck, l.report.Rows, l.report.Rows)
	return nil
}

// parsedLine is a line of the source, or why it cannot be read.
type parsedLine struct {
	number int
	text   []byte // until it is parsed
	line   Line
	err    error
}

// parsed yields the lines in groups.
func (l *loader) parsed(ctx context.Context) iter.Seq2[[]parsedLine, error] {
	return func(yield func([]parsedLine, error) bool) {
		group := make([]parsedLine, 0, groupSize)
		for line, err := range eachLine(ctx, l.source) {
			p := parsedLine{number: line.number}
			switch {
			case errors.Is(err, errLongLine):
				p.err = &graph.InvalidError{Problems: []graph.Problem{{Code: graph.CodeTooLong, Params: map[string]string{"max": strconv.Itoa(MaxLine)}}}}
			case err != nil:
				yield(nil, err)
				return
			default:
				p.text = bytes.Clone(line.text)
			}
			if group = append(group, p); len(group) < groupSize {
				continue
			}
			if parse(group); !yield(group, nil) {
				return
			}
			group = make([]parsedLine, 0, groupSize)
		}
		parse(group)
		yield(group, nil)
	}
}

// parse reads the texts of a group, in as many parts as there are processors.
func parse(group []parsedLine) {
	var readers sync.WaitGroup
	for part := range slices.Chunk(group, max(1, (len(group)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))) {
		readers.Go(func() {
			for i := range part {
				if p := &part[i]; p.err == nil {
					p.line, p.err = ParseLine(p.text)
					p.text = nil
				}
			}
		})
	}
	readers.Wait()
}

// add enters a line into the group.
func (c *checker) add(line parsedLine) error {
	for len(c.plan) <= line.number {
		c.plan = append(c.plan, pass)
	}
	var invalid *graph.InvalidError
	switch {
	case errors.As(line.err, &invalid):
		c.report.Rows++
		c.unreadable(line.number, invalid.Problems...)
		return nil
	case line.err != nil:
		return line.err
	}
	item := line.line.item()
	if item == nil {
		return nil
	}
	c.report.Rows++
	r := row{line: line.number, item: *item}
	switch {
	case item.Node != nil:
		r.unstated = len(item.Node.Sources) == 0
	case item.Edge != nil:
		r.unstated = len(item.Edge.Sources) == 0
	}
	c.group = append(c.group, r)
	return nil
}

// settle checks the rows read since the last time.
func (c *checker) settle(ctx context.Context) error {
	if len(c.group) == 0 {
		return nil
	}
	items := make([]graph.Item, len(c.group))
	for i := range c.group {
		items[i] = c.group[i].item
	}
	c.note(c.finish(items))
	c.note(graph.Batch{Items: items}.Check())
	for i := range c.group {
		c.remember(&c.group[i])
	}
	if err := c.compare(ctx); err != nil {
		return err
	}
	for i := range c.group {
		c.decide(&c.group[i])
	}
	c.group = c.group[:0]
	c.progress(PhaseCheck, c.report.Rows, 0)
	return nil
}

// note gives the problems of a batch made of the group to its rows. Repetitions are
// looked for in the whole file, not here.
func (c *checker) note(err error) {
	var invalid *graph.InvalidError
	if !errors.As(err, &invalid) {
		return
	}
	for _, p := range invalid.Problems {
		if i, rest, ok := splitPointer(p.Pointer); ok && i < len(c.group) && p.Code != graph.CodeRepeated {
			p.Pointer = rest
			c.group[i].problems = append(c.group[i].problems, p)
		}
	}
}

// splitPointer takes "/items/3/node/id" apart into 3 and "/node/id".
func splitPointer(pointer string) (item int, rest string, ok bool) {
	text, ok := strings.CutPrefix(pointer, "/items/")
	if !ok {
		return 0, "", false
	}
	number, rest, below := strings.Cut(text, "/")
	if below {
		rest = "/" + rest
	}
	item, err := strconv.Atoi(number)
	return item, rest, err == nil
}

// remember enters the row into the tables of ids and reports a record named before.
func (c *checker) remember(r *row) {
	r.edge = -1
	switch {
	case r.item.Node != nil:
		c.once(r, &c.ids.node(r.item.Node.ID).line, r.item.Node.ID)
	case r.item.Op == graph.OpDeleteNode:
		c.once(r, &c.ids.node(r.item.ID).line, r.item.ID)
	case r.item.Edge != nil:
		e := r.item.Edge
		c.enterEdge(r, e.ID, fileEdge{from: c.ids.number(e.From), to: c.ids.number(e.To), relation: c.relation(e.Relation)})
	default:
		c.enterEdge(r, r.item.ID, fileEdge{from: -1, to: -1, relation: c.relation(r.item.Relation), drop: true})
	}
}

func (c *checker) once(r *row, line *int32, id graph.ID) {
	if *line != 0 {
		r.problems = append(r.problems, graph.Problem{Code: graph.CodeRepeated, Params: map[string]string{"id": string(id), "line": strconv.Itoa(int(*line))}})
		return
	}
	*line = int32(r.line) //nolint:gosec // a file of 2^31 lines does not fit the tables
}

func (c *checker) enterEdge(r *row, id graph.ID, e fileEdge) {
	key := hashID(id)
	if first, known := c.edgeNo[key]; known {
		c.once(r, &c.edges[first].line, id)
		return
	}
	r.edge = int32(len(c.edges)) //nolint:gosec // see once
	e.line = int32(r.line)       //nolint:gosec // see once
	c.edgeNo[key] = r.edge
	c.edges = append(c.edges, e)
}

func (c *checker) relation(r graph.Relation) int32 {
	n, known := c.relNo[r]
	if !known {
		n = int32(len(c.relations)) //nolint:gosec // see once
		c.relNo[r] = n
		c.relations = append(c.relations, r)
	}
	return n
}

// decide settles a row but for what needs the whole file: an edge's ends, a deleted
// node's edges.
func (c *checker) decide(r *row) {
	if len(r.problems) > 0 {
		if r.edge >= 0 {
			c.edges[r.edge].bad = true
			c.refuse(r.line, r.problems)
			return
		}
		c.refuse(r.line, r.problems)
		c.countRejected(r)
		return
	}
	switch r.item.Op {
	case graph.OpPutNode:
		n := c.ids.node(r.item.Node.ID)
		n.put = true
		c.ids.setKind(n, r.item.Node.Kind)
	case graph.OpDeleteNode:
		n := c.ids.node(r.item.ID)
		n.drop = true
		if r.item.WithEdges {
			c.withEdges[n.line] = true
		}
	case graph.OpPutEdge, graph.OpDeleteEdge:
	}
}

// countRejected counts a bad row under its kind, when the schema knows that.
func (c *checker) countRejected(r *row) {
	switch {
	case r.item.Node != nil && c.options.Schema.Kind(r.item.Node.Kind) != nil:
		bump(c.report.Nodes, r.item.Node.Kind, func(n *Counts) { n.Rejected++ })
	case r.item.Edge != nil && c.options.Schema.Relation(r.item.Edge.Relation) != nil:
		bump(c.report.Edges, r.item.Edge.Relation, func(n *Counts) { n.Rejected++ })
	default:
		c.report.Unreadable++
	}
}

func bump[K comparable](counts map[K]Counts, key K, change func(*Counts)) {
	n := counts[key]
	change(&n)
	counts[key] = n
}

func (c *checker) unreadable(line int, problems ...graph.Problem) {
	c.report.Unreadable++
	c.refuse(line, problems)
}

// refuse notes a bad row.
func (l *loader) refuse(line int, problems []graph.Problem) {
	l.plan[line] = pass
	l.report.Rejected++
	if len(l.report.Errors) < MaxRowErrors {
		l.report.Errors = append(l.report.Errors, RowError{Line: line, Problems: problems})
	}
}

// countEdges counts the rows of edges, whose fate only the whole file decides.
func (c *checker) countEdges() {
	for _, e := range c.edges {
		relation := c.relations[e.relation]
		switch {
		case e.bad && c.options.Schema.Relation(relation) == nil:
			c.report.Unreadable++
		case e.bad:
			bump(c.report.Edges, relation, func(n *Counts) { n.Rejected++ })
		case e.drop && e.outcome == isChanged:
			bump(c.report.Edges, relation, func(n *Counts) { n.Deleted++ })
		default:
			bump(c.report.Edges, relation, func(n *Counts) { n.add(e.outcome) })
		}
	}
}
