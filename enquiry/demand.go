package enquiry

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/need"
)

// Demand is a need that is to be recorded.
type Demand struct {
	ID        graph.ID
	Need      need.Need
	Title     string // "": made from the need
	Requester graph.ID
	// Wanted and Figures are in the asker's own words.
	Wanted, Figures []string
	Deadline        graph.Date
	Visibility      graph.Visibility
	Today           graph.Date
	Source          graph.Source
}

// maxTitle is how many characters of a need make its title.
const maxTitle = 60

// Items are the records of the demand: the node, what it asks for and who poses it. What a
// person stated is a fact; what was read from the text is marked as derived.
func (d Demand) Items() []graph.Item {
	common := graph.Common{Visibility: d.Visibility, Sources: []graph.Source{d.Source}}
	node := &graph.Node{ID: d.ID, Kind: graph.KindDemand, Name: d.title(), Common: common}
	node.Properties = d.properties()
	items := []graph.Item{{Op: graph.OpPutNode, Node: node}}
	for _, c := range d.Need.Capabilities {
		items = append(items, graph.Item{Op: graph.OpPutEdge, Edge: d.asksFor(c, common)})
	}
	if d.Requester != "" {
		edge := &graph.Edge{Relation: graph.RelPoses, From: d.Requester, To: d.ID, Common: common}
		edge.ID = edge.GenerateID()
		items = append(items, graph.Item{Op: graph.OpPutEdge, Edge: edge})
	}
	return items
}

func (d Demand) title() string {
	if title := strings.TrimSpace(d.Title); title != "" {
		return title
	}
	return cut(d.problem(), maxTitle)
}

// problem is the need in words.
func (d Demand) problem() string {
	if text := strings.TrimSpace(d.Need.Text); text != "" {
		return text
	}
	words := slices.Clone(d.Wanted)
	for _, c := range d.Need.Capabilities {
		words = append(words, cmp.Or(c.Name, string(c.ID)))
	}
	for _, t := range d.Need.Terms {
		words = append(words, t.Text)
	}
	return strings.Join(words, "、")
}

func (d Demand) properties() graph.Properties {
	p := graph.Properties{"problem": d.problem(), "type": "technology", "state": "open", "posted": d.Today.String()}
	targets := d.Figures
	if len(targets) == 0 {
		targets = figuresOf(d.Need)
	}
	if len(targets) > 0 {
		p["targets"] = targets
	}
	if len(d.Wanted) > 0 {
		p["note"] = strings.Join(d.Wanted, "；")
	}
	if len(d.Need.Modes) > 0 {
		p["mode"] = d.Need.Modes[0].Code
	}
	if by := (Question{Need: d.Need, Deadline: d.Deadline}).Deadlined(); !by.IsZero() {
		p["needed_by"] = by.String()
	}
	if b := d.Need.Budget; b != nil && b.MinWan > 0 {
		p["budget_min"] = b.MinWan
	}
	if b := d.Need.Budget; b != nil && b.MaxWan > 0 {
		p["budget_max"] = b.MaxWan
	}
	return p
}

// Stated reports whether a person named the capability, not the reader.
func Stated(c need.Capability) bool { return len(c.Spans) == 0 && c.Confidence >= 1 }

// asksFor is the edge to a capability. A derived one has the id that reading the record
// again would give it.
func (d Demand) asksFor(c need.Capability, common graph.Common) *graph.Edge {
	e := &graph.Edge{Relation: graph.RelAsksFor, From: d.ID, To: c.ID, Common: common}
	weight := float64(int(c.Weight*1000+0.5)) / 1000
	if Stated(c) {
		e.Properties = graph.Properties{"weight": weight}
		e.ID = e.GenerateID()
		return e
	}
	e.Properties = graph.Properties{"derived": true}
	e.ID = e.GenerateID()
	e.Properties = graph.Properties{"derived": true, "weight": weight, "part": "problem"}
	if words := strings.Join(c.Words, "、"); words != "" {
		e.Properties["evidence"] = words
	}
	return e
}
