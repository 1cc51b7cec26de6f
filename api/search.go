package api

import (
	"context"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/report"
)

// defaultLimit is the length of a page when none is asked for; the document says so.
const defaultLimit = 20

// Search finds nodes by words.
func (h *handlers) Search(ctx context.Context, r SearchRequestObject) (SearchResponseObject, error) {
	c := callOf(ctx)
	query, err := h.searchQuery(c, r.Params)
	if err != nil {
		return nil, err
	}
	answer, err := h.advisor.Search(ctx, query, c.scope)
	if err != nil {
		return nil, err
	}
	page := report.NewSearchPage(answer)
	page.Next = c.nextOffset(query.Offset, len(page.Items), query.Limit, page.Total)
	return Search200JSONResponse(page), nil
}

func (h *handlers) searchQuery(c *call, p SearchParams) (advise.SearchQuery, error) {
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return advise.SearchQuery{}, err
	}
	var wrong complaints
	q := advise.SearchQuery{Text: p.Q, Limit: limitOr(p.Limit, defaultLimit), Offset: offset}
	if p.Mode == SearchParamsModeRelated {
		q.Mode = "related"
	}
	q.Filter.Kinds = h.askedKinds(p.Kind, &wrong)
	q.Filter.Regions, q.Filter.Openness, q.Filter.FactsOnly = p.Region, string(p.Openness), p.FactsOnly
	return q, wrong.as(codeBadRequest)
}

// askedKinds reads the kinds of a parameter; one that the schema does not have is complained of.
func (h *handlers) askedKinds(names []string, wrong *complaints) []graph.Kind {
	var kinds []graph.Kind
	for _, name := range names {
		kind := graph.Kind(name)
		if h.schema.Kind(kind) == nil {
			wrong.of("kind", graph.CodeUnknownKind, "value", name, "nearest", h.nearestKind(kind))
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

func limitOr(limit, otherwise int) int {
	if limit == 0 {
		return otherwise
	}
	return limit
}

// nearestKind is the kind whose name is most like one that does not exist.
func (h *handlers) nearestKind(k graph.Kind) string {
	return h.nearest(graph.Item{Op: graph.OpPutNode, Node: &graph.Node{Kind: k}})
}

// nearestRelation is the relation whose name is most like one that does not exist.
func (h *handlers) nearestRelation(r graph.Relation) string {
	return h.nearest(graph.Item{Op: graph.OpPutEdge, Edge: &graph.Edge{Relation: r}})
}

// nearest is what the schema proposes for an item whose kind or relation it does not know.
func (h *handlers) nearest(it graph.Item) string {
	for _, p := range problemsIn(h.schema.Conform(graph.Batch{Items: []graph.Item{it}}, nil)) {
		if nearest := p.Params["nearest"]; nearest != "" {
			return nearest
		}
	}
	return ""
}
