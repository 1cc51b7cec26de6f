package transfer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"chuangmai/graph"
)

// Exporter is what an export reads.
type Exporter interface {
	Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error]
	Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error]
	Head(ctx context.Context) (graph.Revision, error)
	Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error]
}

// ExportOptions say what an export holds. Edges whose ends are left out are left out.
type ExportOptions struct {
	// Kinds of nodes; none: all.
	Kinds []graph.Kind
	// NoSynthetic leaves made-up records out.
	NoSynthetic bool
	// Audience leaves out what it may not see: the visibility of the narrowest circle
	// that the readers belong to, "" for readers who may see everything.
	Audience graph.Visibility
	// At dates the header.
	At time.Time
	// SchemaVersion goes into the header; 0: that of the built-in schema.
	SchemaVersion int
	// TempDir is where the export is put together, "" for the system's folder. It takes as
	// much space as the export.
	TempDir string
}

// exportAttempts is how often an export begins anew because the log was trimmed under
// it.
const exportAttempts = 3

// Export writes the network as it is at one revision, which its header names: nodes by
// id, then edges by id. It reads without holding a transaction open and then brings
// what was changed meanwhile up to date from the log.
func Export(ctx context.Context, store Exporter, out io.Writer, options ExportOptions) (Meta, error) {
	if options.SchemaVersion == 0 {
		options.SchemaVersion = graph.BuiltinSchema().Version
	}
	if _, known := circles[options.Audience]; !known {
		return Meta{}, fmt.Errorf("%w: audience %q", graph.ErrInvalid, options.Audience)
	}
	for attempt := 1; ; attempt++ {
		meta, err := exportOnce(ctx, store, out, options)
		if err == nil || attempt == exportAttempts || !errors.Is(err, graph.ErrLogTrimmed) {
			return meta, err
		}
	}
}

// circles number the audiences from the widest; "" is inside all of them.
var circles = map[graph.Visibility]int{graph.VisibilityPublic: 1, graph.VisibilityMembers: 2, graph.VisibilityParties: 3, "": 4}

// export is one attempt.
type export struct {
	options ExportOptions
	nodes   *part
	edges   *part
	kept    map[graph.ID]bool // nodes in the export
}

// part are all nodes, or all edges, as first read, and what became of those changed
// meanwhile. An entry is an id, the two ends and the line.
type part struct {
	read    *spool
	changed *spool
	places  map[graph.ID]int64 // in changed, gone for a record that is no longer there
}

const (
	gone       = -1
	entryTexts = 4
)

func exportOnce(ctx context.Context, store Exporter, out io.Writer, options ExportOptions) (meta Meta, err error) {
	x := &export{options: options, kept: make(map[graph.ID]bool)}
	var spools []*spool
	defer func() {
		for _, s := range spools {
			err = errors.Join(err, s.close())
		}
	}()
	for range 4 {
		s, err := newSpool(options.TempDir)
		if err != nil {
			return meta, err
		}
		spools = append(spools, s)
	}
	x.nodes = &part{spools[0], spools[1], make(map[graph.ID]int64)}
	x.edges = &part{spools[2], spools[3], make(map[graph.ID]int64)}
	revision, err := x.collect(ctx, store)
	if err != nil {
		return meta, err
	}
	meta = Meta{Format: Format, Revision: revision, Schema: options.SchemaVersion, At: options.At.UTC()}
	if err := x.count(ctx, &meta); err != nil {
		return meta, err
	}
	return meta, x.write(ctx, out, meta)
}

// collect reads everything into the spools and returns the revision it stands for.
func (x *export) collect(ctx context.Context, store Exporter) (graph.Revision, error) {
	revision, err := store.Head(ctx)
	if err != nil {
		return 0, err
	}
	for n, err := range store.Nodes(ctx, graph.NodeFilter{Kinds: x.options.Kinds}) {
		if err == nil && x.wantsNode(&n) {
			_, err = addNode(x.nodes.read, &n)
		}
		if err != nil {
			return 0, err
		}
	}
	for e, err := range store.Edges(ctx, graph.EdgeFilter{}) {
		if err == nil && x.wants(&e.Common) {
			_, err = addEdge(x.edges.read, &e)
		}
		if err != nil {
			return 0, err
		}
	}
	for c, err := range store.Changes(ctx, revision) {
		if err != nil {
			return 0, err
		}
		revision = c.Seq
		switch {
		case c.Node != nil && x.wantsNode(c.Node):
			x.nodes.places[c.ID], err = addNode(x.nodes.changed, c.Node)
		case c.Edge != nil && x.wants(&c.Edge.Common):
			x.edges.places[c.ID], err = addEdge(x.edges.changed, c.Edge)
		case c.Relation == "":
			x.nodes.places[c.ID] = gone
		default:
			x.edges.places[c.ID] = gone
		}
		if err != nil {
			return 0, err
		}
	}
	return revision, nil
}

func (x *export) wantsNode(n *graph.Node) bool {
	return x.wants(&n.Common) && (len(x.options.Kinds) == 0 || slices.Contains(x.options.Kinds, n.Kind))
}

func (x *export) wants(c *graph.Common) bool {
	return (!c.Synthetic || !x.options.NoSynthetic) && circles[c.Visibility] <= circles[x.options.Audience]
}

func addNode(s *spool, n *graph.Node) (int64, error) {
	text, err := marshalLine(Line{Node: n})
	if err != nil {
		return 0, err
	}
	return s.add([]byte(n.ID), nil, nil, text)
}

func addEdge(s *spool, e *graph.Edge) (int64, error) {
	text, err := marshalLine(Line{Edge: e})
	if err != nil {
		return 0, err
	}
	return s.add([]byte(e.ID), []byte(e.From), []byte(e.To), text)
}

// marshalLine writes a line with its line break.
func marshalLine(line Line) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(line)
	return b.Bytes(), err
}

// merged yields the entries of a part by id, changed ones in their last form.
func (p *part) merged() iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		changed := make([]graph.ID, 0, len(p.places))
		for id := range p.places {
			changed = append(changed, id)
		}
		slices.Sort(changed)
		// before yields the changed records that come before id, and id itself.
		before := func(id graph.ID, all bool) bool {
			for len(changed) > 0 && (all || changed[0] <= id) {
				place := p.places[changed[0]]
				changed = changed[1:]
				if place == gone {
					continue
				}
				entry, err := p.changed.entry(place, entryTexts)
				if !yield(entry, err) || err != nil {
					return false
				}
			}
			return true
		}
		for entry, err := range p.read.entries(entryTexts) {
			if err != nil {
				yield(nil, err)
				return
			}
			id := graph.ID(entry[0])
			if !before(id, false) {
				return
			}
			if _, replaced := p.places[id]; replaced {
				continue
			}
			if !yield(entry, nil) {
				return
			}
		}
		before("", true)
	}
}

// count finds out which nodes are in the export, and how many records.
func (x *export) count(ctx context.Context, meta *Meta) error {
	for entry, err := range x.nodes.merged() {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		x.kept[graph.ID(entry[0])] = true
		meta.Nodes++
	}
	for entry, err := range x.edges.merged() {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if x.joins(entry) {
			meta.Edges++
		}
	}
	return nil
}

// joins reports whether both ends of an edge are in the export.
func (x *export) joins(entry [][]byte) bool {
	return x.kept[graph.ID(entry[1])] && x.kept[graph.ID(entry[2])]
}

func (x *export) write(ctx context.Context, out io.Writer, meta Meta) error {
	buffered := bufio.NewWriterSize(out, 256<<10)
	header, err := marshalLine(Line{Meta: &meta})
	if err != nil {
		return err
	}
	if _, err := buffered.Write(header); err != nil {
		return err
	}
	for _, p := range []*part{x.nodes, x.edges} {
		for entry, err := range p.merged() {
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if p == x.edges && !x.joins(entry) {
				continue
			}
			if _, err := buffered.Write(entry[3]); err != nil {
				return err
			}
		}
	}
	return buffered.Flush()
}
