package graph

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzID: an id that is taken has a scheme and a value, can stand in a path and an
// address, and is no longer than allowed.
func FuzzID(f *testing.F) {
	for _, text := range []string{"local:a", "part_of:0123456789abcde", "ror:00073tb80", "a:", ":a", "a", "", "A:b", "a:b:c", "a:é", "a:e\u0301", "a:\xff", "a:b c", "a:b/c", "a:%20", "a:" + strings.Repeat("长", MaxIDValue+1)} {
		f.Add(text, false)
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, edge bool) {
		id := ID(text)
		if checkID(id, edge) != "" {
			return
		}
		if id.Scheme()+":"+id.Value() != text || id.Scheme() == "" || id.Value() == "" {
			t.Fatalf("%q falls into %q and %q", text, id.Scheme(), id.Value())
		}
		if !utf8.ValidString(text) || utf8.RuneCountInString(id.Value()) > MaxIDValue || strings.ContainsAny(id.Value(), `/?#%\`) || strings.ContainsFunc(text, unicode.IsSpace) {
			t.Fatalf("%q was taken", text)
		}
		if !edge && checkID(id, true) != "" {
			t.Fatalf("%q is the id of a node but cannot be that of an edge", text)
		}
	})
}

// FuzzEdge: an edge that is read can be written and read again, gets the same id
// every time, and is only ever refused with a list of problems.
func FuzzEdge(f *testing.F) {
	f.Add([]byte(`{"relation":"PART_OF","from":"local:a","to":"local:b"}`))
	f.Add([]byte(`{"id":"e:1","relation":"COLLABORATES_WITH","from":"local:a","to":"local:b","valid_from":"2021","valid_to":"2020","properties":{"mode":"joint_rd","weight":1}}`))
	f.Add([]byte(`{"id":1,"relation":null,"sources":[{"seen":"x"}],"visibility":"\ud800"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var e Edge
		if json.Unmarshal(text, &e) != nil {
			return
		}
		e.Normalise()
		written, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var read Edge
		if err := json.Unmarshal(written, &read); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if read.GenerateID() != e.GenerateID() {
			t.Fatalf("%s: another id after reading", written)
		}
		b := Batch{Items: []Item{{Op: OpPutEdge, Edge: &e}}}
		problemsOf(t, b.Check())
		problemsOf(t, BuiltinSchema().Conform(b, func(ID) Kind { return KindTeam }))
	})
}

// FuzzParseSchema: a declaration that is read can be asked about everything it
// declares.
func FuzzParseSchema(f *testing.F) {
	f.Add(schemaJSON)
	for _, text := range []string{
		`{}`, ``, `null`, `[]`, `{"kinds":[{"name":"a"},{"name":"a"}]}`, `{"kinds":[null]}`, `{"relations":[{"name":"A","from":["@x"],"to":["*"]}]}`,
		`{"sets":{"x":["a"]},"kinds":[{"name":"a","properties":[{"name":"p","type":"text","vocabulary":"v"}]}],"vocabularies":{"v":{"terms":[{"code":"c"}]}}}`,
		`{"version":1}{"version":2}`, `{"unknown":1}`, `{"sets":{"x":["@y"],"y":["@x"]},"relations":[{"name":"A","from":["@x"],"to":["*"]}]}`, `{"relations":[{"name":"A","from":[],"to":["*"],"weight":"w"}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ParseSchema(text)
		if err != nil {
			return
		}
		for _, k := range s.Kinds {
			if s.Kind(k.Name) == nil {
				t.Fatalf("kind %q is not found", k.Name)
			}
			for _, p := range s.NodeProperties(k.Name) {
				if s.NodeProperty(k.Name, p.Name) == nil {
					t.Fatalf("property %q of %q is not found", p.Name, k.Name)
				}
			}
			for _, r := range s.Relations {
				s.Joins(r.Name, k.Name, k.Name)
			}
		}
		for _, r := range s.Relations {
			if s.Relation(r.Name) == nil {
				t.Fatalf("relation %q is not found", r.Name)
			}
		}
		for name := range s.Vocabularies {
			s.TermLabel(name, "x")
		}
		n := Node{ID: "local:a", Kind: "a", Name: "x", Common: Common{Properties: Properties{"p": int64(1)}}}
		problemsOf(t, s.Conform(Batch{Items: []Item{{Op: OpPutNode, Node: &n}}}, nil))
	})
}
