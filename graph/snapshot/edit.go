package snapshot

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"chuangmai/graph"
	"chuangmai/internal/ahead"
)

// errNoEnd: an edge whose end is not in the picture.
var errNoEnd = errors.New("an end is missing")

// Source is what a picture is built from. A [graph.Store] is one.
type Source interface {
	Head(ctx context.Context) (graph.Revision, error)
	Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error]
	Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error]
}

// Build reads the whole source. Where others write meanwhile, the picture stands at the
// revision at the beginning; applying the changes after it brings it to a true state.
// progress may be nil; it is called now and then with the records read so far.
func Build(ctx context.Context, source Source, schema *graph.Schema, numbers *Numbers, progress func(records int)) (*Picture, error) {
	head, err := source.Head(ctx)
	if err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(int) {}
	}
	ed := Empty(schema, numbers).edit()
	records := 0
	nodes := ahead.Of(ctx, readGroup, func(ctx context.Context) iter.Seq2[graph.Node, error] {
		return source.Nodes(ctx, graph.NodeFilter{AnyOrder: true})
	})
	for node, err := range nodes {
		if err != nil {
			return nil, err
		}
		ed.putNode(&node)
		if records++; records%10_000 == 0 {
			progress(records)
		}
	}
	edges := ahead.Of(ctx, readGroup, func(ctx context.Context) iter.Seq2[graph.Edge, error] {
		return source.Edges(ctx, graph.EdgeFilter{AnyOrder: true})
	})
	for edge, err := range edges {
		if err != nil {
			return nil, err
		}
		key := ed.p.edgeKey(edge.Relation, edge.ID)
		if _, err := ed.writeEdge(0, false, key, &edge); err != nil && !errors.Is(err, errNoEnd) {
			return nil, err // an edge without its end was written after head: the log brings both
		}
		if records++; records%10_000 == 0 {
			progress(records)
		}
	}
	ed.joinAll()
	progress(records)
	if ed.p.settled, err = source.Head(ctx); err != nil {
		return nil, err
	}
	return ed.finish(head), nil
}

// readGroup is how many records are read at a time while others are entered.
const readGroup = 500

// Apply returns the picture after the changes, which must follow p's revision without a
// gap. Only the newest picture may be moved forward, by one goroutine. An error means
// that log and picture disagree; the picture must then be built anew.
func (p *Picture) Apply(changes []graph.Change) (*Picture, error) {
	ed := p.edit()
	last := p.revision
	for i := range changes {
		c := &changes[i]
		// A change made while the picture was being read may concern what the reading no
		// longer found.
		if err := ed.change(c); err != nil && (c.Seq > p.settled || !errors.Is(err, errNoEnd)) {
			return nil, fmt.Errorf("change %d: %w", c.Seq, err)
		}
		last = c.Seq
	}
	return ed.finish(last), nil
}

// With returns the picture with items laid over it that no store has: a scenario. It
// stays at p's revision and never disturbs p or pictures made from it. Deleting a
// node takes its edges with it.
func (p *Picture) With(items []graph.Item) (*Picture, error) {
	ed := p.fork().edit()
	for i, it := range items {
		c := graph.Change{Op: it.Op, ID: it.ID, Relation: it.Relation, Node: it.Node, Edge: it.Edge}
		if err := ed.change(&c); err != nil {
			return nil, fmt.Errorf("item %d: %w", i, err)
		}
	}
	return ed.finish(p.revision), nil
}

// edit starts the next picture.
func (p *Picture) edit() *editor {
	next := *p
	return &editor{p: &next, nodes: p.nodes.edit(), edges: p.edges.edit()}
}

// editor makes one picture out of another.
type editor struct {
	p     *Picture
	nodes edition[nodeRow]
	edges edition[edgeRow]
}

func (ed *editor) finish(revision graph.Revision) *Picture {
	ed.p.nodes, ed.p.edges = ed.nodes.chunks, ed.edges.chunks
	ed.p.texts = ed.p.writer.symbols.texts
	ed.p.revision = revision
	return ed.p
}

func (ed *editor) change(c *graph.Change) error {
	switch c.Op {
	case graph.OpPutNode:
		ed.putNode(c.Node)
	case graph.OpPutEdge:
		return ed.putEdge(c.Edge)
	case graph.OpDeleteNode:
		ed.deleteNode(c.ID)
	case graph.OpDeleteEdge:
		ed.deleteEdge(ed.p.edgeKey(c.Relation, c.ID))
	default:
		return fmt.Errorf("unknown operation %q", c.Op)
	}
	return nil
}

func (ed *editor) putNode(node *graph.Node) {
	n := ed.p.numbers.assign(node.ID)
	row := ed.nodes.write(int32(n))
	if row.flags&flagAlive == 0 {
		ed.p.counts.nodes++
	}
	syms := ed.p.writer.symbols
	fresh, mirror := sourceFacts(node.Sources)
	*row = nodeRow{
		id: node.ID, name: node.Name, nameEn: node.NameEn, aliases: slices.Clip(node.Aliases),
		props: ed.props(node), out: row.out, in: row.in, region: syms.intern(node.Region),
		from: node.ValidFrom.First(), to: node.ValidTo.Last(), fresh: fresh,
		kind: ed.p.kindNumber(node.Kind), vis: visibilityRank(node.Visibility), flags: flagAlive,
	}
	if node.Synthetic {
		row.flags |= flagSynthetic
	}
	if mirror {
		row.flags |= flagMirror
	}
}

// props keeps the values of the properties that the schema marks as ranked.
func (ed *editor) props(node *graph.Node) []prop {
	var out []prop
	syms := ed.p.writer.symbols
	for _, name := range node.Properties.Names() {
		def := ed.p.schema.NodeProperty(node.Kind, name)
		if def == nil || !def.Ranked {
			continue
		}
		key := syms.intern(name)
		switch v := node.Properties[name].(type) {
		case bool:
			p := prop{name: key}
			if v {
				p.num = 1
			}
			out = append(out, p)
		case int64, float64:
			f, _ := node.Properties.Number(name)
			out = append(out, prop{name: key, num: float32(f)})
		default:
			for _, text := range node.Properties.Texts(name) {
				out = append(out, prop{name: key, text: syms.intern(text)})
			}
		}
	}
	return slices.Clip(out)
}

func (ed *editor) deleteNode(id graph.ID) {
	n, ok := ed.p.numbers.Number(id)
	if !ok || int(n) >= ed.nodes.n || ed.nodes.at(int32(n)).flags&flagAlive == 0 {
		return
	}
	row := ed.nodes.write(int32(n))
	for _, e := range slices.Concat(row.out, row.in) {
		edge := ed.edges.at(int32(e))
		ed.deleteEdge(edgeKey{edge.rel, edge.ref})
	}
	*row = nodeRow{id: id}
	ed.p.counts.nodes--
}

// putEdge writes an edge, new or changed, and joins it to its ends.
func (ed *editor) putEdge(edge *graph.Edge) error {
	key := ed.p.edgeKey(edge.Relation, edge.ID)
	e, known := ed.find(key)
	if known {
		ed.part(e)
	}
	e, err := ed.writeEdge(e, known, key, edge)
	if err != nil {
		return err
	}
	ed.join(e)
	return nil
}

// writeEdge fills the row of an edge without joining it to its ends: row e when that
// is known, else a free or new one.
func (ed *editor) writeEdge(e E, known bool, key edgeKey, edge *graph.Edge) (E, error) {
	from, okFrom := ed.alive(edge.From)
	to, okTo := ed.alive(edge.To)
	if !okFrom || !okTo {
		return 0, fmt.Errorf("%w: edge %s from %s to %s", errNoEnd, edge.ID, edge.From, edge.To)
	}
	w := ed.p.writer
	if !known {
		e = E(ed.edges.n) //nolint:gosec // far below 2^31 edges
		if last := len(w.free) - 1; last >= 0 {
			e, w.free = w.free[last], w.free[:last]
		}
		w.index.add(key, e)
	}
	row := ed.edges.write(int32(e))
	*row = edgeRow{
		from: from, to: to, ref: key.ref, rel: key.rel, start: edge.ValidFrom.First(), end: edge.ValidTo.Last(),
		vis: visibilityRank(edge.Visibility), flags: flagAlive,
	}
	ed.describe(row, edge)
	ed.p.counts.edges++
	return e, nil
}

// find returns the number of an edge the picture has or had.
func (ed *editor) find(key edgeKey) (E, bool) { return ed.p.writer.index.find(key, &ed.edges.chunks) }

// describe fills what the relation declares as qualifier, weight and note.
func (ed *editor) describe(row *edgeRow, edge *graph.Edge) {
	if edge.Synthetic {
		row.flags |= flagSynthetic
	}
	if v, _ := edge.Properties.Bool("derived"); v {
		row.flags |= flagDerived
	}
	if v, _ := edge.Properties.Bool("main"); v {
		row.flags |= flagMain
	}
	def := ed.p.schema.Relation(edge.Relation)
	if def == nil {
		return
	}
	syms := ed.p.writer.symbols
	row.qualifier = syms.intern(edge.Properties.Text(def.Qualifier))
	row.note = syms.intern(edge.Properties.Text(def.Note))
	if w, ok := edge.Properties.Number(def.Weight); ok {
		row.weight = float32(w)
		row.flags |= flagWeight
	}
}

func (ed *editor) alive(id graph.ID) (N, bool) {
	n, ok := ed.p.numbers.Number(id)
	if !ok || int(n) >= ed.nodes.n || ed.nodes.at(int32(n)).flags&flagAlive == 0 {
		return 0, false
	}
	return n, true
}

// join enters an edge at both of its ends, in order of relation and number.
func (ed *editor) join(e E) {
	row := ed.edges.at(int32(e))
	from := ed.nodes.write(int32(row.from))
	from.out = ed.insert(from.out, e)
	to := ed.nodes.write(int32(row.to))
	to.in = ed.insert(to.in, e)
}

func (ed *editor) insert(list []E, e E) []E {
	at, _ := slices.BinarySearchFunc(list, e, ed.compare)
	out := make([]E, len(list)+1)
	copy(out, list[:at])
	out[at] = e
	copy(out[at+1:], list[at:])
	return out
}

func (ed *editor) compare(a, b E) int {
	if ra, rb := ed.edges.at(int32(a)).rel, ed.edges.at(int32(b)).rel; ra != rb {
		return int(ra) - int(rb)
	}
	return int(a) - int(b)
}

// joinAll enters all edges at once: far cheaper than one by one.
func (ed *editor) joinAll() {
	outs, ins := make([]int32, ed.nodes.n), make([]int32, ed.nodes.n)
	for e := range ed.edges.n {
		row := ed.edges.at(int32(e))
		outs[row.from]++
		ins[row.to]++
	}
	var indexing sync.WaitGroup // reads rows of edges, which from here on only are read
	defer indexing.Wait()
	indexing.Go(func() { ed.p.writer.index.build(&ed.edges.chunks) })
	arena := make([]E, 2*ed.edges.n)
	for n := range ed.nodes.n {
		row := ed.nodes.write(int32(n))
		row.out, arena = arena[:0:outs[n]], arena[outs[n]:]
		row.in, arena = arena[:0:ins[n]], arena[ins[n]:]
	}
	for e := range ed.edges.n {
		row := ed.edges.at(int32(e))
		from, to := ed.nodes.write(int32(row.from)), ed.nodes.write(int32(row.to))
		from.out = append(from.out, E(e))
		to.in = append(to.in, E(e))
	}
	for n := range ed.nodes.n {
		row := ed.nodes.at(int32(n))
		slices.SortFunc(row.out, ed.compare)
		slices.SortFunc(row.in, ed.compare)
	}
}

// deleteEdge takes an edge out of the picture. Its row keeps the key, by which the index
// finds it again.
func (ed *editor) deleteEdge(key edgeKey) {
	e, ok := ed.find(key)
	if !ok {
		return
	}
	ed.part(e)
	if ed.p.writer.index.remove(key, e) {
		ed.p.writer.free = append(ed.p.writer.free, e)
	}
}

// part ends an edge's life: its ends forget it and its row is no longer alive.
func (ed *editor) part(e E) {
	row := ed.edges.write(int32(e))
	if row.flags&flagAlive == 0 {
		return
	}
	from := ed.nodes.write(int32(row.from))
	from.out = without(from.out, e)
	to := ed.nodes.write(int32(row.to))
	to.in = without(to.in, e)
	*row = edgeRow{rel: row.rel, ref: row.ref}
	ed.p.counts.edges--
}

func without(list []E, e E) []E {
	at := slices.Index(list, e)
	if at < 0 {
		return list
	}
	out := make([]E, len(list)-1)
	copy(out, list[:at])
	copy(out[at:], list[at+1:])
	return out
}
