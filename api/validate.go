package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"chuangmai/graph"
)

// checkParameters holds a request's path, query and headers against the document.
func (o *operation) checkParameters(c echo.Context) error {
	query, err := queryOf(c.Request().URL.RawQuery)
	if err != nil {
		return err
	}
	var wrong complaints
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !o.names[name] {
			wrong.of(orSign(name), codeUnknownParameter, "allowed", o.allowed())
		}
	}
	for _, p := range o.parameters {
		var values []string
		switch p.In {
		case openapi3.ParameterInQuery:
			values = query[p.Name]
		case openapi3.ParameterInHeader:
			values = c.Request().Header.Values(p.Name)
		case openapi3.ParameterInPath:
			text, err := url.PathUnescape(c.Param(p.Name))
			if err != nil {
				wrong.of(p.Name, codeBadEscape)
				continue
			}
			values = []string{text}
		}
		checkParameter(&wrong, p, values)
	}
	return wrong.as(codeBadRequest)
}

// queryOf reads a query string; unlike the standard library's way on a request it does
// not pass over what it cannot read.
func queryOf(raw string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err == nil {
		return values, nil
	}
	for part := range strings.SplitSeq(raw, "&") {
		if _, err := url.ParseQuery(part); err != nil {
			name, _, _ := strings.Cut(part, "=")
			return nil, fail(codeBadRequest).of(orSign(name), codeBadEscape)
		}
	}
	return nil, fail(codeBadRequest).because(err)
}

// orSign is a parameter's name, or the sign behind it when it has none.
func orSign(name string) string {
	if name == "" {
		return "="
	}
	return name
}

func checkParameter(wrong *complaints, p *openapi3.Parameter, values []string) {
	schema := p.Schema.Value
	list := schema.Type.Is(openapi3.TypeArray)
	switch {
	case len(values) == 0:
		if p.Required {
			wrong.of(p.Name, graph.CodeMissing)
		}
		return
	case !list && len(values) > 1:
		wrong.of(p.Name, codeRepeatedValue)
		return
	}
	item := schema
	if list {
		item = schema.Items.Value
		if schema.MaxItems != nil && uint64(len(values)) > *schema.MaxItems {
			wrong.of(p.Name, graph.CodeTooMany, "max", count(schema.MaxItems))
			return
		}
	}
	for _, text := range values {
		value, ok := parameterValue(item, text)
		switch {
		case badText(text):
			wrong.of(p.Name, graph.CodeBadText)
		case !ok:
			wrong.of(p.Name, graph.CodeWrongType, "want", typesOf(item))
		default:
			for _, it := range conform(item, value) {
				it.pointer, it.parameter = nil, p.Name
				*wrong = append(*wrong, it)
			}
		}
	}
}

// parameterValue reads a parameter's text as its schema's type.
func parameterValue(s *openapi3.Schema, text string) (any, bool) {
	switch {
	case s.Type.Is(openapi3.TypeInteger):
		n, err := strconv.ParseInt(text, 10, 64)
		return n, err == nil && !strings.HasPrefix(text, "+")
	case s.Type.Is(openapi3.TypeBoolean):
		return text == "true", text == "true" || text == "false"
	}
	return text, true
}

// checkBody reads a request's body, holds it against the document and puts it back for
// the handler.
func (o *operation) checkBody(c echo.Context, limit int64, depth int) error {
	if o.body == nil {
		return nil
	}
	media, err := o.media(c)
	if err != nil {
		return err
	}
	r := c.Request()
	data, err := io.ReadAll(http.MaxBytesReader(c.Response(), r.Body, limit))
	if err != nil {
		return notRead(err)
	}
	value, err := parse(data, depth)
	if err != nil {
		return err
	}
	if items := conform(media.Schema.Value, value); len(items) > 0 {
		return &failure{code: codeInvalid, items: items}
	}
	r.Body = io.NopCloser(bytes.NewReader(data))
	return nil
}

// notRead says why a body could not be read to its end: it is too large, came too slowly,
// or broke off.
func notRead(err error) error {
	var size *http.MaxBytesError
	switch {
	case errors.As(err, &size):
		return err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fail(codeDeadline).because(err)
	}
	return fail(codeBadSyntax).at("", graph.CodeBadSyntax, "detail", err.Error()).because(err)
}

// media returns how a body of the request's media type is described.
func (o *operation) media(c echo.Context) (*openapi3.MediaType, error) {
	accepted := strings.Join(slices.Sorted(maps.Keys(o.body.Content)), ", ")
	r := c.Request()
	name, params, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	media := o.body.Content[name]
	encoding := r.Header.Get(echo.HeaderContentEncoding)
	charset := params["charset"]
	if err != nil || media == nil || charset != "" && !strings.EqualFold(charset, "utf-8") || encoding != "" && encoding != "identity" {
		c.Response().Header().Set("Accept", accepted)
		return nil, fail(codeMediaType, "accepted", accepted).of(echo.HeaderContentType, graph.CodeUnknownTerm, "value", written(name), "allowed", accepted)
	}
	return media, nil
}

// binder decodes bodies that were checked before, with the pointer of what it cannot
// decode all the same.
type binder struct{}

// Bind implements [echo.Binder].
func (binder) Bind(into any, c echo.Context) error {
	data, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	return decode(data, into)
}

func decode(data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return notDecoded(data, err)
	}
	return nil
}
