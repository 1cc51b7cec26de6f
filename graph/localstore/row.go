package localstore

import (
	"encoding/json"
	"fmt"
	"slices"

	"chuangmai/graph"
)

// facts are the columns that nodes and edges share, in the form they are stored in.
// Rows of equal records are equal with ==; version, revision and row numbers are
// no part of them.
type facts struct {
	from, to   string
	sources    string // JSON, "" for none
	visibility int64
	synthetic  bool
	properties string // JSON, "" for none
}

type nodeRow struct {
	kind         string
	name, nameEn string
	aliases      string // JSON, "" for none
	region       string
	facts
}

type edgeRow struct {
	relation string
	src, dst graph.ID
	facts
}

// The visibilities by their number in the file.
var visibilities = [...]graph.Visibility{1: graph.VisibilityPublic, 2: graph.VisibilityMembers, 3: graph.VisibilityParties}

func rowOfNode(n *graph.Node, last *lastSources) (nodeRow, error) {
	f, err := factsOf(&n.Common, last)
	if err != nil {
		return nodeRow{}, err
	}
	row := nodeRow{kind: string(n.Kind), name: n.Name, nameEn: n.NameEn, region: n.Region, facts: f}
	row.aliases, err = jsonList(n.Aliases)
	return row, err
}

func rowOfEdge(e *graph.Edge, last *lastSources) (edgeRow, error) {
	f, err := factsOf(&e.Common, last)
	return edgeRow{relation: string(e.Relation), src: e.From, dst: e.To, facts: f}, err
}

func factsOf(c *graph.Common, last *lastSources) (facts, error) {
	f := facts{from: c.ValidFrom.String(), to: c.ValidTo.String(), synthetic: c.Synthetic}
	for i, v := range visibilities {
		if v == c.Visibility {
			f.visibility = int64(i)
		}
	}
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

// lastSources remembers the list of sources encoded last: that of the next record of
// a load is mostly the same.
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
		l.list, l.text = list, text
	}
	return text, err
}

// jsonList writes a list as JSON, "" when it is empty.
func jsonList[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// node turns the row back into a record; sources are decoded by the caller, who may
// know them already.
func (r nodeRow) node(id graph.ID, version int64, revision graph.Revision, sources []graph.Source) (graph.Node, error) {
	n := graph.Node{ID: id, Kind: graph.Kind(r.kind), Name: r.name, NameEn: r.nameEn, Region: r.region}
	if r.aliases != "" {
		if err := json.Unmarshal([]byte(r.aliases), &n.Aliases); err != nil {
			return n, fmt.Errorf("node %s: aliases: %w", id, err)
		}
	}
	common, err := r.common(version, revision, sources)
	if err != nil {
		return n, fmt.Errorf("node %s: %w", id, err)
	}
	n.Common = common
	return n, nil
}

func (r edgeRow) edge(id graph.ID, version int64, revision graph.Revision, sources []graph.Source) (graph.Edge, error) {
	common, err := r.common(version, revision, sources)
	if err != nil {
		return graph.Edge{}, fmt.Errorf("edge %s: %w", id, err)
	}
	return graph.Edge{ID: id, Relation: graph.Relation(r.relation), From: r.src, To: r.dst, Common: common}, nil
}

func (f facts) common(version int64, revision graph.Revision, sources []graph.Source) (graph.Common, error) {
	c := graph.Common{Sources: sources, Synthetic: f.synthetic, Version: version, Revision: revision}
	if f.visibility > 0 && f.visibility < int64(len(visibilities)) {
		c.Visibility = visibilities[f.visibility]
	}
	var err error
	if c.ValidFrom, err = graph.ParseDate(f.from); err != nil {
		return c, err
	}
	if c.ValidTo, err = graph.ParseDate(f.to); err != nil {
		return c, err
	}
	if f.properties != "" {
		err = c.Properties.UnmarshalJSON([]byte(f.properties))
	}
	return c, err
}

func decodeSources(body string) ([]graph.Source, error) {
	if body == "" {
		return nil, nil
	}
	var list []graph.Source
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	return list, nil
}
