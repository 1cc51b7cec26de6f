package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Properties are the values of a record that its kind or relation declares, by
// name. A value is a string, int64, float64 or bool, or a []string, []int64,
// []float64 or []bool; nothing else, never nil and never nested. A partial date is
// kept as its text and checked against the schema. An empty list is a []string.
type Properties map[string]any

// Text returns the string under name, or "".
func (p Properties) Text(name string) string {
	s, _ := p[name].(string)
	return s
}

// Texts returns the list of strings under name; a single string counts as a list of one.
func (p Properties) Texts(name string) []string {
	switch v := p[name].(type) {
	case []string:
		return v
	case string:
		return []string{v}
	}
	return nil
}

// Number returns the number under name, integer or not, and whether there is one.
func (p Properties) Number(name string) (float64, bool) {
	switch v := p[name].(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// Bool returns the truth value under name and whether there is one.
func (p Properties) Bool(name string) (value, known bool) {
	value, known = p[name].(bool)
	return value, known
}

// Names returns the names in ascending order.
func (p Properties) Names() []string {
	names := make([]string, 0, len(p))
	for name := range p {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// MarshalJSON writes the properties in ascending order of name. A float64 without a
// fraction is written with ".0", so that reading gives a float64 again.
func (p Properties) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteByte('{')
	for i, name := range p.Names() {
		if i > 0 {
			buf.WriteByte(',')
		}
		if err := writeJSON(&buf, name); err != nil {
			return nil, err
		}
		buf.WriteByte(':')
		if err := writeValue(&buf, p[name]); err != nil {
			return nil, fmt.Errorf("property %s: %w", name, err)
		}
	}
	buf.WriteByte('}')
	return buf.Bytes(), nil
}

func writeValue(buf *bytes.Buffer, value any) error {
	switch v := value.(type) {
	case float64:
		return writeFloat(buf, v)
	case []float64:
		return writeList(buf, v)
	case []string:
		return writeList(buf, v)
	case []int64:
		return writeList(buf, v)
	case []bool:
		return writeList(buf, v)
	case string, int64, bool:
		return writeJSON(buf, v)
	}
	return fmt.Errorf("a %T is not a property value", value)
}

// writeList writes an absent list like an empty one.
func writeList[T any](buf *bytes.Buffer, list []T) error {
	buf.WriteByte('[')
	for i, v := range list {
		if i > 0 {
			buf.WriteByte(',')
		}
		if err := writeValue(buf, v); err != nil {
			return err
		}
	}
	buf.WriteByte(']')
	return nil
}

// writeJSON writes v without escaping <, > and &, which only matters inside HTML.
func writeJSON(buf *bytes.Buffer, v any) error {
	if s, ok := v.(string); ok && isPlain(s) {
		buf.WriteByte('"')
		buf.WriteString(s)
		buf.WriteByte('"')
		return nil
	}
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	buf.Truncate(buf.Len() - 1) // the encoder ends with a line break
	return nil
}

// isPlain reports whether s stands in JSON as it is.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c == 0xe2 { // the line separators U+2028 and U+2029 begin with 0xe2
			return false
		}
	}
	return utf8.ValidString(s)
}

func writeFloat(buf *bytes.Buffer, f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return errors.New("a number must be finite")
	}
	text := strconv.FormatFloat(f, 'g', -1, 64)
	buf.WriteString(text)
	if !strings.ContainsAny(text, ".e") {
		buf.WriteString(".0")
	}
	return nil
}

// UnmarshalJSON reads what [Properties.MarshalJSON] writes: a number with a point or
// an exponent is a float64, any other an int64.
func (p *Properties) UnmarshalJSON(data []byte) error {
	if props, ok := readPlain(string(data)); ok {
		*p = props
		return nil
	}
	return p.unmarshal(data)
}

// unmarshal reads any JSON.
func (p *Properties) unmarshal(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	if raw == nil {
		*p = nil
		return nil
	}
	out := make(Properties, len(raw))
	for name, text := range raw {
		value, err := parseValue(text)
		if err != nil {
			return &PropertyError{Name: name, Err: err}
		}
		out[name] = value
	}
	*p = out
	return nil
}

// PropertyError names the property whose value cannot be read.
type PropertyError struct {
	Name string
	Err  error
}

// Error names the property and the cause.
func (e *PropertyError) Error() string { return "property " + e.Name + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *PropertyError) Unwrap() error { return e.Err }

var (
	errNull   = errors.New("null is not a value: leave the property out")
	errNested = errors.New("objects and lists within lists are not values")
	errMixed  = errors.New("a list holds values of one type")
)

func parseValue(text json.RawMessage) (any, error) {
	switch text[0] {
	case 'n':
		return nil, errNull
	case '{':
		return nil, errNested
	case '"':
		var s string
		err := json.Unmarshal(text, &s)
		return s, err
	case 't', 'f':
		return text[0] == 't', nil
	case '[':
		return parseList(text)
	}
	return parseNumber(string(text))
}

func parseNumber(text string) (any, error) {
	if !strings.ContainsAny(text, ".eE") {
		i, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s does not fit a 64-bit integer", text)
		}
		return i, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, fmt.Errorf("%s is out of range", text)
	}
	return f, nil
}

func parseList(text json.RawMessage) (any, error) {
	var items []json.RawMessage
	if err := json.Unmarshal(text, &items); err != nil {
		return nil, err
	}
	values := make([]any, len(items))
	for i, item := range items {
		if item[0] == '[' {
			return nil, errNested
		}
		v, err := parseValue(item)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return typedList(values)
}

// typedList turns values of one type into a list of that type; integers beside
// floats become floats.
func typedList(values []any) (any, error) {
	if len(values) == 0 {
		return []string{}, nil
	}
	switch values[0].(type) {
	case string:
		return listOf[string](values)
	case bool:
		return listOf[bool](values)
	}
	if ints, err := listOf[int64](values); err == nil {
		return ints, nil
	}
	floats := make([]float64, len(values))
	for i, v := range values {
		switch n := v.(type) {
		case int64:
			floats[i] = float64(n)
		case float64:
			floats[i] = n
		default:
			return nil, errMixed
		}
	}
	return floats, nil
}

func listOf[T any](values []any) ([]T, error) {
	out := make([]T, len(values))
	for i, v := range values {
		t, ok := v.(T)
		if !ok {
			return nil, errMixed
		}
		out[i] = t
	}
	return out, nil
}
