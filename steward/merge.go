package steward

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"chuangmai/graph"
)

// The codes of a [RefusedError].
const (
	CodeSameRecord    = "same_record"         // keep and drop are one record
	CodeMadeUpAndReal = "made_up_and_real"    // one of the two is made up
	CodeNarrower      = "narrower_visibility" // fewer may see the dropped record than the kept one
	CodeOtherSort     = "other_sort"          // the kinds cannot be of one body; params: keep, drop
)

// RefusedError says why two records cannot be joined.
type RefusedError struct {
	// At is the part of the request that is at fault: keep or drop.
	At     string
	Code   string
	Params map[string]string
}

// Error names the part and the code.
func (e *RefusedError) Error() string { return e.At + ": " + e.Code }

// Is makes every RefusedError a [graph.ErrInvalid].
func (e *RefusedError) Is(target error) bool { return target == graph.ErrInvalid }

// Merge is what joining two records changes.
type Merge struct {
	Keep, Drop graph.Node // as they are
	Merged     graph.Node // what the kept one becomes
	// Items are the changes, each with the version it is based on.
	Items []graph.Item
	// Moved edges of the dropped record are the kept one's then; Loops would lead from it to
	// itself and go; Derived ones were read from the dropped record's words and go.
	Moved, Loops, Derived int
	// Aliases, Identifiers and Properties are what the kept record takes over, Sources how
	// many.
	Aliases, Identifiers, Properties []string
	Sources                          int
}

// PlanMerge works out what makes one record of two. It changes nothing. A record that does
// not exist, or two that cannot be joined, are a [*RefusedError]; edges that do not fit the
// kept record's kind, or too many of them, a [*graph.InvalidError].
func PlanMerge(ctx context.Context, records Records, schema *graph.Schema, keep, drop graph.ID) (*Merge, error) {
	m := new(Merge)
	var err error
	if m.Keep, err = record(ctx, records, "keep", keep); err != nil {
		return nil, err
	}
	if m.Drop, err = record(ctx, records, "drop", drop); err != nil {
		return nil, err
	}
	if err := m.allowed(schema); err != nil {
		return nil, err
	}
	m.join(schema)
	merged := m.Merged
	m.Items = append(m.Items, graph.Item{Op: graph.OpPutNode, Node: &merged, Expect: &m.Keep.Version})
	kinds := map[graph.ID]graph.Kind{keep: m.Keep.Kind, drop: m.Keep.Kind}
	if err := m.moveEdges(ctx, records, kinds); err != nil {
		return nil, err
	}
	m.Items = append(m.Items, graph.Item{Op: graph.OpDeleteNode, ID: drop, Expect: &m.Drop.Version})
	batch := graph.Batch{Items: m.Items}
	if err := batch.Check(); err != nil {
		return nil, err
	}
	if m.Keep.Kind != m.Drop.Kind {
		if err := kindsOf(ctx, records, kinds); err != nil {
			return nil, err
		}
		return m, schema.Conform(batch, func(id graph.ID) graph.Kind { return kinds[id] })
	}
	return m, nil
}

func record(ctx context.Context, records Records, at string, id graph.ID) (graph.Node, error) {
	n, err := records.Node(ctx, id)
	if errors.Is(err, graph.ErrNotFound) {
		err = &RefusedError{At: at, Code: graph.CodeUnknownNode, Params: map[string]string{"id": string(id)}}
	}
	return n, err
}

// allowed refuses what would make the kept record say more than it may, or something that
// is not so.
func (m *Merge) allowed(schema *graph.Schema) error {
	switch {
	case m.Keep.ID == m.Drop.ID:
		return &RefusedError{At: "drop", Code: CodeSameRecord}
	case m.Keep.Synthetic != m.Drop.Synthetic:
		return &RefusedError{At: "drop", Code: CodeMadeUpAndReal}
	case circle(m.Drop.Visibility) < circle(m.Keep.Visibility):
		return &RefusedError{At: "drop", Code: CodeNarrower}
	case m.Keep.Kind != m.Drop.Kind && (class(schema, m.Keep.Kind) != "body" || class(schema, m.Drop.Kind) != "body"):
		return &RefusedError{At: "drop", Code: CodeOtherSort, Params: map[string]string{"keep": string(m.Keep.Kind), "drop": string(m.Drop.Kind)}}
	}
	return nil
}

// circle orders visibilities by how many may see.
func circle(v graph.Visibility) int {
	switch v {
	case graph.VisibilityPublic:
		return 2
	case graph.VisibilityMembers:
		return 1
	case graph.VisibilityParties:
	}
	return 0
}

// join makes the kept record that holds what both say. Where they differ, the kept one is
// right.
func (m *Merge) join(schema *graph.Schema) {
	n := m.Keep
	n.Aliases, n.Sources = slices.Clone(n.Aliases), slices.Clone(n.Sources)
	n.Properties = make(graph.Properties, len(m.Keep.Properties))
	for name, value := range m.Keep.Properties {
		n.Properties[name] = value
	}
	if n.NameEn == "" {
		n.NameEn = m.Drop.NameEn
	}
	n.Region = cmp.Or(n.Region, m.Drop.Region)
	for _, name := range append([]string{m.Drop.Name, m.Drop.NameEn}, m.Drop.Aliases...) {
		if name != "" && name != n.Name && name != n.NameEn && !slices.Contains(n.Aliases, name) {
			n.Aliases = append(n.Aliases, name)
			m.Aliases = append(m.Aliases, name)
		}
	}
	for _, s := range m.Drop.Sources {
		if !slices.Contains(n.Sources, s) {
			n.Sources = append(n.Sources, s)
			m.Sources++
		}
	}
	ids := n.Properties.Texts("identifiers")
	for _, id := range append(slices.Clone(m.Drop.Properties.Texts("identifiers")), string(m.Drop.ID)) {
		if id != string(n.ID) && !slices.Contains(ids, id) {
			ids = append(slices.Clip(ids), id)
			m.Identifiers = append(m.Identifiers, id)
		}
	}
	for _, name := range m.Drop.Properties.Names() {
		_, has := n.Properties[name]
		declared := schema.NodeProperty(n.Kind, name) != nil || schema.NodeProperty(m.Drop.Kind, name) == nil
		if !has && declared && name != "identifiers" {
			n.Properties[name] = m.Drop.Properties[name]
			m.Properties = append(m.Properties, name)
		}
	}
	n.Properties["identifiers"] = ids
	n.Normalise()
	m.Merged = n
}

// moveEdges gives the edges of the dropped record to the kept one.
func (m *Merge) moveEdges(ctx context.Context, records Records, kinds map[graph.ID]graph.Kind) error {
	for e, err := range records.Edges(ctx, graph.EdgeFilter{Touching: m.Drop.ID}) {
		if err != nil {
			return err
		}
		if len(m.Items) > graph.MaxBatch {
			return &graph.InvalidError{Problems: []graph.Problem{{
				Pointer: "/drop", Code: graph.CodeBatchTooLarge, Params: map[string]string{"max": strconv.Itoa(graph.MaxBatch)},
			}}}
		}
		version := e.Version
		derived, _ := e.Properties.Bool("derived")
		gone := graph.Item{Op: graph.OpDeleteEdge, ID: e.ID, Relation: e.Relation, Expect: &version}
		if derived && e.From == m.Drop.ID { // the kept record's own words are read anew
			m.Derived++
			m.Items = append(m.Items, gone)
			continue
		}
		if e.From == m.Drop.ID {
			e.From = m.Keep.ID
		}
		if e.To == m.Drop.ID {
			e.To = m.Keep.ID
		}
		if e.From == e.To {
			m.Loops++
			m.Items = append(m.Items, gone)
			continue
		}
		m.Moved++
		for _, end := range []graph.ID{e.From, e.To} {
			if _, asked := kinds[end]; !asked {
				kinds[end] = "" // to be looked up
			}
		}
		e.Normalise()
		m.Items = append(m.Items, graph.Item{Op: graph.OpPutEdge, Edge: &e, Expect: &version})
	}
	return nil
}

// kindsOf looks up the kinds that are not known yet.
func kindsOf(ctx context.Context, records Records, kinds map[graph.ID]graph.Kind) error {
	var ids []graph.ID
	for id, k := range kinds {
		if k == "" {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	for n, err := range records.Nodes(ctx, graph.NodeFilter{IDs: ids, AnyOrder: true}) {
		if err != nil {
			return err
		}
		kinds[n.ID] = n.Kind
	}
	return nil
}
