package app

import (
	"context"
	"hash/maphash"
	"iter"
	"maps"
	"slices"

	"chuangmai/graph"
	"chuangmai/phrase"
)

// findings keeps the first few of each sort and counts the rest.
type findings struct {
	list  []phrase.Message
	count map[string]int
}

// namedFindings is how many findings of one sort are named.
const namedFindings = 10

func (f *findings) add(code string, pairs ...any) {
	if f.count == nil {
		f.count = make(map[string]int)
	}
	if f.count[code]++; f.count[code] <= namedFindings {
		f.list = append(f.list, phrase.New(code, pairs...))
	}
}

func (f *findings) all() []phrase.Message {
	out := slices.Clone(f.list)
	for _, code := range slices.Sorted(maps.Keys(f.count)) {
		if more := f.count[code] - namedFindings; more > 0 {
			i := 1 + slices.IndexFunc(out, func(m phrase.Message) bool { return m.Code == code })
			out = slices.Insert(out, i+namedFindings-1, phrase.New("verify.more", "n", more))
		}
	}
	return out
}

// tap is a reader that shows each record to somebody else.
type tap struct {
	graph.Reader
	node func(*graph.Node)
	edge func(*graph.Edge)
}

// Nodes implements [graph.Reader].
func (t tap) Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return tapped(t.Reader.Nodes(ctx, filter), t.node)
}

// Edges implements [graph.Reader].
func (t tap) Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	return tapped(t.Reader.Edges(ctx, filter), t.edge)
}

func tapped[T any](stream iter.Seq2[T, error], show func(*T)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for value, err := range stream {
			if err == nil {
				show(&value)
			}
			if !yield(value, err) {
				return
			}
		}
	}
}

// logState is what the log says last of each record. Records are known by a hash: a
// million ids would take much memory.
type logState struct {
	seed maphash.Seed
	last map[uint64]logged
}

type logged struct {
	seq     graph.Revision
	version int64
	deleted bool
	seen    bool // in the store
}

func newLogState(seed maphash.Seed) logState {
	return logState{seed: seed, last: make(map[uint64]logged)}
}

func (l *logState) key(relation graph.Relation, id graph.ID) uint64 {
	return maphash.String(l.seed, string(relation)+"\x00"+string(id))
}

func (l *logState) take(c *graph.Change) {
	l.last[l.key(c.Relation, c.ID)] = logged{seq: c.Seq, version: c.Version, deleted: c.Op == graph.OpDeleteNode || c.Op == graph.OpDeleteEdge}
}

// seen marks a record as stored and returns what the log says of it.
func (l *logState) seen(relation graph.Relation, id graph.ID) (last logged, known bool) {
	key := l.key(relation, id)
	if last, known = l.last[key]; known {
		last.seen = true
		l.last[key] = last
	}
	return last, known
}

// unseen returns the changes that put records which are not stored, in order.
func (l *logState) unseen() []graph.Revision {
	var out []graph.Revision
	for _, last := range l.last {
		if !last.seen && !last.deleted {
			out = append(out, last.seq)
		}
	}
	slices.Sort(out)
	return out
}

// marks count records by kind or relation, and sum hashes of what both the store and its
// picture know of them.
type marks struct {
	seed  maphash.Seed
	names map[string]mark
}

type mark struct {
	count int
	sum   uint64
}

// newMarks returns marks that can be compared with others of the same seed.
func newMarks(seed maphash.Seed) marks { return marks{seed: seed, names: make(map[string]mark)} }

func (m marks) add(name string, parts ...string) {
	var h maphash.Hash
	h.SetSeed(m.seed)
	for _, p := range parts {
		_, _ = h.WriteString(p) // a hash does not fail
		_ = h.WriteByte(0)
	}
	mk := m.names[name]
	mk.count++
	mk.sum += h.Sum64()
	m.names[name] = mk
}

func (m marks) node(kind graph.Kind, id graph.ID, name, nameEn, region string) {
	m.add(string(kind), string(id), name, nameEn, region)
}

func (m marks) edge(relation graph.Relation, id, from, to graph.ID) {
	m.add(string(relation), string(id), string(from), string(to))
}

// markDifference is a kind or relation that is not alike, with both counts.
type markDifference struct {
	name string
	a, b int
}

func (m marks) differing(other marks) []markDifference {
	names := maps.Clone(m.names)
	maps.Copy(names, other.names)
	var out []markDifference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if a, b := m.names[name], other.names[name]; a != b {
			out = append(out, markDifference{name, a.count, b.count})
		}
	}
	return out
}

// validOn reports whether a record is valid on a day and may be shown to anybody.
func validOn(c *graph.Common, day graph.Day) bool {
	switch c.Visibility {
	case graph.VisibilityPublic, graph.VisibilityMembers, graph.VisibilityParties:
		return c.ValidFrom.First() <= day && day <= c.ValidTo.Last()
	}
	return false // a value of a newer program
}
