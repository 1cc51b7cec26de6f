package api

import (
	"context"
	"time"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/report"
	"chuangmai/steward"
)

// handlers answer the operations of the document. Each method decodes, asks once and
// encodes; its name is the operation's.
type handlers struct {
	advisor  Advisor
	coverage Coverage
	surveyor Surveyor
	rulebook Rulebook
	store    Store
	schema   *graph.Schema
	explain  func(string) report.Word
	status   func() Status
	waitFor  func(context.Context, graph.Revision) error
	document *document
	measures *measures
	stopping func() bool
	depth    int
	stats    statsCache
	loads    Loads
	desk     Steward

	highlights steward.Kept[highlights]
}

func newHandlers(s *Server, o Options) *handlers {
	return &handlers{
		advisor: o.Advisor, coverage: o.Coverage, surveyor: o.Surveyor, store: o.Store, rulebook: o.Rulebook, schema: o.Schema, explain: o.Explain, status: o.Status,
		waitFor: s.waitFor, document: s.document, measures: s.measures, stopping: s.stopping.Load, depth: s.settings.JSONDepth,
		loads: o.Loads, desk: o.Desk,
	}
}

// detailTimeout bounds reading whole records for a page; without them it is shown from
// the picture of the network.
const detailTimeout = 2 * time.Second

// label returns a label in the call's language.
func (c *call) label(l graph.Label) string {
	if c.language.Lang == phrase.En {
		return l.En
	}
	return l.Zh
}

func (h *handlers) kindLabel(c *call, k graph.Kind) string {
	if def := h.schema.Kind(k); def != nil {
		return c.label(def.Label)
	}
	return string(k)
}

func (h *handlers) relationLabel(c *call, r graph.Relation) string {
	if def := h.schema.Relation(r); def != nil {
		return c.label(def.Label)
	}
	return string(r)
}
