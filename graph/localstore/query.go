package localstore

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/graph"
)

// conditions collects the WHERE of a query; every value is a parameter.
type conditions struct {
	texts []string
	args  []any
	none  bool // nothing can match
}

func (c *conditions) add(text string, args ...any) {
	c.texts = append(c.texts, text)
	c.args = append(c.args, args...)
}

// among keeps rows whose column holds one of the names.
func among[T ~string](c *conditions, column string, t *names, wanted []T) {
	if len(wanted) == 0 {
		return
	}
	list := make([]string, len(wanted))
	for i, w := range wanted {
		list[i] = string(w)
	}
	numbers := t.numbers(list)
	if len(numbers) == 0 {
		c.none = true
		return
	}
	args := make([]any, len(numbers))
	for i, n := range numbers {
		args[i] = n
	}
	c.add(column+" IN (?"+strings.Repeat(", ?", len(args)-1)+")", args...)
}

// ids returns the ids as a JSON list without repetitions, "" for none asked. An id that
// is not UTF-8 cannot exist, and JSON could not say it.
func (c *conditions) ids(ids []graph.ID) string {
	if len(ids) == 0 {
		return ""
	}
	list := slices.Compact(slices.Sorted(slices.Values(ids)))
	list = slices.DeleteFunc(list, func(id graph.ID) bool { return !utf8.ValidString(string(id)) })
	if len(list) == 0 {
		c.none = true
		return ""
	}
	text, err := json.Marshal(list)
	if err != nil { // a list of texts always has a JSON form
		c.none = true
	}
	return string(text)
}

// end writes the rest of the query: conditions, order, limit.
func (c *conditions) end(b *strings.Builder, idColumn string, after graph.ID, limit int, anyOrder bool) query {
	if after != "" {
		c.add(idColumn+" > ?", string(after))
	}
	for i, text := range c.texts {
		b.WriteString([]string{" AND ", " WHERE "}[flag(i == 0)])
		b.WriteString(text)
	}
	if !anyOrder {
		b.WriteString(" ORDER BY " + idColumn)
	}
	if limit > 0 {
		b.WriteString(" LIMIT ?")
		c.args = append(c.args, limit)
	}
	return query{b.String(), c.args}
}

// nodeQuery builds the query of a filter; false when nothing can match it.
func (s *Store) nodeQuery(f graph.NodeFilter) (query, bool) {
	var c conditions
	var b strings.Builder
	b.WriteString("SELECT " + nodeColumns + " FROM ")
	if list := c.ids(f.IDs); list != "" {
		b.WriteString("json_each(?) j CROSS JOIN node n ON n.id = j.value")
		c.args = append(c.args, list)
	} else {
		b.WriteString("node n")
	}
	b.WriteString(nodeJoins)
	among(&c, "n.kind", &s.kinds, f.Kinds)
	return c.end(&b, "n.id", f.After, f.Limit, f.AnyOrder), !c.none
}

// edgeQuery is nodeQuery for edges.
func (s *Store) edgeQuery(f graph.EdgeFilter) (query, bool) {
	const number = "(SELECT n FROM node WHERE id = ?)"
	var c conditions
	var b strings.Builder
	b.WriteString("SELECT " + edgeColumns + " FROM ")
	if list := c.ids(f.IDs); list != "" {
		b.WriteString("json_each(?) j CROSS JOIN edge e ON e.id = j.value")
		c.args = append(c.args, list)
	} else {
		b.WriteString("edge e")
	}
	b.WriteString(edgeJoins)
	among(&c, "e.relation", &s.relations, f.Relations)
	if f.From != "" {
		c.add("e.src = "+number, string(f.From))
	}
	if f.To != "" {
		c.add("e.dst = "+number, string(f.To))
	}
	if f.Touching != "" {
		c.add("e.e IN (SELECT e FROM edge WHERE src = "+number+" UNION SELECT e FROM edge WHERE dst = "+number+")", string(f.Touching), string(f.Touching))
	}
	return c.end(&b, "e.id", f.After, f.Limit, f.AnyOrder), !c.none
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
