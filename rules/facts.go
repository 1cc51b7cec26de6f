package rules

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// NodeFact is a cited node, or one recorded property of it.
type NodeFact struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Region    string     `json:"region,omitempty"`
	Property  string     `json:"property,omitempty"`
	Synthetic bool       `json:"synthetic"`
}

// EdgeFact is a cited edge.
type EdgeFact struct {
	ID        graph.ID       `json:"id"`
	Relation  graph.Relation `json:"relation"`
	Qualifier string         `json:"qualifier,omitempty"`
	From      NodeFact       `json:"from"`
	To        NodeFact       `json:"to"`
	ValidFrom graph.Date     `json:"valid_from,omitzero"`
	ValidTo   graph.Date     `json:"valid_to,omitzero"`
	Synthetic bool           `json:"synthetic"`
}

// NodeOf describes a node of a view.
func NodeOf(v snapshot.View, n snapshot.N) NodeFact {
	return NodeFact{ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Region: v.Region(n), Synthetic: v.Synthetic(n)}
}

// EdgeOf describes an edge of a view.
func EdgeOf(v snapshot.View, e snapshot.E) EdgeFact {
	about := v.Edge(e)
	return EdgeFact{
		ID: v.EdgeID(e), Relation: about.Relation, Qualifier: about.Qualifier, From: NodeOf(v, about.From), To: NodeOf(v, about.To),
		ValidFrom: about.Start.Date(), ValidTo: about.End.Date(), Synthetic: about.Synthetic,
	}
}

// Facts describes cited facts, each once.
func Facts(v snapshot.View, cites []Cite) (nodes []NodeFact, edges []EdgeFact) {
	nodes, edges = []NodeFact{}, []EdgeFact{}
	seen := make(map[Cite]bool, len(cites))
	for _, c := range cites {
		switch {
		case seen[c]:
		case c.IsEdge:
			edges = append(edges, EdgeOf(v, c.Edge))
		default:
			f := NodeOf(v, c.Node)
			f.Property = c.Property
			nodes = append(nodes, f)
		}
		seen[c] = true
	}
	return nodes, edges
}
