package neo4jstore

import (
	"encoding/json"
	"fmt"
	"slices"

	"chuangmai/graph"
)

// facts are what nodes and edges share, as texts. Rows of equal records are equal
// with ==; version and revision are no part of them.
type facts struct {
	from, to   string
	sources    string // JSON, "" for none
	visibility graph.Visibility
	synthetic  bool
	properties string // JSON, "" for none
}

type nodeRow struct {
	kind         graph.Kind
	name, nameEn string
	aliases      string // JSON, "" for none
	region       string
	facts
}

type edgeRow struct {
	relation graph.Relation
	src, dst graph.ID
	facts
}

func rowOfNode(n *graph.Node, last *lastSources) (nodeRow, error) {
	f, err := factsOf(&n.Common, last)
	if err != nil {
		return nodeRow{}, err
	}
	row := nodeRow{kind: n.Kind, name: n.Name, nameEn: n.NameEn, region: n.Region, facts: f}
	row.aliases, err = jsonList(n.Aliases)
	return row, err
}

func rowOfEdge(e *graph.Edge, last *lastSources) (edgeRow, error) {
	f, err := factsOf(&e.Common, last)
	return edgeRow{relation: e.Relation, src: e.From, dst: e.To, facts: f}, err
}

func factsOf(c *graph.Common, last *lastSources) (facts, error) {
	f := facts{from: c.ValidFrom.String(), to: c.ValidTo.String(), synthetic: c.Synthetic, visibility: c.Visibility}
	if len(c.Properties) > 0 {
		text, err := c.Properties.MarshalJSON()
		if err != nil {
			return f, err
		}
		f.properties = string(text)
	}
	var err error
	f.sources, err = last.encode(c.Sources)
	return f, err
}

// lastSources remembers the list of sources met last: that of the next record is
// mostly the same.
type lastSources struct {
	list []graph.Source
	text string
}

func (l *lastSources) encode(list []graph.Source) (string, error) {
	if slices.Equal(list, l.list) {
		return l.text, nil
	}
	text, err := jsonList(list)
	if err == nil {
		l.list, l.text = slices.Clone(list), text
	}
	return text, err
}

// decode returns a list that belongs to the caller.
func (l *lastSources) decode(text string) ([]graph.Source, error) {
	if text != l.text {
		var list []graph.Source
		if text != "" {
			if err := json.Unmarshal([]byte(text), &list); err != nil {
				return nil, fmt.Errorf("sources: %w", err)
			}
		}
		l.list, l.text = list, text
	}
	return slices.Clone(l.list), nil
}

// jsonList writes a list as JSON, "" when it is empty.
func jsonList[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}
