package graph

import (
	"net/url"
	"slices"
	"strings"
)

// Conform reports what about the batch breaks the schema: unknown kinds and
// relations, wrong types, values outside their vocabulary, ends a relation does not
// join. kindOf names the kind of a node that is not in the batch, "" when there is
// none; a nil kindOf leaves the ends of edges unchecked. Where the schema declares
// a float and the input has an integer, the value is converted in place. Properties the
// schema does not know are kept. The error is nil or an [*InvalidError].
func (s *Schema) Conform(b Batch, kindOf func(ID) Kind) error {
	var list []Problem
	items := problems{list: &list}.in("items")
	kinds := make(map[ID]Kind)
	for _, it := range b.Items {
		if it.Op == OpPutNode && it.Node != nil {
			kinds[it.Node.ID] = it.Node.Kind
		}
	}
	kind := func(id ID) Kind {
		if k := kinds[id]; k != "" || kindOf == nil {
			return k
		}
		return kindOf(id)
	}
	for i, it := range b.Items {
		switch {
		case it.Op == OpPutNode && it.Node != nil:
			s.conformNode(items.index(i).in("node"), it.Node)
		case it.Op == OpPutEdge && it.Edge != nil:
			at := items.index(i).in("edge")
			s.conformEdge(at, it.Edge)
			if kindOf != nil {
				s.conformEnds(at, it.Edge, kind)
			}
		}
	}
	if len(list) > 0 {
		return &InvalidError{Problems: list}
	}
	return nil
}

func (s *Schema) conformNode(at problems, n *Node) {
	if n.Kind == "" {
		return // [Batch.Check] reports it
	}
	if s.kinds[n.Kind] == nil {
		names := make([]string, len(s.Kinds))
		for i, k := range s.Kinds {
			names[i] = string(k.Name)
		}
		at.in("kind").add(CodeUnknownKind, "value", string(n.Kind), "nearest", nearest(string(n.Kind), names))
		return
	}
	s.conformProperties(at.in("properties"), string(n.Kind), n.Properties)
}

func (s *Schema) conformEdge(at problems, e *Edge) {
	if e.Relation == "" {
		return
	}
	if s.relations[e.Relation] == nil {
		names := make([]string, len(s.Relations))
		for i, r := range s.Relations {
			names[i] = string(r.Name)
		}
		at.in("relation").add(CodeUnknownRelation, "value", string(e.Relation), "nearest", nearest(strings.ToUpper(string(e.Relation)), names))
		return
	}
	s.conformProperties(at.in("properties"), string(e.Relation), e.Properties)
}

func (s *Schema) conformEnds(at problems, e *Edge, kind func(ID) Kind) {
	def := s.relations[e.Relation]
	if def == nil {
		return
	}
	for end, part := range []struct {
		name    string
		id      ID
		allowed []string
	}{{"from", e.From, def.From}, {"to", e.To, def.To}} {
		k := kind(part.id)
		switch {
		case k == "":
			at.in(part.name).add(CodeUnknownNode, "id", string(part.id))
		case s.kinds[k] == nil: // a kind of a newer program: not ours to judge
		case !s.endAllows(e.Relation, end, k):
			at.in(part.name).add(CodeWrongEnd, "kind", string(k), "allowed", strings.Join(part.allowed, ", "))
		}
	}
}

func (s *Schema) conformProperties(at problems, owner string, props Properties) {
	declared := s.properties[owner]
	for _, name := range props.Names() {
		if def := declared[name]; def != nil {
			props[name] = s.conformValue(at.in(name), def, props[name])
		}
	}
	for _, name := range s.required[owner] {
		if _, present := props[name]; !present {
			at.in(name).add(CodeMissing)
		}
	}
}

func (s *Schema) conformValue(at problems, def *Property, value any) any {
	switch def.Type {
	case TypeText, TypeDate, TypeURL:
		text, ok := value.(string)
		if !ok {
			at.add(CodeWrongType, "want", string(def.Type))
			return value
		}
		s.conformText(at, def, text)
	case TypeTextList:
		if single, ok := value.(string); ok {
			value = []string{single}
		}
		texts, ok := value.([]string)
		if !ok {
			at.add(CodeWrongType, "want", string(def.Type))
			return value
		}
		for i, text := range texts {
			s.conformText(at.index(i), def, text)
		}
	case TypeFloat:
		if i, ok := value.(int64); ok {
			return float64(i)
		}
		checkType[float64](at, def, value)
	case TypeInt:
		checkType[int64](at, def, value)
	case TypeBool:
		checkType[bool](at, def, value)
	}
	return value
}

func checkType[T any](at problems, def *Property, value any) {
	if _, ok := value.(T); !ok {
		at.add(CodeWrongType, "want", string(def.Type))
	}
}

func (s *Schema) conformText(at problems, def *Property, text string) {
	switch {
	case def.Type == TypeDate:
		if _, err := ParseDate(text); err != nil || text == "" {
			at.add(CodeBadDate, "value", text)
		}
	case def.Type == TypeURL:
		if u, err := url.Parse(text); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			at.add(CodeBadURL, "value", text)
		}
	case def.Vocabulary != "":
		terms := s.Vocabularies[def.Vocabulary].Terms
		if !slices.ContainsFunc(terms, func(t Term) bool { return t.Code == text }) {
			codes := make([]string, len(terms))
			for i, t := range terms {
				codes[i] = t.Code
			}
			at.add(CodeUnknownTerm, "value", text, "allowed", strings.Join(codes, ", "))
		}
	}
}

// nearest returns the name with the smallest edit distance to s, or "" when none is
// within a third of its length.
func nearest(s string, names []string) string {
	best, found := len(s)/3+1, ""
	for _, name := range names {
		if d := editDistance(s, name); d < best {
			best, found = d, name
		}
	}
	return found
}

// editDistance is Levenshtein's distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
