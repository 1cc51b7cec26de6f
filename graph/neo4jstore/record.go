package neo4jstore

import (
	"fmt"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// The properties that a record's own fields take. A property of the record that has one
// of these names is stored with an underscore in front, which no property's name has.
const (
	keyID         = "id"
	keyKind       = "kind"
	keyName       = "name"
	keyNameEn     = "name_en"
	keyAliases    = "aliases"
	keyRegion     = "region"
	keyFrom       = "valid_from"
	keyTo         = "valid_to"
	keySources    = "sources"
	keyVisibility = "visibility"
	keySynthetic  = "synthetic"
	keyVersion    = "version"
	keyRevision   = "revision"
	keyLoad       = "_load" // number of the load that made the record, while no other batch has changed it
	keySum        = "_sum"  // checksum over everything else but the load
)

func isReserved(name string) bool {
	switch name {
	case keyID, keyKind, keyName, keyNameEn, keyAliases, keyRegion, keyFrom, keyTo, keySources, keyVisibility, keySynthetic, keyVersion, keyRevision:
		return true
	}
	return false
}

// storedNode returns the properties a node is stored with.
func storedNode(n *graph.Node, r *apply.NodeRow, st apply.Stamp) map[string]any {
	out := storedCommon(n.Properties, &r.Facts, st)
	out[keyID], out[keyKind], out[keyName] = string(n.ID), string(r.Kind), r.Name
	setText(out, keyNameEn, r.NameEn)
	setText(out, keyRegion, r.Region)
	if len(n.Aliases) > 0 {
		out[keyAliases] = n.Aliases
	}
	out[keySum] = sumOfNode(n.ID, r, st)
	return out
}

// storedEdge returns the properties an edge is stored with; relation and ends are those
// of the relationship.
func storedEdge(e *graph.Edge, r *apply.EdgeRow, st apply.Stamp) map[string]any {
	out := storedCommon(e.Properties, &r.Facts, st)
	out[keyID] = string(e.ID)
	out[keySum] = sumOfEdge(e.ID, r, st)
	return out
}

func storedCommon(props graph.Properties, f *apply.Facts, st apply.Stamp) map[string]any {
	const fields = 14
	out := make(map[string]any, len(props)+fields)
	for name, value := range props {
		if isReserved(name) {
			name = "_" + name
		}
		out[name] = value
	}
	setText(out, keyFrom, f.ValidFrom)
	setText(out, keyTo, f.ValidTo)
	setText(out, keySources, f.Sources)
	out[keyVisibility], out[keySynthetic] = string(f.Visibility), f.Synthetic
	out[keyVersion], out[keyRevision] = st.Version, int64(st.Revision)
	if st.Load != 0 {
		out[keyLoad] = st.Load
	}
	return out
}

func setText(out map[string]any, key, value string) {
	if value != "" {
		out[key] = value
	}
}

// reader turns stored properties back into records. It is not safe for several
// goroutines.
type reader struct {
	last apply.Sources
}

// node reads a node. whole is false when the checksum does not fit: it was met while it
// was being written, or was edited by another program.
func (d *reader) node(stored map[string]any) (n graph.Node, r apply.NodeRow, st apply.Stamp, whole bool, err error) {
	n = graph.Node{
		ID: graph.ID(text(stored, keyID)), Kind: graph.Kind(text(stored, keyKind)), Name: text(stored, keyName), NameEn: text(stored, keyNameEn),
		Region: text(stored, keyRegion), Aliases: texts(stored[keyAliases]),
	}
	if n.Common, st, err = d.common(stored); err != nil {
		return n, r, st, false, fmt.Errorf("node %s: %w", n.ID, err)
	}
	if r, err = apply.RowOfNode(&n, &d.last); err != nil {
		return n, r, st, false, fmt.Errorf("node %s: %w", n.ID, err)
	}
	return n, r, st, stored[keySum] == any(sumOfNode(n.ID, &r, st)), nil
}

func (d *reader) edge(relation graph.Relation, from, to graph.ID, stored map[string]any) (e graph.Edge, r apply.EdgeRow, st apply.Stamp, whole bool, err error) {
	e = graph.Edge{ID: graph.ID(text(stored, keyID)), Relation: relation, From: from, To: to}
	if e.Common, st, err = d.common(stored); err != nil {
		return e, r, st, false, fmt.Errorf("edge %s: %w", e.ID, err)
	}
	if r, err = apply.RowOfEdge(&e, &d.last); err != nil {
		return e, r, st, false, fmt.Errorf("edge %s: %w", e.ID, err)
	}
	return e, r, st, stored[keySum] == any(sumOfEdge(e.ID, &r, st)), nil
}

func (d *reader) common(stored map[string]any) (c graph.Common, st apply.Stamp, err error) {
	st.Version, _ = stored[keyVersion].(int64)
	revision, _ := stored[keyRevision].(int64)
	st.Revision = graph.Revision(revision)
	st.Load, _ = stored[keyLoad].(int64)
	c.Version, c.Revision = st.Version, st.Revision
	c.Visibility = graph.Visibility(text(stored, keyVisibility))
	c.Synthetic, _ = stored[keySynthetic].(bool)
	if c.ValidFrom, err = graph.ParseDate(text(stored, keyFrom)); err != nil {
		return c, st, err
	}
	if c.ValidTo, err = graph.ParseDate(text(stored, keyTo)); err != nil {
		return c, st, err
	}
	if c.Sources, err = d.last.Decode(text(stored, keySources)); err != nil {
		return c, st, err
	}
	for key, value := range stored {
		name := key
		if isReserved(key) || key == keyLoad || key == keySum {
			continue
		}
		if rest, escaped := strings.CutPrefix(key, "_"); escaped {
			name = rest
		}
		if c.Properties == nil {
			c.Properties = make(graph.Properties, len(stored))
		}
		if c.Properties[name], err = property(value); err != nil {
			return c, st, fmt.Errorf("property %s: %w", name, err)
		}
	}
	return c, st, nil
}

// property gives a value the type that [graph.Properties] has for it.
func property(value any) (any, error) {
	list, isList := value.([]any)
	if !isList {
		switch value.(type) {
		case string, int64, float64, bool:
			return value, nil
		}
		return nil, fmt.Errorf("%w: a value of type %T", ErrForeign, value)
	}
	if len(list) == 0 {
		return []string{}, nil
	}
	switch list[0].(type) {
	case string:
		return listOf[string](list)
	case int64:
		return listOf[int64](list)
	case float64:
		return listOf[float64](list)
	case bool:
		return listOf[bool](list)
	}
	return nil, fmt.Errorf("%w: a list of %T", ErrForeign, list[0])
}

func listOf[T any](list []any) ([]T, error) {
	out := make([]T, len(list))
	for i, v := range list {
		t, ok := v.(T)
		if !ok {
			return nil, fmt.Errorf("%w: a list of %T and %T", ErrForeign, list[0], v)
		}
		out[i] = t
	}
	return out, nil
}

func text(stored map[string]any, key string) string {
	s, _ := stored[key].(string)
	return s
}

func texts(value any) []string {
	list, _ := value.([]any)
	if len(list) == 0 {
		return nil
	}
	out := make([]string, 0, len(list))
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
