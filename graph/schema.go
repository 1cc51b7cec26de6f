package graph

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

//go:embed schema.json
var schemaJSON []byte

// Label is a text in Chinese and English.
type Label struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// In returns the text in the asked language: "en", or Chinese for anything else.
func (l Label) In(lang string) string {
	if lang == "en" {
		return l.En
	}
	return l.Zh
}

// ValueType is the declared type of a property.
type ValueType string

// The declared types. A date is kept as its text; a url is a text with an http or
// https address.
const (
	TypeText     ValueType = "text"
	TypeTextList ValueType = "text_list"
	TypeInt      ValueType = "int"
	TypeFloat    ValueType = "float"
	TypeBool     ValueType = "bool"
	TypeDate     ValueType = "date"
	TypeURL      ValueType = "url"
)

// Property declares a property of a kind or relation.
type Property struct {
	Name string    `json:"name"`
	Type ValueType `json:"type"`
	Label
	Vocabulary string `json:"vocabulary,omitempty"` // terms allowed; "" for any
	Unit       string `json:"unit,omitempty"`
	Required   bool   `json:"required,omitempty"`
	Ranked     bool   `json:"ranked,omitempty"`   // kept in the picture of the network
	Searched   bool   `json:"searched,omitempty"` // part of the text that search finds
	Linked     bool   `json:"linked,omitempty"`   // read by the linker for capabilities
	Clause     string `json:"clause,omitempty"`
}

// KindDef declares a kind of node.
type KindDef struct {
	Name Kind `json:"name"`
	Label
	Clause string `json:"clause,omitempty"`
	// Group is the part of an answer its nodes stand in: do, use, ask or join; "" for none.
	Group string `json:"group,omitempty"`
	// Actor is its place among government, industry, university, research, user and capital.
	Actor string `json:"actor,omitempty"`
	// Provider kinds have capabilities; organisations can act.
	Provider     bool       `json:"provider,omitempty"`
	Organisation bool       `json:"organisation,omitempty"`
	Properties   []Property `json:"properties"`
}

// RelationDef declares a relation.
type RelationDef struct {
	Name Relation `json:"name"`
	Label
	From   []string `json:"from"` // kinds, "@set", or "*"
	To     []string `json:"to"`
	Clause string   `json:"clause,omitempty"`
	// Symmetric relations mean the same in both directions.
	Symmetric bool `json:"symmetric,omitempty"`
	// Qualifier, Weight and Note name the properties that the picture keeps of an edge:
	// a term, a number and a text.
	Qualifier  string     `json:"qualifier,omitempty"`
	Weight     string     `json:"weight,omitempty"`
	Note       string     `json:"note,omitempty"`
	Properties []Property `json:"properties"`
}

// Term is one value of a vocabulary.
type Term struct {
	Code string `json:"code"`
	Label
}

// Vocabulary is a closed list of terms, in their declared order.
type Vocabulary struct {
	Label
	Terms []Term `json:"terms"`
}

// Schema declares what a network is made of. It is immutable.
type Schema struct {
	Version      int                   `json:"version"`
	Vocabularies map[string]Vocabulary `json:"vocabularies"`
	Sets         map[string][]string   `json:"sets"`
	Common       []Property            `json:"common"` // properties every kind may have
	Kinds        []KindDef             `json:"kinds"`
	Relations    []RelationDef         `json:"relations"`

	kinds      map[Kind]*KindDef
	relations  map[Relation]*RelationDef
	properties map[string]map[string]*Property // owner, name
	required   map[string][]string             // owner, names in ascending order
	ends       map[Relation][2]map[Kind]bool   // nil map: any kind
}

var builtin = sync.OnceValue(func() *Schema {
	s, err := ParseSchema(schemaJSON)
	if err != nil {
		panic(err) // the embedded file is part of the program and tested
	}
	return s
})

// BuiltinSchema returns the schema the program was built with.
func BuiltinSchema() *Schema { return builtin() }

// SchemaJSON returns the declaration of the built-in schema.
func SchemaJSON() []byte { return slices.Clone(schemaJSON) }

// ParseSchema reads a declaration and checks that it is sound: names unique, every
// set, kind, vocabulary and property it refers to declared.
func ParseSchema(data []byte) (*Schema, error) {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	s := new(Schema)
	if err := dec.Decode(s); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("schema: more than one value")
	}
	if err := s.index(); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return s, nil
}

func (s *Schema) index() error {
	s.kinds = make(map[Kind]*KindDef, len(s.Kinds))
	s.relations = make(map[Relation]*RelationDef, len(s.Relations))
	s.properties = make(map[string]map[string]*Property)
	s.required = make(map[string][]string)
	s.ends = make(map[Relation][2]map[Kind]bool, len(s.Relations))
	var errs []error
	for i := range s.Kinds {
		k := &s.Kinds[i]
		if s.kinds[k.Name] != nil {
			errs = append(errs, fmt.Errorf("kind %s twice", k.Name))
		}
		if !isIdentifier(string(k.Name), 'a', 'z') {
			errs = append(errs, fmt.Errorf("kind %q is not a name in lower case", k.Name))
		}
		s.kinds[k.Name] = k
		errs = append(errs, s.indexProperties(string(k.Name), s.Common, k.Properties)...)
	}
	for i := range s.Relations {
		r := &s.Relations[i]
		if s.relations[r.Name] != nil {
			errs = append(errs, fmt.Errorf("relation %s twice", r.Name))
		}
		if !isIdentifier(string(r.Name), 'A', 'Z') {
			errs = append(errs, fmt.Errorf("relation %q is not a name in upper case", r.Name))
		}
		s.relations[r.Name] = r
		errs = append(errs, s.indexProperties(string(r.Name), r.Properties)...)
		for _, name := range []string{r.Qualifier, r.Weight, r.Note} {
			if name != "" && s.properties[string(r.Name)][name] == nil {
				errs = append(errs, fmt.Errorf("relation %s: no property %s", r.Name, name))
			}
		}
		from, errFrom := s.kindSet(r.From, nil)
		to, errTo := s.kindSet(r.To, nil)
		s.ends[r.Name] = [2]map[Kind]bool{from, to}
		errs = append(errs, errFrom, errTo)
	}
	return errors.Join(errs...)
}

func (s *Schema) indexProperties(owner string, lists ...[]Property) (errs []error) {
	byName := make(map[string]*Property)
	for _, list := range lists {
		for i := range list {
			p := &list[i]
			if byName[p.Name] != nil {
				errs = append(errs, fmt.Errorf("%s: property %s twice", owner, p.Name))
			}
			if _, known := s.Vocabularies[p.Vocabulary]; p.Vocabulary != "" && !known {
				errs = append(errs, fmt.Errorf("%s.%s: no vocabulary %s", owner, p.Name, p.Vocabulary))
			}
			if !isIdentifier(p.Name, 'a', 'z') {
				errs = append(errs, fmt.Errorf("%s: property %q is not a name in lower case", owner, p.Name))
			}
			switch p.Type {
			case TypeText, TypeTextList, TypeInt, TypeFloat, TypeBool, TypeDate, TypeURL:
			default:
				errs = append(errs, fmt.Errorf("%s.%s: no type %q", owner, p.Name, p.Type))
			}
			byName[p.Name] = p
			if p.Required {
				s.required[owner] = append(s.required[owner], p.Name)
			}
		}
	}
	slices.Sort(s.required[owner])
	s.properties[owner] = byName
	return errs
}

// kindSet expands names of kinds and "@sets"; nil for "*". within are the sets being
// expanded, none of which may stand in itself.
func (s *Schema) kindSet(names, within []string) (map[Kind]bool, error) {
	out := make(map[Kind]bool)
	for _, name := range names {
		switch {
		case name == "*":
			return nil, nil //nolint:nilnil // nil means any kind
		case strings.HasPrefix(name, "@"):
			members, known := s.Sets[name[1:]]
			if !known {
				return nil, fmt.Errorf("no set %s", name)
			}
			if slices.Contains(within, name) {
				return nil, fmt.Errorf("set %s stands in itself", name)
			}
			inner, err := s.kindSet(members, append(slices.Clip(within), name))
			if err != nil || inner == nil {
				return nil, err
			}
			for k := range inner {
				out[k] = true
			}
		case s.kinds[Kind(name)] == nil:
			return nil, fmt.Errorf("no kind %s", name)
		default:
			out[Kind(name)] = true
		}
	}
	return out, nil
}

// Kind returns the declaration of a kind, or nil when it is unknown.
func (s *Schema) Kind(k Kind) *KindDef { return s.kinds[k] }

// Relation returns the declaration of a relation, or nil when it is unknown.
func (s *Schema) Relation(r Relation) *RelationDef { return s.relations[r] }

// NodeProperty returns the declaration of a kind's property, its own or common to
// all, or nil when it is unknown.
func (s *Schema) NodeProperty(k Kind, name string) *Property { return s.properties[string(k)][name] }

// EdgeProperty returns the declaration of a relation's property, or nil.
func (s *Schema) EdgeProperty(r Relation, name string) *Property {
	return s.properties[string(r)][name]
}

// NodeProperties returns the common properties and those of the kind, in declared order.
func (s *Schema) NodeProperties(k Kind) []Property {
	def := s.kinds[k]
	if def == nil {
		return s.Common
	}
	return slices.Concat(s.Common, def.Properties)
}

// TermLabel returns the label of a vocabulary's term, or the code itself in both
// languages when it is not declared.
func (s *Schema) TermLabel(vocabulary, code string) Label {
	for _, t := range s.Vocabularies[vocabulary].Terms {
		if t.Code == code {
			return t.Label
		}
	}
	return Label{Zh: code, En: code}
}

// Joins reports whether the relation may lead from one kind to the other.
func (s *Schema) Joins(r Relation, from, to Kind) bool {
	return s.endAllows(r, 0, from) && s.endAllows(r, 1, to)
}

func (s *Schema) endAllows(r Relation, end int, k Kind) bool {
	ends, known := s.ends[r]
	return known && (ends[end] == nil || ends[end][k])
}
