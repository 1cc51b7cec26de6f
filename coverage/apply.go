package coverage

import (
	"fmt"
	"slices"
	"strconv"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Apply lays a scenario over the view of an inventory: the view it returns is of a picture
// of its own, as of the same day and for the same audience. What the scenario names must
// exist in the view. The error is a [*ScenarioError].
func (s Scenario) Apply(inv *supply.Inventory) (snapshot.View, error) {
	view, _, err := s.apply(inv)
	return view, err
}

// Overlay lays a scenario over an inventory and reads what it changes; read makes an
// inventory anew, where the scenario changes what all records are read by.
func (s Scenario) Overlay(inv *supply.Inventory, read func(snapshot.View) *supply.Inventory) (*supply.Inventory, error) {
	view, items, err := s.apply(inv)
	if err != nil {
		return nil, err
	}
	numbers := view.Picture().Numbers()
	var touched []snapshot.N
	for _, it := range items {
		ids := []graph.ID{it.ID}
		if it.Edge != nil {
			ids = []graph.ID{it.Edge.From, it.Edge.To}
		}
		for i, id := range ids {
			// The vocabulary at the other end of an edge stays what it is.
			if n, known := numbers.Number(id); known && (i == 0 || !inv.View.Has(n) || !isWord(inv.View.Kind(n))) {
				touched = append(touched, n)
			}
		}
	}
	if out, holds := inv.Overlay(view, touched); holds {
		return out, nil
	}
	return read(view), nil
}

func isWord(k graph.Kind) bool {
	return k == graph.KindField || k == graph.KindStage || k == graph.KindCapability
}

func (s Scenario) apply(inv *supply.Inventory) (snapshot.View, []graph.Item, error) {
	if err := s.Check(); err != nil {
		return snapshot.View{}, nil, err
	}
	ap := &applying{inv: inv, v: inv.View, closed: make(map[snapshot.N]bool), put: make(map[snapshot.N]*graph.Node), vocabulary: make(map[graph.ID]bool)}
	for i := range s.Changes {
		ap.change(i, &s.Changes[i])
	}
	if err := ap.wrong.err(); err != nil {
		return snapshot.View{}, nil, err
	}
	picture, err := inv.View.Picture().With(ap.items)
	if err != nil {
		return snapshot.View{}, nil, fmt.Errorf("scenario: %w", err)
	}
	return picture.View(inv.View.Day(), inv.View.Audience()), ap.items, nil
}

// applying turns changes into items of a picture.
type applying struct {
	inv        *supply.Inventory
	v          snapshot.View
	items      []graph.Item
	wrong      problems
	closed     map[snapshot.N]bool
	put        map[snapshot.N]*graph.Node // as changed so far
	vocabulary map[graph.ID]bool
	edges      int
}

func (ap *applying) change(i int, c *Change) {
	at := "/changes/" + strconv.Itoa(i)
	if c.Op == OpAdd {
		ap.add(i, at, c)
		return
	}
	n, known := ap.v.Lookup(c.ID)
	if !known || ap.closed[n] {
		ap.wrong.at(at+"/id", "unknown_id", "id", clip(string(c.ID)))
		return
	}
	switch c.Op {
	case OpMove:
		ap.move(at, n, c)
	case OpClose:
		ap.close(n, c.KeepResources)
	case OpOpen:
		if !sharable(ap.v.Kind(n)) {
			ap.wrong.at(at+"/id", "not_sharable", "kind", string(ap.v.Kind(n)))
			return
		}
		node := ap.record(n)
		setOpenness(node.Properties, c.Openness)
		ap.write(n, node)
	}
}

// code returns the code of a region that something can stand in.
func (ap *applying) code(at, region string) (string, bool) {
	p, known := ap.inv.Regions.Named(region)
	if !known {
		ap.wrong.at(at+"/region", "unknown_region", "value", clip(region))
		return "", false
	}
	if !ap.inv.Regions.Points(p) {
		ap.wrong.at(at+"/region", "wide_region", "value", clip(region))
		return "", false
	}
	for ap.inv.Regions.At(p).Type == lexicon.PlaceZone && len(ap.inv.Regions.At(p).Code) != 6 {
		p = ap.inv.Regions.Parent(p) // zones have no code that a record could carry
	}
	return ap.inv.Regions.At(p).Code, true
}

func (ap *applying) add(i int, at string, c *Change) {
	code, ok := ap.code(at, c.Region)
	node := graph.Node{ID: graph.ID("scenario:" + strconv.Itoa(i+1)), Kind: c.Kind, Name: c.Name, Region: code}
	if node.Name == "" {
		node.Name = string(node.ID)
	}
	node.Properties = graph.Properties{}
	node.Sources = []graph.Source{{Title: "scenario", Seen: ap.v.Day().Date()}}
	if c.Level != "" {
		node.Properties["level"] = c.Level
	}
	switch {
	case c.Kind == graph.KindDemand:
		node.Properties["state"] = "open"
	case c.Kind == graph.KindEnterprise:
		node.Properties["offers_services"] = true
	case sharable(c.Kind):
		openness := c.Openness
		if openness == "" {
			openness = "accessible"
		}
		setOpenness(node.Properties, openness)
	}
	for j, id := range c.Capabilities {
		if n, known := ap.v.Lookup(id); !known || ap.v.Kind(n) != graph.KindCapability {
			ap.wrong.at(at+"/capabilities/"+strconv.Itoa(j), "unknown_id", "id", clip(string(id)))
			ok = false
		}
	}
	if c.Body != "" {
		if n, known := ap.v.Lookup(c.Body); !known || ap.closed[n] {
			ap.wrong.at(at+"/body", "unknown_id", "id", clip(string(c.Body)))
			ok = false
		}
	}
	if !ok {
		return
	}
	ap.putNode(&node)
	ap.join(&node, c)
}

// join adds the edges of a new node.
func (ap *applying) join(node *graph.Node, c *Change) {
	if code, known := ReadField(c.Field); known && c.Field != "" {
		ap.edge(graph.RelInField, node.ID, ap.word(graph.KindField, "field:"+code))
	}
	for _, text := range c.Stages {
		code, _ := ReadStage(text)
		ap.edge(graph.RelAtStage, node.ID, ap.word(graph.KindStage, "stage:"+code))
	}
	relation := graph.RelHasCapability
	if c.Kind == graph.KindDemand {
		relation = graph.RelAsksFor
	}
	for _, id := range c.Capabilities {
		ap.edge(relation, node.ID, id)
	}
	switch {
	case c.Body == "":
	case c.Kind == graph.KindTalent:
		ap.edgeWith(graph.RelAppointedAt, node.ID, c.Body, graph.Properties{"type": "primary"})
	case c.Kind == graph.KindDemand:
		ap.edge(graph.RelPoses, c.Body, node.ID)
	case sharable(c.Kind) || c.Kind == graph.KindResult:
		ap.edge(graph.RelOwns, c.Body, node.ID)
	default:
		ap.edge(graph.RelHostedBy, node.ID, c.Body)
	}
}

// word returns a node of the vocabulary, adding it where the network has none.
func (ap *applying) word(k graph.Kind, id string) graph.ID {
	if _, known := ap.v.Lookup(graph.ID(id)); !known && !ap.vocabulary[graph.ID(id)] {
		ap.vocabulary[graph.ID(id)] = true
		ap.putNode(&graph.Node{ID: graph.ID(id), Kind: k, Name: id})
	}
	return graph.ID(id)
}

func (ap *applying) putNode(n *graph.Node) {
	n.Normalise()
	ap.items = append(ap.items, graph.Item{Op: graph.OpPutNode, ID: n.ID, Node: n})
}

func (ap *applying) edge(r graph.Relation, from, to graph.ID) { ap.edgeWith(r, from, to, nil) }

func (ap *applying) edgeWith(r graph.Relation, from, to graph.ID, props graph.Properties) {
	ap.edges++
	e := graph.Edge{ID: graph.ID("scenario:edge-" + strconv.Itoa(ap.edges)), Relation: r, From: from, To: to}
	e.Properties = props
	e.Normalise()
	ap.items = append(ap.items, graph.Item{Op: graph.OpPutEdge, ID: e.ID, Relation: r, Edge: &e})
}

// move gives a record another region and takes its recorded locations away.
func (ap *applying) move(at string, n snapshot.N, c *Change) {
	code, ok := ap.code(at, c.Region)
	if !ok {
		return
	}
	for e := range ap.v.Out(n, ap.v.Rel(graph.RelLocatedIn)) {
		ap.items = append(ap.items, graph.Item{Op: graph.OpDeleteEdge, ID: ap.v.EdgeID(e), Relation: graph.RelLocatedIn})
	}
	node := ap.record(n)
	node.Region = code
	ap.write(n, node)
}

// close takes a record away, and unless they are kept what belongs to it.
func (ap *applying) close(n snapshot.N, keep bool) {
	gone := []snapshot.N{n}
	if !keep {
		for i := range ap.inv.Supplies {
			if s := &ap.inv.Supplies[i]; s.Body == n && s.Node != n && s.Kind != graph.KindTalent {
				gone = append(gone, s.Node)
			}
		}
	}
	slices.Sort(gone)
	for _, g := range gone {
		if !ap.closed[g] {
			ap.closed[g] = true
			ap.items = append(ap.items, graph.Item{Op: graph.OpDeleteNode, ID: ap.v.ID(g), WithEdges: true})
		}
	}
}

func (ap *applying) write(n snapshot.N, node *graph.Node) {
	ap.put[n] = node
	ap.items = append(ap.items, graph.Item{Op: graph.OpPutNode, ID: node.ID, Node: node})
}

// record makes a record again of what the view knows of a node: enough for the picture of
// a scenario, which nothing else ever reads.
func (ap *applying) record(n snapshot.N) *graph.Node {
	if known := ap.put[n]; known != nil {
		again := *known
		again.Properties = make(graph.Properties, len(known.Properties))
		for name, value := range known.Properties {
			again.Properties[name] = value
		}
		return &again
	}
	from, to := ap.v.Validity(n)
	node := &graph.Node{
		ID: ap.v.ID(n), Kind: ap.v.Kind(n), Name: ap.v.Name(n), NameEn: ap.v.NameEn(n), Aliases: slices.Clone(ap.v.Aliases(n)), Region: ap.v.Region(n),
	}
	if from != graph.DayMin {
		node.ValidFrom = from.Date()
	}
	if to != graph.DayMax {
		node.ValidTo = to.Date()
	}
	node.Synthetic = ap.v.Synthetic(n)
	source := graph.Source{Title: "scenario", Mirror: ap.v.MirrorOnly(n)}
	if fresh := ap.v.Fresh(n); fresh != graph.DayMin {
		source.Seen = fresh.Date()
	}
	node.Sources, node.Visibility = []graph.Source{source}, graph.VisibilityPublic
	node.Properties = ap.properties(n)
	return node
}

// properties are the ranked ones, which are all that a picture keeps.
func (ap *applying) properties(n snapshot.N) graph.Properties {
	out := graph.Properties{}
	def := ap.v.Schema().Kind(ap.v.Kind(n))
	if def == nil {
		return out
	}
	for _, p := range def.Properties {
		if !p.Ranked {
			continue
		}
		switch p.Type {
		case graph.TypeBool:
			if x, there := ap.v.Number(n, p.Name); there {
				out[p.Name] = x > 0
			}
		case graph.TypeInt, graph.TypeFloat:
			if x, there := ap.v.Number(n, p.Name); there {
				out[p.Name] = x
			}
		default:
			if texts := ap.v.Texts(n, p.Name); len(texts) > 0 {
				out[p.Name] = texts
			}
		}
	}
	return out
}

// setOpenness writes an openness as the properties from which it is read.
func setOpenness(props graph.Properties, openness string) {
	for _, name := range []string{"share_mode", "open_to", "booking_url", "approval_only", "run_state", "use_mode"} {
		delete(props, name)
	}
	switch openness {
	case "usable":
		props["share_mode"], props["use_mode"] = "external", "booking"
	case "accessible":
		props["share_mode"] = "external"
		delete(props, "fee")
	case "inside":
		props["share_mode"] = "internal"
	case "closed":
		props["share_mode"] = "none"
	}
}
