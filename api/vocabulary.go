package api

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"chuangmai/graph"
)

// GetSchema shows what a network is made of.
func (h *handlers) GetSchema(context.Context, GetSchemaRequestObject) (GetSchemaResponseObject, error) {
	return GetSchema200JSONResponse(*h.schema), nil
}

// GetTerms says what a word brings.
func (h *handlers) GetTerms(_ context.Context, r GetTermsRequestObject) (GetTermsResponseObject, error) {
	word := strings.TrimSpace(r.Params.Q)
	if word == "" {
		return nil, fail(codeBadRequest).of("q", graph.CodeMissing)
	}
	return GetTerms200JSONResponse(h.explain(word)), nil
}

// GetDocumentYAML shows the document as it was written.
func (h *handlers) GetDocumentYAML(context.Context, GetDocumentYAMLRequestObject) (GetDocumentYAMLResponseObject, error) {
	return GetDocumentYAML200ApplicationYamlResponse{Body: bytes.NewReader(documentYAML), ContentLength: int64(len(documentYAML))}, nil
}

// GetDocumentJSON shows the document as JSON.
func (h *handlers) GetDocumentJSON(context.Context, GetDocumentJSONRequestObject) (GetDocumentJSONResponseObject, error) {
	var parts map[string]json.RawMessage
	err := json.Unmarshal(h.document.json, &parts)
	return GetDocumentJSON200JSONResponse(parts), err
}
