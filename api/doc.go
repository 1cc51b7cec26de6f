// Package api serves the network over HTTP. openapi.yaml comes first: routes, types and
// the decoding of parameters are generated from it, requests are checked against it, and
// so are the answers in the tests. A handler decodes, asks once and encodes; what a
// caller may see and do is decided here and nowhere else.
package api

//go:generate go tool -modfile=../tools/go.mod oapi-codegen -config oapi-codegen.yaml openapi.yaml
