package api

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed openapi.yaml
var documentYAML []byte

// document is the OpenAPI document, ready to check requests against.
type document struct {
	spec       *openapi3.T
	json       []byte
	operations map[string]*operation // by method, a blank and the router's path
}

// operation is one operation of the document.
type operation struct {
	id         string
	method     string
	path       string // as the router writes it, with :id
	role       Role
	parameters []*openapi3.Parameter
	names      map[string]bool // of its query parameters
	body       *openapi3.RequestBody
	upload     bool // its body is a file that is not read into memory
}

func readDocument(data []byte) (*document, error) {
	spec, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("api document: %w", err)
	}
	d := &document{spec: spec, operations: make(map[string]*operation)}
	if d.json, err = spec.MarshalJSON(); err != nil {
		return nil, fmt.Errorf("api document: %w", err)
	}
	for path, entry := range spec.Paths.Map() {
		for method, op := range entry.Operations() {
			o, err := newOperation(method, path, op, entry.Parameters)
			if err != nil {
				return nil, fmt.Errorf("api document: %s %s: %w", method, path, err)
			}
			d.operations[o.method+" "+o.path] = o
		}
	}
	return d, nil
}

func newOperation(method, path string, op *openapi3.Operation, shared openapi3.Parameters) (*operation, error) {
	o := &operation{id: op.OperationID, method: method, path: routerPath(path), names: make(map[string]bool)}
	if name, marked := op.Extensions["x-role"].(string); marked {
		role, err := ParseRole(name)
		if err != nil {
			return nil, err
		}
		o.role = role
	}
	for _, list := range []openapi3.Parameters{shared, op.Parameters} {
		for _, p := range list {
			o.parameters = append(o.parameters, p.Value)
			if p.Value.In == openapi3.ParameterInQuery {
				o.names[p.Value.Name] = true
			}
		}
	}
	if op.RequestBody != nil {
		o.body = op.RequestBody.Value
		o.upload = o.body.Content[uploadMedia] != nil
	}
	return o, nil
}

// routerPath writes a path of the document as the router does: {id} is :id.
func routerPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// operation returns the operation behind a route, nil for a route that is not in the
// document. HEAD is GET.
func (d *document) operation(method, route string) *operation {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	return d.operations[method+" "+route]
}

// schema returns a schema of the document by name.
func (d *document) schema(name string) *openapi3.Schema { return d.spec.Components.Schemas[name].Value }

// allowed lists the query parameters of an operation, for a caller who misspelt one.
func (o *operation) allowed() string {
	var names []string
	for _, p := range o.parameters {
		if p.In == openapi3.ParameterInQuery {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, ", ")
}
