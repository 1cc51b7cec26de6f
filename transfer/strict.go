package transfer

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"chuangmai/graph"
)

// strict reads a line value by value and notes everything wrong with it.
type strict struct {
	problems []graph.Problem
}

func (s *strict) add(at, code string, params ...string) {
	p := graph.Problem{Pointer: at, Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if p.Params == nil {
			p.Params = make(map[string]string)
		}
		p.Params[params[i]] = params[i+1]
	}
	s.problems = append(s.problems, p)
}

// below returns the pointer of a key under at.
func below(at, key string) string {
	return at + "/" + strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

func parseStrictly(text []byte) (Line, error) {
	var s strict
	line := s.line(text)
	if len(s.problems) > 0 {
		return Line{}, &graph.InvalidError{Problems: s.problems}
	}
	return line, nil
}

func (s *strict) line(text []byte) Line {
	var line Line
	if !utf8.Valid(text) {
		s.add("", graph.CodeBadText)
		return line
	}
	if !json.Valid(text) {
		s.add("", graph.CodeBadSyntax, "detail", syntaxError(text))
		return line
	}
	s.object("", text, func(at, key string, value json.RawMessage) bool {
		if _, known := atTop.under(key); known && isNull(value) {
			return true
		}
		switch key {
		case "node":
			line.Node = new(graph.Node)
			s.node(at, value, line.Node)
		case "edge":
			line.Edge = new(graph.Edge)
			s.edge(at, value, line.Edge)
		case "delete":
			line.Delete = new(Delete)
			s.delete(at, value, line.Delete)
		case "meta":
			line.Meta = new(Meta)
			s.value(at, value, line.Meta, "object")
		default:
			return false
		}
		return true
	})
	if len(s.problems) == 0 && !line.complete() {
		at := ""
		if line.Delete != nil {
			at = "/delete"
		}
		s.add(at, graph.CodeUnknownOperation)
	}
	return line
}

func syntaxError(text []byte) string {
	var v any
	err := json.Unmarshal(text, &v)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return syntax.Error() + " at byte " + strconv.FormatInt(syntax.Offset, 10)
	case err != nil:
		return err.Error()
	}
	return "not JSON"
}

// object reads the keys of an object in order. A null is an object without keys.
func (s *strict) object(at string, text json.RawMessage, member func(at, key string, value json.RawMessage) (known bool)) {
	if isNull(text) {
		return
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		s.add(at, graph.CodeWrongType, "want", "object")
		return
	}
	seen := make(map[string]bool)
	for dec.More() {
		token, err := dec.Token()
		key, isKey := token.(string)
		var value json.RawMessage
		if err == nil {
			err = dec.Decode(&value)
		}
		if err != nil || !isKey {
			s.add(at, graph.CodeBadSyntax, "detail", "not an object")
			return
		}
		here := below(at, key)
		if seen[key] {
			s.add(here, graph.CodeRepeated, "id", key)
			continue
		}
		seen[key] = true
		if !member(here, key, value) {
			s.add(here, graph.CodeUnknownField, "value", key)
		}
	}
}

func isNull(text json.RawMessage) bool { return bytes.Equal(bytes.TrimSpace(text), []byte("null")) }

func (s *strict) node(at string, text json.RawMessage, n *graph.Node) {
	s.object(at, text, func(at, key string, value json.RawMessage) bool {
		switch key {
		case "id":
			s.value(at, value, &n.ID, "text")
		case "kind":
			s.value(at, value, &n.Kind, "text")
		case "name":
			s.value(at, value, &n.Name, "text")
		case "name_en":
			s.value(at, value, &n.NameEn, "text")
		case "aliases":
			s.value(at, value, &n.Aliases, "text_list")
		case "region":
			s.value(at, value, &n.Region, "text")
		default:
			return s.common(at, key, value, &n.Common)
		}
		return true
	})
}

func (s *strict) edge(at string, text json.RawMessage, e *graph.Edge) {
	s.object(at, text, func(at, key string, value json.RawMessage) bool {
		switch key {
		case "id":
			s.value(at, value, &e.ID, "text")
		case "relation":
			s.value(at, value, &e.Relation, "text")
		case "from":
			s.value(at, value, &e.From, "text")
		case "to":
			s.value(at, value, &e.To, "text")
		default:
			return s.common(at, key, value, &e.Common)
		}
		return true
	})
}

func (s *strict) common(at, key string, value json.RawMessage, c *graph.Common) bool {
	switch key {
	case "valid_from":
		s.date(at, value, &c.ValidFrom)
	case "valid_to":
		s.date(at, value, &c.ValidTo)
	case "sources":
		s.sources(at, value, c)
	case "visibility":
		s.value(at, value, &c.Visibility, "text")
	case "synthetic":
		s.value(at, value, &c.Synthetic, "bool")
	case "properties":
		s.properties(at, value, c)
	case "version":
		s.value(at, value, &c.Version, "int")
	case "revision":
		s.value(at, value, &c.Revision, "int")
	default:
		return false
	}
	return true
}

func (s *strict) sources(at string, text json.RawMessage, c *graph.Common) {
	var list []json.RawMessage
	if !s.value(at, text, &list, "list") {
		return
	}
	if list != nil {
		c.Sources = make([]graph.Source, len(list))
	}
	for i, element := range list {
		source := &c.Sources[i]
		s.object(at+"/"+strconv.Itoa(i), element, func(at, key string, value json.RawMessage) bool {
			switch key {
			case "title":
				s.value(at, value, &source.Title, "text")
			case "address":
				s.value(at, value, &source.Address, "text")
			case "seen":
				s.date(at, value, &source.Seen)
			case "confidence":
				s.value(at, value, &source.Confidence, "text")
			case "mirror":
				s.value(at, value, &source.Mirror, "bool")
			default:
				return false
			}
			return true
		})
	}
}

func (s *strict) properties(at string, text json.RawMessage, c *graph.Common) {
	if isNull(text) {
		return
	}
	c.Properties = make(graph.Properties)
	s.object(at, text, func(at, key string, value json.RawMessage) bool {
		one, err := json.Marshal(map[string]json.RawMessage{key: value})
		var read graph.Properties
		if err == nil {
			err = read.UnmarshalJSON(one)
		}
		var wrong *graph.PropertyError
		switch {
		case errors.As(err, &wrong):
			s.add(at, graph.CodeWrongType, "want", "string, integer, number, boolean or a list of one of these", "detail", wrong.Err.Error())
		case err != nil:
			s.add(at, graph.CodeBadSyntax, "detail", err.Error())
		}
		for name, v := range read {
			c.Properties[name] = v
		}
		return true
	})
}

func (s *strict) delete(at string, text json.RawMessage, d *Delete) {
	s.object(at, text, func(at, key string, value json.RawMessage) bool {
		switch key {
		case "node":
			s.value(at, value, &d.Node, "text")
		case "edges":
			s.value(at, value, &d.Edges, "bool")
		case "edge":
			s.value(at, value, &d.Edge, "text")
		case "relation":
			s.value(at, value, &d.Relation, "text")
		default:
			return false
		}
		return true
	})
}

// value reads a value of the wanted type.
func (s *strict) value(at string, text json.RawMessage, into any, want string) bool {
	if err := json.Unmarshal(text, into); err != nil {
		s.add(at, graph.CodeWrongType, "want", want)
		return false
	}
	return true
}

func (s *strict) date(at string, text json.RawMessage, into *graph.Date) {
	var written *string
	if !s.value(at, text, &written, "date") || written == nil {
		return
	}
	date, err := graph.ParseDate(*written)
	if err != nil {
		s.add(at, graph.CodeBadDate, "value", *written)
	}
	*into = date
}
