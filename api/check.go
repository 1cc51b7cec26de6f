package api

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"chuangmai/graph"
)

// conform checks a value against a schema of the document and returns what is wrong,
// with pointers into the value, in a stable order.
func conform(schema *openapi3.Schema, value any) []item {
	err := schema.VisitJSON(value, openapi3.MultiErrors(), formats())
	if err == nil {
		return nil
	}
	items := itemsOf(err)
	slices.SortStableFunc(items, func(a, b item) int {
		if c := strings.Compare(*a.pointer, *b.pointer); c != 0 {
			return c
		}
		return strings.Compare(a.code, b.code)
	})
	items = slices.CompactFunc(items, func(a, b item) bool {
		return *a.pointer == *b.pointer && a.code == b.code && maps.Equal(a.params, b.params)
	})
	return items[:min(len(items), maxItems)]
}

func itemsOf(err error) []item {
	var several openapi3.MultiError
	if errors.As(err, &several) {
		var out []item
		for _, e := range several {
			out = append(out, itemsOf(e)...)
		}
		return out
	}
	var one *openapi3.SchemaError
	if errors.As(err, &one) {
		return itemsOfSchema(one)
	}
	whole := ""
	return []item{{pointer: &whole, code: graph.CodeBadSyntax, params: pairsOf([]string{"detail", err.Error()})}}
}

// itemsOfSchema turns what the validator says into our codes.
func itemsOfSchema(e *openapi3.SchemaError) []item {
	at := pointer(e.JSONPointer())
	one := func(code string, pairs ...string) []item {
		return []item{{pointer: &at, code: code, params: pairsOf(pairs)}}
	}
	s := e.Schema
	switch e.SchemaField {
	case "required":
		return one(graph.CodeMissing)
	case "properties", "additionalProperties":
		return unknownFields(e, at)
	case "enum":
		return one(graph.CodeUnknownTerm, "value", written(e.Value), "allowed", writtenAll(s.Enum))
	case "minimum":
		return one(codeBelow, "min", number(s.Min))
	case "maximum":
		return one(codeAbove, "max", number(s.Max))
	case "minLength":
		return one(codeTooShort, "min", strconv.FormatUint(s.MinLength, 10))
	case "maxLength":
		return one(graph.CodeTooLong, "max", count(s.MaxLength))
	case "minItems":
		return one(codeTooFew, "min", strconv.FormatUint(s.MinItems, 10))
	case "minProperties":
		return one(codeTooFew, "min", strconv.FormatUint(s.MinProps, 10))
	case "maxItems":
		return one(graph.CodeTooMany, "max", count(s.MaxItems))
	case "maxProperties":
		return one(graph.CodeTooMany, "max", count(s.MaxProps))
	case "pattern":
		return one(codeBadPattern, "pattern", s.Pattern)
	case "format":
		text, _ := e.Value.(string)
		code, params := formatProblem(s.Format, text)
		return []item{{pointer: &at, code: code, params: params}}
	}
	return one(graph.CodeWrongType, "want", typesOf(s))
}

// unknownFields names every key of an object that its schema does not have.
func unknownFields(e *openapi3.SchemaError, at string) []item {
	var out []item
	object, _ := e.Value.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if e.Schema.Properties[key] == nil {
			below := at + pointer([]string{key})
			out = append(out, item{pointer: &below, code: graph.CodeUnknownField, params: pairsOf([]string{"value", key})})
		}
	}
	return out
}

func typesOf(s *openapi3.Schema) string {
	if s.Type == nil {
		return "value"
	}
	return strings.Join(s.Type.Slice(), ", ")
}

func count(n *uint64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatUint(*n, 10)
}

func number(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

// maxShown is how many characters of a refused value an answer repeats.
const maxShown = 100

func written(v any) string {
	if s, ok := v.(string); ok {
		runes := []rune(s)
		return string(runes[:min(len(runes), maxShown)])
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text[:min(len(text), maxShown)])
}

func writtenAll(list []any) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = written(v)
	}
	return strings.Join(words, ", ")
}
