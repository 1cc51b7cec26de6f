package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chuangmai/graph"
)

// maxValues is the greatest number of values, keys included, that a body may hold.
const maxValues = 400_000

// parse reads a JSON text into maps, lists, strings, [json.Number], booleans and nil. It
// refuses what the standard library lets through but nobody means: keys given twice,
// half characters, lists of mixed types, numbers beyond 64 bits, nesting without end.
// The error is a [*failure].
func parse(data []byte, depth int) (any, error) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, fail(codeBadSyntax).at("", graph.CodeMissing)
	case !utf8.Valid(data):
		return nil, fail(codeBadSyntax).at("", graph.CodeBadText)
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, badSyntax(err)
	}
	p := &textParser{dec: json.NewDecoder(bytes.NewReader(data)), depth: depth}
	p.halves = !bytes.Contains(data, []byte("\uFFFD")) && !bytes.Contains(bytes.ToLower(data), []byte(`\ufffd`))
	p.dec.UseNumber()
	value, err := p.value(0)
	if err != nil {
		return nil, err
	}
	return value, p.wrong.as(codeInvalid)
}

func badSyntax(err error) *failure {
	detail := err.Error()
	if s := new(json.SyntaxError); errors.As(err, &s) {
		detail += " (byte " + strconv.FormatInt(s.Offset, 10) + ")"
	}
	return fail(codeBadSyntax).at("", graph.CodeBadSyntax, "detail", detail)
}

// textParser walks a text that is known to be sound JSON.
type textParser struct {
	dec    *json.Decoder
	depth  int
	values int
	halves bool // a replacement character can only stand for half of a pair
	path   []string
	wrong  complaints // the rest of the text is read all the same
}

const maxItems = 100 // as many complaints as one answer holds

func (p *textParser) complain(code string, pairs ...string) {
	if len(p.wrong) < maxItems {
		p.wrong.at(pointer(p.path), code, pairs...)
	}
}

// pointer writes a JSON pointer.
func pointer(path []string) string {
	var b strings.Builder
	for _, part := range path {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(part, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

func (p *textParser) token() (json.Token, error) {
	if p.values++; p.values > maxValues {
		return nil, fail(codeBadSyntax).at(pointer(p.path), codeTooMuch, "max", strconv.Itoa(maxValues))
	}
	t, err := p.dec.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, badSyntax(err)
	}
	return t, nil
}

func (p *textParser) value(depth int) (any, error) {
	t, err := p.token()
	if err != nil {
		return nil, err
	}
	switch v := t.(type) {
	case json.Delim:
		if depth == p.depth {
			return nil, fail(codeBadSyntax).at(pointer(p.path), codeTooDeep, "max", strconv.Itoa(p.depth))
		}
		if v == '{' {
			return p.object(depth)
		}
		return p.list(depth)
	case string:
		p.checkText(v)
	case json.Number:
		p.checkNumber(v)
	}
	return t, nil
}

func (p *textParser) object(depth int) (any, error) {
	out := make(map[string]any)
	for p.dec.More() {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		key, _ := t.(string)
		p.path = append(p.path, key)
		p.checkText(key)
		if _, twice := out[key]; twice {
			p.complain(codeRepeatedKey, "value", key)
		}
		if out[key], err = p.value(depth + 1); err != nil {
			return nil, err
		}
		p.path = p.path[:len(p.path)-1]
	}
	_, err := p.token()
	return out, err
}

func (p *textParser) list(depth int) (any, error) {
	out := []any{}
	for i := 0; p.dec.More(); i++ {
		p.path = append(p.path, strconv.Itoa(i))
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		p.path = p.path[:len(p.path)-1]
		out = append(out, v)
	}
	if _, err := p.token(); err != nil {
		return nil, err
	}
	for _, v := range out {
		if sortOf(v) != sortOf(out[0]) {
			p.complain(codeMixedList)
			break
		}
	}
	return out, nil
}

// sortOf tells the types of JSON apart.
func sortOf(v any) string {
	switch v.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "list"
	case string:
		return "string"
	case json.Number:
		return "number"
	case bool:
		return "boolean"
	}
	return "null"
}

func (p *textParser) checkText(s string) {
	if badText(s) || p.halves && strings.ContainsRune(s, utf8.RuneError) {
		p.complain(graph.CodeBadText)
	}
}

// badText reports control characters other than those of line ends and tabs.
func badText(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r'
	})
}

func (p *textParser) checkNumber(n json.Number) {
	if !strings.ContainsAny(n.String(), ".eE") {
		if _, err := n.Int64(); err == nil {
			return
		}
		p.complain(codeNumberRange)
		return
	}
	if _, err := n.Float64(); err != nil {
		p.complain(codeNumberRange)
	}
}
