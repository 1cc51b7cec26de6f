package api

import (
	"errors"

	"github.com/getkin/kin-openapi/openapi3"

	"chuangmai/graph"
)

// The formats of the document that are ours.
const (
	formatDate   = "partial-date"
	formatNodeID = "node-id"
	formatEdgeID = "edge-id"
)

// formats checks the formats of the document.
func formats() openapi3.SchemaValidationOption {
	return openapi3.WithStringFormatValidators(map[string]openapi3.StringFormatValidator{
		formatDate: openapi3.NewCallbackValidator(func(s string) error {
			_, err := graph.ParseDate(s)
			return err
		}),
		formatNodeID: openapi3.NewCallbackValidator(func(s string) error { return checkID(s, false) }),
		formatEdgeID: openapi3.NewCallbackValidator(func(s string) error { return checkID(s, true) }),
	})
}

// checkID says what is wrong with an id, as the batch that names it would.
func checkID(s string, edge bool) error {
	it := graph.Item{Op: graph.OpDeleteNode, ID: graph.ID(s)}
	if edge {
		it.Op, it.Relation = graph.OpDeleteEdge, graph.RelHasCapability
	}
	return graph.Batch{Items: []graph.Item{it}}.Check()
}

// formatProblem names what a value of a format breaks.
func formatProblem(format, value string) (code string, params map[string]string) {
	switch format {
	case formatDate:
		return graph.CodeBadDate, map[string]string{"value": value}
	case formatNodeID, formatEdgeID:
		var invalid *graph.InvalidError
		if errors.As(checkID(value, format == formatEdgeID), &invalid) {
			p := invalid.Problems[0]
			return p.Code, paramsOf(p)
		}
	}
	return codeBadPattern, map[string]string{"pattern": format}
}

const idLength = "200" // graph.MaxIDValue
