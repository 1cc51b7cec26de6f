package graph

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// goodText draws a text that a record may hold: in normal form, not blank, trimmed.
func goodText() *rapid.Generator[string] {
	return rapid.StringMatching(`[一-龥a-zA-Z0-9（）<>&"\\]{1,12}`)
}

func goodDates(t *rapid.T) (from, to Date) {
	from = MustDate(rapid.SampledFrom([]string{"", "2019", "2020-02", "2020-02-29"}).Draw(t, "from"))
	to = MustDate(rapid.SampledFrom([]string{"", "2020", "2020-02", "2020-12-31", "9999"}).Draw(t, "to"))
	return from, to
}

// goodProperties draws property values that pass Check and have one written form.
func goodProperties() *rapid.Generator[Properties] {
	value := rapid.OneOf(
		goodText().AsAny(), rapid.Int64().AsAny(), rapid.Float64Range(-1e9, 1e9).AsAny(), rapid.Bool().AsAny(),
		rapid.SliceOfN(goodText(), 0, 4).AsAny(), rapid.SliceOfN(rapid.Int64(), 1, 4).AsAny(),
		rapid.SliceOfN(rapid.Float64Range(-1e9, 1e9), 1, 4).AsAny(), rapid.SliceOfN(rapid.Bool(), 1, 4).AsAny(),
	)
	return rapid.Custom(func(t *rapid.T) Properties {
		return rapid.MapOfN(rapid.StringMatching(`[a-z][a-z0-9_]{0,8}`), value, 0, 5).Draw(t, "properties")
	})
}

func goodCommon(t *rapid.T) Common {
	var c Common
	c.ValidFrom, c.ValidTo = goodDates(t)
	for range rapid.IntRange(0, 3).Draw(t, "sources") {
		c.Sources = append(c.Sources, Source{
			Title: goodText().Draw(t, "title"), Address: rapid.SampledFrom([]string{"", "https://example.org/a?b=c&d"}).Draw(t, "address"),
			Seen: MustDate("2025-06"), Confidence: rapid.SampledFrom([]Confidence{"", ConfidenceHigh, ConfidenceMedium, ConfidenceLow}).Draw(t, "confidence"),
			Mirror: rapid.Bool().Draw(t, "mirror"),
		})
	}
	c.Visibility = rapid.SampledFrom([]Visibility{VisibilityPublic, VisibilityMembers, VisibilityParties}).Draw(t, "visibility")
	c.Synthetic = rapid.Bool().Draw(t, "synthetic")
	c.Properties = goodProperties().Draw(t, "properties")
	return c
}

// drawNode draws a node that passes Check.
func drawNode(t *rapid.T) Node {
	n := Node{
		ID: ID("local:" + rapid.StringMatching(`[a-z一-龥0-9.-]{1,10}`).Draw(t, "id")), Kind: KindTeam, Name: goodText().Draw(t, "name"),
		NameEn:  rapid.SampledFrom([]string{"", "Team"}).Draw(t, "name_en"),
		Aliases: rapid.SliceOfN(goodText(), 0, 3).Draw(t, "aliases"),
		Region:  rapid.SampledFrom([]string{"", "320500", "DE21H"}).Draw(t, "region"), Common: goodCommon(t),
	}
	return n
}

// drawEdge draws an edge that passes Check.
func drawEdge(t *rapid.T) Edge {
	return Edge{ID: "e:1", Relation: RelPartOf, From: "local:a", To: "local:b", Common: goodCommon(t)}
}

// Records are read as they were written, and what is stored does not change when it is
// normalised once more.
func TestRecordsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, e := drawNode(t), drawEdge(t)
		if rapid.Bool().Draw(t, "generated id") {
			e.ID = ""
		}
		n.Normalise()
		e.Normalise()
		batch := Batch{Items: []Item{{Op: OpPutNode, Node: &n}, {Op: OpPutEdge, Edge: &e}}}
		if err := batch.Check(); err != nil {
			t.Fatal(err)
		}
		var node Node
		var edge Edge
		again(t, n, &node)
		again(t, e, &edge)
		node.Normalise()
		edge.Normalise()
		if diff := cmp.Diff(n, node, compareDates); diff != "" {
			t.Fatalf("node (-written +read):\n%s", diff)
		}
		if diff := cmp.Diff(e, edge, compareDates); diff != "" {
			t.Fatalf("edge (-written +read):\n%s", diff)
		}
		if bare := edge; bare.GenerateID() != e.GenerateID() {
			t.Fatal("an equal edge gets another id")
		}
	})
}

func again(t *rapid.T, record, into any) {
	text, err := json.Marshal(record)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// spoiler breaks one field of a record; at is where, want what Check says.
type spoiler struct {
	at, want string
	node     func(*Node)
	edge     func(*Edge)
}

func spoilers() []spoiler {
	list := []spoiler{
		{at: "/node/id", want: CodeBadIDScheme, node: func(n *Node) { n.ID = "no scheme" }},
		{at: "/node/kind", want: CodeBadName, node: func(n *Node) { n.Kind = "Te am" }},
		{at: "/node/name", want: CodeBadText, node: func(n *Node) { n.Name = "a\x00" }},
		{at: "/node/name_en", want: CodeTooLong, node: func(n *Node) { n.NameEn = strings.Repeat("x", MaxName+1) }},
		{at: "/node/aliases/2", want: CodeBadText, node: func(n *Node) { n.Aliases = []string{"a", "b", "\xff"} }},
		{at: "/node/region", want: CodeBadRegion, node: func(n *Node) { n.Region = "苏州" }},
		{at: "/edge/id", want: CodeBadIDValue, edge: func(e *Edge) { e.ID = "e:a b" }},
		{at: "/edge/relation", want: CodeBadName, edge: func(e *Edge) { e.Relation = "part of" }},
		{at: "/edge/from", want: CodeMissing, edge: func(e *Edge) { e.From = "" }},
		{at: "/edge/to", want: CodeBadIDValue, edge: func(e *Edge) { e.To = "local:a/b" }},
	}
	for at, spoil := range map[string]struct {
		want string
		do   func(*Common)
	}{
		"/valid_to":             {CodeDateOrder, func(c *Common) { c.ValidFrom, c.ValidTo = MustDate("2021"), MustDate("2020-12-31") }},
		"/visibility":           {CodeUnknownTerm, func(c *Common) { c.Visibility = "nobody" }},
		"/sources/1":            {CodeSourceEmpty, func(c *Common) { c.Sources = []Source{{Title: "a"}, {}} }},
		"/sources/0/confidence": {CodeUnknownTerm, func(c *Common) { c.Sources = []Source{{Title: "a", Confidence: "sure"}} }},
		"/sources/0/title":      {CodeBadText, func(c *Common) { c.Sources = []Source{{Title: "a\x01"}} }},
		"/sources/0/address":    {CodeTooLong, func(c *Common) { c.Sources = []Source{{Address: "http://x/" + strings.Repeat("长", MaxText+1)}} }},
		"/properties/a~1b":      {CodeBadName, func(c *Common) { c.Properties = Properties{"a/b": "x"} }},
		"/properties/n":         {CodeWrongType, func(c *Common) { c.Properties = Properties{"n": 1} }},
		"/properties/t/1":       {CodeBadText, func(c *Common) { c.Properties = Properties{"t": []string{"a", "\x02"}} }},
	} {
		list = append(list, spoiler{at: "/node" + at, want: spoil.want, node: func(n *Node) { spoil.do(&n.Common) }},
			spoiler{at: "/edge" + at, want: spoil.want, edge: func(e *Edge) { spoil.do(&e.Common) }})
	}
	slices.SortFunc(list, func(a, b spoiler) int { return strings.Compare(a.at, b.at) })
	return list
}

// Of good records with one field broken, Check names this field and no other.
func TestCheckFindsTheField(t *testing.T) {
	list := spoilers()
	rapid.Check(t, func(rt *rapid.T) {
		var batch Batch
		for i := range rapid.IntRange(1, 4).Draw(rt, "records") {
			n, e := drawNode(rt), drawEdge(rt)
			n.ID, e.ID = ID("local:"+strconv.Itoa(i)), ID("e:"+strconv.Itoa(i))
			batch.Items = append(batch.Items, Item{Op: OpPutNode, Node: &n}, Item{Op: OpPutEdge, Edge: &e})
		}
		if err := batch.Check(); err != nil {
			rt.Fatal(err)
		}
		s := rapid.SampledFrom(list).Draw(rt, "broken")
		at := rapid.IntRange(0, len(batch.Items)/2-1).Draw(rt, "at") * 2
		if s.node != nil {
			s.node(batch.Items[at].Node)
		} else {
			at++
			s.edge(batch.Items[at].Edge)
		}
		have := problemsOf(t, batch.Check())
		if diff := cmp.Diff([]string{fmt.Sprintf("/items/%d%s %s", at, s.at, s.want)}, have); diff != "" {
			rt.Fatalf("-want +have:\n%s", diff)
		}
	})
}

// drawDeclared draws a record with values under names its owner declares, right and
// wrong ones.
func drawDeclared(t *rapid.T, declared []Property) Properties {
	props := make(Properties)
	for range rapid.IntRange(0, min(6, len(declared))).Draw(t, "declared") {
		p := rapid.SampledFrom(declared).Draw(t, "property")
		props[p.Name] = rapid.OneOf(
			rapid.SampledFrom([]any{"https://example.org/", "2021-03", "2021-13", "joint_rd", int64(3), 0.25, true, []string{"甲", "乙"}, []string{}, []int64{1}, []float64{0.5}, []bool{false}}),
			goodText().AsAny(),
		).Draw(t, "value")
	}
	return props
}

// Conform converts once: a second time it changes nothing and says the same in the same
// order.
func TestConformIsIdempotent(t *testing.T) {
	s := BuiltinSchema()
	rapid.Check(t, func(t *rapid.T) {
		n, e := drawNode(t), drawEdge(t)
		n.Kind = rapid.SampledFrom(s.Kinds).Draw(t, "kind").Name
		e.Relation = rapid.SampledFrom(s.Relations).Draw(t, "relation").Name
		n.Properties = drawDeclared(t, s.NodeProperties(n.Kind))
		e.Properties = drawDeclared(t, s.Relation(e.Relation).Properties)
		batch := Batch{Items: []Item{{Op: OpPutNode, Node: &n}, {Op: OpPutEdge, Edge: &e}}}
		kind := func(ID) Kind { return n.Kind }
		said := fmt.Sprint(s.Conform(batch, kind))
		nodes, edges := maps.Clone(n.Properties), maps.Clone(e.Properties)
		for range 3 {
			if repeated := fmt.Sprint(s.Conform(batch, kind)); repeated != said {
				t.Fatalf("first %s\nthen %s", said, repeated)
			}
		}
		if diff := cmp.Diff(nodes, n.Properties) + cmp.Diff(edges, e.Properties); diff != "" {
			t.Fatalf("conforming again changed:\n%s", diff)
		}
		for name, value := range n.Properties {
			if def := s.NodeProperty(n.Kind, name); def.Type == TypeFloat {
				if _, integer := value.(int64); integer {
					t.Fatalf("%s is still an integer", name)
				}
			}
		}
	})
}

// Several required properties that are missing are named in the same order every time.
func TestMissingPropertiesInOrder(t *testing.T) {
	s, err := ParseSchema([]byte(`{"version":1,"vocabularies":{},"sets":{},"common":[],"relations":[],"kinds":[{"name":"team","zh":"组","en":"team","properties":[
		{"name":"e","type":"text","zh":"e","en":"e","required":true},{"name":"a","type":"text","zh":"a","en":"a","required":true},
		{"name":"d","type":"text","zh":"d","en":"d","required":true},{"name":"b","type":"text","zh":"b","en":"b","required":true},
		{"name":"c","type":"text","zh":"c","en":"c","required":true}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := "invalid: /items/0/node/properties/a: missing; /items/0/node/properties/b: missing; /items/0/node/properties/c: missing; /items/0/node/properties/d: missing; /items/0/node/properties/e: missing"
	for range 20 {
		if err := s.Conform(Batch{Items: []Item{goodNode(nil)}}, nil); err == nil || err.Error() != want {
			t.Fatalf("%v", err)
		}
	}
}
