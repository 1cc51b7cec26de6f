package apply

import (
	"encoding/json"
	"fmt"

	"chuangmai/graph"
)

// Facts are what nodes and edges share, as texts. Rows of equal records are equal
// with ==; version and revision are no part of them.
type Facts struct {
	ValidFrom, ValidTo string
	Sources            string // JSON, "" for none
	Visibility         graph.Visibility
	Synthetic          bool
	Properties         string // JSON, "" for none
}

// NodeRow is what a node says, but for its id.
type NodeRow struct {
	Kind         graph.Kind
	Name, NameEn string
	Aliases      string // JSON, "" for none
	Region       string
	Facts
}

// EdgeRow is what an edge says, but for its id.
type EdgeRow struct {
	Relation graph.Relation
	From, To graph.ID
	Facts
}

// Row is what both kinds of rows are.
type Row interface {
	NodeRow | EdgeRow
	// Image is the record as JSON, in the form of [graph.Node] and [graph.Edge].
	Image(graph.ID, Stamp) ([]byte, error)
}

// Stamp is what a store adds to a record.
type Stamp struct {
	Version  int64
	Revision graph.Revision
	// Load is the number of the load that made the record, while no other batch has
	// changed it; else 0.
	Load int64
}

// RowOfNode returns the row of a node.
func RowOfNode(n *graph.Node, last *Sources) (NodeRow, error) {
	f, err := factsOf(&n.Common, last)
	if err != nil {
		return NodeRow{}, err
	}
	row := NodeRow{Kind: n.Kind, Name: n.Name, NameEn: n.NameEn, Region: n.Region, Facts: f}
	row.Aliases, err = jsonList(n.Aliases)
	return row, err
}

// RowOfEdge returns the row of an edge.
func RowOfEdge(e *graph.Edge, last *Sources) (EdgeRow, error) {
	f, err := factsOf(&e.Common, last)
	return EdgeRow{Relation: e.Relation, From: e.From, To: e.To, Facts: f}, err
}

func factsOf(c *graph.Common, last *Sources) (Facts, error) {
	f := Facts{ValidFrom: c.ValidFrom.String(), ValidTo: c.ValidTo.String(), Visibility: c.Visibility, Synthetic: c.Synthetic}
	if len(c.Properties) > 0 {
		text, err := c.Properties.MarshalJSON()
		if err != nil {
			return f, err
		}
		f.Properties = string(text)
	}
	var err error
	f.Sources, err = last.Encode(c.Sources)
	return f, err
}

// jsonList writes a list as JSON, "" when it is empty.
func jsonList[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// Node turns the row back into a record. The sources are those of the row, decoded by
// the caller, who may know them already.
func (r *NodeRow) Node(id graph.ID, st Stamp, sources []graph.Source) (graph.Node, error) {
	n := graph.Node{ID: id, Kind: r.Kind, Name: r.Name, NameEn: r.NameEn, Region: r.Region}
	if r.Aliases != "" {
		if err := json.Unmarshal([]byte(r.Aliases), &n.Aliases); err != nil {
			return n, fmt.Errorf("node %s: aliases: %w", id, err)
		}
	}
	common, err := r.common(st, sources)
	if err != nil {
		return n, fmt.Errorf("node %s: %w", id, err)
	}
	n.Common = common
	return n, nil
}

// Edge is [NodeRow.Node] for an edge.
func (r *EdgeRow) Edge(id graph.ID, st Stamp, sources []graph.Source) (graph.Edge, error) {
	common, err := r.common(st, sources)
	if err != nil {
		return graph.Edge{}, fmt.Errorf("edge %s: %w", id, err)
	}
	return graph.Edge{ID: id, Relation: r.Relation, From: r.From, To: r.To, Common: common}, nil
}

func (f *Facts) common(st Stamp, sources []graph.Source) (graph.Common, error) {
	c := graph.Common{Sources: sources, Visibility: f.Visibility, Synthetic: f.Synthetic, Version: st.Version, Revision: st.Revision}
	var err error
	if c.ValidFrom, err = graph.ParseDate(f.ValidFrom); err != nil {
		return c, err
	}
	if c.ValidTo, err = graph.ParseDate(f.ValidTo); err != nil {
		return c, err
	}
	if f.Properties != "" {
		err = c.Properties.UnmarshalJSON([]byte(f.Properties))
	}
	return c, err
}
